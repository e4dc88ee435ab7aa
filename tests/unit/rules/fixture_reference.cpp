// Rows of a case file, and the look-ups over them.
#include "tests/unit/rules/fixture_reference.h"

#include <algorithm>
#include <tuple>

#include "rules/base/money.h"
#include "rules/notation/words.h"
#include "rules/ports/table_names.h"

namespace chargelint::test {
namespace {

tl::unexpected<Error> bad(std::string what) {
  return fail(ErrorKind::usage, "", std::move(what));
}

std::optional<Date> date_or_open(std::string_view text, Date open) {
  if (text == "*" || text == "?") return open;
  return Date::parse_iso(text);
}

template <class Map, class Key>
auto rows_of(const Map& map, const Key& key) -> std::span<const typename Map::mapped_type::value_type> {
  const auto found = map.find(key);
  if (found == map.end()) return {};
  return found->second;
}

}  // namespace

std::optional<Source> source_named(std::string_view name) {
  for (std::size_t index = 0; index < kSources; ++index) {
    if (source_name(static_cast<Source>(index)) == name) return static_cast<Source>(index);
  }
  return std::nullopt;
}

// One `row` line: its words, and the dates that may end it.
class RowReader {
 public:
  RowReader(FixtureReference& fixture, std::vector<std::string> words)
      : fixture_(fixture), words_(std::move(words)) {}

  Result<void> read() {
    if (words_.empty()) return bad("an empty row");
    const std::string& kind = words_[0];
    if (kind == "ptp") return ptp();
    if (kind == "mue") return mue();
    if (kind == "fee") return fee();
    if (kind == "addon") return add_on();
    if (kind == "dx") return diagnosis();
    if (kind == "relation") return relation();
    if (kind == "code") return code();
    if (kind == "hcpcs") return hcpcs();
    if (kind == "dxedit") return diagnosis_edit();
    if (kind == "words") return described();
    return bad("unknown kind of row: " + kind);
  }

 private:
  std::string_view word(std::size_t index) const {
    return index < words_.size() ? words_[index] : std::string_view{};
  }
  std::optional<Hcpcs> code_at(std::size_t index) { return Hcpcs::parse(word(index)); }
  static void open(RowBase& row, Source source) {
    row.from_days = Date::open_start().days();
    row.to_days = Date::open_end().days();
    row.release = static_cast<ReleaseId>(source);
  }
  // `from=DATE`, `to=DATE` of a row that a release does not hold from end to end.
  static bool bound(RowBase& row, std::string_view word) {
    std::string_view value;
    if (option(word, "from", value)) {
      const auto date = Date::parse_iso(value);
      if (date) row.from_days = date->days();
      return date.has_value();
    }
    if (option(word, "to", value)) {
      const auto date = Date::parse_iso(value);
      if (date) row.to_days = date->days();
      return date.has_value();
    }
    return false;
  }

  Result<void> ptp() {
    const std::string_view setting = word(1);
    const bool medicaid = setting.starts_with("medicaid-");
    const std::string_view bare = setting.substr(medicaid ? 9 : 0);
    if (bare != "hospital" && bare != "practitioner") {
      return bad("setting must be practitioner or hospital, or either with medicaid- before it");
    }
    const Source official = bare == "hospital" ? Source::ptp_hospital : Source::ptp_practitioner;
    const auto column1 = code_at(2);
    const auto column2 = code_at(3);
    const auto from = date_or_open(word(5), Date::from_days(PtpEdit::kEpoch));
    const auto to = date_or_open(word(6), Date::open_end());
    if (!column1 || !column2 || !from || !to || word(4).size() != 1) {
      return bad("expected: ptp SETTING COLUMN1 COLUMN2 INDICATOR EFFECTIVE DELETION [RATIONALE]");
    }
    const Source source = medicaid ? medicaid_table(official) : official;
    PtpEdit edit;
    edit.column2_packed = column2->packed();
    edit.from_day = static_cast<std::uint16_t>(from->days() - PtpEdit::kEpoch);
    edit.to_day =
        to->is_open() ? PtpEdit::kOpenDay : static_cast<std::uint16_t>(to->days() - PtpEdit::kEpoch);
    edit.indicator = static_cast<std::uint8_t>(word(4)[0] - '0');
    edit.release = static_cast<ReleaseId>(source);
    if (words_.size() > 7) {
      fixture_.rationales_.push_back(words_[7]);
      edit.rationale = static_cast<std::uint8_t>(fixture_.rationales_.size() - 1);
    }
    fixture_.load(source, true);
    fixture_.know(*column1);
    fixture_.know(*column2);
    fixture_.ptp_[{source, *column1}].push_back(edit);
    return {};
  }

