// MPFS-PCTC-003: one test charged whole and in part, or its reading charged by two practitioners.
#include "rules/fee_schedule/indicators.h"

namespace chargelint {
namespace {

enum class Part : std::uint8_t { whole, reading, technical };

template <class Has>
Part part_of(Has has) {
  if (has("26"_mod)) return Part::reading;
  return has("TC"_mod) ? Part::technical : Part::whole;
}
// What says that there were two tests.
template <class Has>
bool told_apart(Has has) {
  for (const Modifier modifier : {"59"_mod, "XE"_mod, "XS"_mod, "XP"_mod, "XU"_mod, "76"_mod, "77"_mod}) {
    if (has(modifier)) return true;
  }
  return false;
}
template <class Has, class OtherHas>
bool sides_differ(Has has, OtherHas other_has) {
  return (has("LT"_mod) && other_has("RT"_mod)) || (has("RT"_mod) && other_has("LT"_mod));
}

bool overlap(Part one, Part other, bool same_person) {
  if (one == Part::reading && other == Part::reading) return !same_person;
  return one != other && (one == Part::whole || other == Part::whole);
}

bool same_person(const Provider& one, const Provider& other) {
  return one.npi.empty() || other.npi.empty() || one.npi == other.npi;
}

// Two places of service make two tests likely.
Severity severity_of(std::string_view place, std::string_view other) {
  return place == other || place.empty() || other.empty() ? Severity::error : Severity::warning;
}

Finding& report(RuleOutput& output, const LineFacts& facts, Part part, Part other) {
  Finding& finding = add_for_line(output, *facts.line);
  finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
  if (part == Part::reading && other == Part::reading) {
    finding.biller =
        "The reading of {code} is charged by two practitioners on one day (line {line}). Only one reading is "
        "paid; 77 says that the test was read again for a reason.";
  }
  return finding;
}

void judge_lines(RuleOutput& output, const CodeAt& first, const CodeAt& second) {
  const ServiceLine& one = *first.facts->line;
  const ServiceLine& other = *second.facts->line;
  if (first.facts->date != second.facts->date) return;
  const auto has = [&one](Modifier modifier) { return one.has(modifier); };
  const auto other_has = [&other](Modifier modifier) { return other.has(modifier); };
  const Part part = part_of(has);
  const Part other_part = part_of(other_has);
  if (!overlap(part, other_part, same_person(one.rendering, other.rendering))) return;
  if (told_apart(has) || told_apart(other_has) || sides_differ(has, other_has)) return;
  Finding& finding = report(output, *first.facts, part, other_part);
  finding.lines.push_back(other.number);
  finding.severity = severity_of(one.place_of_service, other.place_of_service);
  const bool keeps_first = part == Part::whole;
  finding.fixes.push_back(remove_line_fix(keeps_first ? other.number : one.number,
                                          "Was it one test, charged whole on the other line?"));
}

void judge_history(const RuleInput& input, RuleOutput& output, const LineFacts& facts) {
  const ServiceLine& line = *facts.line;
  const auto has = [&line](Modifier modifier) { return line.has(modifier); };
  const Part part = part_of(has);
  if (told_apart(has)) return;
  for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
    if (prior.code != line.code || prior.kind != BillKind::professional) continue;
    if (prior.status == PriorStatus::denied || prior.status == PriorStatus::ordered) continue;
    const auto prior_has = [&prior](Modifier modifier) { return prior.modifiers.contains(modifier); };
    const Part other = part_of(prior_has);
    if (!overlap(part, other, same_person(line.rendering, prior.rendering))) continue;
    if (told_apart(prior_has) || sides_differ(has, prior_has)) continue;
    Finding& finding = report(output, facts, part, other);
    finding.severity = severity_of(line.place_of_service, prior.place_of_service);
    finding.history_used = true;
    finding.fixes.push_back(remove_line_fix(line.number, "Was it the test of the earlier claim?"));
    return;
  }
}

bool splits(const LineFacts& facts) {
  return facts.judged && facts.fee.row != nullptr &&
         (facts.fee.row->pctc == '1' || facts.fee.row->pctc == '6');
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  const bool with_history = input.history.availability() != Availability::none;
  // Two whole tests are a matter of units: some line must name a part.
  if (!with_history && !input.whole.has_class(ModifierClass::component)) return;
  SmallVector<CodeAt, 32> order;
  for (const LineFacts& facts : input.lines) {
    if (!splits(facts)) continue;
    order.push_back({facts.line->code, &facts});
    if (with_history) judge_history(input, output, facts);
  }
  if (order.size() < 2 || !input.whole.has_class(ModifierClass::component)) return;
  std::sort(order.begin(), order.end(), [](const CodeAt& left, const CodeAt& right) {
    return left.code != right.code ? left.code < right.code : left.facts < right.facts;
  });
  for (std::size_t first = 0; first < order.size(); ++first) {
    for (std::size_t next = first + 1; next < order.size() && order[next].code == order[first].code; ++next) {
      judge_lines(output, order[first], order[next]);
    }
  }
}

}  // namespace

extern const Rule component_overlap{
    .info = {.id = "MPFS-PCTC-003",
             .module = "MPFS",
             .title = "Test charged whole and in part",
             .severity = Severity::error,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers},
             .reads_count = 2,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 13, section 100.1"},
                            {"Medicare Physician Fee Schedule Database", "field PC/TC"}}},
             .clinician = {},
             .biller =
                 "{code} is charged whole and in part on one day (line {line}): the part is paid twice. "
                 "Keep the whole, or 26 and TC apart; a second test takes 76 or 77.",
             .carc = "CO-97",
             .why = "A test's fee holds the reading and the technical part; whoever bills one of them beside "
                    "the whole is paid for it twice.",
             .fires = "71046; 71046-26",
             .silent = "71046-26; 71046-TC"},
    .evaluate = evaluate};

}  // namespace chargelint
