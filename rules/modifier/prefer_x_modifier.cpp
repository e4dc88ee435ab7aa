// MOD-59-002: 59 where one of XE, XS, XP, XU says more.
#include <array>

#include "rules/modifier/distinct_pairs.h"

namespace chargelint {
namespace {

struct Choice {
  Modifier modifier;
  std::string_view question;
};
constexpr std::array<Choice, 4> kChoices{{
    {"XS"_mod, "Was it another site, organ or lesion?"},
    {"XE"_mod, "Was it another encounter of the same day?"},
    {"XP"_mod, "Was it another practitioner?"},
    {"XU"_mod, "Was it a service that does not usually go with the other?"},
}};

// The one that the claim itself speaks for; empty: none.
Modifier chosen(const RuleInput& input, const LineFacts& facts, const LineFacts& other) {
  if (of_another_person(*facts.line, *other.line)) return "XP"_mod;
  const auto own = named_places(input, facts);
  const auto others = named_places(input, other);
  if (!own.empty() && !others.empty() && !share_place(own, others)) return "XS"_mod;
  return {};
}

void report(const RuleInput& input, RuleOutput& output, const LineFacts& facts, const LineFacts& other,
            const ModifierUse& use) {
  Finding& finding = add_for_modifier(output, *facts.line, use);
  finding.lines.push_back(other.line->number);
  finding.codes.push_back(other.line->code);
  finding.arguments.push_back({"partner", other.line->code});
  const Modifier best = chosen(input, facts, other);
  if (!best.empty()) {
    finding.arguments.push_back({"best", best});
    finding.biller =
        "Line {line}: 59 separates {code} from {partner}; what the claim says of both points to {best}, "
        "which "
        "Medicare prefers because it names the reason. Replace 59 if the record agrees.";
  }
  for (const Choice& choice : kChoices) {
    if (!best.empty() && choice.modifier != best) continue;
    finding.fixes.push_back(
        swap_modifier_fix(facts.line->number, use.value, choice.modifier, choice.question));
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has_class(ModifierClass::distinct)) return;
  SmallVector<const LineFacts*, 8> told;  // one partner a line tells enough
  for_each_distinct_pair(input, [&](const LineFacts& facts, const LineFacts& other, const PtpEdit& /*edit*/) {
    const ModifierUse* use = use_of(*facts.line, "59"_mod);
    if (use == nullptr || told.contains(&facts)) return;
    if (facts.in(CodeSet::em_section) || modifier_on(input.reference, "XS"_mod, facts.date).row == nullptr)
      return;
    told.push_back(&facts);
    report(input, output, facts, other, *use);
  });
}

}  // namespace

extern const Rule prefer_x_modifier{
    .info = {.id = "MOD-59-002",
             .module = "MOD",
             .title = "A more specific X modifier instead of 59",
             .severity = Severity::info,
             .payers = kMedicareReaders,
             .kinds = KindMask::professional | KindMask::outpatient | KindMask::asc,
             .history = HistoryUse::none,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::removal,
             .reads = {Source::ptp_practitioner, Source::ptp_hospital, Source::modifiers},
             .reads_count = 3,
             .citations = {{{"CMS booklet on modifiers 59 and X{EPSU}", "MLN 1783722"},
                            {"CMS change request", "CR 8863"},
                            {"NCCI Policy Manual for Medicare Services", "chapter I, section E.1"}}},
             .clinician = "Why was {code} separate: other visit, person, site, or unusual?",
             .biller = "Line {line}: 59 separates {code} from {partner} without saying why. Medicare prefers "
                       "XE, XS, XP or XU, which name the reason. Choose the one that the record supports.",
             .carc = {},
             .why = "59 is the modifier of last resort. The four X modifiers say the reason, so fewer lines "
                    "are pulled for review. Nothing is rewritten without an answer.",
             .fires = "45385; 45380-59",
             .silent = "45385; 45380-XS"},
    .evaluate = evaluate};

}  // namespace chargelint
