// GLB-003 and -004: a visit in the after-care of an operation, without 24 or with 24 and the operation's own
// diagnosis.
#include "rules/global_surgery/package.h"

namespace chargelint {
namespace {

// The number by which a visit of the package is recorded without charge.
Hcpcs recorded_visit() {
  return Hcpcs::parse("99024").value_or(Hcpcs{});
}

bool decides_new_surgery(const RuleInput& input, const LineFacts& visit) {
  if (!visit.line->has("57"_mod)) return false;
  bool found = false;
  for_each_package(input, visit, {visit.date, visit.date.plus_days(1)}, true,
                   [&](const Package& package) { found = found || package.row->global_days() == "090"; });
  return found;
}

void judge_visit(const RuleInput& input, RuleOutput& output, const LineFacts& visit) {
  const ServiceLine& line = *visit.line;
  if (line.has("24"_mod) || line.has("FT"_mod)) return;
  const Package package = after_care_of(input, visit);
  if (package.row == nullptr) return;
  Finding& finding = add_for_line(output, line);
  add_package(finding, package);
  finding.arguments.push_back({"day", std::int64_t{visit.date.days() - package.date.days()}});
  if (decides_new_surgery(input, visit)) {
    finding.severity = Severity::info;
    finding.biller =
        "{code} on line {line} is on day {day} after {surgery} ({date}, global period {days}) and carries 57 "
        "for a new operation. Add 24 as well: the visit is not part of the first operation's after-care.";
    finding.fixes.push_back(
        add_modifier_fix(line.number, "24"_mod, "Was the visit unrelated to the first operation?"));
    return;
  }
  finding.fixes.push_back(
      replace_code_fix(line.number, recorded_visit(), "Was it after-care? Then it has no charge."));
  finding.fixes.push_back(add_modifier_fix(
      line.number, "24"_mod, "Was the visit unrelated to the operation, for a diagnosis of its own?"));
  finding.fixes.push_back(remove_line_fix(line.number, "Was it after-care, recorded elsewhere?"));
}

void evaluate_visit(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::evaluation_management) || one_day_alone(input)) return;
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for (const LineFacts& facts : input.lines) {
    if (facts.judged && is_visit(input, facts)) judge_visit(input, output, facts);
  }
}

IcdCode first_diagnosis(const Claim& claim, const ServiceLine& line) {
  if (line.diagnoses.empty() || line.diagnoses_assumed) return {};
  return claim.diagnoses[line.diagnoses.front().index].code;
}
IcdCode diagnosis_of(const Claim& claim, const Package& package) {
  if (package.line != nullptr) return first_diagnosis(claim, *package.line);
  return package.prior->diagnoses.empty() ? IcdCode{} : package.prior->diagnoses.front();
}

bool same_category(IcdCode one, IcdCode other) {
  constexpr std::uint64_t kCategory = ~std::uint64_t{0} << 40U;  // three characters
  return !one.empty() && ((one.packed() ^ other.packed()) & kCategory) == 0;
}
// The other knee is another problem.
bool opposite_sides(const Reference& reference, IcdCode one, IcdCode other, Date date) {
  const DiagnosisRow* row = diagnosis_on(reference, one, date).row;
  const DiagnosisRow* other_row = diagnosis_on(reference, other, date).row;
  if (row == nullptr || other_row == nullptr) return false;
  return (row->side == BodySide::left && other_row->side == BodySide::right) ||
         (row->side == BodySide::right && other_row->side == BodySide::left);
}

void evaluate_diagnosis(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier || !input.whole.has(CodeSet::evaluation_management)) return;
  if (one_day_alone(input) || input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !is_visit(input, facts)) continue;
    const ModifierUse* unrelated = use_of(*facts.line, "24"_mod);
    if (unrelated == nullptr) continue;
    const Package package = after_care_of(input, facts);
    if (package.row == nullptr) continue;
    const IcdCode own = first_diagnosis(input.claim, *facts.line);
    const IcdCode surgical = diagnosis_of(input.claim, package);
    if (own.empty() || surgical.empty()) {
      output.not_evaluated(Gap::missing_field);
      continue;
    }
    if (!same_category(own, surgical)) continue;
    if (opposite_sides(input.reference, own, surgical, facts.date)) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *unrelated);
    finding.codes.push_back(package.code);
    finding.diagnoses.push_back(own);
    if (package.line != nullptr) finding.lines.push_back(package.line->number);
    finding.history_used = package.prior != nullptr;
    finding.evidence = evidence_of(Source::fee_schedule, package.row);
    finding.arguments.push_back({"dx", own});
    finding.arguments.push_back({"surgery", package.code});
    finding.arguments.push_back({"date", package.date});
    Fix after_care =
        replace_code_fix(facts.line->number, recorded_visit(), "Was it after-care? Then it has no charge.");
    Edit drop = edit_of(EditKind::remove_modifier, facts.line->number);
    drop.modifier = unrelated->value;
    after_care.edits.push_back(drop);
    finding.fixes.push_back(after_care);
  }
}

}  // namespace

extern const Rule visit_in_after_care{
    .info = {.id = "GLB-003",
             .module = "GLB",
             .title = "Visit in the after-care of an operation without 24",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.6.A"},
                            {"Medicare Claims Processing Manual",
                             "chapter 12, sections 40.1.B and 40.2.A.7"}}},
             .clinician = "After-care visit for {surgery} of {date}? Then it's included (record 99024).",
             .biller =
                 "{code} on line {line} is on day {day} after {surgery} ({date}, global period {days}): "
                 "after-care is in its payment. Record 99024 without charge if related; add 24 and a "
                 "diagnosis of its own if not.",
             .carc = "CO-97",
             .why = "The surgeon's visits for 10 or 90 days after an operation are in its fee; 24 says that "
                    "a visit had nothing to do with it.",
             .fires = "27447 dos=2026-03-01; 99213 dos=2026-04-20",
             .silent = "27447 dos=2026-03-01; 99213-24 dos=2026-04-20"},
    .evaluate = evaluate_visit};

extern const Rule unrelated_visit_with_surgical_diagnosis{
    .info = {.id = "GLB-004",
             .module = "GLB",
             .title = "24 with the operation's own diagnosis",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::icd10cm, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.2.A.7"}}},
             .clinician = "Is this visit about the surgery of {date}?",
             .biller = "{code} on line {line} carries 24, but its diagnosis {dx} is the one of {surgery} "
                       "({date}). Point it to the problem that was treated, or record 99024 without charge.",
             .carc = "CO-97",
             .why = "24 claims that a visit was unrelated; the same diagnosis says the opposite, and the "
                    "payer sees only the diagnosis.",
             .fires = "27447 dos=2026-03-01; 99213-24 dos=2026-04-20",
             .silent = "dx A M17.11 B J06.9; 27447 dos=2026-03-01; 99213-24 dos=2026-04-20 dxB"},
    .evaluate = evaluate_diagnosis};

}  // namespace chargelint
