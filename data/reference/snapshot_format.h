// The snapshot file: a header, a table of sections, and sections that are the rows themselves, eight-byte
// aligned.
//
// Rows by code: `codes` is every known procedure code in order, and each table has offsets[codes + 1] into
// its rows. Rows by key (diagnoses, facts) have keys of their own, a hash table from key to its number, and
// offsets alike.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "data/reference/subject.h"
#include "rules/ports/reference.h"

namespace chargelint::data::snapshot {

static_assert(std::endian::native == std::endian::little, "snapshots are little endian");

inline constexpr char kMagic[8] = {'C', 'L', 'R', 'E', 'F', 'S', 'N', 'P'};
inline constexpr std::uint32_t kVersion = 4;

struct Header {
  char magic[8] = {};
  std::uint32_t version = 0;
  std::uint32_t sections = 0;
  std::uint64_t file_size = 0;
  std::uint64_t checksum = 0;     // see file_checksum
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
  fee_schedule,
  fee_schedule_offsets,
  add_on,
  add_on_offsets,
  add_on_children,  // numbers of add-on rows, by primary
  add_on_children_offsets,
  procedures,
  procedure_offsets,
  diagnosis_codes,
  diagnosis_slots,
  diagnosis_offsets,
  diagnoses,
  diagnosis_words,
  diagnosis_edit_codes,
  diagnosis_edit_slots,
  diagnosis_edit_offsets,
  diagnosis_edits,
  relation_categories,  // see category_of
  relation_offsets,
  relations,
  fact_keys,  // see fact_key
  fact_slots,
  fact_offsets,
  facts,
  modifiers,
  modifier_codes,
  modifier_offsets,
  modifier_words,
  set_segments,  // see SetSegments
  set_offsets,
  set_spans,
  code_segments,  // of each code its segment's number
  diagnosis_sets,
  code_maps,
  parameters,
  places,
  code_numbers,
  modifier_pairs,
  diagnosis_set_starts,
  parameter_starts,
  // One a table, from here on: see table_section.
  ptp = 100,
  ptp_offsets = 110,
  ptp_lines = 120,  // see PairLine; none where a line could not hold the numbers
  ptp_reverse =
      130,  // by column 2 code the numbers of its column 1 codes, each as a step from the one before
  ptp_reverse_offsets = 140,
  mue = 150,
  mue_offsets = 160,
  ptp_line_starts = 170,
  ptp_windows = 180,  // edits by column 2 code, equal lists once
  ptp_window_starts = 190,
  ptp_window_counts = 200,
};
inline constexpr std::uint32_t kMostSections = 256;
[[nodiscard]] constexpr SectionId table_section(SectionId first, std::size_t table) {
  return static_cast<SectionId>(static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(table));
}

// Facts are found by subject and code in one number; the order of keys is the order of codes within a
// subject. 0 is no key.
[[nodiscard]] constexpr std::uint64_t fact_key(Subject subject, std::string_view code) {
  if (code.empty() || code.size() > 7) return 0;
  std::uint64_t key = static_cast<unsigned char>(subject);
  for (std::size_t index = 0; index < 7; ++index) {
    key = (key << 8U) | (index < code.size() ? static_cast<unsigned char>(code[index]) : 0U);
  }
  return key;
}

// Relations stand by the category of the subject: its first three characters. `relation_categories` are those
// at which the set of relations that may concern a subject changes; a set holds until the next one.
[[nodiscard]] constexpr std::uint32_t category_of(std::uint64_t diagnosis) {
  return static_cast<std::uint32_t>(diagnosis >> 40U);
}

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
// The sets of codes: `set_segments` are the packed codes at which the ranges that hold change, the first 0. A
// segment's spans are the sets that hold in it, one a period; those in force on a day are taken together.
struct SetSpan {
  CodeSets sets;
  std::int32_t from = 0;
  std::int32_t to = 0;
};
static_assert(sizeof(SetSpan) == 24);
// Sorted by set, prefix and date.
struct DiagnosisPrefixRecord {
  std::uint64_t prefix = 0;
  std::uint32_t set = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::uint32_t within = 0;  // the row before whose prefix this one begins with, plus one; 0: none
};
// Lists of our own by an enumerator's number: so many can be.
inline constexpr std::size_t kOwnLists = 256;
struct ParameterRecord {
  std::int64_t value = 0;
  std::uint32_t parameter = 0;
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::uint32_t unused = 0;
};
// A place of service by its two characters; 0 is none.
[[nodiscard]] constexpr std::uint16_t place_key(std::string_view place) {
  if (place.size() != 2) return 0;
  return static_cast<std::uint16_t>(static_cast<unsigned char>(place[0]) << 8U |
                                    static_cast<unsigned char>(place[1]));
}

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
