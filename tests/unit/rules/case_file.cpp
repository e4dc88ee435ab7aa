// Reading case files.
#include "tests/unit/rules/case_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "rules/notation/words.h"

namespace chargelint::test {
namespace {

constexpr std::string_view kRoot = CHARGELINT_SOURCE_DIR "/tests/cases";

tl::unexpected<Error> bad(std::string what) {
  return fail(ErrorKind::usage, "", std::move(what));
}

Result<void> read_text_line(const std::string& line, std::size_t line_number, CaseFile& file) {
  const auto rest = [&line](std::size_t size) { return std::string_view(line).substr(size); };
  if (line.starts_with("rule ")) {
    file.rule = words_of(rest(5))[0];
    return {};
  }
  if (line.starts_with("row ")) return file.reference->add_row(rest(4));
  if (line.starts_with("source ")) return file.reference->set_source(rest(7));
  if (!line.starts_with("+ ") && !line.starts_with("- ")) return bad("expected: rule, row, source, + or -");
  auto parts = split(rest(2), "::");
  if (parts.size() > 4) return bad("a case has at most four parts between ::");
  parts.resize(4);
  file.cases.push_back({line[0] == '+', line_number, parts[0], parts[1], parts[2], parts[3]});
  return {};
}

}  // namespace

std::vector<std::string> case_paths() {
  std::vector<std::string> paths;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot, ignored)) {
    if (entry.path().extension() == ".cases")
      paths.push_back(entry.path().lexically_relative(kRoot).string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<CaseFile> read_case_file(const std::string& path) {
  std::ifstream input(std::string(kRoot) + "/" + path);
  if (!input) return fail(ErrorKind::not_found, path, "cannot be read");
  std::ostringstream text;
  text << input.rdbuf();
  return parse_case_file(path, text.str());
}

Result<CaseFile> parse_case_file(std::string path, std::string_view text) {
  CaseFile file;
  file.path = std::move(path);
  file.reference = std::make_shared<FixtureReference>();
  std::istringstream input{std::string(text)};
  std::size_t line_number = 0;
  for (std::string line; std::getline(input, line);) {
    ++line_number;
    // A remark after two blanks and "#", as in the README.
    if (const auto remark = line.find("  # "); remark != std::string::npos) line.resize(remark);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    if (auto done = read_text_line(line, line_number, file); !done) {
      return fail(ErrorKind::malformed, file.path + ":" + std::to_string(line_number), done.error().what);
    }
  }
  if (file.rule.empty()) return fail(ErrorKind::malformed, file.path, "no `rule` line");
  file.reference->seal();
  return file;
}

}  // namespace chargelint::test
