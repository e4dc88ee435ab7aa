// GLB-001: a visit on the day of a minor procedure (global period 000 or 010) without modifier 25.
#include "rules/global_surgery/package.h"

namespace chargelint {
namespace {

bool excused(const ServiceLine& visit) {
  return visit.has("25"_mod) || visit.has("24"_mod) || visit.has("FT"_mod);
}

// One finding a visit: the question is the same whichever of the day's procedures takes the visit in.
Finding& report(RuleOutput& output, const LineFacts& visit, Hcpcs procedure_code, const FeeScheduleRow& row) {
  const ServiceLine& line = *visit.line;
  Finding& finding = add_for_line(output, line);
  finding.codes.push_back(procedure_code);
  finding.evidence = evidence_of(Source::fee_schedule, &row);
  finding.arguments.push_back({"procedure", procedure_code});
  finding.arguments.push_back({"days", days_text(row)});
  const ModifierUse* decision = use_of(line, "57"_mod);
  if (decision != nullptr) {
    finding.severity = Severity::warning;
    finding.modifiers.push_back(decision->value);
    finding.clinician =
        "57 is for major surgery. With {procedure}, use 25 if the visit was significant and separate.";
    finding.biller =
        "{code} on line {line} carries 57, which is for the decision for major surgery; {procedure} of the "
        "same day has global period {days}. The payer's pair edit lets 57 pass, yet it is wrong: use 25 if "
        "the visit was significant and separate, else remove the visit.";
  }
  Fix separate = add_modifier_fix(
      line.number, "25"_mod, "Was the visit significant and separate from the procedure and its usual work?");
  if (decision != nullptr) {
    Edit drop = edit_of(EditKind::remove_modifier, line.number);
    drop.modifier = decision->value;
    separate.edits.insert(separate.edits.begin(), drop);
  }
  finding.fixes.push_back(separate);
  finding.fixes.push_back(remove_line_fix(line.number));
  return finding;
}

// True when a procedure of the claim was found for the visit.
bool judge_claim(const RuleInput& input, RuleOutput& output, const LineFacts& visit) {
  bool major = false;
  SmallVector<const LineFacts*, 4> procedures;
  for (const LineFacts& other : input.lines) {
    if (&other == &visit || !other.judged || other.date != visit.date) continue;
    if (!same_practitioner(*visit.line, *other.line) || is_visit(input, other)) continue;
    const FeeScheduleRow* row = fee_row(other, output);
    if (row == nullptr || !opens_package(other, *row)) continue;
    major = major || row->global_days() == "090";
    if (is_minor(row->global_days())) procedures.push_back(&other);
  }
  // Beside a major procedure 57 is right (GLB-002's ground).
  if (major && visit.line->has("57"_mod)) return true;
  if (procedures.empty()) return false;
  Finding& finding = report(output, visit, procedures.front()->line->code, *procedures.front()->fee.row);
  for (const LineFacts* procedure : procedures) {
    finding.lines.push_back(procedure->line->number);
    if (!finding.codes.contains(procedure->line->code)) finding.codes.push_back(procedure->line->code);
  }
  return true;
}

// The procedure may stand on an earlier claim of the same day.
void judge_history(const RuleInput& input, RuleOutput& output, const LineFacts& visit) {
  if (input.history.availability() == Availability::none) return;
  for (const PriorLine& prior : input.history.lines({visit.date, visit.date})) {
    if (prior.date != visit.date || !same_biller(input.context(), *visit.line, prior)) continue;
    if (input.reference.in_set(CodeSet::evaluation_management, prior.code, prior.date)) continue;
    const FeeScheduleRow* row = fee_schedule_on(input.reference, prior.code, Modifier{}, prior.date).row;
    if (row == nullptr || !is_minor(row->global_days()) || !opens_package(input, prior)) continue;
    report(output, visit, prior.code, *row).history_used = true;
    return;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for (const LineFacts& visit : input.lines) {
    if (!visit.judged || !is_visit(input, visit) || excused(*visit.line)) continue;
    if (!judge_claim(input, output, visit)) judge_history(input, output, visit);
  }
}

}  // namespace

extern const Rule visit_with_minor_procedure{
    .info =
        {.id = "GLB-001",
         .module = "GLB",
         .title = "Visit on the day of a minor procedure without 25",
         .severity = Severity::error,
         .payers = kNcciPayers,
         .kinds = KindMask::professional,
         .history = HistoryUse::same_day,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
         .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
         .reads_count = 3,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.6.B"},
                        {"Medicare Claims Processing Manual", "chapter 12, sections 40.1 and 40.2.A.8"},
                        {"NCCI Policy Manual for Medicare Services", "chapter I, section D"}}},
         .clinician = "The visit is included in {procedure} unless it was significant and separate. Was it?",
         .biller = "{code} on line {line} is on the day of {procedure}, global period {days}: the visit is "
                   "included unless it was significant and separately identifiable, and the decision to do "
                   "the minor procedure alone does not qualify. Add 25 if documented; else remove the visit.",
         .carc = "CO-97",
         .why =
             "A minor procedure's payment holds the usual visit of its day; 25 says that the visit was more.",
         .fires = "62324; 99213",
         .silent = "62324; 99213-25"},
    .evaluate = evaluate};

}  // namespace chargelint
