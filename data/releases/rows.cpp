// Layouts of the store's tables and the packing of their cells.
#include "data/releases/rows.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "data/reference/ordering.h"

namespace chargelint::data {
namespace {

using enum Cell;

constexpr Column kFrom{"valid_from", day};
constexpr Column kTo{"valid_to", day};

constexpr std::array kPtpEdit{Column{"column1", brief},
                              Column{"column2", brief},
                              Column{"indicator"},
                              Column{"rationale"},
                              Column{"prior_1996"},
                              kFrom,
                              kTo};
constexpr std::array kMueLimit{Column{"code", brief},     Column{"units"}, Column{"adjudication"},
                               Column{"rationale", text}, kFrom,           kTo};
constexpr std::array kFeeSchedule{Column{"code", brief},
                                  Column{"modifier", brief},
                                  Column{"status", brief},
                                  Column{"pctc", brief},
                                  Column{"global_days", brief},
                                  Column{"multiple", brief},
                                  Column{"bilateral", brief},
                                  Column{"assistant", brief},
                                  Column{"co_surgeon", brief},
                                  Column{"team", brief},
                                  Column{"supervision", brief},
                                  Column{"imaging_family", brief},
                                  Column{"nonfacility_na", brief},
                                  Column{"facility_na", brief},
                                  Column{"endoscopic_base", brief},
                                  Column{"work_rvu"},
                                  Column{"nonfacility_total"},
                                  Column{"facility_total"},
                                  Column{"preoperative"},
                                  Column{"intraoperative"},
                                  Column{"postoperative"},
                                  Column{"nonfacility_pe"},
                                  Column{"facility_pe"},
                                  Column{"malpractice"},
                                  Column{"conversion_factor"},
                                  Column{"calculation_flag", brief},
                                  Column{"not_used", brief},
                                  kFrom,
                                  kTo};
constexpr std::array kAddOnEdit{Column{"add_on", brief},
                                Column{"primary_code", brief},
                                Column{"type"},
                                Column{"note"},
                                Column{"note_text", text, true},
                                Column{"add_on_deleted", day},
                                Column{"primary_deleted", day},
                                kFrom,
                                kTo};
constexpr std::array kDiagnosis{Column{"code", brief}, Column{"billable"}, Column{"title", text}, kFrom, kTo};
constexpr std::array kModifier{Column{"modifier", brief},
                               Column{"classes", text},
                               Column{"words", text},
                               Column{"citation", text},
                               Column{"place_on_line"},
                               kFrom,
                               kTo};
constexpr std::array kPlace{Column{"place", brief},
                            Column{"facility", brief},
                            Column{"words", text},
                            Column{"citation", text},
                            Column{"groups", text},
                            kFrom,
                            kTo};
constexpr std::array kCode{Column{"code", brief},
                           Column{"words", text},
                           Column{"type_of_service", brief},
                           Column{"betos", brief},
                           Column{"apc_status", brief},
                           Column{"asc_indicator", brief},
                           Column{"citation", text},
                           kFrom,
                           kTo};
constexpr std::array kCodeSet{Column{"code_set", text},
                              Column{"first", brief},
                              Column{"last", brief},
                              Column{"citation", text},
                              kFrom,
                              kTo};
constexpr std::array kDiagnosisSet{Column{"diagnosis_set", text}, Column{"prefix", brief},
                                   Column{"citation", text}, kFrom, kTo};
constexpr std::array kCodeMap{Column{"map", text},
                              Column{"from_code", brief},
                              Column{"to_code", brief},
                              Column{"condition", text},
                              Column{"citation", text},
                              kFrom,
                              kTo};
constexpr std::array kParameter{Column{"parameter", text}, Column{"value"}, Column{"citation", text}, kFrom,
                                kTo};

constexpr std::array kProcedure{Column{"code", brief},
                                Column{"added", day},
                                Column{"ended", day},
                                Column{"coverage", brief},
                                Column{"action", brief},
                                kFrom,
                                kTo};
constexpr std::array kDiagnosisEdit{
    Column{"code", brief}, Column{"edit", text}, Column{"least_age"}, Column{"most_age"}, kFrom, kTo};
constexpr std::array kDiagnosisRelation{Column{"link", text},
                                        Column{"subject_first", brief},
                                        Column{"subject_last", brief},
                                        Column{"target_first", brief},
                                        Column{"target_last", brief},
                                        Column{"note", text},
                                        kFrom,
                                        kTo};
constexpr std::array kFact{Column{"subject", brief},
                           Column{"code", brief},
                           Column{"attribute", text},
                           Column{"value", text},
                           Column{"detail", text},
                           kFrom,
                           kTo};
constexpr std::array kCodeNumber{Column{"number", text},
                                 Column{"code", brief},
                                 Column{"other_code", brief},
                                 Column{"condition", text},
                                 Column{"low"},
                                 Column{"high"},
                                 Column{"citation", text},
                                 kFrom,
                                 kTo};
constexpr std::array kModifierPair{Column{"relation", text},
                                   Column{"first", brief},
                                   Column{"second", brief},
                                   Column{"keep", brief},
                                   Column{"severity", brief},
                                   Column{"note", text},
                                   Column{"citation", text},
                                   kFrom,
                                   kTo};
constexpr std::array kDiagnosisPairing{Column{"link", text},
                                       Column{"subject_first", brief},
                                       Column{"subject_last", brief},
                                       Column{"target_first", brief},
                                       Column{"target_last", brief},
                                       Column{"note", text},
                                       Column{"citation", text},
                                       kFrom,
                                       kTo};

// In the order of Table.
constexpr std::array<Layout, kTables> kLayouts{{
    {"ptp_edit", kPtpEdit, 2},
    {"mue_limit", kMueLimit, 1},
    {"fee_schedule", kFeeSchedule, 2},
    {"add_on_edit", kAddOnEdit, 2},
    {"diagnosis", kDiagnosis, 1},
    {"modifier", kModifier, 1},
    {"place", kPlace, 1},
    {"code", kCode, 1},
    {"code_set", kCodeSet, 3},
    {"diagnosis_set", kDiagnosisSet, 2},
    {"code_map", kCodeMap, 4},
    {"parameter", kParameter, 1},
    {"procedure", kProcedure, 1},
    {"diagnosis_edit", kDiagnosisEdit, 2},
    {"diagnosis_relation", kDiagnosisRelation, 6},
    {"fact", kFact, 5},
    {"code_number", kCodeNumber, 4},
    {"modifier_pair", kModifierPair, 3},
    {"diagnosis_link", kDiagnosisPairing, 6},
}};

constexpr std::size_t kBrief = 7;

std::string key_of(const RowBatch& batch, std::span<const std::int64_t> cells) {
  const Layout& layout = layout_of(batch.table);
  std::string key;
  for (std::size_t index = 0; index < layout.keys; ++index) {
    std::string part;
    switch (layout.columns[index].cell) {
      case text:
        part = batch.texts.text(cells[index]);
        break;
      case brief:
        part = unpack_brief(cells[index]).str();
        break;
      default:
        part = std::to_string(cells[index]);
    }
    if (!key.empty() && !part.empty()) key += ' ';
    key += part;
  }
  return key;
}

// By key, then by first day.
bool before(std::span<const std::int64_t> left, std::span<const std::int64_t> right, std::size_t keys) {
  for (std::size_t index = 0; index < keys; ++index) {
    if (left[index] != right[index]) return left[index] < right[index];
  }
  return left[left.size() - 2] < right[right.size() - 2];
}

// Whether a row says the same as the one that is kept; of a text that one of them cuts off the longer stays.
bool take_in(const RowBatch& batch, std::span<std::int64_t> kept, std::span<const std::int64_t> row) {
  const Layout& layout = layout_of(batch.table);
  for (std::size_t index = 0; index < row.size(); ++index) {
    if (kept[index] == row[index]) continue;
    if (!layout.columns[index].cut) return false;
    const std::string& one = batch.texts.text(kept[index]);
    const std::string& other = batch.texts.text(row[index]);
    if (one.empty() || other.empty() || !(one.starts_with(other) || other.starts_with(one))) return false;
    if (other.size() > one.size()) kept[index] = row[index];
  }
  return true;
}

}  // namespace

const Layout& layout_of(Table table) {
  return kLayouts[static_cast<std::size_t>(table)];
}

std::int64_t pack_brief(std::string_view characters) {
  if (characters.size() > kBrief) return kNoCell;
  std::uint64_t packed = 0;
  for (std::size_t index = 0; index < kBrief; ++index) {
    packed <<= 8U;
    if (index < characters.size()) packed |= static_cast<unsigned char>(characters[index]);
  }
  return static_cast<std::int64_t>(packed);
}

FixedText<8> unpack_brief(std::int64_t cell) {
  FixedText<8> characters;
  const auto packed = static_cast<std::uint64_t>(cell);
  for (std::size_t index = kBrief; index-- > 0;) {
    const auto byte = static_cast<char>((packed >> (index * 8U)) & 0xFFU);
    if (byte == '\0') break;
    characters.push_back(byte);
  }
  return characters;
}

std::int64_t day_cell(std::optional<Date> date) {
  return date && !date->is_open() ? std::int64_t{date->days()} : kNoCell;
}

std::int64_t TextPool::id(std::string_view wanted) {
  if (const auto known = ids_.find(wanted); known != ids_.end()) return known->second;
  const auto fresh = static_cast<std::int64_t>(texts_.size());
  ids_.emplace(texts_.emplace_back(wanted), fresh);
  return fresh;
}

TextPool& TextPool::operator=(const TextPool& other) {
  if (this == &other) return *this;
  ids_.clear();
  texts_ = other.texts_;
  for (std::size_t index = 0; index < texts_.size(); ++index)
    ids_.emplace(texts_[index], static_cast<std::int64_t>(index));
  return *this;
}

std::optional<std::uint8_t> PtpBatch::rationale(std::string_view wanted) {
  const auto known = std::find(rationales.begin(), rationales.end(), wanted);
  if (known != rationales.end()) return static_cast<std::uint8_t>(known - rationales.begin());
  if (rationales.size() >= 255) return std::nullopt;
  rationales.emplace_back(wanted);
  return static_cast<std::uint8_t>(rationales.size() - 1);
}

std::optional<Conflict> settle(RowBatch& batch) {
  const std::size_t keys = layout_of(batch.table).keys;
  std::vector<std::size_t> order(batch.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return before(batch.row(left), batch.row(right), keys);
  });
  std::vector<std::int64_t> cells;
  std::vector<std::uint32_t> lines;
  cells.reserve(batch.cells.size());
  lines.reserve(batch.lines.size());
  for (std::size_t index = 0; index < order.size(); ++index) {
    const auto row = batch.row(order[index]);
    if (index > 0 && !before(batch.row(order[index - 1]), row, keys)) {
      const std::span kept = std::span(cells).last(batch.width());
      if (!take_in(batch, kept, row)) {
        return Conflict{batch.lines[order[index - 1]], batch.lines[order[index]], key_of(batch, row)};
      }
      continue;
    }
    cells.insert(cells.end(), row.begin(), row.end());
    lines.push_back(batch.lines[order[index]]);
  }
  batch.cells = std::move(cells);
  batch.lines = std::move(lines);
  return std::nullopt;
}

std::optional<Conflict> settle(PtpBatch& batch) {
  std::vector<PtpRow>& rows = batch.rows;
  sort_nearly_sorted(rows, std::less<>{});
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  for (std::size_t index = 1; index < rows.size(); ++index) {
    if (rows[index].never_applied()) continue;
    for (std::size_t earlier = index; earlier-- > 0 && rows[earlier].pair() == rows[index].pair();) {
      if (rows[earlier].never_applied() || rows[earlier].from_day != rows[index].from_day) continue;
      const auto [first, second] = std::minmax(rows[earlier].line, rows[index].line);
      return Conflict{first, second,
                      Hcpcs::from_packed(rows[index].column1).text().str() + " " +
                          Hcpcs::from_packed(rows[index].column2).text().str()};
    }
  }
  return std::nullopt;
}

}  // namespace chargelint::data
