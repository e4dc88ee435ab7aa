// ID-DATE-001: a service dated in the future, before birth or after death.
#include <array>

#include "rules/base/small_vector.h"
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

enum class Wrong : std::uint8_t { future, before_birth, after_death };
constexpr std::array<std::string_view, 3> kWords = {"in the future", "before birth", "after death"};

// A reading of an earlier test, an autopsy, the recovery of an organ.
bool may_follow_death(const LineFacts& facts) {
  return facts.in(CodeSet::after_death) || facts.line->has("26"_mod);
}

std::optional<Wrong> wrong_date(const RuleInput& input, Date date) {
  const Patient& patient = input.claim.patient;
  const auto& received = input.context().received_on;
  // A day is granted for time zones.
  if (input.context().stage != Stage::order && received && date > received->plus_days(1))
    return Wrong::future;
  if (patient.birth_date && date < *patient.birth_date) return Wrong::before_birth;
  if (patient.death_date && date > *patient.death_date) return Wrong::after_death;
  return std::nullopt;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.context().received_on && input.context().stage != Stage::order) {
    for (const LineFacts& facts : input.lines) {
      if (!facts.judged) continue;
      output.not_evaluated(Gap::missing_field);
      break;
    }
  }
  SmallVector<Date, 4> dates;  // one finding a date: its lines are wrong for one cause
  for (std::size_t index = 0; index < input.lines.size(); ++index) {
    const LineFacts& facts = input.lines[index];
    if (!facts.line->is_active() || !facts.dated) continue;
    const auto wrong = wrong_date(input, facts.date);
    if (!wrong || dates.contains(facts.date)) continue;
    dates.push_back(facts.date);
    Finding& finding = output.add();
    finding.location = facts.line->date_at;
    finding.arguments.push_back({"date", facts.date});
    finding.arguments.push_back({"when", kWords[static_cast<std::size_t>(*wrong)]});
    bool excused = *wrong == Wrong::after_death;
    for (const LineFacts& other : input.lines.subspan(index)) {
      if (!other.line->is_active() || !other.dated || other.date != facts.date) continue;
      finding.lines.push_back(other.line->number);
      excused = excused && may_follow_death(other);
    }
    if (!excused) continue;
    finding.severity = Severity::info;
    finding.biller =
        "The service date {date} is after death: right for an autopsy, the recovery of an organ or "
        "the reading of an earlier test. Make sure that it is one.";
  }
}

}  // namespace

extern const Rule service_date_impossible{
    .info = {.id = "ID-DATE-001",
             .module = "ID",
             .title = "Service date in the future, before birth, or after death",
             .severity = Severity::error,
             .reacts_to = Aspect::code,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 26, section 10.4, item 24A"}}},
             .clinician = "The service date {date} is {when}.",
             .biller = "The service date {date} is {when}. Correct the date, or the patient's record.",
             .carc = "CO-16",
             .why = "Such a date is a slip of the pen, or the charge is on another patient's account. Payers "
                    "reject the claim before they look at the services.",
             .fires = "born 2026-05-05; 99213 dos=2026-05-04",
             .silent = "born 2026-05-04; 99213 dos=2026-05-04"},
    .evaluate = evaluate};

}  // namespace chargelint
