// Who may include whom, read from the include lines themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace chargelint::test {
namespace {

struct Include {
  std::string name;
  bool angled = false;
};

std::vector<Include> includes_of(const std::string& text) {
  std::vector<Include> includes;
  std::istringstream input(text);
  for (std::string line; std::getline(input, line);) {
    line.erase(std::remove_if(line.begin(), line.end(),
                              [](char character) { return character == ' ' || character == '\t'; }),
               line.end());
    constexpr std::string_view kDirective = "#include";
    if (!line.starts_with(kDirective) || line.size() <= kDirective.size() + 1) continue;
    const char open = line[kDirective.size()];
    const std::size_t start = kDirective.size() + 1;
    const std::size_t end = line.find(open == '<' ? '>' : '"', start);
    if ((open != '<' && open != '"') || end == std::string::npos) continue;
    includes.push_back({line.substr(start, end - start), open == '<'});
  }
  return includes;
}

// Our own folders that a folder may include besides itself.
bool may_include(std::string_view from, std::string_view to) {
  if (from == to) return true;
  if (from == "plugin") return to == "fhir" || to == "hl7" || to == "data" || to == "rules";
  if (from == "fhir" || from == "hl7" || from == "data") return to == "rules";
  return false;
}

const std::set<std::string, std::less<>>& standard_headers() {
  static const std::set<std::string, std::less<>> headers = {"algorithm",
                                                             "any",
                                                             "array",
                                                             "atomic",
                                                             "barrier",
                                                             "bit",
                                                             "bitset",
                                                             "cassert",
                                                             "cctype",
                                                             "cerrno",
                                                             "cfloat",
                                                             "charconv",
                                                             "chrono",
                                                             "cinttypes",
                                                             "climits",
                                                             "clocale",
                                                             "cmath",
                                                             "compare",
                                                             "complex",
                                                             "concepts",
                                                             "condition_variable",
                                                             "coroutine",
                                                             "csetjmp",
                                                             "csignal",
                                                             "cstdarg",
                                                             "cstddef",
                                                             "cstdint",
                                                             "cstdio",
                                                             "cstdlib",
                                                             "cstring",
                                                             "ctime",
                                                             "cwchar",
                                                             "deque",
                                                             "exception",
                                                             "execution",
                                                             "filesystem",
                                                             "format",
                                                             "forward_list",
                                                             "fstream",
                                                             "functional",
                                                             "future",
                                                             "initializer_list",
                                                             "iomanip",
                                                             "ios",
                                                             "iosfwd",
                                                             "iostream",
                                                             "istream",
                                                             "iterator",
                                                             "latch",
                                                             "limits",
                                                             "list",
                                                             "locale",
                                                             "map",
                                                             "memory",
                                                             "memory_resource",
                                                             "mutex",
                                                             "new",
                                                             "numbers",
                                                             "numeric",
                                                             "optional",
                                                             "ostream",
                                                             "queue",
                                                             "random",
                                                             "ranges",
                                                             "ratio",
                                                             "regex",
                                                             "scoped_allocator",
                                                             "semaphore",
                                                             "set",
                                                             "shared_mutex",
                                                             "source_location",
                                                             "span",
                                                             "sstream",
                                                             "stack",
                                                             "stdexcept",
                                                             "stop_token",
                                                             "streambuf",
                                                             "string",
                                                             "string_view",
                                                             "strstream",
                                                             "syncstream",
                                                             "system_error",
                                                             "thread",
                                                             "tuple",
                                                             "type_traits",
                                                             "typeindex",
                                                             "typeinfo",
                                                             "unordered_map",
                                                             "unordered_set",
                                                             "utility",
                                                             "valarray",
                                                             "variant",
                                                             "vector",
                                                             "version"};
  return headers;
}

struct ThirdParty {
  std::string_view header;  // how its include line starts
  std::array<std::string_view, 2> folders;
};
// The first line that fits holds.
constexpr ThirdParty kThirdParty[] = {
    {"tl/expected.hpp", {"rules/base/", ""}},
    {"boost/", {"hl7/mllp/", "plugin/http/"}},
    {"simdjson", {"fhir/", ""}},
    {"sqlite3.h", {"data/", ""}},
    {"archive.h", {"data/", ""}},
    {"archive_entry.h", {"data/", ""}},
    {"xxhash.h", {"data/", ""}},
    {"openssl/", {"data/", "plugin/http/"}},  // of plugin: TLS beneath Boost
    {"yaml-cpp/", {"plugin/", "data/update/"}},
    {"libxml/", {"data/releases/", ""}},
    {"orcus/", {"data/releases/", ""}},
    {"curl/", {"data/update/", ""}},
    {"Poco/Data/", {"data/", ""}},
    {"Poco/Util/", {"plugin/", ""}},
    {"Poco/", {"plugin/", "data/"}},  // Foundation, which Poco::Data's own interface is made of
};

// The operating system: nothing that the core needs.
bool is_posix(std::string_view header) {
  if (header.starts_with("sys/") || header.starts_with("netinet/") || header.starts_with("arpa/"))
    return true;
  constexpr std::array<std::string_view, 9> kHeaders = {"unistd.h",  "fcntl.h",   "signal.h",
                                                        "pthread.h", "poll.h",    "stdlib.h",
                                                        "termios.h", "strings.h", "iconv.h"};
  return std::find(kHeaders.begin(), kHeaders.end(), header) != kHeaders.end();
}

std::vector<std::string> violations(const std::string& path, const std::string& text) {
  std::vector<std::string> found;
  const std::string folder = path.substr(0, path.find('/'));
  for (const Include& include : includes_of(text)) {
    if (!include.angled) {
      if (!may_include(folder, include.name.substr(0, include.name.find('/')))) {
        found.push_back(path + " includes \"" + include.name + "\"");
      }
      continue;
    }
    if (standard_headers().contains(include.name)) continue;
    if (is_posix(include.name) && folder != "rules" && folder != "fhir") continue;
    const auto* const rule =
        std::find_if(std::begin(kThirdParty), std::end(kThirdParty),
                     [&include](const ThirdParty& party) { return include.name.starts_with(party.header); });
    const bool allowed =
        rule != std::end(kThirdParty) &&
        std::any_of(rule->folders.begin(), rule->folders.end(),
                    [&path](std::string_view home) { return !home.empty() && path.starts_with(home); });
    if (!allowed) found.push_back(path + " includes <" + include.name + ">");
  }
  return found;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream input(path);
  std::ostringstream text;
  text << input.rdbuf();
  return text.str();
}

TEST(Layering, HoldsInEverySource) {
  const std::filesystem::path root = CHARGELINT_SOURCE_DIR;
  std::size_t files = 0;
  for (const char* folder : {"rules", "fhir", "hl7", "data", "plugin"}) {
    ASSERT_TRUE(std::filesystem::is_directory(root / folder)) << folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      ++files;
      for (const std::string& what :
           violations(entry.path().lexically_relative(root).string(), read(entry.path()))) {
        ADD_FAILURE() << what;
      }
    }
  }
  EXPECT_GT(files, 50U);
}

