// DUP-002: the same service twice, differing in one thing only.
#include "rules/duplicates/likeness.h"

namespace chargelint {
namespace {

Finding& report(RuleOutput& output, const LineFacts& facts, std::string_view difference,
                std::string_view where) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.arguments.push_back({"difference", difference});
  finding.arguments.push_back({"where", where});
  finding.arguments.push_back({"date", facts.date});
  finding.fixes.push_back(
      remove_line_fix(facts.line->number, "Was the service given only once, and charged twice?"));
  finding.fixes.push_back(repeat_fix(facts));
  return finding;
}

void check_day(const RuleInput& input, const DayLines& lines, RuleOutput& output) {
  for (std::size_t next = 1; next < lines.size(); ++next) {
    const LineFacts& line = *lines[next].facts;
    std::string_view difference;
    const LineFacts* like = nullptr;
    const std::size_t first = next > kNeighbours ? next - kNeighbours : 0;
    for (std::size_t before = next; before-- > first;) {
      const Likeness likeness = likeness_of(input, line.date, lines[next].view, lines[before].view);
      if (likeness.exact) {  // DUP-001's
        like = nullptr;
        break;
      }
      if (!likeness.suspect) continue;
      difference = likeness.difference;
      like = lines[before].facts;
    }
    if (like != nullptr)
      report(output, line, difference, "on this claim").lines.push_back(like->line->number);
  }
}

void check_claim(const RuleInput& input, RuleOutput& output) {
  each_day(input, [&](const DayLines& lines) { check_day(input, lines, output); });
}

void check_history(const RuleInput& input, RuleOutput& output) {
  if (input.history.availability() == Availability::none || replaces_other_claim(input.claim)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    std::string_view difference;
    for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
      if (!may_duplicate(input, *facts.line, prior)) continue;
      const ServiceView earlier = service_view(input.reference, prior);
      const Likeness likeness = likeness_of(input, facts.date, service_view(facts), earlier);
      if (likeness.exact) {
        difference = {};
        break;
      }
      if (likeness.suspect) difference = likeness.difference;
    }
    if (!difference.empty()) report(output, facts, difference, "on an earlier claim").history_used = true;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.whole.judged_lines > 1) check_claim(input, output);
  check_history(input, output);
}

}  // namespace

extern const Rule suspect_duplicate{
    .info = {.id = "DUP-002",
             .module = "DUP",
             .title = "Suspect duplicate",
             .severity = Severity::warning,
             .history = HistoryUse::months_18,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::modifiers},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 1, section 120.2"}}},
             .clinician = "{code} looks charged twice. Was it done twice?",
             .biller = "{code} on line {line} of {date} stands {where} a second time, and only {difference} "
                       "differs. Void the one that is wrong, or add the modifier that tells them apart.",
             .carc = "CO-18",
             .why =
                 "Two lines that differ in a single thing are mostly one service entered twice with a "
                 "correction. Parts of a service, assistants, co-surgeons, discarded drug and the two sides "
                 "are not.",
             .fires = "99213 pos11; 99213 pos22",
             .silent = "71046-26; 71046-TC"},
    .evaluate = evaluate};

}  // namespace chargelint
