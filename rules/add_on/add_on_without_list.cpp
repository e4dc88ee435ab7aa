// NCCI-AOC-002: a type 2 add-on, whose primaries no list names, without any service that could be one.
#include "rules/add_on/primaries.h"

namespace chargelint {
namespace {

// Qualifying circumstances of anesthesia want an anesthesia service.
bool wants_anesthesia(Hcpcs code) {
  return code >= "99100"_hcpcs && code <= "99140"_hcpcs;
}
bool has_anesthesia(const RuleInput& input, const LineFacts& facts) {
  for (const LineFacts& other : input.lines) {
    if (other.judged && other.date == facts.date && is_anesthesia(other.line->code) &&
        same_biller(input.context(), *facts.line, *other.line)) {
      return true;
    }
  }
  return false;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (lacks_medicaid_tables(input, output, Source::add_on)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const AddOnEdit* row = row_of_type(input, facts, 2);
    if (row == nullptr) continue;
    if (row->note == kSuspended) {
      output.not_evaluated(Gap::suspended, Source::add_on, facts.line->code);
      continue;
    }
    const bool anesthesia = wants_anesthesia(facts.line->code);
    if (anesthesia ? has_anesthesia(input, facts)
                   : has_company(input, facts, earlier_of_day(input, facts.date))) {
      continue;
    }
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(Source::add_on, row);
    if (anesthesia) finding.clinician = "{code} goes with an anesthesia service, and none is here.";
    finding.fixes.push_back(remove_line_fix(facts.line->number, "Was it the only service of the day?"));
  }
}

}  // namespace

extern const Rule add_on_without_list{
    .info =
        {.id = "NCCI-AOC-002",
         .module = "NCCI-AOC",
         .title = "Type 2 add-on without any primary",
         .severity = Severity::warning,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
         .history = HistoryUse::same_day,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
         .reads = {Source::add_on},
         .reads_count = 1,
         .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section R"},
                        {"CMS NCCI add-on code edits", "type 2"},
                        {"Integrated Outpatient Code Editor", "edit 107"}}},
         .clinician = "{code} is an add-on, and nothing stands beside it. What was it added to?",
         .biller =
             "{code} on line {line} is a type 2 add-on: the contractor decides which primaries count, and "
             "no other service by this practitioner is here that day. Add the primary, or remove the "
             "line.",
         .carc = "CO-107",
         .why = "An add-on is paid only beside the service that it extends; for type 2 no national list says "
                "which those are.",
         .fires = "15777",
         .silent = "15777; 19303"},
    .evaluate = evaluate};

}  // namespace chargelint
