// MOD-CLASS-003: a practitioners' modifier on a facility's claim, or the reverse.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::string_view kBeforeAnesthesia = "Was it stopped before anesthesia was given?";
constexpr std::string_view kAfterAnesthesia = "Was it stopped after anesthesia was given?";

void offer_fixes(Finding& finding, const Context& context, const ServiceLine& line, Modifier modifier) {
  const std::uint16_t number = line.number;
  if (modifier == "53"_mod) {
    finding.fixes.push_back(swap_modifier_fix(number, modifier, "73"_mod, kBeforeAnesthesia));
    finding.fixes.push_back(swap_modifier_fix(number, modifier, "74"_mod, kAfterAnesthesia));
  } else if ((modifier == "73"_mod || modifier == "74"_mod) && context.kind == BillKind::professional) {
    finding.fixes.push_back(swap_modifier_fix(number, modifier, "53"_mod,
                                              "Was it begun and then stopped for the patient's safety?"));
  } else if (modifier == "50"_mod) {
    Fix twice = remove_modifier_fix(number, modifier);
    Edit units = edit_of(EditKind::set_units, number);
    units.units = Quantity::of(2);
    twice.edits.push_back(units);
    finding.fixes.push_back(twice);
  } else {
    finding.fixes.push_back(remove_modifier_fix(number, modifier));
  }
}

enum class Misfit : std::uint8_t { none, facility_only, hospital_only, professional_only, part, both_sides };

Misfit misfit_of(const Context& context, const ServiceLine& line, Modifier modifier, const ModifierRow& row) {
  switch (context.kind) {
    case BillKind::professional:
      return row.is(ModifierClass::facility_claim) ? Misfit::facility_only : Misfit::none;
    case BillKind::asc:
      if (row.is(ModifierClass::hospital_claim)) return Misfit::hospital_only;
      if (modifier == "50"_mod) return Misfit::both_sides;
      return row.is(ModifierClass::professional_claim) ? Misfit::professional_only : Misfit::none;
    case BillKind::outpatient:
      if (is_method_two(context, line)) return Misfit::none;
      if (row.is(ModifierClass::component)) return Misfit::part;
      return row.is(ModifierClass::professional_claim) ? Misfit::professional_only : Misfit::none;
    default:
      return Misfit::none;
  }
}

void word(Finding& finding, Misfit misfit) {
  if (misfit == Misfit::facility_only) {
    finding.biller =
        "Line {line}: {modifier} is for facilities' claims only; this is a practitioner's. A procedure "
        "stopped for the patient's safety is 53 here. Replace or drop it.";
  } else if (misfit == Misfit::hospital_only) {
    finding.biller = "Line {line}: {modifier} is for hospitals' claims; a surgery center does not use it.";
  } else if (misfit == Misfit::both_sides) {
    finding.biller =
        "Line {line}: surgery centers do not bill 50. Bill {code} on two lines, or once with two units, so "
        "that both sides are paid.";
  } else if (misfit == Misfit::part) {
    finding.severity = Severity::warning;
    finding.biller =
        "Line {line}: a hospital's outpatient claim is for its own part anyway; {modifier} is not expected "
        "on {code}. Drop it.";
  }
}

// What could be wrong on that kind of claim at all.
bool may_misfit(const Context& context, std::uint32_t classes) {
  const auto any = [classes](ModifierClass one, ModifierClass other) {
    return (classes & (static_cast<std::uint32_t>(one) | static_cast<std::uint32_t>(other))) != 0;
  };
  if (context.kind == BillKind::professional)
    return any(ModifierClass::facility_claim, ModifierClass::facility_claim);
  if (context.kind == BillKind::outpatient)
    return any(ModifierClass::professional_claim, ModifierClass::component);
  return classes != 0;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!may_misfit(input.context(), input.whole.modifier_classes)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !may_misfit(input.context(), facts.modifier_classes)) continue;
    for (const ModifierUse& use : facts.line->modifiers) {
      if (use.value.empty()) continue;
      const ModifierRow* row = modifier_on(input.reference, use.value, facts.date).row;
      if (row == nullptr) continue;
      const Misfit misfit = misfit_of(input.context(), *facts.line, use.value, *row);
      if (misfit == Misfit::none) continue;
      Finding& finding = add_for_modifier(output, *facts.line, use);
      finding.evidence = evidence_of(Source::modifiers, row);
      word(finding, misfit);
      offer_fixes(finding, input.context(), *facts.line, use.value);
    }
  }
}

}  // namespace

extern const Rule modifier_of_other_claim_kind{
    .info = {.id = "MOD-CLASS-003",
             .module = "MOD",
             .title = "Practitioners' modifier on a facility's claim, or the reverse",
             .severity = Severity::error,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::modifiers},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 4, sections 20.6 and 20.6.4"},
                            {"Medicare Claims Processing Manual", "chapter 14, section 40"},
                            {"Integrated Outpatient Code Editor", "edit 22"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {modifier} is for practitioners' claims; a facility does not use it. For "
                 "a stopped procedure use 73 or 74. Replace or drop it.",
             .carc = "CO-4",
             .why = "Hospitals and surgery centers say with 73 and 74 what practitioners say with 53, and "
                    "share no package or assistant with them. The editor returns a claim with a modifier "
                    "of the other kind.",
             .fires = "kind O; 45378-53",
             .silent = "45378-53"},
    .evaluate = evaluate};

}  // namespace chargelint
