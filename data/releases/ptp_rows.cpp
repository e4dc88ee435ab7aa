// Checks of pair edit rows.
#include "data/releases/ptp_rows.h"

#include "data/releases/list_cells.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {

std::uint32_t PtpTaker::code(std::string_view cell, std::string_view column) const {
  const auto parsed = text_.is_sheet() ? Hcpcs::parse(procedure_code(cell)) : Hcpcs::parse(cell);
  if (!parsed) {
    refuse_row(text_, line_, std::string(column) + " is not a code; expected five digits or letters");
  }
  return parsed->packed();
}

std::uint16_t PtpTaker::day(std::string_view cell, std::string_view column) const {
  auto date = compact_day(cell);
  if (!date) date = written_day(cell);
  if (!date) refuse_row(text_, line_, std::string(column) + " is not a date; expected YYYYMMDD");
  const std::int32_t since = date->days() - PtpEdit::kEpoch;
  if (since < 0 || since >= PtpEdit::kOpenDay) {
    refuse_row(text_, line_, std::string(column) + " is out of range; expected a day from 1980 to 2159");
  }
  return static_cast<std::uint16_t>(since);
}

void PtpTaker::add(const PtpCells& cells, std::uint32_t line) {
  line_ = line;
  PtpRow row;
  row.line = line;
  if (cells.column1 != last_column1_text_) {
    last_column1_ = code(cells.column1, "column 1");
    last_column1_text_ = cells.column1;
  }
  row.column1 = last_column1_;
  row.column2 = code(cells.column2, "column 2");
  if (cells.prior_1996 == "*") {
    row.prior_1996 = true;
  } else if (!cells.prior_1996.empty()) {
    refuse_row(text_, line_, "the prior-to-1996 flag is unknown; expected * or nothing");
  }
  row.from_day = day(cells.effective, "the effective date");
  if (cells.deletion != "*") {
    row.to_day = day(cells.deletion, "the deletion date");
    if (row.to_day < row.from_day) {
      refuse_row(text_, line_,
                 "the deletion date lies before the effective date; expected the same day or a later one");
    }
  }
  if (cells.indicator != "0" && cells.indicator != "1" && cells.indicator != "9") {
    refuse_row(text_, line_, "the modifier indicator is unknown; expected 0, 1 or 9");
  }
  row.indicator = static_cast<std::uint8_t>(cells.indicator[0] - '0');
  if (cells.rationale.empty()) refuse_row(text_, line_, "the rationale is missing; expected its text");
  if (cells.rationale != last_rationale_text_) {
    const auto rationale = batch_.rationale(cells.rationale);
    if (!rationale) refuse_row(text_, line_, "more than 255 different rationales; expected about a dozen");
    last_rationale_ = *rationale;
    last_rationale_text_ = cells.rationale;
  }
  row.rationale = last_rationale_;
  batch_.rows.push_back(row);
}

}  // namespace chargelint::data
