#include "fhir/names.h"

#include <array>
#include <cstddef>

namespace chargelint::fhir {
namespace {

constexpr std::size_t kCount = static_cast<std::size_t>(Name::count_);

// In the order of Name.
constexpr std::array<std::string_view, kCount> kTexts = {
    "",
    "actor",
    "basedOn",
    "billablePeriod",
    "birthDate",
    "bodySite",
    "careTeam",
    "careTeamLinkId",
    "careTeamSequence",
    "category",
    "claim",
    "code",
    "coding",
    "concept",
    "contained",
    "coverage",
    "created",
    "deceasedDateTime",
    "detail",
    "diagnosis",
    "diagnosisCodeableConcept",
    "diagnosisLinkId",
    "diagnosisReference",
    "diagnosisSequence",
    "display",
    "employmentImpacted",
    "end",
    "extension",
    "factor",
    "focal",
    "gender",
    "hospitalization",
    "id",
    "identifier",
    "information",
    "insurance",
    "insurer",
    "item",
    "locationCodeableConcept",
    "modifier",
    "name",
    "net",
    "notDone",
    "occurrenceDateTime",
    "occurrencePeriod",
    "onAdmission",
    "organization",
    "parameter",
    "patient",
    "payor",
    "performedAge",
    "performedDateTime",
    "performedPeriod",
    "performedRange",
    "performedString",
    "performer",
    "period",
    "practitioner",
    "preAuthRef",
    "priority",
    "procedure",
    "procedureSequence",
    "productOrService",
    "provider",
    "qualification",
    "quantity",
    "reason",
    "reasonCode",
    "reasonNotPerformed",
    "reasonReference",
    "reference",
    "related",
    "relationship",
    "resource",
    "resourceType",
    "revenue",
    "role",
    "sequence",
    "service",
    "servicedDate",
    "servicedPeriod",
    "specialty",
    "start",
    "status",
    "subDetail",
    "subject",
    "subType",
    "supportingInfo",
    "system",
    "target",
    "text",
    "timingDate",
    "timingPeriod",
    "type",
    "unit",
    "unitPrice",
    "url",
    "use",
    "value",
    "valueBoolean",
    "valueCanonical",
    "valueCode",
    "valueCodeableConcept",
    "valueCoding",
    "valueDate",
    "valueDateTime",
    "valueDecimal",
    "valueInteger",
    "valueQuantity",
    "valueString",
    "valueUri",
    "version",
};

constexpr NameTable make_table() {
  NameTable table;
  for (std::size_t name = 1; name < kCount; ++name) table.add(NameKey(kTexts[name]), static_cast<Name>(name));
  return table;
}

static_assert(kCount < 256 && kTexts[kCount - 1] == "version");
static_assert(kTexts[static_cast<std::size_t>(Name::product_or_service)] == "productOrService");
static_assert(kTexts[static_cast<std::size_t>(Name::diagnosis)] == "diagnosis");

}  // namespace

constinit const NameTable kNames = make_table();

std::string_view name_text(Name name) {
  return kTexts[static_cast<std::size_t>(name)];
}

}  // namespace chargelint::fhir
