// MPFS-PCTC-004 and -005: services that the schedule doesn't pay to a practitioner for patients of a
// hospital, and readings that it pays for inpatients alone.
#include "rules/fee_schedule/places.h"

namespace chargelint {
namespace {

// Therapy codes are barred for therapists in private practice only.
bool barred_in_hospital(const LineFacts& facts, char indicator, RuleOutput& output) {
  if (indicator == '3' || indicator == '5') return true;
  if (indicator != '7') return false;
  const Licence licence = facts.line->rendering.licence;
  if (licence == Licence::unstated) output.not_evaluated(Gap::missing_field);
  return licence == Licence::therapist;
}

void judge_incident(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !done_in(input, facts, PlaceGroup::hospital_incident)) continue;
    const FeeScheduleRow* row = facts.fee.row;
    if (row == nullptr || !priced_here(*row) || row->facility_na != 'N') continue;
    if (!barred_in_hospital(facts, row->pctc, output)) continue;
    Finding& finding = add_for_place(output, facts, *row);
    if (row->pctc == '3') {
      finding.biller =
          "Line {line}: {code} at place {place} is a technical part alone (PC/TC indicator 3): it is paid to "
          "the hospital, not to the practitioner. Move it to the facility's charges.";
    } else if (row->pctc == '7') {
      finding.biller =
          "Line {line}: {code} at place {place} by a therapist in private practice (PC/TC indicator 7): "
          "therapy of hospital patients is paid to the hospital. Move it to the facility's charges.";
    }
    finding.fixes.push_back(remove_line_fix(facts.line->number, "Does the hospital charge this service?"));
  }
}

bool inpatient(const RuleInput& input, const LineFacts& facts) {
  if (done_in(input, facts, PlaceGroup::inpatient_hospital)) return true;
  for (const Stay& stay : input.claim.stays) {
    if (stay.kind == StayKind::inpatient && stay.period.contains(facts.date)) return true;
  }
  return false;
}

void judge_interpretation(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr || facts.fee.row->pctc != '8') continue;
    if (facts.line->place_of_service.empty()) {
      output.not_evaluated(Gap::missing_field);
    } else if (!inpatient(input, facts)) {
      Finding& finding = add_for_place(output, facts, *facts.fee.row);
      finding.fixes.push_back(
          remove_line_fix(facts.line->number, "Was the patient no inpatient of a hospital?"));
    }
  }
}

}  // namespace

extern const Rule incident_to_in_hospital{
    .info = {.id = "MPFS-PCTC-004",
             .module = "MPFS",
             .title = "Service of the hospital charged by the practitioner",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::places_of_service},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field PC/TC, values 3, 5 and 7"},
                            {"Medicare Benefit Policy Manual", "chapter 15, section 60.1"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {code} at place {place} is done by staff incident to a physician (PC/TC "
                 "indicator {indicator}): in a hospital it is paid to the hospital, not to the practitioner. "
                 "Move it to the facility's charges.",
             .carc = "CO-5",
             .why = "Injections, drawn samples, technical parts and therapy given to hospital patients are "
                    "the hospital's own services, in its own payment.",
             .fires = "96372 pos22",
             .silent = "96372 pos11"},
    .evaluate = judge_incident};

extern const Rule interpretation_for_outpatient{
    .info = {.id = "MPFS-PCTC-005",
             .module = "MPFS",
             .title = "Reading for inpatients charged for an outpatient",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::places_of_service},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field PC/TC, value 8"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 60"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {code} at place {place}. PC/TC indicator {indicator}: its reading is paid for "
                 "hospital inpatients only; for others it is in the laboratory's payment. Check the place, "
                 "or drop the line.",
             .carc = "CO-5",
             .why = "A few laboratory readings are paid to a physician only for hospital inpatients.",
             .fires = "85060 pos11",
             .silent = "85060 pos21"},
    .evaluate = judge_interpretation};

}  // namespace chargelint
