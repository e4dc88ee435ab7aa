// EM-DUP-001: two visits of one day by one practitioner, or group and specialty.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

bool is_office(const RuleInput& input, Hcpcs code, Date date) {
  return input.reference.in_set(CodeSet::office_visit, code, date);
}

// The sets of a visit, wherever it stands.
struct Visit {
  Hcpcs code;
  Date date;
  bool has_25 = false;
};
bool is_one_of_each(const RuleInput& input, const Visit& one, const Visit& other, CodeSet first,
                    CodeSet second) {
  const auto in = [&](const Visit& visit, CodeSet set) {
    return input.reference.in_set(set, visit.code, visit.date);
  };
  return (in(one, first) && in(other, second)) || (in(one, second) && in(other, first));
}

// Paid together: two office visits for problems apart (25); a discharge and the admission to a nursing
// facility. Admission and discharge of one day are EM-DISCH-001's.
bool may_stand_together(const RuleInput& input, const Visit& one, const Visit& other) {
  if (is_one_of_each(input, one, other, CodeSet::hospital_discharge, CodeSet::nursing_admission)) return true;
  if (is_one_of_each(input, one, other, CodeSet::hospital_discharge, CodeSet::hospital_admission))
    return true;
  if (!one.has_25 && !other.has_25) return false;
  if (!is_medicare(input.context())) return true;
  return is_office(input, one.code, one.date) && is_office(input, other.code, other.date);
}

Visit visit_of(const LineFacts& facts) {
  return {facts.line->code, facts.date, facts.line->has("25"_mod)};
}

// The visit to keep: an admission holds what came before it that day.
std::uint16_t line_to_drop(const LineFacts& one, const LineFacts& other) {
  if (one.in(CodeSet::hospital_visit) != other.in(CodeSet::hospital_visit)) {
    return one.in(CodeSet::hospital_visit) ? other.line->number : one.line->number;
  }
  return 0;
}

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const Company& company) {
  Finding& finding = add_for_line(output, *facts.line);
  add_company(finding, company);
  finding.arguments.push_back({"other", company.code()});
  show_pair(input, pair_in_force(input, facts.line->code, company.code(), facts.date), finding);
  if (company.line != nullptr) {
    const std::uint16_t drop = line_to_drop(facts, *company.line);
    if (drop != 0) {
      finding.fixes.push_back(remove_line_fix(drop));
      return;
    }
    finding.fixes.push_back(
        remove_line_fix(company.line->line->number, "Does the other visit hold the work of both?"));
  }
  finding.fixes.push_back(remove_line_fix(facts.line->number, "Does the other visit hold the work of both?"));
}

// Each line is told once, with the first of the day that it can't stand beside; `before` is in order.
void judge(const RuleInput& input, RuleOutput& output, std::span<const LineFacts* const> before,
           const LineFacts& facts) {
  const Visit visit = visit_of(facts);
  const LineFacts* against = nullptr;
  for (std::size_t index = before.size(); index > 0 && before[index - 1]->date == facts.date; --index) {
    const LineFacts& other = *before[index - 1];
    if (!same_practitioner(*other.line, *facts.line)) continue;
    if (!may_stand_together(input, visit_of(other), visit)) against = &other;
  }
  if (against != nullptr) return report(input, output, *against, {&facts, nullptr});
  const PriorLine* prior = prior_beside(input, facts, [&](const PriorLine& candidate) {
    if (!input.reference.in_set(CodeSet::counted_visit, candidate.code, candidate.date)) return false;
    const bool has_25 = candidate.modifiers.contains("25"_mod);
    return !may_stand_together(input, {candidate.code, candidate.date, has_25}, visit);
  });
  if (prior != nullptr) report(input, output, facts, {nullptr, prior});
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::counted_visit)) return;
  SmallVector<const LineFacts*, 8> visits;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::counted_visit)) continue;
    visits.push_back(&facts);
  }
  if (visits.size() > 1) {
    std::sort(visits.begin(), visits.end(), [](const LineFacts* one, const LineFacts* other) {
      return one->date != other->date ? one->date < other->date : comes_first(*one, *other);
    });
  }
  for (std::size_t index = 0; index < visits.size(); ++index) {
    judge(input, output, {visits.begin(), index}, *visits[index]);
  }
}

}  // namespace

extern const Rule two_visits_one_day{
    .info = {.id = "EM-DUP-001",
             .module = "EM",
             .title = "Two visits of one day by one practitioner",
             .severity = Severity::error,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.5"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 30.6.7.B"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 30.6.9"}}},
             .clinician = "{code} and {other} are one day's visits; only one of them is paid.",
             .biller =
                 "{code} on line {line} and {other} are visits of one day by the same practitioner, or of "
                 "the same group and specialty: one is paid, at the level of both together, and an admission "
                 "takes in the office or emergency visit before it. Keep the one that holds the work.",
             .carc = "CO-97",
             .why = "Payers pay a practitioner, or a group's specialty, one visit a day. Office visits for "
                    "unrelated problems at different times may stand with 25.",
             .fires = "99213; 99223",
             .silent = "99396; 99213-25"},
    .evaluate = evaluate};

}  // namespace chargelint
