// read_charges: DFT^P03 and P11 and the procedures of BAR to the claim view; orders are read by order_reader.
#include "hl7/acceptance.h"
#include "hl7/bytes.h"
#include "hl7/charge_line.h"
#include "hl7/charges.h"
#include "hl7/diagnoses.h"
#include "hl7/fields.h"
#include "hl7/order_reader.h"
#include "hl7/people.h"
#include "hl7/reading.h"

namespace chargelint::hl7 {
namespace {

constexpr unsigned kMostInsurances = 64;

// The class of payer that a charge of P11 has by its own IN1; the claim has one for all its charges.
void compare_payer(const Segment& segment, unsigned ordinal, std::uint16_t line, Claim& claim) {
  const auto payer = payer_class(Fields(segment));
  if (!payer || *payer == claim.context.payer || claim.shape.size() >= kMostFacts) return;
  claim.shape.push_back({.kind = ShapeKind::sources_differ,
                         .element = "the IN1 of the message",
                         .detail = "a charge has another class of payer than the message",
                         .line = line,
                         .hl7_code = kDataType,
                         .at = pack({SegmentName::IN1, 1}),
                         .other_element = "the charge's own IN1",
                         .other_at = pack({SegmentName::IN1, ordinal})});
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
// the message, or where P11 has none for the message, the first of a charge.
void read_message_level(const Message& message, bool expanded, Diagnoses& diagnoses, Claim& claim,
                        ReadingFacts& facts) {
  unsigned charges = 0;
  unsigned diagnosis_segments = 0;
  unsigned insurances = 0;
  bool has_insurance = false;
  LevelCheck levels;
  struct ChargeInsurance {
    const Segment* segment;
    unsigned ordinal;
    unsigned charge;
  };
  SmallVector<ChargeInsurance, 4> of_charges;
  for (std::size_t index = 1; index < message.size(); ++index) {
    const Segment& segment = message[index];
    const std::string_view raw = segment.raw();
    if (has_id(raw, "FT1")) {
      ++charges;
    } else if (has_id(raw, "DG1")) {
      diagnoses.add_segment(segment, ++diagnosis_segments, expanded ? charges : 0);
      levels.see(LevelCheck::diagnosis, charges > 0);
    } else if (has_id(raw, "IN1")) {
      ++insurances;
      levels.see(LevelCheck::insurance, charges > 0);
      if (expanded && charges > 0) {
        if (of_charges.size() < kMostInsurances) of_charges.push_back({&segment, insurances, charges});
      } else if (!has_insurance) {
        has_insurance = true;
        read_payer(segment, insurances, claim, facts);
      }
    } else if (has_id(raw, "GT1")) {
      levels.see(LevelCheck::guarantor, charges > 0);
    } else if (has_id(raw, "UB1")) {
      read_condition_codes(segment, 7, claim);
    } else if (has_id(raw, "UB2")) {
      read_condition_codes(segment, 3, claim);
    }
  }
  if (expanded) levels.report(claim);
  for (const ChargeInsurance& own : of_charges) {
    if (!has_insurance) {
      has_insurance = true;
      read_payer(*own.segment, own.ordinal, claim, facts);
    } else {
      compare_payer(*own.segment, own.ordinal, static_cast<std::uint16_t>(own.charge), claim);
    }
  }
}

// The segments under a charge, one after the other.
void add_to_group(const Message& message, std::size_t index, unsigned& procedures, ChargeGroup& group) {
  const Segment& segment = message[index];
  const std::string_view raw = segment.raw();
  if (has_id(raw, "PR1")) {
    ++procedures;
    if (segment.field(20).raw() != "D") group.procedures.push_back({segment, procedures});
  } else if (has_id(raw, "ORC")) {
    if (!group.order.exists()) group.order = segment;
  } else if (has_id(raw, "OBR")) {
    if (!group.observation.exists()) group.observation = segment;
  } else if (has_id(raw, "NTE")) {
    if (has_id(message[index - 1].raw(), "FT1")) group.note = segment;
  } else if (raw[0] == 'R' && raw[1] == 'X') {
    group.has_drugs = true;
  }
}

void read_lines(const Message& message, ChargeLineReader& reader, Claim& claim) {
  unsigned charges = 0;
  unsigned procedures = 0;
  std::size_t first_charge = 0;
  ChargeGroup group;
  const auto read_group = [&](std::size_t behind) {
    group.scope.behind = behind;
    group.scope.charges = first_charge;
    if (charges > 0) reader.read(group);
  };
  for (std::size_t index = 1; index < message.size(); ++index) {
    const Segment& segment = message[index];
    if (has_id(segment.raw(), "FT1")) {
      read_group(index);
      if (charges == 0) first_charge = index;
      group = ChargeGroup{};
      group.segment = segment;
      group.ordinal = ++charges;
      group.scope.first = index;
      group.is_last = index + 1 == message.size();
    } else if (charges > 0) {
      add_to_group(message, index, procedures, group);
    } else if (has_id(segment.raw(), "PR1")) {
      ++procedures;  // orders, notes and procedures before the first charge are not a charge's
    }
  }
  read_group(message.size());
  if (claim.lines.size() >= kMostLines) {
    add_fact(claim, ShapeKind::not_accepted, "FT1", "more than 5000 charge lines in one message", kInternal,
             {SegmentName::FT1, static_cast<unsigned>(kMostLines)});
  }
}

// BAR: the procedures of the account.
void read_procedures(const Message& message, ChargeLineReader& reader, Claim& claim) {
  unsigned procedures = 0;
  for (std::size_t index = 1; index < message.size(); ++index) {
    const Segment& segment = message[index];
    if (!has_id(segment.raw(), "PR1")) continue;
    ++procedures;
    if (segment.field(20).raw() == "D") {
      add_note(claim, {SegmentName::PR1, procedures, 20}, "the procedure is to be deleted; it is not read");
      continue;
    }
    reader.read_procedure({segment, procedures}, {index, index + 1, index});
  }
}

// What the profile says of the message as a whole.
void read_named_context(const Message& message, const Profile& profile, Claim& claim, ReadingFacts& facts) {
  const ChargeScope whole{0, message.size(), 0};
  const auto note = [&claim](const FieldPlace& place, std::string_view text) {
    if (place.segment != SegmentName::none) add_note(claim, place, text);
  };
  if (profile.visit) {
    const FoundText found = first_text(message, whole, *profile.visit);
    claim.id = value_of(found.part, claim);
    claim.id_at = found.part.empty() ? Location() : pack(found.place);
  }
  if (profile.payer.stated()) {
    const auto payer = mapped_value(message, whole, profile.payer);
    if (payer.value != nullptr) {
      claim.context.payer = *payer.value;
      facts.payer_stated = true;
      note(payer.place, "the class of payer, by the profile");
    } else if (payer.unknown) {
      note(payer.place, "a payer that the profile does not know");
    }
  }
  if (profile.kind.stated()) {
    const auto kind = mapped_value(message, whole, profile.kind);
    if (kind.value != nullptr) {
      claim.context.kind = *kind.value;
      facts.kind_stated = true;
      note(kind.place, "the kind of bill, by the profile");
    } else if (kind.unknown) {
      note(kind.place, "a kind of bill that the profile does not know");
    }
  }
  if (profile.stage) claim.context.stage = *profile.stage;
}

}  // namespace

void read_payer(const Segment& segment, unsigned ordinal, Claim& claim, ReadingFacts& facts) {
  const Fields insurance(segment);
  read_coverage(insurance, claim);
  const auto payer = payer_class(insurance);
  if (!payer) return;
  claim.context.payer = *payer;
  facts.payer_stated = true;
  add_note(claim, {SegmentName::IN1, ordinal}, "the class of payer is read from the names in IN1");
}

Claim read_charges(const Message& message, const Profile& profile) {
  ReadingFacts facts;
  return read_charges(message, profile, facts);
}

Claim read_charges(const Message& message, const Profile& profile, ReadingFacts& facts) {
  Claim claim;
  claim.format = SourceFormat::hl7;
  // The default's name is the claim's own; any other profile outlives the claim.
  if (profile.name != claim.profile) claim.profile = profile.name;
  claim.context.stage = Stage::claim;
  facts = {};
  const ChargeEvent event = read_header(message, claim);
  if (event == ChargeEvent::none) return claim;
  if (message.is_run_together()) {
    add_note(claim, {SegmentName::MSH, 1}, "the line ends are lost; segments are told apart by their names");
  }
  check_segments(message, event, claim);
  const Segment patient = message.find("PID");
  const Fields person(patient);
  const Fields visit(message.find("PV1"));
  if (patient.exists()) check_patient(person, claim);
  read_patient(person, visit, claim);
  read_visit(visit, claim);
  Diagnoses diagnoses(claim, profile);
  if (event == ChargeEvent::order) {
    claim.context.stage = Stage::order;
    read_orders(message, profile, diagnoses, claim, facts);
    read_named_context(message, profile, claim, facts);
    return claim;
  }
  const bool expanded = profile.diagnosis_scope == DiagnosisScope::by_event
                            ? event == ChargeEvent::p11
                            : profile.diagnosis_scope == DiagnosisScope::charge;
  read_message_level(message, expanded, diagnoses, claim, facts);
  ChargeLineReader reader(message, visit, profile, claim, diagnoses, expanded);
  if (event == ChargeEvent::account) {
    read_procedures(message, reader, claim);
  } else {
    read_lines(message, reader, claim);
  }
  reader.finish();
  facts.kind_stated = reader.kind_stated();
  read_named_context(message, profile, claim, facts);
  if (facts.kind_stated) read_stay(visit, claim);
  return claim;
}

}  // namespace chargelint::hl7
