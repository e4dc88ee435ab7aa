// Keyed look-ups by date over the spans of a Reference (decisions 3, 4 and 5).
#include "rules/ports/reference.h"

#include <algorithm>
#include <array>

namespace chargelint {
namespace {

// The last of the rows that covers `date`: rows are oldest first, so a later release wins.
template <class Row>
const Row* covering(std::span<const Row> rows, Date date) {
  const auto days = date.days();
  for (std::size_t index = rows.size(); index-- > 0;) {
    if (rows[index].from_days <= days && days <= rows[index].to_days) return &rows[index];
  }
  return nullptr;
}

// The rows of that key among rows sorted by it.
template <class Row, class Key, class KeyOf>
std::span<const Row> equal_rows(std::span<const Row> rows, Key key, KeyOf key_of) {
  const auto first = std::lower_bound(rows.begin(), rows.end(), key,
                                      [&](const Row& row, Key wanted) { return key_of(row) < wanted; });
  const auto last = std::upper_bound(first, rows.end(), key,
                                     [&](Key wanted, const Row& row) { return wanted < key_of(row); });
  return {first, last};
}

// The day to ask for: outside every release of the source, its nearest one answers as on its own first or
// last day.
Date answered_day(const Reference& reference, const Coverage& coverage, Date date) {
  const auto releases = reference.releases();
  if (!coverage.nearest || coverage.release >= releases.size()) return date;
  const Period force = releases[coverage.release].force;
  return std::clamp(date, force.from, std::max(force.from, force.to));
}

// A table without row dates. Outside every release its nearest one answers as on its own first or last day.
template <class Row>
Found<Row> in_force(const Reference& reference, Source source, std::span<const Row> rows, Date date) {
  const Coverage coverage = reference.coverage(source, date);
  if (!coverage.loaded) return {};
  Found<Row> found;
  const Date asked = answered_day(reference, coverage, date);
  // A row may cover the date although no release does: a partial release laid over the complete ones.
  found.row = covering(rows, date);
  if (found.row != nullptr) {
    found.nearest = coverage.nearest && found.row->release == coverage.release;
  } else {
    found.nearest = coverage.nearest;
    if (asked != date) found.row = covering(rows, asked);
  }
  if (found.row != nullptr) {
    found.known = Known::row;
  } else {
    found.known = coverage.complete ? Known::absent : Known::unknown;
  }
  return found;
}

}  // namespace

std::string_view source_name(Source source) {
  static constexpr std::array<std::string_view, kSources> kNames = {
      "ncci-ptp-practitioner",
      "ncci-ptp-hospital",
      "ncci-mue-practitioner",
      "ncci-mue-outpatient-hospital",
      "ncci-mue-dme",
      "ncci-add-on",
      "mpfs",
      "icd-10-cm",
      "hcpcs",
      "modifiers",
      "place-of-service",
      "chargelint-sets",
      "chargelint-words",
      "ncci-ptp-medicaid-practitioner",
      "ncci-ptp-medicaid-hospital",
      "ncci-ptp-medicaid-dme",
      "ncci-mue-medicaid-practitioner",
      "ncci-mue-medicaid-outpatient-hospital",
      "ncci-mue-medicaid-dme",
      "icd-10-cm-tabular",
      "icd-10-cm-index",
      "icd-10-cm-conversion",
      "icd-10-cm-poa-exempt",
      "mce",
      "opps-addendum-b",
      "asc-addenda",
      "opps-status-indicators",
      "hcpcs-noc",
      "mpfs-localities",
      "mpfs-opps-cap",
      "mcd-articles",
      "betos",
      "rbcs",
      "type-of-service",
      "modifier-list",
      "place-of-service-list",
      "cpt-descriptors",
  };
  const auto index = static_cast<std::size_t>(source);
  return index < kNames.size() ? kNames[index] : std::string_view{};
}

Source medicaid_table(Source source) {
  switch (source) {
    case Source::ptp_practitioner:
      return Source::ptp_medicaid_practitioner;
    case Source::ptp_hospital:
      return Source::ptp_medicaid_hospital;
    case Source::mue_practitioner:
      return Source::mue_medicaid_practitioner;
    case Source::mue_outpatient:
      return Source::mue_medicaid_outpatient;
    case Source::mue_dme:
      return Source::mue_medicaid_dme;
    default:
      return source;
  }
}

std::span<const PtpEdit> Reference::pair(Source table, Hcpcs column1, Hcpcs column2) const {
  return pair_edits(ptp(table, column1), column2);
}

const DiagnosisRelation* excludes1_on(const Reference& reference, IcdCode one, IcdCode other, Date date) {
  const Date asked = answered_day(reference, reference.coverage(Source::icd10cm_tabular, date), date);
  const auto noted = [&](IcdCode subject, IcdCode target) -> const DiagnosisRelation* {
    for (const DiagnosisRelation& relation : reference.diagnosis_relations(subject)) {
      if (relation.link == DiagnosisLink::excludes1 && relation.concerns(subject) && relation.names(target) &&
          relation.period().contains(asked)) {
        return &relation;
      }
    }
    return nullptr;
  };
  const DiagnosisRelation* const found = noted(one, other);
  return found != nullptr ? found : noted(other, one);
}

const DiagnosisEditRow* diagnosis_edit_on(const Reference& reference, IcdCode code, DiagnosisEdit edit,
                                          Date date) {
  const Source source = edit == DiagnosisEdit::poa_exempt ? Source::poa_exempt : Source::mce;
  const Date asked = answered_day(reference, reference.coverage(source, date), date);
  for (const DiagnosisEditRow& row : reference.diagnosis_edits(code)) {
    if (row.edit == edit && row.period().contains(asked)) return &row;
  }
  return nullptr;
}

std::span<const PtpEdit> pair_edits(std::span<const PtpEdit> rows, Hcpcs column2) {
  return equal_rows(rows, column2.packed(), [](const PtpEdit& row) { return row.column2_packed; });
}

Found<MueLimit> mue_on(const Reference& reference, Source table, Hcpcs code, Date date) {
  return in_force(reference, table, reference.mue(table, code), date);
}

Found<FeeScheduleRow> fee_schedule_on(const Reference& reference, Hcpcs code, Modifier modifier, Date date) {
  const auto rows = equal_rows(reference.fee_schedule(code), modifier.packed(),
                               [](const FeeScheduleRow& row) { return row.modifier_packed; });
  return in_force(reference, Source::fee_schedule, rows, date);
}

Found<DiagnosisRow> diagnosis_on(const Reference& reference, IcdCode code, Date date) {
  return in_force(reference, Source::icd10cm, reference.diagnosis(code), date);
}

FoundModifier modifier_on(const Reference& reference, Modifier modifier, Date date) {
  const auto rows = reference.modifier(modifier);
  const Coverage coverage = reference.coverage(Source::modifiers, date);
  FoundModifier found;
  found.any = !rows.empty();
  if (!coverage.loaded) return found;
  found.nearest = coverage.nearest;
  found.row = covering(rows, date);
  if (found.row != nullptr) {
    found.known = Known::row;
  } else {
    found.known = coverage.complete ? Known::absent : Known::unknown;
  }
  return found;
}

CodeSets Reference::code_sets_on(Hcpcs code, Date date) const {
  CodeSets sets;
  for (std::size_t index = 0; index < CodeSets::kMost; ++index) {
    const auto set = static_cast<CodeSet>(index);
    if (in_set(set, code, date)) sets.add(set);
  }
  return sets;
}

bool place_is(const Reference& reference, std::string_view place_of_service, Date date, PlaceGroup group) {
  const PlaceRow* row = covering(reference.place(place_of_service), date);
  return row != nullptr && row->is(group);
}

const CodeNumberRow* code_number_on(const Reference& reference, CodeNumber number, Hcpcs code, Date date) {
  return covering(reference.code_numbers(number, code), date);
}

const ModifierPairRow* modifier_pair_on(const Reference& reference, Modifier first, Modifier second,
                                        Date date) {
  return covering(reference.modifier_pairs(first, second), date);
}

}  // namespace chargelint
