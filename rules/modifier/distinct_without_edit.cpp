// MOD-59-001: 59 or X{EPSU} on a line that no edit bundles.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

using Marks = SmallVector<std::uint8_t, 64>;  // by line, 1: stands in an edit with another line of its day

Marks bundled_lines(const RuleInput& input) {
  Marks marks;
  for (std::size_t index = 0; index < input.lines.size(); ++index) marks.push_back(0);
  for_each_bundled(input, [&](const LineFacts& one, const LineFacts& two, const PtpEdit& /*edit*/) {
    marks[static_cast<std::size_t>(&one - input.lines.data())] = 1;
    marks[static_cast<std::size_t>(&two - input.lines.data())] = 1;
  });
  return marks;
}

// A second site, lesion, specimen or access of the same service: 59 is right there.
bool repeats(const RuleInput& input, const LineFacts& facts) {
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.line->code != facts.line->code) continue;
    if (other.date == facts.date) return true;
  }
  return false;
}

bool explained_by_history(const RuleInput& input, Source table, const LineFacts& facts) {
  bool explained = false;
  for_each_prior_of_day(input, facts.date, [&](const PriorLine& prior) {
    explained = explained || prior.code == facts.line->code ||
                edit_between(input, table, prior.code, facts.line->code, facts.date) != nullptr;
  });
  return explained;
}

// Whether the table can be asked about the day at all.
bool table_speaks(const RuleInput& input, RuleOutput& output, Source table, Date date) {
  const Coverage coverage = table_coverage(input, output, table, date);
  if (!coverage.loaded) return false;
  if (coverage.complete) return true;
  output.not_evaluated(Gap::partial, table);
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::distinct) || is_clinic_bill(input.context())) return;
  const Source table = ptp_table(input.context());
  Marks marks;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.has_class(ModifierClass::distinct)) continue;
    if (facts.in(CodeSet::em_section) || is_visit(input, facts)) continue;
    if (marks.empty()) {
      if (lacks_medicaid_tables(input, output, table)) return;
      marks = bundled_lines(input);
    }
    if (marks[static_cast<std::size_t>(&facts - input.lines.data())] != 0 || repeats(input, facts)) continue;
    if (!table_speaks(input, output, table, facts.date)) continue;
    if (explained_by_history(input, table, facts)) continue;
    const ModifierUse* use = modifier_of_class(input.reference, facts, ModifierClass::distinct);
    if (use == nullptr) continue;
    Finding& finding = add_for_modifier(output, *facts.line, *use);
    if (input.history.availability() != Availability::complete) {
      finding.severity = Severity::info;
      finding.biller =
          "Line {line}: {modifier} on {code}, and no NCCI edit or second line of it on this claim that it "
          "would set aside. Other claims of the day were not all seen. If there is none, drop it.";
    }
    finding.fixes.push_back(remove_modifier_fix(facts.line->number, use->value));
  }
}

}  // namespace

extern const Rule distinct_without_edit{
    .info = {.id = "MOD-59-001",
             .module = "MOD",
             .title = "Distinct-service modifier with no edit to set aside",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"},
                            {"CMS booklet on modifiers 59 and X{EPSU}", "MLN 1783722"}}},
             .clinician = "{modifier} isn't needed on {code}.",
             .biller = "Line {line}: {modifier} on {code}, and no NCCI edit with another service of the day "
                       "that it would set aside, nor a second line of the same code. Drop it.",
             .carc = "CO-4",
             .why =
                 "59 and XE, XS, XP, XU say that two services that an edit bundles were separate. Used where "
                 "nothing is bundled they invite a review, and habit use is what auditors look for.",
             .fires = "history complete; 62324-59",
             .silent = "45385; 45380-59"},
    .evaluate = evaluate};

}  // namespace chargelint
