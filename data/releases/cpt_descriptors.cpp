// The AMA's CPT text files, for sites that have a licence: only their layout is known here, and what they
// hold stays in the site's own store.
//
// Long, medium and short descriptors (a code, then its text behind a tab or at fixed columns, long ones
// broken over numbered lines), modifiers and concept ids. The files share one look, so that which of them it
// is comes from its name, else from its texts. The notice that opens them may be missing.
#include <algorithm>
#include <array>

#include "data/reference/refusal.h"
#include "data/releases/cpt_workbooks.h"
#include "data/releases/list_cells.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kCodeSize = 5;
constexpr std::size_t kMostShort = 28;
constexpr std::size_t kMostMedium = 48;

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_upper(char character) {
  return character >= 'A' && character <= 'Z';
}
bool is_blank(char character) {
  return character == ' ' || character == '\t';
}

// Four digits and a digit or letter.
bool is_code(std::string_view text) {
  return text.size() == kCodeSize && std::all_of(text.begin(), text.begin() + 4, is_digit) &&
         (is_digit(text[4]) || is_upper(text[4]));
}
bool is_modifier(std::string_view text) {
  return text.size() == 2 && (is_digit(text[0]) || is_upper(text[0])) &&
         (is_digit(text[1]) || is_upper(text[1])) && (is_digit(text[0]) || is_digit(text[1]));
}

struct Line {
  std::string_view key;   // a code or a modifier; empty: the line is none of this form
  std::string_view part;  // the two digits of a broken text's line
  std::string_view text;
};

// "99990<TAB>text", "99990 text", "9999002 text", "99990 02 text" (a part's number only when `expected` is
// it).
Line line_of(std::string_view line, int expected) {
  Line read;
  if (line.size() < kCodeSize + 2 || !is_code(line.substr(0, kCodeSize))) return read;
  std::string_view rest = line.substr(kCodeSize);
  const bool parted = is_blank(rest[0]);
  if (!parted && !(is_digit(rest[0]) && is_digit(rest[1]))) return read;
  if (parted) rest.remove_prefix(1);
  if (rest.find('\t') != std::string_view::npos) return read;  // more than two columns
  const std::string number = (expected < 10 ? "0" : "") + std::to_string(expected);
  if (rest.starts_with(number) && (!parted || (rest.size() > 2 && rest[2] == ' '))) {
    read.part = rest.substr(0, 2);
    rest.remove_prefix(2);
  } else if (!parted) {
    return read;
  }
  read.key = line.substr(0, kCodeSize);
  read.text = trimmed(rest);
  return read;
}

Line modifier_line(std::string_view line) {
  Line read;
  if (line.size() < 4 || !is_modifier(line.substr(0, 2)) || !is_blank(line[2])) return read;
  read.key = line.substr(0, 2);
  read.text = trimmed(line.substr(3));
  return read;
}

// Words, not one more code or number.
bool is_text(std::string_view text) {
  const auto letters = std::count_if(text.begin(), text.end(), [](char character) {
    return is_upper(character) || (character >= 'a' && character <= 'z');
  });
  return letters >= 4 && text.find(' ') != std::string_view::npos;
}

