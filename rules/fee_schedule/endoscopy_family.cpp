// MPFS-MULT-003: endoscopies of one family in one session: the base is in each of them.
#include "rules/fee_schedule/sessions.h"

namespace chargelint {
namespace {

bool separate_session(const LineFacts& facts) {
  return facts.has_class(ModifierClass::distinct) || facts.line->has("58"_mod) || facts.line->has("78"_mod) ||
         facts.line->has("79"_mod);
}

// The line of the family's base on the same day.
const LineFacts* base_line(const RuleInput& input, const LineFacts& member) {
  const std::uint32_t base = member.fee.row->endoscopic_base_packed;
  const LineFacts* found = nullptr;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.line->code.packed() != base || facts.date != member.date) continue;
    if (!same_biller(input.context(), *member.line, *facts.line) || separate_session(facts)) continue;
    if (found == nullptr || facts.line->number < found->line->number) found = &facts;
  }
  return found;
}

void report_base(RuleOutput& output, const LineFacts& base, const SessionService& member) {
  Finding& finding = add_for_line(output, *base.line);
  finding.lines.push_back(member.facts->line->number);
  finding.codes.push_back(member.code);
  finding.severity = Severity::warning;
  finding.evidence = evidence_of(Source::fee_schedule, member.row);
  finding.arguments.push_back({"member", member.code});
  finding.biller =
      "{code} on line {line} is the base of {member}'s endoscopy family, done in the same session: it is "
      "part "
      "of {member} and not paid. Remove the line.";
  finding.fixes.push_back(remove_line_fix(base.line->number, "Was it one session?"));
}

// Members of one family, the dearest first.
void judge_family(const RuleInput& input, RuleOutput& output, Session& family) {
  rank_by_value(family);
  const SessionService* member = nullptr;
  for (const SessionService& service : family) {
    if (member == nullptr && service.facts != nullptr) member = &service;
  }
  if (member == nullptr) return;
  const LineFacts* base = base_line(input, *member->facts);
  if (base != nullptr) report_base(output, *base, *member);
  if (family.size() < 2) return;
  Finding& finding = add_for_session(output, family);
  name_codes(family, finding);
  finding.arguments.push_back({"base", Hcpcs::from_packed(member->row->endoscopic_base_packed)});
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.context().payer == PayerClass::medicaid) return;
  SmallVector<const LineFacts*, 8> members;
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || facts.fee.row == nullptr || facts.fee.row->multiple != '3') continue;
    if (facts.fee.row->endoscopic_base_packed != 0) members.push_back(&facts);
  }
  if (members.empty()) return;
  order_by_number(members);
  // Each family of each session once: the member that comes first stands for it.
  for (std::size_t first = 0; first < members.size(); ++first) {
    if (members[first] == nullptr) continue;
    const LineFacts& facts = *members[first];
    const std::uint32_t base = facts.fee.row->endoscopic_base_packed;
    Session family;
    for (std::size_t next = first; next < members.size(); ++next) {
      if (members[next] == nullptr || members[next]->date != facts.date) continue;
      if (members[next]->fee.row->endoscopic_base_packed != base) continue;
      if (!same_biller(input.context(), *facts.line, *members[next]->line)) continue;
      family.push_back(service_of(input, *members[next]));
      members[next] = nullptr;
    }
    Session earlier;
    add_prior_services(input, facts, "3", earlier);
    for (const SessionService& service : earlier) {
      if (service.row->endoscopic_base_packed == base) family.push_back(service);
    }
    judge_family(input, output, family);
  }
}

}  // namespace

extern const Rule endoscopy_family{
    .info = {.id = "MPFS-MULT-003",
             .module = "MPFS",
             .title = "Endoscopies of one family",
             .severity = Severity::info,
             .payers = kNcciPayers,
             .kinds = KindMask::professional,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::fee_schedule, Source::modifiers, Source::places_of_service},
             .reads_count = 3,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 12, section 40.6.C"},
                            {"Medicare Physician Fee Schedule Database", "field Endoscopic Base Code"}}},
             .clinician = {},
             .biller = "Endoscopies of one family. Expected payment: {first} in full, and of "
                       "{rest}{rest2}{rest3} each what goes beyond the base {base}.",
             .carc = "CO-59",
             .why =
                 "Every endoscopy of a family holds the look around that is its base code; it is paid once.",
             .fires = "45385; 45380-59",
             .silent = "43239; 45385"},
    .evaluate = evaluate};

}  // namespace chargelint
