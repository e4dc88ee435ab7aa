// NCCI-MUE-005: modifier 50 with more than one unit, on a code that takes 50.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Source table = mue_table(input.context());
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.line->has("50"_mod) || !counts_units(*facts.line)) continue;
    const ServiceLine& line = *facts.line;
    const std::int64_t units = whole_units(line.units);
    if (units <= 1) continue;
    const FeeScheduleRow* fee = fee_row(facts, output);
    // With any other indicator 50 itself is wrong (MPFS-BIL-001, -002).
    if (fee == nullptr || (fee->bilateral != '1' && fee->bilateral != '3')) continue;
    const MueLimit* limit = mue_on(input.reference, table, line.code, facts.date).row;
    const bool over = limit != nullptr && units > std::int64_t{limit->units};
    Finding& finding = add_for_line(output, line);
    finding.modifiers.push_back("50"_mod);
    finding.location = line.units_at.empty() ? line.code_at : line.units_at;
    finding.arguments.push_back({"units", line.units});
    finding.evidence = over ? evidence_of(table, limit) : evidence_of(Source::fee_schedule, fee);
    if (input.context().kind == BillKind::outpatient || over) {
      finding.fixes.push_back(set_units_fix(line.number, 1));
      continue;
    }
    finding.severity = Severity::warning;
    finding.biller =
        "Line {line}: {code} with 50 and {units} units. 50 means 1 unit for each pair of sides, so this says "
        "{units} pairs were done. Keep it if so and documented; else set 1 unit.";
    finding.fixes.push_back(set_units_fix(line.number, 1, "Was it one pair of sides only?"));
  }
}

}  // namespace

extern const Rule bilateral_units{
    .info = {.id = "NCCI-MUE-005",
             .module = "NCCI-MUE",
             .title = "Modifier 50 with more than one unit",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::mue_practitioner, Source::mue_outpatient, Source::fee_schedule},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.7"},
                            {"Integrated Outpatient Code Editor", "edit 74"}}},
             .clinician = {},
             .biller = "Line {line}: {code} with 50 and {units} units. 50 means 1 unit for each pair of "
                       "sides: the line would be denied. Set 1 unit.",
             .carc = "CO-151",
             .why = "50 says both sides on one unit and is paid at 150 %. Two units with 50 claim four "
                    "sides, more than the body has, so the line is denied for its units.",
             .fires = "66984-50 u2",
             .silent = "66984-50"},
    .evaluate = evaluate};

}  // namespace chargelint
