// CODE-FAM-001: a service without imaging and its guidance on one day, where one code holds both.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

// Another encounter of the day is another session.
bool says_other_session(const ServiceLine& line) {
  return line.has("XE"_mod);
}

const LineFacts* guidance_beside(const RuleInput& input, const LineFacts& service, Hcpcs guidance) {
  for (const LineFacts& other : input.lines) {
    if (!other.judged || other.date != service.date || other.line->code != guidance) continue;
    if (says_other_session(*other.line)) continue;
    if (same_biller(input.context(), *service.line, *other.line)) return &other;
  }
  return nullptr;
}

// Guidance that stands on another claim of the day.
bool guidance_billed_before(const RuleInput& input, const LineFacts& service, Hcpcs guidance) {
  if (input.history.availability() == Availability::none) return false;
  for (const PriorLine& prior : input.history.lines({service.date, service.date})) {
    if (prior.code != guidance || prior.modifiers.contains("XE"_mod)) continue;
    if (prior.status != PriorStatus::ordered && same_biller(input.context(), *service.line, prior))
      return true;
  }
  return false;
}
void report_earlier(RuleOutput& output, const LineFacts& service, Hcpcs guidance, const CodeMapRow& row) {
  Finding& finding = add_for_line(output, *service.line);
  finding.codes.push_back(guidance);
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.history_used = true;
  finding.arguments.push_back({"guidance", guidance});
  finding.arguments.push_back({"sibling", row.to()});
  finding.biller =
      "{code} on line {line} is the code without imaging, and {guidance} of the same day stands on another "
      "claim: together they are {sibling}. Replace {code} by {sibling} and take {guidance} back.";
  finding.fixes.push_back(replace_code_fix(service.line->number, row.to(),
                                           "Will the guidance on the other claim be taken back?"));
}

void report(RuleOutput& output, const LineFacts& service, const LineFacts& guidance, const CodeMapRow& row) {
  const ServiceLine& line = *service.line;
  Finding& finding = add_for_line(output, line);
  finding.lines.push_back(guidance.line->number);
  finding.codes.push_back(guidance.line->code);
  finding.evidence = evidence_of(Source::code_sets, &row);
  finding.arguments.push_back({"guidance", guidance.line->code});
  finding.arguments.push_back({"guidance_line", std::int64_t{guidance.line->number}});
  finding.arguments.push_back({"sibling", row.to()});
  Fix fix = replace_code_fix(line.number, row.to());
  fix.edits.push_back(edit_of(EditKind::remove_line, guidance.line->number));
  finding.fixes.push_back(fix);
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const LineFacts& service : input.lines) {
    if (!service.judged || says_other_session(*service.line)) continue;
    for (const CodeMapRow& row : input.reference.code_map(CodeMap::imaging_family, service.line->code)) {
      if (!row.period().contains(service.date)) continue;
      const auto guidance_code = Hcpcs::parse(input.reference.text(row.condition));
      if (!guidance_code) continue;
      const LineFacts* guidance = guidance_beside(input, service, *guidance_code);
      if (guidance != nullptr) {
        report(output, service, *guidance, row);
      } else if (guidance_billed_before(input, service, *guidance_code)) {
        report_earlier(output, service, *guidance_code, row);
      }
    }
  }
}

}  // namespace

extern const Rule imaging_billed_apart{
    .info = {.id = "CODE-FAM-001",
             .module = "CODE",
             .title = "Sibling code fits better (family with imaging)",
             .severity = Severity::warning,
             .history = HistoryUse::same_day,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter VIII (spine injections)"},
                            {"NCCI Policy Manual for Medicare Services", "chapter IX (radiology)"}}},
             .clinician = "You recorded imaging guidance. {sibling} includes it; {code} is the code without.",
             .biller = "{code} on line {line} is the code without imaging; with {guidance} on line "
                       "{guidance_line} of the same day the service is {sibling}, which holds the guidance. "
                       "Replace {code} by {sibling} and drop {guidance}: guidance is not separate.",
             .carc = "CO-97",
             .why = "Some services have one code without imaging and one with it; the guidance is then paid "
                    "in the second code and denied beside the first.",
             .fires = "62324; 77003",
             .silent = "62325"},
    .evaluate = evaluate};

}  // namespace chargelint
