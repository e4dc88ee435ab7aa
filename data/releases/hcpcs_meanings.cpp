// Coded fields of the HCPCS contractor record, after its record layout.
#include "data/releases/hcpcs_meanings.h"

#include <array>
#include <span>

namespace chargelint::data {
namespace {

struct Meaning {
  std::string_view value;
  std::string_view words;
};

std::string_view meaning_of(std::string_view value, std::span<const Meaning> known) {
  for (const Meaning& one : known) {
    if (one.value == value) return one.words;
  }
  return {};
}

constexpr std::array kCoverage = std::to_array<Meaning>({
    {"C", "covered when the contractor judges so"},
    {"D", "special coverage instructions apply"},
    {"I", "not payable by Medicare"},
    {"M", "not covered by Medicare"},
    {"S", "excluded from Medicare by statute"},
});

constexpr std::array kActions = std::to_array<Meaning>({
    {"A", "added"},
    {"B", "administrative fields and long title changed"},
    {"C", "long title changed"},
    {"D", "discontinued"},
    {"F", "administrative fields changed"},
    {"N", "no change"},
    {"P", "payment fields changed"},
    {"R", "taken up again"},
    {"S", "short title changed"},
    {"T", "type of service, BETOS or the like changed"},
});

constexpr std::array kPricing = std::to_array<Meaning>({
    {"00", "not priced separately under part B"},
    {"11", "physician fee schedule, national relative values"},
    {"12", "anesthesia, national base units"},
    {"13", "physician fee schedule, priced by the contractor"},
    {"21", "laboratory fee schedule, national limit"},
    {"22", "laboratory, priced by the contractor"},
    {"31", "equipment that needs frequent servicing"},
    {"32", "inexpensive or routinely bought equipment"},
    {"33", "oxygen and oxygen equipment"},
    {"34", "supplies for equipment"},
    {"35", "surgical dressings"},
    {"36", "capped rental equipment"},
    {"37", "ostomy, tracheostomy and urological supplies"},
    {"38", "orthotics, prosthetics and vision items"},
    {"39", "parenteral and enteral nutrition"},
    {"45", "equipment made to measure"},
    {"46", "equipment, priced by the contractor"},
    {"51", "drugs"},
    {"52", "reasonable charge"},
    {"53", "priced by statute"},
    {"54", "vaccinations"},
    {"55", "splints and casts"},
    {"56", "lenses implanted in an office"},
    {"57", "other, priced by the contractor"},
    {"99", "no value set"},
});

constexpr std::array kMultiplePricing = std::to_array<Meaning>({
    {"9", "not priced separately, or no value set"},
    {"A", "priced in one way only"},
    {"B", "professional part by relative values, the rest by the contractor"},
    {"C", "reading by the physician fee schedule, the test by the laboratory's"},
    {"D", "physician's and psychologist's service priced by different schedules (until 1998)"},
    {"E",
     "physician's, psychologist's and social worker's service priced by different schedules (until 1998)"},
    {"F", "as E, the physician's priced by the contractor (until 1998)"},
    {"G", "with blood products by reasonable charge, else by the laboratory fee schedule"},
});

constexpr std::array kLaboratory = std::to_array<Meaning>({
    {"010", "histocompatibility"},
    {"100", "microbiology"},
    {"110", "bacteriology"},
    {"115", "mycobacteriology"},
    {"120", "mycology"},
    {"130", "parasitology"},
    {"140", "virology"},
    {"150", "other microbiology"},
    {"200", "diagnostic immunology"},
    {"210", "syphilis serology"},
    {"220", "general immunology"},
    {"300", "chemistry"},
    {"310", "routine chemistry"},
    {"320", "urinalysis"},
    {"330", "endocrinology"},
    {"340", "toxicology"},
    {"350", "other chemistry"},
    {"400", "hematology"},
    {"500", "immunohematology"},
    {"510", "ABO group and Rh type"},
    {"520", "antibody detection (transfusion)"},
    {"530", "antibody detection (other)"},
    {"540", "antibody identification"},
    {"550", "compatibility testing"},
    {"560", "other immunohematology"},
    {"600", "pathology"},
    {"610", "histopathology"},
    {"620", "oral pathology"},
    {"630", "cytology"},
    {"800", "radiobioassay"},
    {"900", "clinical cytogenetics"},
});

constexpr std::array kOppsPolicy = std::to_array<Meaning>({
    {"1", "covered in a surgical center"},
    {"2", "part of another payment"},
    {"3", "not on the surgical center list"},
    {"4", "no longer valid"},
    {"6", "paid apart when furnished in a surgical center"},
    {"7", "covered in a surgical center with restrictions"},
    {"9", "no surgical center payment applies"},
});

}  // namespace

std::string_view coverage_meaning(std::string_view code) {
  return meaning_of(code, kCoverage);
}
std::string_view action_meaning(std::string_view code) {
  return meaning_of(code, kActions);
}
std::string_view pricing_meaning(std::string_view indicator) {
  return meaning_of(indicator, kPricing);
}
std::string_view multiple_pricing_meaning(std::string_view indicator) {
  return meaning_of(indicator, kMultiplePricing);
}
std::string_view laboratory_meaning(std::string_view category) {
  return meaning_of(category, kLaboratory);
}
std::string_view opps_policy_meaning(std::string_view indicator) {
  return meaning_of(indicator, kOppsPolicy);
}

}  // namespace chargelint::data
