// NCCI-AOC-001: a type 1 add-on code without one of its listed primaries on the day.
#include "rules/add_on/primaries.h"

namespace chargelint {
namespace {

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
            std::span<const AddOnEdit> rows) {
  const ServiceLine& line = *facts.line;
  Finding& finding = add_for_line(output, line);
  CodeList primaries;
  for (const AddOnEdit& row : rows) {
    if (row.type != 1 || !row_applies(row, facts.date, input.context().kind)) continue;
    if (!finding.evidence.present) finding.evidence = evidence_of(Source::add_on, &row);
    primaries.add(row.primary().text().view());
  }
  primaries.fill(finding, "primaries", "primaries2", "primaries_more");
  // A colleague's first hour of critical care may stand on another claim that nobody could look at.
  const bool colleague = !input.reference.code_map(CodeMap::add_on_critical_care, line.code).empty();
  if (colleague && input.history.availability() == Availability::none) {
    finding.severity = Severity::warning;
    finding.biller =
        "{code} on line {line} is an add-on: without {primaries}{primaries2}{primaries_more} on the same day "
        "it is denied. A colleague of the same group and specialty may have reported it; other claims could "
        "not be looked at. Check, or remove the line.";
  }
  finding.fixes.push_back(remove_line_fix(line.number));
}

// A partial table that does not hold the code clears nothing, where the fee schedule calls the code an
// add-on.
void note_missing_rows(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  if (facts.fee.row == nullptr || facts.fee.row->global_days() != "ZZZ") return;
  const Coverage coverage = table_coverage(input, output, Source::add_on, facts.date);
  if (coverage.loaded && !coverage.complete)
    output.not_evaluated(Gap::partial, Source::add_on, facts.line->code);
}

void judge(const RuleInput& input, RuleOutput& output, CodeOrder order, const LineFacts& facts,
           std::span<const AddOnEdit> rows) {
  std::span<const PriorLine> earlier;
  if (input.history.availability() != Availability::none) {
    earlier = input.history.lines({facts.date, facts.date});
  }
  bool listed = false;
  for (const AddOnEdit& row : rows) {
    if (row.type != 1 || !row_applies(row, facts.date, input.context().kind)) continue;
    if (row.note == kSuspended || row.contractor_defined) {
      output.not_evaluated(row.note == kSuspended ? Gap::suspended : Gap::contractor_defined, Source::add_on,
                           facts.line->code);
      return;
    }
    if (primary_present(input, order, facts, row.primary(), earlier)) return;
    listed = true;
  }
  if (listed) report(input, output, facts, rows);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::add_on)) return;
  CodeOrder order;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const auto rows = input.reference.add_on(facts.line->code);
    if (rows.empty()) {
      note_missing_rows(input, output, facts);
      continue;
    }
    if (order.empty()) order = judged_by_code(input);
    judge(input, output, order, facts, rows);
  }
}

}  // namespace

extern const Rule add_on_without_primary{
    .info = {.id = "NCCI-AOC-001",
             .module = "NCCI-AOC",
             .title = "Type 1 add-on without a listed primary",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .hard_at_order = true,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::add_on, Source::fee_schedule},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section R"},
                            {"CMS NCCI add-on code edits", "type 1"},
                            {"Integrated Outpatient Code Editor", "edit 106"}}},
             .clinician = "{code} is an add-on. It needs one of: {primaries}{primaries2}{primaries_more}.",
             .biller =
                 "{code} on line {line} is a type 1 add-on: it is paid only beside one of its primaries "
                 "({primaries}{primaries2}{primaries_more}) by the same practitioner on the same day, and "
                 "none is here. Add the primary if it was done and documented; else remove the line.",
             .carc = "CO-107",
             .why = "An add-on describes extra work of another procedure and has no work of its own before "
                    "and after. Without one of its listed primaries on the claim it is always denied.",
             .fires = "0777T",
             .silent = "62324; 0777T"},
    .evaluate = evaluate};

}  // namespace chargelint