  Result<void> mue() {
    const std::string_view setting = word(1);
    const bool medicaid = setting.starts_with("medicaid-");
    const std::string_view bare = setting.substr(medicaid ? 9 : 0);
    Source source = Source::mue_practitioner;
    if (bare == "outpatient" || bare == "hospital") {
      source = Source::mue_outpatient;
    } else if (bare == "dme") {
      source = Source::mue_dme;
    } else if (bare != "practitioner") {
      return bad("setting must be practitioner, outpatient or dme, or one of them with medicaid- before it");
    }
    if (medicaid) source = medicaid_table(source);
    const auto limited = code_at(2);
    const auto units = Quantity::parse(word(3));
    if (!limited || !units || word(4).size() != 1) return bad("expected: mue SETTING CODE UNITS MAI");
    MueLimit row;
    open(row, source);
    row.code_packed = limited->packed();
    row.units = static_cast<std::uint32_t>(units->thousandths / 1000);
    row.adjudication = static_cast<std::uint8_t>(word(4)[0] - '0');
    for (std::size_t index = 5; index < words_.size(); ++index) {
      if (!bound(row, words_[index])) return bad("unknown word: " + words_[index]);
    }
    fixture_.load(source, true);
    fixture_.know(*limited);
    fixture_.mue_[{source, *limited}].push_back(row);
    return {};
  }

  static bool set_fee_value(FeeScheduleRow& row, std::string_view word) {
    if (bound(row, word)) return true;
    std::string_view value;
    const std::pair<std::string_view, char*> characters[] = {
        {"pctc", &row.pctc},           {"multiple", &row.multiple},
        {"bilateral", &row.bilateral}, {"assistant", &row.assistant},
        {"co", &row.co_surgeon},       {"co_surgeon", &row.co_surgeon},
        {"team", &row.team},           {"nonfac_na", &row.nonfacility_na},
        {"fac_na", &row.facility_na}};
    for (const auto& [name, place] : characters) {
      if (!option(word, name, value) || value.size() != 1) continue;
      *place = value[0];
      return true;
    }
    const std::pair<std::string_view, char*> pairs[] = {{"supervision", row.supervision},
                                                        {"family", row.imaging_family}};
    for (const auto& [name, place] : pairs) {
      if (!option(word, name, value) || value.size() != 2) continue;
      std::copy(value.begin(), value.end(), place);
      return true;
    }
    const std::pair<std::string_view, std::int32_t*> amounts[] = {
        {"work", &row.work_rvu},    {"nonfac", &row.nonfacility_total}, {"fac", &row.facility_total},
        {"pre", &row.preoperative}, {"intra", &row.intraoperative},     {"post", &row.postoperative}};
    for (const auto& [name, place] : amounts) {
      const auto amount = option(word, name, value) ? Money::parse(value) : std::nullopt;
      if (!amount) continue;
      *place = static_cast<std::int32_t>(amount->cents);
      return true;
    }
    // Dollars a unit, with four decimals as published.
    if (option(word, "factor", value)) {
      const std::size_t point = value.find('.');
      const auto whole = Quantity::parse(value.substr(0, point));
      const auto rest =
          point == std::string_view::npos ? std::nullopt : Quantity::parse(value.substr(point + 1));
      if (!whole || (rest && value.size() - point != 5)) return false;
      row.conversion_factor =
          static_cast<std::int32_t>(whole->thousandths * 10 + (rest ? rest->thousandths / 1000 : 0));
      return true;
    }
    const auto base = option(word, "base", value) ? Hcpcs::parse(value) : std::nullopt;
    if (base) row.endoscopic_base_packed = base->packed();
    return base.has_value();
  }

