#include "hl7/order_reader.h"

#include <algorithm>

#include "hl7/bytes.h"
#include "hl7/fields.h"
#include "hl7/people.h"
#include "hl7/reading.h"
#include "hl7/value_lookup.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostRepetitions = 32;

// An ORC with the OBR under it.
struct Order {
  Segment control;  // ORC
  unsigned control_ordinal = 0;
  Segment request;  // OBR
  unsigned ordinal = 0;
  Segment timing;  // TQ1
  unsigned timing_ordinal = 0;
  ChargeScope scope;
};

// Whether ORC-1 takes the order back: cancel, discontinue, or word of it.
bool is_cancelled(std::string_view control) {
  for (const std::string_view code : {"CA", "DC", "OC", "OD", "CR", "DR", "UC", "UD", "UA", "OE"}) {
    if (control == code) return true;
  }
  return false;
}

class OrderReader {
 public:
  OrderReader(const Message& message, const Profile& profile, Diagnoses& diagnoses, Claim& claim)
      : message_(message), profile_(profile), diagnoses_(diagnoses), claim_(claim) {}

  void read(const Order& order) {
    if (claim_.lines.size() >= kMostLines) return;
    const Fields request(order.request);
    ServiceLine& line = claim_.lines.emplace_back();
    line.number = static_cast<std::uint16_t>(claim_.lines.size());
    line.set_id = trimmed(request[1].raw());
    line.at = pack({SegmentName::OBR, order.ordinal});
    read_control(order, line);
    read_code(request, order, line);
    read_quantity(request, order, line);
    read_date(request, order, line);
    read_modifiers(request, order, line);
    read_diagnoses(request, order, line);
    read_people(request, order, line);
  }

 private:
  static FieldPlace place(const Order& order, unsigned field, unsigned repetition = 0,
                          unsigned component = 0) {
    return {SegmentName::OBR, order.ordinal, field, repetition, component};
  }

  void read_control(const Order& order, ServiceLine& line) {
    line.type_text = order.control.field(1).raw();
    const Part status = order.control.field(5);
    if (is_cancelled(line.type_text) || status.raw() == "CA" || status.raw() == "DC") {
      line.type = LineType::other;
      add_note(claim_, {SegmentName::ORC, order.control_ordinal, 1},
               "the order is cancelled or discontinued; it is not checked");
    }
  }

  void take(const FoundCode& found, FieldPlace at, ServiceLine& line) {
    at.component = found.component;
    line.code = found.code.code;
    line.code_text = found.code.text;
    line.code_system = found.system;
    line.code_at = pack(at);
    add_appended_modifiers(found.code.appended, line.code_at, line.modifiers);
  }

  bool read_named_code(const Order& order, ServiceLine& line) {
    for (const FieldPath& path : *profile_.code) {
      if (path.segment_id() == "FT1" || path.segment_id() == "PR1") continue;
      for (const FoundValue& found : values_at(message_, order.scope, path)) {
        const auto code = procedure_code(found.part, CodeField::procedure, profile_);
        if (!code) continue;
        FoundCode taken = *code;
        if (path.component != 0) taken.component = static_cast<std::uint8_t>(path.component);
        take(taken, found.place, line);
        return true;
      }
    }
    return false;
  }

  // OBR-44 is the procedure to be billed; OBR-4 what the orderer calls the service.
  void read_code(const Fields& request, const Order& order, ServiceLine& line) {
    const Part service = request[4];
    const Part own = service.repetition(1).component(1);
    bool found = profile_.code && read_named_code(order, line);
    if (!found) {
      if (const auto code = procedure_code(request[44].repetition(1), CodeField::procedure, profile_)) {
        take(*code, place(order, 44), line);
        found = true;
      }
    }
    if (!found) {
      if (const auto code = procedure_code(service.repetition(1), CodeField::charge, profile_)) {
        take(*code, place(order, 4), line);
        if (code->system == CodeSystem::unstated) {
          add_note(claim_, place(order, 4),
                   "read as a procedure code by its form alone; it could be a service of the sender's own");
        }
        found = true;
      }
    }
    if (!own.empty() && (!found || Hcpcs::parse(own.raw()) != line.code)) {
      line.charge_code = value_of(own, claim_);
      line.charge_code_at = pack(place(order, 4, 0, 1));
    }
    if (!found && own.empty()) {
      add_fact(claim_, ShapeKind::missing_field, "OBR-4", "empty", kFieldMissing, place(order, 4),
               {line.number});
    }
    look_up(line);
  }

  void look_up(ServiceLine& line) {
    if (!line.code.empty() || profile_.charge_master.empty()) return;
    const auto entry = profile_.charge_master.find(trimmed(line.charge_code));
    if (entry == profile_.charge_master.end()) return;
    line.code = Hcpcs::parse(entry->second.code).value_or(Hcpcs());
    line.code_text = entry->second.code;
    line.code_at = line.charge_code_at;
    for (const std::string& text : entry->second.modifiers) {
      line.modifiers.push_back({Modifier::parse(text).value_or(Modifier()), text, line.charge_code_at});
    }
  }

  void read_quantity(const Fields& request, const Order& order, ServiceLine& line) {
    line.units_at = line.at;
    const std::string_view timing = trimmed(order.timing.field(2).component(1).raw());
    const std::string_view text =
        !timing.empty() ? timing : trimmed(request[27].repetition(1).component(1).subcomponent(1).raw());
    const auto units = Quantity::parse(text);
    if (text.empty() || !units || units->thousandths <= 0) return;
    line.units = *units;
    line.units_stated = true;
    line.units_at =
        !timing.empty() ? pack({SegmentName::TQ1, order.timing_ordinal, 2}) : pack(place(order, 27, 0, 1));
  }

