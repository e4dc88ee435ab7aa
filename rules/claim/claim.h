// The claim view: one normalized form of what an EHR sent, whatever the protocol. It says what is known:
// absent is not zero, and each field remembers where in the source it was found.
//
// Ownership: every text is a view into the message buffer (or into `owned_text`); a Claim must not outlive
// the buffer it was read from. Built only by hl7, fhir and tests; rules read it.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rules/base/code.h"
#include "rules/base/date.h"
#include "rules/base/money.h"
#include "rules/base/side.h"
#include "rules/base/small_vector.h"

namespace chargelint {

// A place in the source, packed by the reader that built the claim and printed by the same module
// (hl7::location_text, fhir::location_text). 0 means "nowhere in particular".
struct Location {
  std::uint64_t packed = 0;
  [[nodiscard]] constexpr bool empty() const { return packed == 0; }
  friend constexpr bool operator==(const Location&, const Location&) = default;
};

enum class PayerClass : std::uint8_t { medicare, medicaid, medicare_advantage, commercial, other };
inline constexpr std::size_t kPayerClasses = 5;
// P, O, I, A, D of the catalogue.
enum class BillKind : std::uint8_t { professional, outpatient, inpatient, asc, dme };
enum class Stage : std::uint8_t { order, charge, claim };
enum class SourceFormat : std::uint8_t { none, hl7, fhir };

struct Context {
  std::string_view payer_id;    // the sender's own id of payer or plan; for site rules
  std::string_view department;  // the sender's own
  PayerClass payer = PayerClass::medicare;
  BillKind kind = BillKind::professional;
  Stage stage = Stage::claim;
  std::optional<Date>
      received_on;                // Claim.created, MSH-7, or the moment of receipt in serve; never the clock
  std::string_view type_of_bill;  // "131"; empty when unknown
};

enum class Sex : std::uint8_t { unknown, female, male, other };

struct Patient {
  std::string_view id;       // PHI: never printed without --show-phi
  std::string_view account;  // PHI
  std::optional<Date> birth_date;
  std::optional<Date> death_date;
  Sex sex = Sex::unknown;
};

enum class StayKind : std::uint8_t { hospice, skilled_nursing, inpatient };
// A stay of the patient that other services may fall into.
struct Stay {
  StayKind kind = StayKind::inpatient;
  Period period;
};

enum class Licence : std::uint8_t {
  unstated,
  physician,
  non_physician,  // nurse practitioner, physician assistant, clinical nurse specialist, midwife
  nurse_anesthetist,
  first_assistant,  // registered nurse
  therapist,
  laboratory,
  supplier,
};

struct Provider {
  std::string_view npi;
  std::string_view specialty;  // taxonomy or specialty code
  std::string_view group;      // group or billing id
  std::string_view clia;       // of a laboratory
  Licence licence = Licence::unstated;
  bool organisation = false;  // the source says that it is no person
  Location at;
  [[nodiscard]] bool known() const { return !npi.empty() || !group.empty(); }
};

enum class CodeSystem : std::uint8_t {
  unstated,
  cpt,
  hcpcs,
  icd10cm,
  icd9cm,
  icd10pcs,
  snomed,
  local,
  other
};

enum class DiagnosisRole : std::uint8_t {
  unstated,
  principal,
  admitting,
  reason_for_visit,
  secondary,
  external_cause
};

struct Diagnosis {
  IcdCode code;           // empty when the text has not the form of a code
  std::string_view text;  // as sent
  CodeSystem system = CodeSystem::unstated;
  DiagnosisRole role = DiagnosisRole::unstated;
  std::int32_t sequence = 0;  // the number lines point by; 0 when the source has none
  char present_on_admission = 0;
  Location at;
};

struct ModifierUse {
  Modifier value;         // empty when the text is not two characters
  std::string_view text;  // as sent
  Location at;
};

// A line's pointer to Claim::diagnoses (index from 0).
struct DiagnosisPointer {
  std::uint16_t index = 0;
  Location at;
};

struct DrugCode {
  std::string_view ndc;  // as sent
  std::string_view quantity;
  std::string_view unit;
  Location at;
};

// Table 0017 of HL7; FHIR lines are charges. Only charges that are not taken back are judged.
enum class LineType : std::uint8_t { charge, credit, payment, adjustment, other };

struct ServiceLine {
  std::uint16_t number = 0;  // from 1, in the order of the message: the line's identity, kept by edits
  std::string_view set_id;   // FT1-1, Claim.item.sequence
  LineType type = LineType::charge;
  std::string_view type_text;       // "CG"
  std::string_view transaction_id;  // FT1-2
  bool reversed = false;            // a credit of the same message takes this charge back
  std::uint16_t counterpart = 0;    // of a credit, the line it takes back; of a charge, the credit

  Hcpcs code;                  // empty: no procedure code was found
  std::string_view code_text;  // as sent (the code itself, without appended modifiers)
  CodeSystem code_system = CodeSystem::unstated;
  Location code_at;
  std::string_view charge_code;  // the charge master's own code
  Location charge_code_at;
  Location at;  // the line as a whole

  SmallVector<ModifierUse, 4> modifiers;
  SmallVector<DiagnosisPointer, 4> diagnoses;  // in order; the first is primary
  bool diagnoses_assumed = false;              // the source has no pointers: every diagnosis of the message

  Quantity units;  // 1 when not stated
  bool units_stated = false;
  Location units_at;
  std::optional<std::int32_t> minutes;  // anesthesia and other timed services, where the source says minutes
  std::optional<Money> charge;

  std::optional<Date> from;
  std::optional<Date> through;
  Location date_at;

