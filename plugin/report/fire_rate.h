// How often each rule spoke on the synthetic mix of claims: the table that deploy/tools/fire-rates made and
// the binary carries.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/json/writer.h"

namespace chargelint::plugin {

struct FireRate {
  std::uint64_t claims = 0;    // on which the rule spoke
  std::uint64_t findings = 0;  // a claim may have several
  std::uint64_t on_right = 0;  // of the claims: those that were right as they stood
};

class FireRates {
 public:
  // Nothing where the text is not such a table.
  [[nodiscard]] static std::optional<FireRates> parse(std::string_view text);
  [[nodiscard]] static const FireRates& measured();  // the embedded table

  [[nodiscard]] std::string_view mix() const { return mix_; }        // what the claims were
  [[nodiscard]] std::string_view tables() const { return tables_; }  // the releases they were judged with
  [[nodiscard]] std::uint64_t claims() const { return claims_; }
  [[nodiscard]] const FireRate* of(std::string_view rule) const;
  // Claims a hundred thousand, to a tenth: "812", "4.5".
  [[nodiscard]] std::string per_100k(const FireRate& rate) const;

 private:
  std::string_view mix_;
  std::string_view tables_;
  std::uint64_t claims_ = 0;
  std::map<std::string_view, FireRate, std::less<>> rates_;
};

// "fire_rate": {"claims":…,"per_100k":…,"findings":…,"on_right_claims":…,"mix":…,"tables":…}; null when the
// rule was not measured.
void write_fire_rate(fhir::JsonWriter& json, std::string_view rule);
// "on 812 of 100,000 claims of the synthetic mix (…)"; empty when the rule was not measured.
[[nodiscard]] std::string fire_rate_text(std::string_view rule);

}  // namespace chargelint::plugin
