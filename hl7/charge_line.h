// One FT1 group to service lines.
#pragma once

#include <cstddef>
#include <string_view>

#include "hl7/diagnoses.h"
#include "hl7/fields.h"
#include "hl7/message.h"
#include "hl7/profile.h"
#include "hl7/reading.h"
#include "hl7/value_lookup.h"

namespace chargelint::hl7 {

// A PR1 with its place in the message.
struct ProcedureSegment {
  Segment segment;
  unsigned ordinal = 0;
};
using ProcedureSegments = SmallVector<ProcedureSegment, 4>;

struct ChargeGroup {
  Segment segment;
  unsigned ordinal = 0;
  ProcedureSegments procedures;
  Segment order;  // ORC and OBR that stand under the FT1
  Segment observation;
  Segment note;  // the NTE right behind it
  ChargeScope scope;
  bool has_drugs = false;  // RXA, RXD, RXE or RXO stand under the FT1
  bool is_last = false;    // nothing stands behind it in the message
};

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);  // of a PR1

constexpr FieldPlace charge_place(unsigned ordinal, unsigned field, unsigned repetition = 0,
                                  unsigned component = 0, unsigned subcomponent = 0) {
  return {SegmentName::FT1, ordinal, field, repetition, component, subcomponent};
}

class ChargeLineReader {
 public:
  // `expanded` is DFT^P11, where DG1 belong to an FT1 by position.
  ChargeLineReader(const Message& message, const Fields& visit, const Profile& profile, Claim& claim,
                   Diagnoses& diagnoses, bool expanded);

  // Adds the line of an FT1, and one for each further PR1 when the codes stand there.
  void read(const ChargeGroup& group);
  // Adds the line of a PR1 that stands without an FT1 (BAR).
  void read_procedure(const ProcedureSegment& procedure, const ChargeScope& scope);
  // After the last line: the diagnoses of a message that points to none, and the charges that a credit takes
  // back.
  void finish();
  // Whether a charge said that it is a professional's or a hospital's.
  [[nodiscard]] bool kind_stated() const { return kind_stated_; }

 private:
  // FT1-31: the set ids of the lines that a line refers to.
  struct Reference {
    std::size_t line = 0;  // index
    Part set_ids;
  };
  ServiceLine& add_line();
  void read_kind(const Fields& fields);
  void read_type(const Fields& fields, unsigned ordinal, ServiceLine& line);
  void read_dates(const Fields& fields, unsigned ordinal, ServiceLine& line);
  void read_quantity(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  void read_minutes(const Fields& fields, ServiceLine& line) const;
  void read_rest(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  void read_named_fields(const ChargeGroup& group, ServiceLine& line);
  void read_order(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  static void read_unit_price(const Fields& fields, ServiceLine& line);
  void read_drug(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  void read_administered_drugs(const ChargeGroup& group, ServiceLine& line);
  void read_drug_in_note(const ChargeGroup& group, ServiceLine& line);
  void read_diagnoses(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  bool read_named_diagnoses(const ChargeGroup& group, unsigned scope, ServiceLine& line);
  void check_required(const Fields& fields, const ChargeGroup& group, const ServiceLine& line);
  void check_procedure_dates(const ChargeGroup& group, const ServiceLine& line);
  void read_performer(const ChargeGroup& group, std::size_t source, ServiceLine& line) const;
  void note_form(ModifierForm form, std::string_view element, const FieldPlace& place,
                 const ServiceLine& line);

  // charge_code.cpp. The index of the PR1 the code came from; kNowhere when it came from FT1 or from nowhere.
  std::size_t read_code(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  std::size_t read_usual_code(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  std::size_t read_named_code(const ChargeGroup& group, ServiceLine& line);
  void take_code(const FoundCode& found, FieldPlace place, ServiceLine& line);
  void keep_unread_code(const Part& element, FieldPlace place, ServiceLine& line);
  void read_charge_code(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  void look_up_charge_code(ServiceLine& line);
  void check_procedures(const ChargeGroup& group, const ServiceLine& line);
  void check_transaction_code(const Fields& fields, const ChargeGroup& group, const ServiceLine& line);
  [[nodiscard]] std::optional<FoundCode> code_of(const Fields& procedure) const;
  void read_further_procedures(const ChargeGroup& group, std::size_t source, std::size_t first_line);
  void read_modifiers(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  void read_usual_modifiers(const Fields& fields, const ChargeGroup& group, ServiceLine& line,
                            Modifiers& found);
  void read_named_modifiers(const ChargeGroup& group, const ServiceLine& line, Modifiers& found);
  void read_procedure_modifiers(const Fields& procedure, unsigned ordinal, const ServiceLine& line,
                                Modifiers& out);
  void say_modifiers_differ(const ServiceLine& line, std::string_view element, const Modifiers& read,
                            std::string_view other_element, const Modifiers& other);

  // reversals.cpp. What is looked through for each credit, small enough to be quick in a message of
  // thousands.
  struct Candidate {
    std::size_t line = 0;  // index
    std::string_view transaction_id;
    std::string_view set_id;
    Hcpcs code;
    bool open = true;  // not taken back yet
  };
  using Candidates = SmallVector<Candidate, 8>;
  void take_back(std::size_t credit, const Part* set_ids, Candidates& candidates);
  void take_back_named(std::size_t credit, const Part& set_ids, Candidates& candidates);
  void reverse(Candidate& charge, std::size_t credit);

  const Message& message_;
  const Profile& profile_;
  Claim& claim_;
  Diagnoses& diagnoses_;
  bool expanded_;
  bool is_inpatient_;
  bool kind_stated_ = false;
  Provider attending_;  // of PV1-7: stands in where a charge names no performer
  SmallVector<Reference, 2> references_;
};

}  // namespace chargelint::hl7
