// What a rule says, as plain values. Wording is made from the rule's templates only when somebody reads it
// (rules/engine/text.h), so judging a claim allocates nothing.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "rules/base/code.h"
#include "rules/base/date.h"
#include "rules/base/money.h"
#include "rules/base/small_vector.h"
#include "rules/claim/claim.h"
#include "rules/ports/reference.h"

namespace chargelint {

struct RuleInfo;

enum class Severity : std::uint8_t { off, info, warning, error };
[[nodiscard]] std::string_view severity_name(Severity severity);

// A value for a placeholder of the message templates: {name}.
struct Argument {
  std::string_view name;  // static
  std::variant<std::string_view, std::int64_t, Hcpcs, Modifier, IcdCode, Date, Quantity, FixedText<24>> value;
};

enum class EditKind : std::uint8_t {
  add_modifier,
  remove_modifier,
  set_units,
  replace_code,
  remove_line,
  add_diagnosis,
  reorder_diagnoses,
  split_line,
  merge_lines,
};
[[nodiscard]] std::string_view edit_name(EditKind kind);  // "add-modifier", as in the JSON contract

struct Edit {
  EditKind kind = EditKind::add_modifier;
  std::uint16_t line = 0;   // ServiceLine::number
  std::uint16_t other = 0;  // merge_lines: the line merged into `line`
  Modifier modifier;        // add_modifier, remove_modifier, split_line (of the new line)
  Hcpcs code;               // replace_code
  IcdCode diagnosis;        // add_diagnosis; reorder_diagnoses: moved to the front of the line's pointers
  Quantity units;           // set_units, split_line (units of the new line)
  Hcpcs current;            // the code of the line before the edit, for the wording; filled by the engine
};

struct Fix {
  SmallVector<Edit, 2> edits;
  std::string_view title;     // template; empty: made from the edits
  std::string_view question;  // what a person must answer before this is right; empty: none
  bool needs_person = false;  // advice: documentation must support it, never one click
  bool verified = false;      // set by the engine's dry run alone
};

struct PtpEvidence {
  Hcpcs column1;
  const PtpEdit* edit = nullptr;
};
// The very row that a finding rests on. Pointers live as long as the Reference.
struct Evidence {
  std::variant<std::monostate, PtpEvidence, const MueLimit*, const FeeScheduleRow*, const AddOnEdit*,
               const DiagnosisRow*, const ModifierRow*, const CodeMapRow*, const DiagnosisRelation*,
               const ProcedureCodeRow*, const DiagnosisEditRow*, const ModifierPairRow*, const CodeNumberRow*>
      row;
  Source source = Source::ptp_practitioner;
  ReleaseId release = 0;
  bool present = false;  // false: the finding rests on the transaction alone
};

struct Finding {
  const RuleInfo* rule = nullptr;
  Severity severity = Severity::off;
  SmallVector<std::uint16_t, 4> lines;  // every line that takes part (decision 10), by number
  SmallVector<Hcpcs, 2> codes;
  SmallVector<Modifier, 2> modifiers;
  SmallVector<IcdCode, 2> diagnoses;
  SmallVector<Argument, 6> arguments;
  Location location;
  Location other_location;     // where two places of the source contradict each other: the second
  std::uint16_t hl7_code = 0;  // table 0357 where the protocol has its own word; 0 = 207
  std::string_view clinician;  // template that replaces the rule's; empty: the rule's
  std::string_view biller;     // template that replaces the rule's; empty: the rule's
  Evidence evidence;
  SmallVector<Fix, 5> fixes;
  bool boundary = false;  // the date of service is a boundary day of the row
  bool history_used = false;
};

// Why something was not checked. One entry a module, gap and source.
enum class Gap : std::uint8_t {
  no_history,          // only this claim's lines were looked at
  not_loaded,          // no release of the source
  partial,             // the source is partial and does not hold the code
  nearest_release,     // checked against the nearest release; none covers the date of service
  no_date,             // the line has no date of service
  no_code,             // the line has no procedure code
  medicaid_tables,     // the Medicaid tables are not loaded
  dental,              // dental codes are outside the loaded tables
  shape,               // the element is missing or malformed (a SHAPE finding says which)
  suspended,           // the row itself says that the check is switched off
  contractor_defined,  // the contractor defines it: no public list
  missing_field,       // the claim does not say what the rule needs
  incomplete_history,  // earlier services may be missing
};
struct NotEvaluated {
  std::string_view module;  // "NCCI-PTP"
  Gap gap = Gap::no_history;
  Source source = Source::ptp_practitioner;  // where the gap names one
  SmallVector<Hcpcs, 4> codes;               // the first few codes concerned
  std::uint16_t more = 0;                    // and how many besides
  ReleaseId release = 0;                     // nearest_release
};

}  // namespace chargelint
