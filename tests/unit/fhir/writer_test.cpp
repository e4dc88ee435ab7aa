// The JSON writer against the JSON reader: simdjson, which shares no code with it.
#include "fhir/json/writer.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "fhir/json/tree.h"

namespace chargelint::fhir {
namespace {

std::string written(std::string_view text) {
  JsonWriter json;
  return json.value(text).take();
}

// What the parser makes of it.
std::string parsed_back(const std::string& json) {
  JsonTree tree(1'000'000, 8);
  const auto parsed = tree.parse("{\"text\":" + json + "}");
  EXPECT_TRUE(parsed) << json;
  return std::string(tree.root()[Name::text].text());
}

TEST(JsonWriter, Escapes) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", R"("")"},
      {"plain text", R"("plain text")"},
      {"a\"b\\c/d", R"("a\"b\\c/d")"},
      {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {std::string("\0\x01\x1F", 3), R"("\u0000\u0001\u001f")"},
      {"\x7F", "\"\\u007f\""},
      {"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", "\"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80\""},
      {"<script>", R"("<script>")"},
  };
  for (const auto& [text, json] : cases) {
    EXPECT_EQ(written(text), json);
    EXPECT_EQ(parsed_back(written(text)), text);
  }
}

TEST(JsonWriter, ReplacesWhatIsNotUtf8) {
  const std::string mark = "\xEF\xBF\xBD";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a\xE9"
       "b",
       "a" + mark + "b"},                               // Latin-1
      {"\xC0\xAF", mark + mark},                        // overlong
      {"\xED\xA0\x80", mark + mark + mark},             // surrogate
      {"\xF4\x90\x80\x80", mark + mark + mark + mark},  // beyond Unicode
      {"\xE2\x82", mark + mark},                        // cut off
      {"\x80", mark},
      {"\xF8\x88\x80\x80\x80", mark + mark + mark + mark + mark},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parsed_back(written(text)), expected);
}

TEST(JsonWriter, AnyBytesGiveJson) {
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same bytes in every run
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 24, '\0');
    for (char& character : text) character = static_cast<char>(random() % 256);
    const std::string once = parsed_back(written(text));
    EXPECT_EQ(parsed_back(written(once)), once);
  }
}

TEST(JsonWriter, PutsCommasAndKeepsTheOrder) {
  JsonWriter json;
  json.begin_object();
  json.member("b", "x").member("a", std::int64_t{-9223372036854775807}).member("n", 5).member("t", true);
  json.key("list").begin_array().value("one").begin_object().end_object().begin_array().end_array().null();
  json.raw("1.50").end_array();
  json.key("empty").begin_object().end_object();
  json.member("last", false);
  json.end_object();
  EXPECT_EQ(
      json.text(),
      R"({"b":"x","a":-9223372036854775807,"n":5,"t":true,"list":["one",{},[],null,1.50],"empty":{},"last":false})");
}

TEST(JsonWriter, AppendsToATextOfTheCaller) {
  std::string out = "line\n";
  JsonWriter json(out);
  json.begin_array().value("a").end_array();
  EXPECT_EQ(out, "line\n[\"a\"]");
}

}  // namespace
}  // namespace chargelint::fhir
