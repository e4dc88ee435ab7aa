// Reading the sections of a snapshot, each checked against those that it refers to.
#include "data/reference/mapped_catalogue.h"

#include <algorithm>
#include <array>
#include <vector>

namespace chargelint::data::snapshot {

MappedCatalogue::MappedCatalogue(const std::string& path) : mapping_(path) {
  const Sections sections(mapping_, path);
  digest_ = sections.digest();
  text_starts_ = sections.rows<std::uint32_t>(SectionId::text_offsets);
  text_bytes_ = sections.rows<char>(SectionId::text_bytes);
  if (text_starts_.empty()) sections.wrong("holds no texts");
  sections.check_starts(text_starts_, text_starts_.size() - 1, text_bytes_.size());
  rationales_ = sections.rows<std::uint32_t>(SectionId::rationales);
  read_codes(sections);
  read_diagnoses(sections);
  facts_ = sections.keyed<Fact>(SectionId::fact_keys, SectionId::fact_slots, SectionId::fact_offsets,
                                SectionId::facts);
  modifier_codes_ = sections.rows<std::uint16_t>(SectionId::modifier_codes);
  modifier_words_ = sections.rows<std::uint32_t>(SectionId::modifier_words);
  if (modifier_words_.size() != modifier_codes_.size())
    sections.wrong("has words for another number of modifiers");
  modifiers_ =
      sections.runs<ModifierRow>(SectionId::modifiers, SectionId::modifier_offsets, modifier_codes_.size());
  read_own_tables(sections);
  read_releases(sections);
}

void MappedCatalogue::read_codes(const Sections& sections) {
  codes_ = sections.rows<std::uint32_t>(SectionId::codes);
  code_slots_ = sections.rows<CodeSlot>(SectionId::code_slots);
  code_words_ = sections.rows<std::uint32_t>(SectionId::code_words);
  const std::size_t codes = codes_.size();
  sections.check_slots(code_slots_.size(), codes);
  for (const CodeSlot& slot : code_slots_) {
    if (slot.code != 0 && slot.index >= codes) sections.wrong("has a code index out of its bounds");
  }
  if (code_words_.size() != codes) sections.wrong("has words for another number of codes");
  for (std::size_t table = 0; table < kPtpTables; ++table) {
    const auto named = [&](SectionId first) { return table_section(first, table); };
    PtpTable& ptp = ptp_[table];
    ptp.edits = sections.runs<PtpEdit>(named(SectionId::ptp), named(SectionId::ptp_offsets), codes);
    ptp.column1 = sections.runs<std::uint8_t>(named(SectionId::ptp_reverse),
                                              named(SectionId::ptp_reverse_offsets), codes);
    if (sections.rows<std::uint32_t>(named(SectionId::ptp_line_starts)).empty()) continue;
    ptp.lines =
        sections.runs<PairLine>(named(SectionId::ptp_lines), named(SectionId::ptp_line_starts), codes);
    ptp.windows =
        sections.runs<PtpEdit>(named(SectionId::ptp_windows), named(SectionId::ptp_window_starts), codes);
    ptp.counts = sections.rows<std::uint16_t>(named(SectionId::ptp_window_counts));
    if (ptp.counts.size() != ptp.windows.rows.size())
      sections.wrong("has counts of another number of windows");
  }
  for (std::size_t table = 0; table < kMueTables; ++table) {
    mue_[table] = sections.runs<MueLimit>(table_section(SectionId::mue, table),
                                          table_section(SectionId::mue_offsets, table), codes);
  }
  fee_schedule_ =
      sections.runs<FeeScheduleRow>(SectionId::fee_schedule, SectionId::fee_schedule_offsets, codes);
  add_on_ = sections.runs<AddOnEdit>(SectionId::add_on, SectionId::add_on_offsets, codes);
  add_on_children_ =
      sections.runs<std::uint32_t>(SectionId::add_on_children, SectionId::add_on_children_offsets, codes);
  sections.check_below(add_on_children_.rows, add_on_.rows.size());
  procedures_ = sections.runs<ProcedureCodeRow>(SectionId::procedures, SectionId::procedure_offsets, codes);
}

void MappedCatalogue::read_diagnoses(const Sections& sections) {
  diagnoses_ = sections.keyed<DiagnosisRow>(SectionId::diagnosis_codes, SectionId::diagnosis_slots,
                                            SectionId::diagnosis_offsets, SectionId::diagnoses);
  diagnosis_words_ = sections.rows<std::uint32_t>(SectionId::diagnosis_words);
  if (diagnosis_words_.size() != diagnoses_.keys.size())
    sections.wrong("has words for another number of diagnoses");
  diagnosis_edits_ =
      sections.keyed<DiagnosisEditRow>(SectionId::diagnosis_edit_codes, SectionId::diagnosis_edit_slots,
                                       SectionId::diagnosis_edit_offsets, SectionId::diagnosis_edits);
  relation_categories_ = sections.rows<std::uint32_t>(SectionId::relation_categories);
  relations_ = sections.runs<DiagnosisRelation>(SectionId::relations, SectionId::relation_offsets,
                                                relation_categories_.size());
}

void MappedCatalogue::read_own_tables(const Sections& sections) {
  set_segments_ = sections.rows<std::uint32_t>(SectionId::set_segments);
  if (set_segments_.empty() || set_segments_.front() != 0) sections.wrong("holds no segments of code sets");
  set_spans_ = sections.runs<SetSpan>(SectionId::set_spans, SectionId::set_offsets, set_segments_.size());
  code_segments_ = sections.rows<std::uint32_t>(SectionId::code_segments);
  if (code_segments_.size() != codes_.size()) sections.wrong("has segments for another number of codes");
  sections.check_below(code_segments_, set_segments_.size());
  diagnosis_sets_ = sections.runs<DiagnosisPrefixRecord>(SectionId::diagnosis_sets,
                                                         SectionId::diagnosis_set_starts, kOwnLists);
  for (std::size_t index = 0; index < diagnosis_sets_.rows.size(); ++index) {
    if (diagnosis_sets_.rows[index].within > index) sections.wrong("has a prefix within a later one");
  }
  code_maps_ = sections.rows<CodeMapRow>(SectionId::code_maps);
  parameters_of_ =
      sections.runs<ParameterRecord>(SectionId::parameters, SectionId::parameter_starts, kOwnLists);
  places_ = sections.rows<PlaceRow>(SectionId::places);
  code_numbers_ = sections.rows<CodeNumberRow>(SectionId::code_numbers);
  modifier_pairs_ = sections.rows<ModifierPairRow>(SectionId::modifier_pairs);
}

void MappedCatalogue::read_releases(const Sections& sections) {
  records_ = sections.rows<ReleaseRecord>(SectionId::releases);
  std::array<std::vector<ReleaseId>, kSources> of_source;  // in their order
  for (const ReleaseRecord& record : records_) {
    if (record.source >= kSources) sections.wrong("holds a release of an unknown source");
    ReleaseInfo info;
    info.source = static_cast<Source>(record.source);
    info.complete = record.complete != 0;
    info.effective_known = record.effective_known != 0;
    info.force = {Date::from_days(record.from), Date::from_days(record.to)};
    info.name = text(record.name);
    info.digest = text(record.digest);
    of_source[record.source].push_back(static_cast<ReleaseId>(releases_.size()));
    releases_.push_back(info);
  }
  for (std::size_t source = 0; source < kSources; ++source) {
    coverage_starts_[source] = static_cast<std::uint32_t>(coverage_.size());
    add_coverage(of_source[source]);
  }
  coverage_starts_[kSources] = static_cast<std::uint32_t>(coverage_.size());
}

// Coverage changes only where a release begins, or where the newest ceases to hold.
void MappedCatalogue::add_coverage(std::span<const ReleaseId> releases) {
  std::vector<std::int32_t> days{Date::open_start().days()};
  for (const ReleaseId release : releases) {
    days.push_back(records_[release].from);
    if (Date::from_days(records_[release].last_day) != Date::open_end())
      days.push_back(records_[release].last_day + 1);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  for (const std::int32_t day : days) coverage_.push_back({day, coverage_on(releases, Date::from_days(day))});
}

// The complete release that speaks for the date, else the partial one; outside all of them the nearest
// (decision 4). Releases of a source stand together, the oldest first.
Coverage MappedCatalogue::coverage_on(std::span<const ReleaseId> releases, Date date) const {
  const ReleaseRecord* speaks = nullptr;
  const ReleaseRecord* oldest = nullptr;
  for (const ReleaseId release : releases) {
    const ReleaseRecord& record = records_[release];
    const bool better = speaks == nullptr || (record.complete != 0 && speaks->complete == 0);
    if (better) {
      speaks = &record;
      oldest = &record;
    } else if (record.complete == speaks->complete &&
               (record.cumulative != 0 || record.from <= date.days())) {
      speaks = &record;
    }
  }
  if (speaks == nullptr) return {};
  Coverage coverage;
  coverage.loaded = true;
  coverage.complete = speaks->complete != 0;
  coverage.release = static_cast<ReleaseId>(speaks - records_.data());
  const bool before = speaks == oldest && speaks->cumulative == 0 && date.days() < speaks->from;
  // An open end is the newest release's: it was published to hold until its last day only.
  const bool after = Date::from_days(speaks->to) == Date::open_end() && date.days() > speaks->last_day;
  coverage.nearest = before || after;
  return coverage;
}

}  // namespace chargelint::data::snapshot
