// What a snapshot says, before it is laid out in a file. Made by the compiler from the store, or by a test.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/reference/catalogue.h"
#include "data/releases/rows.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

// The tables of pair edits and of limits, in the order of their sources.
inline constexpr std::size_t kPtpTables = 5;  // practitioner, hospital; Medicaid's, and its suppliers'
inline constexpr std::size_t kMueTables = 6;  // practitioner, outpatient, DME; Medicaid's
[[nodiscard]] constexpr std::size_t table_number(Source source, Source first, std::size_t count,
                                                 Source medicaid_first, std::size_t most) {
  const auto number = static_cast<std::size_t>(source);
  const auto low = static_cast<std::size_t>(first);
  const auto medicaid = static_cast<std::size_t>(medicaid_first);
  if (number >= low && number < low + count) return number - low;
  if (number >= medicaid && number < medicaid + most - count) return number - medicaid + count;
  return most;
}
// The number of the table, or how many there are when the source is none.
[[nodiscard]] constexpr std::size_t ptp_table_number(Source source) {
  return table_number(source, Source::ptp_practitioner, 2, Source::ptp_medicaid_practitioner, kPtpTables);
}
[[nodiscard]] constexpr std::size_t mue_table_number(Source source) {
  return table_number(source, Source::mue_practitioner, 3, Source::mue_medicaid_practitioner, kMueTables);
}

struct SnapshotContent {
  struct Release {
    Source source = Source::ptp_practitioner;
    bool complete = false;
    bool effective_known = true;
    bool cumulative = false;           // its rows carry their own dates
    Period force;                      // until the next complete release; open for the newest
    Date last_day = Date::open_end();  // until when it was published to hold
    std::string name;
    std::string digest;
  };
  struct PairEdit {
    std::uint32_t column1 = 0;
    PtpEdit edit;
  };
  struct CodeRange {
    CodeSet set = CodeSet::evaluation_management;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    Period force;
  };
  struct DiagnosisPrefix {
    DiagnosisSet set = DiagnosisSet::external_cause;
    std::uint64_t prefix = 0;  // left aligned as IcdCode
    Period force;
  };
  struct MappedCode {
    CodeMapRow row;
    std::string condition;
  };
  struct ParameterValue {
    Parameter parameter = Parameter::ptp_bypass_either_line;
    std::int64_t value = 0;
    Period force;
  };
  // The fact's texts are ids in `texts`.
  struct KeyedFact {
    std::uint64_t key = 0;  // snapshot::fact_key
    Fact fact;
  };
  struct Number {
    CodeNumberRow row;
    std::string condition;
  };
  struct ModifierPair {
    ModifierPairRow row;
    std::string note;
  };

  // Id 0 is the empty text.
  [[nodiscard]] static TextPool empty_first() {
    TextPool texts;
    static_cast<void>(texts.id(""));
    return texts;
  }

  // Any order: the writer sorts. Row releases are indexes into `releases`, which keeps its order.
  std::vector<Release> releases;
  std::vector<std::string> rationales;  // by the id in the rows
  std::array<std::vector<PairEdit>, kPtpTables> ptp;
  std::array<std::vector<MueLimit>, kMueTables> mue;
  std::vector<FeeScheduleRow> fee_schedule;
  std::vector<AddOnEdit> add_on;  // note_text: an id in `texts`
  std::vector<ProcedureCodeRow> procedures;
  std::vector<DiagnosisRow> diagnoses;
  std::vector<DiagnosisEditRow> diagnosis_edits;
  std::vector<DiagnosisRelation> relations;  // note: an id in `texts`
  std::vector<KeyedFact> facts;
  TextPool texts = empty_first();
  std::vector<ModifierRow> modifiers;
  std::vector<CodeRange> code_sets;
  std::vector<DiagnosisPrefix> diagnosis_sets;
  std::vector<MappedCode> code_maps;
  std::vector<ParameterValue> parameters;
  std::vector<PlaceRow> places;
  std::vector<Number> code_numbers;
  std::vector<ModifierPair> modifier_pairs;  // each once, as the table has it
  std::vector<std::pair<std::uint32_t, std::string>>
      code_words;  // every code of our own table, with or without words
  std::vector<std::pair<std::uint64_t, std::string>> diagnosis_words;  // one a code
  std::vector<std::pair<std::uint16_t, std::string>> modifier_words;   // one a modifier
};

// Writes under a temporary name, syncs and renames: readers see the old file or the new one, whole.
void write_snapshot(SnapshotContent content, const std::string& path);
// The two halves, for a caller that has something to do in between.
[[nodiscard]] std::string write_snapshot_aside(SnapshotContent content,
                                               const std::string& path);  // the temporary name
void put_in_place(const std::string& temporary, const std::string& path);

}  // namespace chargelint::data
