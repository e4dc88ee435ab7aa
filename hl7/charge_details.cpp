// What a charge says besides type, date, code and diagnoses: amount, drug, practitioners, order and note.
#include <array>

#include "hl7/bytes.h"
#include "hl7/charge_line.h"
#include "hl7/people.h"
#include "rules/claim/taxonomy.h"

namespace chargelint::hl7 {
namespace {

// 11 digits, or 10 in the hyphenated forms that say where the zero is missing; "N4" may stand before them.
bool is_ndc(std::string_view text) {
  if (text.starts_with("N4")) text.remove_prefix(2);
  std::size_t digits = 0;
  std::size_t hyphens = 0;
  for (const char character : text) {
    if (is_digit(character)) {
      ++digits;
    } else if (character == '-') {
      ++hyphens;
    } else {
      return false;
    }
  }
  return (digits == 11 && (hyphens == 0 || hyphens == 2)) || (digits == 10 && hyphens == 2);
}

// The ordinal of a segment among those of its name.
unsigned ordinal_of(const Message& message, const Segment& segment) {
  unsigned ordinal = 0;
  for (std::size_t index = 0; index < message.size(); ++index) {
    if (message[index].id() == segment.id()) ++ordinal;
    if (message[index].raw().data() == segment.raw().data()) break;
  }
  return ordinal;
}

}  // namespace

void ChargeLineReader::read_rest(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  const unsigned ordinal = group.ordinal;
  line.set_id = trimmed(fields[1].raw());
  line.transaction_id = value_of(fields[2].component(1), claim_);
  line.at = pack(charge_place(ordinal, 0));
  line.charge = Money::parse(trimmed(fields[11].component(1).subcomponent(1).raw()));
  line.revenue_code = fields[41].component(1).raw();
  if (!line.revenue_code.empty()) line.revenue_at = pack(charge_place(ordinal, 41));
  line.repeat_stated = !fields[28].empty();
  read_drug(fields, group, line);
  line.rendering = provider_in(fields[20], charge_place(ordinal, 20));
  line.rendering.specialty = fields[40].component(1).raw();
  line.rendering.licence = licence_of(line.rendering.specialty);
  line.ordering = provider_in(fields[21], charge_place(ordinal, 21));
}

void ChargeLineReader::read_drug(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  const Part drug = fields[29].repetition(1).component(1);
  const Part amount = fields[43];
  if (!drug.empty()) {
    line.drugs.push_back({drug.raw(), amount.component(1).raw(), amount.component(2).subcomponent(1).raw(),
                          pack(charge_place(group.ordinal, 29))});
    if (!is_ndc(trimmed(drug.raw()))) {
      add_fact(claim_, ShapeKind::malformed_value, "FT1-29", "not a drug code (NDC) of 11 digits",
               kNotInTable, charge_place(group.ordinal, 29), {line.number});
    }
    return;
  }
  if (group.has_drugs) read_administered_drugs(group, line);
  if (line.drugs.empty() && group.note.exists()) read_drug_in_note(group, line);
}

// What was given or dispensed under the charge, where the segment says NDC.
void ChargeLineReader::read_administered_drugs(const ChargeGroup& group, ServiceLine& line) {
  struct DrugSegment {
    std::string_view id;
    unsigned code, amount, unit;
  };
  constexpr std::array<DrugSegment, 4> kSegments = {
      {{"RXA", 5, 6, 7}, {"RXD", 2, 4, 5}, {"RXE", 2, 3, 5}, {"RXO", 1, 2, 4}}};
  for (const DrugSegment& known : kSegments) {
    FieldPath path;
    path.segment = {known.id[0], known.id[1], known.id[2]};
    path.field = known.code;
    for (const FoundValue& found : values_at(message_, group.scope, path)) {
      const Segment segment = message_.find(known.id, found.place.ordinal);
      for (const unsigned component : {1U, 4U}) {
        const std::string_view code = trimmed(found.part.component(component).raw());
        const bool says = equal_folded(trimmed(found.part.component(component + 2).raw()), "NDC");
        if (!is_ndc(code) || (!says && code.find('-') == std::string_view::npos)) continue;
        FieldPlace at = found.place;
        at.component = component;
        line.drugs.push_back({code, trimmed(segment.field(known.amount).component(1).raw()),
                              trimmed(segment.field(known.unit).component(1).raw()), pack(at)});
        break;
      }
    }
    if (!line.drugs.empty()) return;
  }
}

// "NDC 00409-3795-01", or as on a claim "N400409379501 ML10", in the note behind the charge.
void ChargeLineReader::read_drug_in_note(const ChargeGroup& group, ServiceLine& line) {
  constexpr std::size_t kMostOfNote = 400;
  const std::string_view text = group.note.field(3).raw().substr(0, kMostOfNote);
  for (std::size_t at = 0; at + 12 < text.size(); ++at) {
    const bool starts_word = at == 0 || !is_alphanumeric(text[at - 1]);
    if (!starts_word) continue;
    const bool says = equal_folded(text.substr(at, 3), "NDC");
    if (!says && !equal_folded(text.substr(at, 2), "N4")) continue;
    std::size_t begin = at + (says ? 3 : 2);
    while (begin < text.size() && !is_digit(text[begin]) && !is_alphanumeric(text[begin])) ++begin;
    std::size_t end = begin;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '-')) ++end;
    const std::string_view code = text.substr(begin, end - begin);
    if (!is_ndc(code)) continue;
    DrugCode drug{code, {}, {}, {}};
    while (end < text.size() && text[end] == ' ') ++end;
    // The unit of measure and the amount, as a claim writes them.
    constexpr std::array<std::string_view, 5> kUnits = {"UN", "ML", "GR", "F2", "ME"};
    for (const std::string_view unit : kUnits) {
      if (!equal_folded(text.substr(end, 2), unit)) continue;
      std::size_t stop = end + 2;
      while (stop < text.size() && (is_digit(text[stop]) || text[stop] == '.')) ++stop;
      if (stop == end + 2) break;
      drug.unit = text.substr(end, 2);
      drug.quantity = text.substr(end + 2, stop - end - 2);
    }
    const unsigned ordinal = ordinal_of(message_, group.note);
    drug.at = pack({SegmentName::NTE, ordinal, 3});
    line.drugs.push_back(drug);
    add_note(claim_, {SegmentName::NTE, ordinal, 3}, "the drug code is read from the note behind the charge");
    return;
  }
}

