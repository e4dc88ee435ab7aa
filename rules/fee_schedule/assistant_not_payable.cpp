// MPFS-ASST-001: an assistant at surgery where the fee schedule pays none.
#include "rules/fee_schedule/indicators.h"

namespace chargelint {
namespace {

Severity severity_of(const RuleInput& input, const LineFacts& facts, const FeeScheduleRow& row) {
  if (row.assistant == '0') return Severity::warning;
  // Priced by the contractor: so may be the assistant.
  const bool open =
      row.status == 'C' || input.reference.in_set(CodeSet::unlisted, facts.line->code, facts.date);
  return row.assistant == '9' && open ? Severity::warning : Severity::error;
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const FeeScheduleRow* row = fee_row(facts, output);
  if (row == nullptr || !indicator_known(row->assistant, facts, output)) return;
  if (row->assistant != '0' && row->assistant != '1' && row->assistant != '9') return;
  Finding& finding = add_for_indicator(output, facts, use, *row, row->assistant);
  finding.severity = severity_of(input, facts, *row);
  if (row->assistant == '0') {
    finding.clinician = "An assistant is paid for {code} only when the record shows why one was needed.";
    finding.biller =
        "Line {line}: {code} with {modifier}. Assistant indicator 0: not paid unless documentation supports "
        "the need. Attach the operative note and the reason.";
    return;
  }
  if (row->assistant == '1') {
    finding.biller =
        "Line {line}: {code} with {modifier}. Assistant indicator 1: by statute no assistant is paid, and "
        "the patient may not be charged. Remove the charge, or keep it only to obtain the denial.";
  }
  const std::uint16_t number = facts.line->number;
  finding.fixes.push_back(
      remove_modifier_fix(number, use.value, "Was this practitioner the surgeon, not an assistant?"));
  finding.fixes.push_back(remove_line_fix(number, "Did this practitioner only assist?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape == CodeShape::dental) continue;
    const ModifierUse* use = modifier_of_class(input.reference, facts, ModifierClass::assistant);
    if (use != nullptr) judge(input, output, facts, *use);
  }
}

}  // namespace

extern const Rule assistant_not_payable{
    .info = {.id = "MPFS-ASST-001",
             .module = "MPFS",
             .title = "Assistant at surgery not payable",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .by_line = true,
             .reads = {Source::fee_schedule, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field Assistant at Surgery"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 20.4.3"},
                            {"Social Security Act", "section 1848(i)(2)"}}},
             .clinician = "An assistant isn't paid for {code}.",
             .biller = "Line {line}: {code} with {modifier}. Assistant indicator {indicator}: the concept of "
                       "an assistant does not apply to this code. Remove the charge, or the modifier if it "
                       "was set by mistake.",
             .carc = "CO-54",
             .why = "Each code says whether an assistant at surgery is paid; where the statute forbids it, "
                    "the patient can't be billed either.",
             .fires = "62324-80",
             .silent = "47562-80"},
    .evaluate = evaluate};

}  // namespace chargelint
