#include "fhir/terminology/systems.h"

namespace chargelint::fhir {
namespace {

constexpr SystemSpelling kHeld[] = {
    {"http://www.ama-assn.org/go/cpt", TermSystem::cpt},
    {"https://www.ama-assn.org/go/cpt", TermSystem::cpt},
    {"urn:oid:2.16.840.1.113883.6.12", TermSystem::cpt},
    {"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", TermSystem::hcpcs},
    {"https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", TermSystem::hcpcs},
    {"https://bluebutton.cms.gov/resources/codesystem/hcpcs", TermSystem::hcpcs},
    {"urn:oid:2.16.840.1.113883.6.285", TermSystem::hcpcs},
    {"http://hl7.org/fhir/sid/icd-10-cm", TermSystem::icd10cm},
    {"https://hl7.org/fhir/sid/icd-10-cm", TermSystem::icd10cm},
    {"http://hl7.org/fhir/sid/icd-10", TermSystem::icd10cm},
    {"urn:oid:2.16.840.1.113883.6.90", TermSystem::icd10cm},
    {"https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
     TermSystem::place_of_service},
    {"http://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
     TermSystem::place_of_service},
    {"http://terminology.hl7.org/CodeSystem/ex-serviceplace", TermSystem::place_of_service},
    {"https://bluebutton.cms.gov/resources/variables/line_place_of_srvc_cd", TermSystem::place_of_service},
};

struct OtherSystem {
  std::string_view uri;
  std::string_view name;
};
constexpr OtherSystem kOthers[] = {
    {"http://hl7.org/fhir/sid/icd-9-cm", "ICD-9-CM"},
    {"http://www.cms.gov/Medicare/Coding/ICD9", "ICD-9-CM"},
    {"http://terminology.hl7.org/CodeSystem/icd9", "ICD-9-CM"},
    {"http://www.cms.gov/Medicare/Coding/ICD10", "ICD-10-PCS"},
    {"urn:oid:2.16.840.1.113883.6.4", "ICD-10-PCS"},
    {"https://www.nubc.org/CodeSystem/RevenueCodes", "revenue codes (NUBC)"},
    {"https://www.nubc.org/revenue-code", "revenue codes (NUBC)"},
    {"http://hl7.org/fhir/sid/ndc", "NDC"},
    {"http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm"},
    {"http://nucc.org/provider-taxonomy", "provider taxonomy (NUCC)"},
    {"http://snomed.info/sct", "SNOMED CT"},
    {"http://loinc.org", "LOINC"},
};

}  // namespace

SystemName term_system(std::string_view uri) {
  for (const SystemSpelling& spelling : kHeld) {
    if (spelling.uri == uri) return {spelling.system, system_title(spelling.system)};
  }
  for (const OtherSystem& other : kOthers) {
    if (other.uri == uri) return {std::nullopt, other.name};
  }
  return {};
}

std::string_view canonical_uri(TermSystem system) {
  for (const SystemSpelling& spelling : kHeld) {
    if (spelling.system == system) return spelling.uri;  // the first of each is the canonical one
  }
  return {};
}

std::string_view system_title(TermSystem system) {
  switch (system) {
    case TermSystem::cpt:
      return "CPT";
    case TermSystem::hcpcs:
      return "HCPCS";
    case TermSystem::icd10cm:
      return "ICD-10-CM";
    case TermSystem::place_of_service:
      return "Place of service";
  }
  return {};
}

std::span<const SystemSpelling> system_spellings() {
  return kHeld;
}

}  // namespace chargelint::fhir
