// ID-NPI-003: a test, image or supply without the NPI of the practitioner who ordered it; an incident-to
// service without the one who supervised.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

bool is_imaging(const LineFacts& facts) {
  const Hcpcs code = facts.line->code;
  if (facts.shape != CodeShape::cpt_category_1 || facts.fee.row == nullptr) return false;
  const char component = facts.fee.row->pctc;
  if (component != '1' && component != '3') return false;
  // The radiology section; the same indicators outside it are surgery and medicine.
  return code >= "70000"_hcpcs && code <= "79999"_hcpcs;
}

bool needs_order(const LineFacts& facts) {
  if (facts.in(CodeSet::no_order_needed)) return false;
  return facts.in(CodeSet::needs_order) || is_imaging(facts);
}

void check_orders(const RuleInput& input, RuleOutput& output) {
  if (!input.claim.referring.npi.empty()) return;
  Finding* finding = nullptr;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.line->ordering.npi.empty() || !needs_order(facts)) continue;
    if (finding != nullptr) {
      finding->lines.push_back(facts.line->number);
      continue;
    }
    finding = &add_for_line(output, *facts.line);
    if (input.context().stage != Stage::claim) finding->severity = Severity::info;
    if (!facts.in(CodeSet::needs_order)) {
      finding->evidence = evidence_of(Source::fee_schedule, facts.fee.row);
    }
  }
}

void check_supervision(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.line->incident_to || !facts.line->supervising.npi.empty()) continue;
    Finding& finding = add_for_line(output, *facts.line);
    if (input.context().stage != Stage::claim) finding.severity = Severity::info;
    finding.clinician = "Add the supervising practitioner.";
    finding.biller =
        "{code} on line {line} is billed incident to another practitioner's service, who is not "
        "named: the supervising NPI is needed.";
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  check_orders(input, output);
  check_supervision(input, output);
}

}  // namespace

extern const Rule required_role_absent{
    .info = {.id = "ID-NPI-003",
             .module = "ID",
             .title = "Required provider role absent",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::dme,
             .reacts_to = Aspect::code,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 26, section 10.4, item 17"},
                            {"42 CFR", "424.507"}}},
             .clinician = "Add the ordering provider.",
             .biller =
                 "Item 17/17b (ordering/referring) is needed for {code} on line {line}: laboratory tests, "
                 "imaging and supplies are paid only on the order of a named practitioner. Take the NPI "
                 "from the order.",
             .carc = "CO-16",
             .why = "Medicare pays ordered tests and supplies only with the NPI of the one who ordered them; "
                    "interpretations too. Screening mammograms need no order.",
             .fires = "referring none; 80053",
             .silent = "80053"},
    .evaluate = evaluate};

}  // namespace chargelint
