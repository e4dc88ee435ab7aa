// Rows of a pair edit table, whichever form they come in: checked cell by cell, refused with their line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/releases/importers.h"

namespace chargelint::data {

// The cells of one row, as published.
struct PtpCells {
  std::string_view column1, column2, prior_1996, effective, deletion, indicator, rationale;
};

class PtpTaker {
 public:
  PtpTaker(const SourceText& text, PtpBatch& batch) : text_(text), batch_(batch) {}
  // A sheet's codes may have lost their leading zeros, its days be written with signs between.
  void add(const PtpCells& cells, std::uint32_t line);

 private:
  [[nodiscard]] std::uint32_t code(std::string_view cell, std::string_view column) const;
  [[nodiscard]] std::uint16_t day(std::string_view cell, std::string_view column) const;

  const SourceText& text_;
  PtpBatch& batch_;
  std::uint32_t line_ = 0;
  std::string last_column1_text_;
  std::uint32_t last_column1_ = 0;
  std::string last_rationale_text_;
  std::uint8_t last_rationale_ = 0;
};

}  // namespace chargelint::data