// What only a profile can tell where to find.
void ChargeLineReader::read_named_fields(const ChargeGroup& group, ServiceLine& line) {
  const auto person = [&](const std::optional<FieldPaths>& paths, Provider& target) {
    if (!paths) return;
    const std::string_view specialty = target.specialty;
    const Licence licence = target.licence;
    target = Provider();
    for (const FieldPath& path : *paths) {
      for (const FoundValue& found : values_at(message_, group.scope, path)) {
        if (path.component == 0) {
          target = provider_in(found.part, found.place);
        } else if (const std::string_view id = trimmed(found.part.raw()); is_npi(id)) {
          target.npi = id;
          target.at = pack(found.place);
        }
        if (target.known()) break;
      }
      if (target.known()) break;
    }
    target.specialty = specialty;
    target.licence = licence;
  };
  person(profile_.rendering, line.rendering);
  person(profile_.ordering, line.ordering);
  if (profile_.revenue_code) {
    const FoundText found = first_text(message_, group.scope, *profile_.revenue_code);
    line.revenue_code = value_of(found.part, claim_);
    line.revenue_at = found.part.empty() ? Location() : pack(found.place);
  }
  if (profile_.drug) {
    line.drugs.clear();
    const FoundText found = first_text(message_, group.scope, *profile_.drug);
    if (!found.part.empty()) line.drugs.push_back({trimmed(found.part.raw()), {}, {}, pack(found.place)});
  }
  if (profile_.department && line.number == 1) {
    const FoundText found = first_text(message_, group.scope, *profile_.department);
    if (!found.part.empty()) claim_.context.department = value_of(found.part, claim_);
  }
  if (profile_.place_of_service.stated()) {
    const auto place = mapped_value(message_, group.scope, profile_.place_of_service);
    if (place.value != nullptr) {
      line.place_of_service = *place.value;
      if (place.place.segment != SegmentName::none) line.place_at = pack(place.place);
    } else if (place.unknown) {
      add_note(claim_, place.place, "a place that the profile does not map to a place of service");
    }
  }
}

// FT1-12 is the price of one; FT1-22 is what it costs, no charge.
void ChargeLineReader::read_unit_price(const Fields& fields, ServiceLine& line) {
  const auto price = Money::parse(trimmed(fields[12].component(1).subcomponent(1).raw()));
  std::int64_t product = 0;
  if (!price || __builtin_mul_overflow(price->cents, line.units.thousandths, &product)) return;
  line.charge = Money{(product + (product < 0 ? -500 : 500)) / 1000};
}

// What FT1 leaves to the order under it: its number, who ordered; and the note behind FT1.
void ChargeLineReader::read_order(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  line.order_number = fields[23].component(1).raw();
  const bool ordered_by = line.ordering.known();
  if (group.order.exists() && (line.order_number.empty() || !ordered_by)) {
    const Fields order(group.order);
    if (line.order_number.empty()) line.order_number = order[3].component(1).raw();
    if (line.order_number.empty()) line.order_number = order[2].component(1).raw();
    if (!ordered_by) line.ordering = provider_in(order[12], {SegmentName::ORC, group.ordinal, 12});
  }
  if (group.observation.exists() && (line.order_number.empty() || !line.ordering.known())) {
    const Fields observation(group.observation);
    if (line.order_number.empty()) line.order_number = observation[3].component(1).raw();
    if (line.order_number.empty()) line.order_number = observation[2].component(1).raw();
    if (!line.ordering.known()) {
      line.ordering = provider_in(observation[16], {SegmentName::OBR, group.ordinal, 16});
    }
  }
  if (group.note.exists()) line.narrative = value_of(group.note.field(3), claim_);
}

void ChargeLineReader::read_performer(const ChargeGroup& group, std::size_t source, ServiceLine& line) const {
  if (line.rendering.known()) return;
  const std::string_view specialty = line.rendering.specialty;
  const Licence licence = line.rendering.licence;
  if (source != kNowhere) {
    const ProcedureSegment& procedure = group.procedures[source];
    line.rendering = provider_in(Fields(procedure.segment)[11], {SegmentName::PR1, procedure.ordinal, 11});
  }
  if (!line.rendering.known()) line.rendering = attending_;
  line.rendering.specialty = specialty;
  line.rendering.licence = licence;
}

}  // namespace chargelint::hl7
