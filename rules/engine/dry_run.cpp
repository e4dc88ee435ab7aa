// See dry_run.h.
#include "rules/engine/dry_run.h"

#include <algorithm>

#include "rules/engine/edits.h"

namespace chargelint {
namespace {

// Never one click, whatever the tables say.
constexpr Modifier kAlwaysAsserts[] = {"59"_mod, "XE"_mod, "XS"_mod, "XP"_mod, "XU"_mod, "25"_mod};

// Mending the copy and running one rule costs about this part of a run of all.
constexpr std::size_t kTrialsPerRun = 4;

bool edits_within_lines(const Fix& fix) {
  return std::all_of(fix.edits.begin(), fix.edits.end(), [](const Edit& edit) {
    return edit.kind == EditKind::add_modifier || edit.kind == EditKind::remove_modifier ||
           edit.kind == EditKind::set_units || edit.kind == EditKind::replace_code;
  });
}

bool needs_person(const Fix& fix, const PassInput& input) {
  if (fix.needs_person || !fix.question.empty()) return true;
  for (const Edit& edit : fix.edits) {
    if (edit.modifier.empty() || edit.kind == EditKind::remove_modifier) continue;
    const ServiceLine* const line = input.claim.line(edit.line);
    const Date date = line != nullptr && line->from ? *line->from : Date{};
    if (asserts_fact(edit.modifier, input.reference, date)) return true;
  }
  return false;
}

template <class Items>
bool holds_all(const Items& whole, const Items& part) {
  return std::all_of(part.begin(), part.end(), [&whole](const auto& item) { return whole.contains(item); });
}

bool code_continues(Hcpcs code, const Finding& before, const Fix& fix) {
  if (before.codes.contains(code)) return true;
  return std::any_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
    return edit.kind == EditKind::replace_code && edit.code == code && before.lines.contains(edit.line);
  });
}

bool line_continues(std::uint16_t line, const Finding& before, const Claim& original) {
  return before.lines.contains(line) || original.line(line) == nullptr;  // a line that the fix split off
}

// The finding of the mended claim is the same as, or a part of, the earlier one: same rule, no line, code or
// diagnosis that the earlier one had not, save what the fix itself replaced.
bool continues(const Finding& after, const Finding& before, const Fix& fix, const Claim& original) {
  if (after.rule != before.rule || after.lines.empty() != before.lines.empty()) return false;
  for (const std::uint16_t line : after.lines) {
    if (!line_continues(line, before, original)) return false;
  }
  for (const Hcpcs code : after.codes) {
    if (!code_continues(code, before, fix)) return false;
  }
  if (!holds_all(before.diagnoses, after.diagnoses)) return false;
  const bool names_nothing = after.codes.empty() && after.diagnoses.empty() && after.modifiers.empty();
  if (names_nothing && after.location != before.location) return false;  // an element of the transaction
  if (after.modifiers.empty() || before.modifiers.empty()) return true;
  return std::any_of(after.modifiers.begin(), after.modifiers.end(),
                     [&before](Modifier modifier) { return before.modifiers.contains(modifier); });
}

}  // namespace

bool asserts_fact(Modifier modifier, const Reference& reference, Date date) {
  if (std::ranges::find(kAlwaysAsserts, modifier) != std::end(kAlwaysAsserts)) return true;
  const FoundModifier found = modifier_on(reference, modifier, date);
  return found.row != nullptr && found.row->is(ModifierClass::asserts_fact);
}

// The claim is copied whole once; after edits within lines only those lines are put back.
void DryRun::apply(const PassInput& input, const Pass& pass, const Fix& fix) {
  if (claim_is_copy_) {
    for (const std::size_t index : touched_) claim_.lines[index] = input.claim.lines[index];
  } else {
    claim_ = input.claim;
  }
  touched_.clear();
  claim_is_copy_ = edits_within_lines(fix);
  if (claim_is_copy_) {
    for (std::size_t index = 0; index < claim_.lines.size(); ++index) {
      const std::uint16_t number = claim_.lines[index].number;
      const bool edited = std::any_of(fix.edits.begin(), fix.edits.end(),
                                      [number](const Edit& edit) { return edit.line == number; });
      if (edited) touched_.push_back(index);
    }
  }
  apply_fix(claim_, fix);
  gather_facts(claim_, input.reference, pass.facts, pass_);
  raises_nothing_.reset();
}

