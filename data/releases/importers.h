// The published file kinds. Each importer recognises its kind by content and reads the whole of it or
// refuses.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/releases/release_name.h"
#include "data/releases/rows.h"
#include "data/releases/source_file.h"

namespace chargelint::data {

// The rows of one table that a file holds for one source.
struct ParsedPart {
  Source source = Source::ptp_practitioner;
  Table table = Table::ptp_edit;
  PtpBatch edits;  // of Table::ptp_edit
  RowBatch rows;   // of every other table
  [[nodiscard]] std::size_t size() const {
    return table == Table::ptp_edit ? edits.rows.size() : rows.size();
  }
};

struct ParsedFile {
  std::string label;
  std::string name;
  std::string digest;
  std::uint64_t bytes = 0;  // its share of what was read, for the progress
  ReleaseIdentity release;
  bool starter = false;
  bool starter_complete = false;  // the starter table claims to hold everything
  bool shipped = false;           // it came with the program, unasked: a site's own table stays
  bool effective_known = true;
  bool never_complete = false;  // a form that leaves something out whatever its size (codes-only ICD files)
  int part = 0;
  // How many rows the publisher's file holds, where several rows of ours come from one or one from several.
  std::optional<std::uint64_t> published_rows;
  std::vector<std::string> remarks;  // what of it was not taken, and why: a sentence each
  std::vector<ParsedPart> parts;
};

// Reads `text` when an importer knows its kind; nothing otherwise. `release_option` is --release.
[[nodiscard]] std::optional<ParsedFile> parse_release(SourceText& text, const std::string& release_option);

// One by one, for parse_release and the tests. `recognises` sees the first 64 KB.
struct FileKind {
  bool (*recognises)(std::string_view head) = nullptr;
  void (*parse)(SourceText& text, const std::string& release_option, ParsedFile& file) = nullptr;
};
[[nodiscard]] FileKind ptp_edits();
[[nodiscard]] FileKind mue_limits();
[[nodiscard]] FileKind fee_schedule_csv();
[[nodiscard]] FileKind fee_schedule_text();
[[nodiscard]] FileKind icd10cm_order();
[[nodiscard]] FileKind starter_table();
// NCCI and fee schedule.
[[nodiscard]] FileKind add_on_edits();
[[nodiscard]] FileKind medicaid_ptp_edits();
[[nodiscard]] FileKind medicaid_mue_limits();
[[nodiscard]] FileKind geographic_indices();
[[nodiscard]] FileKind locality_counties();
[[nodiscard]] FileKind anesthesia_factors();
[[nodiscard]] FileKind opps_cap();
// Outpatient hospital and ambulatory surgery.
[[nodiscard]] FileKind addendum_b();
[[nodiscard]] FileKind asc_addenda();
[[nodiscard]] FileKind status_indicators();
// ICD-10-CM.
[[nodiscard]] FileKind icd10cm_codes();
[[nodiscard]] FileKind icd10cm_addenda();
[[nodiscard]] FileKind icd10cm_tabular();
[[nodiscard]] FileKind icd10cm_index();
[[nodiscard]] FileKind icd10cm_conversion();
[[nodiscard]] FileKind poa_exempt();
[[nodiscard]] FileKind mce_lists();
// HCPCS and lists.
[[nodiscard]] FileKind hcpcs_records();
[[nodiscard]] FileKind hcpcs_table();
[[nodiscard]] FileKind not_otherwise_classified();
[[nodiscard]] FileKind coverage_articles();
[[nodiscard]] FileKind betos_names();
[[nodiscard]] FileKind rbcs();
[[nodiscard]] FileKind type_of_service_names();
[[nodiscard]] FileKind modifier_list();
[[nodiscard]] FileKind place_list();
[[nodiscard]] FileKind cpt_descriptors();

// What importers share.
[[noreturn]] void refuse_row(const SourceText& text, std::uint32_t line, const std::string& what);
// By the member's name, then the archive's, then --release; refused with advice when none tells.
[[nodiscard]] ReleaseIdentity release_of(ReleaseKind kind, const SourceText& text,
                                         const std::string& release_option);
// A sentence's rest for a text that parse_release did not take: "is a PDF document; expected …".
[[nodiscard]] std::string_view why_not_imported(SourceText& text);
// The file's names, lower case.
[[nodiscard]] std::string names_of(const SourceText& text);
// Tables without row dates speak from their release's first day.
void date_rows(RowBatch& batch, Date first);

}  // namespace chargelint::data
