// Questions about service lines that rules of several families ask in the same words.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "rules/base/small_vector.h"
#include "rules/engine/rule.h"
#include "rules/ports/history.h"
#include "rules/ports/reference.h"

namespace chargelint {

[[nodiscard]] inline bool missing_table(const RuleInput& input, RuleOutput& output, Source source,
                                        Date date) {
  if (input.reference.coverage(source, date).loaded) return false;
  output.not_evaluated(Gap::medicaid_tables, source);
  return true;
}
// The table of the claim's payer: `source` is Medicare's.
[[nodiscard]] inline Source payer_table(const Context& context, Source source) {
  return context.payer == PayerClass::medicaid ? medicaid_table(source) : source;
}
// Medicaid has its own NCCI tables, and no national fee schedule; without them nothing is said, and said to
// be so. `source` is the payer's.
[[nodiscard]] inline bool lacks_medicaid_tables(const RuleInput& input, RuleOutput& output, Source source) {
  if (input.context().payer != PayerClass::medicaid) return false;
  const bool own = source >= Source::ptp_medicaid_practitioner && source <= Source::mue_medicaid_dme;
  if (own) {
    for (const LineFacts& facts : input.lines) {
      if (facts.judged) return missing_table(input, output, source, facts.date);
    }
    return false;
  }
  output.not_evaluated(Gap::medicaid_tables, source);
  return true;
}

// The line's fee-schedule row with blank modifier; where there is none to read, says why.
[[nodiscard]] inline const FeeScheduleRow* fee_row(const LineFacts& facts, RuleOutput& output) {
  const Hcpcs code = facts.line->code;
  if (facts.fee.known == Known::not_loaded) output.not_evaluated(Gap::not_loaded, Source::fee_schedule);
  if (facts.fee.known == Known::unknown) output.not_evaluated(Gap::partial, Source::fee_schedule, code);
  return facts.fee.row;
}

// How the table can speak about the date; says so when it can't at all.
[[nodiscard]] inline Coverage table_coverage(const RuleInput& input, RuleOutput& output, Source table,
                                             Date date) {
  const Coverage coverage = input.reference.coverage(table, date);
  if (!coverage.loaded) output.not_evaluated(Gap::not_loaded, table);
  return coverage;
}

[[nodiscard]] inline bool modifier_is(const Reference& reference, Modifier modifier, Date date,
                                      ModifierClass wanted) {
  if (modifier.empty()) return false;
  const ModifierRow* row = modifier_on(reference, modifier, date).row;
  return row != nullptr && row->is(wanted);
}
// The first modifier of the line that belongs to the class on its date.
[[nodiscard]] inline const ModifierUse* modifier_of_class(const Reference& reference, const LineFacts& facts,
                                                          ModifierClass wanted) {
  if (facts.judged && !facts.has_class(wanted)) return nullptr;
  for (const ModifierUse& use : facts.line->modifiers) {
    if (modifier_is(reference, use.value, facts.date, wanted)) return &use;
  }
  return nullptr;
}
[[nodiscard]] inline const ModifierUse* use_of(const ServiceLine& line, Modifier modifier) {
  for (const ModifierUse& use : line.modifiers) {
    if (use.value == modifier) return &use;
  }
  return nullptr;
}

// The anesthesia section of CPT.
[[nodiscard]] inline bool is_anesthesia(Hcpcs code) {
  return code >= "00100"_hcpcs && code <= "01999"_hcpcs && code.shape() == CodeShape::cpt_category_1;
}

[[nodiscard]] inline bool is_visit(const RuleInput& input, const LineFacts& facts) {
  (void)input;
  return facts.in(CodeSet::evaluation_management);
}

// One practitioner on professional and surgery-centre claims; elsewhere the facility or supplier is one for
// all.
[[nodiscard]] inline bool by_practitioner(const Context& context) {
  return context.kind == BillKind::professional || context.kind == BillKind::asc;
}
[[nodiscard]] inline bool same_biller(const Context& context, const ServiceLine& left,
                                      const ServiceLine& right) {
  return !by_practitioner(context) || same_practitioner(left.rendering, right.rendering);
}
[[nodiscard]] inline bool same_biller(const Context& context, const ServiceLine& line,
                                      const PriorLine& prior) {
  if (prior.kind != context.kind) return false;
  if (!by_practitioner(context)) return true;
  return same_practitioner(line.rendering, prior.rendering);
}

// The judged lines in the order of their codes, so that lines of one code stand together.
[[nodiscard]] inline CodeOrder judged_by_code(const RuleInput& input) {
  return input.code_pairs.order(input);
}
[[nodiscard]] inline bool some_code_repeats(CodeOrder order) {
  return std::adjacent_find(order.begin(), order.end(), [](const CodeAt& one, const CodeAt& next) {
           return one.code == next.code;
         }) != order.end();
}

}  // namespace chargelint
