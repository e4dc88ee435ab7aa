// NCCI-MUE-007: the units of a drug line are its dose in milligrams or millilitres, not in the units of its
// code.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

// What the sender says was given, in thousandths of a milligram; the unit words are those of NDC reporting.
struct Dose {
  std::int64_t milligrams = 0;
  std::int64_t millilitres = 0;
  bool stated = false;
};
Dose dose_of(const ServiceLine& line) {
  Dose dose;
  for (const DrugCode& drug : line.drugs) {
    const auto quantity = Quantity::parse(drug.quantity);
    if (!quantity) continue;
    dose.stated = true;
    if (drug.unit == "ME" || drug.unit == "MG" || drug.unit == "mg") dose.milligrams += quantity->thousandths;
    if (drug.unit == "GR") dose.milligrams += quantity->thousandths * 1000;
    if (drug.unit == "ML" || drug.unit == "mL") dose.millilitres += quantity->thousandths;
  }
  return dose;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_several_units) return;
  const Source table = mue_table(input.context());
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (!facts.judged || facts.shape != CodeShape::hcpcs || line.units <= Quantity::of(1)) continue;
    const CodeNumberRow* measure =
        code_number_on(input.reference, CodeNumber::drug_dose, line.code, facts.date);
    if (measure == nullptr || measure->low <= 1000) continue;
    if (missing_table(input, output, table, facts.date)) return;
    const MueLimit* limit = mue_on(input.reference, table, line.code, facts.date).row;
    const std::int64_t units = whole_units(line.units);
    if (limit == nullptr || limit->units == 0 || units <= limit->units) continue;
    const Dose dose = dose_of(line);
    const std::int64_t sent = line.units.thousandths;
    const bool by_volume = dose.millilitres > 0 && dose.millilitres == sent;
    const bool by_weight = dose.milligrams > 0 && dose.milligrams == sent;
    // Without a stated dose: far over the limit, a whole number of the code's own units, and those within it.
    const std::int64_t in_units = (sent + measure->low - 1) / measure->low;
    const bool fits =
        units > std::int64_t{limit->units} * 2 && in_units <= limit->units && sent % measure->low == 0;
    if (!by_volume && !by_weight && (dose.stated || !fits)) continue;
    Finding& finding = add_for_line(output, line);
    finding.location = line.units_at.empty() ? line.code_at : line.units_at;
    finding.evidence = evidence_of(Source::code_sets, measure);
    finding.arguments.push_back({"units", line.units});
    finding.arguments.push_back({"each", Quantity{measure->low}});
    if (by_volume) {
      finding.clinician = "{code}: {units} units are the millilitres given; one unit is {each} mg.";
      finding.biller =
          "Line {line}: {units} units of {code} are the millilitres stated beside the NDC. One unit of the "
          "code is "
          "{each} mg: work the units out from the dose.";
      continue;
    }
    finding.arguments.push_back({"right", in_units});
    finding.fixes.push_back(
        set_units_fix(line.number, in_units, "Was the dose that many milligrams in all?"));
  }
}

}  // namespace

extern const Rule units_as_dose{
    .info = {.id = "NCCI-MUE-007",
             .module = "NCCI-MUE",
             .title = "Drug units look like milligrams",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc | KindMask::dme,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::code_sets, Source::mue_practitioner, Source::mue_outpatient},
             .reads_count = 3,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter XII"},
                            {"Medicare Claims Processing Manual", "chapter 17, section 10"}}},
             .clinician = "Dose {units} mg = {right} units of {code}.",
             .biller = "Line {line}: {units} units of {code} look like the dose in milligrams. One unit of "
                       "the code is {each} "
                       "mg, so {units} mg are {right} units. Mend the units if that was the dose.",
             .carc = "CO-151",
             .why = "Drug codes count in units of their own, 15 mg or 40 mg each. The dose entered as units "
                    "exceeds the "
                    "limit, and where it is paid it is an overpayment.",
             .fires = "J1885 u30",
             .silent = "J1885 u2"},
    .evaluate = evaluate};

}  // namespace chargelint
