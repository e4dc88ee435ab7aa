// NCCI-AOC-005: an add-on whose only primary can't be paid itself.
#include "rules/add_on/primaries.h"
#include "rules/ncci_ptp/pairs.h"
#include "rules/shared/payable.h"

namespace chargelint {
namespace {

// Column 2 of a pair that nothing sets aside, beside a column 1 line that is paid.
bool denied_as_column2(const RuleInput& input, const LineFacts& facts) {
  for (const CodePair& pair : input.pairs()) {
    if (pair.column2.front()->line->code != facts.line->code) continue;
    const PtpEdit* edit = edit_on(pair.edits, facts.date);
    if (edit == nullptr) continue;
    for (const LineFacts* column1 : pair.column1) {
      if (column1->date != facts.date || !same_biller(input.context(), *column1->line, *facts.line)) continue;
      if (edit->indicator == 1 && sets_aside(judge_pair(input, *column1, facts).bypass)) continue;
      if (unpayable(input, *column1) == Unpayable::no) return true;
    }
  }
  return false;
}

std::string_view reason_of(const RuleInput& input, const LineFacts& primary) {
  const Unpayable why = unpayable(input, primary);
  if (why != Unpayable::no) return unpayable_words(why);
  return denied_as_column2(input, primary) ? "the column 2 code of a pair" : std::string_view{};
}

// The rows of types 1 and 3 whose primary stands on the claim; history may hold another one.
void judge(const RuleInput& input, RuleOutput& output, CodeOrder order, const LineFacts& facts) {
  const auto earlier = earlier_of_day(input, facts.date);
  const LineFacts* fallen = nullptr;
  const AddOnEdit* row_of_fallen = nullptr;
  std::string_view reason;
  for (const AddOnEdit& row : input.reference.add_on(facts.line->code)) {
    // A row whose primary has ended still names it: that is what pulls the add-on down.
    if (row.note == kSuspended || row.contractor_defined || !concerns(row, input.context().kind)) continue;
    if (facts.date.days() < row.from_days || row.from_days == row.to_days) continue;
    for (const CodeAt& at : lines_of(order, row.primary())) {
      const LineFacts& other = *at.facts;
      if (other.date != facts.date || !same_biller(input.context(), *facts.line, *other.line)) continue;
      const std::string_view why = reason_of(input, other);
      if (why.empty()) return;
      if (fallen != nullptr && fallen->line->number < other.line->number) continue;
      fallen = &other;
      row_of_fallen = &row;
      reason = why;
    }
    for (const PriorLine& prior : earlier) {
      const bool counts = prior.code == row.primary() && prior.date == facts.date &&
                          stands(input.context(), prior) && same_biller(input.context(), *facts.line, prior);
      if (counts) return;
    }
  }
  if (fallen == nullptr) return;
  Finding& finding = add_for_line(output, *facts.line);
  finding.lines.push_back(fallen->line->number);
  finding.codes.push_back(fallen->line->code);
  finding.evidence = evidence_of(Source::add_on, row_of_fallen);
  finding.arguments.push_back({"primary", fallen->line->code});
  finding.arguments.push_back({"line2", std::int64_t{fallen->line->number}});
  finding.arguments.push_back({"reason", reason});
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.judged_lines < 2) return;
  if (input.context().payer == PayerClass::medicaid) return;  // NCCI-AOC-001 says that its tables are missing
  CodeOrder order;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || input.reference.add_on(facts.line->code).empty()) continue;
    if (order.empty()) order = judged_by_code(input);
    judge(input, output, order, facts);
  }
}

}  // namespace

extern const Rule primary_unpayable{
    .info = {.id = "NCCI-AOC-005",
             .module = "NCCI-AOC",
             .title = "Add-on whose only primary can't be paid",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::add_on, Source::fee_schedule, Source::ptp_practitioner},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section R"}}},
             .clinician = "{code} falls with {primary}, which can't be paid.",
             .biller = "{code} on line {line} is an add-on of {primary} on line {line2}, and {primary} is "
                       "{reason}. The add-on "
                       "falls with it: mend the primary, or take off both.",
             .carc = "CO-107",
             .why = "An add-on is paid only beside a primary that is paid. When the primary is deleted, not "
                    "covered or denied "
                    "as part of another service, the add-on goes with it.",
             .fires = "27447; 62324; 0777T",
             .silent = "62324; 0777T"},
    .evaluate = evaluate};

}  // namespace chargelint
