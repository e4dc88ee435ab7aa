// The element names that the readers know, as numbers: a name is looked up once, when the document is parsed,
// and compared as one byte from then on. Members with other names are checked but not kept.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace chargelint::fhir {

enum class Name : std::uint8_t {
  other,
  actor,
  based_on,
  billable_period,
  birth_date,
  body_site,
  care_team,
  care_team_link_id,
  care_team_sequence,
  category,
  claim,
  code,
  coding,
  concept_,
  contained,
  coverage,
  created,
  deceased_date_time,
  detail,
  diagnosis,
  diagnosis_codeable_concept,
  diagnosis_link_id,
  diagnosis_reference,
  diagnosis_sequence,
  display,
  employment_impacted,
  end,
  extension,
  factor,
  focal,
  gender,
  hospitalization,
  id,
  identifier,
  information,
  insurance,
  insurer,
  item,
  location_codeable_concept,
  modifier,
  name,
  net,
  not_done,
  occurrence_date_time,
  occurrence_period,
  on_admission,
  organization,
  parameter,
  patient,
  payor,
  performed_age,
  performed_date_time,
  performed_period,
  performed_range,
  performed_string,
  performer,
  period,
  practitioner,
  pre_auth_ref,
  priority,
  procedure,
  procedure_sequence,
  product_or_service,
  provider,
  qualification,
  quantity,
  reason,
  reason_code,
  reason_not_performed,
  reason_reference,
  reference,
  related,
  relationship,
  resource,
  resource_type,
  revenue,
  role,
  sequence,
  service,
  serviced_date,
  serviced_period,
  specialty,
  start,
  status,
  sub_detail,
  subject,
  sub_type,
  supporting_info,
  system,
  target,
  text,
  timing_date,
  timing_period,
  type,
  unit,
  unit_price,
  url,
  use,
  value,
  value_boolean,
  value_canonical,
  value_code,
  value_codeable_concept,
  value_coding,
  value_date,
  value_date_time,
  value_decimal,
  value_integer,
  value_quantity,
  value_string,
  value_uri,
  version,
  count_
};

// A member name as the look-ups compare it: the first and the last four bytes are all of a name up to eight
// bytes.
struct NameKey {
  std::uint64_t ends = 0;
  std::string_view text;

  NameKey() = default;
  explicit constexpr NameKey(std::string_view name) : text(name) {
    const std::size_t part = name.size() < 4 ? name.size() : 4;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    if (std::is_constant_evaluated() || part < 4) {
      for (std::size_t index = 0; index < part; ++index) {
        first |= std::uint32_t{static_cast<unsigned char>(name[index])} << (8U * index);
        last |= std::uint32_t{static_cast<unsigned char>(name[name.size() - part + index])} << (8U * index);
      }
    } else {
      std::memcpy(&first, name.data(), 4);
      std::memcpy(&last, name.data() + name.size() - 4, 4);
    }
    ends = std::uint64_t{first} << 32U | last;
  }
  friend bool operator==(const NameKey& left, const NameKey& right) {
    const std::size_t size = left.text.size();
    if (left.ends != right.ends || size != right.text.size()) return false;
    // What lies between the ends, eight bytes at a time; the last step goes back so as not to read too far.
    for (std::size_t index = 4; index + 4 < size; index += 8) {
      const std::size_t at = index + 8 <= size ? index : size - 8;
      std::uint64_t left_bytes = 0;
      std::uint64_t right_bytes = 0;
      std::memcpy(&left_bytes, left.text.data() + at, 8);
      std::memcpy(&right_bytes, right.text.data() + at, 8);
      if (left_bytes != right_bytes) return false;
    }
    return true;
  }
};
static_assert(std::endian::native == std::endian::little,
              "keys made at compile time must match those made later");

// Open addressing, about a fifth full.
class NameTable {
 public:
  static constexpr unsigned kSlotBits = 9;
  static constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;

  constexpr void add(const NameKey& key, Name name) {
    std::size_t slot = slot_of(key);
    while (slots_[slot].name != Name::other) slot = (slot + 1) % kSlots;
    slots_[slot] = Slot{key, name};
  }
  // `other` for a name that is not in the table.
  [[nodiscard]] Name find(const NameKey& key) const {
    for (std::size_t slot = slot_of(key);; slot = (slot + 1) % kSlots) {
      const Slot& known = slots_[slot];
      if (known.name == Name::other || known.key == key) return known.name;
    }
  }

 private:
  struct Slot {
    NameKey key;
    Name name = Name::other;
  };
  static constexpr std::size_t slot_of(const NameKey& key) {
    return ((key.ends ^ key.text.size()) * 0x9E3779B97F4A7C15ULL) >> (64U - kSlotBits);
  }
  std::array<Slot, kSlots> slots_{};
};

extern const NameTable kNames;
[[nodiscard]] std::string_view name_text(Name name);

}  // namespace chargelint::fhir
