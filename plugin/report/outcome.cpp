#include "plugin/report/outcome.h"

#include <vector>

#include "fhir/outcome.h"
#include "rules/engine/rule.h"
#include "rules/engine/text.h"

namespace chargelint::plugin {
namespace {

fhir::IssueSeverity issue_severity(Severity severity) {
  switch (severity) {
    case Severity::error:
      return fhir::IssueSeverity::error;
    case Severity::warning:
      return fhir::IssueSeverity::warning;
    case Severity::info:
    case Severity::off:
      break;
  }
  return fhir::IssueSeverity::information;
}

std::string_view gap_code(Gap gap) {
  switch (gap) {
    case Gap::not_loaded:
    case Gap::medicaid_tables:
    case Gap::dental:
    case Gap::contractor_defined:
      return "not-supported";
    case Gap::no_history:
    case Gap::partial:
    case Gap::nearest_release:
    case Gap::no_date:
    case Gap::no_code:
    case Gap::shape:
    case Gap::suspended:
      break;
  }
  return "incomplete";
}

}  // namespace

std::string_view issue_code(const Finding& finding) {
  const std::string_view rule = finding.rule->id;
  if (rule == "SHAPE-CLM-001" || rule == "SHAPE-DFT-003") return "required";
  if (rule == "SHAPE-CLM-002" || rule == "SHAPE-CLM-003") return "invariant";
  if (rule == "SHAPE-DFT-001") return "not-supported";
  if (rule.starts_with("SHAPE-")) return "structure";
  if (rule.starts_with("CODE-VAL-") || rule.starts_with("DX-VAL-") || rule.starts_with("MOD-VAL-001")) {
    return "code-invalid";
  }
  return "business-rule";
}

std::string verdict_outcome(const VerdictReport& report) {
  std::vector<fhir::Issue> issues;
  for (const Finding& finding : report.verdict.findings) {
    if (finding.severity < report.least) continue;
    fhir::Issue issue;
    issue.severity = issue_severity(finding.severity);
    issue.code = issue_code(finding);
    issue.rule = finding.rule->id;
    issue.text = clinician_text(finding);
    issue.diagnostics = biller_text(finding);
    const std::string where = location_of(report.claim, finding.location);
    if (report.claim.format == SourceFormat::fhir) {
      issue.expression = where;
    } else if (!where.empty()) {
      issue.diagnostics += " (" + where + ")";  // an HL7 v2 place is no FHIRPath
    }
    issues.push_back(std::move(issue));
  }
  for (const NotEvaluated& gap : report.verdict.not_evaluated) {
    fhir::Issue issue;
    issue.severity = fhir::IssueSeverity::information;
    issue.code = gap_code(gap.gap);
    issue.text = "Not evaluated: " + std::string(gap.module) + ": " + reason_text(gap, report.reference);
    issues.push_back(std::move(issue));
  }
  return fhir::operation_outcome(issues);
}

std::string error_outcome(std::string_view code, std::string_view text, std::string_view where) {
  fhir::Issue issue;
  issue.severity = fhir::IssueSeverity::error;
  issue.code = code;
  issue.text = text;
  issue.diagnostics = where;
  return fhir::operation_outcome(std::span<const fhir::Issue>(&issue, 1));
}

}  // namespace chargelint::plugin