  Result<void> fee() {
    const auto parts = split(word(1), "-");
    const auto priced = Hcpcs::parse(parts[0]);
    if (!priced || word(2).size() != 1 || word(3).size() != 3) {
      return bad("expected: fee CODE[-MODIFIER] STATUS GLOBAL [name=value…]");
    }
    FeeScheduleRow row;
    open(row, Source::fee_schedule);
    row.code_packed = priced->packed();
    if (parts.size() > 1) {
      const auto modifier = Modifier::parse(parts[1]);
      if (!modifier) return bad("no modifier: " + parts[1]);
      row.modifier_packed = modifier->packed();
    }
    row.status = word(2)[0];
    std::copy_n(word(3).data(), 3, row.global);
    for (std::size_t index = 4; index < words_.size(); ++index) {
      if (!set_fee_value(row, words_[index])) return bad("unknown word: " + words_[index]);
    }
    fixture_.know(*priced);
    fixture_.fees_[*priced].push_back(row);
    return {};
  }

  Result<void> add_on() {
    const auto added = code_at(2);
    const bool contractor = word(3) == "CCCCC";
    const auto primary = code_at(3);
    const auto from = date_or_open(word(4), Date::open_start());
    const auto to = date_or_open(word(5), Date::open_end());
    if (word(1).size() != 1 || !added || !primary || !from || !to) {
      return bad("expected: addon TYPE ADD-ON PRIMARY EFFECTIVE DELETION [NOTE]");
    }
    AddOnEdit row;
    row.type = static_cast<std::uint8_t>(word(1)[0] - '0');
    row.add_on_packed = added->packed();
    row.contractor_defined = contractor;
    row.primary_packed = contractor ? 0 : primary->packed();
    row.from_days = from->days();
    row.to_days = to->days();
    row.release = static_cast<ReleaseId>(Source::add_on);
    const std::string_view note = word(6);
    if (note == "practitioner") row.note = 1;
    if (note == "facilities") row.note = 2;
    if (note == "suspended") row.note = 3;
    if (!note.empty() && row.note == 0) return bad("note must be practitioner, facilities or suspended");
    fixture_.load(Source::add_on, true);
    fixture_.know(*added);
    if (!contractor) fixture_.know(*primary);
    fixture_.add_on_[*added].push_back(row);
    return {};
  }

  Result<void> diagnosis() {
    const auto parsed = IcdCode::parse(word(1));
    if (!parsed) return bad("expected: dx CODE [header]");
    DiagnosisRow row;
    open(row, Source::icd10cm);
    row.code_packed = parsed->packed();
    row.billable = true;
    for (std::size_t index = 2; index < words_.size(); ++index) {
      if (words_[index] == "header") {
        row.billable = false;
      } else if (words_[index].starts_with("side=")) {
        row.side = side_named(std::string_view(words_[index]).substr(5));
        if (row.side == BodySide::unstated) return bad("side must be left, right, both or unspecified");
      } else if (!bound(row, words_[index])) {
        return bad("unknown word: " + words_[index]);
      }
    }
    // A row of the test takes the place of the default one.
    std::erase_if(fixture_.diagnoses_, [&row](const DiagnosisRow& other) {
      return other.code_packed == row.code_packed && other.from_days == row.from_days;
    });
    fixture_.diagnoses_.push_back(row);
    return {};
  }

