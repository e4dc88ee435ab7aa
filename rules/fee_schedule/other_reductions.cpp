// MPFS-MULT-004 and MPFS-IMG-001: reductions of imaging, therapy, heart and eye tests of one session.
#include "rules/fee_schedule/sessions.h"

namespace chargelint {
namespace {

constexpr std::string_view kNoFamily = "99";

std::string_view family_of(const FeeScheduleRow& row) {
  return {row.imaging_family, 2};
}
bool has_family(const FeeScheduleRow& row) {
  const std::string_view family = family_of(row);
  return family != kNoFamily && family != "00" && family.find(' ') == std::string_view::npos;
}

bool in_imaging_family(const LineFacts& facts) {
  return has_family(*facts.fee.row);
}
// Only their technical part is reduced.
bool with_technical_part(const LineFacts& facts) {
  return !facts.line->has("26"_mod);
}

// {percent}: by how much; nothing is said of a date before the reduction.
bool add_percent(const RuleInput& input, Finding& finding, std::string_view name, Parameter parameter,
                 Date date) {
  const auto percent = input.reference.parameter(parameter, date);
  if (percent) finding.arguments.push_back({name, *percent});
  return percent.has_value();
}
bool in_force(const RuleInput& input, Parameter parameter, Date date) {
  return input.reference.parameter(parameter, date).has_value();
}

void report_imaging(const RuleInput& input, RuleOutput& output, Session& session) {
  const Date date = session.front().facts->date;
  if (!in_force(input, Parameter::mppr_imaging_technical, date)) return;
  rank_by_value(session);
  Finding& finding = add_for_session(output, session);
  name_codes(session, finding);
  add_percent(input, finding, "technical", Parameter::mppr_imaging_technical, date);
  if (add_percent(input, finding, "reading", Parameter::mppr_imaging_professional, date)) {
    finding.biller =
        "Several images of one session. Expected payment: {first} in full; of {rest}{rest2}{rest3} the "
        "technical part {technical} % less and the reading {reading} % less.";
  } else {
    finding.biller =
        "Several images of one session. Expected payment: {first} in full; of {rest}{rest2}{rest3} the "
        "technical part {technical} % less.";
  }
}

void report_share(const RuleInput& input, RuleOutput& output, Session& session, Parameter parameter,
                  std::string_view biller) {
  const Date date = session.front().facts->date;
  if (!in_force(input, parameter, date)) return;
  rank_by_value(session);
  Finding& finding = add_for_session(output, session);
  name_codes(session, finding);
  add_percent(input, finding, "percent", parameter, date);
  finding.biller = biller;
}

bool any_reduced(const RuleInput& input, std::string_view wanted) {
  return std::any_of(input.lines.begin(), input.lines.end(), [&](const LineFacts& facts) {
    return facts.fee.row != nullptr && wanted.find(facts.fee.row->multiple) != std::string_view::npos;
  });
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid || !any_reduced(input, "4567")) return;
  for_each_session(
      input, "4", [](const LineFacts& facts) { return !in_imaging_family(facts); },
      [&](Session& session) { report_imaging(input, output, session); });
  for_each_session(
      input, "5", [](const LineFacts& /*facts*/) { return true; },
      [&](Session& session) {
        report_share(input, output, session, Parameter::mppr_therapy,
                     "Several therapy services of one day. Expected payment: one unit of {first} in full; of "
                     "further units and of {rest}{rest2}{rest3} the practice expense {percent} % less.");
      });
  for_each_session(input, "6", with_technical_part, [&](Session& session) {
    report_share(input, output, session, Parameter::mppr_cardiovascular,
                 "Several heart and vessel tests of one day. Expected payment: {first} in full; of "
                 "{rest}{rest2}{rest3} the technical part {percent} % less.");
  });
  for_each_session(input, "7", with_technical_part, [&](Session& session) {
    report_share(input, output, session, Parameter::mppr_eye,
                 "Several eye tests of one day. Expected payment: {first} in full; of {rest}{rest2}{rest3} "
                 "the technical part {percent} % less.");
  });
}

void evaluate_family(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid || !any_reduced(input, "4")) return;
  for_each_session(input, "4", in_imaging_family, [&](Session& session) {
    // Older releases have a family for each region: only images of one family are reduced.
    SmallVector<std::string_view, 4> families;
    for (const SessionService& service : session) {
      if (!has_family(*service.row)) continue;
      if (!families.contains(family_of(*service.row))) families.push_back(family_of(*service.row));
    }
    for (const std::string_view family : families) {
      Session same;
      for (const SessionService& service : session) {
        if (family_of(*service.row) == family) same.push_back(service);
      }
      if (same.size() > 1 && same.front().facts != nullptr) report_imaging(input, output, same);
    }
  });
}

}  // namespace

extern const Rule other_reductions{
    .info = {.id = "MPFS-MULT-004",
             .module = "MPFS",
             .title = "Reduction of several tests or therapies of one day",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database",
                             "field Multiple Procedure, values 4 to 7"},
                            {"Medicare Claims Processing Manual", "chapter 5, section 10.7"}}},
             .clinician = {},
             .biller = "Several services of one day are subject to a reduction.",
             .carc = "CO-59",
             .why = "Room, staff and reception are used once for several tests or treatments of one day, so "
                    "the fee schedule pays the later ones less.",
             .fires = "97110; 97140",
             .silent = "97110"},
    .evaluate = evaluate};

extern const Rule imaging_family_reduction{
    .info = {.id = "MPFS-IMG-001",
             .module = "MPFS",
             .title = "Reduction of several images of one session",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::code_sets},
             .reads_count = 2,
             .citations = {{{"Medicare Physician Fee Schedule Database", "field Diagnostic Imaging Family"}}},
             .clinician = {},
             .biller = "Several images of one session are subject to a reduction.",
             .carc = "CO-59",
             .why =
                 "CT, MRI and ultrasound images of one session share their preparation; the second is paid "
                 "less than the first.",
             .fires = "70553; 72148",
             .silent = "70553"},
    .evaluate = evaluate_family};

}  // namespace chargelint
