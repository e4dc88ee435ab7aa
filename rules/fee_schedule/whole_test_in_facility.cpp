// MPFS-PCTC-002: a whole test, or its technical part, charged by the practitioner where the facility is paid
// for that part.
#include "rules/fee_schedule/components.h"
#include "rules/fee_schedule/places.h"

namespace chargelint {
namespace {

bool of_laboratory(const Claim& claim, const ServiceLine& line) {
  return line.rendering.licence == Licence::laboratory || claim.billing.licence == Licence::laboratory;
}

void offer_fix(const RuleInput& input, const LineFacts& facts, const FeeScheduleRow& row, bool sure,
               Finding& finding) {
  const ServiceLine& line = *facts.line;
  constexpr std::string_view kRead = "Did this practitioner read the test and write the report?";
  if (line.has("TC"_mod)) {
    finding.fixes.push_back(remove_line_fix(line.number, "Does the facility charge the technical part?"));
    return;
  }
  const std::string_view question = sure ? std::string_view{} : kRead;
  if (row.pctc == '1') {
    finding.fixes.push_back(add_modifier_fix(line.number, "26"_mod, question));
    return;
  }
  const Hcpcs reading = component_code(input, facts, CodeMap::professional_component);
  if (reading.empty()) return;
  finding.fixes.push_back(replace_code_fix(line.number, reading, question));
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, bool sure) {
  const ServiceLine& line = *facts.line;
  const FeeScheduleRow* row = fee_row(facts, output);
  if (row == nullptr || !priced_here(*row) || line.has("26"_mod)) return;
  if (row->pctc != '4' && (row->pctc != '1' || row->facility_na != 'N')) return;
  if (of_laboratory(input.claim, line)) return;
  Finding& finding = add_for_place(output, facts, *row);
  if (!sure) finding.severity = Severity::warning;
  if (const ModifierUse* technical = use_of(line, "TC"_mod)) {
    finding.modifiers.push_back(technical->value);
    finding.biller =
        "Line {line}: {code} with TC at place {place}. There the technical part is the facility's, and a "
        "practitioner's charge for it is denied. Remove the line.";
  } else if (row->pctc == '4') {
    finding.biller =
        "Line {line}: {code} at place {place} is the whole test (PC/TC indicator 4). There the facility is "
        "paid for the technical part: the practitioner reports the code of the reading alone.";
  }
  offer_fix(input, facts, *row, sure, finding);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.shape == CodeShape::dental) continue;
    if (done_in(input, facts, PlaceGroup::technical_to_facility)) {
      judge(input, output, facts, true);
    } else if (done_in(input, facts, PlaceGroup::technical_maybe_facility)) {
      judge(input, output, facts, false);
    }
  }
}

}  // namespace

extern const Rule whole_test_in_facility{
    .info = {.id = "MPFS-PCTC-002",
             .module = "MPFS",
             .title = "Whole test charged in a facility",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .by_line = true,
             .reads = {Source::fee_schedule, Source::places_of_service, Source::code_sets},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 13, section 20.2"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 20.4.2"},
                            {"Medicare Physician Fee Schedule Database", "fields PC/TC and Facility NA"}}},
             .clinician = {},
             .biller = "Line {line}: {code} without 26 at place {place}. There the facility is paid for the "
                       "technical part (PC/TC indicator {indicator}): the practitioner reports 26 only.",
             .carc = "CO-5",
             .why = "In a hospital or surgery centre the equipment and staff are the facility's, and its own "
                    "payment covers them; the practitioner is paid for reading the test.",
             .fires = "71046 pos22",
             .silent = "71046-26 pos22"},
    .evaluate = evaluate};

}  // namespace chargelint
