// The order of the sections, texts, releases and our own lists.
#include "data/reference/snapshot_layout.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "data/reference/refusal.h"

namespace chargelint::data::snapshot {
namespace {

// Where the rows of each of our own lists begin; the rows are sorted by its number.
template <class Row>
std::vector<std::uint32_t> list_starts(const std::vector<Row>& rows, std::uint32_t Row::*number) {
  std::vector<std::uint32_t> starts;
  std::uint32_t at = 0;
  for (std::uint32_t list = 0; list <= kOwnLists; ++list) {
    while (at < rows.size() && rows[at].*number < list) ++at;
    starts.push_back(at);
  }
  return starts;
}

}  // namespace

void put(std::byte* at, const AddOnEdit& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.type, row.contractor_defined, row.note,
             row.add_on_packed, row.primary_packed, row.add_on_deleted, row.primary_deleted, row.note_text);
}
void put(std::byte* at, const FeeScheduleRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.modifier_packed, row.status, row.pctc,
             row.global, row.multiple, row.bilateral, row.assistant, row.co_surgeon, row.team,
             row.supervision, row.imaging_family, row.nonfacility_na, row.facility_na, row.code_packed,
             row.endoscopic_base_packed, row.work_rvu, row.nonfacility_total, row.facility_total,
             row.preoperative, row.intraoperative, row.postoperative, row.nonfacility_pe, row.facility_pe,
             row.malpractice, row.conversion_factor, row.calculation_flag, row.not_used_for_medicare);
}
void put(std::byte* at, const ProcedureCodeRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.code_packed, row.added, row.ended,
             row.coverage, row.action);
}
void put(std::byte* at, const DiagnosisRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.billable, row.side, row.code_packed);
}
void put(std::byte* at, const DiagnosisEditRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.edit, row.least_age, row.most_age,
             row.code_packed);
}
void put(std::byte* at, const DiagnosisRelation& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.link, row.subject_first, row.subject_last,
             row.target_first, row.target_last, row.note);
}
void put(std::byte* at, const Fact& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.attribute, row.value, row.detail);
}
void put(std::byte* at, const CodeMapRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.map, row.from_packed, row.to_packed,
             row.condition);
}
void put(std::byte* at, const ModifierRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.modifier_packed, row.order, row.classes);
}
void put(std::byte* at, const PlaceRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.place_packed, row.groups);
}
void put(std::byte* at, const CodeNumberRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.number, row.code_packed, row.other_packed,
             row.low, row.high, row.condition);
}
void put(std::byte* at, const ModifierPairRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.relation, row.severity, row.first_packed,
             row.second_packed, row.keep_packed, row.note);
}

void TextTable::settle() {
  texts_.push_back({});
  std::sort(texts_.begin(), texts_.end());
  texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  ids_.reserve(texts_.size());
  for (std::uint32_t id = 0; id < texts_.size(); ++id) ids_.emplace(texts_[id], id);
}

std::vector<std::pair<Section, Bytes>> Layouter::lay_out() {
  note_texts();
  add_texts();
  add_releases();
  gather_codes();
  for (std::size_t table = 0; table < kPtpTables; ++table) add_ptp(table);
  for (std::size_t table = 0; table < kMueTables; ++table) add_mue(table);
  add_fee_schedule();
  add_add_on();
  add_procedures();
  add_diagnoses();
  add_diagnosis_edits();
  add_relations();
  add_facts();
  add_modifiers();
  add_code_sets();
  add_own_tables();
  add_own_numbers();
  return std::move(sections_);
}

// Of the content's own texts only those that a row names: what earlier releases said leaves no trace.
void Layouter::note_texts() {
  for (const auto& release : content_.releases) {
    texts_.note(release.name);
    texts_.note(release.digest);
  }
  for (const auto& rationale : content_.rationales) texts_.note(rationale);
  for (const auto& mapped : content_.code_maps) texts_.note(mapped.condition);
  for (const auto& number : content_.code_numbers) texts_.note(number.condition);
  for (const auto& pair : content_.modifier_pairs) texts_.note(pair.note);
  for (const auto& [code, words] : content_.code_words) texts_.note(words);
  for (const auto& [code, words] : content_.diagnosis_words) texts_.note(words);
  for (const auto& [code, words] : content_.modifier_words) texts_.note(words);
  std::vector<bool> used(content_.texts.size());
  for (const AddOnEdit& row : content_.add_on) used[row.note_text] = true;
  for (const DiagnosisRelation& row : content_.relations) used[row.note] = true;
  for (const auto& row : content_.facts) {
    used[row.fact.attribute] = true;
    used[row.fact.value] = true;
    used[row.fact.detail] = true;
  }
  for (std::size_t id = 0; id < used.size(); ++id) {
    if (used[id]) texts_.note(content_.texts.text(static_cast<std::int64_t>(id)));
  }
  texts_.settle();
  pool_texts_.resize(used.size());
  for (std::size_t id = 0; id < used.size(); ++id) {
    if (used[id]) pool_texts_[id] = texts_.id(content_.texts.text(static_cast<std::int64_t>(id)));
  }
}

