// NCCI-MUE-006: a code whose limit in this table is zero: it is not billed by this kind of provider.
#include "rules/ncci_mue/day_totals.h"

namespace chargelint {
namespace {

// What Medicare does not cover, or pays within other services, has a limit of zero too: preventive visits,
// contraception, eye glasses. Others may pay it. Of commercial payers only what facilities alone bill is
// left; of Medicare Advantage what the fee schedule does not refuse.
bool speaks_for(PayerClass payer, const LineFacts& facts) {
  if (payer == PayerClass::medicare || payer == PayerClass::medicaid) return true;
  if (payer != PayerClass::medicare_advantage) return facts.in(CodeSet::facility_only_service);
  return facts.fee.row == nullptr ||
         std::string_view("BEIN").find(facts.fee.row->status) == std::string_view::npos;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Source table = mue_table(input.context());
  if (lacks_medicaid_tables(input, output, table)) return;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const MueLimit* row = mue_on(input.reference, table, facts.line->code, facts.date).row;
    // With GY or GX the denial is wanted.
    if (facts.has_class(ModifierClass::notice_of_noncoverage)) continue;
    if (row == nullptr || row->units != 0 || !speaks_for(input.context().payer, facts)) continue;
    Finding& finding = add_for_line(output, *facts.line);
    finding.evidence = evidence_of(table, row);
    finding.arguments.push_back({"table", source_name(table)});
  }
}

}  // namespace

extern const Rule zero_limit{
    .info =
        {.id = "NCCI-MUE-006",
         .module = "NCCI-MUE",
         .title = "Limit of zero",
         .severity = Severity::error,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc | KindMask::dme,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
         .by_line = true,
         .reads = {Source::mue_practitioner, Source::mue_outpatient, Source::mue_dme},
         .reads_count = 3,
         .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section V"}}},
         .clinician = "{code} is not billed in this setting.",
         .biller =
             "Line {line}: the MUE of {code} is 0 in {table}: it is not billable by this type of provider. "
             "Check the setting of the claim; for a drug or supply, check the code.",
         .carc = "CO-151",
         .why = "A limit of zero says that no unit is payable in that setting, most often because another "
                "code or another provider bills the service.",
         .fires = "G0463",
         .silent = "kind O; G0463"},
    .evaluate = evaluate};

}  // namespace chargelint
