// MOD-HOSP-001: a service in a hospice election that does not say how it stands to the terminal illness.
#include <algorithm>

#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

constexpr std::string_view kUnrelated = "07";  // condition code: treated for something else

bool in_hospice(const Claim& claim, Date date) {
  return std::any_of(claim.stays.begin(), claim.stays.end(), [date](const Stay& stay) {
    return stay.kind == StayKind::hospice && stay.period.contains(date);
  });
}
// The hospice's own bill.
bool is_hospice_bill(const Context& context) {
  return context.type_of_bill.starts_with("81") || context.type_of_bill.starts_with("82");
}

Fix on_every_line(const Finding& finding, Modifier modifier, std::string_view question) {
  Fix fix;
  for (const std::uint16_t line : finding.lines)
    fix.edits.push_back(modifier_edit(EditKind::add_modifier, line, modifier));
  fix.question = question;
  fix.needs_person = true;
  return fix;
}

// One finding a claim: the question is one and the same for all its lines.
void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.claim.stays.empty() || is_hospice_bill(input.context())) return;
  const bool professional = input.context().kind == BillKind::professional;
  if (!professional && input.claim.condition_codes.contains(kUnrelated)) return;
  Finding* finding = nullptr;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !in_hospice(input.claim, facts.date)) continue;
    if (facts.line->has("GV"_mod) || facts.line->has("GW"_mod)) continue;
    if (finding == nullptr) {
      finding = &add_for_line(output, *facts.line);
    } else {
      finding->lines.push_back(facts.line->number);
    }
  }
  if (finding == nullptr) return;
  if (!professional) {
    finding->biller =
        "The patient has elected hospice. A facility's claim for something unrelated needs condition code "
        "07; "
        "what is related is the hospice's to pay. Add 07 if the record shows it, else bill the hospice.";
    return;
  }
  finding->fixes.push_back(
      on_every_line(*finding, "GV"_mod,
                    "Is it related to the terminal illness, by the attending whom no hospice employs?"));
  finding->fixes.push_back(on_every_line(*finding, "GW"_mod, "Is it unrelated to the terminal illness?"));
}

}  // namespace

extern const Rule hospice_modifier_missing{
    .info = {.id = "MOD-HOSP-001",
             .module = "MOD",
             .title = "Hospice patient: GV or GW",
             .severity = Severity::error,
             .payers = kMedicareReaders,
             .kinds = KindMask::professional | KindMask::outpatient,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 11, sections 40.1.3 and 50"}}},
             .clinician = "Patient is in hospice: is {code} related to the terminal illness?",
             .biller =
                 "Line {line}: the patient has elected hospice on that day. {code} needs GV (attending not "
                 "employed by the hospice, related) or GW (unrelated); otherwise the hospice pays it.",
             .carc = "CO-B9",
             .why =
                 "From the election on Medicare pays the hospice for everything that belongs to the terminal "
                 "illness. Others are paid only where the line says why.",
             .fires = "stay hospice 2026-04-01 *; 99213",
             .silent = "stay hospice 2026-04-01 *; 99213-GV"},
    .evaluate = evaluate};

}  // namespace chargelint
