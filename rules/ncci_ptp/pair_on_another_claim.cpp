// NCCI-PTP-007: a pair that a line of another claim of the same day completes.
#include "rules/ncci_ptp/pairs.h"

namespace chargelint {
namespace {

bool counts(const PriorLine& prior) {
  return prior.status != PriorStatus::ordered && prior.status != PriorStatus::denied && !prior.code.empty();
}

// A line that stands on both claims is one service seen twice: the pair within this claim speaks.
bool on_this_claim(const RuleInput& input, const PriorLine& prior) {
  return std::any_of(input.lines.begin(), input.lines.end(), [&](const LineFacts& facts) {
    return facts.judged && facts.date == prior.date && facts.line->code == prior.code;
  });
}

std::string_view status_words(PriorStatus status) {
  switch (status) {
    case PriorStatus::paid:
      return "paid";
    case PriorStatus::billed:
      return "billed";
    default:
      return "charged";
  }
}

// The prior line as the rules see lines; its number 0 says that it is not of this claim.
void view_of(const RuleInput& input, const PriorLine& prior, ServiceLine& line, LineFacts& facts) {
  line.code = prior.code;
  line.from = prior.date;
  line.units = prior.units;
  line.rendering = prior.rendering;
  facts.line = &line;
  facts.date = prior.date;
  facts.dated = facts.judged = true;
  facts.sets = input.reference.code_sets_on(prior.code, prior.date);
  for (const Modifier modifier : prior.modifiers) {
    line.modifiers.push_back({modifier, {}, {}});
    const ModifierRow* row = modifier_on(input.reference, modifier, prior.date).row;
    if (row != nullptr) facts.modifier_classes |= row->classes;
  }
}

bool report(const RuleInput& input, RuleOutput& output, const PriorLine& prior, const LineFacts& facts,
            const PtpEdit& edit, bool prior_is_first) {
  ServiceLine line;
  LineFacts other;
  view_of(input, prior, line, other);
  const LineFacts& column1 = prior_is_first ? other : facts;
  const LineFacts& column2 = prior_is_first ? facts : other;
  if (edit.indicator == 1 && sets_aside(judge_pair(input, column1, column2).bypass)) return false;
  Finding& finding = add_on_row(input, output, column1, column2, edit);
  finding.history_used = true;
  // The outpatient editor sees one claim at a time; Part B systems look back.
  if (input.context().kind == BillKind::outpatient) {
    finding.severity = std::min(finding.severity, Severity::warning);
  }
  const std::uint16_t number = facts.line->number;
  finding.arguments.push_back({"line", std::int64_t{number}});
  finding.arguments.push_back({"date", prior.date});
  finding.arguments.push_back({"status", status_words(prior.status)});
  finding.arguments.push_back({"earlier", prior.code});
  if (prior_is_first) {
    finding.fixes.push_back(remove_line_fix(number, "Is the earlier claim right as it stands?"));
    if (edit.indicator == 1) {
      const bool visit = is_visit(input, facts);
      finding.fixes.push_back(
          add_modifier_fix(number, visit ? "25"_mod : "XS"_mod,
                           visit ? "Was the visit significant and separate?"
                                 : "Was it at another site or organ, or a separate lesion?"));
    }
    return true;
  }
  finding.biller =
      "{earlier} is already {status} for {date} on another claim, and is the column 2 code of {column1} on "
      "line "
      "{line} (NCCI pair). The earlier line is denied or taken back: adjust that claim, or remove line "
      "{line}.";
  return true;
}

void judge_prior(const RuleInput& input, RuleOutput& output, CodeOrder order, const PriorLine& prior) {
  const Source table = ptp_table(input.context());
  const auto as_first = input.reference.ptp(table, prior.code);
  Hcpcs done;
  for (const CodeAt& at : order) {
    if (at.code == prior.code || at.code == done || at.facts->date != prior.date) continue;
    if (!same_biller(input.context(), *at.facts->line, prior)) continue;
    const PtpEdit* edit = edit_on(pair_edits(as_first, at.code), prior.date);
    const bool prior_is_first = edit != nullptr;
    if (edit == nullptr) edit = edit_on(input.reference.pair(table, at.code, prior.code), prior.date);
    const bool reported = edit != nullptr && report(input, output, prior, *at.facts, *edit, prior_is_first);
    // The earlier line is denied once, or not at all.
    if (edit == nullptr || (reported && !prior_is_first)) done = at.code;
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.history.availability() == Availability::none || input.whole.judged_lines == 0) return;
  if (lacks_medicaid_tables(input, output, ptp_table(input.context()))) return;
  SmallVector<Date, 8> dates;
  CodeOrder order;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || dates.contains(facts.date)) continue;
    dates.push_back(facts.date);
    for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
      if (prior.date != facts.date || !counts(prior) || prior.kind != input.context().kind) continue;
      if (on_this_claim(input, prior)) continue;
      if (order.empty()) order = judged_by_code(input);
      judge_prior(input, output, order, prior);
    }
  }
}

}  // namespace

extern const Rule pair_on_another_claim{
    .info =
        {.id = "NCCI-PTP-007",
         .module = "NCCI-PTP",
         .title = "Pair completed by another claim of the day",
         .severity = Severity::error,
         .payers = kNcciPayers,
         .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
         .history = HistoryUse::same_day,
         .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
         .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
         .reads_count = 3,
         .citations = {{{"Medicare Claims Processing Manual", "chapter 23, section 20.9"}}},
         .clinician = "{earlier} was already {status} for {date}; {column2} is normally part of {column1}.",
         .biller =
             "{earlier} is already {status} for {date} on another claim, and {column2} on line {line} is its "
             "column 2 code (NCCI pair). Line {line} is denied beside it: adjust that claim, add the "
             "modifier "
             "that the record supports, or remove the line.",
         .carc = "CO-97",
         .why = "Payers test a pair over every claim of the day, not over one. A late charge that completes "
                "a pair is "
                "denied, or the earlier payment is taken back.",
         .fires = "prior 45385; 45380",
         .silent = "prior 45385; 45380-59"},
    .evaluate = evaluate};

}  // namespace chargelint
