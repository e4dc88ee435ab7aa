// EM-LEVEL-003: 99211 on the day of a drug administration, or of a blood draw alone.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

// A pair edit that no modifier lifts speaks for itself (NCCI-PTP-002).
bool never_together(const PtpEvidence& pair) {
  return pair.edit != nullptr && pair.edit->indicator == 0;
}

// The only other service of the day is the draw.
bool draw_alone(const RuleInput& input, const LineFacts& visit) {
  const auto other = [](const LineFacts& line) { return !line.in(CodeSet::blood_draw); };
  return line_beside(input, visit, other) == nullptr;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::staff_visit)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::staff_visit)) continue;
    Company company = company_of(input, facts, CodeSet::drug_administration);
    if (!company && draw_alone(input, facts)) company = company_of(input, facts, CodeSet::blood_draw);
    if (!company) continue;
    const PtpEvidence pair = pair_in_force(input, facts.line->code, company.code(), facts.date);
    if (never_together(pair)) continue;
    if (facts.line->has("25"_mod) && company.line != nullptr && company.line->in(CodeSet::blood_draw))
      continue;
    Finding& finding = add_for_line(output, *facts.line);
    add_company(finding, company);
    show_pair(input, pair, finding);
    finding.arguments.push_back({"other", company.code()});
    finding.fixes.push_back(remove_line_fix(facts.line->number));
  }
}

}  // namespace

extern const Rule staff_visit_with_infusion{
    .info = {.id = "EM-LEVEL-003",
             .module = "EM",
             .title = "Staff visit beside a drug administration or a draw",
             .severity = Severity::warning,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.5"}}},
             .clinician = "{code} is not paid with {other} the same day; the staff work is in it.",
             .biller = "{code} on line {line} is a visit by staff, and {other} of the same day holds that "
                       "work: it is not paid beside drug administrations, with or without 25, nor for a draw "
                       "alone. Remove it, or use the visit that the practitioner gave.",
             .carc = "CO-97",
             .why = "99211 is the visit with staff alone. Giving a drug or drawing blood already pays for "
                    "the staff who do it, so the visit is denied, with 25 or without.",
             .fires = "99211; 36415",
             .silent = "99213; 36415"},
    .evaluate = evaluate};

}  // namespace chargelint
