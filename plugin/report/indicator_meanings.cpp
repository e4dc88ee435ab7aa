// The lists follow the record layouts of CMS; the sentences are ours.
#include "plugin/report/indicator_meanings.h"

#include <span>

namespace chargelint::plugin {
namespace {

struct Meaning {
  std::string_view value;
  std::string_view words;
};

constexpr Meaning kStatus[] = {
    {"A", "active: paid separately by the fee schedule when the service is covered"},
    {"B", "bundled: always paid within other services, never by itself"},
    {"C", "priced by the contractor, mostly case by case from the report"},
    {"D", "deleted at the start of the year"},
    {"E", "left out of the fee schedule by regulation; where covered it is paid another way"},
    {"F", "deleted without a grace period"},
    {"G", "not valid for Medicare, which takes another code (a grace period applied)"},
    {"H", "its professional or technical row was taken out this year"},
    {"I", "not valid for Medicare, which takes another code for this service"},
    {"J", "anesthesia: paid by base units and time, not by RVUs"},
    {"M", "reports a measure only; nothing is paid"},
    {"N", "not covered by Medicare"},
    {"P", "bundled when incident to a physician's service, else excluded from the fee schedule"},
    {"R", "restricted coverage: special rules apply; where covered the contractor sets the price"},
    {"T", "paid only when nothing else of the fee schedule is billed that day by the same practitioner"},
    {"X", "no physician service by law: paid under another schedule (laboratory, ambulance …)"},
};

constexpr Meaning kPctc[] = {
    {"0", "a physician's service that is never split: no 26, no TC"},
    {"1", "a test with two parts: 26 bills the reading, TC the technical part, neither bills both"},
    {"2", "the professional part alone, as a code of its own: no 26, no TC"},
    {"3", "the technical part alone, as a code of its own: no 26, no TC"},
    {"4", "the whole test, whose two parts have codes of their own: no 26, no TC"},
    {"5", "done by staff incident to a physician: not paid to a practitioner in a hospital; no 26, no TC"},
    {"6", "a laboratory test whose reading by a physician is paid with 26; no TC"},
    {"7", "therapy that an independent therapist cannot bill for hospital patients"},
    {"8", "a physician's reading of an abnormal smear, paid for hospital inpatients only; no TC"},
    {"9", "does not apply"},
};

constexpr Meaning kGlobal[] = {
    {"000", "minor procedure: visits of the same day are normally included"},
    {"010", "minor procedure: the day and the 10 days after are included"},
    {"090", "major surgery: the day before, the day itself and the 90 days after are included"},
    {"MMM", "maternity: the usual global period does not apply"},
    {"XXX", "no global period"},
    {"YYY", "the contractor sets the global period"},
    {"ZZZ", "belongs to another service and falls into that one's global period"},
};

constexpr Meaning kMultiple[] = {
    {"0", "no reduction when done with other procedures"},
    {"1", "the reduction of before 1995: 100, 50, 25, 25, 25 percent"},
    {"2", "usual reduction with other procedures of the day: 100, then 50 percent each"},
    {"3", "endoscopy: within a family only the difference to the base code is added"},
    {"4", "imaging: further studies of the session get 50 percent of the technical part, 95 of the reading"},
    {"5", "therapy: the practice expense of each further unit is halved"},
    {"6", "cardiovascular tests: further technical parts are reduced by 25 percent"},
    {"7", "eye tests: further technical parts are reduced by 20 percent"},
    {"9", "does not apply"},
};

constexpr Meaning kBilateral[] = {
    {"0", "not paid as bilateral: both sides together get one fee (anatomy, or another code says both)"},
    {"1", "bilateral with 50: 150 percent of one side"},
    {"2", "the fee is for both sides already: no 50"},
    {"3", "each side is paid in full (50, or LT and RT): mostly imaging and tests"},
    {"9", "does not apply"},
};

constexpr Meaning kAssistant[] = {
    {"0", "paid only when documents show that an assistant was needed"},
    {"1", "an assistant may not be paid, by law"},
    {"2", "an assistant may be paid"},
    {"9", "does not apply"},
};

constexpr Meaning kCoSurgeon[] = {
    {"0", "two surgeons are not paid"},
    {"1", "two surgeons may be paid when documents show the need"},
    {"2", "two surgeons of different specialties are paid without further documents"},
    {"9", "does not apply"},
};

constexpr Meaning kTeam[] = {
    {"0", "a surgical team is not paid"},
    {"1", "a team may be paid when documents show the need; priced by report"},
    {"2", "a team is paid; priced by report"},
    {"9", "does not apply"},
};

constexpr Meaning kSupervision[] = {
    {"01", "general supervision: a physician directs, presence is not needed"},
    {"02", "direct supervision: a physician is at hand"},
    {"03", "personal supervision: a physician is in the room"},
    {"04", "none for a qualified psychologist; else general supervision"},
    {"05", "none for a qualified audiologist; else general supervision"},
    {"06", "by a physician or a physical therapist certified in electrophysiology"},
    {"09", "does not apply"},
    {"21", "general supervision for a certified technician; else direct supervision"},
    {"22", "by a technician who is in contact with a physician on line"},
    {"66", "by a physician or a certified physical therapist with the certificate for this test"},
    {"6A", "as 66; such a therapist may also supervise another, but alone may bill"},
    {"77",
     "by a certified physical therapist, by another under direct or a certified technician under general "
     "supervision"},
    {"7A", "as 77; such a therapist may also supervise another, but alone may bill"},
};

constexpr Meaning kImagingFamily[] = {
    {"01", "ultrasound of chest, abdomen, pelvis"},
    {"02", "CT of chest, abdomen, pelvis"},
    {"03", "CT of head, orbit, face, neck"},
    {"04", "MRI of chest, abdomen, pelvis"},
    {"05", "MRI of head and neck"},
    {"06", "MRI of the spine"},
    {"07", "CT of the spine"},
    {"08", "MRI of the leg"},
    {"09", "CT of the leg"},
    {"10", "MRI of the arm and joints"},
    {"11", "CT of the arm"},
    {"88", "takes part in the imaging reduction (since 2011 all families are one)"},
    {"99", "does not apply"},
};

constexpr Meaning kMueAdjudication[] = {
    {"1", "each claim line is compared with the limit; a modifier may split lines"},
    {"2", "the whole day is compared; an absolute limit, no appeal on medical grounds"},
    {"3", "the whole day is compared; more may be paid when documents show the need"},
};

constexpr Meaning kPairModifier[] = {
    {"0", "never paid together by the same practitioner on a day"},
    {"1", "paid together only with an NCCI modifier that the record supports"},
    {"9", "never applied"},
};

constexpr Meaning kAddOnType[] = {
    {"1", "the list of primary codes is closed"},
    {"2", "no list: the contractor decides which primary codes count"},
    {"3", "the contractor may accept further primary codes"},
};

constexpr Meaning kOppsStatus[] = {
    {"A", "paid to hospitals by another schedule, not by OPPS"},
    {"B", "not accepted on an outpatient hospital bill; another code may be"},
    {"C", "inpatient only: not paid to an outpatient"},
    {"D", "discontinued"},
    {"E", "not paid for outpatients"},
    {"E1", "not covered, or not paid, for outpatients"},
    {"E2", "no price or claims data to pay it by"},
    {"F", "corneal tissue, some vaccines and anesthetist services: paid at cost"},
    {"G", "drug or biological with pass-through payment"},
    {"H", "device with pass-through payment"},
    {"H1", "non-opioid device for pain with its own payment"},
    {"J1", "comprehensive: one payment takes in nearly everything else on the claim"},
    {"J2", "comprehensive when its conditions are met (observation)"},
    {"K", "drug or biological paid separately"},
    {"K1", "non-opioid drug for pain with its own payment"},
    {"K2", "therapeutic radiopharmaceutical"},
    {"K3", "brachytherapy source"},
    {"K4", "blood or blood product"},
    {"L", "flu, pneumonia and COVID-19 vaccines: paid at cost"},
    {"M", "not billable to the Medicare contractor"},
    {"N", "packaged: paid within other services, never by itself"},
    {"P", "partial hospitalization or intensive outpatient programme"},
    {"Q1", "packaged with a service of status S, T or V; else paid by itself"},
    {"Q2", "packaged with a service of status T; else paid by itself"},
    {"Q3", "may be paid within a composite"},
    {"Q4", "laboratory test: packaged with other services, else paid by the laboratory schedule"},
    {"R", "blood or blood product"},
    {"S", "procedure, paid without reduction when several are done"},
    {"T", "procedure, the second and further are reduced"},
    {"U", "brachytherapy source"},
    {"V", "clinic or emergency visit"},
    {"X", "ancillary service (older releases)"},
    {"Y", "medical equipment that is billed to the equipment contractor"},
};

constexpr Meaning kAscPayment[] = {
    {"A2", "surgery on the list since before 2008, paid by its OPPS weight"},
    {"B5", "another code may be taken; not paid"},
    {"C5", "inpatient only; not paid"},
    {"D2", "new this year in both lists"},
    {"D5", "deleted or discontinued; not paid"},
    {"E5", "excluded from payment"},
    {"F4", "corneal tissue: paid at reasonable cost"},
    {"G2", "surgery added to the list since 2008 that is not office-based, paid by its OPPS weight"},
    {"H2", "brachytherapy source paid by its OPPS rate"},
    {"H7", "brachytherapy source priced by the contractor"},
    {"H8", "device procedure, paid at an adjusted rate"},
    {"J7", "pass-through device, priced by the contractor"},
    {"J8", "device-intensive procedure, paid at an adjusted rate"},
    {"K2", "drug or biological paid separately by its OPPS rate"},
    {"K5", "drug or biological without a known price; not paid"},
    {"K7", "drug or biological without a rate, priced by the contractor"},
    {"L1", "flu or pneumonia vaccine: packaged"},
    {"L6", "new-technology lens: special payment"},
    {"M5", "reports a quality measure; not paid"},
    {"M6", "not paid to surgery centers by this system"},
    {"N1", "packaged: no separate payment"},
    {"P2", "office-based surgery whose fee-schedule rate exceeds OPPS: paid by its OPPS weight"},
    {"P3", "office-based surgery paid by the practice expense of the physician fee schedule"},
    {"R2", "office-based surgery without practice expense: paid by its OPPS weight"},
    {"S1", "not surgical and not paid"},
    {"X5", "unsafe for a surgery center; not paid"},
    {"Y5", "not surgical; not paid"},
    {"Z2", "radiology or test integral to surgery, paid by its OPPS weight"},
    {"Z3", "radiology or test integral to surgery, paid by the fee schedule's practice expense"},
};

constexpr Meaning kTypeOfService[] = {
    {"0", "whole blood"},
    {"1", "medical care"},
    {"2", "surgery"},
    {"3", "consultation"},
    {"4", "diagnostic radiology"},
    {"5", "diagnostic laboratory"},
    {"6", "therapeutic radiology"},
    {"7", "anesthesia"},
    {"8", "assistant at surgery"},
    {"9", "other medical items or services"},
    {"A", "used medical equipment"},
    {"D", "ambulance"},
    {"E", "enteral and parenteral nutrition"},
    {"F", "surgery center facility"},
    {"G", "immunosuppressive drugs"},
    {"H", "hospice (until 1995)"},
    {"J", "diabetic shoes"},
    {"K", "hearing items and services"},
    {"L", "kidney dialysis supplies"},
    {"M", "monthly dialysis payment"},
    {"N", "kidney donor"},
    {"P", "equipment bought outright, prosthetics, orthotics"},
    {"Q", "vision items or services"},
    {"R", "rented equipment"},
    {"S", "surgical dressings and other supplies"},
    {"T", "outpatient mental health"},
    {"U", "occupational therapy"},
    {"V", "pneumonia and flu vaccines"},
    {"W", "physical therapy"},
};

// The groups; the exact words of each code come with the import of the list.
constexpr Meaning kBetos[] = {
    {"D1", "medical equipment and supplies"},
    {"I1", "standard imaging"},
    {"I2", "advanced imaging (CT, MRI)"},
    {"I3", "ultrasound"},
    {"I4", "imaging during a procedure"},
    {"M1", "office visits"},
    {"M2", "hospital visits"},
    {"M3", "emergency visits"},
    {"M4", "home and nursing facility visits"},
    {"M5", "specialist visits"},
    {"M6", "consultations"},
    {"O1", "ambulance, drugs and other"},
    {"P0", "anesthesia"},
    {"P1", "major procedures"},
    {"P2", "major procedures of heart and vessels"},
    {"P3", "major orthopedic procedures"},
    {"P4", "eye procedures"},
    {"P5", "ambulatory procedures"},
    {"P6", "minor procedures"},
    {"P7", "cancer treatment"},
    {"P8", "endoscopy"},
    {"P9", "dialysis"},
    {"T1", "laboratory tests"},
    {"T2", "other tests"},
    {"Y1", "other, within the fee schedule"},
    {"Y2", "other, outside the fee schedule"},
    {"Z1", "local codes"},
    {"Z2", "undefined codes"},
};

std::span<const Meaning> list_of(Indicator indicator) {
  switch (indicator) {
    case Indicator::status:
      return kStatus;
    case Indicator::pctc:
      return kPctc;
    case Indicator::global_days:
      return kGlobal;
    case Indicator::multiple:
      return kMultiple;
    case Indicator::bilateral:
      return kBilateral;
    case Indicator::assistant:
      return kAssistant;
    case Indicator::co_surgeon:
      return kCoSurgeon;
    case Indicator::team:
      return kTeam;
    case Indicator::supervision:
      return kSupervision;
    case Indicator::imaging_family:
      return kImagingFamily;
    case Indicator::mue_adjudication:
      return kMueAdjudication;
    case Indicator::pair_modifier:
      return kPairModifier;
    case Indicator::add_on_type:
      return kAddOnType;
    case Indicator::opps_status:
      return kOppsStatus;
    case Indicator::asc_payment:
      return kAscPayment;
    case Indicator::type_of_service:
      return kTypeOfService;
    case Indicator::betos:
      return kBetos;
  }
  return {};
}

}  // namespace

std::string_view indicator_meaning(Indicator indicator, std::string_view value) {
  if (indicator == Indicator::betos) value = value.substr(0, 2);
  for (const Meaning& meaning : list_of(indicator)) {
    if (meaning.value == value) return meaning.words;
  }
  return {};
}

}  // namespace chargelint::plugin
