// The official name patterns of decision 2, read without regular expressions: names are short and the
// patterns few.
#include "data/releases/release_name.h"

#include <array>

#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr int kFirstYear = 1996;
constexpr int kLastYear = 2099;
constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 12> kMonthNames = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_letter(char character) {
  return character >= 'a' && character <= 'z';
}

// The number that the `count` digits at `at` make; nothing when they are not all digits.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char character : text.substr(at, count)) {
    if (!is_digit(character)) return std::nullopt;
    value = value * 10 + (character - '0');
  }
  return value;
}

bool is_year(std::optional<int> year) {
  return year && *year >= kFirstYear && *year <= kLastYear;
}

// A year that stands by itself: no digit before or after.
std::optional<int> lone_year(std::string_view text) {
  for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
    if (at > 0 && is_digit(text[at - 1])) continue;
    if (at + 4 < text.size() && is_digit(text[at + 4])) continue;
    if (const auto year = digits(text, at, 4); is_year(year)) return year;
  }
  return std::nullopt;
}

// A month's name or its first three letters, as a word of its own.
std::optional<unsigned> month_word(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_letter(text[at]) || (at > 0 && is_letter(text[at - 1]))) continue;
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    for (unsigned month = 0; month < 12; ++month) {
      if (word == kMonths[month] || word == kMonthNames[month] || (month == 8 && word == "sept"))
        return month + 1;
    }
  }
  return std::nullopt;
}

ReleaseIdentity quarter(int year, unsigned number, int revision = 0) {
  ReleaseIdentity release;
  release.name = std::to_string(year) + "Q" + std::to_string(number);
  if (revision > 0) release.name += "r" + std::to_string(revision);
  release.revision = revision;
  release.first = *Date::from_ymd(year, number * 3 - 2, 1);
  release.last = (number == 4 ? *Date::from_ymd(year + 1, 1, 1) : *Date::from_ymd(year, number * 3 + 1, 1))
                     .plus_days(-1);
  return release;
}

std::string year_and_month(int year, unsigned month) {
  return std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month);
}

// A quarterly table that begins in any month: it holds to the end of that quarter.
ReleaseIdentity from_month(int year, unsigned month) {
  ReleaseIdentity release = quarter(year, (month + 2) / 3);
  if (month % 3 == 1) return release;
  release.name = year_and_month(year, month);
  release.first = *Date::from_ymd(year, month, 1);
  return release;
}

ReleaseIdentity fiscal_year(int year) {
  ReleaseIdentity release;
  release.name = std::to_string(year);
  release.first = *Date::from_ymd(year - 1, 10, 1);
  release.last = *Date::from_ymd(year, 9, 30);
  return release;
}

// An update within a fiscal year, named by its own month: it holds to the year's end.
ReleaseIdentity fiscal_update(int year, unsigned month) {
  if (month == 10) return fiscal_year(year + 1);
  ReleaseIdentity release = fiscal_year(month > 10 ? year + 1 : year);
  release.name = year_and_month(year, month);
  release.first = *Date::from_ymd(year, month, 1);
  return release;
}

ReleaseIdentity calendar_year(int year) {
  ReleaseIdentity release;
  release.name = std::to_string(year);
  release.first = *Date::from_ymd(year, 1, 1);
  release.last = *Date::from_ymd(year, 12, 31);
  return release;
}

// "2024q2", "2024-q2", "q2-2024".
std::optional<ReleaseIdentity> written_quarter(std::string_view text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (text[at] != 'q' || text[at + 1] < '1' || text[at + 1] > '4') continue;
    const auto number = static_cast<unsigned>(text[at + 1] - '0');
    if (at + 2 < text.size() && is_digit(text[at + 2])) continue;
    for (const std::size_t gap : {0U, 1U}) {
      if (at >= 4 + gap) {
        if (const auto year = digits(text, at - 4 - gap, 4); is_year(year)) return quarter(*year, number);
      }
      if (const auto year = digits(text, at + 2 + gap, 4); gap == 1 && is_year(year))
        return quarter(*year, number);
    }
  }
  return std::nullopt;
}

// "v322r0": version 32.2, the third quarter of 1994 + 32, revision 0.
std::optional<ReleaseIdentity> ncci_version(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != 'v' || (at > 0 && is_letter(text[at - 1]))) continue;
    const auto version = digits(text, at + 1, 3);
    if (!version || *version % 10 > 3) continue;
    if (at + 4 < text.size() && is_digit(text[at + 4])) continue;
    int revision = 0;
    if (at + 5 < text.size() && text[at + 4] == 'r') revision = digits(text, at + 5, 1).value_or(0);
    return quarter(1994 + *version / 10, static_cast<unsigned>(*version % 10 + 1), revision);
  }
  return std::nullopt;
}

