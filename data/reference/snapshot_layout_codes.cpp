// The tables by procedure code.
#include <algorithm>
#include <bit>

#include "data/reference/ordering.h"
#include "data/reference/snapshot_layout.h"

namespace chargelint::data::snapshot {
namespace {

// The codes that were seen, one bit for each that can be: edits are millions, codes some twenty thousand.
class CodeMarks {
 public:
  void add(std::uint32_t code) { words_[code / 64] |= std::uint64_t{1} << (code % 64); }
  [[nodiscard]] std::vector<std::uint32_t> in_order() const {
    std::vector<std::uint32_t> codes;
    for (std::size_t index = 0; index < words_.size(); ++index) {
      for (std::uint64_t word = words_[index]; word != 0; word &= word - 1) {
        codes.push_back(
            static_cast<std::uint32_t>(index * 64 + static_cast<std::size_t>(std::countr_zero(word))));
      }
    }
    return codes;
  }

 private:
  static constexpr std::size_t kPackedCodes = std::size_t{37} * 37 * 37 * 37 * 37;
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(kPackedCodes / 64 + 1);
};

// The procedure code that a fact is about, where its subject is one.
std::optional<Hcpcs> procedure_of(std::uint64_t fact_key) {
  if (fact_key >> 56U != static_cast<unsigned char>(Subject::procedure)) return std::nullopt;
  return Hcpcs::parse(unpack_brief(static_cast<std::int64_t>(fact_key & 0x00FFFFFFFFFFFFFFULL)).view());
}

// Numbers of rows by the number of the code that each names (none: at or beyond `codes`), in the order of the
// rows, and where each code's begin.
struct Reverse {
  std::vector<std::uint32_t> starts;
  std::vector<std::uint32_t> rows;
};
Reverse reversed(const std::vector<std::uint32_t>& code_of_row, std::size_t codes) {
  Reverse reverse;
  reverse.starts.resize(codes + 1);
  for (const std::uint32_t code : code_of_row) {
    if (code < codes) ++reverse.starts[code + 1];
  }
  for (std::size_t code = 0; code < codes; ++code) reverse.starts[code + 1] += reverse.starts[code];
  reverse.rows.resize(reverse.starts[codes]);
  std::vector<std::uint32_t> next(reverse.starts.begin(), reverse.starts.end() - 1);
  for (std::uint32_t row = 0; row < code_of_row.size(); ++row) {
    if (code_of_row[row] < codes) reverse.rows[next[code_of_row[row]]++] = row;
  }
  return reverse;
}

}  // namespace

void Layouter::gather_codes() {
  CodeMarks marks;
  for (const auto& table : content_.ptp) {
    for (const auto& row : table) {
      marks.add(row.column1);
      marks.add(row.edit.column2_packed);
    }
  }
  for (const auto& table : content_.mue) {
    for (const auto& row : table) marks.add(row.code_packed);
  }
  for (const auto& row : content_.fee_schedule) marks.add(row.code_packed);
  for (const auto& row : content_.add_on) {
    marks.add(row.add_on_packed);
    if (!row.contractor_defined) marks.add(row.primary_packed);
  }
  for (const auto& row : content_.procedures) marks.add(row.code_packed);
  std::uint64_t last = 0;
  for (const auto& row : content_.facts) {
    if (row.key == last) continue;
    last = row.key;
    if (const auto code = procedure_of(row.key)) marks.add(code->packed());
  }
  for (const auto& [code, words] : content_.code_words) marks.add(code);
  codes_ = marks.in_order();
  section(SectionId::codes, codes_);

  code_slots_.resize(slots_for(codes_.size()));
  const std::size_t mask = code_slots_.size() - 1;
  for (std::uint32_t index = 0; index < codes_.size(); ++index) {
    std::size_t at = mixed(codes_[index]) & mask;
    while (code_slots_[at].code != 0) at = (at + 1) & mask;
    code_slots_[at] = {codes_[index], index};
  }
  section(SectionId::code_slots, code_slots_);

  std::vector<std::uint32_t> words(codes_.size());
  for (const auto& [code, text] : content_.code_words) words[code_number(code)] = texts_.id(text);
  section(SectionId::code_words, words);
}

std::uint32_t Layouter::code_number(std::uint32_t code) const {
  const std::size_t mask = code_slots_.size() - 1;
  std::size_t at = mixed(code) & mask;
  while (code_slots_[at].code != code && code_slots_[at].code != 0) at = (at + 1) & mask;
  return code_slots_[at].code == code ? code_slots_[at].index : static_cast<std::uint32_t>(codes_.size());
}

void Layouter::add_mue(std::size_t table) {
  auto& rows = content_.mue[table];
  std::sort(rows.begin(), rows.end(), [](const MueLimit& left, const MueLimit& right) {
    return std::tie(left.code_packed, left.from_days, left.release) <
           std::tie(right.code_packed, right.from_days, right.release);
  });
  section(table_section(SectionId::mue, table), rows);
  section(table_section(SectionId::mue_offsets, table),
          offsets(codes_, rows, [](const MueLimit& row) { return row.code_packed; }));
}

void Layouter::add_fee_schedule() {
  auto& rows = content_.fee_schedule;
  std::sort(rows.begin(), rows.end(), [](const FeeScheduleRow& left, const FeeScheduleRow& right) {
    return std::tie(left.code_packed, left.modifier_packed, left.from_days, left.release) <
           std::tie(right.code_packed, right.modifier_packed, right.from_days, right.release);
  });
  section(SectionId::fee_schedule, rows);
  section(SectionId::fee_schedule_offsets,
          offsets(codes_, rows, [](const FeeScheduleRow& row) { return row.code_packed; }));
}

void Layouter::add_add_on() {
  auto& rows = content_.add_on;
  for (AddOnEdit& row : rows) row.note_text = text_of(row.note_text);
  std::sort(rows.begin(), rows.end(), [](const AddOnEdit& left, const AddOnEdit& right) {
    return std::tie(left.add_on_packed, left.from_days, left.primary_packed, left.to_days, left.type,
                    left.note, left.note_text, left.add_on_deleted, left.primary_deleted, left.release) <
           std::tie(right.add_on_packed, right.from_days, right.primary_packed, right.to_days, right.type,
                    right.note, right.note_text, right.add_on_deleted, right.primary_deleted, right.release);
  });
  section(SectionId::add_on, rows);
  section(SectionId::add_on_offsets,
          offsets(codes_, rows, [](const AddOnEdit& row) { return row.add_on_packed; }));
  std::vector<std::uint32_t> primaries;
  for (const AddOnEdit& row : rows) {
    primaries.push_back(row.contractor_defined ? static_cast<std::uint32_t>(codes_.size())
                                               : code_number(row.primary_packed));
  }
  const Reverse reverse = reversed(primaries, codes_.size());
  section(SectionId::add_on_children, reverse.rows);
  section(SectionId::add_on_children_offsets, reverse.starts);
}

void Layouter::add_procedures() {
  auto& rows = content_.procedures;
  std::sort(rows.begin(), rows.end(), [](const ProcedureCodeRow& left, const ProcedureCodeRow& right) {
    return std::tie(left.code_packed, left.from_days, left.release, left.to_days, left.added, left.ended) <
           std::tie(right.code_packed, right.from_days, right.release, right.to_days, right.added,
                    right.ended);
  });
  section(SectionId::procedures, rows);
  section(SectionId::procedure_offsets,
          offsets(codes_, rows, [](const ProcedureCodeRow& row) { return row.code_packed; }));
}

}  // namespace chargelint::data::snapshot
