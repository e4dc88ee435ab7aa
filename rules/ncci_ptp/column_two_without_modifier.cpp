// NCCI-PTP-001: a column 2 code beside its column 1 code without a modifier that sets the edit aside.
#include <array>

#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

struct Reason {
  Modifier modifier;
  std::string_view question;
};
// The specific answer first; 59 only when none of the others fits.
constexpr std::array<Reason, 4> kReasons{{
    {"XS"_mod, "Was it at another site or organ, or a separate lesion?"},
    {"XE"_mod, "Was it at another encounter of the same day?"},
    {"XP"_mod, "Was it done by another practitioner of the group?"},
    {"59"_mod, "Was it distinct in a way that XS, XE, XP and XU do not say?"},
}};

void offer_fixes(const RuleInput& input, const LineFacts& column1, const LineFacts& column2,
                 Finding& finding) {
  const bool first_is_visit = is_visit(input, column1);
  const bool second_is_visit = is_visit(input, column2);
  finding.fixes.push_back(remove_line_fix(column2.line->number));
  if (first_is_visit != second_is_visit) {
    const LineFacts& visit = first_is_visit ? column1 : column2;
    finding.fixes.push_back(add_modifier_fix(
        visit.line->number, "25"_mod, "Was the visit significant and separate from the other service?"));
    return;
  }
  for (const Reason& reason : kReasons) {
    if (modifier_on(input.reference, reason.modifier, column2.date).row == nullptr) continue;
    finding.fixes.push_back(add_modifier_fix(column2.line->number, reason.modifier, reason.question));
  }
}

bool report(const RuleInput& input, RuleOutput& output, const LineFacts& column1, const LineFacts& column2,
            const PtpEdit& edit) {
  const Bypass bypass = judge_pair(input, column1, column2).bypass;
  if (sets_aside(bypass)) return false;
  Finding& finding = add_for_pair(input, output, column1, column2, edit);
  if (!names_effective(finding)) {
    finding.biller =
        "NCCI edit {column1}/{column2}, indicator 1, {table} table, rationale: {rationale}. Line {line2} "
        "({column2}) will be denied beside line {line1}. Remove it, or add the modifier that the record "
        "supports if it was separate.";
  }
  if (bypass == Bypass::column1_place_only) {
    finding.severity = Severity::warning;
    finding.clinician = "{column1} names a side and {column2} does not. Was {column2} at another site?";
    finding.biller =
        "NCCI edit {column1}/{column2}, indicator 1, {table} table, rationale: {rationale}. Only line "
        "{line1} names a place; Medicare's text does not say that this sets the edit aside. Name the place "
        "of line {line2} too, or remove it.";
  }
  offer_fixes(input, column1, column2, finding);
  return true;
}

// What a partial table does not hold, it does not clear.
void note_missing_rows(const RuleInput& input, RuleOutput& output, Source table) {
  const LineFacts* previous = nullptr;
  bool partial = false;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || (previous != nullptr && previous->date == facts.date)) continue;
    previous = &facts;
    const Coverage coverage = input.reference.coverage(table, facts.date);
    partial = partial || !coverage.loaded || !coverage.complete;
  }
  if (!partial || !input.code_pairs.some_lack_row(input)) return;
  const Coverage coverage = input.reference.coverage(table, previous->date);
  output.not_evaluated(coverage.loaded ? Gap::partial : Gap::not_loaded, table);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Source table = ptp_table(input.context());
  if (lacks_medicaid_tables(input, output, table)) return;
  for_each_edit(input, 1, [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
    return report(input, output, column1, column2, edit);
  });
  note_missing_rows(input, output, table);
}

}  // namespace

extern const Rule column_two_without_modifier{
    .info = {.id = "NCCI-PTP-001",
             .module = "NCCI-PTP",
             .title = "Column 2 code with its column 1 code, modifier missing (indicator 1)",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"},
                            {"Medicare Claims Processing Manual", "chapter 23, section 20.9"},
                            {"Integrated Outpatient Code Editor", "edit 40"}}},
             .clinician = "{column2} is normally part of {column1}. If it was separate (other site, other "
                          "session), say so; otherwise don't charge it.",
             .biller = "NCCI edit {column1}/{column2}, indicator 1, {table} table, effective {effective}, "
                       "rationale: {rationale}. Line {line2} ({column2}) will be denied beside line {line1}. "
                       "Remove it, or add the modifier that the record supports if it was separate.",
             .carc = "CO-97",
             .why = "NCCI pays only the column 1 code of a pair done by one practitioner on one day, unless "
                    "a modifier says what was separate.",
             .fires = "45385; 45380",
             .silent = "45385; 45380-59"},
    .evaluate = evaluate};

}  // namespace chargelint
