// MPFS-FEE-001: a charge below the national fee-schedule amount. Medicare pays the lesser of the two.
#include "rules/fee_schedule/places.h"

namespace chargelint {
namespace {

// Shares that other modifiers set are not reckoned here.
bool changes_the_amount(const RuleInput& input, const LineFacts& facts) {
  for (const ModifierUse& use : facts.line->modifiers) {
    if (use.value == "26"_mod || use.value == "TC"_mod || use.value == "50"_mod) continue;
    if (modifier_is(input.reference, use.value, facts.date, ModifierClass::pricing)) return true;
    for (const Modifier share : {"52"_mod, "53"_mod, "54"_mod, "55"_mod, "56"_mod, "62"_mod, "66"_mod,
                                 "78"_mod, "80"_mod, "81"_mod, "82"_mod, "AS"_mod}) {
      if (use.value == share) return true;
    }
  }
  return false;
}

const FeeScheduleRow* own_row(const RuleInput& input, const LineFacts& facts) {
  for (const Modifier part : {"26"_mod, "TC"_mod}) {
    if (facts.line->has(part))
      return fee_schedule_on(input.reference, facts.line->code, part, facts.date).row;
  }
  return facts.fee.row;
}

// The national amount in cents for the line's place and units.
std::int64_t amount_of(const FeeScheduleRow& row, bool in_facility, const ServiceLine& line) {
  std::int64_t value = in_facility ? row.facility_total : row.nonfacility_total;
  if (line.has("50"_mod)) {
    if (row.bilateral == '1') value += value / 2;
    if (row.bilateral == '3') value *= 2;
  }
  constexpr std::int64_t kMostUnits = 100000;
  const std::int64_t thousandths = std::min(line.units.thousandths, kMostUnits * 1000);
  // Hundredths of a unit by ten-thousandths of a dollar.
  const std::int64_t cents_of_one = (value * row.conversion_factor + 5000) / 10000;
  return (cents_of_one * thousandths + 500) / 1000;
}

FixedText<24> money_text(std::int64_t cents) {
  return Money{cents}.text();
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !facts.line->charge || facts.fee.row == nullptr) continue;
    const ServiceLine& line = *facts.line;
    if (line.charge->cents < 0 || line.units.thousandths <= 0) continue;
    if (!priced_here(*facts.fee.row) || facts.fee.row->conversion_factor == 0) continue;
    if (line.place_of_service.empty() || changes_the_amount(input, facts)) continue;
    const FeeScheduleRow* row = own_row(input, facts);
    if (row == nullptr || row->conversion_factor == 0) continue;
    const std::int64_t amount = amount_of(*row, done_in(input, facts, PlaceGroup::facility), line);
    if (line.charge->cents >= amount) continue;
    Finding& finding = add_for_line(output, line);
    finding.evidence = evidence_of(Source::fee_schedule, row);
    finding.arguments.push_back({"charge", money_text(line.charge->cents)});
    finding.arguments.push_back({"fee", money_text(amount)});
  }
}

}  // namespace

extern const Rule charge_below_fee{
    .info =
        {.id = "MPFS-FEE-001",
         .module = "MPFS",
         .title = "Charge below the fee schedule",
         .severity = Severity::info,
         .payers = {.medicaid = PayerShift::kOff, .commercial = PayerShift::kOff, .other = PayerShift::kOff},
         .kinds = KindMask::professional,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
         .reads = {Source::fee_schedule, Source::places_of_service, Source::modifiers},
         .reads_count = 3,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 20"}}},
         .clinician = {},
         .biller = "Line {line}: {code} is charged at {charge}; the national fee-schedule amount is {fee} "
                   "(before the locality's factors). Medicare pays the lesser of charge and fee: check the "
                   "charge master.",
         .carc = {},
         .why = "A charge below the fee gives away what Medicare would have paid. The amount is the "
                "national figure; a locality's own is some percent higher or lower.",
         .fires = "62324 charge=40.00",
         .silent = "62324 charge=250.00"},
    .evaluate = evaluate};

}  // namespace chargelint
