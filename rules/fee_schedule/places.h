// Where a service was done, as the fee-schedule rules ask it.
#pragma once

#include "rules/fee_schedule/indicators.h"

namespace chargelint {

[[nodiscard]] inline bool done_in(const RuleInput& input, const LineFacts& facts, PlaceGroup group) {
  return place_is(input.reference, facts.line->place_of_service, facts.date, group);
}

// Whether Medicare prices the code by this schedule: on other statuses the CODE-STAT rules speak.
[[nodiscard]] inline bool priced_here(const FeeScheduleRow& row) {
  return row.status == 'A' || row.status == 'R' || row.status == 'C' || row.status == 'T';
}

// A finding about a line's indicator and its place of service: {indicator}, {place}.
inline Finding& add_for_place(RuleOutput& output, const LineFacts& facts, const FeeScheduleRow& row) {
  Finding& finding = add_for_line(output, *facts.line);
  if (!facts.line->place_at.empty()) finding.location = facts.line->place_at;
  finding.evidence = evidence_of(Source::fee_schedule, &row);
  finding.arguments.push_back({"indicator", indicator_text(row.pctc)});
  finding.arguments.push_back({"place", facts.line->place_of_service});
  return finding;
}

}  // namespace chargelint
