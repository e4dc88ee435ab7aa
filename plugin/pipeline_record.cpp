// What the state store keeps of a message.
#include "data/state/history.h"
#include "plugin/pipeline.h"
#include "plugin/report/verdict_json.h"
#include "rules/engine/rule.h"

namespace chargelint::plugin {
void fill_record(data::MessageRecord& record, const VerdictReport& report) {
  const Claim& claim = report.claim;
  record.patient_id = claim.patient.id;
  record.visit_id = claim.id;
  record.snapshot = report.reference.digest();
  append_verdict_json(record.verdict, report);
  record.kind = data::kind_name(claim.context.kind);
  record.stage = data::stage_name(claim.context.stage);
  if (claim.frequency != 0) record.frequency = claim.frequency;
  record.original_claim = claim.original_claim;
  record.charges.reserve(claim.lines.size());
  for (const ServiceLine& line : claim.lines) record.charges.push_back(data::charge_record(claim, line));
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
