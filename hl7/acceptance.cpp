#include "hl7/acceptance.h"

#include <algorithm>
#include <array>
#include <string>

#include "hl7/bytes.h"
#include "hl7/fields.h"
#include "hl7/reading.h"

namespace chargelint::hl7 {
namespace {

void not_accepted(Claim& claim, std::string_view element, unsigned field, std::uint16_t code,
                  std::string_view detail) {
  add_fact(claim, ShapeKind::not_accepted, element, detail, code, {SegmentName::MSH, 1, field});
}

void missing_in_header(Claim& claim, std::string_view element, unsigned field) {
  add_fact(claim, ShapeKind::missing_field, element, "empty", kFieldMissing, {SegmentName::MSH, 1, field});
}

// 2.1 to 2.9, with any release behind ("2.5.1", "2.2b").
bool is_known_version(std::string_view version) {
  if (version.size() < 3 || !version.starts_with("2.") || version[2] < '1' || version[2] > '9') return false;
  return version.size() == 3 || !is_digit(version[3]);
}

bool is_malformed_encoding(std::string_view encoding, char field) {
  if (encoding.empty() || encoding.size() > 5) return true;
  for (std::size_t index = 0; index < encoding.size(); ++index) {
    if (!is_separator(encoding[index]) || encoding[index] == field) return true;
    if (encoding.find(encoding[index], index + 1) != std::string_view::npos) return true;
  }
  return false;
}

void check_encoding(const Message& message, Claim& claim) {
  const std::string_view encoding = message.header().field(2).raw();
  if (is_malformed_encoding(encoding, message.delimiters().field)) {
    not_accepted(claim, "MSH-2", 2, kDataType,
                 "the encoding characters are not one to five different separators");
  } else if (encoding.size() < 4) {
    add_note(claim, {SegmentName::MSH, 1, 2},
             encoding == "^~&" ? "no escape character declared; & is read as the subcomponent separator"
                               : "not all separators are declared; the rest is not used");
  }
}

struct KnownEvent {
  std::string_view type, event, name, structure;
  ChargeEvent kind;
};
constexpr std::array<KnownEvent, 8> kEvents = {{
    {"DFT", "P03", "DFT^P03", "DFT_P03", ChargeEvent::p03},
    {"DFT", "P11", "DFT^P11", "DFT_P11", ChargeEvent::p11},
    {"BAR", "P01", "BAR^P01", "BAR_P01", ChargeEvent::account},
    {"BAR", "P05", "BAR^P05", "BAR_P05", ChargeEvent::account},
    {"BAR", "P12", "BAR^P12", "BAR_P12", ChargeEvent::account},
    {"ORM", "O01", "ORM^O01", "ORM_O01", ChargeEvent::order},
    {"OMG", "O19", "OMG^O19", "OMG_O19", ChargeEvent::order},
    {"OML", "O21", "OML^O21", "OML_O21", ChargeEvent::order},
}};

bool is_known_type(std::string_view type) {
  return std::any_of(kEvents.begin(), kEvents.end(),
                     [type](const KnownEvent& known) { return known.type == type; });
}

std::string_view type_text(std::string_view type, std::string_view event, const Delimiters& delimiters,
                           Claim& claim) {
  if (event.empty()) return type;
  if (delimiters.component == '^' && type.data() + type.size() + 1 == event.data()) {
    return {type.data(), type.size() + 1 + event.size()};
  }
  return claim.own(std::string(type) + "^" + std::string(event));
}

ChargeEvent read_type(const Message& message, const Fields& header, Claim& claim) {
  const Part type_field = header[8];
  const std::string_view type = type_field.component(1).raw();
  std::string_view event = type_field.component(2).raw();
  if (type.empty()) {
    missing_in_header(claim, "MSH-9", 9);
    return ChargeEvent::none;
  }
  if (!is_known_type(type)) {
    claim.source_type = type_text(type, event, message.delimiters(), claim);
    not_accepted(claim, "MSH-9", 9, kMessageType,
                 "the message type is none that charges or orders are read from (DFT, BAR, ORM, OMG, OML)");
    return ChargeEvent::none;
  }
  const std::string_view structure = type_field.component(3).raw();
  if (event.empty()) {
    const bool of_structure = structure.size() == 7 && structure.starts_with(type) && structure[3] == '_';
    event = of_structure ? structure.substr(4) : message.find("EVN").field(1).raw();
    // Before 2.2 an order had one event, and MSH-9 did not name it.
    if (event.empty() && type == "ORM") event = "O01";
    add_note(claim, {SegmentName::MSH, 1, 9}, "no event in MSH-9; it is read from elsewhere in the message");
  }
  const auto* const known = std::find_if(kEvents.begin(), kEvents.end(), [&](const KnownEvent& candidate) {
    return candidate.type == type && candidate.event == event;
  });
  if (known == kEvents.end()) {
    claim.source_type = type_text(type, type_field.component(2).raw(), message.delimiters(), claim);
    not_accepted(claim, "MSH-9", 9, kEventCode,
                 type == "DFT" ? "the event is not P03 or P11" : "the event is none that is read");
    return ChargeEvent::none;
  }
  claim.source_type = known->name;
  if (!structure.empty() && structure != known->structure) {
    not_accepted(claim, "MSH-9", 9, kMessageType, "the message structure is not that of the event");
  }
  return known->kind;
}

}  // namespace

ChargeEvent read_header(const Message& message, Claim& claim) {
  // The fields behind MSH-1, so that MSH-3 is header[2].
  const Fields header(message.header());
  const auto field = [&header](std::size_t number) { return header[number - 1]; };
  check_encoding(message, claim);
  const ChargeEvent event = read_type(message, header, claim);
  claim.source_version = field(12).component(1).raw();
  claim.context.received_on = Date::parse_compact(field(7).component(1).raw());
  if (claim.source_version.empty()) {
    missing_in_header(claim, "MSH-12", 12);
  } else if (!is_known_version(claim.source_version)) {
    not_accepted(claim, "MSH-12", 12, kVersion, "the version is not one of 2.1 to 2.9");
  }
  const std::string_view processing = field(11).component(1).raw();
  if (processing.empty()) {
    missing_in_header(claim, "MSH-11", 11);
  } else if (processing != "P" && processing != "T" && processing != "D") {
    not_accepted(claim, "MSH-11", 11, kProcessingId, "the processing id is not P, T or D");
  }
  if (trimmed(field(10).raw()).empty()) missing_in_header(claim, "MSH-10", 10);
  if (event == ChargeEvent::none) return event;
  if (field(7).empty()) missing_in_header(claim, "MSH-7", 7);
  if (!field(14).empty()) {
    not_accepted(claim, "MSH-14", 14, kMessageType, "continued messages are not put together");
  }
  return event;
}

void check_segments(const Message& message, ChargeEvent event, Claim& claim) {
  bool has_event = false;
  bool has_patient = false;
  bool has_charge = false;
  bool has_order = false;
  const bool charges = event == ChargeEvent::p03 || event == ChargeEvent::p11;
  const auto missing = [&claim](std::string_view segment, SegmentName name, std::string_view detail) {
    add_fact(claim, ShapeKind::missing_segment, segment, detail, kSegmentSequence, {name, 1});
  };
  for (std::size_t index = 1; index < message.size(); ++index) {
    const std::string_view raw = message[index].raw();
    if (has_id(raw, "EVN")) {
      has_event = true;
    } else if (has_id(raw, "PID")) {
      if (charges && has_charge && !has_patient)
        missing("PID", SegmentName::PID, "the first FT1 stands before it");
      has_patient = true;
    } else if (has_id(raw, "FT1")) {
      has_charge = true;
    } else if (has_id(raw, "ORC") || has_id(raw, "OBR")) {
      has_order = true;
    } else if (charges && has_id(raw, "PR1") && !has_charge) {
      missing("PR1", SegmentName::PR1, "it stands before the first FT1");
      has_charge = message.find("FT1").exists();  // said once
    }
  }
  if (event == ChargeEvent::order) {
    if (!has_order) missing("ORC", SegmentName::ORC, "missing; there is no order in the message");
    return;
  }
  if (!has_event) missing("EVN", SegmentName::EVN, "missing");
  if (!has_patient) missing("PID", SegmentName::PID, "missing");
  if (charges && !has_charge) missing("FT1", SegmentName::FT1, "missing; there is no charge in the message");
}

void check_patient(const Fields& person, Claim& claim) {
  const auto filled = [&person](std::size_t number) {
    return !person[number].component(1).empty() || person[number].raw().size() > 1;
  };
  // Older senders put the patient's number into PID-2 or PID-4.
  if (!filled(3) && !filled(2) && !filled(4)) {
    add_fact(claim, ShapeKind::missing_field, "PID-3", "empty", kFieldMissing, {SegmentName::PID, 1, 3});
  }
  if (!filled(5)) {
    add_fact(claim, ShapeKind::missing_field, "PID-5", "empty", kFieldMissing, {SegmentName::PID, 1, 5});
  }
}

}  // namespace chargelint::hl7
