// SHAPE-CLM-006: more diagnoses, lines, pointers or modifiers than the claim form has room for.
#include <cstddef>

#include "rules/shape/facts.h"

namespace chargelint {
namespace {

struct Room {  // of the form: CMS-1500 and 837P, UB-04 and 837I
  std::size_t diagnoses;
  std::size_t lines;
};
constexpr Room kProfessional{12, 50};
constexpr Room kInstitutional{25, 450};
constexpr std::size_t kExternalCauses = 12;
constexpr std::size_t kReasonsForVisit = 3;
constexpr std::size_t kOfLine = 4;  // pointers, modifiers

void report(RuleOutput& output, std::string_view what, std::size_t room, std::size_t sent, Location at) {
  Finding& finding = output.add();
  finding.location = at;
  finding.arguments.push_back({"what", what});
  finding.arguments.push_back({"room", static_cast<std::int64_t>(room)});
  finding.arguments.push_back({"sent", static_cast<std::int64_t>(sent)});
}
void report_line(RuleOutput& output, const ServiceLine& line, std::string_view what, std::size_t sent) {
  Finding& finding = output.add();
  finding.lines.push_back(line.number);
  finding.location = line.at;
  finding.arguments.push_back({"what", what});
  finding.arguments.push_back({"room", static_cast<std::int64_t>(kOfLine)});
  finding.arguments.push_back({"sent", static_cast<std::int64_t>(sent)});
  finding.arguments.push_back({"line", std::int64_t{line.number}});
  finding.biller =
      "Line {line} has {sent} {what}; only {room} fit on the claim, and the rest would be dropped. Keep the "
      "ones that matter for payment first.";
}

const DiagnosisPointer* repeated_pointer(const ServiceLine& line) {
  for (std::size_t index = 1; index < line.diagnoses.size(); ++index) {
    for (std::size_t before = 0; before < index; ++before) {
      if (line.diagnoses[before].index == line.diagnoses[index].index) return &line.diagnoses[index];
    }
  }
  return nullptr;
}

void check_line(const ServiceLine& line, bool professional, RuleOutput& output) {
  if (line.modifiers.size() > kOfLine) report_line(output, line, "modifiers", line.modifiers.size());
  // Nobody pointed where all diagnoses are assumed, and institutional lines have no pointers.
  if (line.diagnoses_assumed || line.diagnoses.size() < 2 || !professional) return;
  if (line.diagnoses.size() > kOfLine) report_line(output, line, "diagnosis pointers", line.diagnoses.size());
  const DiagnosisPointer* const again = repeated_pointer(line);
  if (again == nullptr) return;
  Finding& finding = output.add();
  finding.lines.push_back(line.number);
  finding.location = again->at;
  finding.arguments.push_back({"line", std::int64_t{line.number}});
  finding.biller =
      "Line {line} points to the same diagnosis twice; the second pointer is of no use. Drop it.";
}

std::size_t with_role(const Claim& claim, DiagnosisRole role) {
  std::size_t count = 0;
  for (const Diagnosis& diagnosis : claim.diagnoses) count += diagnosis.role == role ? 1U : 0U;
  return count;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  const Claim& claim = input.claim;
  const BillKind kind = input.context().kind;
  const bool professional = kind == BillKind::professional || kind == BillKind::dme || kind == BillKind::asc;
  const Room& room = professional ? kProfessional : kInstitutional;
  std::size_t active = 0;
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active()) continue;
    ++active;
    check_line(*facts.line, professional, output);
  }
  if (active == 0) return;
  const Location at = claim.id_at;
  if (claim.diagnoses.size() > room.diagnoses) {
    report(output, "diagnoses", room.diagnoses, claim.diagnoses.size(), claim.diagnoses[room.diagnoses].at);
  }
  if (active > room.lines) report(output, "service lines", room.lines, active, at);
  if (professional || claim.diagnoses.size() <= kReasonsForVisit) return;
  const std::size_t causes = with_role(claim, DiagnosisRole::external_cause);
  if (causes > kExternalCauses) report(output, "external-cause codes", kExternalCauses, causes, at);
  const std::size_t reasons = with_role(claim, DiagnosisRole::reason_for_visit);
  if (reasons > kReasonsForVisit) report(output, "reasons for visit", kReasonsForVisit, reasons, at);
}

}  // namespace

extern const Rule too_many_for_form{
    .info = {.id = "SHAPE-CLM-006",
             .module = "SHAPE",
             .title = "Too many of something for the claim form",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::modifiers | Aspect::diagnoses,
             .citations = {{{"Medicare Claims Processing Manual",
                             "chapter 26, section 10.4, items 21 and 24E"},
                            {"ASC X12 837P and 837I", "repeat counts of HI, SV1 and SV2"}}},
             .clinician = {},
             .biller = "The claim has {sent} {what}; only {room} fit on the claim, and the rest would be "
                       "dropped. Split the claim, or drop what supports no line.",
             .carc = {},
             .why =
                 "A professional claim holds 12 diagnoses and 50 lines, a line 4 pointers and 4 modifiers; "
                 "an institutional claim 25 diagnoses, 12 external causes, 3 reasons for visit and 450 "
                 "lines. What does not fit is cut off on the way, often the part that mattered.",
             .fires = "62324-22-51-59-LT-KX",
             .silent = "62324-22-51-59-LT"},
    .evaluate = evaluate};

}  // namespace chargelint
