// The diagnoses of a charge message: DG1 by the event's scope, codes and pointers of FT1-19 and PR1-15.
#pragma once

#include <cstdint>
#include <optional>

#include "hl7/codes_in_fields.h"
#include "hl7/reading.h"

namespace chargelint::hl7 {

class Diagnoses {
 public:
  Diagnoses(Claim& claim, const Profile& profile) : claim_(claim), profile_(profile) {}

  // `group` is the ordinal of the FT1 a DG1 belongs to, 0 for the message.
  void add_segment(const Segment& segment, unsigned ordinal, unsigned group);
  // Reads codes or pointers of a repeating field into a line. A `place` that names a repetition is that
  // one's.
  void read_field(const Part& field, FieldPlace place, unsigned group, ServiceLine& line);
  // Points a line to the DG1 of its own group; false when it has none.
  bool point_to_group(unsigned group, ServiceLine& line) const;
  // Points a line to every DG1 of the message, as assumed.
  void assume_all(ServiceLine& line) const;
  // Whether a line of the message said what its diagnoses are.
  [[nodiscard]] bool stated() const { return stated_; }

 private:
  struct Member {
    unsigned group = 0;
    std::uint16_t index = 0;  // into Claim::diagnoses
    std::int32_t sequence = 0;
  };
  [[nodiscard]] std::optional<std::uint16_t> find(const DiagnosisText& wanted) const;
  std::optional<std::uint16_t> add(const DiagnosisText& text, const FieldPlace& place);
  [[nodiscard]] std::optional<std::uint16_t> resolve(std::int32_t number, unsigned group) const;
  void read_pointers(const PointerNumbers& numbers, const FieldPlace& place, unsigned group,
                     ServiceLine& line);

  Claim& claim_;
  const Profile& profile_;
  SmallVector<Member, 16> members_;
  bool stated_ = false;
};

}  // namespace chargelint::hl7
