// What a snapshot says, before it is laid out in a file. Made by the compiler from the store, or by a test.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "rules/ports/reference.h"

namespace chargelint::data {

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
  struct Place {
    std::uint16_t place = 0;
    Period force;
  };

  // Any order: the writer sorts. Row releases are indexes into `releases`, which keeps its order.
  std::vector<Release> releases;
  std::vector<std::string> rationales;       // by the id in the rows
  std::array<std::vector<PairEdit>, 2> ptp;  // practitioner, hospital
  std::array<std::vector<MueLimit>, 3> mue;  // practitioner, outpatient, DME
  std::vector<FeeScheduleRow> fee_schedule;
  std::vector<AddOnEdit> add_on;
  std::vector<DiagnosisRow> diagnoses;
  std::vector<ModifierRow> modifiers;
  std::vector<CodeRange> code_sets;
  std::vector<DiagnosisPrefix> diagnosis_sets;
  std::vector<MappedCode> code_maps;
  std::vector<ParameterValue> parameters;
  std::vector<Place> places;
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
