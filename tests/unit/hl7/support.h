// Samples, messages in one line and a JSON reader just large enough for expected.json.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hl7/charges.h"
#include "hl7/message.h"

namespace chargelint::hl7::test {

// The folder of sample messages; empty when it is not there.
[[nodiscard]] std::string sample_folder();
[[nodiscard]] std::vector<std::string> sample_names();
[[nodiscard]] std::string sample(const std::string& name);

// "MSH|…;PID|…": every ';' becomes a carriage return, with one at the end.
[[nodiscard]] std::string lines(std::string_view text);
// A DFT around charge segments: MSH, EVN, PID, PV1, then `charges`, with ';' between segments.
[[nodiscard]] std::string dft(std::string_view charges, std::string_view event = "P03",
                              std::string_view version = "2.5.1");

struct Json {
  enum class Kind : std::uint8_t { null, boolean, number, text, list, object };
  Kind kind = Kind::null;
  std::string text;  // of numbers and texts
  std::vector<Json> list;
  std::map<std::string, Json> object;
  [[nodiscard]] const Json& operator[](const std::string& name) const;
  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
};
[[nodiscard]] Json parse_json(std::string_view text);

// "59 LT", "M54.12 G89.4", for comparing in one line.
[[nodiscard]] std::string modifiers_of(const ServiceLine& line);
[[nodiscard]] std::string diagnoses_of(const Claim& claim, const ServiceLine& line);
// "101 FT1-4, 100 EVN"; those that only tell where a value stood are left out.
[[nodiscard]] std::string facts_of(const Claim& claim);
[[nodiscard]] bool has_fact(const Claim& claim, ShapeKind kind, std::string_view place);
[[nodiscard]] bool has_note(const Claim& claim, std::string_view place, std::string_view text);

}  // namespace chargelint::hl7::test

// Skips loudly where the samples are not beside the tree.
#define NEEDS_SAMPLES()                                                                                \
  if (chargelint::hl7::test::sample_folder().empty()) {                                                \
    GTEST_SKIP() << "NOT TESTED: the sample messages (../shared/samples/hl7) are not beside the tree"; \
  }                                                                                                    \
  static_assert(true)
