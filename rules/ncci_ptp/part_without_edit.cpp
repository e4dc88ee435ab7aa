// NCCI-PTP-011: a service that is usually part of another one of the day by policy, though no edit row says
// so.
#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.judged_lines < 2) return;
  const Source table = ptp_table(input.context());
  CodeOrder order;
  for (const LineFacts& part : input.lines) {
    if (!part.judged || part.has_class(ModifierClass::ncci_bypass)) continue;
    for (const CodeMapRow& row : input.reference.code_map(CodeMap::usually_part_of, part.line->code)) {
      if (!row.period().contains(part.date)) continue;
      if (order.empty()) order = judged_by_code(input);
      auto at = std::lower_bound(order.begin(), order.end(), row.to(),
                                 [](const CodeAt& line, Hcpcs code) { return line.code < code; });
      while (at != order.end() && at->code == row.to() &&
             (at->facts->date != part.date || at->facts->has_class(ModifierClass::ncci_bypass) ||
              !same_biller(input.context(), *part.line, *at->facts->line))) {
        ++at;
      }
      if (at == order.end() || at->code != row.to()) continue;
      if (edit_on(input.reference.pair(table, row.to(), part.line->code), part.date) != nullptr) continue;
      if (edit_on(input.reference.pair(table, part.line->code, row.to()), part.date) != nullptr) continue;
      Finding& finding = add_for_line(output, *part.line);
      finding.lines.push_back(at->facts->line->number);
      finding.codes.push_back(row.to());
      finding.evidence = evidence_of(Source::code_sets, &row);
      finding.arguments.push_back({"whole", row.to()});
      break;
    }
  }
}

}  // namespace

extern const Rule part_without_edit{
    .info = {.id = "NCCI-PTP-011",
             .module = "NCCI-PTP",
             .title = "Usually part of another service, though no edit row says so",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .off_by_default = true,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets, Source::ptp_practitioner, Source::ptp_hospital},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section J"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section L"}}},
             .clinician = {},
             .biller = "Policy manual, not an edit file row: {code} on line {line} is usually part of "
                       "{whole}, the more "
                       "extensive service of the same day. Bill it only if it was separate.",
             .carc = {},
             .why = "The policy manual says what a \"separate procedure\" and a lesser service are; the edit "
                    "files do not "
                    "list every such pair. Advice for a site that wants it, from its own table.",
             .fires = "29827; 29805",
             .silent = "29827; 29805-59"},
    .evaluate = evaluate};

}  // namespace chargelint
