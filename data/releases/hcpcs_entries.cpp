// Rows and facts of HCPCS entries.
//
// The termination date of the file is the last day on which a code may be used (record layout, field 29), as
// deletion dates are elsewhere: nothing is shifted.
#include "data/releases/hcpcs_entries.h"

#include <algorithm>

#include "data/reference/refusal.h"
#include "data/releases/hcpcs_meanings.h"
#include "data/releases/list_cells.h"

namespace chargelint::data {
namespace {

// A file says in advance what comes soon, but not a whole release of it.
constexpr std::uint32_t kMostAnnounced = 10;

// Zeros that a spreadsheet dropped from a number of a fixed size.
std::string padded(std::string_view cell, std::size_t size) {
  std::string digits(cell);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return digits;
  if (digits.size() < size) digits.insert(0, size - digits.size(), '0');
  return digits;
}

bool is_modifier(char record) {
  return record == '7' || record == '8';
}

template <class Visit>
void for_each_cell(HcpcsEntry& entry, Visit visit) {
  for (std::string_view* cell :
       {&entry.code, &entry.title, &entry.short_title, &entry.multiple_pricing, &entry.statute,
        &entry.coverage, &entry.asc_group, &entry.asc_day, &entry.opps_group, &entry.opps_policy,
        &entry.opps_day, &entry.processing_note, &entry.betos, &entry.anesthesia_units, &entry.added,
        &entry.action_day, &entry.ended, &entry.action}) {
    visit(*cell);
  }
  const auto each = [&visit](auto& cells) {
    for (std::string_view& cell : cells) visit(cell);
  };
  each(entry.pricing);
  each(entry.issues_manual);
  each(entry.carriers_manual);
  each(entry.laboratory);
  each(entry.cross_references);
  each(entry.type_of_service);
}

}  // namespace

HcpcsCollector::HcpcsCollector(const SourceText& text, ParsedFile& file)
    : text_(text), file_(file), citation_("HCPCS " + file.release.name) {}

std::optional<Date> HcpcsCollector::day(std::string_view cell, std::string_view column) const {
  return day_or_open(text_, line_, cell, column);
}

void HcpcsCollector::take(const HcpcsEntry& entry, std::uint32_t line) {
  ++records_;
  if (entry.record == '3' || entry.record == '7') {
    flush();
    begin(entry, line);
    return;
  }
  if (entry.record != '4' && entry.record != '8') {
    refuse_row(text_, line, "the record id is unknown; expected 3 or 4 for a code, 7 or 8 for a modifier");
  }
  if (code_.empty() || is_modifier(entry.record) != is_modifier(entry_.record) ||
      folded(entry.code) != folded(code_)) {
    refuse_row(text_, line,
               "continues the title of " + std::string(entry.code) +
                   ", which does not stand before it; expected its first record there");
  }
  const std::string more = clean_words(entry.title);
  if (!title_.empty() && !more.empty()) title_ += ' ';
  title_ += more;
}

void HcpcsCollector::keep(const HcpcsEntry& entry) {
  entry_ = entry;
  std::size_t size = 0;
  for_each_cell(entry_, [&size](const std::string_view& cell) { size += cell.size(); });
  kept_.clear();
  kept_.reserve(size);  // so that nothing moves while the views are made
  for_each_cell(entry_, [this](std::string_view& cell) {
    const std::size_t start = kept_.size();
    kept_ += cell;
    cell = std::string_view(kept_).substr(start);
  });
}

void HcpcsCollector::begin(const HcpcsEntry& entry, std::uint32_t line) {
  keep(entry);
  line_ = line;
  title_ = clean_words(entry.title);
  if (is_modifier(entry.record)) {
    const auto modifier = Modifier::parse(entry.code);
    if (!modifier) {
      refuse_row(text_, line, "the modifier is none; expected two digits or letters behind three blanks");
    }
    code_ = modifier->text().str();
    return;
  }
  code_ = procedure_code(entry.code);
  if (code_.empty()) {
    refuse_row(text_, line, "the code is none; expected a letter and four digits");
  }
}

void HcpcsCollector::flush() {
  if (code_.empty()) return;
  if (title_.empty()) refuse_row(text_, line_, "the long description is missing; expected the code's title");
  add_row(title_);
  add_facts(title_);
  code_.clear();
}

void HcpcsCollector::add_row(const std::string& title) {
  const auto added = day(entry_.added, "added date");
  if (!added) refuse_row(text_, line_, "the added date is missing; expected YYYYMMDD");
  const auto ended = day(entry_.ended, "termination date");
  if (ended && *ended < *added) {
    refuse_row(text_, line_, "the termination date is before the added date; expected it on a later day");
  }
  if (*added > file_.release.last) ++later_;
  if (is_modifier(entry_.record)) {
    RowBatch& rows = rows_of(file_, Source::hcpcs, Table::modifier);
    rows.cells.insert(rows.cells.end(), {pack_brief(code_), rows.texts.id(""), rows.texts.id(title),
                                         rows.texts.id(citation_), 0, day_cell(added), day_cell(ended)});
    rows.lines.push_back(line_);
    return;
  }
  if (entry_.coverage.size() > 1 || entry_.action.size() > 1) {
    refuse_row(text_, line_, "the coverage or action code is longer than one character; expected one letter");
  }
  RowBatch& rows = rows_of(file_, Source::hcpcs, Table::procedure);
  rows.cells.insert(rows.cells.end(),
                    {pack_brief(code_), day_cell(added), day_cell(ended), pack_brief(entry_.coverage),
                     pack_brief(entry_.action), day_cell(file_.release.first), kNoCell});
  rows.lines.push_back(line_);
}

void HcpcsCollector::add_facts(const std::string& title) {
  FactRows facts(rows_of(file_, Source::hcpcs, Table::fact));
  const Subject subject = is_modifier(entry_.record) ? Subject::modifier : Subject::procedure;
  const auto add = [&](std::string_view attribute, std::string_view value, std::string_view detail = {}) {
    facts.add(line_, subject, code_, attribute, value, detail, file_.release.first);
  };
  const auto add_day = [&](std::string_view attribute, std::string_view cell) {
    if (const auto date = day(cell, attribute)) add(attribute, date->iso().view());
  };
  // A group or number, and the day from which it holds.
  const auto add_since = [&](std::string_view attribute, std::string_view value, std::string_view cell) {
    const auto since = day(cell, attribute);
    add(attribute, value, since ? "from " + since->iso().str() : std::string());
  };
  add(attribute::kTitle, title);
  add(attribute::kShortTitle, clean_words(entry_.short_title));
  add("coverage", entry_.coverage, coverage_meaning(entry_.coverage));
  add("multiple pricing", entry_.multiple_pricing, multiple_pricing_meaning(entry_.multiple_pricing));
  add("statute", clean_words(entry_.statute));
  add_since("ASC payment group", entry_.asc_group, entry_.asc_day);
  add_since("outpatient payment group", entry_.opps_group, entry_.opps_day);
  add("outpatient payment policy", entry_.opps_policy, opps_policy_meaning(entry_.opps_policy));
  add("processing note", padded(entry_.processing_note, 4));
  add(attribute::kBetos, entry_.betos);
  if (entry_.anesthesia_units.find_first_not_of('0') != std::string_view::npos) {
    const auto units = whole_number(entry_.anesthesia_units);
    if (!units) refuse_row(text_, line_, "the anesthesia base units are none; expected a whole number");
    add("anesthesia base units", std::to_string(*units));
  }
  add_day("added", entry_.added);
  add_day("last change", entry_.action_day);
  add_day("ended", entry_.ended);
  add("action", entry_.action, action_meaning(entry_.action));
  add_code_lists(subject);
}

// Fields that a record holds several times.
void HcpcsCollector::add_code_lists(Subject subject) {
  FactRows facts(rows_of(file_, Source::hcpcs, Table::fact));
  const auto add = [&](std::string_view attribute, std::string_view value, std::string_view detail) {
    facts.add(line_, subject, code_, attribute, value, detail, file_.release.first);
  };
  for (const auto cell : entry_.pricing) {
    const std::string indicator = padded(cell, 2);
    add("pricing", indicator, pricing_meaning(indicator));
  }
  for (const auto cell : entry_.issues_manual) add("coverage manual", cell, "Coverage Issues Manual");
  for (const auto cell : entry_.carriers_manual) add("coverage manual", cell, "Medicare Carriers Manual");
  for (const auto cell : entry_.laboratory) {
    const std::string category = padded(cell, 3);
    add("laboratory certification", category, laboratory_meaning(category));
  }
  for (const auto cell : entry_.cross_references) add("cross reference", cell, {});
  for (const auto cell : entry_.type_of_service) add(attribute::kTypeOfService, cell, {});
}

void HcpcsCollector::finish() {
  flush();
  file_.published_rows = records_;
  if (later_ > kMostAnnounced) {
    refuse(ErrorKind::malformed, text_.label(),
           "holds " + std::to_string(later_) + " codes added after " + file_.release.last.iso().str() +
               "; a later release than " + file_.release.name + " was expected in its name");
  }
}

}  // namespace chargelint::data
