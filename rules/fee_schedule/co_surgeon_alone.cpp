// MPFS-CO-002: 62 without the other surgeon's 62, with a surgeon of the same specialty, or with another code.
#include <algorithm>

#include "rules/fee_schedule/assistant_lines.h"

namespace chargelint {
namespace {

struct Partner {
  bool with_62 = false;
  bool same_specialty = false;  // of every partner that carries 62
  bool without_62 = false;      // another practitioner reports the code alone
  Hcpcs other_code;             // another practitioner has 62 on another code
  std::uint16_t line = 0;       // of this claim
  bool from_history = false;
};

Partner partner_of(const RuleInput& input, const LineFacts& facts) {
  const ServiceLine& line = *facts.line;
  Partner partner;
  for_each_operation(input, facts, [&](const OperationLine& operation) {
    if (operation.assistant || named_same(*operation.rendering, line.rendering)) return;
    const bool same_code = operation.code == line.code;
    if (!same_code && !operation.co_surgeon) return;
    if (operation.line != nullptr) {
      partner.line = std::max(partner.line, operation.line->number);
    } else {
      partner.from_history = true;
    }
    if (!same_code) {
      partner.other_code = std::max(partner.other_code, operation.code);
    } else if (operation.co_surgeon) {
      const bool same =
          !line.rendering.specialty.empty() && line.rendering.specialty == operation.rendering->specialty;
      partner.same_specialty = same && (partner.same_specialty || !partner.with_62);
      partner.with_62 = true;
    } else {
      partner.without_62 = true;
    }
  });
  return partner;
}

std::string_view wording(const Partner& partner) {
  if (partner.same_specialty) {
    return "Line {line}: {code} with 62, and the other surgeon is of the same specialty. Co-surgeon "
           "indicator "
           "{indicator} pays two surgeons of different specialties without more; of the same one, attach the "
           "reason.";
  }
  if (partner.without_62) {
    return "Line {line}: {code} with 62, and the other surgeon reports {code} without 62. Both carry 62, or "
           "neither does: settle it before either is sent.";
  }
  if (!partner.other_code.empty()) {
    return "Line {line}: {code} with 62, and the other surgeon has 62 on {other}. Co-surgeons report one and "
           "the same code.";
  }
  return {};
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use,
           const FeeScheduleRow& row) {
  if (row.co_surgeon != '1' && row.co_surgeon != '2') return;
  const Partner partner = partner_of(input, facts);
  const bool specialty = partner.same_specialty && row.co_surgeon == '2';
  if (partner.with_62 && !specialty) return;
  if (!partner.with_62) {
    if (input.history.availability() == Availability::incomplete)
      output.not_evaluated(Gap::incomplete_history);
    // The other surgeon's claim may be one that we do not know.
    const bool seen = partner.without_62 && partner.line != 0;
    if (input.history.availability() != Availability::complete && !seen) return;
  }
  Finding& finding = add_for_indicator(output, facts, use, row, row.co_surgeon);
  if (partner.line != 0) finding.lines.push_back(partner.line);
  finding.history_used = partner.from_history;
  finding.biller = wording(partner);
  if (!partner.other_code.empty()) {
    finding.codes.push_back(partner.other_code);
    finding.arguments.push_back({"other", partner.other_code});
  }
  if (!partner.with_62) {
    finding.fixes.push_back(
        remove_modifier_fix(facts.line->number, "62"_mod, "Did one surgeon do all of this code?"));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier || input.context().payer == PayerClass::medicaid) return;
  for_each_use(input, output, "62"_mod,
               [&](const LineFacts& facts, const ModifierUse& use, const FeeScheduleRow& row) {
                 judge(input, output, facts, use, row);
               });
}

}  // namespace

extern const Rule co_surgeon_alone{
    .info = {.id = "MPFS-CO-002",
             .module = "MPFS",
             .title = "62 without a fitting partner",
             .severity = Severity::warning,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.8.A"},
                            {"Medicare Physician Fee Schedule Database", "field Co-surgeons"}}},
             .clinician = {},
             .biller =
                 "Line {line}: {code} with 62, and no other surgeon's charge of {code} with 62 is known "
                 "for that day. Each co-surgeon reports the code with 62; await or align the other.",
             .carc = "CO-54",
             .why = "Two surgeons share one fee: both lines must say so, with one code, or one of them is "
                    "denied.",
             .fires = "22633-62 npi=1234567893; 22633 npi=1003000126",
             .silent = "22633-62 npi=1234567893 specialty=14; 22633-62 npi=1003000126 specialty=20"},
    .evaluate = evaluate};

}  // namespace chargelint
