#include "plugin/overrides/fields.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <charconv>
#include <exception>

#include "plugin/app/nearest.h"

namespace chargelint::plugin {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

constexpr std::size_t kLargest = 64 * 1024;
constexpr std::size_t kDeepest = 16;

// The library reports by exception; none leaves this file.
Result<Object::Ptr> parse(std::string_view json) {
  if (json.size() > kLargest) return fail(ErrorKind::too_large, "body", "it is over 64 KB");
  try {
    Poco::JSON::Parser parser;
    parser.setDepth(kDeepest);
    const auto parsed = parser.parse(std::string(json));
    if (parsed.type() == typeid(Object::Ptr)) return parsed.extract<Object::Ptr>();
  } catch (const std::exception&) {
    return fail(ErrorKind::malformed, "body", "it is no JSON");
  }
  return fail(ErrorKind::malformed, "body", "expected a JSON object");
}

std::string text_of(const Object& object, const std::string& name) {
  const auto value = object.get(name);
  return value.isString() ? value.extract<std::string>() : std::string();
}

}  // namespace

Result<Fields> read_fields(std::string_view json, const std::vector<std::string_view>& known) {
  const auto object = parse(json);
  if (!object) return tl::unexpected(object.error());
  Fields fields;
  for (const std::string& name : (*object)->getNames()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return fail(ErrorKind::malformed, "body",
                  "an unknown member; the nearest known one is " + std::string(nearest(name, known)));
    }
    const auto value = (*object)->get(name);
    if (value.isEmpty()) continue;  // null
    if (!value.isString()) return fail(ErrorKind::malformed, name, "expected a text");
    fields.emplace(name, value.extract<std::string>());
  }
  return fields;
}

Result<FindingFacts> read_finding(std::string_view json) {
  const auto object = parse(json);
  if (!object) return tl::unexpected(object.error());
  FindingFacts finding;
  finding.rule = text_of(**object, "rule");
  finding.severity = text_of(**object, "severity");
  const auto facts = parse_facts(text_of(**object, "facts"));
  if (!facts) return tl::unexpected(facts.error());
  finding.facts = *facts;
  const Array::Ptr codes = (*object)->getArray("codes");
  for (std::size_t index = 0; !codes.isNull() && index < codes->size(); ++index) {
    const auto code = codes->get(static_cast<unsigned>(index));
    if (!code.isString()) continue;
    if (!finding.codes.empty()) finding.codes += ' ';
    finding.codes += code.extract<std::string>();
  }
  return finding;
}

Result<std::uint64_t> parse_facts(std::string_view text) {
  constexpr std::size_t kDigits = 16;
  std::uint64_t facts = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), facts, 16);
  if (text.size() != kDigits || problem != std::errc() || end != text.data() + text.size()) {
    return fail(ErrorKind::usage, "facts", "expected the 16 hexadecimal digits of a finding's `facts`");
  }
  return facts;
}

}  // namespace chargelint::plugin
