// NCCI-PTP-004: a modifier sets a pair aside though both lines name the same place, or one line alone names
// any.
#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

Modifier other_side(Modifier side) {
  if (side == "LT"_mod) return "RT"_mod;
  return side == "RT"_mod ? "LT"_mod : Modifier{};
}

// The place stands on column 2 alone: Medicare pays, and asks where the other service was.
void ask_for_other_place(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                         const LineFacts& column2, const PtpEdit& edit, Modifier place) {
  Finding& finding = add_for_lines(input, output, column1, column2, edit);
  finding.severity = Severity::info;
  finding.modifiers.push_back(place);
  finding.arguments.push_back({"place", place});
  finding.clinician = "{column2} is on {place}; where was {column1} done?";
  finding.biller =
      "Line {line2} ({column2}) names {place} and line {line1} ({column1}) no place. The modifier sets the "
      "NCCI "
      "edit aside, but only another site is separate: name the place of line {line1} too.";
  if (const Modifier side = other_side(place); !side.empty()) {
    finding.fixes.push_back(
        add_modifier_fix(column1.line->number, side, "Was the column 1 service on the other side?"));
  }
}

bool body_sides_agree(const LineFacts& column1, const LineFacts& column2) {
  const BodySide side = column1.line->side;
  return side == column2.line->side && (side == BodySide::left || side == BodySide::right);
}

void ask_whether_separate(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                          const LineFacts& column2, const PtpEdit& edit, const PairVerdict& verdict) {
  Finding& finding = add_for_lines(input, output, column1, column2, edit);
  finding.modifiers.push_back(verdict.place);
  if (verdict.other != verdict.place) finding.modifiers.push_back(verdict.other);
  finding.arguments.push_back({"place", verdict.place});
  const Modifier by = verdict.bypass_modifier;
  if (by.empty()) {
    finding.arguments.push_back({"other", verdict.other});
    finding.clinician =
        "{column1} and {column2} are on one side ({place}, {other}). Was the second really separate?";
    finding.biller =
        "Line {line1} ({column1}) has {place} and line {line2} ({column2}) {other}, a place of the same "
        "side. The "
        "modifiers differ, so the NCCI edit passes, yet they may name one site. Keep both only if the record "
        "shows "
        "two.";
  } else {
    finding.modifiers.push_back(by);
    finding.arguments.push_back({"modifier", by});
  }
  finding.fixes.push_back(
      remove_line_fix(column2.line->number, "Were both services done at the same site in one session?"));
}

void ask_by_body_site(const RuleInput& input, RuleOutput& output, const LineFacts& column1,
                      const LineFacts& column2, const PtpEdit& edit, Modifier by) {
  Finding& finding = add_for_lines(input, output, column1, column2, edit);
  finding.severity = Severity::info;
  finding.modifiers.push_back(by);
  const bool left = column2.line->side == BodySide::left;
  finding.arguments.push_back({"place", left ? std::string_view("the left side") : "the right side"});
  finding.arguments.push_back({"modifier", by});
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::ncci_bypass)) return;
  const Source table = ptp_table(input.context());
  if (lacks_medicaid_tables(input, output, table)) return;
  for_each_edit(input, 1, [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
    const PairVerdict verdict = judge_pair(input, column1, column2);
    const bool by_distinct =
        verdict.bypass == Bypass::full && !verdict.bypass_modifier.empty() &&
        modifier_is(input.reference, verdict.bypass_modifier, column2.date, ModifierClass::distinct);
    if (verdict.bypass == Bypass::same_place) {
      ask_whether_separate(input, output, column1, column2, edit, verdict);
    } else if (verdict.bypass == Bypass::column2_place_only) {
      ask_for_other_place(input, output, column1, column2, edit, verdict.place);
    } else if (by_distinct && body_sides_agree(column1, column2)) {
      ask_by_body_site(input, output, column1, column2, edit, verdict.bypass_modifier);
    } else {
      return false;
    }
    return true;
  });
}

}  // namespace

extern const Rule same_site_with_modifier{
    .info =
        {.id = "NCCI-PTP-004",
         .module = "NCCI-PTP",
         .title = "Bypass modifier though both lines name the same site",
         .severity = Severity::warning,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
         .reads_count = 3,
         .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"},
                        {"CMS booklet on modifiers 59 and XE, XS, XP, XU", "MLN 1783722"}}},
         .clinician = "{column1} and {column2} are both on {place}. Was the second really separate?",
         .biller =
             "Lines {line1} ({column1}) and {line2} ({column2}) are an NCCI pair, both on {place}, and "
             "{modifier} sets the edit aside. Reviewers read the same place as one site: keep the modifier "
             "only if the record shows another session, incision or lesion.",
         .carc = "CO-97",
         .why = "A bypass modifier says that the second service was separate. The same side or digit on both "
                "lines "
                "says the opposite, and is what payers look for when they take such payments back.",
         .fires = "29881-RT; 29870-RT-59",
         .silent = "29881-RT; 29870-LT-59"},
    .evaluate = evaluate};

}  // namespace chargelint
