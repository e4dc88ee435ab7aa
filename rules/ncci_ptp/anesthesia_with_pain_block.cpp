// NCCI-PTP-010: an epidural or nerve block beside the anesthesia of the same practitioner, without a modifier
// that tells pain relief after surgery from the anesthetic.
#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::anesthesia) || !input.whole.has(CodeSet::pain_block)) return;
  if (lacks_medicaid_tables(input, output, ptp_table(input.context()))) return;
  for_each_edit(input, 1, [&](const LineFacts& column1, const LineFacts& column2, const PtpEdit& edit) {
    if (!column1.in(CodeSet::anesthesia) || !column2.in(CodeSet::pain_block)) return false;
    if (sets_aside(judge_pair(input, column1, column2).bypass)) return false;
    Finding& finding = add_for_lines(input, output, column1, column2, edit);
    const std::uint16_t block = column2.line->number;
    finding.fixes.push_back(remove_line_fix(block, "Was the block the anesthetic, or a part of it?"));
    for (const Modifier modifier : {"XU"_mod, "59"_mod}) {
      if (modifier_on(input.reference, modifier, column2.date).row == nullptr) continue;
      finding.fixes.push_back(add_modifier_fix(
          block, modifier,
          "Was it for pain after surgery, asked for by the surgeon and not the anesthetic?"));
    }
    return true;
  });
}

}  // namespace

extern const Rule anesthesia_with_pain_block{
    .info =
        {.id = "NCCI-PTP-010",
         .module = "NCCI-PTP",
         .title = "Anesthesia and a block for pain after surgery",
         .severity = Severity::error,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::ptp_practitioner, Source::modifiers, Source::code_sets},
         .reads_count = 3,
         .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter II, section B.2"},
                        {"NCCI Policy Manual for Medicare Services", "chapter II, section B.3"}}},
         .clinician =
             "{column2}: was the block the anesthetic, or for pain after surgery at the surgeon's request?",
         .biller =
             "{column2} on line {line2} stands beside the anesthesia {column1} on line {line1}, by one "
             "practitioner. A block that is the anesthetic, or part of it, is not billed. One for pain after "
             "surgery is, with 59 or XU and the surgeon's request in the record.",
         .carc = "CO-97",
         .why = "The anesthesia code pays for every way of giving the anesthetic. A block is extra only when "
                "the "
                "surgeon asked for it for pain afterwards and the anesthetic did not depend on it; the "
                "modifier says "
                "so.",
         .fires = "00811-AA; 62324",
         .silent = "00811-AA; 62324-59"},
    .evaluate = evaluate};

}  // namespace chargelint
