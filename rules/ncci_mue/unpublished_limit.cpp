// NCCI-MUE-008: many units of a code whose limit is not published; that is no absence of a limit.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

// Time, miles and supplies run to many units by themselves.
bool counts_by_nature(const RuleInput& input, const LineFacts& facts) {
  if (facts.shape == CodeShape::hcpcs || facts.in(CodeSet::paid_under_other_schedule)) return true;
  if (facts.in(CodeSet::add_on_time_based) || facts.in(CodeSet::anesthesia)) return true;
  for (const CodeNumber number : {CodeNumber::eight_minute_rule, CodeNumber::day_minutes}) {
    if (code_number_on(input.reference, number, facts.line->code, facts.date) != nullptr) return true;
  }
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_several_units) return;
  const Source table = mue_table(input.context());
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !counts_units(*facts.line)) continue;
    const auto most = input.reference.parameter(Parameter::unpublished_units, facts.date);
    if (!most || whole_units(facts.line->units) <= *most || counts_by_nature(input, facts)) continue;
    if (mue_on(input.reference, table, facts.line->code, facts.date).known != Known::absent) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.location = facts.line->units_at.empty() ? facts.line->code_at : facts.line->units_at;
    finding.arguments.push_back({"units", facts.line->units});
  }
}

}  // namespace

extern const Rule unpublished_limit{
    .info = {.id = "NCCI-MUE-008",
             .module = "NCCI-MUE",
             .title = "Many units of a code without a published limit",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::mue_practitioner, Source::mue_outpatient, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section V"}}},
             .clinician = {},
             .biller = "Line {line}: {units} units of {code}. The limit of this code is not published, which "
                       "does not mean "
                       "that there is none. Check the units.",
             .carc = {},
             .why = "CMS keeps some limits to itself. A code without a row can still be denied for its "
                    "units; only numbers "
                    "that are unusual by themselves are asked about.",
             .fires = "98985 u25",
             .silent = "98985 u1"},
    .evaluate = evaluate};

}  // namespace chargelint
