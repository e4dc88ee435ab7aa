// SHAPE-PRC-003: a FHIR Procedure of a paired organ that names no side: the resource has no modifiers.
#include "rules/shape/facts.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

void evaluate(const RuleInput& input, RuleOutput& output) {
  for (const ShapeFact& fact : input.claim.shape) {
    if (fact.kind != ShapeKind::side_not_stated || fact.line == 0) continue;
    for (const LineFacts& facts : input.lines) {
      const ServiceLine& line = *facts.line;
      if (line.number != fact.line || !facts.judged || facts.fee.row == nullptr) continue;
      const bool per_side = facts.fee.row->bilateral == '1' || facts.fee.row->bilateral == '3';
      if (!per_side || facts.has_class(ModifierClass::anatomic) || line.has("50"_mod)) continue;
      Finding& finding = add_for_line(output, line);
      finding.location = fact.at;
      finding.evidence = evidence_of(Source::fee_schedule, facts.fee.row);
      FixedText<24> indicator;
      indicator.push_back(facts.fee.row->bilateral);
      finding.arguments.push_back({"indicator", indicator});
      finding.fixes.push_back(add_modifier_fix(line.number, "LT"_mod, "Was it done on the left side?"));
      finding.fixes.push_back(add_modifier_fix(line.number, "RT"_mod, "Was it done on the right side?"));
      finding.fixes.push_back(add_modifier_fix(line.number, "50"_mod, "Was it done on both sides?"));
    }
  }
}

}  // namespace

extern const Rule procedure_side_not_stated{
    .info = {.id = "SHAPE-PRC-003",
             .module = "SHAPE",
             .title = "Side must come by body site or extension",
             .severity = Severity::info,
             .formats = FormatMask::fhir,
             .reacts_to = Aspect::code | Aspect::modifiers,
             .reads = {Source::fee_schedule},
             .reads_count = 1,
             .citations = {{{"HL7 FHIR R4", "Procedure.bodySite"},
                            {"Medicare Claims Processing Manual", "chapter 12, section 40.7"}}},
             .clinician = "Which side? {code} is reported per side.",
             .biller = "{code} has bilateral indicator {indicator} and the procedure names no side: a FHIR "
                       "Procedure has no modifiers, so the side comes by bodySite or an extension. Ask which "
                       "side, then report LT, RT or 50.",
             .carc = {},
             .why = "Payment goes by side, and a second procedure on the other side is no duplicate only if "
                    "both name theirs.",
             .fires = "shape side_not_stated Procedure.bodySite line 1; 20610",
             .silent = "20610 side=left"},
    .evaluate = evaluate};

}  // namespace chargelint
