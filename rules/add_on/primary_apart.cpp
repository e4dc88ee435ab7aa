// NCCI-AOC-007: the primary of an add-on is there, but dated a day off or by another practitioner.
#include "rules/add_on/primaries.h"

namespace chargelint {
namespace {

struct Near {
  Hcpcs code;
  Date date;
  std::uint16_t line = 0;  // 0: of another claim
  const AddOnEdit* row = nullptr;
  bool another_practitioner = false;
};

// The nearest listed primary: one of the same day before one of the day before or after.
class Search {
 public:
  Search(const RuleInput& input, CodeOrder order, const LineFacts& facts)
      : input_(input), order_(order), facts_(facts) {}

  // False: a primary stands where it should, or the row does not ask.
  bool run(std::span<const AddOnEdit> rows) {
    for (const AddOnEdit& row : rows) {
      if (row.type != 1 || !row_applies(row, facts_.date, input_.context().kind)) continue;
      if (row.note == kSuspended || row.contractor_defined) return false;
      if (!look(row)) return false;
    }
    return near_.row != nullptr;
  }
  [[nodiscard]] const Near& nearest() const { return near_; }

 private:
  bool look(const AddOnEdit& row) {
    for (const CodeAt& at : lines_of(order_, row.primary())) {
      const LineFacts& other = *at.facts;
      const bool biller = same_biller(input_.context(), *facts_.line, *other.line);
      if (!take(row, other.date, biller, other.line->number)) return false;
    }
    if (input_.history.availability() == Availability::none) return true;
    for (const PriorLine& prior :
         input_.history.lines({facts_.date.plus_days(-1), facts_.date.plus_days(1)})) {
      if (prior.code != row.primary() || prior.kind != input_.context().kind) continue;
      if (!stands(input_.context(), prior)) continue;
      if (!take(row, prior.date, same_biller(input_.context(), *facts_.line, prior), 0)) return false;
    }
    return true;
  }
  bool take(const AddOnEdit& row, Date date, bool biller, std::uint16_t line) {
    if (date == facts_.date && biller) return false;
    const bool day_off = date.plus_days(1) == facts_.date || date.plus_days(-1) == facts_.date;
    if (date != facts_.date && !(day_off && biller)) return true;
    const Near found{row.primary(), date, line, &row, date == facts_.date};
    const bool better = near_.row == nullptr || (found.another_practitioner && !near_.another_practitioner);
    if (better) near_ = found;
    return true;
  }

  const RuleInput& input_;
  CodeOrder order_;
  const LineFacts& facts_;
  Near near_;
};

void report(RuleOutput& output, const LineFacts& facts, const Near& near) {
  Finding& finding = add_for_line(output, *facts.line);
  if (near.line != 0) finding.lines.push_back(near.line);
  finding.codes.push_back(near.code);
  finding.evidence = evidence_of(Source::add_on, near.row);
  finding.history_used = near.line == 0;
  finding.arguments.push_back({"primary", near.code});
  finding.arguments.push_back({"date", near.date});
  if (near.another_practitioner) {
    finding.clinician = "{primary} of that day is another practitioner's; {code} needs its own.";
    finding.biller =
        "{code} on line {line} is an add-on of {primary}, which another practitioner reports for {date}. "
        "Both "
        "must be by one practitioner (or one group and specialty): mend the practitioner, or remove the "
        "line.";
  } else if (facts.in(CodeSet::add_on_time_based) && near.date < facts.date) {
    finding.severity = Severity::info;
    finding.clinician = {};
    finding.biller =
        "{code} on line {line} goes on from {primary} of {date}. A service that runs past midnight is "
        "usually "
        "reported on the day on which it began.";
  }
  finding.fixes.push_back(
      remove_line_fix(facts.line->number, "Are date and practitioner right as they stand?"));
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;  // NCCI-AOC-001 says that its tables are missing
  CodeOrder order;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged) continue;
    const auto rows = input.reference.add_on(facts.line->code);
    if (rows.empty()) continue;
    if (order.empty()) order = judged_by_code(input);
    Search search(input, order, facts);
    if (search.run(rows)) report(output, facts, search.nearest());
  }
}

}  // namespace

extern const Rule primary_apart{
    .info = {.id = "NCCI-AOC-007",
             .module = "NCCI-AOC",
             .title = "Add-on on another date, or by another practitioner, than its primary",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .history = HistoryUse::around,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::units | Aspect::removal,
             .reads = {Source::add_on, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter I, section R"},
                            {"CMS NCCI add-on code edits", "same practitioner, patient and date"}}},
             .clinician = "{code}: its primary {primary} is dated {date}.",
             .biller = "{code} on line {line} is an add-on of {primary}, which is dated {date}. Both must be "
                       "of one day: bring "
                       "the dates together if the record shows one session, else remove the line.",
             .carc = "CO-107",
             .why = "An add-on is paid only beside its primary by the same practitioner on the same date. A "
                    "date that is off "
                    "by a day, or another practitioner's number, denies it as if the primary were missing.",
             .fires = "62324 dos=2026-05-01; 0777T dos=2026-05-02",
             .silent = "62324; 0777T"},
    .evaluate = evaluate};

}  // namespace chargelint
