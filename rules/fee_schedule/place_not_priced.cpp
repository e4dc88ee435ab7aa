// MPFS-SITE-001: a code at a kind of place for which the fee schedule says NA.
#include "rules/fee_schedule/places.h"

namespace chargelint {
namespace {

// Decision 17: on these NA in facilities only says that the technical part isn't paid there.
bool splits_by_place(char indicator) {
  return indicator == '1' || indicator == '3' || indicator == '4' || indicator == '5' || indicator == '7' ||
         indicator == '8';
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const FeeScheduleRow& row) {
  const ServiceLine& line = *facts.line;
  const bool nowhere = row.facility_na == 'N' && row.nonfacility_na == 'N';
  if (!nowhere && splits_by_place(row.pctc)) return;
  // 55 and 56 are the care before and after, which the operation's own place says nothing of.
  if (line.has("55"_mod) || line.has("56"_mod)) return;
  if (line.has("26"_mod) || done_in(input, facts, PlaceGroup::telehealth)) return;
  bool in_facility = false;
  if (!nowhere) {
    if (line.place_of_service.empty()) {
      output.not_evaluated(Gap::missing_field);
      return;
    }
    if (!input.reference.knows_place(line.place_of_service, facts.date)) return;
    in_facility = done_in(input, facts, PlaceGroup::facility);
    if ((in_facility ? row.facility_na : row.nonfacility_na) != 'N') return;
  }
  Finding& finding = add_for_place(output, facts, row);
  finding.arguments.push_back(
      {"setting", in_facility ? std::string_view("a facility") : std::string_view("an office or home")});
  if (nowhere) {
    finding.severity = Severity::error;
    finding.clinician = "{code} is not priced as a whole at any place.";
    finding.biller =
        "Line {line}: {code}. The fee schedule says NA for it in facilities and elsewhere: only the reading, "
        "with 26, is priced. Add 26, or leave the line to the facility.";
    finding.fixes.push_back(
        add_modifier_fix(line.number, "26"_mod, "Did this practitioner read the test and write the report?"));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr) continue;
    const FeeScheduleRow& row = *facts.fee.row;
    if (row.facility_na != 'N' && row.nonfacility_na != 'N') continue;
    if (priced_here(row)) judge(input, output, facts, row);
  }
}

}  // namespace

extern const Rule place_not_priced{
    .info = {.id = "MPFS-SITE-001",
             .module = "MPFS",
             .title = "Place for which the fee schedule says NA",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::places_of_service},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database", "fields NA Indicator"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 20.4.2"}}},
             .clinician = "{code} is rarely done in {setting}. Is the place right?",
             .biller =
                 "Line {line}: {code} at place {place}. The fee schedule says NA in {setting}: it is rarely "
                 "or never done there, and the line is paid at the other rate or denied. Check the place.",
             .carc = "CO-5",
             .why =
                 "NA marks a kind of place where a code is hardly ever done; with such a code the place of "
                 "service is usually wrong.",
             .fires = "27447 pos11",
             .silent = "27447 pos21"},
    .evaluate = evaluate};

}  // namespace chargelint
