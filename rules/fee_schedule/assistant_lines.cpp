// MPFS-ASST-002 to -004: the assistant's modifier and licence, the surgeon whom the assistant helped, and
// more assistants than are paid.
#include <algorithm>

#include "rules/fee_schedule/assistant_lines.h"

namespace chargelint {
namespace {

Fix swap_modifiers(const LineFacts& facts, const Reference& reference, Modifier wanted,
                   std::string_view question) {
  Fix fix;
  const std::uint16_t number = facts.line->number;
  for (const ModifierUse& use : facts.line->modifiers) {
    if (!modifier_is(reference, use.value, facts.date, ModifierClass::assistant)) continue;
    fix.edits.push_back(edit_of(EditKind::remove_modifier, number));
    fix.edits.back().modifier = use.value;
  }
  fix.edits.push_back(edit_of(EditKind::add_modifier, number));
  fix.edits.back().modifier = wanted;
  fix.question = question;
  fix.needs_person = true;
  return fix;
}

void judge_licence(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                   const ModifierUse& use) {
  const ServiceLine& line = *facts.line;
  switch (line.rendering.licence) {
    case Licence::unstated:
      output.not_evaluated(Gap::missing_field);
      return;
    case Licence::physician: {
      if (!line.has("AS"_mod)) return;
      Finding& finding = add_for_modifier(output, line, *use_of(line, "AS"_mod));
      finding.biller =
          "Line {line}: {code} with AS, which is for physician assistants, nurse practitioners and clinical "
          "nurse specialists; the practitioner is a physician. Report 80 (or 81, 82 where they fit).";
      finding.fixes.push_back(
          swap_modifiers(facts, input.reference, "80"_mod, "Did this physician assist throughout?"));
      return;
    }
    case Licence::non_physician: {
      if (line.has("AS"_mod)) return;
      Finding& finding = add_for_modifier(output, line, use);
      finding.fixes.push_back(
          swap_modifiers(facts, input.reference, "AS"_mod, "Did this practitioner assist at the operation?"));
      return;
    }
    case Licence::nurse_anesthetist:
    case Licence::first_assistant:
    case Licence::therapist:
    case Licence::laboratory:
    case Licence::supplier: {
      Finding& finding = add_for_modifier(output, line, use);
      finding.biller =
          "Line {line}: {code} with {modifier}. Medicare pays no assistant at surgery of this practitioner's "
          "licence; the help is in the facility's payment. Remove the line.";
      finding.fixes.push_back(remove_line_fix(line.number, "Is the practitioner's licence given rightly?"));
      return;
    }
  }
}

template <class Judge>
void for_each_assistant(const RuleInput& input, Judge judge) {
  if (!input.whole.has_class(ModifierClass::assistant)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.has_class(ModifierClass::assistant)) continue;
    const ModifierUse* use = modifier_of_class(input.reference, facts, ModifierClass::assistant);
    if (use != nullptr) judge(facts, *use);
  }
}

void evaluate_licence(const RuleInput& input, RuleOutput& output) {
  for_each_assistant(input, [&](const LineFacts& facts, const ModifierUse& use) {
    judge_licence(input, output, facts, use);
  });
}

void judge_surgeon(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                   const ModifierUse& use) {
  const ServiceLine& line = *facts.line;
  bool found = false;
  Hcpcs other_code;
  for_each_operation(input, facts, [&](const OperationLine& operation) {
    if (operation.assistant || named_same(*operation.rendering, line.rendering)) return;
    found = found || operation.code == line.code;
    const FeeScheduleRow* row = fee_schedule_on(input.reference, operation.code, Modifier{}, facts.date).row;
    if (row != nullptr && row->assistant == '2') other_code = std::max(other_code, operation.code);
  });
  if (found) return;
  if (input.history.availability() != Availability::complete) {
    if (input.history.availability() == Availability::incomplete)
      output.not_evaluated(Gap::incomplete_history);
    return;
  }
  Finding& finding = add_for_modifier(output, line, use);
  finding.history_used = true;
  if (other_code.empty()) return;
  finding.codes.push_back(other_code);
  finding.arguments.push_back({"other", other_code});
  finding.biller =
      "Line {line}: {code} with {modifier}, but the day's surgeon reports {other}. The assistant reports the "
      "surgeon's code. Settle which of them it was.";
}

void evaluate_surgeon(const RuleInput& input, RuleOutput& output) {
  for_each_assistant(input, [&](const LineFacts& facts, const ModifierUse& use) {
    judge_surgeon(input, output, facts, use);
  });
}

void judge_assistants(const RuleInput& input, RuleOutput& output, const LineFacts& facts,
                      const ModifierUse& use) {
  const ServiceLine& line = *facts.line;
  if (facts.has_class(ModifierClass::distinct) || facts.has_class(ModifierClass::global_bypass)) return;
  if (line.has("76"_mod) || line.has("77"_mod)) return;
  // Of two lines of the claim the later one speaks.
  bool second = false;
  bool surgeons = line.has("62"_mod) || line.has("66"_mod);
  bool from_history = false;
  SmallVector<std::uint16_t, 4> lines;
  for_each_operation(input, facts, [&](const OperationLine& operation) {
    if (operation.code != line.code || operation.again) return;
    const bool shared = operation.co_surgeon || operation.team;
    if (operation.assistant) {
      if (operation.line != nullptr && operation.line->number > line.number) return;
      second = true;
    } else if (shared) {
      surgeons = true;
    } else {
      return;
    }
    if (operation.line != nullptr) {
      lines.push_back(operation.line->number);
    } else {
      from_history = true;
    }
  });
  if (!second && !surgeons) return;
  Finding& finding = add_for_modifier(output, line, use);
  for (const std::uint16_t number : lines) finding.lines.push_back(number);
  finding.history_used = from_history;
  if (!second) {
    finding.biller =
        "Line {line}: {code} with {modifier} beside surgeons who share the code (62 or 66). An assistant is "
        "then paid only when the record shows why one was needed. Attach the reason, or drop the line.";
  }
  finding.fixes.push_back(remove_line_fix(line.number, "Was there one assistant only?"));
}

void evaluate_assistants(const RuleInput& input, RuleOutput& output) {
  for_each_assistant(input, [&](const LineFacts& facts, const ModifierUse& use) {
    judge_assistants(input, output, facts, use);
  });
}

}  // namespace

