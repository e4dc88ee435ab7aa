// What the state store keeps of a message.
#include "plugin/pipeline.h"
#include "plugin/report/verdict_json.h"
#include "rules/engine/rule.h"

namespace chargelint::plugin {
namespace {

std::string joined_modifiers(const ServiceLine& line) {
  std::string text;
  for (const ModifierUse& use : line.modifiers) {
    if (!text.empty()) text += ' ';
    text += use.value.empty() ? use.text : use.value.text().view();
  }
  return text;
}

std::string joined_diagnoses(const Claim& claim, const ServiceLine& line) {
  std::string text;
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    if (pointer.index >= claim.diagnoses.size()) continue;
    const Diagnosis& diagnosis = claim.diagnoses[pointer.index];
    if (!text.empty()) text += ' ';
    text += diagnosis.code.empty() ? std::string(diagnosis.text) : diagnosis.code.text().str();
  }
  return text;
}

data::ChargeRecord charge_record(const Claim& claim, const ServiceLine& line) {
  data::ChargeRecord charge;
  charge.line = line.number;
  charge.type = line.type_text;
  charge.transaction_id = line.transaction_id;
  charge.code = line.code.empty() ? std::string(line.code_text) : line.code.text().str();
  charge.modifiers = joined_modifiers(line);
  charge.diagnoses = joined_diagnoses(claim, line);
  charge.units = line.units.text().view();
  if (line.from) charge.date = line.from->iso().view();
  charge.rendering = line.rendering.npi;
  charge.active = line.is_active();
  return charge;
}

}  // namespace

void fill_record(data::MessageRecord& record, const VerdictReport& report) {
  const Claim& claim = report.claim;
  record.patient_id = claim.patient.id;
  record.visit_id = claim.id;
  record.snapshot = report.reference.digest();
  append_verdict_json(record.verdict, report);
  record.charges.reserve(claim.lines.size());
  for (const ServiceLine& line : claim.lines) record.charges.push_back(charge_record(claim, line));
  record.findings.reserve(report.verdict.findings.size());
  for (const Finding& finding : report.verdict.findings) {
    data::FindingRecord stored;
    stored.line = finding.lines.empty() ? std::uint16_t{0} : finding.lines[0];
    stored.rule = finding.rule->id;
    stored.severity = severity_name(finding.severity);
    stored.json = finding_json(finding, claim, report.reference);
    record.findings.push_back(std::move(stored));
  }
}

data::ContentHash resend_hash(const hl7::Message& message) {
  const std::string_view bytes = message.bytes();
  const std::string_view time = message.header().field(7).raw();
  const auto offset = static_cast<std::size_t>(time.data() - bytes.data());
  if (time.empty() || offset > bytes.size()) return data::content_hash(bytes);
  std::string content;
  content.reserve(bytes.size());
  content += bytes.substr(0, offset);
  content += bytes.substr(offset + time.size());
  return data::content_hash(content);
}

}  // namespace chargelint::plugin
