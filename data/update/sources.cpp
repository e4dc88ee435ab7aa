// Reading of the table of release addresses.
#include "data/update/sources.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "data/embedded.h"
#include "data/reference/refusal.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::string_view kEmbedded = "releases/sources.yaml";
constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 8> kWords = {"year",  "yy",  "quarter", "letter",
                                                    "month", "mon", "version", "fy"};
constexpr unsigned kMostBack = 12;

class Table {
 public:
  explicit Table(std::string label) : label_(std::move(label)) {}

  UpdateSources read(const std::string& text) {
    YAML::Node root;
    try {
      root = YAML::Load(text);
    } catch (const YAML::Exception& wrong) {
      refuse(ErrorKind::malformed, label_ + ":" + std::to_string(wrong.mark.line + 1),
             "is no YAML: " + wrong.msg);
    }
    if (!root.IsMap() || !root["sources"] || !root["sources"].IsSequence()) {
      refuse(ErrorKind::malformed, label_, "has no list of sources; expected \"sources:\" and a list");
    }
    UpdateSources table;
    for (const auto& entry : root["licenses"]) {
      table.licenses[entry.first.as<std::string>()] = {word(entry.second, "name"),
                                                       word(entry.second, "page")};
    }
    for (const YAML::Node& node : root["sources"]) table.sources.push_back(source(node, table));
    return table;
  }

 private:
  [[noreturn]] void wrong(const YAML::Node& node, const std::string& what) const {
    refuse(ErrorKind::malformed, label_ + ":" + std::to_string(node.Mark().line + 1), what);
  }
  std::string word(const YAML::Node& node, const char* name, bool needed = true) const {
    if (!node.IsMap()) wrong(node, "is no entry; expected names and values");
    const YAML::Node value = node[name];
    if (!value) {
      if (needed) wrong(node, std::string("has no ") + name);
      return {};
    }
    if (!value.IsScalar()) wrong(value, std::string(name) + " is no text");
    return value.Scalar();
  }
  std::string address(const YAML::Node& node) const {
    if (!node.IsScalar()) wrong(node, "is no address; expected one that begins with https://");
    const std::string text = node.Scalar();
    if (!text.starts_with("https://") && !text.starts_with("http://")) {
      wrong(node, "\"" + text + "\" is no address; expected one that begins with https://");
    }
    for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
      const std::size_t end = std::min(text.find('}', at), text.size());
      const std::string name = text.substr(at + 1, end - at - 1);
      if (std::find(kWords.begin(), kWords.end(), name) == kWords.end()) {
        wrong(node,
              "{" + name + "} is not known; expected year, yy, quarter, letter, month, mon, version or fy");
      }
    }
    return text;
  }
  UpdateSource source(const YAML::Node& node, const UpdateSources& table) const {
    UpdateSource read;
    read.name = word(node, "source");
    const std::string each = word(node, "each");
    if (each == "quarter") {
      read.each = UpdateSource::Each::quarter;
    } else if (each == "year") {
      read.each = UpdateSource::Each::year;
    } else if (each == "fiscal_year") {
      read.each = UpdateSource::Each::fiscal_year;
    } else if (each == "once") {
      read.each = UpdateSource::Each::once;
    } else {
      wrong(node, "each is \"" + each + "\"; expected quarter, year, fiscal_year or once");
    }
    if (const std::string back = word(node, "back", false); !back.empty()) {
      const auto count = whole_number(back);
      if (!count || *count > kMostBack)
        wrong(node, "back is no number from 0 to " + std::to_string(kMostBack));
      read.back = static_cast<unsigned>(*count);
    }
    read.license = word(node, "license", false);
    if (!read.license.empty() && !table.licenses.contains(read.license)) {
      wrong(node, "the license \"" + read.license + "\" is not described; expected it under licenses");
    }
    if (node["page"]) read.page = address(node["page"]);
    const YAML::Node files = node["files"];
    if (!files || !files.IsSequence() || files.size() == 0) wrong(node, "has no files; expected a list");
    for (const YAML::Node& file : files) {
      std::vector<std::string> choices;
      if (file.IsSequence()) {
        for (const YAML::Node& choice : file) choices.push_back(address(choice));
      } else {
        choices.push_back(address(file));
      }
      for (const std::string& choice : choices) {
        if (choice.find('*') != std::string::npos && read.page.empty()) {
          wrong(file, "has a * but no page to look it up");
        }
      }
      read.files.push_back(std::move(choices));
    }
    for (const auto& sum : node["sha256"]) {
      read.sha256[sum.first.as<std::string>()] = folded(sum.second.as<std::string>());
    }
    return read;
  }

  std::string label_;
};