  // When it is to be done; else when it was ordered.
  void read_date(const Fields& request, const Order& order, ServiceLine& line) {
    const auto take_date = [&line](const Part& part, const FieldPlace& at) {
      if (line.from) return;
      line.from = Date::parse_compact(trimmed(part.component(1).raw()));
      if (line.from) line.date_at = pack(at);
    };
    take_date(request[36], place(order, 36));
    take_date(order.timing.field(7), {SegmentName::TQ1, order.timing_ordinal, 7});
    take_date(request[27].repetition(1).component(4), place(order, 27, 0, 4));
    take_date(request[7], place(order, 7));
    take_date(request[6], place(order, 6));
    take_date(order.control.field(15), {SegmentName::ORC, order.control_ordinal, 15});
    take_date(order.control.field(9), {SegmentName::ORC, order.control_ordinal, 9});
    take_date(message_.header().field(7), {SegmentName::MSH, 1, 7});
    line.through = line.from;
  }

  void read_modifiers(const Fields& request, const Order& order, ServiceLine& line) {
    const Part field = request[45];
    for (std::size_t number = 1; number <= std::min(field.repetitions(), kMostRepetitions); ++number) {
      Modifiers found;
      add_modifiers(field.repetition(number), place(order, 45, static_cast<unsigned>(number)), profile_,
                    found);
      for (const ModifierUse& use : found) {
        if (!has_modifier(line.modifiers, use)) line.modifiers.push_back(use);
      }
    }
  }

  // The DG1 under the order, else the ICD codes of the reason for study, else the message's.
  void read_diagnoses(const Fields& request, const Order& order, ServiceLine& line) {
    if (diagnoses_.point_to_group(order.ordinal, line)) return;
    const Part reasons = request[31];
    for (std::size_t number = 1; number <= std::min(reasons.repetitions(), kMostRepetitions); ++number) {
      const Part reason = reasons.repetition(number);
      const DiagnosisText text = diagnosis_text(reason, profile_);
      const bool is_icd = text.system == CodeSystem::icd10cm || text.system == CodeSystem::icd9cm ||
                          (text.system == CodeSystem::unstated && IcdCode::parse(text.text).has_value());
      if (!is_icd) continue;  // mostly words
      diagnoses_.read_field(reason, place(order, 31, static_cast<unsigned>(number)), 0, line);
    }
    if (line.diagnoses.empty()) diagnoses_.assume_all(line);
  }

  void read_people(const Fields& request, const Order& order, ServiceLine& line) {
    line.order_number = request[2].component(1).raw();
    if (line.order_number.empty()) line.order_number = order.control.field(2).component(1).raw();
    if (line.order_number.empty()) line.order_number = request[3].component(1).raw();
    line.ordering = provider_in(request[16], place(order, 16));
    if (!line.ordering.known()) {
      line.ordering = provider_in(order.control.field(12), {SegmentName::ORC, order.control_ordinal, 12});
    }
    if (!claim_.referring.known()) claim_.referring = line.ordering;
  }

  const Message& message_;
  const Profile& profile_;
  Diagnoses& diagnoses_;
  Claim& claim_;
};

}  // namespace

void read_orders(const Message& message, const Profile& profile, Diagnoses& diagnoses, Claim& claim,
                 ReadingFacts& facts) {
  SmallVector<Order, 4> orders;
  Order next;
  unsigned controls = 0;
  unsigned requests = 0;
  unsigned timings = 0;
  unsigned diagnosis_segments = 0;
  unsigned insurances = 0;
  std::size_t first = 0;
  for (std::size_t index = 1; index < message.size(); ++index) {
    const Segment& segment = message[index];
    const std::string_view raw = segment.raw();
    if (has_id(raw, "ORC")) {
      next = Order{};
      next.control = segment;
      next.control_ordinal = ++controls;
      if (first == 0) first = index;
      if (!orders.empty() && orders.back().scope.behind == 0) orders.back().scope.behind = index;
      next.scope.first = index;
    } else if (has_id(raw, "TQ1")) {
      ++timings;
      // Before its OBR or behind it.
      Order& order = next.control.exists() && next.scope.first != 0 ? next
                     : orders.empty()                               ? next
                                                                    : orders.back();
      if (!order.timing.exists()) {
        order.timing = segment;
        order.timing_ordinal = timings;
      }
    } else if (has_id(raw, "OBR")) {
      if (first == 0) first = index;
      if (!orders.empty() && orders.back().scope.behind == 0) orders.back().scope.behind = index;
      next.request = segment;
      next.ordinal = ++requests;
      if (next.scope.first == 0) next.scope.first = index;
      if (orders.size() < kMostLines) orders.push_back(next);
      next.scope.first = 0;  // a further OBR under the same ORC is an order of its own
      next.timing = Segment();
    } else if (has_id(raw, "DG1")) {
      diagnoses.add_segment(segment, ++diagnosis_segments, requests);
    } else if (has_id(raw, "IN1")) {
      if (++insurances == 1) read_payer(segment, insurances, claim, facts);
    } else if (has_id(raw, "FT1")) {
      add_note(claim, {SegmentName::FT1, 1}, "a charge within an order message is not read");
    }
  }
  if (!orders.empty() && orders.back().scope.behind == 0) orders.back().scope.behind = message.size();
  if (orders.empty()) {
    add_note(claim, {SegmentName::ORC, 1}, "no OBR: the order names no service that is charged by a code");
  }
  OrderReader reader(message, profile, diagnoses, claim);
  for (Order& order : orders) {
    order.scope.charges = first;
    reader.read(order);
  }
}

}  // namespace chargelint::hl7
