// Typed access to one resource while it is read. The first element of a wrong JSON type is kept as the error,
// with its path; from then on reading goes on harmlessly and the caller asks once, at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/document.h"
#include "fhir/element.h"
#include "fhir/location.h"
#include "rules/base/date.h"
#include "rules/base/money.h"
#include "rules/base/result.h"
#include "rules/claim/claim.h"

namespace chargelint::fhir {

class Reading {
 public:
  Reading(Element root, Element resource, LocationBase base, Claim& claim, ReadingFacts& facts)
      : root_(root), resource_(resource), base_(base), claim_(claim), facts_(facts) {}

  [[nodiscard]] Element resource() const { return resource_; }
  [[nodiscard]] Claim& claim() { return claim_; }
  [[nodiscard]] ReadingFacts& facts() { return facts_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] bool failed() const { return error_.has_value(); }

  // Members of `parent`; absent ones give an empty value.
  [[nodiscard]] std::string_view text(Element parent, Name name);
  [[nodiscard]] Element object(Element parent, Name name);
  [[nodiscard]] Items objects(Element parent, Name name);
  [[nodiscard]] bool flag(Element parent, Name name);
  [[nodiscard]] std::optional<std::int32_t> whole_number(Element parent, Name name);
  // Exact: the shortest decimal that the parsed number stands for.
  [[nodiscard]] std::optional<std::int64_t> thousandths(Element parent, Name name, bool& rounded);
  [[nodiscard]] std::optional<Money> money(Element parent, Name name);
  // A list of numbers, such as item.diagnosisSequence.
  [[nodiscard]] Items numbers(Element parent, Name name);
  [[nodiscard]] std::int32_t whole_number(Element item);

  // The contained resource that "#id" names, or nothing.
  [[nodiscard]] Element contained(std::string_view reference);

  [[nodiscard]] Location at(Path path, std::size_t first = 0, std::size_t second = 0,
                            std::size_t third = 0) const {
    return base_.at(path, first, second, third);
  }
  void note(Location where, std::string_view text) { claim_.notes.push_back(ReadingNote{where, text}); }
  void missing(std::string_view element, Location where, std::uint16_t line = 0);
  void refuse(ErrorKind kind, Element where, std::string what);

 private:
  void wrong_type(Element where, std::string_view expected);

  Element root_;
  Element resource_;
  LocationBase base_;
  Claim& claim_;
  ReadingFacts& facts_;
  std::optional<Error> error_;
};

}  // namespace chargelint::fhir
