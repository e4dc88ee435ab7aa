#include "fhir/code_systems.h"

namespace chargelint::fhir {
namespace {

struct Spelling {
  std::string_view uri;
  CodeSystem system;
};

constexpr Spelling kSpellings[] = {
    {"http://www.ama-assn.org/go/cpt", CodeSystem::cpt},
    {"https://www.ama-assn.org/go/cpt", CodeSystem::cpt},
    {"urn:oid:2.16.840.1.113883.6.12", CodeSystem::cpt},
    {"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", CodeSystem::hcpcs},
    {"https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", CodeSystem::hcpcs},
    {"https://bluebutton.cms.gov/resources/codesystem/hcpcs", CodeSystem::hcpcs},
    {"urn:oid:2.16.840.1.113883.6.285", CodeSystem::hcpcs},
    {"http://hl7.org/fhir/sid/icd-10-cm", CodeSystem::icd10cm},
    {"http://hl7.org/fhir/sid/icd-10", CodeSystem::icd10cm},
    {"urn:oid:2.16.840.1.113883.6.90", CodeSystem::icd10cm},
    {"http://hl7.org/fhir/sid/icd-9-cm", CodeSystem::icd9cm},
    {"http://www.cms.gov/Medicare/Coding/ICD9", CodeSystem::icd9cm},
    {"http://terminology.hl7.org/CodeSystem/icd9", CodeSystem::icd9cm},
    {"http://www.cms.gov/Medicare/Coding/ICD10", CodeSystem::icd10pcs},
    {"urn:oid:2.16.840.1.113883.6.4", CodeSystem::icd10pcs},
    {"http://snomed.info/sct", CodeSystem::snomed},
};

}  // namespace

CodeSystem code_system(std::string_view uri) {
  if (uri.empty()) return CodeSystem::unstated;
  for (const Spelling& known : kSpellings) {
    if (known.uri == uri) return known.system;
  }
  return CodeSystem::other;
}

bool is_service_type_system(std::string_view uri) {
  return uri.ends_with("codesystem.x12.org/005010/1365");
}

bool is_other_terminology(std::string_view uri) {
  constexpr std::string_view kOthers[] = {"http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm",
                                          "http://www.ada.org/cdt", "http://hl7.org/fhir/sid/cvx",
                                          "http://unitsofmeasure.org"};
  for (const std::string_view other : kOthers) {
    if (uri == other) return true;
  }
  return is_service_type_system(uri) || uri.starts_with("http://terminology.hl7.org/") ||
         uri.starts_with("https://www.nubc.org/");
}

bool is_ndc_system(std::string_view uri) {
  return uri == "http://hl7.org/fhir/sid/ndc" || uri == "urn:oid:2.16.840.1.113883.6.69";
}

bool is_npi_system(std::string_view uri) {
  return uri == "http://hl7.org/fhir/sid/us-npi" || uri == "urn:oid:2.16.840.1.113883.4.6";
}

}  // namespace chargelint::fhir
