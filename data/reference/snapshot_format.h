// The snapshot file: a header, a table of sections, and sections that are the rows themselves, eight-byte
// aligned.
//
// Rows by code: `codes` is every known procedure code in order, and each table has offsets[codes + 1] into
// its rows.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace chargelint::data::snapshot {

static_assert(std::endian::native == std::endian::little, "snapshots are little endian");

inline constexpr char kMagic[8] = {'C', 'L', 'R', 'E', 'F', 'S', 'N', 'P'};
inline constexpr std::uint32_t kVersion = 1;

struct Header {
  char magic[8] = {};
  std::uint32_t version = 0;
  std::uint32_t sections = 0;
  std::uint64_t file_size = 0;
  std::uint64_t checksum = 0;     // XXH3 of the file with this field zero
  unsigned char digest[32] = {};  // SHA-256 of everything after the header
};
static_assert(sizeof(Header) == 64);

struct Section {
  std::uint32_t id = 0;
  std::uint32_t element_size = 0;
  std::uint64_t offset = 0;
  std::uint64_t count = 0;
};
static_assert(sizeof(Section) == 24);

enum class SectionId : std::uint32_t {
  releases = 1,
  text_offsets,
  text_bytes,
  rationales,
  codes,
  code_slots,
  code_words,
  ptp_practitioner,
  ptp_hospital,
  ptp_practitioner_offsets,
  ptp_hospital_offsets,
  mue_practitioner,
  mue_outpatient,
  mue_dme,
  mue_practitioner_offsets,
  mue_outpatient_offsets,
  mue_dme_offsets,
  fee_schedule,
  fee_schedule_offsets,
  add_on,
  add_on_offsets,
  diagnosis_codes,
  diagnosis_slots,
  diagnosis_offsets,
  diagnoses,
  diagnosis_words,
  modifiers,
  modifier_codes,
  modifier_offsets,
  modifier_words,
  code_sets,
  diagnosis_sets,
  code_maps,
  parameters,
  places,
};
inline constexpr std::uint32_t kSections = 35;

struct ReleaseRecord {
  std::uint8_t source = 0;
  std::uint8_t complete = 0;
  std::uint8_t effective_known = 0;
  std::uint8_t cumulative = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::int32_t last_day = 0;
  std::uint32_t name = 0;  // texts
  std::uint32_t digest = 0;
};
static_assert(sizeof(ReleaseRecord) == 24);

struct CodeSlot {
  std::uint32_t code = 0;  // 0: free
  std::uint32_t index = 0;
};
struct CodeRangeRecord {
  std::uint32_t set = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
};
struct DiagnosisPrefixRecord {
  std::uint64_t prefix = 0;
  std::uint32_t set = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::uint32_t unused = 0;
};
struct ParameterRecord {
  std::int64_t value = 0;
  std::uint32_t parameter = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::uint32_t unused = 0;
};
struct PlaceRecord {
  std::uint32_t place = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
};

// Open addressing with linear probing. Packed codes differ in few bits: an identity hash collapses, so it is
// mixed.
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t key) {
  key ^= key >> 32U;
  key *= 0x9E3779B97F4A7C15ULL;
  key ^= key >> 29U;
  key *= 0xBF58476D1CE4E5B9ULL;
  return key ^ (key >> 32U);
}
// A power of two, at most half full.
[[nodiscard]] inline std::size_t slots_for(std::size_t keys) {
  return std::bit_ceil(keys * 2 + 2);
}

}  // namespace chargelint::data::snapshot
