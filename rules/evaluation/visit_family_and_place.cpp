// EM-POS-001: a visit family that does not fit the place of service.
#include "rules/evaluation/visits.h"

namespace chargelint {
namespace {

enum class Fit : std::uint8_t { right, doubtful, wrong };

struct Judgement {
  Fit fit = Fit::right;
  std::string_view family;
};

Judgement judge(const RuleInput& input, const LineFacts& facts) {
  const auto in_place = [&](PlaceGroup group) {
    return place_is(input.reference, facts.line->place_of_service, facts.date, group);
  };
  const auto where = [](bool right) { return right ? Fit::right : Fit::wrong; };
  if (facts.in(CodeSet::office_visit)) {
    return {in_place(PlaceGroup::inpatient_hospital) ? Fit::doubtful : Fit::right, "office"};
  }
  if (facts.in(CodeSet::hospital_visit)) return {where(!in_place(PlaceGroup::office)), "hospital"};
  if (facts.in(CodeSet::emergency_visit)) return {where(in_place(PlaceGroup::emergency)), "emergency room"};
  if (facts.in(CodeSet::nursing_visit)) return {where(in_place(PlaceGroup::nursing)), "nursing facility"};
  if (facts.in(CodeSet::home_visit)) {
    if (in_place(PlaceGroup::home_at_times)) return {Fit::doubtful, "home"};
    return {where(in_place(PlaceGroup::home)), "home"};
  }
  return {};
}

// The family of the place, where the map has one.
void offer_family(const RuleInput& input, const LineFacts& facts, Finding& finding) {
  constexpr std::pair<std::string_view, PlaceGroup> kGroups[] = {
      {"inpatient_hospital", PlaceGroup::inpatient_hospital},
      {"office", PlaceGroup::office},
      {"home", PlaceGroup::home},
      {"nursing", PlaceGroup::nursing}};
  for (const CodeMapRow& row : input.reference.code_map(CodeMap::place_family, facts.line->code)) {
    if (!row.period().contains(facts.date)) continue;
    const std::string_view condition = input.reference.text(row.condition);
    for (const auto& [name, group] : kGroups) {
      if (name != condition || !place_is(input.reference, facts.line->place_of_service, facts.date, group)) {
        continue;
      }
      finding.evidence = evidence_of(Source::code_sets, &row);
      finding.fixes.push_back(replace_code_fix(facts.line->number, row.to(),
                                               "Is the place right, and this the level of the visit?"));
    }
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::evaluation_management)) return;
  for (const LineFacts& facts : input.lines) {
    const std::string_view place = facts.line->place_of_service;
    if (!facts.judged || place.empty() || !facts.in(CodeSet::evaluation_management)) continue;
    const Judgement judged = judge(input, facts);
    if (judged.fit == Fit::right || !input.reference.knows_place(place, facts.date)) continue;
    if (place_is(input.reference, place, facts.date, PlaceGroup::telehealth)) continue;
    Finding& finding = add_for_line(output, *facts.line);
    if (judged.fit == Fit::doubtful) finding.severity = Severity::warning;
    finding.location = facts.line->place_at;
    finding.arguments.push_back({"place", place});
    finding.arguments.push_back({"family", judged.family});
    offer_family(input, facts, finding);
  }
}

}  // namespace

extern const Rule visit_family_and_place{
    .info = {.id = "EM-POS-001",
             .module = "EM",
             .title = "Visit family does not fit the place",
             .severity = Severity::error,
             .payers = {.medicaid = -1, .commercial = -1, .other = -1},
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::code_sets, Source::places_of_service},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 30.6"},
                            {"Medicare Claims Processing Manual", "chapter 12, sections 30.6.13 and 30.6.14"},
                            {"Medicare Claims Processing Manual", "chapter 26, section 10.5"}}},
             .clinician = "{code} is a {family} visit; the place of service is {place}. Which is right?",
             .biller =
                 "{code} on line {line} is of the {family} family, and the place of service is {place}, "
                 "where that family is not billed. Correct the place, or use the family of the place.",
             .carc = "CO-5",
             .why = "Each visit family belongs to places: payers compare the two and deny the line when they "
                    "differ.",
             .fires = "99284 pos11",
             .silent = "99213 pos22"},
    .evaluate = evaluate};

}  // namespace chargelint
