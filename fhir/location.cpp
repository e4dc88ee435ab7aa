#include "fhir/location.h"

#include <array>
#include <string>
#include <string_view>

#include "fhir/document.h"

namespace chargelint::fhir {
namespace {

constexpr std::size_t kPaths = static_cast<std::size_t>(Path::count_);

// '#' stands for the next index.
constexpr std::array<std::string_view, kPaths> kTemplates = {
    "",
    "id",
    "identifier[#]",
    "status",
    "type",
    "subType",
    "use",
    "patient",
    "created",
    "provider",
    "insurance[#]",
    "billablePeriod",
    "diagnosis[#]",
    "diagnosis[#].sequence",
    "careTeam[#]",
    "item[#]",
    "item[#].sequence",
    "item[#].productOrService",
    "item[#].modifier[#]",
    "item[#].quantity",
    "item[#].servicedDate",
    "item[#].servicedPeriod",
    "item[#].locationCodeableConcept",
    "item[#].diagnosisSequence[#]",
    "item[#].careTeamSequence[#]",
    "item[#].procedureSequence[#]",
    "item[#].net",
    "item[#].detail[#]",
    "item[#].detail[#].productOrService",
    "item[#].detail[#].modifier[#]",
    "item[#].detail[#].quantity",
    "item[#].detail[#].subDetail[#]",
    "item[#].detail[#].subDetail[#].productOrService",
    "item[#].detail[#].subDetail[#].modifier",
    "item[#].detail[#].subDetail[#].quantity",
    "code",
    "performed",
    "performedDateTime",
    "performedPeriod",
    "occurrenceDateTime",
    "occurrencePeriod",
    "reasonCode[#]",
    "reasonReference[#]",
    "reason[#]",
    "performer[#]",
    "bodySite[#]",
    "related[#]",
    "supportingInfo[#]",
    "item[#].bodySite",
    "extension[#]",
};
static_assert(!kTemplates.back().empty());

constexpr std::array<std::string_view, 3> kResources = {"", "Claim", "Procedure"};

constexpr std::uint64_t bits(std::uint64_t packed, unsigned shift, unsigned width) {
  return packed >> shift & ((std::uint64_t{1} << width) - 1);
}

}  // namespace

std::string location_text(Location location) {
  const std::uint64_t packed = location.packed;
  const std::uint64_t resource = bits(packed, 44, 4);
  const std::uint64_t path = bits(packed, 36, 8);
  if (resource == 0 || resource >= kResources.size() || path >= kPaths) return {};
  std::string text;
  const auto root_index = [packed] { return std::to_string(bits(packed, 48, 14)); };
  switch (static_cast<RootKind>(bits(packed, 62, 2))) {
    case RootKind::bare:
      text = kResources[resource];
      break;
    case RootKind::parameters:
      text = "Parameters.parameter[" + root_index() + "].resource";
      break;
    case RootKind::bundle:
      text = "Bundle.entry[" + root_index() + "].resource";
      break;
  }
  const std::array<std::uint64_t, 3> indexes = {bits(packed, 20, 16), bits(packed, 10, 10),
                                                bits(packed, 0, 10)};
  std::size_t next = 0;
  const std::string_view pattern = kTemplates[path];
  if (!pattern.empty()) text += '.';
  for (const char character : pattern) {
    if (character == '#') {
      text += std::to_string(indexes[next++]);
    } else {
      text += character;
    }
  }
  return text;
}

}  // namespace chargelint::fhir
