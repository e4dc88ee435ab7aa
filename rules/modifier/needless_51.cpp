// MOD-51-001: modifier 51 where it does not belong.
#include "rules/modifier/uses.h"

namespace chargelint {
namespace {

// What the line is worth in its setting, in hundredths of RVU.
std::int32_t value_of(const RuleInput& input, const LineFacts& facts) {
  const FeeScheduleRow& row = *facts.fee.row;
  const bool facility =
      place_is(input.reference, facts.line->place_of_service, facts.date, PlaceGroup::facility);
  const std::int32_t total = facility ? row.facility_total : row.nonfacility_total;
  return total != 0 ? total : row.work_rvu;
}

bool is_reduced(const FeeScheduleRow& row) {
  return row.multiple == '2' || row.multiple == '3';
}

// The procedures of one day and practitioner that share the reduction.
struct Others {
  const LineFacts* lower = nullptr;  // the least valued without 51
  bool any = false;
  bool higher = false;
};
Others others_of(const RuleInput& input, const LineFacts& facts) {
  Others others;
  const std::int32_t own = value_of(input, facts);
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.date != facts.date || is_visit(input, other)) continue;
    if (!same_biller(input.context(), *facts.line, *other.line)) continue;
    if (other.fee.row == nullptr) {
      others.any = others.higher = true;  // not to be compared
      continue;
    }
    if (!is_reduced(*other.fee.row)) continue;
    others.any = true;
    const std::int32_t value = value_of(input, other);
    if (value >= own) others.higher = true;
    if (value < own && !other.line->has("51"_mod) &&
        (others.lower == nullptr || value < value_of(input, *others.lower))) {
      others.lower = &other;
    }
  }
  return others;
}

void judge(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const ModifierUse& use) {
  const FeeScheduleRow* row = fee_row(facts, output);
  if (row == nullptr) return;
  const std::uint16_t number = facts.line->number;
  if (row->multiple == '0' || row->multiple == '9') {
    Finding& finding = add_for_modifier(output, *facts.line, use);
    finding.evidence = evidence_of(Source::fee_schedule, row);
    finding.fixes.push_back(remove_modifier_fix(number, use.value));
    return;
  }
  if (!is_reduced(*row)) return;
  const Others others = others_of(input, facts);
  if (others.higher) return;
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.evidence = evidence_of(Source::fee_schedule, row);
  finding.fixes.push_back(remove_modifier_fix(number, use.value));
  if (!others.any) {
    finding.biller =
        "Line {line}: 51 marks a further procedure of the session, and {code} is the only one on the claim. "
        "Drop it, or the line may be paid at half.";
    return;
  }
  finding.biller =
      "Line {line}: 51 stands on {code}, the highest valued procedure of the session. The first is paid in "
      "full; put 51 on the others.";
  if (others.lower != nullptr) {
    finding.lines.push_back(others.lower->line->number);
    finding.fixes.front().edits.push_back(
        modifier_edit(EditKind::add_modifier, others.lower->line->number, use.value));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.any_modifier || lacks_medicaid_tables(input, output, Source::fee_schedule)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const ModifierUse* use = use_of(*facts.line, "51"_mod);
    if (use != nullptr) judge(input, output, facts, *use);
  }
}

}  // namespace

extern const Rule needless_51{
    .info = {.id = "MOD-51-001",
             .module = "MOD",
             .title = "Modifier 51 where it does not belong",
             .severity = Severity::info,
             .payers = {.commercial = 1, .other = 1},
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.6"},
                            {"Medicare Physician Fee Schedule Database", "field Multiple Procedure"}}},
             .clinician = {},
             .biller = "Line {line}: {code} is not subject to the reduction for several procedures, so 51 "
                       "does not belong on it. Drop it, or the line may be paid at half.",
             .carc = "CO-59",
             .why =
                 "51 tells the payer to reduce a further procedure of the session. On a code that is never "
                 "reduced, on the first one or on a lone one it can only cost money. Medicare's contractors "
                 "add it themselves.",
             .fires = "62324-51",
             .silent = "27447; 20610-51"},
    .evaluate = evaluate};

}  // namespace chargelint
