// NCCI-MUE-001: a line over the limit of adjudication indicator 1, which is judged line by line.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, mue_table(input.context()))) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->units <= Quantity::of(1) || !counts_units(*facts.line)) continue;
    const ServiceLine& line = *facts.line;
    const std::int64_t units = units_a_day(facts);
    const MueLimit* row = limit_of(input, output, facts);
    // Medicaid's tables have no adjudication indicator: every limit of theirs is a line edit.
    if (row == nullptr || row->adjudication > 1 || units <= row->units) continue;
    Finding& finding = add_for_line(output, line);
    if (row->adjudication == 0) {
      finding.biller =
          "Line {line}: {units} units of {code} exceed the Medicaid MUE of {limit}, a line edit: the whole "
          "line is "
          "denied, not the excess. Split it over lines with 76, 77, 91, 59, XE, XS, XP, XU or a place "
          "modifier if "
          "each part is documented.";
    }
    finding.location = line.units_at.empty() ? line.code_at : line.units_at;
    finding.evidence = evidence_of(mue_table(input.context()), row);
    finding.arguments.push_back({"units", line.units});
    finding.arguments.push_back({"limit", std::int64_t{row->units}});
    const std::int64_t days = days_of(facts.date, line.through);
    if (days == 1 && units <= std::int64_t{row->units} * 2) {
      Edit split = edit_of(EditKind::split_line, line.number);
      split.units = Quantity{line.units.thousandths - std::int64_t{row->units} * 1000};
      split.modifier = "76"_mod;
      finding.fixes.push_back(
          fix_of(split, "Were these units really given, and is each part documented (repeat service, 76)?"));
    }
    finding.fixes.push_back(
        set_units_fix(line.number, row->units * days, "Were fewer units given than charged?"));
  }
}

}  // namespace

extern const Rule line_over_limit{
    .info = {.id = "NCCI-MUE-001",
             .module = "NCCI-MUE",
             .title = "Line over the limit, adjudication indicator 1",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc | KindMask::dme,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .by_line = true,
             .reads = {Source::mue_practitioner, Source::mue_outpatient, Source::mue_dme},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section V"},
                            {"Medicare Claims Processing Manual", "chapter 23, section 20.9"}}},
             .clinician = "{units} units of {code} is more than the usual {limit} a day.",
             .biller =
                 "Line {line}: {units} units of {code} exceed the MUE of {limit}, adjudication indicator 1 "
                 "(line edit): the whole line is denied, not the excess. Split it over lines with 76, 77, "
                 "91, 59, XE, XS, XP, XU or a place modifier if each part is documented.",
             .carc = "CO-151",
             .why = "The limit holds for each line by itself. Units that were rightly given beyond it go on "
                    "further lines with a modifier that says why; on one line they are denied.",
             .fires = "A0425 u300",
             .silent = "A0425 u250"},
    .evaluate = evaluate};

}  // namespace chargelint
