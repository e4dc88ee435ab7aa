// A catalogue in memory: each test puts in the rows it needs, with releases of their own.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/reference/catalogue.h"

namespace chargelint::plugin::testing {

inline Date day(std::string_view text) {
  return Date::parse_iso(text).value_or(Date::open_start());
}

class FakeCatalogue final : public data::Catalogue {
 public:
  ReleaseId add_release(Source source, std::string_view name, Period force, bool complete = true,
                        bool effective_known = true) {
    ReleaseInfo release;
    release.source = source;
    release.name = name;
    release.force = force;
    release.complete = complete;
    release.effective_known = effective_known;
    release.digest = "abc123";
    releases_.push_back(release);
    return static_cast<ReleaseId>(releases_.size() - 1);
  }
  template <class Row>
  Row in_release(ReleaseId release) const {
    Row row;
    row.from_days = releases_[release].force.from.days();
    row.to_days = releases_[release].force.to.days();
    row.release = release;
    return row;
  }
  std::uint32_t intern(std::string_view text) {
    if (text.empty()) return 0;
    const auto known = std::find(texts_.begin(), texts_.end(), text);
    if (known != texts_.end()) return static_cast<std::uint32_t>(known - texts_.begin());
    texts_.emplace_back(text);
    return static_cast<std::uint32_t>(texts_.size() - 1);
  }
  void add_fact(ReleaseId release, data::Subject subject, std::string_view code, std::string_view attribute,
                std::string_view value, std::string_view detail = {}) {
    auto fact = in_release<data::Fact>(release);
    fact.attribute = intern(attribute);
    fact.value = intern(value);
    fact.detail = intern(detail);
    facts_[{subject, std::string(code)}].push_back(fact);
  }
  void add_words(std::string_view code, std::string_view words) {
    words_[std::string(code)] = words;
    codes_.insert(Hcpcs::parse(code).value_or(Hcpcs()).packed());
  }
  void add_pair(Source table, ReleaseId release, std::string_view column1, std::string_view column2,
                std::uint8_t indicator, std::string_view from = "2020-01-01", std::string_view to = {}) {
    PtpEdit edit;
    edit.column2_packed = Hcpcs::parse(column2)->packed();
    edit.from_day = static_cast<std::uint16_t>(day(from).days() - PtpEdit::kEpoch);
    edit.to_day =
        to.empty() ? PtpEdit::kOpenDay : static_cast<std::uint16_t>(day(to).days() - PtpEdit::kEpoch);
    edit.indicator = indicator;
    edit.release = release;
    pairs_[{table, Hcpcs::parse(column1)->packed()}].push_back(edit);
  }
  void add_fee(FeeScheduleRow row, std::string_view code) {
    row.code_packed = Hcpcs::parse(code)->packed();
    fees_[row.code_packed].push_back(row);
    codes_.insert(row.code_packed);
  }
  void add_diagnosis(ReleaseId release, std::string_view code, bool billable, std::string_view words = {}) {
    auto row = in_release<DiagnosisRow>(release);
    row.billable = billable;
    row.code_packed = IcdCode::parse(code)->packed();
    diagnoses_.push_back(row);
    std::stable_sort(diagnoses_.begin(), diagnoses_.end(), [](const auto& left, const auto& right) {
      return left.code_packed < right.code_packed;
    });
    diagnosis_codes_.insert(
        std::upper_bound(diagnosis_codes_.begin(), diagnosis_codes_.end(), row.code_packed), row.code_packed);
    diagnosis_codes_.erase(std::unique(diagnosis_codes_.begin(), diagnosis_codes_.end()),
                           diagnosis_codes_.end());
    if (!words.empty()) diagnosis_words_[row.code_packed] = words;
  }
  void add_modifier(ReleaseId release, std::string_view code, std::uint32_t classes = 0,
                    std::string_view words = {}) {
    auto row = in_release<ModifierRow>(release);
    row.modifier_packed = Modifier::parse(code)->packed();
    row.classes = classes;
    modifiers_[row.modifier_packed].push_back(row);
    modifier_codes_.push_back(row.modifier_packed);
    std::sort(modifier_codes_.begin(), modifier_codes_.end());
    if (!words.empty()) modifier_words_[row.modifier_packed] = words;
  }