// "eff_04-01-2026".
std::optional<ReleaseIdentity> effective_on(std::string_view text) {
  const std::size_t at = text.find("eff");
  if (at == std::string_view::npos) return std::nullopt;
  for (std::size_t start = at + 3; start + 10 <= text.size(); ++start) {
    const auto month = digits(text, start, 2);
    const auto day = digits(text, start + 3, 2);
    const auto year = digits(text, start + 6, 4);
    if (!month || !day || !is_year(year)) continue;
    if (!Date::from_ymd(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day))) continue;
    return from_month(*year, static_cast<unsigned>(*month));
  }
  return std::nullopt;
}

// "pprrvu2026_jul", "pprrvu26_jul", "rvu26c".
std::optional<ReleaseIdentity> fee_schedule_name(std::string_view text) {
  for (std::size_t at = text.find("rvu"); at != std::string_view::npos; at = text.find("rvu", at + 1)) {
    const std::size_t start = at + 3;
    std::optional<int> year = digits(text, start, 4);
    std::size_t end = start + 4;
    if (!is_year(year)) {
      year = digits(text, start, 2);
      if (!year) continue;
      *year += 2000;
      end = start + 2;
    }
    const std::string_view rest = text.substr(end);
    if (!rest.empty() && rest[0] >= 'a' && rest[0] <= 'd' &&
        (rest.size() == 1 || !is_letter(rest[1]) || rest[1] == 'r')) {
      return quarter(*year, static_cast<unsigned>(rest[0] - 'a' + 1));
    }
    if (const auto month = month_word(rest)) return from_month(*year, *month);
  }
  return std::nullopt;
}

// "january 2023", "2024_jan", "2026_04", "202604".
std::optional<ReleaseIdentity> month_of_year(std::string_view text) {
  for (std::size_t at = 0; at + 6 <= text.size(); ++at) {
    if (at > 0 && is_digit(text[at - 1])) continue;
    const auto year = digits(text, at, 4);
    if (!is_year(year)) continue;
    for (const std::size_t gap : {0U, 1U}) {
      const auto month = digits(text, at + 4 + gap, 2);
      if (!month || *month < 1 || *month > 12) continue;
      if (gap == 1 && text[at + 4] != '_' && text[at + 4] != '-' && text[at + 4] != '.') continue;
      if (at + 6 + gap < text.size() && is_digit(text[at + 6 + gap])) continue;
      return from_month(*year, static_cast<unsigned>(*month));
    }
  }
  const auto year = lone_year(text);
  const auto month = month_word(text);
  return year && month ? std::optional(from_month(*year, *month)) : std::nullopt;
}

// Four digits; or two where the tables that come with the fee schedule are so named ("25locco", "anes25").
std::optional<int> year_in(std::string_view text) {
  if (const auto year = lone_year(text)) return year;
  for (const std::string_view table : {"locco", "gpci", "anes", "oppscap", "rvu"}) {
    const std::size_t at = text.find(table);
    if (at == std::string_view::npos) continue;
    for (const std::size_t place : {at + table.size(), at - 2}) {
      if (place > text.size()) continue;
      const bool alone = (place == 0 || !is_digit(text[place - 1])) &&
                         (place + 2 >= text.size() || !is_digit(text[place + 2]));
      if (const auto year = digits(text, place, 2); year && alone) return 2000 + *year;
    }
  }
  return std::nullopt;
}

// "fy2026", "fy26", "fy 2026".
std::optional<int> written_fiscal_year(std::string_view text) {
  for (std::size_t at = text.find("fy"); at != std::string_view::npos; at = text.find("fy", at + 1)) {
    std::size_t start = at + 2;
    if (start < text.size() && (text[start] == ' ' || text[start] == '_' || text[start] == '-')) ++start;
    if (const auto year = digits(text, start, 4); is_year(year)) return year;
    if (start + 2 < text.size() && is_digit(text[start + 2])) continue;
    if (const auto year = digits(text, start, 2)) return 2000 + *year;
  }
  return std::nullopt;
}

// "v37", "v41.1": the Medicare Code Editor's version 17 was that of fiscal year 2000; .1 comes in April.
std::optional<ReleaseIdentity> code_editor_version(std::string_view text) {
  if (text.find("mce") == std::string_view::npos && text.find("code_edit") == std::string_view::npos &&
      text.find("code edit") == std::string_view::npos) {
    return std::nullopt;
  }
  for (std::size_t at = 0; at + 3 <= text.size(); ++at) {
    if (text[at] != 'v' || (at > 0 && is_letter(text[at - 1]))) continue;
    const auto version = digits(text, at + 1, 2);
    if (!version || *version < 30) continue;
    const std::string_view rest = text.substr(at + 3);
    if (!rest.empty() && is_digit(rest[0])) continue;
    const int year = *version + 1983;
    const bool second = rest.size() > 1 && (rest[0] == '.' || rest[0] == '_' || rest[0] == '-') &&
                        rest[1] == '1' && (rest.size() == 2 || !is_digit(rest[2]));
    return second ? fiscal_update(year, 4) : fiscal_year(year);
  }
  return std::nullopt;
}

