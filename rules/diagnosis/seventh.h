// Codes that want a seventh character: the heading whose valid descendants are all itself, padded with X to
// six characters, and one more. Read from the order file, which every site has; the tabular list says the
// same.
#pragma once

#include <algorithm>
#include <span>

#include "rules/diagnosis/validity.h"

namespace chargelint {

inline constexpr std::size_t kFullLength = 7;

[[nodiscard]] inline char last_character(IcdCode code) {
  const auto text = code.undotted();
  return text.empty() ? '\0' : text.view().back();
}

// `stem` filled with X to six characters; nothing when it is longer.
[[nodiscard]] inline std::optional<IcdCode> padded(std::string_view stem) {
  if (stem.size() >= kFullLength) return std::nullopt;
  FixedText<7> text;
  for (const char character : stem) text.push_back(character);
  while (text.size() < kFullLength - 1) text.push_back('X');
  return IcdCode::parse(text.view());
}

struct SeventhCharacters {
  SmallVector<IcdCode, 16> codes;  // valid on the date, in order
  [[nodiscard]] bool has(char character) const {
    return std::any_of(codes.begin(), codes.end(),
                       [character](IcdCode code) { return last_character(code) == character; });
  }
};
// The full codes of a heading that lacks its seventh character alone; none when the heading is another kind.
[[nodiscard]] inline SeventhCharacters seventh_characters(const Reference& reference, IcdCode heading,
                                                          Date date) {
  SeventhCharacters seventh;
  const auto text = heading.undotted();
  const auto stem = padded(text.view());
  if (!stem) return seventh;
  for (const DiagnosisRow& row : reference.diagnoses_below(heading)) {
    if (!row.billable || !row.period().contains(date)) continue;
    const IcdCode code = row.code();
    if (code.size() != kFullLength || !code.starts_with(*stem)) return {};
    if (seventh.codes.empty() || seventh.codes.back() != code) seventh.codes.push_back(code);
  }
  return seventh;
}

inline void name_codes(const SeventhCharacters& seventh, Finding& finding) {
  CodeList list;
  for (const IcdCode code : seventh.codes) list.add(code.text().view());
  list.fill(finding, "full", "full2", "full_more");
}

}  // namespace chargelint
