// The addenda of the ICD-10-CM order file and of the codes file: what a fiscal year added, deleted and
// revised. Kept as facts of the codes, "addendum"; a summary at the end is checked against the lines.
#include <array>
#include <optional>

#include "data/reference/refusal.h"
#include "data/reference/subject.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/list_cells.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kPrefix = 13;  // what a line begins with, padded

enum class Change : std::uint8_t { added, deleted, revised_from, revised_to };

std::optional<Change> change_of(std::string_view line) {
  if (line.starts_with("Add:")) return Change::added;
  if (line.starts_with("Delete:")) return Change::deleted;
  if (line.starts_with("Revise from:")) return Change::revised_from;
  if (line.starts_with("Revise to:")) return Change::revised_to;
  return std::nullopt;
}

struct Entry {
  bool flagged = false;  // as the order file: with a flag and two titles
  bool header = false;
  std::string code;
  std::string short_title;  // the codes' form has none
  std::string title;
};

// Behind the prefix: flag, code, two titles; or code and title.
std::optional<Entry> entry_of(std::string_view line) {
  if (line.size() <= kPrefix) return std::nullopt;
  std::string_view rest = line.substr(kPrefix);
  Entry entry;
  entry.flagged = rest.size() > 2 && (rest[0] == '0' || rest[0] == '1') && rest[1] == ' ';
  if (entry.flagged) {
    entry.header = rest[0] == '0';
    rest.remove_prefix(2);
  }
  if (rest.size() < 9 || rest[7] != ' ') return std::nullopt;
  auto code = diagnosis_text(rest.substr(0, 7));
  if (!code) return std::nullopt;
  entry.code = std::move(*code);
  rest.remove_prefix(8);
  if (entry.flagged) {
    if (rest.size() < 62) return std::nullopt;
    entry.short_title = clean_words(rest.substr(0, 60));
    rest.remove_prefix(61);
  }
  entry.title = clean_words(rest);
  if (entry.title.empty()) return std::nullopt;
  return entry;
}

bool recognises(std::string_view head) {
  LineScanner lines(head);
  int seen = 0;
  int formed = 0;
  while (seen < 10 && lines.next()) {
    if (trimmed(lines.line()).empty()) continue;
    ++seen;
    if (change_of(lines.line()) && entry_of(lines.line())) ++formed;
  }
  return formed > 0 && formed * 2 > seen;
}

// "    143 additions" under "Headers" or "Codes".
class Summary {
 public:
  void count(const Entry& entry, Change change) {
    if (change == Change::revised_to) return;
    ++counted_[entry.header ? 0 : 1][static_cast<std::size_t>(change)];
  }
  void read(const SourceText& text, std::uint32_t line, std::string_view words) {
    if (words == "Headers" || words == "Codes") {
      section_ = words == "Headers" ? 0 : 1;
      return;
    }
    if (words.starts_with("of which")) section_.reset();
    static constexpr std::array<std::string_view, 3> kNames = {"additions", "deletions", "revisions"};
    const std::size_t blank = words.find(' ');
    if (!section_ || blank == std::string_view::npos) return;
    const auto number = whole_number(words.substr(0, blank));
    for (std::size_t index = 0; number && index < kNames.size(); ++index) {
      const std::uint64_t counted = counted_[*section_][index];
      if (words.substr(blank + 1) != kNames[index] || static_cast<std::uint64_t>(*number) == counted)
        continue;
      refuse_row(text, line,
                 "the summary tells " + std::to_string(*number) + " " + std::string(kNames[index]) + " and " +
                     std::to_string(counted) + " stand above it; expected as many");
    }
  }

 private:
  std::array<std::array<std::uint64_t, 3>, 2> counted_{};
  std::optional<std::size_t> section_;
};

// "74719 codes in icd10cm_order_2026.txt": the last such file is the one that the changes lead to.
void read_release(std::string_view words, std::optional<ReleaseIdentity>& release) {
  const std::size_t at = words.find(" in icd10cm");
  if (at == std::string_view::npos) return;
  if (auto told = release_from_name(ReleaseKind::icd10cm, words.substr(at + 4))) release = std::move(told);
}

std::string titled(const Entry& entry, const std::string& title) {
  return entry.header ? "(header) " + title : title;
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  static constexpr std::string_view kAttribute = "addendum";
  RowBatch& rows = rows_of(file, Source::icd10cm_conversion, Table::fact);
  FactRows facts(rows);
  LineScanner lines(text.content());
  std::optional<Entry> from;  // the first line of a revision
  std::optional<ReleaseIdentity> release;
  Summary summary;
  bool flagged = false;
  while (lines.next()) {
    const std::string_view line = lines.line();
    if (trimmed(line).empty()) continue;
    const auto change = change_of(line);
    if (from && change != Change::revised_to) {
      refuse_row(text, lines.number(), "a revision has no second line; expected \"Revise to:\"");
    }
    if (!change) {
      summary.read(text, lines.number(), trimmed(line));
      read_release(trimmed(line), release);
      continue;
    }
    auto entry = entry_of(line);
    if (!entry) {
      refuse_row(text, lines.number(), "no code and title behind the change; expected them from position 14");
    }
    summary.count(*entry, *change);
    flagged = flagged || entry->flagged;
    switch (*change) {
      case Change::added:
      case Change::deleted:
        facts.add(lines.number(), Subject::diagnosis, entry->code, kAttribute,
                  change == Change::added ? "added" : "deleted", titled(*entry, entry->title));
        break;
      case Change::revised_from:
        from = std::move(entry);
        break;
      case Change::revised_to: {
        if (!from || from->code != entry->code) {
          refuse_row(
              text, lines.number(),
              "is no second line of a revision; expected \"Revise from:\" of " + entry->code + " before it");
        }
        const bool long_differs = from->title != entry->title;
        facts.add(lines.number(), Subject::diagnosis, entry->code, kAttribute, "revised",
                  "from: " + titled(*from, long_differs ? from->title : from->short_title) +
                      "; to: " + titled(*entry, long_differs ? entry->title : entry->short_title));
        from.reset();
        break;
      }
    }
  }
  if (from) refuse_row(text, lines.number(), "ends within a revision; expected \"Revise to:\"");
  file.release = release ? *release : release_of(ReleaseKind::icd10cm, text, release_option);
  // Beside the conversion table, and never all that is known of a code's past.
  file.part = 1;
  file.never_complete = true;
  // Each year's addenda stand for themselves, beside the conversion table and one another.
  const int year = static_cast<int>(file.release.last.ymd().year());
  file.part = year * 10 + (flagged ? 2 : 3);
  file.published_rows = lines.number();  // its summary counts as published, too
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind icd10cm_addenda() {
  return {recognises, parse};
}

}  // namespace chargelint::data
