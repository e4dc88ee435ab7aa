// GLB-010 and -011: what belongs to a surgical package, charged apart: local anesthesia, removal of sutures,
// the after-care visit, and anesthesia by the surgeon.
#include "rules/global_surgery/package.h"

namespace chargelint {
namespace {

bool is_operation(const LineFacts& facts) {
  return facts.judged && facts.fee.row != nullptr && facts.fee.row->global[0] == '0';
}

// An operation of the same practitioner and day that `wanted` accepts.
template <class Wanted>
const LineFacts* operation_of_day(const RuleInput& input, const LineFacts& facts, Wanted wanted) {
  const LineFacts* found = nullptr;
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !is_operation(other) || other.date != facts.date) continue;
    if (!same_practitioner(*facts.line, *other.line) || is_visit(input, other)) continue;
    if (!wanted(other) || !opens_package(other, *other.fee.row)) continue;
    if (found == nullptr || other.line->number < found->line->number) found = &other;
  }
  return found;
}

template <class Wanted>
bool has_line_beside(const RuleInput& input, const LineFacts& facts, Wanted wanted) {
  return std::any_of(input.lines.begin(), input.lines.end(), [&](const LineFacts& other) {
    return &other != &facts && other.judged && other.date == facts.date && wanted(other) &&
           same_practitioner(*facts.line, *other.line);
  });
}

Finding& report(RuleOutput& output, const LineFacts& facts, const LineFacts& operation) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.codes.push_back(operation.line->code);
  finding.lines.push_back(operation.line->number);
  finding.evidence = evidence_of(Source::fee_schedule, operation.fee.row);
  finding.arguments.push_back({"surgery", operation.line->code});
  return finding;
}

void judge_recorded_visit(RuleOutput& output, const LineFacts& facts) {
  if (!facts.line->charge || facts.line->charge->cents <= 0) return;
  Finding& finding = add_for_line(output, *facts.line);
  finding.arguments.push_back({"charge", facts.line->charge->text()});
  finding.clinician = "{code} only records an after-care visit: it has no charge.";
  finding.biller =
      "Line {line}: {code} with a charge of {charge}. The code records a visit that is in an operation's "
      "payment: set the charge to zero.";
}

void judge_after_care_item(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const Package package = after_care_of(input, facts);
  if (package.row == nullptr) return;
  Finding& finding = add_for_line(output, *facts.line);
  add_package(finding, package);
  finding.biller =
      "{code} on line {line} is in the after-care of {surgery} ({date}, global period {days}): the surgeon's "
      "removal of sutures and change of dressings are in its payment. Remove the line.";
  finding.fixes.push_back(remove_line_fix(facts.line->number, "Was it for the same operation?"));
}

void evaluate_items(const RuleInput& input, RuleOutput& output) {
  const bool block = input.whole.has(CodeSet::block_by_surgeon) && input.whole.judged_lines > 1;
  const bool item = input.whole.has(CodeSet::after_care_item);
  const bool visit = input.whole.has(CodeSet::recorded_visit);
  if ((!block && !item && !visit) || input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    if (facts.in(CodeSet::recorded_visit)) judge_recorded_visit(output, facts);
    if (facts.in(CodeSet::after_care_item)) judge_after_care_item(input, output, facts);
    if (!block || !facts.in(CodeSet::block_by_surgeon) || facts.has_class(ModifierClass::distinct)) continue;
    // Who gives the anesthesia does not operate.
    const auto anesthesia = [](const LineFacts& other) { return other.in(CodeSet::anesthesia); };
    if (input.whole.has(CodeSet::anesthesia) && has_line_beside(input, facts, anesthesia)) continue;
    const LineFacts* operation = operation_of_day(input, facts, [](const LineFacts& other) {
      return !other.in(CodeSet::block_by_surgeon) && !other.in(CodeSet::epidural_by_surgeon);
    });
    if (operation == nullptr) continue;
    Finding& finding = report(output, facts, *operation);
    finding.fixes.push_back(
        remove_line_fix(facts.line->number, "Was the block given for the operation itself?"));
  }
}

void judge_surgeons_anesthesia(RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.biller =
      "Line {line}: {code} with 47, anesthesia given by the surgeon. Medicare pays the operating "
      "practitioner "
      "no anesthesia apart from the operation. Remove 47.";
  finding.fixes.push_back(remove_modifier_fix(facts.line->number, use.value));
}

// Status J: an anesthesia service.
bool is_anesthesia(const LineFacts& facts) {
  return facts.judged && facts.fee.row != nullptr && facts.fee.row->status == 'J';
}

void evaluate_anesthesia(const RuleInput& input, RuleOutput& output) {
  const PayerClass payer = input.context().payer;
  if (payer == PayerClass::medicaid) return;
  // Other payers may take 47.
  const bool by_medicare_rules = payer == PayerClass::medicare || payer == PayerClass::medicare_advantage;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const bool by_number = is_anesthesia(facts);
    const ModifierUse* use = by_medicare_rules && !by_number ? use_of(*facts.line, "47"_mod) : nullptr;
    if (use != nullptr) judge_surgeons_anesthesia(output, facts, *use);
    if (!by_number && !facts.in(CodeSet::epidural_by_surgeon)) continue;
    if (input.whole.judged_lines < 2 || facts.has_class(ModifierClass::distinct)) continue;
    const LineFacts* operation = operation_of_day(input, facts, [by_number](const LineFacts& other) {
      // Beside a minor procedure an epidural is more likely a treatment than its anesthetic; and who gives
      // anesthesia places lines and blocks too, which have a global period of 000.
      const std::string_view days = other.fee.row->global_days();
      return days == "090" || (by_number && days == "010");
    });
    if (operation == nullptr) continue;
    Finding& finding = report(output, facts, *operation);
    finding.fixes.push_back(remove_line_fix(
        facts.line->number, "Did the practitioner who operated give this as the anesthetic?"));
  }
}

}  // namespace

extern const Rule package_item_apart{
    .info = {.id = "GLB-010",
             .module = "GLB",
             .title = "Part of the package charged apart",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.1.A"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section C"}}},
             .clinician = "{code} is part of {surgery}.",
             .biller =
                 "{code} on line {line} is a local or regional block by the practitioner who did {surgery} "
                 "that day: it is part of the operation's payment. Remove it, unless it treated "
                 "something else.",
             .carc = "CO-97",
             .why = "Local anesthesia, dressings, removal of sutures and the usual visits are in an "
                    "operation's fee.",
             .fires = "99024 charge=80.00",
             .silent = "99024 charge=0.00"},
    .evaluate = evaluate_items};

extern const Rule anesthesia_by_surgeon{
    .info = {.id = "GLB-011",
             .module = "GLB",
             .title = "Anesthesia by the surgeon",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter II, section A"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section G"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 50"}}},
             .clinician = "Anesthesia by the surgeon is part of the operation.",
             .biller =
                 "{code} on line {line} is anesthesia by the practitioner who did {surgery} that day: it is "
                 "part of the operation's payment. Remove it, or name the anesthesia practitioner who "
                 "gave it.",
             .carc = "CO-97",
             .why = "Medicare pays for anesthesia only to somebody other than the operating practitioner.",
             .fires = "27447-47",
             .silent = "27447"},
    .evaluate = evaluate_anesthesia};

}  // namespace chargelint