bool DryRun::spend(std::size_t lines) {
  if (lines_left_ < lines) return false;
  lines_left_ -= lines;
  return true;
}

// A condition that holds is not cleared, even where another finding now silences it.
bool DryRun::still_holds(const PassInput& input, std::uint16_t rule, const Finding& finding, const Fix& fix) {
  run_rule({input.book, input.plan, claim_, input.reference, input.history}, rule, pass_);
  return std::any_of(pass_.findings.begin(), pass_.findings.end(),
                     [&](const Finding& after) { return continues(after, finding, fix, input.claim); });
}

bool DryRun::raises_nothing(const PassInput& input, const Pass& pass, std::span<const std::uint32_t> visible,
                            const Fix& fix) {
  const PassInput mended{input.book, input.plan, claim_, input.reference, input.history};
  if (whole_) {
    run_rules(mended, pass_, nullptr);
  } else {
    rerun_rules(mended, pass, {fix.edits.begin(), fix.edits.end()}, pass_);
  }
  apply_precedence(input.book, pass_, nullptr);
  for (std::size_t index = 0; index < pass_.findings.size(); ++index) {
    const Finding& after = pass_.findings[index];
    if (pass_.silenced[index] != 0 || after.severity < Severity::warning) continue;
    const bool was_there = std::any_of(visible.begin(), visible.end(), [&](std::uint32_t shown) {
      const Finding& before = pass.findings[shown];
      return before.severity >= after.severity && continues(after, before, fix, input.claim);
    });
    if (!was_there) return false;
  }
  return true;
}

// Advice needs its own rule alone; only what is to be one click has the whole claim judged.
DryRun::Outcome DryRun::judge(const PassInput& input, const Pass& pass,
                              std::span<const std::uint32_t> visible, const Trial& trial) {
  const Finding& finding = pass.findings[trial.finding];
  const Fix& fix = finding.fixes[trial.fix];
  const std::size_t lines = input.claim.lines.size();
  if (!spend(lines / kTrialsPerRun + 1) || still_holds(input, pass.rules[trial.finding], finding, fix)) {
    return Outcome::dropped;
  }
  if (needs_person(fix, input)) return Outcome::advice;
  if (!raises_nothing_) raises_nothing_ = spend(lines) && raises_nothing(input, pass, visible, fix);
  return *raises_nothing_ ? Outcome::verified : Outcome::dropped;
}

void DryRun::settle_fixes(const PassInput& input, Pass& pass, std::span<const std::uint32_t> visible,
                          std::size_t line_limit, bool whole) {
  trials_.clear();
  whole_ = whole;
  claim_is_copy_ = false;
  lines_left_ = line_limit;
  for (const std::uint32_t shown : visible) {
    const auto& fixes = pass.findings[shown].fixes;
    for (std::size_t fix = 0; fix < fixes.size(); ++fix) {
      trials_.push_back({shown, static_cast<std::uint32_t>(fix), Outcome::pending});
    }
  }

  for (std::size_t index = 0; index < trials_.size(); ++index) {
    if (trials_[index].outcome != Outcome::pending) continue;
    const Fix& fix = pass.findings[trials_[index].finding].fixes[trials_[index].fix];
    if (fix.edits.empty()) {  // nothing to try: words for a person, or nothing at all
      trials_[index].outcome = needs_person(fix, input) ? Outcome::advice : Outcome::dropped;
      continue;
    }
    if (lines_left_ == 0) {
      trials_[index].outcome = Outcome::dropped;
      continue;
    }
    apply(input, pass, fix);
    // Findings that propose the same edits share what was tried.
    for (std::size_t same = index; same < trials_.size(); ++same) {
      Trial& trial = trials_[same];
      if (trial.outcome != Outcome::pending) continue;
      if (same_edits(fix, pass.findings[trial.finding].fixes[trial.fix])) {
        trial.outcome = judge(input, pass, visible, trial);
      }
    }
  }

  for (std::size_t index = trials_.size(); index-- > 0;) {
    const Trial& trial = trials_[index];
    auto& fixes = pass.findings[trial.finding].fixes;
    fixes[trial.fix].verified = trial.outcome == Outcome::verified;
    fixes[trial.fix].needs_person = trial.outcome == Outcome::advice;
    if (trial.outcome == Outcome::dropped) fixes.erase(fixes.begin() + trial.fix);
  }
}

}  // namespace chargelint