void Layouter::add_texts() {
  std::vector<std::uint32_t> starts{0};
  std::vector<char> bytes;
  for (const std::string_view text : texts_.texts()) {
    bytes.insert(bytes.end(), text.begin(), text.end());
    starts.push_back(static_cast<std::uint32_t>(bytes.size()));
  }
  if (bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
    refuse(ErrorKind::too_large, "",
           "the reference holds more text than the 4 GB that a snapshot can number");
  }
  section(SectionId::text_offsets, starts);
  section(SectionId::text_bytes, bytes);
  std::vector<std::uint32_t> rationales;
  for (const auto& rationale : content_.rationales) rationales.push_back(texts_.id(rationale));
  section(SectionId::rationales, rationales);
}

void Layouter::add_releases() {
  std::vector<ReleaseRecord> records;
  for (const auto& release : content_.releases) {
    ReleaseRecord record;
    record.source = static_cast<std::uint8_t>(release.source);
    record.complete = release.complete ? 1 : 0;
    record.effective_known = release.effective_known ? 1 : 0;
    record.cumulative = release.cumulative ? 1 : 0;
    record.from = release.force.from.days();
    record.to = release.force.to.days();
    record.last_day = release.last_day.days();
    record.name = texts_.id(release.name);
    record.digest = texts_.id(release.digest);
    records.push_back(record);
  }
  section(SectionId::releases, records);
}

void Layouter::add_modifiers() {
  auto& rows = content_.modifiers;
  std::sort(rows.begin(), rows.end(), [](const ModifierRow& left, const ModifierRow& right) {
    return left.modifier_packed != right.modifier_packed ? left.modifier_packed < right.modifier_packed
                                                         : left.from_days < right.from_days;
  });
  std::vector<std::uint16_t> codes;
  for (const ModifierRow& row : rows) {
    if (codes.empty() || codes.back() != row.modifier_packed) codes.push_back(row.modifier_packed);
  }
  std::vector<std::uint32_t> words(codes.size());
  for (const auto& [code, text] : content_.modifier_words) {
    const auto at = std::lower_bound(codes.begin(), codes.end(), code);
    if (at != codes.end() && *at == code)
      words[static_cast<std::size_t>(at - codes.begin())] = texts_.id(text);
  }
  section(SectionId::modifier_codes, codes);
  section(SectionId::modifier_offsets,
          offsets(codes, rows, [](const ModifierRow& row) { return row.modifier_packed; }));
  section(SectionId::modifiers, rows);
  section(SectionId::modifier_words, words);
}

// Ranges of all sets at once, cut where any of them begins or ends.
void Layouter::add_code_sets() {
  std::vector<std::uint32_t> segments{0};
  for (const auto& range : content_.code_sets) {
    segments.push_back(range.first);
    segments.push_back(range.last + 1);
  }
  std::sort(segments.begin(), segments.end());
  segments.erase(std::unique(segments.begin(), segments.end()), segments.end());
  std::vector<std::map<std::pair<std::int32_t, std::int32_t>, CodeSets>> periods(segments.size());
  for (const auto& range : content_.code_sets) {
    const auto begin = std::lower_bound(segments.begin(), segments.end(), range.first);
    for (auto at = begin; at != segments.end() && *at <= range.last; ++at) {
      periods[static_cast<std::size_t>(at - segments.begin())]
             [{range.force.from.days(), range.force.to.days()}]
                 .add(range.set);
    }
  }
  std::vector<std::uint32_t> starts{0};
  std::vector<SetSpan> spans;
  for (const auto& segment : periods) {
    for (const auto& [period, sets] : segment) spans.push_back({sets, period.first, period.second});
    starts.push_back(static_cast<std::uint32_t>(spans.size()));
  }
  std::vector<std::uint32_t> of_codes;
  of_codes.reserve(codes_.size());
  for (const std::uint32_t code : codes_) {
    const auto next = std::upper_bound(segments.begin(), segments.end(), code);
    of_codes.push_back(static_cast<std::uint32_t>(next - segments.begin()) - 1);
  }
  section(SectionId::set_segments, segments);
  section(SectionId::set_offsets, starts);
  section(SectionId::set_spans, spans);
  section(SectionId::code_segments, of_codes);
}

