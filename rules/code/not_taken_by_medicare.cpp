// CODE-NM-001: a HCPCS code whose coverage letter says that Medicare does not take it.
#include "rules/code/status.h"

namespace chargelint {
namespace {

// The newest row that states a coverage letter.
const ProcedureCodeRow* coverage_row(std::span<const ProcedureCodeRow> rows) {
  const ProcedureCodeRow* newest = nullptr;
  for (const ProcedureCodeRow& row : rows) {
    if (row.coverage != ' ' && (newest == nullptr || newest->from_days <= row.from_days)) newest = &row;
  }
  return newest;
}

std::string_view meaning_of(char coverage) {
  if (coverage == 'I') return "not payable by Medicare";
  if (coverage == 'M') return "non-covered by Medicare";
  return coverage == 'S' ? "non-covered by statute" : "";
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape != CodeShape::hcpcs) continue;
    const ProcedureCodeRow* row = coverage_row(facts.lives);
    if (row == nullptr || meaning_of(row->coverage).empty() || asks_for_denial(input, facts)) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(Source::hcpcs, row);
    finding.arguments.push_back({"meaning", meaning_of(row->coverage)});
    if (offer_alternatives(input, facts, finding, true)) {
      finding.biller =
          "{code} on line {line} is {meaning} (HCPCS coverage). Medicare takes "
          "{alternatives}{alternatives2}{alternatives_more} if that is what was done; else add GY for a "
          "denial, or bill another payer.";
    }
    finding.fixes.push_back(
        add_modifier_fix(facts.line->number, "GY"_mod,
                         "Is a denial wanted, for a secondary payer or because the patient asks?"));
  }
}

}  // namespace

extern const Rule not_taken_by_medicare{
    .info = {.id = "CODE-NM-001",
             .module = "CODE",
             .title = "HCPCS code that Medicare does not take",
             .severity = Severity::error,
             .payers = kMedicareAlone,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc | KindMask::dme,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::hcpcs, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"HCPCS Level II", "coverage code of the code"},
                            {"Integrated Outpatient Code Editor", "edits 9, 28 and 50"}}},
             .clinician = "Medicare does not take {code}.",
             .biller = "{code} on line {line} is {meaning} (HCPCS coverage). Find the code Medicare takes "
                       "for the service, add GY when only a denial is wanted, or bill another payer.",
             .carc = "CO-96",
             .why = "The HCPCS file marks every code that Medicare never pays; S, T and H codes are made for "
                    "other payers.",
             .fires = "S9083",
             .silent = "payer commercial; S9083"},
    .evaluate = evaluate};

}  // namespace chargelint
