// Laying a snapshot out: everything sorted by its content, nothing that depends on when or in which order it
// was imported, so that the same tables give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"

namespace chargelint::data::snapshot {

using Bytes = std::vector<std::byte>;

// Texts once each, in order; 0 is the empty text.
class TextTable {
 public:
  void note(std::string_view text) { texts_.push_back(text); }
  void settle();
  [[nodiscard]] std::uint32_t id(std::string_view text) const { return ids_.at(text); }
  [[nodiscard]] const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  std::vector<std::string_view> texts_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
};

// Empties the content as it goes: the rows are there once.
class Layouter {
 public:
  explicit Layouter(SnapshotContent& content) : content_(content) {}
  [[nodiscard]] std::vector<std::pair<Section, Bytes>> lay_out();

 private:
  void note_texts();
  void add_texts();
  void add_releases();
  void gather_codes();
  void add_ptp(std::size_t table);
  void add_mue(std::size_t table);
  void add_fee_schedule();
  void add_add_on();
  void add_procedures();
  void add_diagnoses();
  void add_diagnosis_edits();
  void add_relations();
  void add_facts();
  void add_modifiers();
  void add_code_sets();
  void add_own_tables();
  void add_own_numbers();

  [[nodiscard]] std::uint32_t code_number(std::uint32_t code) const;
  [[nodiscard]] std::uint32_t text_of(std::uint32_t pool_id) const { return pool_texts_[pool_id]; }
  // The keys' numbers plus one, hashed.
  void add_slots(SectionId id, const std::vector<std::uint64_t>& keys);

  template <class Row>
  void section(SectionId id, const std::vector<Row>& rows);
  // Rows are sorted by code; `code_of` tells it.
  template <class Code, class Row, class CodeOf>
  static std::vector<std::uint32_t> offsets(const std::vector<Code>& codes, const std::vector<Row>& rows,
                                            CodeOf code_of);
  template <class Row, class KeyOf>
  static std::vector<std::uint64_t> keys_of(const std::vector<Row>& rows, KeyOf key_of);

  SnapshotContent& content_;
  TextTable texts_;
  std::vector<std::uint32_t> pool_texts_;  // by the content's own id
  std::vector<std::uint32_t> codes_;
  std::vector<CodeSlot> code_slots_;
  std::vector<std::pair<Section, Bytes>> sections_;
};

// Copies fields to where they stand in the row; padding stays zero.
template <class Row, class... Fields>
void put_fields(std::byte* at, const Row& row, const Fields&... fields) {
  const auto* const base = reinterpret_cast<const std::byte*>(&row);
  ((std::memcpy(at + (reinterpret_cast<const std::byte*>(&fields) - base), &fields, sizeof(fields))), ...);
}
void put(std::byte* at, const AddOnEdit& row);
void put(std::byte* at, const FeeScheduleRow& row);
void put(std::byte* at, const ProcedureCodeRow& row);
void put(std::byte* at, const DiagnosisRow& row);
void put(std::byte* at, const DiagnosisEditRow& row);
void put(std::byte* at, const DiagnosisRelation& row);
void put(std::byte* at, const Fact& row);
void put(std::byte* at, const CodeMapRow& row);
void put(std::byte* at, const ModifierRow& row);
void put(std::byte* at, const PlaceRow& row);
void put(std::byte* at, const CodeNumberRow& row);
void put(std::byte* at, const ModifierPairRow& row);

template <class Row>
void Layouter::section(SectionId id, const std::vector<Row>& rows) {
  Bytes bytes(rows.size() * sizeof(Row));
  if constexpr (std::has_unique_object_representations_v<Row>) {
    if (!rows.empty()) std::memcpy(bytes.data(), rows.data(), bytes.size());
  } else {
    for (std::size_t index = 0; index < rows.size(); ++index)
      put(bytes.data() + index * sizeof(Row), rows[index]);
  }
  sections_.emplace_back(Section{static_cast<std::uint32_t>(id), sizeof(Row), 0, rows.size()},
                         std::move(bytes));
}

template <class Code, class Row, class CodeOf>
std::vector<std::uint32_t> Layouter::offsets(const std::vector<Code>& codes, const std::vector<Row>& rows,
                                             CodeOf code_of) {
  std::vector<std::uint32_t> starts;
  starts.reserve(codes.size() + 1);
  std::size_t at = 0;
  for (const Code code : codes) {
    starts.push_back(static_cast<std::uint32_t>(at));
    while (at < rows.size() && code_of(rows[at]) == code) ++at;
  }
  starts.push_back(static_cast<std::uint32_t>(at));
  return starts;
}

template <class Row, class KeyOf>
std::vector<std::uint64_t> Layouter::keys_of(const std::vector<Row>& rows, KeyOf key_of) {
  std::vector<std::uint64_t> keys;
  for (const Row& row : rows) {
    if (keys.empty() || keys.back() != key_of(row)) keys.push_back(key_of(row));
  }
  return keys;
}

}  // namespace chargelint::data::snapshot
