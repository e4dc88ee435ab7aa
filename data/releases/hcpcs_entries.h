// One entry of a HCPCS file, a code or a modifier, whichever form it was read from, and the rows it makes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/reference/subject.h"
#include "data/releases/importers.h"

namespace chargelint::data {

// Views that hold until the next record is read; blanks trimmed.
struct HcpcsEntry {
  std::string_view code;
  char record = ' ';  // 3 a code, 4 more of its title, 7 a modifier, 8 more of its title
  std::string_view title;
  std::string_view short_title;
  std::array<std::string_view, 4> pricing;
  std::string_view multiple_pricing;
  std::array<std::string_view, 3> issues_manual;    // Coverage Issues Manual
  std::array<std::string_view, 3> carriers_manual;  // Medicare Carriers Manual
  std::string_view statute;
  std::array<std::string_view, 8> laboratory;
  std::array<std::string_view, 5> cross_references;
  std::string_view coverage;
  std::string_view asc_group;
  std::string_view asc_day;
  std::string_view opps_group;
  std::string_view opps_policy;
  std::string_view opps_day;
  std::string_view processing_note;
  std::string_view betos;
  std::array<std::string_view, 5> type_of_service;
  std::string_view anesthesia_units;
  std::string_view added;
  std::string_view action_day;
  std::string_view ended;  // the last day on which the code may be used
  std::string_view action;
};

// Takes entries in the order of the file and joins the parts of a title; refuses what is no entry.
class HcpcsCollector {
 public:
  HcpcsCollector(const SourceText& text, ParsedFile& file);
  void take(const HcpcsEntry& entry, std::uint32_t line);
  // The rows of the last entry, and what only the whole file tells.
  void finish();

 private:
  void begin(const HcpcsEntry& entry, std::uint32_t line);
  void keep(const HcpcsEntry& entry);
  void flush();
  void add_row(const std::string& title);
  void add_facts(const std::string& title);
  void add_code_lists(Subject subject);
  [[nodiscard]] std::optional<Date> day(std::string_view cell, std::string_view column) const;

  const SourceText& text_;
  ParsedFile& file_;
  HcpcsEntry entry_;  // views into kept_
  std::string kept_;  // its cells: an entry outlives the record that it was read from
  std::string code_;
  std::string title_;
  std::string citation_;
  std::uint32_t line_ = 0;
  std::uint64_t records_ = 0;
  std::uint32_t later_ = 0;  // entries added after the release that the name tells
};

}  // namespace chargelint::data
