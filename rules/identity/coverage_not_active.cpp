// ID-COV-001: a service outside the coverage's period, or inside a stay whose payment holds it.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

void check_coverage(const RuleInput& input, RuleOutput& output) {
  if (!input.claim.coverage) return;
  const Period& coverage = *input.claim.coverage;
  Finding* finding = nullptr;  // one: which end of the coverage is wrong is told by the first line
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active() || !facts.dated || coverage.contains(facts.date)) continue;
    if (finding != nullptr) {
      finding->lines.push_back(facts.line->number);
      continue;
    }
    const bool early = facts.date < coverage.from;
    finding = &output.add();
    finding->lines.push_back(facts.line->number);
    finding->location = facts.line->date_at;
    finding->arguments.push_back({"date", facts.date});
    finding->arguments.push_back({"end", early ? coverage.from : coverage.to});
    if (!early) continue;
    finding->biller =
        "The coverage begins on {end}; the service is of {date}. Find the coverage of that day, or "
        "bill the patient.";
  }
}

// What the facility's own payment holds: supplies, technical parts and therapy, not the practitioner's work.
bool is_facility_part(const LineFacts& facts) {
  if (facts.line->has("TC"_mod)) return true;
  if (facts.fee.row == nullptr) return false;
  const char component = facts.fee.row->pctc;
  if (component == '1') return !facts.line->has("26"_mod);
  return component == '3' || component == '5' || component == '7';
}

bool is_inside(const RuleInput& input, const LineFacts& facts, const Stay& stay) {
  const ServiceLine& line = *facts.line;
  const BillKind kind = input.context().kind;
  switch (stay.kind) {
    case StayKind::hospice:
      return stay.period.contains(facts.date) && !line.has("GV"_mod) && !line.has("GW"_mod) &&
             !input.claim.condition_codes.contains("07");
    case StayKind::skilled_nursing:
    case StayKind::inpatient: {
      // On the day of discharge the patient is at home again.
      if (!stay.period.contains(facts.date) || facts.date == stay.period.to) return false;
      if (kind == BillKind::inpatient) return false;  // the stay itself
      return kind == BillKind::professional ? is_facility_part(facts) : true;
    }
  }
  return false;
}

void say_stay(const RuleInput& input, const LineFacts& facts, const Stay& stay, RuleOutput& output) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.location = facts.line->date_at;
  finding.arguments.push_back({"date", facts.date});
  finding.clinician = "The patient was in a stay that covers this on {date}.";
  switch (stay.kind) {
    case StayKind::hospice:
      finding.biller =
          "{code} of {date} falls in a hospice election: related care is the hospice's. Add GV "
          "(attending practitioner, related) or GW (unrelated) if one of them is true.";
      finding.fixes.push_back(add_modifier_fix(facts.line->number, "GW"_mod,
                                               "Is the service unrelated to the terminal illness?"));
      finding.fixes.push_back(
          add_modifier_fix(facts.line->number, "GV"_mod,
                           "Is it the attending practitioner's own, not employed by the hospice?"));
      break;
    case StayKind::skilled_nursing:
      finding.biller =
          "{code} of {date} falls in a covered stay in a skilled nursing facility, whose payment "
          "holds it. Bill the facility, or only the professional part (26).";
      break;
    case StayKind::inpatient:
      finding.biller =
          "{code} of {date} falls in an inpatient stay, whose payment holds it. Bill the hospital, "
          "or only the professional part (26).";
      break;
  }
  if (facts.fee.row != nullptr && stay.kind != StayKind::hospice) {
    finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
    if (facts.fee.row->pctc == '1') {
      finding.fixes.push_back(
          add_modifier_fix(facts.line->number, "26"_mod, "Was only the professional part given?"));
    }
  }
  // Facilities have a list of services that are paid beside a stay.
  if (stay.kind != StayKind::hospice && input.context().kind != BillKind::professional) {
    finding.severity = Severity::warning;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  check_coverage(input, output);
  for (const Stay& stay : input.claim.stays) {
    const bool of_medicare = input.context().payer == PayerClass::medicare;
    if (!of_medicare) break;
    for (const LineFacts& facts : input.lines) {
      if (facts.judged && is_inside(input, facts, stay)) say_stay(input, facts, stay, output);
    }
  }
}

}  // namespace

extern const Rule coverage_not_active{
    .info = {.id = "ID-COV-001",
             .module = "ID",
             .title = "Coverage not active on the date of service",
             .severity = Severity::error,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 11, section 40 (hospice)"},
                            {"Medicare Claims Processing Manual",
                             "chapter 6, sections 10 to 20 (skilled nursing facility)"},
                            {"Medicare Claims Processing Manual", "chapter 4, section 10.12 (inpatient)"}}},
             .clinician = "Coverage was not active on {date}.",
             .biller =
                 "The coverage ended on {end}; the service is of {date}. Find the coverage of that day, "
                 "or bill the patient.",
             .carc = "CO-27",
             .why =
                 "Nobody pays for a day that the coverage does not hold; and within a hospice election or a "
                 "covered stay most services are already paid to the hospice or the facility.",
             .fires = "coverage 2024-01-01 2024-03-31; 99213 dos=2024-04-01",
             .silent = "coverage 2024-01-01 2024-03-31; 99213 dos=2024-03-31"},
    .evaluate = evaluate};

}  // namespace chargelint
