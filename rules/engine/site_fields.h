// The fields of the claim view that a site rule may ask about: their names, where they stand, and how a value
// is written.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chargelint {

enum class SiteField : std::uint8_t {
  payer,
  kind,
  stage,
  sex,
  age,
  line_count,
  payer_id,
  department,
  profile,
  type_of_bill,
  condition_code,
  authorization,
  billing_npi,
  billing_group,
  referring_npi,
  attending_npi,
  claim_diagnosis,
  code,
  modifier,
  units,
  charge,
  minutes,
  date,
  side,
  diagnosis,
  place,
  revenue_code,
  npi,
  specialty,
  group,
  ordering_npi,
  supervising_npi,
  ndc,
};

// How values of a field are written and compared.
enum class SiteForm : std::uint8_t {
  choice,     // one of a few names
  code,       // 20610, 70000-79999, J*
  modifier,   // LT
  diagnosis,  // M17 takes in everything below it; M16-M17
  decimal,    // in thousandths
  whole,      // likewise
  money,      // in cents
  date,
  text,  // exact, or a beginning: "ACME*"
};

struct SiteFieldInfo {
  SiteField field = SiteField::payer;
  std::string_view name;
  SiteForm form = SiteForm::text;
  bool of_line = false;   // asked of each line
  bool many = false;      // a claim or line may hold several: one that fits is enough
  bool of_prior = false;  // an earlier service has it too
};
[[nodiscard]] std::span<const SiteFieldInfo> site_fields();
[[nodiscard]] const SiteFieldInfo& site_field(SiteField field);
[[nodiscard]] const SiteFieldInfo* find_site_field(std::string_view name);

// Both ends belong to it.
struct SiteRange {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  friend constexpr auto operator<=>(const SiteRange&, const SiteRange&) = default;
};
// A value, or "a-b"; nothing when the text is none of the field's. Not for texts.
[[nodiscard]] std::optional<SiteRange> parse_site_range(const SiteFieldInfo& field, std::string_view text);
// "expected …" of a field, in words.
[[nodiscard]] std::string site_value_hint(const SiteFieldInfo& field);

}  // namespace chargelint
