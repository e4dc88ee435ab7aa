// Which importer a text belongs to, and what importers share.
#include "data/releases/importers.h"

#include <array>
#include <vector>

#include "data/reference/refusal.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

// Medicaid publishes tables of the same form that say something else. The agency that publishes both is
// called "Medicare & Medicaid Services".
bool is_medicaid(SourceText& text) {
  const std::string names = names_of(text);
  for (const std::string_view word : {"medicaid", "mcd_", "-mcd"}) {
    if (names.find(word) != std::string::npos) return true;
  }
  const std::string title = folded(text.head().substr(0, 4096));
  for (std::size_t at = title.find("medicaid"); at != std::string::npos;
       at = title.find("medicaid", at + 1)) {
    const std::size_t before = at < 16 ? 0 : at - 16;
    if (title.substr(before, at - before).find("medicare") == std::string::npos) return true;
  }
  return false;
}

enum class Programme : std::uint8_t { any, medicare, medicaid };
struct KnownKind {
  FileKind kind;
  Programme programme = Programme::any;
};

}  // namespace

std::optional<ParsedFile> parse_release(SourceText& text, const std::string& release_option) {
  const std::string_view head = text.head();
  const Programme other = is_medicaid(text) ? Programme::medicare : Programme::medicaid;
  for (const auto& [kind, programme] : std::to_array<KnownKind>({
           {ptp_edits(), Programme::medicare},
           {mue_limits(), Programme::medicare},
           {medicaid_ptp_edits(), Programme::medicaid},
           {medicaid_mue_limits(), Programme::medicaid},
           {add_on_edits(), Programme::medicare},
           {fee_schedule_csv()},
           {fee_schedule_text()},
           {geographic_indices()},
           {locality_counties()},
           {anesthesia_factors()},
           {opps_cap()},
           {addendum_b()},
           {asc_addenda()},
           {status_indicators()},
           {icd10cm_order()},
           {starter_table()},
           {icd10cm_codes()},
           {icd10cm_addenda()},
           {icd10cm_tabular()},
           {icd10cm_index()},
           {icd10cm_conversion()},
           {poa_exempt()},
           {mce_lists()},
           {hcpcs_records()},
           {hcpcs_table()},
           {not_otherwise_classified()},
           {coverage_articles()},
           {betos_names()},
           {rbcs()},
           {type_of_service_names()},
           {modifier_list()},
           {place_list()},
           {cpt_descriptors()},
       })) {
    if (programme == other) continue;
    if (!kind.recognises(head)) continue;
    ParsedFile file;
    file.label = text.label();
    file.name = text.name();
    kind.parse(text, release_option, file);
    // A table of our own may say that there is nothing.
    if (!file.starter_complete)
      std::erase_if(file.parts, [](const ParsedPart& part) { return part.size() == 0; });
    if (file.parts.empty()) {
      refuse(ErrorKind::malformed, text.label(), "holds no rows; a release with at least one was expected");
    }
    for (ParsedPart& part : file.parts) {
      const auto conflict = part.table == Table::ptp_edit ? settle(part.edits) : settle(part.rows);
      if (conflict) {
        refuse_row(text, conflict->second_line,
                   conflict->key + " stands twice with different content, first on line " +
                       std::to_string(conflict->first_line) + "; one row a key and day was expected");
      }
    }
    file.digest = text.digest();
    return file;
  }
  return std::nullopt;
}

void refuse_row(const SourceText& text, std::uint32_t line, const std::string& what) {
  refuse(ErrorKind::malformed, text.label() + ":" + std::to_string(line), what);
}

std::string names_of(const SourceText& text) {
  return folded(text.archive_name() + "/" + text.name() + "/" + std::string(text.sheet()));
}

ReleaseIdentity release_of(ReleaseKind kind, const SourceText& text, const std::string& release_option) {
  for (const std::string& name : {text.name(), text.archive_name()}) {
    if (auto release = release_from_name(kind, name)) return *release;
  }
  const bool yearly = kind == ReleaseKind::icd10cm || kind == ReleaseKind::fiscal_year ||
                      kind == ReleaseKind::yearly || kind == ReleaseKind::hcpcs;
  const std::string example = yearly ? "2026" : "2024Q2";
  if (!release_option.empty()) {
    if (auto release = release_from_option(kind, release_option)) return *release;
    refuse(ErrorKind::usage, text.label(),
           "--release does not name a release of this table; expected " + example +
               (kind == ReleaseKind::icd10cm ? " or 2026-04" : ""));
  }
  refuse(ErrorKind::usage, text.label(),
         "its release is told neither by its content nor by its name; say which with --release " + example);
}

std::string_view why_not_imported(SourceText& text) {
  const std::string_view foreign = foreign_kind(text.head());
  return foreign.empty() ? "is of no kind that is imported" : foreign;
}

void date_rows(RowBatch& batch, Date first) {
  const std::size_t width = batch.width();
  for (std::size_t at = width - 2; at < batch.cells.size(); at += width) batch.cells[at] = day_cell(first);
}

}  // namespace chargelint::data
