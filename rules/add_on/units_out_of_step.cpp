// NCCI-AOC-006: units of an add-on that do not go with those of its primary, by our own table.
#include "rules/add_on/primaries.h"

namespace chargelint {
namespace {

// The lines of its primaries that day, and their units.
struct Primaries {
  SmallVector<const LineFacts*, 4> lines;
  std::int64_t units = 0;
};
Primaries primaries_of(const RuleInput& input, CodeOrder order, const LineFacts& facts) {
  Primaries primaries;
  for (const AddOnEdit& row : input.reference.add_on(facts.line->code)) {
    if (!row_applies(row, facts.date, input.context().kind) || row.contractor_defined) continue;
    for (const CodeAt& at : lines_of(order, row.primary())) {
      const LineFacts& other = *at.facts;
      if (other.date != facts.date || !same_biller(input.context(), *facts.line, *other.line)) continue;
      const bool both_sides = other.line->has("50"_mod);
      primaries.units += (other.line->units.thousandths + 999) / 1000 * (both_sides ? 2 : 1);
      primaries.lines.push_back(&other);
    }
  }
  return primaries;
}

Finding& report(RuleOutput& output, const LineFacts& facts, const LineFacts& primary,
                const CodeNumberRow& row) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.lines.push_back(primary.line->number);
  finding.codes.push_back(primary.line->code);
  finding.location = facts.line->units_at.empty() ? facts.line->code_at : facts.line->units_at;
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"primary", primary.line->code});
  return finding;
}

void judge(const RuleInput& input, RuleOutput& output, CodeOrder order, const LineFacts& facts,
           const CodeNumberRow& row) {
  const Primaries primaries = primaries_of(input, order, facts);
  if (primaries.lines.empty()) return;
  if (row.low > 0) {
    std::int64_t units = 0;
    bool earlier_line = false;
    for (const CodeAt& at : lines_of(order, facts.line->code)) {
      const LineFacts& other = *at.facts;
      if (other.date != facts.date || !same_biller(input.context(), *facts.line, *other.line)) continue;
      earlier_line = earlier_line || &other < &facts;
      units += (other.line->units.thousandths + 999) / 1000;
    }
    const std::int64_t most = primaries.units * row.low;
    if (earlier_line || units <= most) return;
    Finding& finding = report(output, facts, *primaries.lines.front(), row);
    finding.arguments.push_back({"units", units});
    finding.arguments.push_back({"most", most});
    if (most > 0 && facts.line->units > Quantity::of(most)) {
      finding.fixes.push_back(set_units_fix(facts.line->number, most, "Was it done that often?"));
    }
    return;
  }
  for (const LineFacts* primary : primaries.lines) {
    if (primary->line->units <= Quantity::of(1) || primary->line->has("50"_mod)) continue;
    Finding& finding = report(output, facts, *primary, row);
    finding.arguments.push_back({"units", primary->line->units});
    finding.clinician = "{primary} is the first one; the others are {code}.";
    finding.biller =
        "{primary} has {units} units beside its add-on {code} on line {line}. The primary stands for the "
        "first "
        "one, each further one is {code}: bring the primary to one unit if both were not separate.";
    return;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.judged_lines < 2 || !input.whole.any_several_units) return;
  CodeOrder order;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const CodeNumberRow* row =
        code_number_on(input.reference, CodeNumber::per_primary, facts.line->code, facts.date);
    if (row == nullptr) continue;
    if (order.empty()) order = judged_by_code(input);
    judge(input, output, order, facts, *row);
  }
}

}  // namespace

extern const Rule units_out_of_step{
    .info = {.id = "NCCI-AOC-006",
             .module = "NCCI-AOC",
             .title = "Add-on units out of step with the primary",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::code_sets, Source::add_on},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section R"}}},
             .clinician = "{code}: {units} units beside {primary}; {most} go with it.",
             .biller = "{code} on line {line} has {units} units that day; {most} go with the {primary} that "
                       "is billed. Check "
                       "the units of both.",
             .carc = "CO-151",
             .why = "Some add-ons go once with each primary, and some primaries stand for the first of "
                    "several. Units that "
                    "do not fit show that one of the two lines was counted wrongly.",
             .fires = "62324; 0777T u2",
             .silent = "62324; 0777T"},
    .evaluate = evaluate};

}  // namespace chargelint
