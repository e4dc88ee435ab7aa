// SHAPE-DFT-005: procedure, modifiers or diagnoses of an HL7 charge stand in other places than they should.
#include "rules/shape/facts.h"

namespace chargelint {
namespace {

void report_assumed(const RuleInput& input, RuleOutput& output) {
  Finding* finding = nullptr;
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (!line.is_active() || !line.diagnoses_assumed || line.diagnoses.size() < 2) continue;
    if (finding == nullptr) {
      finding = &output.add();
      finding->severity = Severity::info;
      finding->location = line.at;
      finding->biller =
          "No charge points to its diagnoses (FT1-19 is empty): all diagnoses of the message "
          "are taken for every charge, in their order. Send FT1-19 where it matters.";
      finding->clinician = "No diagnosis is linked to the charges: all of the visit's are taken.";
    }
    finding->lines.push_back(line.number);
  }
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    switch (fact.kind) {
      case ShapeKind::other_code: {
        const ServiceLine* const line = input.claim.line(fact.line);
        Finding& finding = add_for_fact(output, fact);
        finding.arguments.push_back({"code", line != nullptr ? line->code : Hcpcs()});
        finding.arguments.push_back({"other", fact.text});
        if (line != nullptr && !line->code.empty()) finding.codes.push_back(line->code);
        break;
      }
      case ShapeKind::sources_differ: {
        Finding& finding = add_for_fact(output, fact);
        finding.arguments.push_back({"sent", fact.text});
        finding.arguments.push_back({"other", fact.other_element});
        finding.arguments.push_back({"other_sent", fact.other_text});
        if (const ServiceLine* const line = input.claim.line(fact.line); line != nullptr) {
          if (!line->code.empty()) finding.codes.push_back(line->code);
          finding.clinician =
              "Charge {line}: please confirm, two places of the message say different things.";
          finding.biller =
              fact.text.empty()
                  ? "{element} and {other} of charge {line} differ. {element} is what was checked; send the "
                    "same in both."
                  : "{element} ({sent}) and {other} ({other_sent}) of charge {line} differ. {element} is "
                    "what "
                    "was checked; send the same in both, or name the right place in the sender's profile.";
        } else {
          finding.severity = Severity::info;
          finding.clinician = "Please confirm: two places of the message say different things.";
          finding.biller =
              "{element} ({sent}) and {other} ({other_sent}) differ. {element} is the one that was used.";
        }
        break;
      }
      case ShapeKind::several_modifiers: {
        Finding& finding = add_for_fact(output, fact);
        finding.severity = Severity::info;
        finding.arguments.push_back({"sent", fact.text});
        finding.clinician = "Charge {line}: please confirm the modifiers.";
        finding.biller =
            "{element} of charge {line} holds several modifiers in one repetition; they were read "
            "apart. Separate them by ~ at the sender.";
        break;
      }
      case ShapeKind::diagnosis_not_listed: {
        Finding& finding = add_for_fact(output, fact);
        finding.clinician = "Charge {line}: please confirm the diagnosis.";
        finding.biller =
            "{element} of charge {line} names a diagnosis that no DG1 of the message holds. It "
            "was read; add the DG1, or correct the code.";
        break;
      }
      default:
        break;
    }
  }
  report_assumed(input, output);
}

}  // namespace

extern const Rule placement_differs{
    .info = {.id = "SHAPE-DFT-005",
             .module = "SHAPE",
             .title = "Procedure, modifier or diagnosis in an unexpected place",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::diagnoses,
             .citations = {{{"HL7 v2.5.1", "chapter 6, FT1-19, FT1-25 and FT1-26; PR1-3 and PR1-16; DG1-3"}}},
             .clinician = "Charge {code}: please confirm code or modifier.",
             .biller = "FT1-25 {code} and PR1-3 {other} of charge {line} differ. {code} is the one that was "
                       "checked; send the same code in both, or PR1 of its own FT1.",
             .carc = {},
             .why = "HL7 has several places for one thing. What stands in the wrong one is read by some "
                    "systems and lost by others, so that the bill differs from the chart.",
             .fires = "shape other_code PR1-3 line 1 text \"62320\"; 62324",
             .silent = "62324-59-LT"},
    .evaluate = evaluate};

}  // namespace chargelint
