// Imaging whose fee schedule amount is capped at the outpatient hospital's (OPPSCAP): a price for each
// payment locality, as a fact of the code.
//
// Neither the file nor its name tells the year: it is the archive's, the folder's, or that of the one fee
// schedule of the same month that lies beside it.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/locality.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 20;
constexpr std::size_t kColumns = 7;

// The publisher writes "NON-FACILTY".
bool is_header(const std::vector<std::string_view>& cells) {
  if (cells.size() != kColumns || column_name(cells[0]) != "hcpcs" || column_name(cells[1]) != "mod")
    return false;
  return column_name(cells[3]) == "carrier" && column_name(cells[4]) == "locality" &&
         column_name(cells[5]) == "facilityprice";
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return find_header(records, kPreambleRecords, is_header);
}

ReleaseIdentity release_of_cap(const SourceText& text, const std::string& release_option) {
  for (const std::string& name : {text.name(), text.archive_name(), std::string(text.folder())}) {
    if (auto release = release_from_name(ReleaseKind::quarterly, name)) return *release;
  }
  std::optional<ReleaseIdentity> found;
  bool several = false;
  if (release_option.empty()) {
    for (const std::string& name : text.beside()) {
      const auto schedule = release_from_name(ReleaseKind::fee_schedule, name);
      if (!schedule || folded(name).find("rvu") == std::string::npos) continue;
      const int year = static_cast<int>(schedule->first.ymd().year());
      const auto release = release_from_month_of(year, text.name());
      if (!release || release->first != schedule->first) continue;
      several = several || (found && found->first != release->first);
      found = release;
    }
  }
  return found && !several ? *found : release_of(ReleaseKind::quarterly, text, release_option);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of_cap(text, release_option);
  RowBatch& rows = rows_of(file, Source::opps_cap, Table::fact);
  FactRows facts(rows);
  RecordScanner records(text.content());
  bool header = false;
  std::uint64_t published = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    const std::uint32_t line = records.line();
    if (!header) {
      header = is_header(cells);
      continue;
    }
    // The publisher counts a last record of empty cells among its rows.
    if (cells.size() == kColumns) ++published;
    if (records.blank()) continue;
    if (records.unterminated()) refuse_row(text, line, "a quoted cell has no closing quote; expected one");
    if (cells.size() != kColumns) {
      refuse_row(text, line, std::to_string(cells.size()) + " columns; expected " + std::to_string(kColumns));
    }
    const auto parsed = text.is_sheet() ? Hcpcs::parse(procedure_code(cells[0])) : Hcpcs::parse(cells[0]);
    if (!parsed) refuse_row(text, line, "the code is none; expected five digits or letters");
    if (!cells[1].empty() && !Modifier::parse(cells[1])) {
      refuse_row(text, line, "the modifier is none; expected 26, TC or nothing");
    }
    const std::string code = parsed->text().str();
    const std::string modifier = cells[1].empty() ? std::string() : " " + std::string(cells[1]);
    const std::string place = locality_of_row(text, line, cells[3], cells[4]) + modifier;
    const std::string facility = decimal_text(text, line, cells[5], "the facility price", 2);
    const std::string elsewhere = decimal_text(text, line, cells[6], "the non-facility price", 2);
    if (facility == elsewhere) {
      facts.add(line, Subject::procedure, code, "OPPS cap", facility, place);
    } else {
      facts.add(line, Subject::procedure, code, "OPPS cap in a facility", facility, place);
      facts.add(line, Subject::procedure, code, "OPPS cap elsewhere", elsewhere, place);
    }
  }
  file.published_rows = published;
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind opps_cap() {
  return {recognises, parse};
}

}  // namespace chargelint::data