  std::string_view place_of_service;  // two digits
  Location place_at;
  std::string_view revenue_code;
  Location revenue_at;
  BodySide side = BodySide::unstated;  // from the body site
  bool by_time = false;                // the source says that the level was chosen by time
  bool incident_to = false;            // billed under another practitioner's number
  bool report_attached = false;        // documentation goes along
  bool repeat_stated = false;          // the sender says why the service was repeated
  std::string_view narrative;          // PHI: what the sender wrote of the line; never printed
  std::string_view order_number;       // accession, filler or placer number
  SmallVector<DrugCode, 1> drugs;
  Provider rendering;
  Provider ordering;
  Provider supervising;

  // Judged: a charge, not taken back.
  [[nodiscard]] bool is_active() const { return type == LineType::charge && !reversed; }
  [[nodiscard]] bool has(Modifier modifier) const {
    for (const ModifierUse& use : modifiers) {
      if (use.value == modifier) return true;
    }
    return false;
  }
};

// What a reader noticed about the shape of the transaction itself. The SHAPE rules turn these into findings,
// so that readers hold no wording and no severity.
enum class ShapeKind : std::uint8_t {
  missing_element,       // FHIR: `element` is required and absent
  line_number_repeats,   // FHIR: item.sequence repeats or is below 1; value = the number
  dangling_pointer,      // a line points to what is not there; value = the sequence
  not_accepted,          // HL7: type, event, version, processing id; `element` = field, detail = reason
  missing_segment,       // HL7: `element` = segment, missing or out of order; detail = what is wrong
  missing_field,         // HL7: `element` = field, e.g. "FT1-4"
  unknown_code_system,   // no coding of a known system or form; `text` = the system as sent
  code_system_by_form,   // the stated system is another than the code's form: read by the form
  malformed_value,       // HL7: not of its type or table; `element` = field, detail = what it is not
  amount_mismatch,       // FHIR: item.net and what price, quantity and factor make
  not_checkable,         // FHIR: status or use; detail = the value
  procedure_status,      // FHIR Procedure.status that is not completed; detail = the value
  side_not_stated,       // FHIR Procedure: neither the body site nor an extension names a side
  no_reason,             // FHIR Procedure: no reason that resolves to an ICD-10-CM code
  other_code,            // HL7: PR1-3 names another code than FT1-25
  several_modifiers,     // HL7: modifiers of one repetition are read apart
  diagnosis_not_listed,  // HL7: FT1-19 holds a code that no DG1 holds
  reversed_sign,         // HL7: a charge with a negative quantity
  at_both_levels,        // HL7 P11: a segment for the message and for an FT1; the FT1's wins
  unknown_coding,        // HL7: a coding system that is not known; the code is read by its form
  sources_differ,        // HL7: `element` and `other_element` say different things; `element` is what is read
};

struct ShapeFact {
  ShapeKind kind = ShapeKind::missing_element;
  std::string_view element;  // static text of the reader, e.g. "Claim.insurance", "FT1-4", "PID"
  std::string_view detail;   // static text of the reader; never a value of the message
  std::uint16_t line = 0;    // service line concerned, 0 = the claim
  std::int32_t value = 0;
  std::uint16_t hl7_code = 0;  // table 0357, for the answer in the protocol's own terms
  Location at;
  std::string_view text = {};  // as sent, where it can say nothing of the patient: a code, a code system
  Money amount = {};           // amount_mismatch: as stated
  Money expected = {};         // and as it should be
  // other_code, sources_differ: the second place, and what stands there. Static text as `element`.
  std::string_view other_element = {};
  Location other_at = {};
  std::string_view other_text = {};
};

// How a value was understood where the source left room: "FT1[1]-26: two modifiers in one repetition".
struct ReadingNote {
  Location at;
  std::string_view text;  // static text of the reader
};

struct Claim {
  SourceFormat format = SourceFormat::none;
  std::string_view source_type;     // "DFT^P03", "Claim"
  std::string_view source_version;  // "2.5.1", "4.0.1"
  std::string_view profile = "default";
  std::string_view id;  // visit or claim identifier as sent
  Location id_at;

  Context context;
  Patient patient;
  Provider billing;
  Provider referring;  // or ordering, of the claim as a whole
  Provider attending;
  char frequency = 0;               // 1 original, 7 replacement, 8 void; 0 = not stated
  std::string_view original_claim;  // the payer's number of the claim that 7 or 8 replaces
  std::optional<Period> statement;  // institutional: from and through
  std::optional<Period> coverage;   // of the payer, as the source states it; open where it states one end
  SmallVector<Stay, 1> stays;
  SmallVector<std::string_view, 2> condition_codes;
  SmallVector<std::string_view, 1> authorizations;
  std::string_view trial_number;
  bool filing_exception = false;  // the source names a reason why it comes late
  SmallVector<Diagnosis, 8> diagnoses;
  SmallVector<ServiceLine, 4> lines;
  SmallVector<ShapeFact, 4> shape;
  SmallVector<ReadingNote, 4> notes;

  // Keeps a text that is not in the message as it stands (an unescaped or re-encoded value). Copies of the
  // claim share it.
  std::string_view own(std::string text) {
    if (!owned_text) owned_text = std::make_shared<std::deque<std::string>>();
    return owned_text->emplace_back(std::move(text));
  }
  std::shared_ptr<std::deque<std::string>> owned_text;

  [[nodiscard]] const ServiceLine* line(std::uint16_t number) const {
    for (const ServiceLine& candidate : lines) {
      if (candidate.number == number) return &candidate;
    }
    return nullptr;
  }
};

}  // namespace chargelint
