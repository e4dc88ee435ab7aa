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
    "billablePeriod",
    "birthDate",
    "bodySite",
    "careTeam",
    "careTeamLinkId",
    "careTeamSequence",
    "category",
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
    "practitioner",
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
    "subType",
    "subject",
    "supportingInfo",
    "system",
    "target",
    "text",
    "type",
    "unit",
    "unitPrice",
    "use",
    "value",
    "valueBoolean",
    "valueCanonical",
    "valueCode",
    "valueCodeableConcept",
    "valueCoding",
    "valueDate",
    "valueDateTime",
    "valueInteger",
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
