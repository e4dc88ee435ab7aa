// DUP-001: the same service twice, on the claim or on an earlier one.
#include "rules/duplicates/likeness.h"

namespace chargelint {
namespace {

// All copies of a line make one finding.
void check_day(const RuleInput& input, const DayLines& lines, RuleOutput& output) {
  SmallVector<std::size_t, 8> copies;
  for (std::size_t first = 0; first < lines.size(); ++first) {
    if (copies.contains(first)) continue;
    const LineFacts& line = *lines[first].facts;
    Finding* finding = nullptr;
    std::size_t compared = 0;
    for (std::size_t next = first + 1; next < lines.size() && compared < kNeighbours; ++next) {
      const LineFacts& other = *lines[next].facts;
      if (!likeness_of(input, line.date, lines[first].view, lines[next].view).exact) {
        ++compared;
        continue;
      }
      if (copies.contains(next)) continue;
      if (finding == nullptr) {
        finding = &add_for_line(output, *line.line);
        finding->arguments.push_back({"when", std::string_view("on this claim")});
        finding->arguments.push_back({"date", line.date});
        finding->fixes.push_back(Fix{});
        finding->fixes.push_back(repeat_fix(other));
      }
      copies.push_back(next);
      finding->lines.push_back(other.line->number);
      finding->fixes[0].edits.push_back(edit_of(EditKind::remove_line, other.line->number));
    }
  }
}

void check_claim(const RuleInput& input, RuleOutput& output) {
  each_day(input, [&](const DayLines& lines) { check_day(input, lines, output); });
}

void check_history(const RuleInput& input, RuleOutput& output) {
  if (input.history.availability() == Availability::none || replaces_other_claim(input.claim)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
      if (!may_duplicate(input, *facts.line, prior)) continue;
      const ServiceView earlier = service_view(input.reference, prior);
      if (!likeness_of(input, facts.date, service_view(facts), earlier).exact) continue;
      Finding& finding = add_for_line(output, *facts.line);
      finding.history_used = true;
      finding.arguments.push_back({"when", std::string_view("on an earlier claim")});
      finding.arguments.push_back({"date", facts.date});
      finding.fixes.push_back(remove_line_fix(facts.line->number));
      finding.fixes.push_back(repeat_fix(facts));
      break;
    }
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.judged_lines > 1) check_claim(input, output);
  check_history(input, output);
}

}  // namespace

extern const Rule exact_duplicate{
    .info = {.id = "DUP-001",
             .module = "DUP",
             .title = "Exact duplicate line",
             .severity = Severity::error,
             .stages = StageMask::every,
             .history = HistoryUse::months_18,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::modifiers},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 1, section 120"}}},
             .clinician = "Already charged {when}.",
             .biller =
                 "{code} on line {line} of {date} is charged {when} already: same practitioner, modifiers, "
                 "place, units and charge. Remove the second, or add the repeat modifier if it was truly "
                 "done again.",
             .carc = "CO-18",
             .why =
                 "Payers deny the second of two equal lines. A repeated service is billed with 76, 77 or 91, "
                 "another site with its side or 59; several of one on one line go by units.",
             .fires = "62324; 62324",
             .silent = "62324; 62324-76"},
    .evaluate = evaluate};

}  // namespace chargelint
