// NCCI-PTP-005: 59 or an X modifier on the column 1 line, for a payer that reads it on column 2 alone.
#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

constexpr PayerShift kColumnTwoPayers{
    .medicare = PayerShift::kOff, .medicaid = PayerShift::kOff, .medicare_advantage = PayerShift::kOff};

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::distinct)) return;
  for_each_edit(input, 1, [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
    const PairVerdict verdict = judge_pair(input, column1, column2);
    if (verdict.bypass != Bypass::column1_distinct_only) return false;
    Finding& finding = add_for_lines(input, output, column1, column2, edit);
    const Modifier moved = verdict.bypass_modifier;
    finding.modifiers.push_back(moved);
    finding.arguments.push_back({"modifier", moved});
    if (const ModifierUse* use = use_of(*column1.line, moved)) finding.location = use->at;
    Fix move = remove_modifier_fix(column1.line->number, moved, "Was the column 2 service the separate one?");
    move.edits.push_back(edit_of(EditKind::add_modifier, column2.line->number));
    move.edits.back().modifier = moved;
    finding.fixes.push_back(move);
    return true;
  });
}

}  // namespace

extern const Rule modifier_on_column_one{
    .info =
        {.id = "NCCI-PTP-005",
         .module = "NCCI-PTP",
         .title = "Bypass modifier on the wrong line for this payer",
         .severity = Severity::warning,
         .payers = kColumnTwoPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
         .reads_count = 3,
         .citations = {{{"CMS Change Request 11168", "modifiers 59 and X on either line (Medicare)"},
                        {"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"}}},
         .clinician = {},
         .biller =
             "{modifier} stands on line {line1} ({column1}), the column 1 code of the NCCI pair. Medicare "
             "and "
             "Medicaid read it on either line; this payer is taken to read it on column 2 alone. Move it to "
             "line {line2} ({column2}).",
         .carc = "CO-97",
         .why = "Payers outside Medicare and Medicaid often kept the older rule: the modifier that says "
                "\"separate\" "
                "must stand on the column 2 code, or the pair is denied as if it were not there.",
         .fires = "payer commercial; 45385-59; 45380",
         .silent = "payer medicare; 45385-59; 45380"},
    .evaluate = evaluate};

}  // namespace chargelint