  std::map<std::uint32_t, std::vector<ProcedureCodeRow>> lives_;
  std::map<std::pair<Source, std::uint32_t>, std::vector<MueLimit>> limits_;
  std::map<std::uint32_t, std::vector<AddOnEdit>> add_ons_;
  std::map<std::pair<CodeMap, std::uint32_t>, std::vector<CodeMapRow>> maps_;
  std::map<std::uint64_t, std::vector<DiagnosisEditRow>> edits_;
  std::set<std::string> places_;
  std::string digest_ = "0123456789abcdef0123456789abcdef";

  [[nodiscard]] Coverage coverage(Source source, Date date) const override {
    Coverage found;
    std::int64_t best = -1;
    for (std::size_t index = 0; index < releases_.size(); ++index) {
      const ReleaseInfo& release = releases_[index];
      if (release.source != source) continue;
      std::int64_t away = 0;
      if (date < release.force.from) away = std::int64_t{release.force.from.days()} - date.days();
      if (release.force.to < date) away = std::int64_t{date.days()} - release.force.to.days();
      if (best >= 0 && away > best) continue;
      best = away;
      found = {true, release.complete, away > 0, static_cast<ReleaseId>(index)};
    }
    return found;
  }
  [[nodiscard]] std::span<const ReleaseInfo> releases() const override { return releases_; }
  [[nodiscard]] std::string_view digest() const override { return digest_; }
  [[nodiscard]] std::string_view rationale(std::uint8_t id) const override {
    return id == 0 ? "" : "More extensive procedure";
  }
  [[nodiscard]] std::string_view text(std::uint32_t id) const override { return texts_[id]; }
  [[nodiscard]] std::span<const PtpEdit> ptp(Source table, Hcpcs column1) const override {
    return found(pairs_, std::pair(table, column1.packed()));
  }
  [[nodiscard]] std::span<const MueLimit> mue(Source table, Hcpcs code) const override {
    return found(limits_, std::pair(table, code.packed()));
  }
  [[nodiscard]] std::span<const FeeScheduleRow> fee_schedule(Hcpcs code) const override {
    return found(fees_, code.packed());
  }
  [[nodiscard]] std::span<const AddOnEdit> add_on(Hcpcs code) const override {
    return found(add_ons_, code.packed());
  }
  [[nodiscard]] std::span<const DiagnosisRow> diagnosis(IcdCode code) const override {
    const auto range = std::equal_range(diagnoses_.begin(), diagnoses_.end(), code.packed(), Before{});
    return {range.first, range.second};
  }
  [[nodiscard]] std::span<const DiagnosisRow> diagnoses_below(IcdCode stem) const override {
    const auto first = std::lower_bound(diagnoses_.begin(), diagnoses_.end(), stem.packed(), Before{});
    auto last = first;
    while (last != diagnoses_.end() && last->code().starts_with(stem)) ++last;
    return {first, last};
  }
  [[nodiscard]] std::span<const ModifierRow> modifier(Modifier modifier) const override {
    return found(modifiers_, modifier.packed());
  }
  [[nodiscard]] std::span<const CodeMapRow> code_map(CodeMap map, Hcpcs code) const override {
    return found(maps_, std::pair(map, code.packed()));
  }
  [[nodiscard]] std::span<const ProcedureCodeRow> procedure_code(Hcpcs code) const override {
    return found(lives_, code.packed());
  }
  [[nodiscard]] std::span<const DiagnosisEditRow> diagnosis_edits(IcdCode code) const override {
    return found(edits_, code.packed());
  }
  [[nodiscard]] bool knows_code(Hcpcs code) const override { return codes_.contains(code.packed()); }
  [[nodiscard]] std::span<const std::uint32_t> neighbours(Hcpcs, std::size_t) const override {
    return procedure_codes();
  }
  [[nodiscard]] bool in_set(CodeSet, Hcpcs, Date) const override { return false; }
  [[nodiscard]] bool in_set(DiagnosisSet, IcdCode, Date) const override { return false; }
  [[nodiscard]] std::optional<std::int64_t> parameter(Parameter, Date) const override { return std::nullopt; }
  [[nodiscard]] bool knows_place(std::string_view place, Date) const override {
    return places_.contains(std::string(place));
  }
  [[nodiscard]] std::string_view words(Hcpcs code) const override {
    const auto known = words_.find(code.text().str());
    return known == words_.end() ? std::string_view() : std::string_view(known->second);
  }
  [[nodiscard]] std::string_view words(IcdCode code) const override {
    const auto known = diagnosis_words_.find(code.packed());
    return known == diagnosis_words_.end() ? std::string_view() : std::string_view(known->second);
  }
  [[nodiscard]] std::string_view words(Modifier modifier) const override {
    const auto known = modifier_words_.find(modifier.packed());
    return known == modifier_words_.end() ? std::string_view() : std::string_view(known->second);
  }
  [[nodiscard]] std::span<const data::Fact> facts(data::Subject subject,
                                                  std::string_view code) const override {
    return found(facts_, std::pair(subject, std::string(code)));
  }
  [[nodiscard]] std::vector<std::string> subjects(data::Subject subject) const override {
    std::vector<std::string> codes;
    for (const auto& [key, facts] : facts_) {
      if (key.first == subject) codes.push_back(key.second);
    }
    return codes;
  }
  [[nodiscard]] std::vector<data::PtpPartner> partners(Source table, Hcpcs column2) const override {
    std::vector<data::PtpPartner> partners;
    for (const auto& [key, edits] : pairs_) {
      if (key.first != table) continue;
      for (const PtpEdit& edit : edits) {
        if (edit.column2() == column2) partners.push_back({Hcpcs::from_packed(key.second), &edit});
      }
    }
    return partners;
  }
  [[nodiscard]] std::vector<const CodeMapRow*> code_map_to(CodeMap map, Hcpcs code) const override {
    std::vector<const CodeMapRow*> rows;
    for (const auto& [key, maps] : maps_) {
      for (const CodeMapRow& row : maps) {
        if (key.first == map && row.to() == code) rows.push_back(&row);
      }
    }
    return rows;
  }
  [[nodiscard]] std::vector<const AddOnEdit*> add_on_children(Hcpcs primary) const override {
    std::vector<const AddOnEdit*> children;
    for (const auto& [code, edits] : add_ons_) {
      for (const AddOnEdit& edit : edits) {
        if (!edit.contractor_defined && edit.primary() == primary) children.push_back(&edit);
      }
    }
    return children;
  }
  [[nodiscard]] std::span<const std::uint32_t> procedure_codes() const override {
    code_list_.assign(codes_.begin(), codes_.end());
    return code_list_;
  }
  [[nodiscard]] std::span<const std::uint64_t> diagnosis_codes() const override { return diagnosis_codes_; }
  [[nodiscard]] std::span<const std::uint16_t> modifier_codes() const override { return modifier_codes_; }

