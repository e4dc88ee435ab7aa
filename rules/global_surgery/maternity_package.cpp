// GLB-012: what the maternity packages hold, charged apart by the same practice.
#include "rules/global_surgery/package.h"

namespace chargelint {
namespace {

// What of a line, of this claim or an earlier one, the rule asks.
struct CareLine {
  bool antepartum_visit = false;  // a routine visit in pregnancy
  bool antepartum_care = false;   // the code of several such visits
  bool postpartum_care = false;
  bool with_postpartum = false;  // a delivery that holds it
};

bool pregnant(const RuleInput& input, IcdCode diagnosis, Date date) {
  return !diagnosis.empty() && input.reference.in_set(DiagnosisSet::pregnancy, diagnosis, date);
}

CareLine care_of(const RuleInput& input, const LineFacts& facts) {
  CareLine care;
  care.antepartum_care = facts.in(CodeSet::maternity_antepartum);
  care.postpartum_care = facts.in(CodeSet::maternity_postpartum);
  care.with_postpartum = facts.in(CodeSet::maternity_with_postpartum);
  const ServiceLine& line = *facts.line;
  if (!is_visit(input, facts) || line.has("24"_mod) || line.has("25"_mod)) return care;
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    care.antepartum_visit =
        care.antepartum_visit || pregnant(input, input.claim.diagnoses[pointer.index].code, facts.date);
  }
  return care;
}
CareLine care_of(const RuleInput& input, const PriorLine& prior) {
  const auto in = [&](CodeSet set) { return input.reference.in_set(set, prior.code, prior.date); };
  CareLine care;
  care.antepartum_care = in(CodeSet::maternity_antepartum);
  care.postpartum_care = in(CodeSet::maternity_postpartum);
  care.with_postpartum = in(CodeSet::maternity_with_postpartum);
  if (!in(CodeSet::evaluation_management)) return care;
  if (prior.modifiers.contains("24"_mod) || prior.modifiers.contains("25"_mod)) return care;
  for (const IcdCode diagnosis : prior.diagnoses) {
    care.antepartum_visit = care.antepartum_visit || pregnant(input, diagnosis, prior.date);
  }
  return care;
}

struct Course {
  std::int64_t visits = 0;
  Hcpcs antepartum;
  Hcpcs delivery;  // that holds the postpartum care
  SmallVector<std::uint16_t, 4> lines;
  bool from_history = false;
};

// What else the practice charged in the months before.
Course course_of(const RuleInput& input, const LineFacts& facts, std::int64_t days) {
  Course course;
  const Date from = facts.date.plus_days(-static_cast<std::int32_t>(days));
  const auto add = [&](const CareLine& care, Hcpcs code, std::uint16_t line) {
    if (care.antepartum_visit) ++course.visits;
    if (care.antepartum_care) course.antepartum = code;
    if (care.with_postpartum) course.delivery = code;
    const bool counts = care.antepartum_visit || care.antepartum_care || care.with_postpartum;
    if (counts && line != 0) course.lines.push_back(line);
    course.from_history = course.from_history || (counts && line == 0);
  };
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.date > facts.date || other.date < from) continue;
    if (!same_practitioner(*facts.line, *other.line)) continue;
    add(care_of(input, other), other.line->code, other.line->number);
  }
  if (input.history.availability() == Availability::none) return course;
  for (const PriorLine& prior : input.history.lines({from, facts.date})) {
    if (prior.status == PriorStatus::ordered || prior.status == PriorStatus::denied) continue;
    if (!same_biller(input.context(), *facts.line, prior)) continue;
    add(care_of(input, prior), prior.code, 0);
  }
  return course;
}

Finding& report(RuleOutput& output, const LineFacts& facts, const Course& course) {
  Finding& finding = add_for_line(output, *facts.line);
  for (const std::uint16_t line : course.lines) finding.lines.push_back(line);
  finding.history_used = course.from_history;
  return finding;
}

void judge_package(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const Course& course) {
  if (!course.antepartum.empty()) {
    Finding& finding = report(output, facts, course);
    finding.codes.push_back(course.antepartum);
    finding.arguments.push_back({"other", course.antepartum});
    finding.biller =
        "{code} on line {line} holds the care before the delivery, which {other} charges apart. Keep one: "
        "the "
        "package, or the visits and a delivery code without them.";
    return;
  }
  const auto apart = input.reference.parameter(Parameter::maternity_visits_apart, facts.date);
  if (!apart || course.visits < *apart) return;
  Finding& finding = report(output, facts, course);
  finding.arguments.push_back({"count", course.visits});
}

void judge_postpartum(RuleOutput& output, const LineFacts& facts, const Course& course) {
  if (course.delivery.empty()) return;
  Finding& finding = report(output, facts, course);
  finding.codes.push_back(course.delivery);
  finding.arguments.push_back({"other", course.delivery});
  finding.biller =
      "{code} on line {line} is the care after the delivery, and {other} holds it already. Remove the line, "
      "or "
      "report the delivery without it.";
  finding.fixes.push_back(remove_line_fix(facts.line->number, "Was it the usual care after the delivery?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::maternity_package) && !input.whole.has(CodeSet::maternity_postpartum)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const bool package = facts.in(CodeSet::maternity_package);
    if (!package && !facts.in(CodeSet::maternity_postpartum)) continue;
    const auto days = input.reference.parameter(Parameter::maternity_look_back_days, facts.date);
    if (!days) continue;
    const Course course = course_of(input, facts, *days);
    if (package) {
      judge_package(input, output, facts, course);
    } else {
      judge_postpartum(output, facts, course);
    }
  }
}

}  // namespace

extern const Rule maternity_package{
    .info = {.id = "GLB-012",
             .module = "GLB",
             .title = "Maternity care charged in the package and apart",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::year,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"CPT", "maternity care and delivery packages, 59400 to 59622"},
                            {"NCCI Policy Manual for Medicare Services", "chapter VII"}}},
             .clinician = {},
             .biller =
                 "{code} on line {line} holds the usual care before the delivery, and {count} visits for "
                 "the pregnancy were charged apart. Take those back, or report the delivery without "
                 "them; visits for another problem take 24 or 25.",
             .carc = "CO-97",
             .why = "The maternity package is one fee for the visits of pregnancy, the delivery and the care "
                    "after it.",
             .fires =
                 "dx A O80; prior 99213 dos=2026-02-02 codes=Z3403; prior 99213 dos=2026-03-02 codes=O26813; "
                 "prior 99213 dos=2026-04-06 codes=O26813; prior 99213 dos=2026-04-20 codes=O26813; 59400",
             .silent = "dx A O80; prior 99213 dos=2026-04-20 codes=O26813; 59400"},
    .evaluate = evaluate};

}  // namespace chargelint
