#include "plugin/routes/negotiation.h"

#include <algorithm>
#include <array>
#include <string>

namespace chargelint::plugin {
namespace {

// A quality of zero: "not this one".
bool is_refused(std::string_view range) {
  std::string compact;
  for (const char character : range) {
    if (character != ' ' && character != '\t') compact += character;
  }
  const std::size_t quality = compact.find(";q=0");
  if (quality == std::string::npos) return false;
  return compact.find_first_of("123456789", quality + 4) == std::string::npos;
}

}  // namespace

bool is_json_type(std::string_view media_type) {
  constexpr std::array<std::string_view, 4> kTypes{"application/fhir+json", "application/json", "text/json",
                                                   "application/json+fhir"};
  return std::find(kTypes.begin(), kTypes.end(), media_type) != kTypes.end();
}

bool is_hl7_type(std::string_view media_type) {
  constexpr std::array<std::string_view, 3> kTypes{"application/hl7-v2", "x-application/hl7-v2+er7",
                                                   "text/plain"};
  return std::find(kTypes.begin(), kTypes.end(), media_type) != kTypes.end();
}

bool accepts_json(const http::Request& request) {
  if (std::string format = http::query_value(request.query, "_format"); !format.empty()) {
    // An unescaped plus sign arrives as a space.
    std::replace(format.begin(), format.end(), ' ', '+');
    format = http::media_type(format);
    return format == "json" || is_json_type(format);
  }
  std::string_view accept = request.header("Accept");
  if (accept.empty()) return true;
  while (!accept.empty()) {
    const std::size_t end = std::min(accept.find(','), accept.size());
    const std::string_view range = accept.substr(0, end);
    const std::string type = http::media_type(range);
    const bool named = is_json_type(type) || type == "*/*" || type == "application/*" || type == "text/*";
    if (named && !is_refused(range)) return true;
    accept.remove_prefix(std::min(end + 1, accept.size()));
  }
  return false;
}

}  // namespace chargelint::plugin
