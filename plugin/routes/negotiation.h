// Media types: what a client sends and what it takes back.
#pragma once

#include <string_view>

#include "plugin/http/message.h"

namespace chargelint::plugin {

inline constexpr std::string_view kFhirJson = "application/fhir+json; charset=utf-8";

// `_format` speaks before Accept, as FHIR asks.
[[nodiscard]] bool accepts_json(const http::Request& request);
[[nodiscard]] bool is_json_type(std::string_view media_type);
// application/hl7-v2, x-application/hl7-v2+er7, text/plain.
[[nodiscard]] bool is_hl7_type(std::string_view media_type);

}  // namespace chargelint::plugin
