// MOD-59-003: 59 or X{EPSU} where the data say one site, session and practitioner. On one claim NCCI-PTP-004
// says so, where it speaks; here also against the lines of other claims of the day.
#include "rules/modifier/distinct_pairs.h"

namespace chargelint {
namespace {

void offer_answers(Finding& finding, const ServiceLine& line, Modifier modifier) {
  const auto offer = [&](Modifier reason, std::string_view question) {
    if (reason != modifier)
      finding.fixes.push_back(swap_modifier_fix(line.number, modifier, reason, question));
  };
  finding.fixes.push_back(
      remove_modifier_fix(line.number, modifier, "Was nothing separate about the two procedures?"));
  offer("XS"_mod, "Was it another site or lesion than the data say?");
  offer("XE"_mod, "Was it another session of the same day?");
  offer("XP"_mod, "Was it another practitioner?");
}

Finding* report(RuleOutput& output, const RuleInput& input, const LineFacts& facts, Hcpcs other,
                Modifier place, const Evidence& evidence) {
  const ModifierUse* use = modifier_of_class(input.reference, facts, ModifierClass::distinct);
  if (use == nullptr) return nullptr;
  Finding& finding = add_for_modifier(output, *facts.line, *use);
  finding.codes.push_back(other);
  finding.evidence = evidence;
  finding.arguments.push_back({"partner", other});
  finding.arguments.push_back({"place", place});
  offer_answers(finding, *facts.line, use->value);
  return &finding;
}

Evidence pair_evidence(const RuleInput& input, const PtpEdit& edit, Hcpcs one, Hcpcs other) {
  Evidence evidence;
  evidence.row = PtpEvidence{edit.column2() == one ? other : one, &edit};
  evidence.source = ptp_table(input.context());
  evidence.release = edit.release;
  evidence.present = true;
  return evidence;
}

void judge_claim(const RuleInput& input, RuleOutput& output) {
  for_each_distinct_pair(input, [&](const LineFacts& facts, const LineFacts& other, const PtpEdit& edit) {
    if (of_another_person(*facts.line, *other.line) || is_visit(input, facts) || is_visit(input, other))
      return;
    const auto own = named_places(input, facts);
    const auto others = named_places(input, other);
    if (!share_place(own, others)) return;
    Finding* const finding = report(output, input, facts, other.line->code, own[0],
                                    pair_evidence(input, edit, facts.line->code, other.line->code));
    if (finding != nullptr) finding->lines.push_back(other.line->number);
  });
}

void judge_history(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const auto own = named_places(input, facts);
  if (own.empty() || is_visit(input, facts)) return;
  for_each_prior_of_day(input, facts.date, [&](const PriorLine& prior) {
    if (prior.code == facts.line->code || !same_biller(input.context(), *facts.line, prior)) return;
    if (!share_place(own, prior.modifiers)) return;
    const PtpEdit* const edit =
        edit_between(input, ptp_table(input.context()), prior.code, facts.line->code, facts.date);
    if (edit == nullptr || edit->indicator != 1) return;
    Finding* const finding = report(output, input, facts, prior.code, own[0],
                                    pair_evidence(input, *edit, facts.line->code, prior.code));
    if (finding == nullptr) return;
    finding->history_used = true;
    finding->biller =
        "Line {line}: {modifier} separates {code} from {partner}, charged the same day on another claim, yet "
        "both name {place} and one practitioner. Another procedure alone is no reason. Say what was "
        "separate, "
        "or remove {modifier}.";
  });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::distinct)) return;
  judge_claim(input, output);
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && facts.has_class(ModifierClass::distinct)) judge_history(input, output, facts);
  }
}

}  // namespace

extern const Rule same_site_called_distinct{
    .info = {.id = "MOD-59-003",
             .module = "MOD",
             .title = "Distinct-service modifier, yet one site and session",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"},
                            {"CMS booklet on modifiers 59 and X{EPSU}", "MLN 1783722"}}},
             .clinician = "Both procedures look like the same site and session. What was separate?",
             .biller =
                 "Line {line}: {modifier} separates {code} from {partner}, yet both name {place} and one "
                 "practitioner. Another procedure alone is no reason. Say what was separate, or remove "
                 "{modifier}.",
             .carc = "CO-97",
             .why =
                 "The modifier says that site, session or person differed. Where the data of both lines are "
                 "the same, the payer's reviewer asks for the record, and takes the money back if it "
                 "shows nothing separate.",
             .fires = "history complete; npi 1912301953; prior 29881-RT; 29870-RT-59",
             .silent = "history complete; npi 1912301953; prior 29881-RT; 29870-LT-59"},
    .evaluate = evaluate};

}  // namespace chargelint
