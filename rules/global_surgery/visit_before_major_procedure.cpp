// GLB-002: a visit on the day of a major procedure (global period 090) or the day before, without 57.
#include <tuple>

#include "rules/global_surgery/package.h"

namespace chargelint {
namespace {

template <class Has>
bool excused(Has has) {
  return has("57"_mod) || has("24"_mod) || has("FT"_mod);
}

constexpr std::string_view kDecided = "Was major surgery decided at this visit?";

void report_visit(RuleOutput& output, const LineFacts& visit, const Package& package) {
  const ServiceLine& line = *visit.line;
  Finding& finding = add_for_line(output, line);
  add_package(finding, package);
  if (const ModifierUse* separate = use_of(line, "25"_mod)) {
    finding.severity = Severity::info;
    finding.modifiers.push_back(separate->value);
    finding.biller =
        "{code} on line {line} carries 25 beside {surgery} of {date}, global period {days}. 57 is the "
        "modifier "
        "when the visit led to the decision for major surgery; 25 fits a separate problem.";
    finding.fixes.push_back(add_modifier_fix(line.number, "57"_mod, kDecided));
    return;
  }
  finding.fixes.push_back(add_modifier_fix(line.number, "57"_mod, kDecided));
  finding.fixes.push_back(remove_line_fix(line.number, "Was it the usual visit before the operation?"));
}

// Operations of the claim and of the history, scheduled ones too.
void judge_visit(const RuleInput& input, RuleOutput& output, const LineFacts& visit) {
  Package found;
  for_each_package(input, visit, {visit.date, visit.date.plus_days(1)}, true, [&](const Package& package) {
    if (package.row->global_days() != "090") return;
    // This claim's before an earlier one's, then the first by day and code.
    const auto rank = [](const Package& one) { return std::tuple(one.line == nullptr, one.date, one.code); };
    if (found.row == nullptr || rank(package) < rank(found)) found = package;
  });
  if (found.row != nullptr) report_visit(output, visit, found);
}

// The visit may stand on an earlier claim: this claim is right, that one is not.
void judge_surgery(const RuleInput& input, RuleOutput& output, const LineFacts& surgery) {
  const Date before = surgery.date.plus_days(-1);
  for (const PriorLine& prior : input.history.lines({before, surgery.date})) {
    if (prior.status == PriorStatus::ordered || prior.status == PriorStatus::denied) continue;
    if (!input.reference.in_set(CodeSet::evaluation_management, prior.code, prior.date)) continue;
    if (!same_biller(input.context(), *surgery.line, prior)) continue;
    const auto has = [&prior](Modifier modifier) { return prior.modifiers.contains(modifier); };
    if (excused(has) || has("25"_mod)) continue;
    Finding& finding = add_for_line(output, *surgery.line);
    finding.severity = Severity::warning;
    finding.history_used = true;
    finding.codes.push_back(prior.code);
    finding.evidence = evidence_of(Source::fee_schedule, surgery.fee.row);
    finding.arguments.push_back({"surgery", surgery.line->code});
    finding.arguments.push_back({"visit", prior.code});
    finding.arguments.push_back({"date", prior.date});
    finding.clinician = "Was surgery decided at the visit of {date}?";
    finding.biller =
        "{code} on line {line} takes in {visit} of {date}, charged earlier without 57. Correct that claim: "
        "57 "
        "if surgery was decided at the visit, 25 if it was separate; else take the visit back.";
    return;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  const bool with_history = input.history.availability() != Availability::none;
  const bool visits = input.whole.has(CodeSet::evaluation_management);
  if (!with_history && (!visits || input.whole.judged_lines < 2)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    if (is_visit(input, facts)) {
      const auto has = [&facts](Modifier modifier) { return facts.line->has(modifier); };
      if (!excused(has)) judge_visit(input, output, facts);
    } else if (with_history && facts.fee.row != nullptr && facts.fee.row->global_days() == "090" &&
               opens_package(facts, *facts.fee.row)) {
      judge_surgery(input, output, facts);
    }
  }
}

}  // namespace

extern const Rule visit_before_major_procedure{
    .info = {.id = "GLB-002",
             .module = "GLB",
             .title = "Visit before a major procedure without 57",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::days_92,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.6.C"},
                            {"Medicare Claims Processing Manual", "chapter 12, sections 40.1 and 40.2.A.4"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section D"}}},
             .clinician = "Was this the visit where surgery ({surgery}) was decided?",
             .biller =
                 "{code} on line {line} is on the day of {surgery} ({date}, global period {days}) or the day "
                 "before: the visit is included unless surgery was decided at it. Add 57 if it was, 25 if "
                 "the visit was for something separate; else remove it.",
             .carc = "CO-97",
             .why = "A major procedure's package begins the day before it. Only the visit that led to the "
                    "decision, or one for something else, is paid beside it.",
             .fires = "99214 dos=2026-05-01; 27447 dos=2026-05-02",
             .silent = "99214-57 dos=2026-05-01; 27447 dos=2026-05-02"},
    .evaluate = evaluate};

}  // namespace chargelint
