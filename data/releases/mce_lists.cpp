// Lists of diagnoses of the Medicare Code Editor: one row a code and edit, told by the captions of the
// columns; separated by tabs or commas. Procedures of ICD-10-PCS stand in the same files and are counted, not
// taken.
#include <algorithm>

#include "data/reference/refusal.h"
#include "data/reference/subject.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/list_cells.h"
#include "data/releases/names.h"
#include "data/releases/record_lines.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr int kLooked = 10;
constexpr std::int64_t kAnyAge = 255;
constexpr int kFirstVersionYear = 1983;  // version 37 is fiscal year 2020

struct Columns {
  std::size_t edit = 0;
  std::size_t code = 0;
  std::optional<std::size_t> type;     // D diagnosis, P procedure
  std::optional<std::size_t> icd;      // 9, 10
  std::optional<std::size_t> version;  // of the editor
  std::optional<std::size_t> least_age;
  std::optional<std::size_t> most_age;
};

std::optional<Columns> columns_of(const RecordCells& cells) {
  const NamedColumns names(cells);
  const auto edit = names.find({"mceedittype", "edittype", "edit"});
  const auto code = names.find({"icdcode", "code", "diagnosiscode", "icd10code"});
  if (!edit || !code) return std::nullopt;
  Columns columns{*edit,
                  *code,
                  names.find({"icdcodetype", "codetype"}),
                  names.find({"icdversion"}),
                  names.find({"mceversion"}),
                  names.find({"minage"}),
                  names.find({"maxage"})};
  if (!columns.version && !(columns.least_age && columns.most_age)) return std::nullopt;
  return columns;
}

struct Edit {
  DiagnosisEdit edit = DiagnosisEdit::newborn;
  std::int64_t least_age = 0;
  std::int64_t most_age = kAnyAge;
};
std::optional<Edit> edit_of(std::string_view cell) {
  const std::string name = column_name(cell);
  const auto says = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  if (says("newborn")) return Edit{DiagnosisEdit::newborn, 0, 0};
  if (says("pediatric")) return Edit{DiagnosisEdit::pediatric, 0, 17};
  if (says("maternity")) return Edit{DiagnosisEdit::maternity, 9, 64};
  if (says("adult")) return Edit{DiagnosisEdit::adult, 15, 124};
  if (says("female")) return Edit{DiagnosisEdit::female, 0, kAnyAge};
  if (says("male")) return Edit{DiagnosisEdit::male, 0, kAnyAge};
  if (says("manifestation")) return Edit{DiagnosisEdit::manifestation, 0, kAnyAge};
  if (says("questionable")) return Edit{DiagnosisEdit::questionable_admission, 0, kAnyAge};
  if (!says("unacceptable")) return std::nullopt;
  return Edit{says("secondary") ? DiagnosisEdit::unacceptable_unless_secondary
                                : DiagnosisEdit::unacceptable_principal,
              0, kAnyAge};
}

bool is_of_sex(DiagnosisEdit edit) {
  return edit == DiagnosisEdit::female || edit == DiagnosisEdit::male;
}

// CMS switched the sex conflicts off on 1 October 2024.
Date last_day_of_sex_edits() {
  return *Date::from_ymd(2024, 9, 30);
}

