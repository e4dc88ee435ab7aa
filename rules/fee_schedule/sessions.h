// Procedures of one practitioner on one day, as the multiple-procedure rules take them together.
#pragma once

#include <utility>

#include "rules/fee_schedule/places.h"

namespace chargelint {

// One service of a session, of this claim or (facts == nullptr) of an earlier one.
struct SessionService {
  Hcpcs code;
  const FeeScheduleRow* row = nullptr;
  const LineFacts* facts = nullptr;
  std::int64_t value = 0;  // relative value at its place, hundredths
};
using Session = SmallVector<SessionService, 8>;

// Half as much again where both sides are paid for.
[[nodiscard]] inline std::int64_t value_at(const FeeScheduleRow& row, bool in_facility, bool both_sides) {
  const std::int64_t value = in_facility ? row.facility_total : row.nonfacility_total;
  return both_sides && row.bilateral == '1' ? value + value / 2 : value;
}
[[nodiscard]] inline SessionService service_of(const RuleInput& input, const LineFacts& facts) {
  const bool in_facility = done_in(input, facts, PlaceGroup::facility);
  return {facts.line->code, facts.fee.row, &facts,
          value_at(*facts.fee.row, in_facility, facts.line->has("50"_mod))};
}

inline void add_prior_services(const RuleInput& input, const LineFacts& first, std::string_view wanted,
                               Session& session) {
  if (input.history.availability() == Availability::none) return;
  for (const PriorLine& prior : input.history.lines({first.date, first.date})) {
    if (prior.status == PriorStatus::denied || !same_biller(input.context(), *first.line, prior)) continue;
    const FeeScheduleRow* row = fee_schedule_on(input.reference, prior.code, Modifier{}, prior.date).row;
    if (row == nullptr || wanted.find(row->multiple) == std::string_view::npos) continue;
    const bool in_facility =
        place_is(input.reference, prior.place_of_service, prior.date, PlaceGroup::facility);
    session.push_back(
        {prior.code, row, nullptr, value_at(*row, in_facility, prior.modifiers.contains("50"_mod))});
  }
}

// However the message orders its lines, the same ones make a session.
template <class Lines>
void order_by_number(Lines& lines) {
  std::sort(lines.begin(), lines.end(), [](const LineFacts* one, const LineFacts* other) {
    return one->line->number < other->line->number;
  });
}

// Calls visit(session) for each practitioner and day with two services or more whose multiple-procedure
// indicator is one of `wanted`, and that `takes_part` lets in. The lines come in their order, earlier claims'
// services last.
template <class TakesPart, class Visit>
void for_each_session(const RuleInput& input, std::string_view wanted, TakesPart takes_part, Visit visit) {
  SmallVector<const LineFacts*, 16> lines;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr) continue;
    if (wanted.find(facts.fee.row->multiple) == std::string_view::npos || !takes_part(facts)) continue;
    lines.push_back(&facts);
  }
  if (lines.empty()) return;
  if (lines.size() < 2 && input.history.availability() == Availability::none) return;
  order_by_number(lines);
  for (std::size_t first = 0; first < lines.size(); ++first) {
    if (lines[first] == nullptr) continue;
    const LineFacts& facts = *lines[first];
    Session session;
    for (std::size_t next = first; next < lines.size(); ++next) {
      if (lines[next] == nullptr || lines[next]->date != facts.date) continue;
      if (!same_biller(input.context(), *facts.line, *lines[next]->line)) continue;
      session.push_back(service_of(input, *lines[next]));
      lines[next] = nullptr;
    }
    add_prior_services(input, facts, wanted, session);
    if (session.size() > 1) visit(session);
  }
}

// The dearest first; of one value, by code and line.
[[nodiscard]] inline bool ranks_before(const SessionService& one, const SessionService& other) {
  if (one.value != other.value) return one.value > other.value;
  if (one.code != other.code) return one.code < other.code;
  const auto number = [](const SessionService& service) {
    return service.facts == nullptr ? 0 : service.facts->line->number;
  };
  return number(one) < number(other);
}
inline void rank_by_value(Session& session) {
  for (std::size_t index = 1; index < session.size(); ++index) {
    for (std::size_t at = index; at > 0 && ranks_before(session[at], session[at - 1]); --at) {
      std::swap(session[at - 1], session[at]);
    }
  }
}

// A finding that names every line of the session.
inline Finding& add_for_session(RuleOutput& output, const Session& session) {
  Finding& finding = output.add();
  for (const SessionService& service : session) {
    if (service.facts != nullptr) {
      finding.lines.push_back(service.facts->line->number);
      if (finding.location.empty()) finding.location = service.facts->line->code_at;
    } else {
      finding.history_used = true;
    }
    if (finding.codes.size() < 2 && !finding.codes.contains(service.code))
      finding.codes.push_back(service.code);
  }
  finding.evidence = evidence_of(Source::fee_schedule, session.front().row);
  return finding;
}

// The first code as {first}, the others as {rest}{rest2}{rest3}.
inline void name_codes(const Session& session, Finding& finding) {
  finding.arguments.push_back({"first", session.front().code});
  CodeList rest;
  for (std::size_t index = 1; index < session.size(); ++index) rest.add(session[index].code.text().view());
  rest.fill(finding, "rest", "rest2", "rest3");
}

}  // namespace chargelint
