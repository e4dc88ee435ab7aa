// A reference that holds nothing: site rules ask for no table, so their cases need none.
#pragma once

#include "rules/ports/reference.h"

namespace chargelint::plugin {

class NoReference final : public Reference {
 public:
  [[nodiscard]] Coverage coverage(Source, Date) const override { return {}; }
  [[nodiscard]] std::span<const ReleaseInfo> releases() const override { return {}; }
  [[nodiscard]] std::string_view digest() const override { return {}; }
  [[nodiscard]] std::string_view rationale(std::uint8_t) const override { return {}; }
  [[nodiscard]] std::string_view text(std::uint32_t) const override { return {}; }
  [[nodiscard]] std::span<const PtpEdit> ptp(Source, Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const MueLimit> mue(Source, Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const FeeScheduleRow> fee_schedule(Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const AddOnEdit> add_on(Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const DiagnosisRow> diagnosis(IcdCode) const override { return {}; }
  [[nodiscard]] std::span<const DiagnosisRow> diagnoses_below(IcdCode) const override { return {}; }
  [[nodiscard]] std::span<const ModifierRow> modifier(Modifier) const override { return {}; }
  [[nodiscard]] std::span<const CodeMapRow> code_map(CodeMap, Hcpcs) const override { return {}; }
  [[nodiscard]] bool knows_code(Hcpcs) const override { return false; }
  [[nodiscard]] std::span<const std::uint32_t> neighbours(Hcpcs, std::size_t) const override { return {}; }
  [[nodiscard]] bool in_set(CodeSet, Hcpcs, Date) const override { return false; }
  [[nodiscard]] bool in_set(DiagnosisSet, IcdCode, Date) const override { return false; }
  [[nodiscard]] std::optional<std::int64_t> parameter(Parameter, Date) const override { return std::nullopt; }
  [[nodiscard]] bool knows_place(std::string_view, Date) const override { return false; }
  [[nodiscard]] std::string_view words(Hcpcs) const override { return {}; }
  [[nodiscard]] std::string_view words(IcdCode) const override { return {}; }
  [[nodiscard]] std::string_view words(Modifier) const override { return {}; }
};

}  // namespace chargelint::plugin
