// read_charges: DFT^P03 and DFT^P11 to the claim view.
#include "hl7/acceptance.h"
#include "hl7/bytes.h"
#include "hl7/charge_line.h"
#include "hl7/charges.h"
#include "hl7/diagnoses.h"
#include "hl7/fields.h"
#include "hl7/people.h"
#include "hl7/reading.h"

namespace chargelint::hl7 {
namespace {

void read_payer(const Segment& segment, Claim& claim, ReadingFacts& facts) {
  const Fields insurance(segment);
  read_coverage(insurance, claim);
  const auto payer = payer_class(insurance);
  if (!payer) return;
  claim.context.payer = *payer;
  facts.payer_stated = true;
  add_note(claim, {SegmentName::IN1, 1}, "the class of payer is read from the names in IN1");
}

// In P11 what stands under a charge wins over what stands for the message; both at once is worth saying.
class LevelCheck {
 public:
  enum Kind : std::uint8_t { diagnosis, insurance, guarantor };
  void see(Kind kind, bool under_charge) {
    (under_charge ? under_charge_ : for_message_) |= static_cast<std::uint8_t>(1U << kind);
  }
  void report(Claim& claim) const {
    const unsigned both = static_cast<unsigned>(under_charge_) & static_cast<unsigned>(for_message_);
    const auto say = [&](Kind kind, std::string_view segment, SegmentName name) {
      if ((both >> kind & 1U) == 0) return;
      add_fact(claim, ShapeKind::at_both_levels, segment, "for the message and for a charge",
               kSegmentSequence, {name, 1});
    };
    say(diagnosis, "DG1", SegmentName::DG1);
    say(insurance, "IN1", SegmentName::IN1);
    say(guarantor, "GT1", SegmentName::GT1);
  }

 private:
  std::uint8_t under_charge_ = 0;
  std::uint8_t for_message_ = 0;
};

// DG1 anywhere belong to the message in P03, and to the FT1 before them in P11. IN1 likewise: the first of
// the message.
void read_message_level(const Message& message, bool expanded, Diagnoses& diagnoses, Claim& claim,
                        ReadingFacts& facts) {
  unsigned charges = 0;
  unsigned diagnosis_segments = 0;
  bool has_insurance = false;
  LevelCheck levels;
  for (std::size_t index = 1; index < message.size(); ++index) {
    const Segment& segment = message[index];
    const std::string_view raw = segment.raw();
    if (has_id(raw, "FT1")) {
      ++charges;
    } else if (has_id(raw, "DG1")) {
      diagnoses.add_segment(segment, ++diagnosis_segments, expanded ? charges : 0);
      levels.see(LevelCheck::diagnosis, charges > 0);
    } else if (has_id(raw, "IN1")) {
      levels.see(LevelCheck::insurance, charges > 0);
      if (has_insurance || (expanded && charges > 0)) continue;
      has_insurance = true;
      read_payer(segment, claim, facts);
    } else if (has_id(raw, "GT1")) {
      levels.see(LevelCheck::guarantor, charges > 0);
    } else if (has_id(raw, "UB1")) {
      read_condition_codes(segment, 7, claim);
    } else if (has_id(raw, "UB2")) {
      read_condition_codes(segment, 3, claim);
    }
  }
  if (expanded) levels.report(claim);
}

void read_lines(const Message& message, ChargeLineReader& reader, Claim& claim) {
  unsigned charges = 0;
  unsigned procedures = 0;
  ChargeGroup group;
  for (std::size_t index = 1; index < message.size(); ++index) {
    const Segment& segment = message[index];
    const std::string_view raw = segment.raw();
    if (has_id(raw, "FT1")) {
      if (charges > 0) reader.read(group);
      group = ChargeGroup{segment, ++charges, {}, {}, {}, {}, index + 1 == message.size()};
    } else if (has_id(raw, "PR1")) {
      ++procedures;
      const bool deleted = segment.field(20).raw() == "D";
      if (charges > 0 && !deleted) group.procedures.push_back({segment, procedures});
    } else if (charges == 0) {
      continue;  // orders and notes of the message as a whole
    } else if (has_id(raw, "ORC")) {
      if (!group.order.exists()) group.order = segment;
    } else if (has_id(raw, "OBR")) {
      if (!group.observation.exists()) group.observation = segment;
    } else if (has_id(raw, "NTE")) {
      if (has_id(message[index - 1].raw(), "FT1")) group.note = segment;
    }
  }
  if (charges > 0) reader.read(group);
  if (claim.lines.size() >= kMostLines) {
    add_fact(claim, ShapeKind::not_accepted, "FT1", "more than 5000 charge lines in one message", kInternal,
             {SegmentName::FT1, static_cast<unsigned>(kMostLines)});
  }
}

}  // namespace

Claim read_charges(const Message& message, const Profile& profile) {
  ReadingFacts facts;
  return read_charges(message, profile, facts);
}

Claim read_charges(const Message& message, const Profile& profile, ReadingFacts& facts) {
  Claim claim;
  claim.format = SourceFormat::hl7;
  claim.profile = profile.name;
  claim.context.stage = Stage::claim;
  facts = {};
  const ChargeEvent event = read_header(message, claim);
  if (event == ChargeEvent::none) return claim;
  if (message.is_run_together()) {
    add_note(claim, {SegmentName::MSH, 1}, "the line ends are lost; segments are told apart by their names");
  }
  check_segments(message, claim);
  const Segment patient = message.find("PID");
  const Fields person(patient);
  const Fields visit(message.find("PV1"));
  if (patient.exists()) check_patient(person, claim);
  read_patient(person, visit, claim);
  read_visit(visit, claim);
  const bool expanded = event == ChargeEvent::p11;
  Diagnoses diagnoses(claim);
  read_message_level(message, expanded, diagnoses, claim, facts);
  ChargeLineReader reader(message, visit, claim, diagnoses, expanded);
  read_lines(message, reader, claim);
  reader.finish();
  facts.kind_stated = reader.kind_stated();
  if (facts.kind_stated) read_stay(visit, claim);
  return claim;
}

}  // namespace chargelint::hl7