std::optional<ReleaseIdentity> fiscal_name(std::string_view text) {
  if (const auto year = written_fiscal_year(text)) return fiscal_year(*year);
  if (auto release = code_editor_version(text)) return release;
  const auto year = lone_year(text);
  if (!year) return std::nullopt;
  const auto month = month_word(text);
  return month ? fiscal_update(*year, *month) : fiscal_year(*year);
}

}  // namespace

std::optional<ReleaseIdentity> release_from_name(ReleaseKind kind, std::string_view name) {
  const std::string text = folded(name);
  switch (kind) {
    case ReleaseKind::ptp:
      if (auto release = ncci_version(text)) return release;
      if (auto release = written_quarter(text)) return release;
      if (auto release = effective_on(text)) return release;
      return month_of_year(text);
    case ReleaseKind::mue:
      if (auto release = effective_on(text)) return release;
      if (auto release = written_quarter(text)) return release;
      return month_of_year(text);
    case ReleaseKind::fee_schedule:
      if (auto release = fee_schedule_name(text)) return release;
      return written_quarter(text);
    case ReleaseKind::icd10cm: {
      const auto year = lone_year(text);
      if (!year) return std::nullopt;
      const auto month = month_word(text);
      return month ? fiscal_update(*year, *month) : fiscal_year(*year);
    }
    case ReleaseKind::add_on:
    case ReleaseKind::quarterly:
      if (auto release = written_quarter(text)) return release;
      if (auto release = effective_on(text)) return release;
      if (auto release = month_of_year(text)) return release;
      return fee_schedule_name(text);  // the archive of the fee schedule, "rvu25d.zip"
    case ReleaseKind::hcpcs: {
      if (auto release = written_quarter(text)) return release;
      if (auto release = month_of_year(text)) return release;
      const auto year = lone_year(text);
      return year ? std::optional(calendar_year(*year)) : std::nullopt;
    }
    case ReleaseKind::yearly: {
      const auto year = year_in(text);
      return year ? std::optional(calendar_year(*year)) : std::nullopt;
    }
    case ReleaseKind::fiscal_year:
      return fiscal_name(text);
  }
  return std::nullopt;
}

std::optional<ReleaseIdentity> release_from_month(std::string_view text) {
  return month_of_year(folded(text));
}

std::optional<ReleaseIdentity> release_from_year(std::string_view text) {
  const auto year = lone_year(folded(text));
  return year ? std::optional(calendar_year(*year)) : std::nullopt;
}

std::optional<ReleaseIdentity> release_from_month_of(int year, std::string_view name) {
  const auto month = month_word(folded(name));
  return month ? std::optional(from_month(year, *month)) : std::nullopt;
}

std::optional<ReleaseIdentity> release_from_caption(std::string_view text) {
  const std::string caption = folded(text);
  if (caption.find("release") == std::string::npos) return std::nullopt;
  const auto year = lone_year(caption);
  const auto month = month_word(caption);
  if (!year || !month) return std::nullopt;
  return from_month(*year, *month);
}

std::optional<ReleaseIdentity> release_from_option(ReleaseKind kind, std::string_view text) {
  const std::string option = folded(trimmed(text));
  const bool fiscal = kind == ReleaseKind::icd10cm || kind == ReleaseKind::fiscal_year;
  const auto year = digits(option, 0, 4);
  if (!is_year(year)) return std::nullopt;
  if (option.size() == 4) {
    if (fiscal) return fiscal_year(*year);
    if (kind == ReleaseKind::yearly || kind == ReleaseKind::hcpcs) return calendar_year(*year);
    return kind == ReleaseKind::fee_schedule ? std::optional(quarter(*year, 1)) : std::nullopt;
  }
  if (kind == ReleaseKind::yearly) return std::nullopt;
  if (option.size() == 6 && option[4] == 'q') {
    if (option[5] < '1' || option[5] > '4') return std::nullopt;
    const auto number = static_cast<unsigned>(option[5] - '0');
    return fiscal ? fiscal_update(*year, number * 3 - 2) : quarter(*year, number);
  }
  const auto month = digits(option, 5, 2);
  if ((option.size() != 7 && option.size() != 10) || option[4] != '-' || !month || *month < 1 ||
      *month > 12) {
    return std::nullopt;
  }
  if (option.size() == 10 && !Date::parse_iso(option)) return std::nullopt;
  return fiscal ? fiscal_update(*year, static_cast<unsigned>(*month))
                : from_month(*year, static_cast<unsigned>(*month));
}

int part_from_name(std::string_view name) {
  const std::string text = folded(name);
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    const bool ends = at + 2 == text.size() || !(is_digit(text[at + 2]) || is_letter(text[at + 2]));
    if (text[at] == 'f' && (text[at - 1] == '-' || text[at - 1] == '_') && text[at + 1] >= '1' &&
        text[at + 1] <= '9' && ends) {
      return text[at + 1] - '0';
    }
  }
  return 0;
}

}  // namespace chargelint::data
