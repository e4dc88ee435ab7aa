// What an importer hands over: rows of the store's tables as numbers, with the line each came from.
//
// Pair edits are millions, so they have a row of their own; every other table is rows of 64-bit cells
// described by its layout.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/base/date.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

enum class Table : std::uint8_t {
  ptp_edit,
  mue_limit,
  fee_schedule,
  add_on_edit,
  diagnosis,
  modifier,
  place,
  code,
  code_set,
  diagnosis_set,
  code_map,
  parameter,
  procedure,           // a procedure code's own life
  diagnosis_edit,      // lists of the Medicare Code Editor, POA-exempt
  diagnosis_relation,  // notes of the tabular list, conversions
  fact,                // everything else that a code page, the search or the terminology shows
  code_number,         // our own: numbers that belong to a code
  modifier_pair,       // our own: two modifiers on one line
  diagnosis_link,      // our own: diagnoses that belong together
};
inline constexpr std::size_t kTables = 19;

enum class Cell : std::uint8_t {
  number,
  day,    // a Date's days; kept as YYYYMMDD in the store
  brief,  // up to seven characters in the cell itself, see pack_brief
  text,   // an id in the batch's TextPool
};
inline constexpr std::int64_t kNoCell = std::numeric_limits<std::int64_t>::min();

struct Column {
  std::string_view name;
  Cell cell = Cell::number;
  bool cut = false;  // a text that a fixed-width form cuts off: the longer of two stands for both
};
// Columns of the published row: the first `keys` name it. The two dates of its validity always come last.
struct Layout {
  std::string_view name;
  std::span<const Column> columns;
  std::size_t keys = 1;
};
[[nodiscard]] const Layout& layout_of(Table table);

// Left aligned, so that the order of the cells is the order of the text. More than seven characters: kNoCell.
[[nodiscard]] std::int64_t pack_brief(std::string_view text);
[[nodiscard]] FixedText<8> unpack_brief(std::int64_t cell);
[[nodiscard]] std::int64_t day_cell(std::optional<Date> date);

class TextPool {
 public:
  TextPool() = default;
  TextPool(TextPool&&) = default;
  TextPool& operator=(TextPool&&) = default;
  TextPool(const TextPool& other) { *this = other; }
  TextPool& operator=(const TextPool& other);
  ~TextPool() = default;

  [[nodiscard]] std::int64_t id(std::string_view text);
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  // Stays where it is as others are added.
  [[nodiscard]] const std::string& text(std::int64_t id) const {
    return texts_[static_cast<std::size_t>(id)];
  }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::int64_t> ids_;  // views of the texts
};

struct RowBatch {
  Table table = Table::mue_limit;
  std::vector<std::int64_t> cells;   // width() a row
  std::vector<std::uint32_t> lines;  // one a row; 0 when it came from the store
  TextPool texts;

  [[nodiscard]] std::size_t width() const { return layout_of(table).columns.size(); }
  [[nodiscard]] std::size_t size() const { return cells.size() / width(); }
  [[nodiscard]] std::span<const std::int64_t> row(std::size_t index) const {
    return std::span(cells).subspan(index * width(), width());
  }
};

struct PtpRow {
  std::uint32_t column1 = 0;
  std::uint32_t column2 = 0;
  std::uint16_t from_day = 0;  // days since 1980-01-01, as PtpEdit
  std::uint16_t to_day = PtpEdit::kOpenDay;
  std::uint8_t indicator = 0;
  std::uint8_t rationale = 0;  // index into the batch's rationales
  bool prior_1996 = false;
  bool from_known = true;
  std::uint32_t line = 0;

  [[nodiscard]] std::uint64_t pair() const { return (std::uint64_t{column1} << 32U) | column2; }
  // Everything that makes two rows of a pair the same row; it orders them as they are published, the newest
  // first.
  [[nodiscard]] std::uint64_t rest() const {
    const std::uint64_t from = 0xFFFFU - from_day;
    const std::uint64_t to = 0xFFFFU - to_day;
    return (from << 40U) | (to << 24U) | (std::uint64_t{indicator} << 16U) |
           (std::uint64_t{rationale} << 8U) | (prior_1996 ? 2U : 0U) | (from_known ? 1U : 0U);
  }
  [[nodiscard]] bool never_applied() const { return indicator == 9 || from_day == to_day; }
  friend bool operator<(const PtpRow& left, const PtpRow& right) {
    return left.pair() != right.pair() ? left.pair() < right.pair() : left.rest() < right.rest();
  }
  friend bool operator==(const PtpRow& left, const PtpRow& right) {
    return left.pair() == right.pair() && left.rest() == right.rest();
  }
};

struct PtpBatch {
  std::vector<PtpRow> rows;
  std::vector<std::string> rationales;
  // The index of a rationale, added when new; more than 255 different ones are refused by the caller (no
  // value).
  [[nodiscard]] std::optional<std::uint8_t> rationale(std::string_view text);
};

// Two rows that cannot both stand: one key, one first day, different content.
struct Conflict {
  std::uint32_t first_line = 0;
  std::uint32_t second_line = 0;
  std::string key;
};
// Drops exact repetitions and puts the rows in order; the first conflict, if there is one, leaves them as
// they were.
[[nodiscard]] std::optional<Conflict> settle(RowBatch& batch);
// Of pair edits, only those that can apply conflict: an edit that never applied governs nothing.
[[nodiscard]] std::optional<Conflict> settle(PtpBatch& batch);

}  // namespace chargelint::data
