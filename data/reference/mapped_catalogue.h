// The snapshot as a catalogue: look-ups over the mapped sections.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/reference/catalogue.h"
#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"
#include "data/reference/snapshot_mapping.h"
#include "data/reference/snapshot_pairs.h"

namespace chargelint::data::snapshot {

[[nodiscard]] inline bool in_force(std::int32_t from, std::int32_t to, Date date) {
  return from <= date.days() && date.days() <= to;
}

// Pair edits of one table; without lines where they could not hold it, and then searched in the rows.
struct PtpTable {
  Runs<PtpEdit> edits;                    // by column 1 code
  Runs<PairLine> lines;                   // likewise
  Runs<PtpEdit> windows;                  // by column 2 code, equal lists once
  std::span<const std::uint16_t> counts;  // of each window: how long the list is that begins with it
  Runs<std::uint8_t> column1;             // by column 2 code: the numbers of its column 1 codes, as steps
};

// From this day on a source is covered so.
struct CoverageSpan {
  std::int32_t from = 0;
  Coverage coverage;
};

class MappedCatalogue final : public Catalogue {
 public:
  explicit MappedCatalogue(const std::string& path);

  // The spans were worked out when the file was opened: rules ask at each look-up.
  [[nodiscard]] Coverage coverage(Source source, Date date) const override {
    const auto number = static_cast<std::size_t>(source);
    const auto* span = coverage_.data() + coverage_starts_[number + 1];  // the newest is asked for most
    const auto* const oldest = coverage_.data() + coverage_starts_[number];
    while (--span > oldest && span->from > date.days()) {
    }
    return span->coverage;
  }
  [[nodiscard]] std::span<const ReleaseInfo> releases() const override { return releases_; }
  [[nodiscard]] std::string_view digest() const override { return digest_; }
  [[nodiscard]] std::string_view rationale(std::uint8_t id) const override {
    return id < rationales_.size() ? text(rationales_[id]) : std::string_view{};
  }
  [[nodiscard]] std::string_view text(std::uint32_t id) const override {
    if (std::size_t{id} + 1 >= text_starts_.size()) return {};
    return {text_bytes_.data() + text_starts_[id], text_starts_[id + 1] - text_starts_[id]};
  }

  [[nodiscard]] std::span<const PtpEdit> ptp(Source table, Hcpcs column1) const override {
    const std::size_t which = ptp_table_number(table);
    return which < kPtpTables ? rows_of(ptp_[which].edits, column1) : std::span<const PtpEdit>{};
  }
  [[nodiscard]] std::span<const PtpEdit> pair(Source table, Hcpcs column1, Hcpcs column2) const override;
  [[nodiscard]] std::span<const MueLimit> mue(Source table, Hcpcs code) const override {
    const std::size_t which = mue_table_number(table);
    return which < kMueTables ? rows_of(mue_[which], code) : std::span<const MueLimit>{};
  }
  [[nodiscard]] std::span<const FeeScheduleRow> fee_schedule(Hcpcs code) const override {
    return rows_of(fee_schedule_, code);
  }
  [[nodiscard]] std::span<const AddOnEdit> add_on(Hcpcs code) const override {
    return rows_of(add_on_, code);
  }
  [[nodiscard]] std::span<const ProcedureCodeRow> procedure_code(Hcpcs code) const override {
    return rows_of(procedures_, code);
  }

  [[nodiscard]] std::span<const DiagnosisRow> diagnosis(IcdCode code) const override {
    return diagnoses_.of(code.packed());
  }
  [[nodiscard]] std::span<const DiagnosisEditRow> diagnosis_edits(IcdCode code) const override {
    return diagnosis_edits_.of(code.packed());
  }
  [[nodiscard]] std::span<const DiagnosisRelation> diagnosis_relations(IcdCode code) const override {
    const auto next = std::upper_bound(relation_categories_.begin(), relation_categories_.end(),
                                       category_of(code.packed()));
    if (next == relation_categories_.begin()) return {};
    return relations_.of(static_cast<std::size_t>(next - relation_categories_.begin()) - 1);
  }
  [[nodiscard]] std::span<const DiagnosisRow> diagnoses_below(IcdCode stem) const override {
    if (stem.empty()) return {};
    const auto& codes = diagnoses_.keys;
    const auto first = std::lower_bound(codes.begin(), codes.end(), stem.packed());
    const auto last = std::partition_point(
        first, codes.end(), [&](std::uint64_t code) { return IcdCode::from_packed(code).starts_with(stem); });
    const auto begin = diagnoses_.runs.starts[static_cast<std::size_t>(first - codes.begin())];
    const auto end = diagnoses_.runs.starts[static_cast<std::size_t>(last - codes.begin())];
    return diagnoses_.runs.rows.subspan(begin, end - begin);
  }
  [[nodiscard]] std::span<const ModifierRow> modifier(Modifier modifier) const override {
    const auto index = modifier_index(modifier);
    return index ? modifiers_.of(*index) : std::span<const ModifierRow>{};
  }
  [[nodiscard]] std::span<const CodeMapRow> code_map(CodeMap map, Hcpcs code) const override {
    const auto before = [](const CodeMapRow& row, std::pair<CodeMap, std::uint32_t> key) {
      return row.map != key.first ? row.map < key.first : row.from_packed < key.second;
    };
    const auto first =
        std::lower_bound(code_maps_.begin(), code_maps_.end(), std::pair(map, code.packed()), before);
    auto last = first;
    while (last != code_maps_.end() && last->map == map && last->from_packed == code.packed()) ++last;
    return {first, last};
  }

