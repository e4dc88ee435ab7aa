#include "hl7/profile.h"

#include <charconv>

#include "hl7/bytes.h"
#include "hl7/codes_in_fields.h"
#include "hl7/location.h"

namespace chargelint::hl7 {
namespace {

constexpr unsigned kMostFields = 255;
constexpr unsigned kMostRepetitions = 4095;
constexpr unsigned kMostComponents = 255;

// A number from 1 at the head of a text, taken off it.
std::optional<unsigned> take_number(std::string_view& text, unsigned most) {
  unsigned number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || number == 0 || number > most) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

tl::unexpected<Error> no_path(std::string_view text, const std::string& why) {
  return fail(ErrorKind::usage, "",
              "\"" + std::string(text) + "\" is no field: " + why +
                  "; expected such as FT1-25, FT1-25.4, FT1-26[2], ZFT-3.1");
}

bool name_matches(std::string_view text, std::string_view wanted) {
  return wanted.empty() || matches_value(text, wanted);
}

}  // namespace

Result<FieldPath> parse_field_path(std::string_view text) {
  FieldPath path;
  if (text.size() < 5 || !is_upper(text[0]) || !(is_upper(text[1]) || is_digit(text[1])) ||
      !(is_upper(text[2]) || is_digit(text[2]))) {
    return no_path(text, "it does not start with the three characters of a segment");
  }
  path.segment = {text[0], text[1], text[2]};
  if (segment_named(text.substr(0, 3)) == SegmentName::none) {
    return no_path(text, "a segment " + std::string(text.substr(0, 3)) + " is not read here");
  }
  if (text[3] != '-') return no_path(text, "a hyphen and the field's number follow the segment");
  std::string_view rest = text.substr(4);
  const auto part = [&rest](unsigned& target, unsigned most) {
    const auto number = take_number(rest, most);
    target = number.value_or(0);
    return number.has_value();
  };
  if (!part(path.field, kMostFields)) return no_path(text, "the field's number is one from 1 to 255");
  if (rest.starts_with('[')) {
    rest.remove_prefix(1);
    if (!part(path.repetition, kMostRepetitions) || !rest.starts_with(']')) {
      return no_path(text, "a repetition is a number from 1 in brackets");
    }
    rest.remove_prefix(1);
  }
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    if (!part(path.component, kMostComponents)) return no_path(text, "a component is a number from 1 to 255");
  }
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    if (!part(path.subcomponent, kMostComponents)) {
      return no_path(text, "a subcomponent is a number from 1 to 255");
    }
  }
  if (!rest.empty()) return no_path(text, "\"" + std::string(rest) + "\" behind it means nothing");
  return path;
}

std::string field_path_text(const FieldPath& path) {
  std::string text(path.segment_id());
  text += "-" + std::to_string(path.field);
  if (path.repetition != 0) text += "[" + std::to_string(path.repetition) + "]";
  if (path.component != 0) text += "." + std::to_string(path.component);
  if (path.subcomponent != 0) text += "." + std::to_string(path.subcomponent);
  return text;
}

bool matches_value(std::string_view text, std::string_view pattern) {
  text = trimmed(text);
  if (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    if (text.size() < pattern.size()) return false;
    text = text.substr(0, pattern.size());
  }
  if (text.size() != pattern.size()) return false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (to_upper(text[index]) != to_upper(pattern[index])) return false;
  }
  return true;
}

CodeSystem Profile::system_named(std::string_view name) const {
  if (!code_systems.empty() && !name.empty()) {
    if (const CodeSystem* const system = value_named(code_systems, name); system != nullptr) return *system;
  }
  return coding_system(name);
}

std::optional<LineType> Profile::transaction_type(std::string_view text) const {
  if (transaction_types.empty()) return std::nullopt;
  const LineType* const type = value_named(transaction_types, text);
  return type != nullptr ? std::optional(*type) : std::nullopt;
}

bool Profile::is_for(std::string_view application, std::string_view facility, int* specific) const {
  int best = 0;
  for (const Sender& sender : senders) {
    if (!name_matches(application, sender.application) || !name_matches(facility, sender.facility)) continue;
    // The application tells more than the facility.
    const int names = (sender.application.empty() ? 0 : 2) + (sender.facility.empty() ? 0 : 1);
    if (names > best) best = names;
  }
  if (specific != nullptr) *specific = best;
  return best > 0;
}

const Profile& default_profile() {
  static const Profile profile;
  return profile;
}

}  // namespace chargelint::hl7
