// What a charge says besides type, date, code and diagnoses: amount, drug, practitioners, order and note.
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

}  // namespace

void ChargeLineReader::read_rest(const Fields& fields, unsigned ordinal, ServiceLine& line) {
  line.set_id = trimmed(fields[1].raw());
  line.transaction_id = value_of(fields[2].component(1), claim_);
  line.at = pack(charge_place(ordinal, 0));
  line.charge = Money::parse(trimmed(fields[11].component(1).subcomponent(1).raw()));
  line.revenue_code = fields[41].component(1).raw();
  line.repeat_stated = !fields[28].empty();
  read_drug(fields, ordinal, line);
  line.rendering = provider_in(fields[20], charge_place(ordinal, 20));
  line.rendering.specialty = fields[40].component(1).raw();
  line.rendering.licence = licence_of(line.rendering.specialty);
  line.ordering = provider_in(fields[21], charge_place(ordinal, 21));
}

void ChargeLineReader::read_drug(const Fields& fields, unsigned ordinal, ServiceLine& line) {
  const Part drug = fields[29].repetition(1).component(1);
  if (drug.empty()) return;
  const Part amount = fields[43];
  line.drugs.push_back({drug.raw(), amount.component(1).raw(), amount.component(2).subcomponent(1).raw(),
                        pack(charge_place(ordinal, 29))});
  if (is_ndc(trimmed(drug.raw()))) return;
  add_fact(claim_, ShapeKind::malformed_value, "FT1-29", "not a drug code (NDC) of 11 digits", kNotInTable,
           charge_place(ordinal, 29), {line.number});
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
