// MPFS-SUP-001: a test that needs a physician close by, charged by a practice without naming one.
#include "rules/fee_schedule/places.h"

namespace chargelint {
namespace {

constexpr std::string_view kDirect = "02";
constexpr std::string_view kPersonal = "03";

// Who can have supervised: a practitioner by name, not a firm, a therapist or a laboratory.
bool can_supervise(const Provider& provider) {
  if (!provider.known() || provider.organisation) return false;
  switch (provider.licence) {
    case Licence::unstated:
    case Licence::physician:
    case Licence::non_physician:
    case Licence::nurse_anesthetist:
      return true;
    default:
      return false;
  }
}
bool supervisor_named(const Claim& claim, const ServiceLine& line) {
  if (!line.supervising.npi.empty() || can_supervise(line.rendering)) return true;
  // A practitioner on his own bills under his name.
  return !line.rendering.known() && can_supervise(claim.billing);
}

// Decision 17: the blank and 26 rows of a test that splits say 09; the technical part's row tells.
const FeeScheduleRow* supervision_row(const RuleInput& input, const LineFacts& facts) {
  const FeeScheduleRow* row = facts.fee.row;
  if (row == nullptr || (row->pctc != '1' && row->pctc != '3' && row->pctc != '4')) return nullptr;
  if (row->pctc != '1') return row;
  return fee_schedule_on(input.reference, facts.line->code, "TC"_mod, facts.date).row;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr || facts.line->has("26"_mod)) continue;
    if (supervisor_named(input.claim, *facts.line) || facts.line->rendering.licence == Licence::laboratory)
      continue;
    const FeeScheduleRow* row = supervision_row(input, facts);
    if (row == nullptr) continue;
    const std::string_view level(row->supervision, 2);
    if (level != kDirect && level != kPersonal) continue;
    if (facts.line->place_of_service.empty()) {
      output.not_evaluated(Gap::missing_field);
      continue;
    }
    if (done_in(input, facts, PlaceGroup::facility)) continue;
    // FR: the supervisor was there by sound and picture, which is enough for direct supervision.
    const std::string_view global = row->global_days();
    if (level == kDirect && facts.line->has("FR"_mod) && global != "010" && global != "090") continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(Source::fee_schedule, row);
    finding.arguments.push_back({"level", level == kDirect ? kDirect : kPersonal});
    finding.arguments.push_back(
        {"where", level == kDirect ? std::string_view("in the suite") : std::string_view("in the room")});
  }
}

}  // namespace

extern const Rule supervision_missing{
    .info = {.id = "MPFS-SUP-001",
             .module = "MPFS",
             .title = "Supervision not in the record",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .by_line = true,
             .reads = {Source::fee_schedule, Source::places_of_service},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database",
                             "field Physician Supervision of Diagnostic Procedures"},
                            {"Medicare Benefit Policy Manual", "chapter 15, section 80"},
                            {"42 CFR", "section 410.32(b)(3)"}}},
             .clinician = "{code} needs a physician {where}; none is named.",
             .biller =
                 "Line {line}: {code} includes its technical part, which needs a physician {where} "
                 "(supervision {level}), and neither a supervising nor a rendering practitioner is named. "
                 "Name who supervised.",
             .carc = "CO-16",
             .why =
                 "A practice is paid for the technical part of such a test only when a physician supervised "
                 "it as closely as the fee schedule says.",
             .fires = "77003 pos11",
             .silent = "77003-26 pos11"},
    .evaluate = evaluate};

}  // namespace chargelint
