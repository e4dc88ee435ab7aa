// How one sender's messages are read: where each value stands, what its own codes mean, and how it wants to
// be answered. A plain value: where profiles come from (files, built in) is for the caller to know.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/base/result.h"
#include "rules/claim/claim.h"

namespace chargelint::hl7 {

// "FT1-26", "FT1-25.4", "PV1-19", "ZFT-3[2].1", "IN1-2.1".
struct FieldPath {
  std::array<char, 3> segment{};
  unsigned field = 0;
  unsigned repetition = 0;  // 0: each of them, in order
  unsigned component = 0;   // 0: the value's own first component
  unsigned subcomponent = 0;
  [[nodiscard]] std::string_view segment_id() const { return {segment.data(), segment.size()}; }
  friend bool operator==(const FieldPath&, const FieldPath&) = default;
};
// What is wrong with a text that is no path is said in the error.
[[nodiscard]] Result<FieldPath> parse_field_path(std::string_view text);
[[nodiscard]] std::string field_path_text(const FieldPath& path);

using FieldPaths = std::vector<FieldPath>;  // tried in order

// A value that is told by a field and a table of what the sender writes there.
template <class Value>
struct MappedField {
  FieldPaths from;
  std::vector<std::pair<std::string, Value>> values;  // compared without regard to case; "WC*" is a beginning
  std::optional<Value> otherwise;                     // where no field says it
  [[nodiscard]] bool stated() const { return !from.empty() || otherwise.has_value(); }
};

// What a charge master's own code stands for.
struct ChargeMasterEntry {
  std::string code;
  std::vector<std::string> modifiers;
};

enum class AcknowledgementMode : std::uint8_t {
  original,   // always one application answer
  enhanced,   // MSH-15 and MSH-16 by their table; both empty: one accept answer
  automatic,  // enhanced where MSH-15 or MSH-16 is filled, original where both are empty
};
enum class DiagnosisForm : std::uint8_t { automatic, codes, pointers };
enum class DiagnosisScope : std::uint8_t { by_event, message, charge };
enum class TimeQuantity : std::uint8_t { automatic, minutes, units };  // FT1-10 of anesthesia

struct Profile {
  std::string name = "default";
  std::string summary;

  // Whose messages it is for: MSH-3 and MSH-4; an empty text stands for any.
  struct Sender {
    std::string application;
    std::string facility;
  };
  std::vector<Sender> senders;

  std::string character_set;        // in the words of MSH-18
  bool character_set_wins = false;  // over an MSH-18 that is filled; else only where it is empty
  AcknowledgementMode acknowledgement = AcknowledgementMode::original;
  std::optional<bool> hold_on_error;      // else as the service is configured
  std::optional<bool> errors_before_2_5;  // likewise

  // Without a value: the reading order of the standard's fields. An empty list: the sender never sends it.
  std::optional<FieldPaths> code;
  std::optional<FieldPaths> charge_code;
  std::optional<FieldPaths> modifiers;
  std::optional<FieldPaths> diagnoses;
  std::optional<FieldPaths> quantity;
  std::optional<FieldPaths> rendering;
  std::optional<FieldPaths> ordering;
  std::optional<FieldPaths> visit;
  std::optional<FieldPaths> revenue_code;
  std::optional<FieldPaths> drug;
  std::optional<FieldPaths> department;
  MappedField<PayerClass> payer;
  MappedField<BillKind> kind;
  MappedField<std::string> place_of_service;
  DiagnosisForm diagnosis_form = DiagnosisForm::automatic;
  DiagnosisScope diagnosis_scope = DiagnosisScope::by_event;
  TimeQuantity anesthesia_quantity = TimeQuantity::automatic;
  std::optional<Stage> stage;

  std::vector<std::pair<std::string, CodeSystem>> code_systems;  // beside the usual names
  std::vector<std::pair<std::string, LineType>> transaction_types;
  std::map<std::string, ChargeMasterEntry, std::less<>> charge_master;

  // "C4", or one of the sender's own names.
  [[nodiscard]] CodeSystem system_named(std::string_view name) const;
  [[nodiscard]] std::optional<LineType> transaction_type(std::string_view text) const;
  // Whether it is for a sender; `specific` says by how many of its two names.
  [[nodiscard]] bool is_for(std::string_view application, std::string_view facility, int* specific) const;
};

// The profile of senders that have none of their own.
[[nodiscard]] const Profile& default_profile();

// Whether a text is a pattern's: the same without regard to case, or begun by one that ends in '*'.
[[nodiscard]] bool matches_value(std::string_view text, std::string_view pattern);

template <class Value>
const Value* value_named(const std::vector<std::pair<std::string, Value>>& values, std::string_view text) {
  for (const auto& [pattern, value] : values) {
    if (matches_value(text, pattern)) return &value;
  }
  return nullptr;
}

}  // namespace chargelint::hl7
