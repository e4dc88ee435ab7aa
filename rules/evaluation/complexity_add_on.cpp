// EM-G2211-001: the complexity add-on without a visit it adds to, or beside a visit with 25.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const LineFacts* visit) {
  Finding& finding = add_for_line(output, *facts.line);
  if (visit != nullptr) {
    finding.lines.push_back(visit->line->number);
    finding.codes.push_back(visit->line->code);
    finding.arguments.push_back({"visit", visit->line->code});
    finding.clinician = "{code} is not paid with {visit}-25 and another service.";
    finding.biller =
        "{code} on line {line} adds to {visit}, which carries 25: Medicare pays it beside such a visit only "
        "when the other service is preventive or a vaccination (from 2025). Remove {code}, or 25 if nothing "
        "else was done.";
  }
  finding.fixes.push_back(remove_line_fix(facts.line->number));
  (void)input;
}

// A base on an earlier claim of the day counts too; its 25 is seen there.
bool base_before(const RuleInput& input, const LineFacts& facts) {
  return prior_beside(input, facts, [&](const PriorLine& prior) {
           return input.reference.in_set(CodeSet::complexity_base, prior.code, prior.date);
         }) != nullptr;
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const LineFacts* plain = line_beside(input, facts, [](const LineFacts& other) {
    return other.in(CodeSet::complexity_base) && !other.line->has("25"_mod);
  });
  if (plain != nullptr) return;
  const LineFacts* with_25 =
      line_beside(input, facts, [](const LineFacts& other) { return other.in(CodeSet::complexity_base); });
  if (with_25 == nullptr) {
    if (!base_before(input, facts)) report(input, output, facts, nullptr);
    return;
  }
  if (!company_of(input, facts, CodeSet::complexity_with_25)) report(input, output, facts, with_25);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::complexity_add_on)) return;
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && facts.in(CodeSet::complexity_add_on)) judge(input, output, facts);
  }
}

}  // namespace

extern const Rule complexity_add_on{
    .info = {.id = "EM-G2211-001",
             .module = "EM",
             .title = "Complexity add-on without its visit, or with 25",
             .severity = Severity::error,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Physician fee schedule final rules", "2024, 2025 and 2026"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 30.6.7"}}},
             .clinician =
                 "{code} adds to an office visit (from 2026 also a home visit); none is billed that day.",
             .biller =
                 "{code} on line {line} adds to an office visit of the day, from 2026 also to a home visit, "
                 "by the same practitioner; none is there. Bill it with its visit, or remove it.",
             .carc = "CO-97",
             .why = "The add-on pays for the tie of a practitioner to a patient in a visit. It is not paid "
                    "alone, nor when the visit carries 25 for a procedure.",
             .fires = "99214-25; 20610; G2211",
             .silent = "99214; G2211"},
    .evaluate = evaluate};

}  // namespace chargelint