// "37", "41.1": whole versions begin with their fiscal year; the first update came in April, in 2021 in
// January.
std::optional<ReleaseIdentity> release_of_version(std::string_view version) {
  const std::size_t point = std::min(version.find('.'), version.size());
  const auto whole = whole_number(version.substr(0, point));
  const std::string_view update = point < version.size() ? version.substr(point + 1) : std::string_view{};
  if (!whole || *whole < 33 || *whole > 99) return std::nullopt;
  const int year = kFirstVersionYear + static_cast<int>(*whole);
  std::string option = std::to_string(year);
  if (update == "1") {
    option += year == 2021 ? "-01" : "-04";
  } else if (!update.empty() && update != "0") {
    return std::nullopt;
  }
  return release_from_option(ReleaseKind::icd10cm, option);
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

class Lists {
 public:
  Lists(const SourceText& text, ParsedFile& file) : text_(text), file_(file) {
    batch_.table = Table::diagnosis_edit;
    others_.table = Table::fact;
  }

  void take(std::uint32_t line, const RecordCells& cells) {
    const std::string_view version = cell_at(cells, columns_->version);
    if (rows_++ == 0) version_ = version;
    if (version != version_) {
      refuse_row(text_, line,
                 "is of version " + std::string(version) + " where the first row is of " + version_ +
                     "; expected one version a file");
    }
    const std::string_view icd = cell_at(cells, columns_->icd);
    const std::string_view type = cell_at(cells, columns_->type);
    const std::string_view edit = cell_at(cells, columns_->edit);
    if (edit.empty()) refuse_row(text_, line, "names no edit; expected one");
    if (type == "P" || type == "p" || (!icd.empty() && icd != "10")) {
      ++not_taken_;
      return;
    }
    if (!type.empty() && type != "D" && type != "d") {
      refuse_row(text_, line, "the code's type is unknown; expected D for a diagnosis or P for a procedure");
    }
    const auto code = diagnosis_text(cell_at(cells, columns_->code));
    if (!code) refuse_row(text_, line, "the code is none; expected a diagnosis");
    auto list = edit_of(edit);
    if (!list) {
      std::string words = clean_words(edit);
      std::replace(words.begin(), words.end(), '_', ' ');
      FactRows(others_).add(line, Subject::diagnosis, *code, "code editor", words);
      return;
    }
    list->least_age = age(line, cells, columns_->least_age, list->least_age);
    list->most_age = age(line, cells, columns_->most_age, list->most_age);
    batch_.cells.insert(
        batch_.cells.end(),
        {pack_brief(*code), batch_.texts.id(diagnosis_edit_name(list->edit)), list->least_age, list->most_age,
         kNoCell, is_of_sex(list->edit) ? day_cell(last_day_of_sex_edits()) : kNoCell});
    batch_.lines.push_back(line);
  }

  void finish(const std::string& release_option) {
    const auto told = release_of_version(version_);
    file_.release = told ? *told : release_of(ReleaseKind::fiscal_year, text_, release_option);
    file_.published_rows = rows_;
    drop_ended();
    for (RowBatch* const rows : {&batch_, &others_}) {
      if (rows->size() == 0) continue;
      date_rows(*rows, file_.release.first);
      ParsedPart& part = file_.parts.emplace_back();
      part.source = Source::mce;
      part.table = rows->table;
      part.rows = std::move(*rows);
    }
    if (not_taken_ > 0) {
      file_.remarks.push_back(std::to_string(not_taken_) +
                              " rows of procedures (ICD-10-PCS) are not taken: no rule reads them");
    }
  }

  std::optional<Columns> columns_;

 private:
  std::int64_t age(std::uint32_t line, const RecordCells& cells, std::optional<std::size_t> column,
                   std::int64_t otherwise) const {
    const std::string_view cell = cell_at(cells, column);
    if (cell.empty()) return otherwise;
    const auto years = whole_number(cell.ends_with(".0") ? cell.substr(0, cell.size() - 2) : cell);
    if (!years || *years > 150) refuse_row(text_, line, "the age is none; expected whole years");
    return *years;
  }

  // A list of a release after the switch-off never was in force.
  void drop_ended() {
    if (file_.release.first <= last_day_of_sex_edits()) return;
    RowBatch kept;
    kept.table = batch_.table;
    kept.texts = batch_.texts;
    std::size_t dropped = 0;
    for (std::size_t index = 0; index < batch_.size(); ++index) {
      const auto row = batch_.row(index);
      if (row.back() != kNoCell) {
        ++dropped;
        continue;
      }
      kept.cells.insert(kept.cells.end(), row.begin(), row.end());
      kept.lines.push_back(batch_.lines[index]);
    }
    if (dropped == 0) return;
    batch_ = std::move(kept);
    file_.remarks.push_back(std::to_string(dropped) +
                            " rows of sex conflicts are not taken: CMS switched them off on 2024-10-01");
  }

  const SourceText& text_;
  ParsedFile& file_;
  RowBatch batch_;
  RowBatch others_;
  std::string version_;
  std::uint64_t rows_ = 0;
  std::uint64_t not_taken_ = 0;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  Lists lists(text, file);
  each_record(text.content(), [&](std::uint32_t line, const RecordCells& cells) {
    if (!lists.columns_) {
      lists.columns_ = columns_of(cells);
    } else if (!is_blank(cells)) {
      lists.take(line, cells);
    }
    return true;
  });
  lists.finish(release_option);
}

}  // namespace

FileKind mce_lists() {
  return {recognises, parse};
}

}  // namespace chargelint::data
