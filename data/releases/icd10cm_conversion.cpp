// The ICD-10-CM conversion table: a code, the day from which it holds, and the codes that were used before
// it.
#include <array>

#include "data/reference/refusal.h"
#include "data/reference/subject.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/icd10cm_note.h"
#include "data/releases/list_cells.h"
#include "data/releases/names.h"
#include "data/releases/record_lines.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr int kLooked = 20;
constexpr std::int64_t kFirstSerial = 30'000;  // days of a spreadsheet since 1899-12-30: 1982
constexpr std::int32_t kSerialEpoch = -25'569;

struct Columns {
  std::size_t current = 0;
  std::size_t effective = 0;
  std::size_t previous = 0;
};

std::optional<Columns> columns_of(const RecordCells& cells) {
  const auto starting = [&](std::string_view words) -> std::optional<std::size_t> {
    for (std::size_t index = 0; index < cells.size(); ++index) {
      if (column_name(cells[index]).starts_with(words)) return index;
    }
    return std::nullopt;
  };
  const auto current = starting("currentcode");
  const auto effective = starting("effective");
  const auto previous = starting("previouscode");
  if (!current || !effective || !previous) return std::nullopt;
  return Columns{*current, *effective, *previous};
}

// A year alone is its 1 October; else a day as text or as the spreadsheet's number.
std::optional<Date> effective_day(std::string_view cell) {
  if (cell.ends_with(".0")) cell.remove_suffix(2);
  if (const auto number = whole_number(cell)) {
    if (cell.size() == 4) return Date::from_ymd(static_cast<int>(*number), 10, 1);
    if (cell.size() == 5 && *number >= kFirstSerial) {
      return Date::from_days(kSerialEpoch + static_cast<std::int32_t>(*number));
    }
  }
  return written_day(cell);
}

// "None", and how others say it.
bool is_none(std::string_view name) {
  return name.empty() || name == "none" || name == "na" || name == "new" || name == "newcode";
}

bool recognises(std::string_view head) {
  bool found = false;
  int seen = 0;
  each_record(head, [&](std::uint32_t, const RecordCells& cells) {
    found = columns_of(cells).has_value();
    return !found && ++seen < kLooked;
  });
  return found;
}

// "H35.20" to "H35.23": the codes between when only the last digit differs, else none.
std::vector<std::string> between(const CodeSpan& span) {
  if (span.last.empty()) return {span.first};
  std::vector<std::string> codes;
  std::string code = span.first;
  const std::size_t tail = code.size() - 1;
  const bool digits =
      code.back() >= '0' && code.back() <= '9' && span.last.back() >= '0' && span.last.back() <= '9';
  if (!digits || span.last.size() != code.size() || span.last.compare(0, tail, code, 0, tail) != 0) return {};
  for (; code.back() <= span.last.back(); ++code.back()) codes.push_back(code);
  return codes;
}

class Conversions {
 public:
  Conversions(const SourceText& text, ParsedFile& file) : text_(text) {
    // Two parts at once: parts do not move any more.
    file.parts.resize(2);
    file.parts[0].table = file.parts[0].rows.table = Table::fact;
    file.parts[1].table = file.parts[1].rows.table = Table::diagnosis_relation;
    for (ParsedPart& part : file.parts) part.source = Source::icd10cm_conversion;
    facts_ = &file.parts[0].rows;
    relations_ = &file.parts[1].rows;
  }

  void take(std::uint32_t line, std::string_view current_cell, std::string_view effective_cell,
            std::string_view previous_cell) {
    const auto current = diagnosis_text(current_cell);
    if (!current) refuse_row(text_, line, "the current code is none; expected a diagnosis");
    const auto effective = effective_day(effective_cell);
    if (!effective) {
      refuse_row(text_, line, "the effective date is none; expected a year or a day");
    }
    const std::string previous = clean_words(previous_cell);
    FactRows facts(*facts_);
    facts.add(line, Subject::diagnosis, *current, "assigned since", effective->iso().view(), {}, effective);
    if (is_none(column_name(previous))) return;
    const NoteReading reading = read_note(previous);
    if (reading.groups.empty()) {
      refuse_row(text_, line, "the previous codes cannot be told; expected codes, ranges of codes, or None");
    }
    std::size_t named = 0;
    for (const NamedCodes& group : reading.groups) named += group.spans.size();
    for (const NamedCodes& group : reading.groups) {
      for (const CodeSpan& span : group.spans)
        add(line, *current, span, *effective, named > 1 ? previous : "");
    }
  }

 private:
  // `together`: the whole cell when it names several codes.
  void add(std::uint32_t line, const std::string& current, const CodeSpan& span, Date effective,
           const std::string& together) {
    const std::string& last = span.last.empty() ? span.first : span.last;
    relate(line, DiagnosisLink::replaced_by, {span.first, last}, {current, current}, effective, together);
    relate(line, DiagnosisLink::replaces, {current, current}, {span.first, last}, effective, together);
    FactRows facts(*facts_);
    const std::string printed =
        span.last.empty() ? dotted(span.first) : dotted(span.first) + "-" + dotted(last);
    facts.add(line, Subject::diagnosis, current, attribute::kReplaces, printed, together, effective);
    for (const std::string& code : between(span)) {
      facts.add(line, Subject::diagnosis, code, attribute::kReplacedBy, dotted(current), together, effective);
    }
  }

  void relate(std::uint32_t line, DiagnosisLink link, const std::array<std::string, 2>& subject,
              const std::array<std::string, 2>& target, Date effective, const std::string& note) {
    relations_->cells.insert(relations_->cells.end(),
                             {relations_->texts.id(diagnosis_link_name(link)), pack_brief(subject[0]),
                              pack_brief(subject[1]), pack_brief(target[0]), pack_brief(target[1]),
                              relations_->texts.id(note), day_cell(effective), kNoCell});
    relations_->lines.push_back(line);
  }

  const SourceText& text_;
  RowBatch* facts_ = nullptr;
  RowBatch* relations_ = nullptr;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  std::optional<Columns> columns;
  Conversions conversions(text, file);
  std::uint64_t rows = 0;
  each_record(text.content(), [&](std::uint32_t line, const RecordCells& cells) {
    if (!columns) {
      columns = columns_of(cells);
      return true;
    }
    if (is_blank(cells)) return true;
    ++rows;
    conversions.take(line, cell_at(cells, columns->current), cell_at(cells, columns->effective),
                     cell_at(cells, columns->previous));
    return true;
  });
  file.release = release_of(ReleaseKind::fiscal_year, text, release_option);
  file.part = 1;  // of its source; the addenda are others
  file.published_rows = rows;
}

}  // namespace

FileKind icd10cm_conversion() {
  return {recognises, parse};
}

}  // namespace chargelint::data
