#include "fhir/resources/reading.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace chargelint::fhir {
namespace {

constexpr std::array<std::string_view, 7> kKindTexts = {"an object", "a list",        "a text", "a number",
                                                        "a number",  "true or false", "null"};
// Every whole number up to here is exact as a double.
constexpr double kExact = 9007199254740992.0;
constexpr std::size_t kDigits = 400;  // a double written without exponent

// The decimal that a double was parsed from, without exponent. Digits beyond the double's own do not exist.
class DecimalText {
 public:
  explicit DecimalText(double number) {
    const auto written =
        std::to_chars(digits_.data(), digits_.data() + digits_.size(), number, std::chars_format::fixed);
    size_ = written.ec == std::errc() ? static_cast<std::size_t>(written.ptr - digits_.data()) : 0;
  }
  [[nodiscard]] std::string_view view() const { return {digits_.data(), size_}; }

 private:
  std::array<char, kDigits> digits_;
  std::size_t size_ = 0;
};

// `number` in steps of 1/`scale`, when it is such a decimal: the quotient of two whole numbers below 2^53 is
// rounded to the double nearest to it, which is what the parser made of the same decimal.
std::optional<std::int64_t> exact_steps(double number, double scale) {
  const double steps = std::nearbyint(number * scale);
  if (std::fabs(steps) >= kExact || steps / scale != number) return std::nullopt;
  return static_cast<std::int64_t>(steps);
}

}  // namespace

void Reading::refuse(ErrorKind kind, Element where, std::string what) {
  if (!error_) error_ = Error{kind, path_text(root_, where), std::move(what)};
}

void Reading::wrong_type(Element where, std::string_view expected) {
  const std::string_view found = kKindTexts[static_cast<std::size_t>(where.node()->kind)];
  refuse(ErrorKind::malformed, where, std::string(expected) + " was expected, not " + std::string(found));
}

void Reading::missing(std::string_view element, Location where, std::uint16_t line) {
  ShapeFact& fact = claim_.shape.emplace_back();
  fact.kind = ShapeKind::missing_element;
  fact.element = element;
  fact.line = line;
  fact.at = where;
}

std::string_view Reading::text(Element parent, Name name) {
  const Element member = parent[name];
  if (member && !member.is(NodeKind::text)) wrong_type(member, "a text");
  return member.text();
}

Element Reading::object(Element parent, Name name) {
  const Element member = parent[name];
  if (!member || member.is(NodeKind::object)) return member;
  wrong_type(member, "an object");
  return {};
}

Items Reading::objects(Element parent, Name name) {
  const Element member = parent[name];
  if (!member) return {};
  if (!member.is(NodeKind::list)) {
    wrong_type(member, "a list");
    return {};
  }
  const Items items(member);
  for (const Element item : items) {
    if (!item.is(NodeKind::object)) {
      wrong_type(item, "an object");
      return {};
    }
  }
  return items;
}

Items Reading::numbers(Element parent, Name name) {
  const Element member = parent[name];
  if (!member) return {};
  if (member.is(NodeKind::list)) return Items(member);
  wrong_type(member, "a list");
  return {};
}

bool Reading::flag(Element parent, Name name) {
  const Element member = parent[name];
  if (!member) return false;
  if (member.is(NodeKind::boolean)) return member.node()->boolean;
  wrong_type(member, "true or false");
  return false;
}

std::int32_t Reading::whole_number(Element item) {
  const Node& node = *item.node();
  if (node.kind == NodeKind::integer) {
    if (node.integer >= std::numeric_limits<std::int32_t>::min() &&
        node.integer <= std::numeric_limits<std::int32_t>::max()) {
      return static_cast<std::int32_t>(node.integer);
    }
    refuse(ErrorKind::malformed, item, "a number out of range");
    return 0;
  }
  wrong_type(item, node.kind == NodeKind::decimal ? "a whole number" : "a number");
  return 0;
}

std::optional<std::int32_t> Reading::whole_number(Element parent, Name name) {
  const Element member = parent[name];
  if (!member) return std::nullopt;
  return whole_number(member);
}

std::optional<std::int64_t> Reading::thousandths(Element parent, Name name, bool& rounded) {
  const Element member = parent[name];
  if (!member) return std::nullopt;
  const Node& node = *member.node();
  constexpr std::int64_t kLargest = std::int64_t{1} << 50U;
  if (node.kind == NodeKind::integer && node.integer <= kLargest && node.integer >= -kLargest) {
    return node.integer * 1000;
  }
  if (node.kind != NodeKind::integer && node.kind != NodeKind::decimal) {
    wrong_type(member, "a number");
    return std::nullopt;
  }
  if (node.kind == NodeKind::decimal) {
    if (const auto steps = exact_steps(node.decimal, 1000)) return steps;
    const double nearest = std::round(node.decimal * 1000);
    if (std::fabs(nearest) < kExact) {
      rounded = true;
      return static_cast<std::int64_t>(nearest);
    }
  }
  refuse(ErrorKind::malformed, member, "a number out of range");
  return std::nullopt;
}

std::optional<Money> Reading::money(Element parent, Name name) {
  const Element amount = object(parent, name);
  const Element value = amount[Name::value];
  if (!value) return std::nullopt;
  const Node& node = *value.node();
  constexpr std::int64_t kLargest = std::int64_t{1} << 50U;
  if (node.kind == NodeKind::integer && node.integer <= kLargest && node.integer >= -kLargest) {
    return Money{node.integer * 100};
  }
  if (node.kind == NodeKind::decimal) {
    if (const auto cents = exact_steps(node.decimal, 100)) return Money{*cents};
    if (const auto parsed = Money::parse(DecimalText(node.decimal).view())) return parsed;
  }
  if (node.kind == NodeKind::integer || node.kind == NodeKind::decimal) {
    refuse(ErrorKind::malformed, value, "an amount out of range");
  } else {
    wrong_type(value, "a number");
  }
  return std::nullopt;
}

Element Reading::contained(std::string_view reference) {
  if (reference.size() < 2 || reference.front() != '#') return {};
  for (const Element candidate : objects(resource_, Name::contained)) {
    if (text(candidate, Name::id) == reference.substr(1)) return candidate;
  }
  return {};
}

}  // namespace chargelint::fhir