 private:
  struct Before {
    bool operator()(const DiagnosisRow& row, std::uint64_t code) const { return row.code_packed < code; }
    bool operator()(std::uint64_t code, const DiagnosisRow& row) const { return code < row.code_packed; }
  };
  template <class Map, class Key>
  static std::span<const typename Map::mapped_type::value_type> found(const Map& map, const Key& key) {
    const auto entry = map.find(key);
    if (entry == map.end()) return {};
    return entry->second;
  }

  std::vector<ReleaseInfo> releases_;
  std::vector<std::string> texts_{""};
  std::map<std::pair<data::Subject, std::string>, std::vector<data::Fact>> facts_;
  std::map<std::string, std::string> words_;
  std::map<std::uint64_t, std::string> diagnosis_words_;
  std::map<std::uint16_t, std::string> modifier_words_;
  std::map<std::pair<Source, std::uint32_t>, std::vector<PtpEdit>> pairs_;
  std::map<std::uint32_t, std::vector<FeeScheduleRow>> fees_;
  std::vector<DiagnosisRow> diagnoses_;
  std::vector<std::uint64_t> diagnosis_codes_;
  std::map<std::uint16_t, std::vector<ModifierRow>> modifiers_;
  std::vector<std::uint16_t> modifier_codes_;
  std::set<std::uint32_t> codes_;
  mutable std::vector<std::uint32_t> code_list_;
};

}  // namespace chargelint::plugin::testing
