// EM-PREV-001: a preventive and a problem visit of one day without 25 on the problem visit.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::office_visit)) return;
  if (!input.whole.has(CodeSet::preventive_visit) && input.history.availability() == Availability::none)
    return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::office_visit) || facts.line->has("25"_mod)) continue;
    const Company company = company_of(input, facts, CodeSet::preventive_visit);
    if (!company) continue;
    Finding& finding = add_for_line(output, *facts.line);
    add_company(finding, company);
    show_pair(input, pair_in_force(input, facts.line->code, company.code(), facts.date), finding);
    finding.arguments.push_back({"preventive", company.code()});
    finding.fixes.push_back(add_modifier_fix(
        facts.line->number, "25"_mod, "Did a problem need significant work beyond the preventive visit?"));
    finding.fixes.push_back(remove_line_fix(facts.line->number));
  }
}

}  // namespace

extern const Rule preventive_with_problem_visit{
    .info =
        {.id = "EM-PREV-001",
         .module = "EM",
         .title = "Preventive and problem visit without 25",
         .severity = Severity::error,
         .payers = {.medicaid = -1, .commercial = -1, .other = -1},
         .kinds = KindMask::professional,
         .history = HistoryUse::same_day,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::code_sets},
         .reads_count = 1,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.2"},
                        {"Medicare Claims Processing Manual", "chapter 18, section 140"},
                        {"Medicare Claims Processing Manual", "chapter 18, section 80"}}},
         .clinician = "A problem visit with {preventive} needs 25: was it significant work of its own?",
         .biller = "{code} on line {line} stands beside the preventive visit {preventive} without 25. If a "
                   "problem needed significant work beyond it, add 25 to {code}; else the preventive visit "
                   "holds the work, and {code} goes.",
         .carc = "CO-97",
         .why =
             "A preventive visit takes in small problems; 25 on the problem visit says that there was more.",
         .fires = "99396; 99213",
         .silent = "99396; 99213-25"},
    .evaluate = evaluate};

}  // namespace chargelint