  // A stem, or two with a dash between: as packed bounds.
  static std::optional<std::pair<std::uint64_t, std::uint64_t>> interval(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto first = IcdCode::parse(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : IcdCode::parse(text.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    return std::pair(first->packed(), last->packed() | (~std::uint64_t{0} >> (8 * last->size())));
  }
  Result<void> relation() {
    const auto link = table_named<DiagnosisLink>(word(1));
    const auto subject = interval(word(2));
    const auto target = interval(word(3));
    if (!link || !subject || !target) {
      return bad("expected: relation LINK SUBJECT[-SUBJECT] TARGET[-TARGET] [NOTE]");
    }
    DiagnosisRelation row;
    row.link = *link;
    const bool conversion = *link == DiagnosisLink::replaced_by || *link == DiagnosisLink::replaces;
    open(row, conversion ? Source::icd10cm_conversion : Source::icd10cm_tabular);
    std::tie(row.subject_first, row.subject_last) = *subject;
    std::tie(row.target_first, row.target_last) = *target;
    if (words_.size() > 4) {
      fixture_.notes_.push_back(words_[4]);
      row.note = static_cast<std::uint32_t>(starter_tables().texts.size() + fixture_.notes_.size() - 1);
    }
    fixture_.load(conversion ? Source::icd10cm_conversion : Source::icd10cm_tabular, true);
    fixture_.relations_.push_back(row);
    return {};
  }

  Result<void> code() {
    const auto known = code_at(1);
    if (!known || words_.size() != 2) return bad("expected: code CODE");
    fixture_.load(Source::hcpcs, true);
    fixture_.know(*known);
    return {};
  }

  // "hcpcs J1030 cov=C added=1990-01-01 ended=2024-03-31 action=D": a code's own life and coverage.
  Result<void> hcpcs() {
    const auto known = code_at(1);
    if (!known) return bad("expected: hcpcs CODE [cov=X] [action=X] [added=DATE] [ended=DATE]");
    ProcedureCodeRow row;
    open(row, Source::hcpcs);
    row.code_packed = known->packed();
    for (std::size_t index = 2; index < words_.size(); ++index) {
      std::string_view value;
      const std::string_view text = words_[index];
      if ((option(text, "added", value) || option(text, "ended", value)) && Date::parse_iso(value)) {
        (text.starts_with("added") ? row.added : row.ended) = Date::parse_iso(value)->days();
      } else if ((option(text, "cov", value) || option(text, "action", value)) && value.size() == 1) {
        (text.starts_with("cov") ? row.coverage : row.action) = value[0];
      } else if (!bound(row, text)) {
        return bad("unknown word: " + words_[index]);
      }
    }
    fixture_.load(Source::hcpcs, true);
    fixture_.know(*known);
    fixture_.procedures_[*known].push_back(row);
    return {};
  }

  // "dxedit maternity O80 9 64": a list of the code editor, with ages where it has them.
  Result<void> diagnosis_edit() {
    const auto edit = table_named<DiagnosisEdit>(word(1));
    const auto listed = IcdCode::parse(word(2));
    if (!edit || !listed) return bad("expected: dxedit LIST CODE [LEAST-AGE MOST-AGE] [from=DATE] [to=DATE]");
    const bool exempt = *edit == DiagnosisEdit::poa_exempt;
    DiagnosisEditRow row;
    open(row, exempt ? Source::poa_exempt : Source::mce);
    row.edit = *edit;
    row.code_packed = listed->packed();
    bool least = true;
    for (std::size_t index = 3; index < words_.size(); ++index) {
      const auto age = Quantity::parse(words_[index]);
      if (age) {
        (least ? row.least_age : row.most_age) = static_cast<std::uint8_t>(age->thousandths / 1000);
        least = false;
      } else if (!bound(row, words_[index])) {
        return bad("unknown word: " + words_[index]);
      }
    }
    fixture_.load(exempt ? Source::poa_exempt : Source::mce, true);
    fixture_.diagnosis_edits_[*listed].push_back(row);
    return {};
  }

  // "words 0777T pressure sensing epidural guidance": what the code is called.
  Result<void> described() {
    const auto named = code_at(1);
    if (!named || words_.size() < 3) return bad("expected: words CODE WORD…");
    std::string& text = fixture_.words_[*named];
    for (std::size_t index = 2; index < words_.size(); ++index)
      text += (text.empty() ? "" : " ") + words_[index];
    fixture_.know(*named);
    return {};
  }

  static BodySide side_named(std::string_view name) {
    if (name == "left") return BodySide::left;
    if (name == "right") return BodySide::right;
    if (name == "both") return BodySide::both;
    return name == "unspecified" ? BodySide::unspecified : BodySide::unstated;
  }

  FixtureReference& fixture_;
  std::vector<std::string> words_;
};

FixtureReference::FixtureReference() {
  for (std::size_t index = 0; index < kSources; ++index) {
    ReleaseInfo info;
    info.source = static_cast<Source>(index);
    info.complete = true;
    info.name = "fixture";
    releases_.push_back(info);
  }
  for (const Source ours : {Source::fee_schedule, Source::icd10cm, Source::modifiers,
                            Source::places_of_service, Source::code_sets}) {
    loaded_[static_cast<std::size_t>(ours)] = true;
  }
  (void)add_row("dx M54.12");
}

void FixtureReference::load(Source source, bool complete) {
  if (loaded_[static_cast<std::size_t>(source)] || stated_[static_cast<std::size_t>(source)]) return;
  loaded_[static_cast<std::size_t>(source)] = true;
  release_of(source).complete = complete;
}

Result<void> FixtureReference::add_row(std::string_view row) {
  return RowReader(*this, words_of(row)).read();
}

Result<void> FixtureReference::set_source(std::string_view line) {
  const auto words = words_of(line);
  const auto source = words.empty() ? std::nullopt : source_named(words[0]);
  if (!source || words.size() < 2) return bad("expected: source NAME complete|partial|none [FROM TO]");
  if (words[1] != "complete" && words[1] != "partial" && words[1] != "none") {
    return bad("must be complete, partial or none: " + words[1]);
  }
  stated_[static_cast<std::size_t>(*source)] = true;
  loaded_[static_cast<std::size_t>(*source)] = words[1] != "none";
  release_of(*source).complete = words[1] == "complete";
  if (words.size() == 4) {
    const auto from = date_or_open(words[2], Date::open_start());
    const auto to = date_or_open(words[3], Date::open_end());
    if (!from || !to) return bad("no date: " + words[2] + " " + words[3]);
    release_of(*source).force = {*from, *to};
  }
  return {};
}

void FixtureReference::seal() {
  for (auto& [key, rows] : ptp_) {
    std::sort(rows.begin(), rows.end(), [](const PtpEdit& left, const PtpEdit& right) {
      return std::pair(left.column2_packed, right.from_day) < std::pair(right.column2_packed, left.from_day);
    });
  }
  const auto by_date = [](const RowBase& left, const RowBase& right) {
    return left.from_days < right.from_days;
  };
  // A release that does not reach from end to end bounds its rows.
  const auto bound = [this](RowBase& row) {
    const Period force = releases_[row.release].force;
    row.from_days = std::max(row.from_days, force.from.days());
    row.to_days = std::min(row.to_days, force.to.days());
  };
  for (auto& [key, rows] : mue_) {
    for (MueLimit& row : rows) bound(row);
    std::sort(rows.begin(), rows.end(), by_date);
  }
  for (auto& [key, rows] : fees_) {
    for (FeeScheduleRow& row : rows) bound(row);
    std::sort(rows.begin(), rows.end(), [](const FeeScheduleRow& left, const FeeScheduleRow& right) {
      return std::pair(left.modifier_packed, left.from_days) <
             std::pair(right.modifier_packed, right.from_days);
    });
  }
  for (auto& [key, rows] : add_on_) std::sort(rows.begin(), rows.end(), by_date);
  for (auto& [key, rows] : procedures_) std::sort(rows.begin(), rows.end(), by_date);
  for (auto& [key, rows] : diagnosis_edits_) std::sort(rows.begin(), rows.end(), by_date);
  relations_.insert(relations_.end(), starter_tables().diagnosis_links.begin(),
                    starter_tables().diagnosis_links.end());
  for (DiagnosisRow& row : diagnoses_) bound(row);
  std::sort(diagnoses_.begin(), diagnoses_.end(), [](const DiagnosisRow& left, const DiagnosisRow& right) {
    return std::pair(left.code_packed, left.from_days) < std::pair(right.code_packed, right.from_days);
  });
  known_sorted_.assign(known_.begin(), known_.end());
}

Coverage FixtureReference::coverage(Source source, Date date) const {
  const auto index = static_cast<std::size_t>(source);
  if (!loaded_[index]) return {};
  const ReleaseInfo& release = releases_[index];
  return {true, release.complete, !release.force.contains(date), static_cast<ReleaseId>(index)};
}

std::string_view FixtureReference::rationale(std::uint8_t id) const {
  return id < rationales_.size() ? std::string_view(rationales_[id]) : std::string_view{};
}

std::string_view FixtureReference::text(std::uint32_t id) const {
  const auto& texts = starter_tables().texts;
  if (id < texts.size()) return texts[id];
  return id - texts.size() < notes_.size() ? std::string_view(notes_[id - texts.size()]) : std::string_view{};
}

std::span<const PtpEdit> FixtureReference::ptp(Source table, Hcpcs column1) const {
  return rows_of(ptp_, std::pair(table, column1));
}
std::span<const MueLimit> FixtureReference::mue(Source table, Hcpcs code) const {
  return rows_of(mue_, std::pair(table, code));
}
std::span<const FeeScheduleRow> FixtureReference::fee_schedule(Hcpcs code) const {
  return rows_of(fees_, code);
}
std::span<const AddOnEdit> FixtureReference::add_on(Hcpcs add_on_code) const {
  return rows_of(add_on_, add_on_code);
}

std::span<const DiagnosisRow> FixtureReference::diagnosis(IcdCode code) const {
  const auto range = std::ranges::equal_range(diagnoses_, code.packed(), {}, &DiagnosisRow::code_packed);
  return {range.begin(), range.end()};
}

std::span<const DiagnosisRow> FixtureReference::diagnoses_below(IcdCode stem) const {
  const auto first = std::ranges::lower_bound(diagnoses_, stem.packed(), {}, &DiagnosisRow::code_packed);
  auto last = first;
  while (last != diagnoses_.end() && last->code().starts_with(stem)) ++last;
  return {first, last};
}

// A test has few: all of them, as the caller asks each whether it concerns the code.
std::span<const DiagnosisRelation> FixtureReference::diagnosis_relations(IcdCode /*code*/) const {
  return relations_;
}

std::span<const ModifierRow> FixtureReference::modifier(Modifier modifier) const {
  return rows_of(starter_tables().modifiers, modifier);
}
std::span<const CodeMapRow> FixtureReference::code_map(CodeMap map, Hcpcs code) const {
  return rows_of(starter_tables().code_maps, std::pair(map, code));
}

bool FixtureReference::knows_code(Hcpcs code) const {
  return known_.contains(code.packed());
}

std::span<const std::uint32_t> FixtureReference::neighbours(Hcpcs code, std::size_t count) const {
  const auto at = std::ranges::lower_bound(known_sorted_, code.packed());
  const auto before = std::min<std::size_t>(count / 2, static_cast<std::size_t>(at - known_sorted_.begin()));
  const auto first = static_cast<std::size_t>(at - known_sorted_.begin()) - before;
  return std::span(known_sorted_).subspan(first, std::min(count, known_sorted_.size() - first));
}

bool FixtureReference::in_set(CodeSet set, Hcpcs code, Date date) const {
  return std::ranges::any_of(rows_of(starter_tables().code_sets, set), [&](const StarterTables::SetRow& row) {
    return row.first <= code && code <= row.last && row.period.contains(date);
  });
}

bool FixtureReference::in_set(DiagnosisSet set, IcdCode code, Date date) const {
  for (std::size_t size = 3; size <= code.size(); ++size) {
    const auto prefix = IcdCode::from_packed(code.packed() & (~std::uint64_t{0} << (64 - 8 * size)));
    for (const Period& period : rows_of(starter_tables().diagnosis_sets, std::pair(set, prefix))) {
      if (period.contains(date)) return true;
    }
  }
  return false;
}

std::optional<std::int64_t> FixtureReference::parameter(Parameter parameter, Date date) const {
  for (const StarterTables::ParameterRow& row : starter_tables().parameters) {
    if (row.parameter == parameter && row.period.contains(date)) return row.value;
  }
  return std::nullopt;
}

bool FixtureReference::knows_place(std::string_view place_of_service, Date date) const {
  return std::ranges::any_of(place(place_of_service),
                             [&](const PlaceRow& row) { return row.period().contains(date); });
}

std::span<const PlaceRow> FixtureReference::place(std::string_view place_of_service) const {
  return rows_of(starter_tables().places, place_of_service);
}
std::span<const ModifierPairRow> FixtureReference::modifier_pairs(Modifier first, Modifier second) const {
  return rows_of(starter_tables().modifier_pairs, std::pair(first, second));
}
std::span<const CodeNumberRow> FixtureReference::code_numbers(CodeNumber number, Hcpcs code) const {
  return rows_of(starter_tables().code_numbers, std::pair(number, code));
}
std::span<const ProcedureCodeRow> FixtureReference::procedure_code(Hcpcs code) const {
  return rows_of(procedures_, code);
}
std::span<const DiagnosisEditRow> FixtureReference::diagnosis_edits(IcdCode code) const {
  return rows_of(diagnosis_edits_, code);
}

std::string_view FixtureReference::words(Hcpcs code) const {
  const auto found = words_.find(code);
  return found == words_.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view FixtureReference::words(Modifier modifier) const {
  const auto found = starter_tables().modifier_words.find(modifier);
  return found == starter_tables().modifier_words.end() ? std::string_view{}
                                                        : std::string_view(found->second);
}

}  // namespace chargelint::test