  [[nodiscard]] bool knows_code(Hcpcs code) const override { return code_index(code).has_value(); }
  [[nodiscard]] std::span<const std::uint32_t> neighbours(Hcpcs code, std::size_t count) const override {
    const std::size_t wanted = std::min(count, codes_.size());
    const auto at = static_cast<std::size_t>(std::lower_bound(codes_.begin(), codes_.end(), code.packed()) -
                                             codes_.begin());
    const std::size_t first = std::min(at - std::min(at, wanted / 2), codes_.size() - wanted);
    return codes_.subspan(first, wanted);
  }
  [[nodiscard]] bool in_set(CodeSet set, Hcpcs code, Date date) const override {
    return code_sets_on(code, date).has(set);
  }
  [[nodiscard]] CodeSets code_sets_on(Hcpcs code, Date date) const override {
    CodeSets sets;
    for (const SetSpan& span : set_spans_.of(segment_of(code))) {
      if (in_force(span.from, span.to, date)) sets |= span.sets;
    }
    return sets;
  }
  [[nodiscard]] std::span<const CodeNumberRow> code_numbers(CodeNumber number, Hcpcs code) const override {
    return equal(code_numbers_, std::pair(number, code.packed()),
                 [](const CodeNumberRow& row) { return std::pair(row.number, row.code_packed); });
  }
  [[nodiscard]] std::span<const ModifierPairRow> modifier_pairs(Modifier first,
                                                                Modifier second) const override {
    return equal(modifier_pairs_, std::pair(first.packed(), second.packed()),
                 [](const ModifierPairRow& row) { return std::pair(row.first_packed, row.second_packed); });
  }
  [[nodiscard]] std::span<const PlaceRow> place(std::string_view place_of_service) const override {
    const std::uint16_t key = place_key(place_of_service);
    if (key == 0) return {};
    return equal(places_, key, [](const PlaceRow& row) { return row.place_packed; });
  }
  [[nodiscard]] bool in_set(DiagnosisSet set, IcdCode code, Date date) const override;
  [[nodiscard]] std::optional<std::int64_t> parameter(Parameter parameter, Date date) const override {
    for (const ParameterRecord& one : parameters_of_.of(static_cast<std::size_t>(parameter))) {
      if (in_force(one.from, one.to, date)) return one.value;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool knows_place(std::string_view place_of_service, Date date) const override {
    const auto rows = place(place_of_service);
    return std::any_of(rows.begin(), rows.end(),
                       [&](const PlaceRow& one) { return in_force(one.from_days, one.to_days, date); });
  }

  [[nodiscard]] std::string_view words(Hcpcs code) const override {
    const auto index = code_index(code);
    return index ? text(code_words_[*index]) : std::string_view{};
  }
  [[nodiscard]] std::string_view words(IcdCode code) const override {
    const auto number = diagnoses_.number(code.packed());
    return number ? text(diagnosis_words_[*number]) : std::string_view{};
  }
  [[nodiscard]] std::string_view words(Modifier modifier) const override {
    const auto index = modifier_index(modifier);
    return index ? text(modifier_words_[*index]) : std::string_view{};
  }

  [[nodiscard]] std::span<const Fact> facts(Subject subject, std::string_view code) const override {
    const std::uint64_t key = fact_key(subject, code);
    return key != 0 ? facts_.of(key) : std::span<const Fact>{};
  }
  [[nodiscard]] std::vector<std::string> subjects(Subject subject) const override;
  [[nodiscard]] std::vector<PtpPartner> partners(Source table, Hcpcs column2) const override;
  [[nodiscard]] std::vector<const AddOnEdit*> add_on_children(Hcpcs primary) const override {
    std::vector<const AddOnEdit*> children;
    for (const std::uint32_t row : rows_of(add_on_children_, primary)) children.push_back(&add_on_.rows[row]);
    return children;
  }
  [[nodiscard]] std::vector<const CodeMapRow*> code_map_to(CodeMap map, Hcpcs code) const override {
    std::vector<const CodeMapRow*> found;
    for (const CodeMapRow& row : code_maps_) {  // some hundred
      if (row.map == map && row.to() == code) found.push_back(&row);
    }
    return found;
  }
  [[nodiscard]] std::span<const std::uint32_t> procedure_codes() const override { return codes_; }
  [[nodiscard]] std::span<const std::uint64_t> diagnosis_codes() const override { return diagnoses_.keys; }
  [[nodiscard]] std::span<const std::uint16_t> modifier_codes() const override { return modifier_codes_; }

 private:
  void read_codes(const Sections& sections);
  void read_diagnoses(const Sections& sections);

  void read_releases(const Sections& sections);
  void add_coverage(std::span<const ReleaseId> releases);
  [[nodiscard]] Coverage coverage_on(std::span<const ReleaseId> releases, Date date) const;
  void read_own_tables(const Sections& sections);

  [[nodiscard]] std::optional<std::uint32_t> code_index(Hcpcs code) const {
    if (code.empty()) return std::nullopt;
    const std::size_t mask = code_slots_.size() - 1;
    for (std::size_t at = mixed(code.packed()) & mask;; at = (at + 1) & mask) {
      const CodeSlot slot = code_slots_[at];
      if (slot.code == code.packed()) return slot.index;
      if (slot.code == 0) return std::nullopt;
    }
  }
  [[nodiscard]] std::span<const PtpEdit> edits_of(const PtpTable& table, std::uint32_t column1,
                                                  std::uint32_t column2) const;
  [[nodiscard]] std::optional<std::size_t> modifier_index(Modifier modifier) const {
    const auto at = std::lower_bound(modifier_codes_.begin(), modifier_codes_.end(), modifier.packed());
    if (at == modifier_codes_.end() || *at != modifier.packed()) return std::nullopt;
    return static_cast<std::size_t>(at - modifier_codes_.begin());
  }
  // A code that no table knows is looked for among the segments.
  [[nodiscard]] std::size_t segment_of(Hcpcs code) const {
    if (const auto index = code_index(code)) return code_segments_[*index];
    const auto next = std::upper_bound(set_segments_.begin(), set_segments_.end(), code.packed());
    return static_cast<std::size_t>(next - set_segments_.begin()) - 1;
  }
  // The rows of that key among rows sorted by it.
  template <class Row, class Key, class KeyOf>
  static std::span<const Row> equal(std::span<const Row> rows, Key key, KeyOf key_of) {
    const auto first =
        std::partition_point(rows.begin(), rows.end(), [&](const Row& row) { return key_of(row) < key; });
    auto last = first;
    while (last != rows.end() && key_of(*last) == key) ++last;
    return {first, last};
  }
  template <class Row>
  [[nodiscard]] std::span<const Row> rows_of(const Runs<Row>& table, Hcpcs code) const {
    const auto index = code_index(code);
    return index ? table.of(*index) : std::span<const Row>{};
  }

  Mapping mapping_;
  std::string digest_;
  std::span<const ReleaseRecord> records_;
  std::vector<ReleaseInfo> releases_;
  std::vector<CoverageSpan> coverage_;  // by source, each one's first without a beginning
  std::array<std::uint32_t, kSources + 1> coverage_starts_{};
  std::span<const std::uint32_t> text_starts_;
  std::span<const char> text_bytes_;
  std::span<const std::uint32_t> rationales_;
  std::span<const std::uint32_t> codes_;
  std::span<const CodeSlot> code_slots_;
  std::span<const std::uint32_t> code_words_;
  std::array<PtpTable, kPtpTables> ptp_;
  std::array<Runs<MueLimit>, kMueTables> mue_;
  Runs<FeeScheduleRow> fee_schedule_;
  Runs<AddOnEdit> add_on_;
  Runs<std::uint32_t> add_on_children_;
  Runs<ProcedureCodeRow> procedures_;
  KeyedRuns<DiagnosisRow> diagnoses_;
  std::span<const std::uint32_t> diagnosis_words_;
  KeyedRuns<DiagnosisEditRow> diagnosis_edits_;
  std::span<const std::uint32_t> relation_categories_;
  Runs<DiagnosisRelation> relations_;
  KeyedRuns<Fact> facts_;
  std::span<const std::uint16_t> modifier_codes_;
  std::span<const std::uint32_t> modifier_words_;
  Runs<ModifierRow> modifiers_;
  std::span<const std::uint32_t> set_segments_;
  Runs<SetSpan> set_spans_;
  std::span<const std::uint32_t> code_segments_;
  Runs<DiagnosisPrefixRecord> diagnosis_sets_;  // by set
  std::span<const CodeMapRow> code_maps_;
  Runs<ParameterRecord> parameters_of_;  // by parameter
  std::span<const PlaceRow> places_;
  std::span<const CodeNumberRow> code_numbers_;
  std::span<const ModifierPairRow> modifier_pairs_;
};

}  // namespace chargelint::data::snapshot
