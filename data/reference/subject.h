// What a fact is about. Facts carry every published attribute that no rule reads as a typed row.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chargelint::data {

enum class Subject : char {
  procedure = 'P',  // CPT, HCPCS
  diagnosis = 'D',  // ICD-10-CM without its dot; a section "A00-A09"; a chapter "CH01"
  modifier = 'M',
  place = 'S',            // place of service
  article = 'A',          // "A52423"
  locality = 'L',         // contractor and locality: "1011200"
  betos = 'B',            // "P6A"
  type_of_service = 'T',  // "2"
  opps_indicator = 'I',   // "J1"
  asc_indicator = 'C',    // "G2"
  abbreviation = 'W',     // a coder's abbreviation: "ESI"
};

// The first cell of a row of Table::fact.
[[nodiscard]] constexpr std::string_view subject_text(Subject subject) {
  switch (subject) {
    case Subject::procedure:
      return "P";
    case Subject::diagnosis:
      return "D";
    case Subject::modifier:
      return "M";
    case Subject::place:
      return "S";
    case Subject::article:
      return "A";
    case Subject::locality:
      return "L";
    case Subject::betos:
      return "B";
    case Subject::type_of_service:
      return "T";
    case Subject::opps_indicator:
      return "I";
    case Subject::asc_indicator:
      return "C";
    case Subject::abbreviation:
      return "W";
  }
  return "";
}

// Names of attributes that more than one part of the program knows by name. Others are free.
namespace attribute {
inline constexpr std::string_view kTitle = "title";             // the official long text
inline constexpr std::string_view kShortTitle = "short title";  // the official short text
inline constexpr std::string_view kMediumTitle = "medium title";
inline constexpr std::string_view kConsumerTitle = "consumer title";
inline constexpr std::string_view kTypeOfService = "type of service";
inline constexpr std::string_view kBetos = "BETOS";
inline constexpr std::string_view kRbcs = "RBCS";
inline constexpr std::string_view kApcStatus = "OPPS status";
inline constexpr std::string_view kApc = "APC";
inline constexpr std::string_view kAscIndicator = "ASC indicator";
inline constexpr std::string_view kArticle = "coverage article";  // P: value A52423, detail "group 1"
inline constexpr std::string_view kCovered = "covers diagnosis";  // A: value M05.719, detail "group 2"
inline constexpr std::string_view kNotCovered = "does not cover diagnosis";
inline constexpr std::string_view kIndexTerm = "index term";      // D: value "Abscess, brain"
inline constexpr std::string_view kInclusion = "inclusion term";  // D
inline constexpr std::string_view kIncludes = "includes";         // D, and the notes of the tabular list:
inline constexpr std::string_view kExcludes1 = "excludes1";
inline constexpr std::string_view kExcludes2 = "excludes2";
inline constexpr std::string_view kCodeFirst = "code first";
inline constexpr std::string_view kUseAdditional = "use additional code";
inline constexpr std::string_view kCodeAlso = "code also";
inline constexpr std::string_view kNote = "note";
inline constexpr std::string_view kSeventhNote = "seventh character note";
inline constexpr std::string_view kSeventhCharacter =
    "seventh character";  // D: value "A", detail its meaning
inline constexpr std::string_view kParent =
    "parent";  // D: of a category its section, of a section its chapter
inline constexpr std::string_view kReplacedBy = "replaced by";  // D: from the effective day
inline constexpr std::string_view kReplaces = "replaces";
inline constexpr std::string_view kAlsoCalled =
    "also called";                                            // P, D, M: our own further words for the search
inline constexpr std::string_view kStandsFor = "stands for";  // W: value "epidural steroid injection"
}  // namespace attribute

}  // namespace chargelint::data
