// See pass.h.
#include "rules/engine/pass.h"

#include <algorithm>
#include <utility>

#include "rules/base/small_vector.h"
#include "rules/engine/site_program.h"

namespace chargelint {
namespace {

class Collector final : public RuleOutput {
 public:
  Collector(const RuleBook& book, std::vector<Finding>& findings, GapLog* log)
      : book_(book), findings_(findings), log_(log) {}

  void start(std::uint16_t rule) { rule_ = rule; }
  Finding& add() override {
    Finding& finding = findings_.emplace_back();
    finding.rule = &book_.info(rule_);
    finding.severity = finding.rule->severity;
    return finding;
  }
  void not_evaluated(Gap gap, Source source, Hcpcs code) override {
    if (log_ != nullptr) log_->note(book_.module_of(rule_), gap, source, code);
  }

 private:
  const RuleBook& book_;
  std::vector<Finding>& findings_;
  GapLog* log_;
  std::uint16_t rule_ = 0;
};

// What a site's settings say of the rule, if anything.
std::uint8_t site_grade(const Plan& plan, std::uint16_t rule) {
  return plan.grades.empty() ? Plan::kAsListed : plan.grades[rule];
}

// The listed severity moved by payer class (or as far as the site moves it), then capped at order (decision
// 18).
Severity graded(Severity listed, const RuleInfo& info, const Context& context, std::uint8_t site) {
  int shift = info.payers.of(context.payer);
  bool uncapped = info.hard_at_order;
  if (site != Plan::kAsListed) {
    shift = (site & ~Plan::kUncapped) - static_cast<int>(info.severity);
    uncapped = uncapped || (site & Plan::kUncapped) != 0;
  }
  const int moved = static_cast<int>(listed) + shift;
  Severity severity = static_cast<Severity>(
      std::clamp(moved, static_cast<int>(Severity::info), static_cast<int>(Severity::error)));
  const bool capped = context.stage == Stage::order && !uncapped;
  return capped ? std::min(severity, Severity::warning) : severity;
}

void evaluate(const Rule& rule, const RuleInput& input, RuleOutput& output) {
  if (rule.site != nullptr) {
    rule.site->evaluate(input, output);
  } else {
    rule.evaluate(input, output);
  }
}

constexpr std::size_t kInlineArguments = 6;  // one more would go to the heap

// Lines ascending and once each. The line that the rule named first stays what {n} prints.
void order_lines(Finding& finding) {
  if (finding.lines.size() < 2) return;
  const std::uint16_t first = finding.lines.front();
  std::sort(finding.lines.begin(), finding.lines.end());
  const auto* const end = std::unique(finding.lines.begin(), finding.lines.end());
  while (finding.lines.end() != end) finding.lines.pop_back();
  if (finding.lines.front() == first || finding.arguments.size() >= kInlineArguments) return;
  for (const Argument& argument : finding.arguments) {
    if (argument.name == "n") return;
  }
  finding.arguments.push_back(Argument{"n", std::int64_t{first}});
}

template <class Items>
bool same_items(const Items& left, const Items& right) {
  if (left.size() != right.size()) return false;
  return std::is_permutation(left.begin(), left.end(), right.begin());
}

constexpr std::uint64_t mixed(std::uint64_t value) {
  value *= 0x9E3779B97F4A7C15U;
  return value ^ (value >> 29U);
}

// A finding that names one code or none is told from another of its line by its place in the source.
bool known_by_place(const Finding& finding) {
  return finding.codes.size() < 2 && finding.modifiers.empty() && finding.diagnoses.empty();
}

// Equal for equal causes whatever the order of codes; a claim of many findings compares these first.
std::uint64_t cause_key(const Finding& finding) {
  std::uint64_t key = 0;
  for (const std::uint16_t line : finding.lines) key = mixed(key + line);
  for (const Hcpcs code : finding.codes) key += mixed(code.packed());
  for (const Modifier modifier : finding.modifiers) key += mixed(0x100000000U + modifier.packed());
  for (const IcdCode diagnosis : finding.diagnoses) key += mixed(diagnosis.packed());
  if (known_by_place(finding)) key += mixed(finding.location.packed);
  return key;
}

// Where no pair, modifier or diagnosis tells two findings apart, the place and the named element do: two
// elements missing in one claim are two causes.
bool same_place(const Finding& left, const Finding& right) {
  if (left.codes.size() > 1 || !left.modifiers.empty() || !left.diagnoses.empty()) return true;
  if (left.location != right.location || left.arguments.size() != right.arguments.size()) return false;
  return std::equal(left.arguments.begin(), left.arguments.end(), right.arguments.begin(),
                    [](const Argument& one, const Argument& other) {
                      const auto* text = std::get_if<std::string_view>(&one.value);
                      const auto* other_text = std::get_if<std::string_view>(&other.value);
                      return text == nullptr || other_text == nullptr || *text == *other_text;
                    });
}

// One root cause: the same rule says the same of the same things.
bool same_cause(const Finding& left, const Finding& right) {
  if (known_by_place(left) && left.location != right.location) return false;
  return left.lines == right.lines && same_items(left.codes, right.codes) &&
         same_items(left.modifiers, right.modifiers) && same_items(left.diagnoses, right.diagnoses) &&
         same_place(left, right);
}

void merge_into(Finding& kept, Finding& merged) {
  kept.severity = std::max(kept.severity, merged.severity);
  kept.boundary = kept.boundary || merged.boundary;
  kept.history_used = kept.history_used || merged.history_used;
  if (!kept.evidence.present) kept.evidence = merged.evidence;
  if (kept.fixes.empty()) kept.fixes = std::move(merged.fixes);
}

// What the rule that has just run added, from `first` on: graded, merged, findings without severity dropped.
void settle(Pass& pass, std::size_t first, std::uint16_t rule, const PassInput& input) {
  const Context& context = input.claim.context;
  const std::uint8_t grade = site_grade(input.plan, rule);
  std::size_t kept = first;
  for (std::size_t index = first; index < pass.findings.size(); ++index) {
    Finding& finding = pass.findings[index];
    if (finding.severity == Severity::off) continue;
    finding.severity = graded(finding.severity, *finding.rule, context, grade);
    order_lines(finding);
    const std::uint64_t cause = cause_key(finding);
    std::size_t same = first;
    while (same < kept && !(pass.causes[same] == cause && same_cause(pass.findings[same], finding))) ++same;
    if (same < kept) {
      merge_into(pass.findings[same], finding);
      continue;
    }
    pass.causes.push_back(cause);
    if (kept != index) pass.findings[kept] = std::move(finding);
    ++kept;
  }
  while (pass.findings.size() > kept) pass.findings.pop_back();
  pass.rules.resize(kept, rule);
}

// The findings of one rule stand together.
struct Group {
  std::uint16_t rule = 0;
  std::uint16_t rank = 0;
  std::size_t first = 0;
  std::size_t end = 0;
};
using Groups = SmallVector<Group, 32>;

Groups groups_of(const std::vector<std::uint16_t>& rules, const ResolvedPrecedence& precedence) {
  Groups groups;
  for (std::size_t index = 0; index < rules.size(); ++index) {
    if (groups.empty() || groups.back().rule != rules[index]) {
      groups.push_back({rules[index], precedence.rank(rules[index]), index, index});
    }
    groups.back().end = index + 1;
  }
  return groups;
}

void silence_group(const RuleBook& book, const Precedence& precedence, const Group& winners,
                   const Group& others, Pass& pass, GapLog* log) {
  for (std::size_t winner = winners.first; winner < winners.end; ++winner) {
    if (pass.silenced[winner] != 0) continue;
    for (std::size_t other = others.first; other < others.end; ++other) {
      if (!silences(precedence, pass.findings[winner], pass.findings[other])) continue;
      pass.silenced[other] = 1;
      const Evidence& row = pass.findings[other].evidence;
      if (precedence.adopts_evidence && row.present) pass.findings[winner].evidence = row;
      if (precedence.leaves_gap && log != nullptr) {
        log->note(book.module_of(others.rule), Gap::shape, Source::code_words, {});
      }
    }
  }
}

bool same_facts(const LineFacts& known, const ServiceLine& line) {
  const ServiceLine& before = *known.line;
  return before.number == line.number && before.code == line.code && before.from == line.from &&
         before.is_active() == line.is_active();
}

void judge_facts(const ServiceLine& line, const Reference& reference, LineFacts& fact) {
  fact.dated = line.from.has_value();
  if (fact.dated) fact.date = *line.from;
  fact.judged = line.is_active() && !line.code.empty() && fact.dated;
  fact.shape = line.code.shape();
  if (!fact.judged) return;
  fact.fee = fee_schedule_on(reference, line.code, Modifier{}, fact.date);
  fact.lives = reference.procedure_code(line.code);
  fact.sets = reference.code_sets_on(line.code, fact.date);
}

bool same_modifiers(const ServiceLine& one, const ServiceLine& other) {
  return std::equal(
      one.modifiers.begin(), one.modifiers.end(), other.modifiers.begin(), other.modifiers.end(),
      [](const ModifierUse& left, const ModifierUse& right) { return left.value == right.value; });
}

std::uint32_t classes_of(const ServiceLine& line, const Reference& reference, Date date) {
  std::uint32_t classes = 0;
  for (const ModifierUse& use : line.modifiers) {
    if (use.value.empty()) continue;
    const ModifierRow* row = modifier_on(reference, use.value, date).row;
    if (row != nullptr) classes |= row->classes;
  }
  return classes;
}

void add_to_whole(const LineFacts& fact, ClaimFacts& whole) {
  ++whole.judged_lines;
  whole.sets |= fact.sets;
  whole.modifier_classes |= fact.modifier_classes;
  whole.any_modifier = whole.any_modifier || !fact.line->modifiers.empty();
  whole.any_several_units = whole.any_several_units || fact.line->units.thousandths > 1000;
}

Aspect aspects_of(std::span<const Edit> edits) {
  Aspect aspects = Aspect::nothing;
  for (const Edit& edit : edits) {
    switch (edit.kind) {
      case EditKind::add_modifier:
      case EditKind::remove_modifier:
        aspects = aspects | Aspect::modifiers;
        break;
      case EditKind::set_units:
        aspects = aspects | Aspect::units;
        break;
      case EditKind::add_diagnosis:
      case EditKind::reorder_diagnoses:
        aspects = aspects | Aspect::diagnoses;
        break;
      case EditKind::remove_line:
        aspects = aspects | Aspect::removal;
        break;
      case EditKind::replace_code:
      case EditKind::split_line:
      case EditKind::merge_lines:
        return Aspect::every;
    }
  }
  return aspects;
}

bool edits_line(std::span<const Edit> edits, std::uint16_t number) {
  return std::any_of(edits.begin(), edits.end(),
                     [number](const Edit& edit) { return edit.line == number || edit.other == number; });
}

bool speaks_of(const Finding& finding, std::span<const Edit> edits) {
  if (finding.lines.empty()) return true;
  return std::any_of(finding.lines.begin(), finding.lines.end(),
                     [edits](std::uint16_t line) { return line != 0 && edits_line(edits, line); });
}

// Where no edit reaches beyond its own lines: those lines of the mended claim, with what was split off.
bool find_edited_lines(std::span<const Edit> edits, std::span<const LineFacts> before, const Pass& pass,
                       SmallVector<std::uint16_t, 8>& edited) {
  for (const Edit& edit : edits) {
    const bool of_the_claim = edit.line == 0 || edit.kind == EditKind::add_diagnosis;
    if (of_the_claim) return false;
  }
  std::uint16_t last = 0;
  for (const LineFacts& facts : before) last = std::max(last, facts.line->number);
  for (std::size_t index = 0; index < pass.facts.size(); ++index) {
    const std::uint16_t number = pass.facts[index].line->number;
    if (number > last || edits_line(edits, number)) edited.push_back(static_cast<std::uint16_t>(index));
  }
  return true;
}

// What precedence and comparison look at.
void add_outline(const Finding& from, Finding& to) {
  to.rule = from.rule;
  to.severity = from.severity;
  to.lines = from.lines;
  to.codes = from.codes;
  to.modifiers = from.modifiers;
  to.diagnoses = from.diagnoses;
  to.location = from.location;
}

}  // namespace

void gather_facts(const Claim& claim, const Reference& reference, std::span<const LineFacts> known,
                  Pass& pass) {
  pass.facts.clear();
  pass.whole = {};
  pass.pairs.forget();
  pass.diagnoses.forget();
  std::size_t next = 0;
  for (const ServiceLine& line : claim.lines) {
    while (next < known.size() && known[next].line->number != line.number) ++next;
    LineFacts& fact = pass.facts.emplace_back();
    const bool same = next < known.size() && same_facts(known[next], line);
    bool modifiers_stay = false;
    if (same) {
      modifiers_stay = same_modifiers(*known[next].line, line);
      fact = known[next++];
    }
    fact.line = &line;
    if (!same) {
      judge_facts(line, reference, fact);
      if (next == known.size()) next = 0;
    }
    if (!fact.judged) continue;
    if (!modifiers_stay) fact.modifier_classes = classes_of(line, reference, fact.date);
    add_to_whole(fact, pass.whole);
  }
}

void run_rules(const PassInput& input, Pass& pass, GapLog* log) {
  pass.clear_findings();
  const RuleInput rule_input{input.claim, pass.facts, input.reference, input.history,
                             pass.whole,  pass.pairs, pass.diagnoses};
  Collector collector(input.book, pass.findings, log);
  const auto rules = input.book.rules();
  for (const std::uint16_t rule : input.plan.rules) {
    const std::size_t first = pass.findings.size();
    collector.start(rule);
    evaluate(*rules[rule], rule_input, collector);
    if (pass.findings.size() != first) settle(pass, first, rule, input);
  }
}

void run_rule(const PassInput& input, std::uint16_t rule, Pass& pass) {
  run_rule(input, rule, pass, pass.facts);
}

void run_rule(const PassInput& input, std::uint16_t rule, Pass& pass, std::span<const LineFacts> lines) {
  pass.clear_findings();
  Collector collector(input.book, pass.findings, nullptr);
  collector.start(rule);
  const RuleInput rule_input{input.claim, lines,      input.reference, input.history,
                             pass.whole,  pass.pairs, pass.diagnoses};
  evaluate(*input.book.rules()[rule], rule_input, collector);
  settle(pass, 0, rule, input);
}

void rerun_rules(const PassInput& input, const Pass& before, std::span<const Edit> edits, Pass& pass) {
  pass.clear_findings();
  const Aspect changed = aspects_of(edits);
  SmallVector<std::uint16_t, 8> edited;
  const bool within_lines = find_edited_lines(edits, before.facts, pass, edited);
  Collector collector(input.book, pass.findings, nullptr);
  const auto ask = [&](std::uint16_t rule, std::span<const LineFacts> lines) {
    evaluate(*input.book.rules()[rule],
             {input.claim, lines, input.reference, input.history, pass.whole, pass.pairs, pass.diagnoses},
             collector);
  };
  const auto keep = [&](std::uint16_t rule, std::size_t finding) {
    add_outline(before.findings[finding], pass.findings.emplace_back());
    pass.causes.push_back(before.causes[finding]);
    pass.rules.push_back(rule);
  };
  std::size_t next = 0;  // of `before`, whose findings stand in the order of the rules
  for (const std::uint16_t rule : input.plan.rules) {
    const std::size_t first_before = next;
    while (next < before.findings.size() && before.rules[next] == rule) ++next;
    const RuleInfo& info = input.book.info(rule);
    // An info-level rule matters only for what it silences.
    bool again = meets(info.reacts_to, changed) &&
                 (info.severity > Severity::info || input.book.precedence().silences_any(rule) ||
                  site_grade(input.plan, rule) != Plan::kAsListed);
    for (std::size_t index = first_before; index < next && !again; ++index) {
      again = speaks_of(before.findings[index], edits);
    }
    const bool by_line = again && info.by_line && within_lines;
    for (std::size_t index = first_before; index < next; ++index) {
      if (!again || (by_line && !speaks_of(before.findings[index], edits))) keep(rule, index);
    }
    if (!again) continue;
    const std::size_t first = pass.findings.size();
    collector.start(rule);
    if (by_line) {
      for (const std::uint16_t line : edited) ask(rule, std::span(pass.facts).subspan(line, 1));
    } else {
      ask(rule, pass.facts);
    }
    if (pass.findings.size() != first) settle(pass, first, rule, input);
  }
}

void apply_precedence(const RuleBook& book, Pass& pass, GapLog* log) {
  pass.silenced.assign(pass.findings.size(), 0);
  const ResolvedPrecedence& precedence = book.precedence();
  Groups groups = groups_of(pass.rules, precedence);
  if (groups.size() < 2) return;
  std::sort(groups.begin(), groups.end(), [](const Group& left, const Group& right) {
    return left.rank != right.rank ? left.rank < right.rank : left.rule < right.rule;
  });
  for (const Group& winners : groups) {
    if (!precedence.silences_any(winners.rule)) continue;
    for (const Group& others : groups) {
      const Precedence* const between = precedence.between(winners.rule, others.rule);
      if (between != nullptr) silence_group(book, *between, winners, others, pass, log);
    }
  }
}

}  // namespace chargelint
