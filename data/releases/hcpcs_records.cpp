// The HCPCS file as fixed-width records of 320 bytes: a code's first record carries everything, further ones
// more of its title. Whatever is no record (a disclaimer, blank lines) is passed over.
#include <algorithm>

#include "data/reference/refusal.h"
#include "data/releases/hcpcs_entries.h"
#include "data/releases/importers.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kShortestFirst = 293;  // to the action code; blanks behind it may have been cut
constexpr std::size_t kSequence = 5;         // positions from 0
constexpr std::size_t kRecord = 10;
constexpr std::size_t kTitle = 11;
constexpr std::size_t kTitleSize = 80;

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

// A letter or three blanks, then the sequence number and the record id.
bool is_record(std::string_view line) {
  if (line.size() <= kTitle || is_digit(line[0])) return false;
  const std::string_view sequence = line.substr(kSequence, kRecord - kSequence);
  const char record = line[kRecord];
  const bool coded = line[0] != ' ' || line.starts_with("   ");
  return coded && std::all_of(sequence.begin(), sequence.end(), is_digit) &&
         (record == '3' || record == '4' || record == '7' || record == '8');
}

bool recognises(std::string_view head) {
  LineScanner lines(head);
  int records = 0;
  int others = 0;
  while (records + others < 20 && lines.next()) {
    if (trimmed(lines.line()).empty()) continue;
    if (is_record(lines.line())) {
      ++records;
    } else if (records > 0) {
      ++others;
    }
  }
  return records > 0 && records >= others;
}

// A copy saved as UTF-8 may take several bytes for a character: positions count characters then.
std::string_view columns_of(std::string_view line, std::size_t first, std::size_t size) {
  const bool single = std::all_of(line.begin(), line.end(),
                                  [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
  if (single || !is_utf8(line)) return first > line.size() ? std::string_view{} : line.substr(first, size);
  const auto skip = [](std::string_view text, std::size_t characters) {
    std::size_t at = 0;
    for (; characters > 0 && at < text.size(); --characters) {
      ++at;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) ++at;
    }
    return at;
  };
  line.remove_prefix(skip(line, first));
  return line.substr(0, skip(line, size));
}

// Blank where the line has been cut.
std::string_view field(std::string_view line, std::size_t position, std::size_t size) {
  return trimmed(columns_of(line, position - 1, size));
}

template <std::size_t Count>
void fields(std::string_view line, std::size_t position, std::size_t size,
            std::array<std::string_view, Count>& into) {
  for (std::size_t index = 0; index < Count; ++index)
    into[index] = field(line, position + index * size, size);
}

HcpcsEntry entry_of(std::string_view line) {
  HcpcsEntry entry;
  entry.code = trimmed(line.substr(0, kSequence));
  entry.record = line[kRecord];
  entry.title = field(line, kTitle + 1, kTitleSize);
  entry.short_title = field(line, 92, 28);
  fields(line, 120, 2, entry.pricing);
  entry.multiple_pricing = field(line, 128, 1);
  fields(line, 129, 6, entry.issues_manual);
  fields(line, 147, 8, entry.carriers_manual);
  entry.statute = field(line, 171, 10);
  fields(line, 181, 3, entry.laboratory);
  fields(line, 205, 5, entry.cross_references);
  entry.coverage = field(line, 230, 1);
  entry.asc_group = field(line, 231, 2);
  entry.asc_day = field(line, 233, 8);
  entry.opps_group = field(line, 241, 3);
  entry.opps_policy = field(line, 244, 1);
  entry.opps_day = field(line, 245, 8);
  entry.processing_note = field(line, 253, 4);
  entry.betos = field(line, 257, 3);
  fields(line, 261, 1, entry.type_of_service);
  entry.anesthesia_units = field(line, 266, 3);
  entry.added = field(line, 269, 8);
  entry.action_day = field(line, 277, 8);
  entry.ended = field(line, 285, 8);
  entry.action = field(line, 293, 1);
  return entry;
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of(ReleaseKind::hcpcs, text, release_option);
  HcpcsCollector collector(text, file);
  LineScanner lines(text.content());
  bool seen = false;
  std::size_t usual = 0;  // length of the first record
  std::uint32_t records = 0;
  std::uint32_t as_usual = 0;
  std::string_view last;
  while (lines.next()) {
    const std::string_view line = lines.line();
    if (!is_record(line)) {
      // The notices stand before the records; behind the first, every line is one.
      if (seen && !trimmed(line).empty()) {
        refuse_row(text, lines.number(),
                   "no record; expected a code, its sequence number and a record id of 3, 4, 7 or 8");
      }
      continue;
    }
    if (!seen) usual = line.size();
    seen = true;
    last = line;
    ++records;
    if (line.size() == usual) ++as_usual;
    const bool first = line[kRecord] == '3' || line[kRecord] == '7';
    if (first && line.size() < kShortestFirst) {
      refuse_row(text, lines.number(),
                 std::to_string(line.size()) + " characters; expected the record's fields up to position " +
                     std::to_string(kShortestFirst));
    }
    collector.take(entry_of(line), lines.number());
  }
  const bool ended = text.content().ends_with('\n') || text.content().ends_with('\x1A');
  if (!ended && last.size() < usual && as_usual * 4 >= records * 3) {
    refuse_row(text, lines.number(),
               std::to_string(last.size()) + " characters where the other records have " +
                   std::to_string(usual) + "; the file is cut off");
  }
  collector.finish();
}

}  // namespace

FileKind hcpcs_records() {
  return {recognises, parse};
}

}  // namespace chargelint::data