bool has_notice(std::string_view head) {
  const std::string words = folded(head.substr(0, 16'384));
  return words.find("american medical association") != std::string::npos &&
         words.find("cpt") != std::string::npos;
}

enum class Form : std::uint8_t { none, descriptors, concepts, modifiers };

// By the lines that follow the first of a form: nearly all must be of it.
Form form_of(std::string_view head) {
  const bool noticed = has_notice(head);
  LineScanner lines(head);
  int descriptors = 0;
  int concepts = 0;
  int modifiers = 0;
  int others = 0;
  std::string_view last;
  int part = 1;
  while (descriptors + concepts + modifiers + others < 40 && lines.next()) {
    if (trimmed(lines.line()).empty()) continue;
    part = lines.line().substr(0, kCodeSize) == last ? part + 1 : 1;
    const Line line = line_of(lines.line(), part);
    // Columns parted by blanks are what many files have; only the notice makes them the AMA's.
    if (!line.key.empty() && (noticed || lines.line()[kCodeSize] == '\t')) {
      last = line.key;
      if (is_text(line.text) || part > 1) {
        ++descriptors;
        continue;
      }
      if (line.text.size() >= 5 && std::all_of(line.text.begin(), line.text.end(), is_digit)) {
        ++concepts;
        continue;
      }
    }
    const Line modifier = modifier_line(lines.line());
    if (noticed && is_text(modifier.text)) {
      ++modifiers;
      continue;
    }
    if (descriptors + concepts + modifiers > 0) ++others;
  }
  const int most = std::max({descriptors, concepts, modifiers});
  if (most == 0 || (descriptors + concepts + modifiers + others - most) * 10 > most) return Form::none;
  if (most == descriptors) return noticed || descriptors >= 10 ? Form::descriptors : Form::none;
  if (!noticed) return Form::none;
  return most == concepts ? Form::concepts : Form::modifiers;
}

bool recognises(std::string_view head) {
  return is_cpt_workbook(head) || form_of(head) != Form::none;
}

struct Descriptor {
  std::uint32_t line = 0;
  std::string key;
  std::string text;
};

// Broken texts joined: by a blank, unless the break was at a hyphen or a slash.
void join(std::string& text, std::string_view more) {
  if (more.empty()) return;
  const bool glued = !text.empty() && (text.back() == '/' || text.back() == '-') &&
                     !more.starts_with("and ") && !more.starts_with("or ") && !more.starts_with("to ");
  if (!text.empty() && !glued) text += ' ';
  text += more;
}

std::vector<Descriptor> read_lines(SourceText& text, Form form) {
  std::vector<Descriptor> read;
  LineScanner lines(text.content());
  int part = 1;
  while (lines.next()) {
    const std::string_view raw = lines.line();
    if (trimmed(raw).empty()) continue;
    part = !read.empty() && raw.substr(0, kCodeSize) == read.back().key ? part + 1 : 1;
    const Line line = form == Form::modifiers ? modifier_line(raw) : line_of(raw, part);
    if (line.key.empty() || line.text.empty()) {
      if (read.empty()) continue;  // still the notice
      refuse_row(text, lines.number(), "neither a code nor its text; expected both on every line");
    }
    const std::string words = clean_words(line.text);
    if (part > 1 && form == Form::descriptors) {
      join(read.back().text, words);
    } else {
      read.push_back({lines.number(), std::string(line.key), words});
    }
  }
  return read;
}

// The file's own name, else what its texts can be: the short ones and the medium ones are upper case.
std::string_view kind_of(const SourceText& text, const std::vector<Descriptor>& descriptors) {
  const std::string name = folded(text.name());
  if (name.find("short") != std::string::npos) return attribute::kShortTitle;
  if (name.find("medu") != std::string::npos || name.find("medi") != std::string::npos)
    return attribute::kMediumTitle;
  if (name.find("long") != std::string::npos) return attribute::kTitle;
  std::size_t longest = 0;
  for (const Descriptor& one : descriptors) {
    longest = std::max(longest, one.text.size());
    if (one.text != folded(one.text) && std::any_of(one.text.begin(), one.text.end(), [](char character) {
          return character >= 'a' && character <= 'z';
        })) {
      return attribute::kTitle;
    }
  }
  if (longest <= kMostShort) return attribute::kShortTitle;
  return longest <= kMostMedium ? attribute::kMediumTitle : attribute::kTitle;
}

// The edition stands in the names ("CPT2026.zip") or in the notice; a copyright's year is no edition.
ReleaseIdentity release_of_text(SourceText& text, const std::string& option) {
  for (const std::string& name : {text.name(), text.archive_name()}) {
    if (auto release = release_from_name(ReleaseKind::yearly, name)) return *release;
  }
  LineScanner lines(text.head());
  for (int count = 0; count < 60 && lines.next() && line_of(lines.line(), 1).key.empty(); ++count) {
    const std::string words = folded(lines.line());
    if (words.find("cpt") == std::string::npos || words.find("copyright") != std::string::npos ||
        words.find("(c)") != std::string::npos || words.find("\xC2\xA9") != std::string::npos) {
      continue;
    }
    if (auto release = release_from_name(ReleaseKind::yearly, words)) return *release;
  }
  return release_of(ReleaseKind::yearly, text, option);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_of_text(text, release_option);
  if (is_cpt_workbook(text.head())) {
    parse_cpt_workbook(text, file);
    return;
  }
  const Form form = form_of(text.head());
  const std::vector<Descriptor> descriptors = read_lines(text, form);
  const bool modifiers = form == Form::modifiers;
  const std::string_view kind = modifiers                ? attribute::kTitle
                                : form == Form::concepts ? std::string_view("concept id")
                                                         : kind_of(text, descriptors);
  file.part = modifiers ? kCptModifiers : cpt_part(kind);
  FactRows facts(rows_of(file, Source::cpt_descriptors, Table::fact));
  for (const Descriptor& one : descriptors) {
    facts.add(one.line, modifiers ? Subject::modifier : Subject::procedure, one.key, kind, one.text, {},
              file.release.first);
  }
  file.published_rows = descriptors.size();
}

}  // namespace

FileKind cpt_descriptors() {
  return {recognises, parse};
}

}  // namespace chargelint::data
