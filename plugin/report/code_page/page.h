// A code page as plain values: sections of attributes and tables, each with where it comes from. Written once
// as text and once as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/json/writer.h"
#include "plugin/report/code_page.h"
#include "rules/base/date.h"

namespace chargelint::plugin {

// Where a value was published. No source: our own conclusion.
struct Origin {
  std::string_view source;
  std::string_view release;
  Period period;
  bool nearest = false;  // no release covers the date: this is the nearest one
};

struct Attribute {
  std::string key;  // "pc_tc"
  std::string label;
  std::string value;
  std::string meaning;
  Origin origin;
  bool numeric = false;  // a number in JSON
};

struct Column {
  std::string_view key;
  std::string_view label;
  bool numeric = false;
  bool in_text = true;        // false: JSON alone shows it
  bool once_in_text = false;  // a value that the row above has is not repeated for a person
};

struct PageTable {
  std::string key;
  std::string title;
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // an empty cell is null in JSON
  std::size_t total = 0;                       // of which `rows` are some; set by whoever leaves rows out
  std::vector<std::pair<std::string_view, std::int64_t>> counts;
  std::string note;
  std::size_t in_text = 12;   // rows that a terminal gets
  bool rest_in_note = false;  // the note tells of the rows left out
  Origin origin;
};

struct PageSection {
  std::string_view key;
  std::string_view title;
  std::vector<Attribute> attributes;
  std::vector<PageTable> tables;
  std::vector<std::string> notes;

  [[nodiscard]] bool empty() const { return attributes.empty() && tables.empty() && notes.empty(); }
  // A second value of one key is set behind the first.
  void add(Attribute attribute);
};

struct CodePage {
  CodeKind kind = CodeKind::procedure;
  std::string code;
  std::string_view system;
  Date on;
  std::string digest;
  std::string words;
  bool active = false;
  std::string state;  // one sentence
  std::vector<CodeKind> also;
  std::vector<PageSection> sections;

  // Empty sections are dropped.
  void add(PageSection section) {
    if (!section.empty()) sections.push_back(std::move(section));
  }
};

[[nodiscard]] std::string day_text(Date date);  // "" for an open end
[[nodiscard]] std::string period_text(Period period);
// "opps status" -> "opps_status"
[[nodiscard]] std::string key_of(std::string_view label);

[[nodiscard]] std::string page_text(const CodePage& page);
void write_page(fhir::JsonWriter& json, const CodePage& page);

}  // namespace chargelint::plugin
