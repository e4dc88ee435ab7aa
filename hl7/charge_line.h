// One FT1 group to service lines.
#pragma once

#include <cstddef>
#include <string_view>

#include "hl7/diagnoses.h"
#include "hl7/fields.h"
#include "hl7/message.h"
#include "hl7/reading.h"

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
  Segment note;          // the NTE right behind it
  bool is_last = false;  // nothing stands behind it in the message
};

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);  // of a PR1

constexpr FieldPlace charge_place(unsigned ordinal, unsigned field, unsigned repetition = 0,
                                  unsigned component = 0, unsigned subcomponent = 0) {
  return {SegmentName::FT1, ordinal, field, repetition, component, subcomponent};
}

class ChargeLineReader {
 public:
  // `expanded` is DFT^P11, where DG1 belong to an FT1 by position.
  ChargeLineReader(const Message& message, const Fields& visit, Claim& claim, Diagnoses& diagnoses,
                   bool expanded);

  // Adds the line of an FT1, and one for each further PR1 when the codes stand there.
  void read(const ChargeGroup& group);
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
  void read_quantity(const Fields& fields, unsigned ordinal, ServiceLine& line);
  void read_rest(const Fields& fields, unsigned ordinal, ServiceLine& line);
  void read_modifiers(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  void read_procedure_modifiers(const Fields& procedure, unsigned ordinal, const ServiceLine& line,
                                Modifiers& out);
  void read_order(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  static void read_unit_price(const Fields& fields, ServiceLine& line);
  void read_drug(const Fields& fields, unsigned ordinal, ServiceLine& line);
  void check_procedures(const ChargeGroup& group, const ServiceLine& line);
  void read_diagnoses(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  // The index of the PR1 the code came from; npos when it came from FT1 or from nowhere.
  std::size_t read_code(const Fields& fields, const ChargeGroup& group, ServiceLine& line);
  void read_further_procedures(const ChargeGroup& group, std::size_t source, std::size_t first_line);
  void check_required(const Fields& fields, const ChargeGroup& group, const ServiceLine& line);
  void read_performer(const ChargeGroup& group, std::size_t source, ServiceLine& line) const;
  void note_form(ModifierForm form, std::string_view element, const FieldPlace& place,
                 const ServiceLine& line);

  void take_back(const ServiceLine& credit, const Part* set_ids);

  const Message& message_;
  Claim& claim_;
  Diagnoses& diagnoses_;
  bool expanded_;
  bool is_inpatient_;
  bool kind_stated_ = false;
  Provider attending_;  // of PV1-7: stands in where a charge names no performer
  SmallVector<Reference, 2> references_;
};

}  // namespace chargelint::hl7
