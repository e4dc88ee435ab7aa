// MOD-LAT-001: a code of one side, finger, toe or lid that does not say which.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::string_view kQuestion = "Is this the side that was treated?";

bool names_digit_or_lid(const LineFacts& facts) {
  return facts.has_class(ModifierClass::finger) || facts.has_class(ModifierClass::toe) ||
         facts.has_class(ModifierClass::eyelid);
}
bool names_side(const LineFacts& facts) {
  return facts.has_class(ModifierClass::left) || facts.has_class(ModifierClass::right) ||
         facts.line->has("50"_mod);
}

// The side that the body site or the diagnosis states.
BodySide stated_side(const RuleInput& input, const LineFacts& facts) {
  if (facts.line->side != BodySide::unstated) return facts.line->side;
  const IcdCode code = pointed_diagnosis(input.claim, *facts.line, 0);
  if (code.empty()) return BodySide::unstated;
  const DiagnosisRow* row = diagnosis_on(input.reference, code, facts.date).row;
  return row == nullptr ? BodySide::unstated : row->side;
}

void offer_side(const RuleInput& input, const LineFacts& facts, Finding& finding) {
  const BodySide side = stated_side(input, facts);
  const std::uint16_t number = facts.line->number;
  if (side == BodySide::left) finding.fixes.push_back(add_modifier_fix(number, "LT"_mod, kQuestion));
  if (side == BodySide::right) finding.fixes.push_back(add_modifier_fix(number, "RT"_mod, kQuestion));
  if (side == BodySide::both)
    finding.fixes.push_back(add_modifier_fix(number, "50"_mod, "Were both sides done in one session?"));
  if (side == BodySide::unstated || side == BodySide::unspecified) {
    finding.fixes.push_back(add_modifier_fix(number, "LT"_mod, "Was it the left side?"));
    finding.fixes.push_back(add_modifier_fix(number, "RT"_mod, "Was it the right side?"));
  }
}

bool is_part(const LineFacts& facts) {
  return facts.has_class(ModifierClass::assistant) || facts.line->has("55"_mod) || facts.line->has("56"_mod);
}

void ask_for_digit(RuleOutput& output, const LineFacts& facts) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.severity = names_side(facts) ? Severity::info : Severity::warning;
  finding.clinician = "Which finger, toe or lid? {code} needs it named.";
  finding.biller =
      "Line {line}: {code} is of one finger, toe or lid and none is named. Add FA-F9, TA-T9 or E1-E4 as the "
      "record says; without it a second one of the day looks like a duplicate.";
}

void ask_for_side(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const FeeScheduleRow* row = facts.fee.row;
  if (row == nullptr || row->bilateral != '1' || facts.line->units.thousandths > 1000) return;
  Finding& finding = add_for_line(output, *facts.line);
  finding.evidence = evidence_of(Source::fee_schedule, row);
  if (!facts.in(CodeSet::side_asked)) finding.severity = Severity::info;
  offer_side(input, facts, finding);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || names_digit_or_lid(facts)) continue;
    const bool digit = facts.in(CodeSet::digit_or_lid_asked);
    if (!digit && (facts.fee.row == nullptr || facts.fee.row->bilateral != '1')) continue;
    if (is_part(facts)) continue;
    if (digit && !facts.line->has("50"_mod)) {
      ask_for_digit(output, facts);
    } else if (!names_side(facts)) {
      ask_for_side(input, output, facts);
    }
  }
}

}  // namespace

extern const Rule side_missing{
    .info = {.id = "MOD-LAT-001",
             .module = "MOD",
             .title = "Side, finger, toe or lid is needed and not named",
             .severity = Severity::warning,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .by_line = true,
             .reads = {Source::fee_schedule, Source::code_sets, Source::modifiers},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.7"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section E"}}},
             .clinician = "Which side was {code} done on?",
             .biller =
                 "Line {line}: {code} has bilateral indicator 1: the body has two of it, and no side is "
                 "named. Add LT or RT as the record says, or 50 if both sides were done.",
             .carc = "CO-4",
             .why = "Without a side the payer can't tell a second knee from a duplicate, and can't match the "
                    "line with a diagnosis of one side.",
             .fires = "20610",
             .silent = "20610-RT"},
    .evaluate = evaluate};

}  // namespace chargelint
