// NCCI-AOC-003: a type 3 add-on without one of its listed primaries; the contractor may accept others.
#include "rules/add_on/primaries.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::add_on)) return;
  CodeOrder order;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || row_of_type(input, facts, 3) == nullptr) continue;
    if (order.empty()) order = judged_by_code(input);
    const auto earlier = earlier_of_day(input, facts.date);
    const AddOnEdit* listed = nullptr;
    bool present = false;
    bool suspended = false;
    CodeList primaries;
    for (const AddOnEdit& row : input.reference.add_on(facts.line->code)) {
      if (row.type != 3 || !row_applies(row, facts.date, input.context().kind)) continue;
      suspended = suspended || row.note == kSuspended;
      if (row.contractor_defined) continue;
      if (listed == nullptr) listed = &row;
      primaries.add(row.primary().text().view());
      present = present || primary_present(input, order, facts, row.primary(), earlier);
    }
    if (suspended) output.not_evaluated(Gap::suspended, Source::add_on, facts.line->code);
    if (present || suspended || listed == nullptr) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(Source::add_on, listed);
    primaries.fill(finding, "primaries", "primaries2", "primaries_more");
    finding.fixes.push_back(
        remove_line_fix(facts.line->number, "Is there no service that your contractor accepts as primary?"));
  }
}

}  // namespace

extern const Rule add_on_with_partial_list{
    .info = {.id = "NCCI-AOC-003",
             .module = "NCCI-AOC",
             .title = "Type 3 add-on without a listed primary",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::add_on},
             .reads_count = 1,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section R"},
                            {"CMS NCCI add-on code edits", "type 3"},
                            {"Integrated Outpatient Code Editor", "edit 108"}}},
             .clinician = "{code} is an add-on. Usual primaries: {primaries}{primaries2}{primaries_more}.",
             .biller =
                 "{code} on line {line} is a type 3 add-on: its listed primaries are "
                 "{primaries}{primaries2}{primaries_more}, the contractor may accept others, and none of the "
                 "listed ones is here that day. Check the contractor's list, add the primary, or remove the "
                 "line.",
             .carc = "CO-107",
             .why =
                 "An add-on is paid only beside its primary; for type 3 the national list is a part of what "
                 "contractors accept.",
             .fires = "88311; 99213",
             .silent = "88311; 88305"},
    .evaluate = evaluate};

}  // namespace chargelint
