// CODE-FAM-002: every part of a laboratory panel billed on one day by one laboratory.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

using PartLines = SmallVector<const LineFacts*, 16>;

struct Panel {
  Hcpcs code;
  const CodeMapRow* row = nullptr;
  PartLines lines;
  std::size_t parts = 0;  // with those of earlier claims
  Date date;
};

// A repeated or separate test is none of the panel's.
bool can_be_part(const LineFacts& facts) {
  return !facts.has_class(ModifierClass::repeat_lab) && !facts.has_class(ModifierClass::distinct);
}

const LineFacts* line_of(const RuleInput& input, CodeOrder order, const LineFacts& lead, Hcpcs part) {
  auto at = std::lower_bound(order.begin(), order.end(), part,
                             [](const CodeAt& line, Hcpcs code) { return line.code < code; });
  const LineFacts* found = nullptr;
  for (; at != order.end() && at->code == part; ++at) {
    const LineFacts& facts = *at->facts;
    if (facts.date != lead.date || !can_be_part(facts)) continue;
    if (!same_biller(input.context(), *lead.line, *facts.line)) continue;
    if (found == nullptr || facts.line->number < found->line->number) found = &facts;
  }
  return found;
}

bool on_earlier_claim(const RuleInput& input, const LineFacts& lead, Hcpcs part) {
  if (input.history.availability() == Availability::none) return false;
  for (const PriorLine& prior : input.history.lines({lead.date, lead.date})) {
    if (prior.code == part && same_biller(input.context(), *lead.line, prior)) return true;
  }
  return false;
}

// Whether every part of the panel stands on the day.
bool complete(const RuleInput& input, CodeOrder order, const LineFacts& lead, Panel& panel) {
  for (const CodeMapRow& part : input.reference.code_map(CodeMap::panel, panel.code)) {
    if (!part.period().contains(lead.date)) continue;
    const LineFacts* line = line_of(input, order, lead, part.to());
    if (line != nullptr) {
      panel.lines.push_back(line);
    } else if (!on_earlier_claim(input, lead, part.to())) {
      return false;
    }
    ++panel.parts;
  }
  return panel.parts > 1;
}

void report(RuleOutput& output, const Panel& panel) {
  const LineFacts& first = *panel.lines.front();
  Finding& finding = add_for_line(output, *first.line);
  finding.evidence = evidence_of(Source::code_sets, panel.row);
  finding.arguments.push_back({"panel", panel.code});
  finding.arguments.push_back({"count", static_cast<std::int64_t>(panel.parts)});
  finding.history_used = panel.lines.size() < panel.parts;
  Fix fix = replace_code_fix(first.line->number, panel.code);
  for (const LineFacts* part : panel.lines) {
    if (part == &first) continue;
    finding.lines.push_back(part->line->number);
    finding.codes.push_back(part->line->code);
    fix.edits.push_back(edit_of(EditKind::remove_line, part->line->number));
  }
  finding.codes.push_back(panel.code);
  if (!finding.history_used) finding.fixes.push_back(fix);
}

// Not covered as a panel: its parts are right for that payer (80050 for Medicare).
bool taken_by_payer(const RuleInput& input, Hcpcs panel, Date date) {
  const PayerClass payer = input.context().payer;
  if (payer != PayerClass::medicare && payer != PayerClass::medicare_advantage) return true;
  const FeeScheduleRow* row = fee_schedule_on(input.reference, panel, Modifier{}, date).row;
  const bool refused = row != nullptr && (row->status == 'N' || row->status == 'I');
  return !refused && input.reference.code_map(CodeMap::medicare_alternative, panel).empty();
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::panel_part)) return;
  const CodeOrder order = judged_by_code(input);
  SmallVector<Panel, 2> found;
  const LineFacts* previous = nullptr;
  for (const CodeAt& lead : order) {
    if (!lead.facts->in(CodeSet::panel_part) || !can_be_part(*lead.facts)) continue;
    if (previous != nullptr && previous->line->code == lead.code && previous->date == lead.facts->date &&
        same_biller(input.context(), *previous->line, *lead.facts->line)) {
      continue;
    }
    previous = lead.facts;
    for (const CodeMapRow& row : input.reference.code_map(CodeMap::panel_of, lead.code)) {
      if (!row.period().contains(lead.facts->date)) continue;
      Panel panel{row.to(), &row, {}, 0, lead.facts->date};
      if (!taken_by_payer(input, panel.code, panel.date)) continue;
      if (complete(input, order, *lead.facts, panel)) found.push_back(panel);
    }
  }
  // Only the largest: one whose parts a larger one takes is no finding of its own.
  for (const Panel& panel : found) {
    bool largest = true;
    for (const Panel& other : found) {
      const bool larger =
          other.parts > panel.parts || (other.parts == panel.parts && other.code < panel.code);
      if (!larger) continue;
      for (const LineFacts* part : panel.lines) largest = largest && !other.lines.contains(part);
    }
    if (largest) report(output, panel);
  }
}

}  // namespace

extern const Rule panel_in_pieces{
    .info = {.id = "CODE-FAM-002",
             .module = "CODE",
             .title = "Pieces of a panel billed apart",
             .severity = Severity::warning,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::code_sets, Source::fee_schedule},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section N"},
                            {"NCCI Policy Manual for Medicare Services", "chapter X"}}},
             .clinician = "All {count} tests of panel {panel} were ordered apart; {panel} is the one code.",
             .biller = "{code} on line {line} and the other tests of the day make up panel {panel}, all "
                       "{count} of it. Replace them by {panel}: billed in pieces they are paid as the panel "
                       "at most, or denied as unbundled.",
             .carc = "CO-97",
             .why = "A panel has one code for all its tests. When every test of it is done on one day, "
                    "payers pay the panel and deny the pieces or lower them to its price.",
             .fires = "82310; 82374; 82435; 82565; 82947; 84132; 84295; 84520",
             .silent = "82310; 82565; 82947"},
    .evaluate = evaluate};

}  // namespace chargelint
