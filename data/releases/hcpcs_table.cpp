// The HCPCS file as a table: comma separated or a workbook's sheet, with or without notices before its
// header. What is a modifier is told by the record id alone: "A1" may be one, and blanks before it get lost.
#include <array>

#include "data/reference/refusal.h"
#include "data/releases/hcpcs_entries.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"

namespace chargelint::data {
namespace {

constexpr int kMostNotices = 40;  // records before the header
using Header = std::vector<std::string_view>;
using Place = std::optional<std::size_t>;

bool is_header(const Header& cells) {
  if (cells.empty() || (column_name(cells[0]) != "hcpc" && column_name(cells[0]) != "hcpcs")) return false;
  const NamedColumns columns(cells);
  return columns.find({"recid", "recordid"}) && columns.find({"longdescription", "longdesc"});
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return find_header(records, kMostNotices, is_header);
}

// Where each field stands.
class Columns {
 public:
  explicit Columns(const NamedColumns& columns)
      : code_(columns.find({"hcpc", "hcpcs"})),
        record_(columns.find({"recid", "recordid"})),
        title_(columns.find({"longdescription", "longdesc"})),
        short_title_(columns.find({"shortdescription", "shortdesc"})),
        multiple_pricing_(columns.find({"multpi"})),
        statute_(columns.find({"statute"})),
        coverage_(columns.find({"cov", "coverage"})),
        asc_group_(columns.find({"ascgrp"})),
        asc_day_(columns.find({"ascdt"})),
        opps_group_(columns.find({"opps"})),
        opps_policy_(columns.find({"oppspi"})),
        opps_day_(columns.find({"oppsdt"})),
        processing_note_(columns.find({"procnote"})),
        betos_(columns.find({"betos"})),
        anesthesia_units_(columns.find({"anestbu"})),
        added_(columns.find({"adddt", "adddate"})),
        action_day_(columns.find({"acteffdt", "acteffdate"})),
        ended_(columns.find({"termdt", "termdate"})),
        action_(columns.find({"actioncd", "actioncode"})) {
    numbered(columns, "price", pricing_);
    numbered(columns, "cim", issues_manual_);
    numbered(columns, "mcm", carriers_manual_);
    numbered(columns, "labcert", laboratory_);
    numbered(columns, "xref", cross_references_);
    numbered(columns, "tos", type_of_service_);
  }
  // A file without these says nothing of a code's life.
  [[nodiscard]] bool dated() const { return added_ && ended_; }

  [[nodiscard]] HcpcsEntry entry(const Header& cells) const {
    HcpcsEntry entry;
    entry.code = cell_at(cells, code_);
    std::string_view record = cell_at(cells, record_);
    if (record.ends_with(".0")) record.remove_suffix(2);
    entry.record = record.size() == 1 ? record[0] : ' ';
    entry.title = cell_at(cells, title_);
    entry.short_title = cell_at(cells, short_title_);
    take(cells, pricing_, entry.pricing);
    entry.multiple_pricing = cell_at(cells, multiple_pricing_);
    take(cells, issues_manual_, entry.issues_manual);
    take(cells, carriers_manual_, entry.carriers_manual);
    entry.statute = cell_at(cells, statute_);
    take(cells, laboratory_, entry.laboratory);
    take(cells, cross_references_, entry.cross_references);
    entry.coverage = cell_at(cells, coverage_);
    entry.asc_group = cell_at(cells, asc_group_);
    entry.asc_day = cell_at(cells, asc_day_);
    entry.opps_group = cell_at(cells, opps_group_);
    entry.opps_policy = cell_at(cells, opps_policy_);
    entry.opps_day = cell_at(cells, opps_day_);
    entry.processing_note = cell_at(cells, processing_note_);
    entry.betos = cell_at(cells, betos_);
    take(cells, type_of_service_, entry.type_of_service);
    entry.anesthesia_units = cell_at(cells, anesthesia_units_);
    entry.added = cell_at(cells, added_);
    entry.action_day = cell_at(cells, action_day_);
    entry.ended = cell_at(cells, ended_);
    entry.action = cell_at(cells, action_);
    return entry;
  }

 private:
  template <std::size_t Count>
  static void numbered(const NamedColumns& columns, const std::string& name,
                       std::array<Place, Count>& places) {
    for (std::size_t index = 0; index < Count; ++index) {
      places[index] = columns.find({name + std::to_string(index + 1)});
    }
  }
  template <std::size_t Count>
  static void take(const Header& cells, const std::array<Place, Count>& places,
                   std::array<std::string_view, Count>& into) {
    for (std::size_t index = 0; index < Count; ++index) into[index] = cell_at(cells, places[index]);
  }

  Place code_, record_, title_, short_title_, multiple_pricing_, statute_, coverage_, asc_group_, asc_day_,
      opps_group_, opps_policy_, opps_day_, processing_note_, betos_, anesthesia_units_, added_, action_day_,
      ended_, action_;
  std::array<Place, 4> pricing_;
  std::array<Place, 3> issues_manual_;
  std::array<Place, 3> carriers_manual_;
  std::array<Place, 8> laboratory_;
  std::array<Place, 5> cross_references_;
  std::array<Place, 5> type_of_service_;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::hcpcs, text, release_option);
  RecordScanner records(text.content());
  if (!find_header(records, kMostNotices, is_header)) {
    refuse(ErrorKind::malformed, text.label(),
           "has no header; expected HCPC, SEQNUM, RECID and further names");
  }
  const Columns columns{NamedColumns(records.cells())};
  if (!columns.dated()) {
    refuse_row(text, records.line(), "columns are missing; expected ADD DT and TERM DT among them");
  }
  HcpcsCollector collector(text, file);
  const std::size_t width = records.cells().size();
  std::size_t usual = 0;  // cells of the first entry
  std::size_t last = 0;
  std::uint32_t last_line = 0;
  while (records.next()) {
    if (records.blank()) continue;
    if (records.unterminated()) {
      refuse_row(text, records.line(), "a quoted cell has no closing quote; expected one");
    }
    if (records.cells().size() > width) {
      refuse_row(text, records.line(),
                 std::to_string(records.cells().size()) + " columns; expected " + std::to_string(width));
    }
    if (usual == 0) usual = records.cells().size();
    last = records.cells().size();
    last_line = records.line();
    collector.take(columns.entry(records.cells()), records.line());
  }
  if (last < usual && !text.content().ends_with('\n')) {
    refuse_row(text, last_line,
               std::to_string(last) + " columns in the last record; expected " + std::to_string(usual) +
                   ": the file is cut off");
  }
  collector.finish();
}

}  // namespace

FileKind hcpcs_table() {
  return {recognises, parse};
}

}  // namespace chargelint::data
