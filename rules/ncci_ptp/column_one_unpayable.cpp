// NCCI-PTP-006: the column 1 code of a pair can't be paid itself, so that the column 2 code may be.
#include "rules/ncci_ptp/pairs.h"
#include "rules/shared/payable.h"

namespace chargelint {
namespace {

void judge(const RuleInput& input, RuleOutput& output, std::uint8_t indicator) {
  const LineFacts* asked = nullptr;
  Unpayable why = Unpayable::no;
  for_each_edit(input, indicator,
                [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
                  if (indicator == 1 && sets_aside(judge_pair(input, column1, column2).bypass)) return false;
                  if (asked != &column1) why = unpayable(input, column1);
                  asked = &column1;
                  if (why == Unpayable::no || unpayable(input, column2) != Unpayable::no) return false;
                  Finding& finding = add_for_lines(input, output, column1, column2, edit);
                  finding.arguments.push_back({"reason", unpayable_words(why)});
                  return true;
                });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.pairs().empty()) return;
  if (lacks_medicaid_tables(input, output, ptp_table(input.context()))) return;
  judge(input, output, 0);
  judge(input, output, 1);
}

}  // namespace

extern const Rule column_one_unpayable{
    .info =
        {.id = "NCCI-PTP-006",
         .module = "NCCI-PTP",
         .title = "Column 1 can't be paid, so column 2 may be",
         .severity = Severity::info,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::fee_schedule},
         .reads_count = 3,
         .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section A"}}},
         .clinician = {},
         .biller =
             "{column1}/{column2} is an NCCI pair, but line {line1} ({column1}) is {reason} and won't be "
             "paid. "
             "The edit then has nothing to pay instead: line {line2} ({column2}) may be payable, so don't "
             "remove it. Mend line {line1} first.",
         .carc = {},
         .why = "NCCI denies the column 2 code because column 1 is paid. Where column 1 itself is denied, "
                "taking the "
                "other line off as well gives away a payment.",
         .fires = "99397; 99213",
         .silent = "99213"},
    .evaluate = evaluate};

}  // namespace chargelint