ReleaseSlot quarter_slot(int year, unsigned quarter) {
  const std::string four = std::to_string(year);
  const std::string_view month = kMonths[(quarter - 1) * 3];
  return {four + "Q" + std::to_string(quarter),
          {{"year", four},
           {"yy", four.substr(2)},
           {"quarter", std::to_string(quarter)},
           {"letter", std::string(1, static_cast<char>('a' + quarter - 1))},
           {"month", std::string(month)},
           {"mon", std::string(month.substr(0, 3))},
           // Version 32.2 is the third quarter of the year 1994 + 32.
           {"version", std::to_string(year - 1994) + std::to_string(quarter - 1)},
           {"fy", std::to_string(quarter == 4 ? year + 1 : year)}}};
}

ReleaseSlot year_slot(int year) {
  const std::string four = std::to_string(year);
  ReleaseSlot slot = quarter_slot(year, 1);
  slot.name = four;
  return slot;
}

}  // namespace

UpdateSources read_update_sources(const std::string& path) {
  std::string text;
  if (path.empty()) {
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.name == kEmbedded) text = file.content;
    }
  } else {
    std::ifstream file(path, std::ios::binary);
    if (!file) refuse(ErrorKind::not_found, path, "no such file, or not readable");
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  return Table(path.empty() ? std::string(kEmbedded) : path).read(text);
}

std::string ReleaseSlot::fill(std::string_view pattern) const {
  std::string filled(pattern);
  for (const auto& [name, value] : words) {
    const std::string braced = "{" + name + "}";
    for (std::size_t at = filled.find(braced); at != std::string::npos; at = filled.find(braced, at)) {
      filled.replace(at, braced.size(), value);
    }
  }
  return filled;
}

std::vector<ReleaseSlot> release_slots(const UpdateSource& source, Date today) {
  std::vector<ReleaseSlot> slots;
  const auto ymd = today.ymd();
  int year = static_cast<int>(ymd.year());
  const unsigned month = static_cast<unsigned>(ymd.month());
  unsigned quarter = (month + 2) / 3;
  if (source.each == UpdateSource::Each::fiscal_year && month >= 10) ++year;
  for (unsigned count = 0; count <= source.back; ++count) {
    switch (source.each) {
      case UpdateSource::Each::quarter:
        slots.push_back(quarter_slot(year, quarter));
        if (--quarter == 0) {
          quarter = 4;
          --year;
        }
        break;
      case UpdateSource::Each::year:
      case UpdateSource::Each::fiscal_year:
        slots.push_back(year_slot(year--));
        break;
      case UpdateSource::Each::once:
        return {{"newest", quarter_slot(year, quarter).words}};
    }
  }
  return slots;
}

bool matches_pattern(std::string_view pattern, std::string_view text) {
  const std::string wanted = folded(pattern);
  const std::string given = folded(text);
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string::npos;
  std::size_t resume = 0;
  while (in < given.size()) {
    if (at < wanted.size() && wanted[at] == '*') {
      star = at++;
      resume = in;
    } else if (at < wanted.size() && wanted[at] == given[in]) {
      ++at;
      ++in;
    } else if (star != std::string::npos) {
      at = star + 1;
      in = ++resume;
    } else {
      return false;
    }
  }
  while (at < wanted.size() && wanted[at] == '*') ++at;
  return at == wanted.size();
}

std::string matching_link(std::string_view html, const std::string& page, std::string_view pattern) {
  const std::size_t scheme = page.find("://");
  const std::size_t root = scheme == std::string::npos ? scheme : page.find('/', scheme + 3);
  const std::string host = page.substr(0, root);
  const std::string lower = folded(html);
  for (std::size_t at = lower.find("href="); at != std::string::npos; at = lower.find("href=", at + 5)) {
    const std::size_t begin = at + 6;
    if (begin >= html.size() || (html[begin - 1] != '"' && html[begin - 1] != '\'')) continue;
    const std::size_t end = html.find(html[begin - 1], begin);
    if (end == std::string_view::npos) break;
    std::string link(html.substr(begin, end - begin));
    if (const std::size_t file = link.find("?file="); file != std::string::npos) link = link.substr(file + 6);
    if (link.starts_with('/')) link = host + link;
    if (matches_pattern(pattern, link)) return link;
  }
  return {};
}

}  // namespace chargelint::data