void Layouter::add_own_tables() {
  std::vector<DiagnosisPrefixRecord> prefixes;
  for (const auto& prefix : content_.diagnosis_sets) {
    prefixes.push_back({prefix.prefix, static_cast<std::uint32_t>(prefix.set), prefix.force.from.days(),
                        prefix.force.to.days(), 0});
  }
  std::sort(prefixes.begin(), prefixes.end(),
            [](const DiagnosisPrefixRecord& left, const DiagnosisPrefixRecord& right) {
              return std::tie(left.set, left.prefix, left.from) <
                     std::tie(right.set, right.prefix, right.from);
            });
  for (std::uint32_t index = 1; index < prefixes.size(); ++index) {
    const auto code = IcdCode::from_packed(prefixes[index].prefix);
    std::uint32_t within = index;
    while (within != 0 && (prefixes[within - 1].set != prefixes[index].set ||
                           !code.starts_with(IcdCode::from_packed(prefixes[within - 1].prefix)))) {
      within = prefixes[within - 1].set == prefixes[index].set ? prefixes[within - 1].within : 0;
    }
    prefixes[index].within = within;
  }
  section(SectionId::diagnosis_sets, prefixes);
  section(SectionId::diagnosis_set_starts, list_starts(prefixes, &DiagnosisPrefixRecord::set));

  std::vector<CodeMapRow> maps;
  for (const auto& mapped : content_.code_maps) {
    maps.push_back(mapped.row);
    maps.back().condition = texts_.id(mapped.condition);
  }
  std::sort(maps.begin(), maps.end(), [](const CodeMapRow& left, const CodeMapRow& right) {
    return std::tie(left.map, left.from_packed, left.from_days, left.to_packed, left.condition) <
           std::tie(right.map, right.from_packed, right.from_days, right.to_packed, right.condition);
  });
  section(SectionId::code_maps, maps);

  std::vector<ParameterRecord> parameters;
  for (const auto& one : content_.parameters) {
    parameters.push_back({one.value, static_cast<std::uint32_t>(one.parameter), one.force.from.days(),
                          one.force.to.days(), 0});
  }
  std::sort(parameters.begin(), parameters.end(),
            [](const ParameterRecord& left, const ParameterRecord& right) {
              return std::tie(left.parameter, left.from, left.value) <
                     std::tie(right.parameter, right.from, right.value);
            });
  section(SectionId::parameters, parameters);
  section(SectionId::parameter_starts, list_starts(parameters, &ParameterRecord::parameter));

  auto& places = content_.places;
  std::sort(places.begin(), places.end(), [](const PlaceRow& left, const PlaceRow& right) {
    return std::tie(left.place_packed, left.from_days, left.to_days) <
           std::tie(right.place_packed, right.from_days, right.to_days);
  });
  section(SectionId::places, places);
}

// A pair of modifiers stands both ways round, so that either is found by its first.
void Layouter::add_own_numbers() {
  std::vector<CodeNumberRow> numbers;
  for (const auto& one : content_.code_numbers) {
    numbers.push_back(one.row);
    numbers.back().condition = texts_.id(one.condition);
  }
  std::sort(numbers.begin(), numbers.end(), [](const CodeNumberRow& left, const CodeNumberRow& right) {
    return std::tie(left.number, left.code_packed, left.from_days, left.to_days, left.other_packed,
                    left.condition, left.low,
                    left.high) < std::tie(right.number, right.code_packed, right.from_days, right.to_days,
                                          right.other_packed, right.condition, right.low, right.high);
  });
  section(SectionId::code_numbers, numbers);

  std::vector<ModifierPairRow> pairs;
  for (const auto& one : content_.modifier_pairs) {
    ModifierPairRow row = one.row;
    row.note = texts_.id(one.note);
    pairs.push_back(row);
    if (row.first_packed == row.second_packed) continue;
    std::swap(row.first_packed, row.second_packed);
    pairs.push_back(row);
  }
  std::sort(pairs.begin(), pairs.end(), [](const ModifierPairRow& left, const ModifierPairRow& right) {
    return std::tie(left.first_packed, left.second_packed, left.from_days, left.to_days, left.relation,
                    left.severity, left.keep_packed, left.note) <
           std::tie(right.first_packed, right.second_packed, right.from_days, right.to_days, right.relation,
                    right.severity, right.keep_packed, right.note);
  });
  section(SectionId::modifier_pairs, pairs);
}

}  // namespace chargelint::data::snapshot