extern const Rule assistant_licence{
    .info = {.id = "MPFS-ASST-002",
             .module = "MPFS",
             .title = "Assistant's modifier does not fit the licence",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, sections 110.2 and 110.3"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 20.4.3"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {code} with {modifier}, which is for physicians; the practitioner is none. "
                 "Physician assistants, nurse practitioners and clinical nurse specialists report AS.",
             .carc = "CO-4",
             .why =
                 "The modifier says who assisted and so what is paid: 16 % of the fee to a physician, 85 % "
                 "of that to other practitioners, nothing to a nurse anesthetist or first assistant.",
             .fires = "47562-80 licence=npp",
             .silent = "47562-AS licence=npp"},
    .evaluate = evaluate_licence};

extern const Rule assistant_without_surgeon{
    .info = {.id = "MPFS-ASST-003",
             .module = "MPFS",
             .title = "Assistant without the surgeon's charge",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 20.4.3"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {code} with {modifier}, and no surgeon's charge for it on that day. The "
                 "assistant's line is denied until the surgeon's is there: await it, or check the code.",
             .carc = "CO-16",
             .why = "An assistant is paid for the operation that a surgeon reports; without it there is "
                    "nothing to assist.",
             .fires = "history complete; 47562-AS",
             .silent = "47562-AS npi=1003000126; 47562 npi=1234567893"},
    .evaluate = evaluate_surgeon};

extern const Rule several_assistants{
    .info = {.id = "MPFS-ASST-004",
             .module = "MPFS",
             .title = "More than one assistant, or one beside co-surgeons",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.8"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {code} with {modifier} is a second assistant's charge for one operation. "
                 "One assistant is paid unless the record shows why two were needed.",
             .carc = "CO-54",
             .why = "The fee provides for one assistant; co-surgeons and teams assist each other.",
             .fires = "47562-80; 47562-AS",
             .silent = "47562; 47562-AS"},
    .evaluate = evaluate_assistants};

}  // namespace chargelint
