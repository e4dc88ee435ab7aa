// GOV-001: the date of service lies outside every loaded release of a table: checked against the nearest.
#include <array>
#include <span>

#include "rules/base/small_vector.h"
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

// The tables that most rules rest on; by the claim's kind, Medicaid's own where there are.
SmallVector<Source, 4> tables_of(const Context& context) {
  SmallVector<Source, 4> tables;
  const bool outpatient = context.kind == BillKind::outpatient;
  const auto add = [&](Source source) {
    tables.push_back(context.payer == PayerClass::medicaid ? medicaid_table(source) : source);
  };
  add(outpatient ? Source::ptp_hospital : Source::ptp_practitioner);
  add(outpatient                      ? Source::mue_outpatient
      : context.kind == BillKind::dme ? Source::mue_dme
                                      : Source::mue_practitioner);
  tables.push_back(Source::fee_schedule);
  tables.push_back(Source::icd10cm);
  return tables;
}

// One finding an answer: which dates and tables besides are told by what was not evaluated.
void evaluate(const RuleInput& input, RuleOutput& output) {
  Finding* finding = nullptr;
  std::int64_t others = 0;
  SmallVector<Date, 4> asked;
  const SmallVector<Source, 4> tables = tables_of(input.context());
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    if (asked.contains(facts.date)) {
      continue;
    }
    asked.push_back(facts.date);
    for (const Source table : tables) {
      const Coverage coverage = input.reference.coverage(table, facts.date);
      if (!coverage.loaded || !coverage.nearest) continue;
      if (finding != nullptr) {
        ++others;
        continue;
      }
      const std::span<const ReleaseInfo> releases = input.reference.releases();
      finding = &output.add();
      finding->location = facts.line->date_at;
      finding->arguments.push_back({"date", facts.date});
      finding->arguments.push_back({"table", source_name(table)});
      finding->arguments.push_back(
          {"release", coverage.release < releases.size() ? releases[coverage.release].name : "?"});
    }
  }
  if (finding == nullptr || others == 0) return;
  finding->arguments.push_back({"others", others});
  finding->biller =
      "No loaded release of {table} covers {date}: checked against {release}, the nearest, and so "
      "for {others} more tables or dates. Load the releases that cover the date.";
}

}  // namespace

extern const Rule stale_reference{
    .info = {.id = "GOV-001",
             .module = "GOV",
             .title = "Reference data stale or missing for the date",
             .severity = Severity::info,
             .reacts_to = Aspect::code | Aspect::removal,
             .citations = {{{"chargelint", "decision 4: the nearest release answers"}}},
             .clinician = {},
             .biller =
                 "No loaded release of {table} covers {date}: checked against {release}, the nearest. Load "
                 "the release that covers the date.",
             .carc = {},
             .why = "Edits change each quarter. A claim judged by another quarter's tables may be judged "
                    "differently by the payer, so the answer says what it was checked against.",
             .fires = "62324 dos=2024-07-02",
             .silent = "62324 dos=2024-06-30"},
    .evaluate = evaluate};

}  // namespace chargelint
