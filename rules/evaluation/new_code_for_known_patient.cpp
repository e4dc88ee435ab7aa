// EM-NEW-001: a new-patient visit of a patient seen by the practitioner or group within three years.
#include "rules/evaluation/seen_before.h"

namespace chargelint {
namespace {

// Visit codes that Medicare does not take at all are CODE-STAT-007's.
bool refused(const RuleInput& input, const LineFacts& facts) {
  return is_medicare(input.context()) && facts.fee.row != nullptr && facts.fee.row->status == 'I';
}

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const SeenBefore& before) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.codes.push_back(before.code);
  if (before.line != 0) finding.lines.push_back(before.line);
  finding.history_used = before.by_history;
  if (!before.certain) finding.severity = Severity::warning;
  finding.arguments.push_back({"date", before.date});
  finding.arguments.push_back({"earlier", before.code});
  for (const CodeMapRow& row : input.reference.code_map(CodeMap::new_to_established, facts.line->code)) {
    if (!row.period().contains(facts.date)) continue;
    finding.evidence = evidence_of(Source::code_sets, &row);
    finding.arguments.push_back({"established", row.to()});
    finding.clinician = "Seen here on {date}; use an established code ({established}).";
    finding.biller =
        "{code} on line {line} is for new patients, but {earlier} was given on {date}, within three years, "
        "by "
        "the same practitioner or one of the same group and specialty. Use {established}, at the level that "
        "the record supports.";
    finding.fixes.push_back(replace_code_fix(facts.line->number, row.to()));
    break;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::new_patient_visit)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.in(CodeSet::new_patient_visit) || refused(input, facts)) continue;
    const SeenBefore before = seen_before(input, facts);
    if (before.seen) {
      report(input, output, facts, before);
    } else if (input.history.availability() == Availability::incomplete) {
      output.not_evaluated(Gap::incomplete_history);
    }
  }
}

}  // namespace

extern const Rule new_code_for_known_patient{
    .info = {.id = "EM-NEW-001",
             .module = "EM",
             .title = "New-patient code for an established patient",
             .severity = Severity::error,
             .kinds = KindMask::professional,
             .history = HistoryUse::three_years,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6.7.A"}}},
             .clinician = "Seen here on {date}; use an established-patient code.",
             .biller = "{code} on line {line} is for new patients, but {earlier} was given on {date}, within "
                       "three years, by the same practitioner or one of the same group and specialty. Use "
                       "the established-patient code.",
             .carc = "CO-B16",
             .why =
                 "A patient is new only when nobody of the group and specialty gave a face-to-face service "
                 "within three years. The payer looks at its own history and denies the new-patient code.",
             .fires = "dos 2025-05-31; prior 99213 dos=2022-06-01; 99203",
             .silent = "dos 2025-06-02; prior 99213 dos=2022-06-01; 99203"},
    .evaluate = evaluate};

}  // namespace chargelint
