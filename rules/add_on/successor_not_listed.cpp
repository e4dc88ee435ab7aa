// NCCI-AOC-008: the primary's code has ended, and the code that follows it is no primary of the add-on.
#include "rules/add_on/primaries.h"
#include "rules/shared/payable.h"

namespace chargelint {
namespace {

bool lists(const RuleInput& input, const LineFacts& facts, Hcpcs primary) {
  for (const AddOnEdit& row : input.reference.add_on(facts.line->code)) {
    if (row.primary() == primary && row_applies(row, facts.date, input.context().kind)) return true;
  }
  return false;
}

// Of the codes that follow, the first; none when any of them is a listed primary.
Hcpcs unlisted_successor(const RuleInput& input, const LineFacts& facts, Hcpcs ended) {
  Hcpcs first;
  for (const CodeMapRow& map : input.reference.code_map(CodeMap::replaced_by, ended)) {
    if (!map.period().contains(facts.date)) continue;
    if (lists(input, facts, map.to())) return {};
    if (first.empty()) first = map.to();
  }
  return first;
}

void judge(const RuleInput& input, RuleOutput& output, CodeOrder order, const LineFacts& facts) {
  for (const AddOnEdit& row : input.reference.add_on(facts.line->code)) {
    if (row.contractor_defined || !concerns(row, input.context().kind)) continue;
    for (const CodeAt& at : lines_of(order, row.primary())) {
      const LineFacts& primary = *at.facts;
      if (primary.date != facts.date) continue;
      if (!has_ended(input, primary) && facts.date.days() <= row.primary_deleted) continue;
      const Hcpcs successor = unlisted_successor(input, facts, primary.line->code);
      if (successor.empty()) continue;
      Finding& finding = add_for_line(output, *facts.line);
      finding.lines.push_back(primary.line->number);
      finding.codes.push_back(primary.line->code);
      finding.evidence = evidence_of(Source::add_on, &row);
      finding.arguments.push_back({"primary", primary.line->code});
      finding.arguments.push_back({"successor", successor});
      return;
    }
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.judged_lines < 2 || input.context().payer == PayerClass::medicaid) return;
  CodeOrder order;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || input.reference.add_on(facts.line->code).empty()) continue;
    if (order.empty()) order = judged_by_code(input);
    judge(input, output, order, facts);
  }
}

}  // namespace

extern const Rule successor_not_listed{
    .info = {.id = "NCCI-AOC-008",
             .module = "NCCI-AOC",
             .title = "Add-on not listed for the primary's new code",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::add_on, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"CMS NCCI add-on code edits", "primary codes of each add-on"}}},
             .clinician = {},
             .biller = "{primary} has ended and {successor} follows it, but {successor} is not among the "
                       "primaries of {code} on "
                       "line {line}. Check which add-on goes with the new code.",
             .carc = {},
             .why = "When a primary gets a new code its add-ons often change too. Replacing the primary "
                    "alone leaves an "
                    "add-on that has none.",
             .fires = "11100; 11101",
             .silent = "11102; 11103"},
    .evaluate = evaluate};

}  // namespace chargelint
