// Everything a snapshot holds: what rules ask (Reference), and what a code page, the search and the
// terminology ask beyond that.
//
// Immutable like Reference: spans and texts live as long as it does. Nothing throws; only `partners`,
// `add_on_children` and `code_map_to` allocate.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/reference/subject.h"
#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

struct Fact : RowBase {
  std::uint32_t attribute = 0;  // Reference::text
  std::uint32_t value = 0;
  std::uint32_t detail = 0;  // 0 = none
};

struct PtpPartner {
  Hcpcs column1;
  const PtpEdit* edit = nullptr;
};

class Catalogue : public Reference {
 public:
  // All facts of one subject, by attribute, then oldest first. Equal facts of successive releases are one row
  // that begins with the first of them. `code` as in Subject, at most seven characters, upper case.
  [[nodiscard]] virtual std::span<const Fact> facts(Subject subject, std::string_view code) const = 0;
  // The codes that have facts of that subject, in order.
  [[nodiscard]] virtual std::vector<std::string> subjects(Subject subject) const = 0;

  // Edits that have this code in column 2, by column 1.
  [[nodiscard]] virtual std::vector<PtpPartner> partners(Source table, Hcpcs column2) const = 0;
  // Edits that have this code as primary, by add-on.
  [[nodiscard]] virtual std::vector<const AddOnEdit*> add_on_children(Hcpcs primary) const = 0;

  // Rows of that map that lead to the code, by the code they come from.
  [[nodiscard]] virtual std::vector<const CodeMapRow*> code_map_to(CodeMap map, Hcpcs code) const = 0;

  // Every known code, in order.
  [[nodiscard]] virtual std::span<const std::uint32_t> procedure_codes() const = 0;  // Hcpcs::packed
  [[nodiscard]] virtual std::span<const std::uint64_t> diagnosis_codes() const = 0;  // IcdCode::packed
  [[nodiscard]] virtual std::span<const std::uint16_t> modifier_codes() const = 0;   // Modifier::packed
};

// As open_snapshot; the same mapping serves both.
[[nodiscard]] Result<std::shared_ptr<const Catalogue>> open_catalogue(const std::string& path);

}  // namespace chargelint::data