struct MadeUp {
  const char* path;
  const char* text;
  bool violates;
};

class LayeringOf : public testing::TestWithParam<MadeUp> {};

TEST_P(LayeringOf, AMadeUpFile) {
  EXPECT_EQ(!violations(GetParam().path, GetParam().text).empty(), GetParam().violates)
      << GetParam().path << ": " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Files, LayeringOf,
    testing::Values(
        MadeUp{"rules/code/a.cpp", "#include \"data/reference/store.h\"\n", true},
        MadeUp{"rules/code/a.cpp", "#include \"rules/engine/rule.h\"\n#include <vector>\n", false},
        MadeUp{"rules/code/a.cpp", "  #  include <sqlite3.h>\n", true},
        MadeUp{"rules/code/a.cpp", "#include <unistd.h>\n", true},
        MadeUp{"rules/base/result.h", "#include <tl/expected.hpp>\n", false},
        MadeUp{"rules/engine/rule.h", "#include <tl/expected.hpp>\n", true},
        MadeUp{"hl7/a.cpp", "#include \"fhir/document.h\"\n", true},
        MadeUp{"fhir/a.cpp", "#include \"hl7/message.h\"\n", true},
        MadeUp{"data/a.cpp", "#include \"plugin/app.h\"\n", true},
        MadeUp{"hl7/a.cpp", "#include <boost/asio.hpp>\n", true},
        MadeUp{"hl7/mllp/a.cpp", "#include <boost/asio.hpp>\n", false},
        MadeUp{"plugin/http/a.cpp", "#include <boost/beast.hpp>\n", false},
        MadeUp{"plugin/cli/a.cpp", "#include <boost/beast.hpp>\n", true},
        MadeUp{"plugin/a.cpp", "#include \"hl7/ack.h\"\n#include <yaml-cpp/yaml.h>\n", false},
        MadeUp{"plugin/a.cpp", "#include <Poco/Data/Session.h>\n", true},
        MadeUp{"data/a.cpp", "#include <Poco/Data/Session.h>\n#include <Poco/Exception.h>\n", false},
        MadeUp{"data/a.cpp", "#include <Poco/Util/Application.h>\n", true},
        MadeUp{"fhir/a.cpp", "#include <simdjson.h>\n", false},
        MadeUp{"data/a.cpp", "#include <simdjson.h>\n", true},
        MadeUp{"data/a.cpp", "#include <nlohmann/json.hpp>\n", true},
        MadeUp{"data/a.cpp", "// #include \"plugin/app.h\"\n#include <sys/mman.h>\n", false}));

}  // namespace
}  // namespace chargelint::test
