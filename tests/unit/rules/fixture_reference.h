// A Reference in memory: the rows a test names, and our own tables of data/starter (modifiers, places, sets,
// maps, parameters), which are always there.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::test {

// What data/starter holds of our own tables, read once. Its errors are a test's business (registry_test).
struct StarterTables {
  struct SetRow {
    Hcpcs first;
    Hcpcs last;
    Period period;
  };
  struct ParameterRow {
    Parameter parameter{};
    std::int64_t value = 0;
    Period period;
  };
  std::map<Modifier, std::vector<ModifierRow>> modifiers;
  std::map<Modifier, std::string> modifier_words;
  std::map<std::string, std::vector<PlaceRow>, std::less<>> places;
  std::map<std::pair<Modifier, Modifier>, std::vector<ModifierPairRow>> modifier_pairs;  // both ways round
  std::map<std::pair<CodeNumber, Hcpcs>, std::vector<CodeNumberRow>> code_numbers;
  std::vector<DiagnosisRelation> diagnosis_links;
  std::map<CodeSet, std::vector<SetRow>> code_sets;
  std::map<std::pair<DiagnosisSet, IcdCode>, std::vector<Period>> diagnosis_sets;  // by prefix
  std::map<std::pair<CodeMap, Hcpcs>, std::vector<CodeMapRow>> code_maps;
  std::vector<std::string> texts = {""};  // conditions of code maps
  std::vector<ParameterRow> parameters;
  std::vector<std::string> missing;  // tables that are not there (yet)
  std::vector<std::string> errors;   // "modifiers.tsv:12: …"
};
[[nodiscard]] const StarterTables& starter_tables();

class FixtureReference final : public Reference {
 public:
  FixtureReference();

  // "ptp practitioner 45385 45380 1 1996-01-01 *": a `row` line of a case file without its first word.
  Result<void> add_row(std::string_view row);
  // "mpfs partial", "ncci-add-on none", "mpfs complete 2026-01-01 2026-06-30": a `source` line likewise.
  Result<void> set_source(std::string_view line);
  // Sorts the rows. Before the first look-up, after the last row.
  void seal();

  [[nodiscard]] Coverage coverage(Source source, Date date) const override;
  [[nodiscard]] std::span<const ReleaseInfo> releases() const override { return releases_; }
  [[nodiscard]] std::string_view digest() const override { return "fixture"; }
  [[nodiscard]] std::string_view rationale(std::uint8_t id) const override;
  [[nodiscard]] std::string_view text(std::uint32_t id) const override;
  [[nodiscard]] std::span<const PtpEdit> ptp(Source table, Hcpcs column1) const override;
  [[nodiscard]] std::span<const MueLimit> mue(Source table, Hcpcs code) const override;
  [[nodiscard]] std::span<const FeeScheduleRow> fee_schedule(Hcpcs code) const override;
  [[nodiscard]] std::span<const AddOnEdit> add_on(Hcpcs add_on_code) const override;
  [[nodiscard]] std::span<const DiagnosisRow> diagnosis(IcdCode code) const override;
  [[nodiscard]] std::span<const DiagnosisRow> diagnoses_below(IcdCode stem) const override;
  [[nodiscard]] std::span<const ModifierRow> modifier(Modifier modifier) const override;
  [[nodiscard]] std::span<const CodeMapRow> code_map(CodeMap map, Hcpcs code) const override;
  [[nodiscard]] std::span<const DiagnosisRelation> diagnosis_relations(IcdCode code) const override;
  [[nodiscard]] std::span<const ProcedureCodeRow> procedure_code(Hcpcs code) const override;
  [[nodiscard]] std::span<const DiagnosisEditRow> diagnosis_edits(IcdCode code) const override;
  [[nodiscard]] std::span<const ModifierPairRow> modifier_pairs(Modifier first,
                                                                Modifier second) const override;
  [[nodiscard]] std::span<const CodeNumberRow> code_numbers(CodeNumber number, Hcpcs code) const override;
  [[nodiscard]] std::span<const PlaceRow> place(std::string_view place_of_service) const override;
  [[nodiscard]] bool knows_code(Hcpcs code) const override;
  [[nodiscard]] std::span<const std::uint32_t> neighbours(Hcpcs code, std::size_t count) const override;
  [[nodiscard]] bool in_set(CodeSet set, Hcpcs code, Date date) const override;
  [[nodiscard]] bool in_set(DiagnosisSet set, IcdCode code, Date date) const override;
  [[nodiscard]] std::optional<std::int64_t> parameter(Parameter parameter, Date date) const override;
  [[nodiscard]] bool knows_place(std::string_view place_of_service, Date date) const override;
  [[nodiscard]] std::string_view words(Hcpcs code) const override;
  [[nodiscard]] std::string_view words(IcdCode /*code*/) const override { return {}; }
  [[nodiscard]] std::string_view words(Modifier modifier) const override;

  [[nodiscard]] std::span<const std::uint32_t> known_codes() const { return known_sorted_; }

 private:
  [[nodiscard]] ReleaseInfo& release_of(Source source) { return releases_[static_cast<std::size_t>(source)]; }
  void load(Source source, bool complete);
  void know(Hcpcs code) { known_.insert(code.packed()); }
  void add_ptp(Source source, Hcpcs column1, const PtpEdit& edit);

  std::array<bool, kSources> loaded_{};
  std::array<bool, kSources> stated_{};  // by a `source` line, which rows do not overrule
  std::vector<ReleaseInfo> releases_;    // one a source, in the order of Source
  std::map<std::pair<Source, Hcpcs>, std::vector<PtpEdit>> ptp_;
  std::map<std::pair<Source, Hcpcs>, std::vector<MueLimit>> mue_;
  std::map<Hcpcs, std::vector<FeeScheduleRow>> fees_;
  std::map<Hcpcs, std::vector<AddOnEdit>> add_on_;
  std::vector<DiagnosisRow> diagnoses_;
  std::vector<DiagnosisRelation> relations_;
  std::map<Hcpcs, std::vector<ProcedureCodeRow>> procedures_;
  std::map<IcdCode, std::vector<DiagnosisEditRow>> diagnosis_edits_;
  std::vector<std::string> notes_;  // of relations; their text ids begin behind the starter's
  std::map<Hcpcs, std::string> words_;
  std::set<std::uint32_t> known_;
  std::vector<std::uint32_t> known_sorted_;
  std::deque<std::string> rationales_ = {""};

  friend class RowReader;
};

// Everything of data/starter as one partial reference: real rows for tests over many claims. Sealed; its
// errors as in StarterTables.
struct StarterReference {
  FixtureReference reference;
  std::vector<std::string> errors;
};
[[nodiscard]] const StarterReference& starter_reference();

// The source of that printed name.
[[nodiscard]] std::optional<Source> source_named(std::string_view name);

}  // namespace chargelint::test
