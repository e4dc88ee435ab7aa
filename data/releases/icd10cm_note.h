// Which codes the words of a note of the tabular list name: "(O03-O07, O08.0)", "(T36-T50 with fifth or sixth
// character 5)", "conditions classified to A74.-".
//
// Words alone are read here, without knowing which codes there are. What cannot be read for sure is said to
// be unclear: a wrong code would do more harm than none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chargelint::data {

// One code and all below it, or a range in the order of the tabular list. Without dots and dashes.
struct CodeSpan {
  std::string first;
  std::string last;  // empty: no range
};

// What is said behind the codes of which of those below them are meant.
struct Narrowing {
  enum class Kind : std::uint8_t {
    none,
    appended,  // "with .22": E08-E13 become E08.22 to E13.22
    ending,    // "with final characters -23"
    at_place,  // "with fifth character 4", "with fifth to sixth characters 51": in those places
    at_end,    // "with fifth or sixth character 5": in the last of those places that the code has
    seventh,   // "with 7th character B or C"
    meaning,   // "with open fracture 7th character": those whose meaning says so
    titled,    // "with ketoacidosis": those whose title says so
  };
  Kind kind = Kind::none;
  std::vector<std::size_t> places;                          // 1 is the first character of the code
  std::vector<std::pair<std::string, std::string>> values;  // ranges, both ends included, of equal length
  std::string words;                                        // of Kind::meaning and Kind::titled
};

struct NamedCodes {
  std::vector<CodeSpan> spans;
  Narrowing narrowing;
  bool in_parentheses = false;  // codes in running text may be none ("vitamin B12")
};

struct NoteReading {
  std::vector<NamedCodes> groups;
  bool restricts = false;  // "For codes G31.0-G31.83, use additional code to identify:" and what follows it
  std::string unclear;     // why what is named cannot be told; there are no groups then
};
// Codes in running text count only where none stand in parentheses: "tuberculosis, any type in A15 (J65)".
[[nodiscard]] NoteReading read_note(std::string_view note);

}  // namespace chargelint::data
