// OPPS Addendum B: what the outpatient payment system makes of each code. Eleven or thirteen columns, or few;
// the header stands anywhere in the first rows and its names carry blanks and the year's amounts.
//
// Short descriptors of CPT and CDT codes are their owners' and are not read.
#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/locality.h"
#include "data/releases/opps_cells.h"

namespace chargelint::data {
namespace {

constexpr int kPreambleRecords = 30;

struct Columns {
  std::size_t code = 0, status = 0, count = 0;
  std::optional<std::size_t> words, apc, weight, rate, copayment, least_copayment, adjusted_copayment,
      coinsurance, capped, expiration, changed;
};

std::optional<Columns> columns_of(const std::vector<std::string_view>& header) {
  const NamedColumns named(header);
  const auto code = named.find({"hcpcscode", "hcpcs", "cpthcpcs"});
  const auto status = named.find({"si", "statusindicator", "oppsstatusindicator"});
  if (code != std::optional<std::size_t>(0) || !status) return std::nullopt;
  Columns columns;
  columns.status = *status;
  columns.count = header.size();
  columns.words = named.find({"shortdescriptor", "shortdescription", "descriptor"});
  columns.apc = named.find({"apc"});
  columns.weight = named.find({"relativeweight"});
  columns.rate = named.find({"paymentrate"});
  columns.copayment = named.find({"nationalunadjustedcopayment"});
  columns.least_copayment = named.find({"minimumunadjustedcopayment"});
  columns.adjusted_copayment = named.find({"adjustedbeneficiarycopayment"});
  columns.coinsurance = named.find({"iracoinsurancepercentage"});
  columns.changed = named.find({"indicatesachange", "changed", "change"});
  for (std::size_t index = 0; index < header.size(); ++index) {
    const std::string name = column_name(header[index]);
    if (name.find("passthroughexpiration") != std::string::npos) columns.expiration = index;
    if (name.starts_with("noteactualcopayments")) columns.capped = index;
  }
  return columns;
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return find_header(records, kPreambleRecords,
                     [](const auto& cells) { return columns_of(cells).has_value(); });
}

class Parser {
 public:
  Parser(const SourceText& text, RowBatch& rows) : text_(text), facts_(rows) {}

  void take(const Columns& columns, const std::vector<std::string_view>& cells, std::uint32_t line) {
    line_ = line;
    code_ = opps_code(text_, line, cells[columns.code]);
    const std::string_view status = cells[columns.status];
    if (status.empty() || status.size() > 2) {
      refuse_row(text_, line, "the status indicator is none; expected one or two characters");
    }
    fact(attribute::kApcStatus, status);
    if (const auto apc = cell_at(cells, columns.apc); !apc.empty()) {
      if (apc.size() > 5 || !whole_number(apc))
        refuse_row(text_, line, "the APC is none; expected four digits");
      fact(attribute::kApc, std::string(apc.size() < 4 ? 4 - apc.size() : 0, '0') + std::string(apc));
    }
    amount("OPPS relative weight", cell_at(cells, columns.weight), 4);
    amount("OPPS payment rate", cell_at(cells, columns.rate), 2);
    amount("OPPS national copayment", cell_at(cells, columns.copayment), 2);
    amount("OPPS minimum copayment", cell_at(cells, columns.least_copayment), 2);
    amount("OPPS adjusted copayment", cell_at(cells, columns.adjusted_copayment), 2);
    fact("OPPS coinsurance percentage", cell_at(cells, columns.coinsurance));
    if (!cell_at(cells, columns.capped).empty()) {
      fact("OPPS copayment", "limited by the inpatient deductible");
    }
    const std::string_view expiration = cell_at(cells, columns.expiration);
    fact("OPPS pass-through ends", expiration == "*" ? "in the calendar year" : expiration);
    const std::string_view changed = cell_at(cells, columns.changed);
    if (changed == "*" || folded(changed) == "true") fact("OPPS change", "changed with this release");
    if (has_public_words(code_)) fact(attribute::kShortTitle, clean_words(cell_at(cells, columns.words)));
  }

 private:
  void fact(std::string_view attribute, std::string_view value) {
    facts_.add(line_, Subject::procedure, code_, attribute, value);
  }
  void amount(std::string_view attribute, std::string_view cell, std::size_t decimals) {
    fact(attribute, opps_amount(text_, line_, cell, attribute, decimals));
  }

  const SourceText& text_;
  FactRows facts_;
  std::uint32_t line_ = 0;
  std::string code_;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  RowBatch& rows = rows_of(file, Source::opps, Table::fact);
  Parser parser(text, rows);
  RecordScanner records(text.content());
  std::optional<Columns> columns;
  std::optional<ReleaseIdentity> release;
  std::uint64_t published = 0;
  while (records.next()) {
    const auto& cells = records.cells();
    if (!columns) {
      columns = columns_of(cells);
      // "Addendum B.- OPPS Payment by HCPCS Code for CY 2023", with the month in some quarters.
      for (const std::string_view cell : cells) {
        const bool title = cell.size() < 200 && folded(cell).find("addendum b") != std::string::npos;
        if (!release && title) release = release_from_month(cell);
      }
      continue;
    }
    if (!is_row(text, records, columns->count)) continue;
    parser.take(*columns, cells, records.line());
    ++published;
  }
  file.release = release ? *release : release_of(ReleaseKind::quarterly, text, release_option);
  file.published_rows = published;
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind addendum_b() {
  return {recognises, parse};
}

}  // namespace chargelint::data
