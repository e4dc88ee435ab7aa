// DX-PTR-001: a professional line that points to no diagnosis, or first to one that can't stand first.
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

std::string_view unsuitable_first(const RuleInput& input, const Diagnosis& diagnosis, Date date) {
  if (diagnosis.code.empty()) return {};
  const Reference& reference = input.reference;
  if (reference.in_set(DiagnosisSet::external_cause, diagnosis.code, date)) return "an external cause";
  if (reference.in_set(DiagnosisSet::manifestation, diagnosis.code, date)) return "a manifestation";
  if (reference.in_set(DiagnosisSet::secondary_only, diagnosis.code, date)) return "for secondary use only";
  return {};
}

// What the reader could not resolve is SHAPE-CLM-003's.
bool dangles(const Claim& claim, const ServiceLine& line) {
  for (const ShapeFact& fact : claim.shape) {
    if (fact.kind == ShapeKind::dangling_pointer && fact.line == line.number) return true;
  }
  return false;
}

void claim_without_diagnosis(const RuleInput& input, RuleOutput& output) {
  Finding* finding = nullptr;
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active()) continue;
    if (finding == nullptr) {
      finding = &add_for_line(output, *facts.line);
    } else {
      finding->lines.push_back(facts.line->number);
      if (!facts.line->code.empty() && !finding->codes.contains(facts.line->code)) {
        finding->codes.push_back(facts.line->code);
      }
    }
  }
  if (finding == nullptr) return;
  finding->clinician = "Add a diagnosis to this charge.";
  finding->biller =
      "The claim has no diagnosis at all; a professional claim needs one for every line. Add the diagnosis "
      "that the record supports.";
}

void line_without_pointer(const RuleInput& input, const ServiceLine& line, RuleOutput& output) {
  constexpr std::size_t kOffered = 4;
  Finding& finding = add_for_line(output, line);
  finding.severity = input.context().stage == Stage::claim ? Severity::warning : Severity::info;
  const auto& diagnoses = input.claim.diagnoses;
  for (const Diagnosis& diagnosis : diagnoses) {
    if (diagnosis.code.empty() || finding.fixes.size() == kOffered) continue;
    const std::string_view question =
        diagnoses.size() == 1 ? "" : "Which diagnosis is the reason for this service?";
    finding.fixes.push_back(add_diagnosis_fix(line.number, diagnosis.code, question));
  }
}

// False: the first pointer is suitable.
bool first_pointer(const RuleInput& input, const LineFacts& facts, RuleOutput& output) {
  const ServiceLine& line = *facts.line;
  const auto& diagnoses = input.claim.diagnoses;
  const std::size_t first = line.diagnoses.front().index;
  if (first >= diagnoses.size()) return false;
  const std::string_view reason = unsuitable_first(input, diagnoses[first], facts.date);
  if (reason.empty()) return false;
  Finding& finding = add_for_line(output, line);
  finding.diagnoses.push_back(diagnoses[first].code);
  finding.location = line.diagnoses.front().at.empty() ? line.code_at : line.diagnoses.front().at;
  finding.arguments.push_back({"dx", diagnoses[first].code});
  finding.arguments.push_back({"reason", reason});
  finding.clinician = "Link another diagnosis first to {code}: {dx} is {reason}.";
  finding.biller =
      "Line {line}: the first pointer, {dx}, is {reason} and can't support {code} by itself. Point first to "
      "the condition treated.";
  SmallVector<IcdCode, 4> others;
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    if (pointer.index >= diagnoses.size()) continue;
    const Diagnosis& other = diagnoses[pointer.index];
    if (!other.code.empty() && unsuitable_first(input, other, facts.date).empty())
      others.push_back(other.code);
  }
  const bool on_line = !others.empty();
  if (!on_line) {
    for (const Diagnosis& other : diagnoses) {
      if (!other.code.empty() && unsuitable_first(input, other, facts.date).empty())
        others.push_back(other.code);
    }
  }
  for (const IcdCode other : others) {
    Edit to_front = edit_of(EditKind::reorder_diagnoses, line.number);
    to_front.diagnosis = other;
    const bool certain = on_line && others.size() == 1;
    Fix fix = certain ? fix_of(to_front, {}) : fix_of(to_front, "Is this the condition that was treated?");
    if (!on_line) {
      Edit point = edit_of(EditKind::add_diagnosis, line.number);
      point.diagnosis = other;
      fix.edits.insert(fix.edits.begin(), point);
    }
    finding.fixes.push_back(fix);
  }
  return true;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (input.claim.diagnoses.empty()) {
    claim_without_diagnosis(input, output);
    return;
  }
  const LineFacts* suitable = nullptr;
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    // Pointers that were assumed say nothing about the sender's order.
    if (!line.is_active() || line.diagnoses_assumed) continue;
    if (!line.diagnoses.empty()) {
      const bool as_before = suitable != nullptr && suitable->date == facts.date &&
                             suitable->line->diagnoses.front().index == line.diagnoses.front().index;
      if (facts.dated && !as_before && !first_pointer(input, facts, output)) suitable = &facts;
    } else if (!dangles(input.claim, line)) {
      line_without_pointer(input, line, output);
    }
  }
}

}  // namespace

extern const Rule line_without_diagnosis{
    .info = {.id = "DX-PTR-001",
             .module = "DX",
             .title = "Line has no diagnosis, or its first pointer is unsuitable",
             .severity = Severity::error,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"Medicare Claims Processing Manual", "chapter 26, section 10.4, item 24E"},
                            {"Medicare Claims Processing Manual", "chapter 23, section 10.1"}}},
             .clinician = "Link a diagnosis to {code}.",
             .biller =
                 "Line {line}: {code} points to no diagnosis, though the claim has some. Point to the one "
                 "that is the reason for the service; without it the line can't be judged necessary.",
             .carc = "CO-16",
             .why = "Every professional line names the condition it was done for; external causes, "
                    "manifestations and secondary-only codes can't stand first.",
             .fires = "62324 dx-",
             .silent = "62324 dxA"},
    .evaluate = evaluate};

}  // namespace chargelint
