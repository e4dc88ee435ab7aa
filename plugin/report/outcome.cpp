#include "plugin/report/outcome.h"

#include <vector>

#include "fhir/outcome.h"
#include "plugin/report/evidence.h"
#include "plugin/service/claim_overrides.h"
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

// What was not checked, in one issue: a clean answer stays one issue, and no answer passes for more than it
// is.
fhir::Issue not_evaluated_issue(const VerdictReport& report, bool clean) {
  fhir::Issue issue;
  issue.severity = fhir::IssueSeverity::information;
  issue.code = clean ? "informational" : "incomplete";
  issue.text = clean ? "No coding problem found" : "Not everything was evaluated";
  for (const NotEvaluated& gap : report.verdict.not_evaluated) {
    issue.diagnostics += issue.diagnostics.empty() ? "Not evaluated: " : "; ";
    issue.diagnostics += std::string(gap.module) + ": " + reason_text(gap, report.reference);
  }
  return issue;
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
    issue.diagnostics = biller_text(finding) + lapse_text(report.overrides, finding, report.verdict) +
                        proof_text(finding, report.reference);
    const std::string where = location_of(report.claim, finding.location);
    if (report.claim.format == SourceFormat::fhir) {
      issue.expression = where;
    } else if (!where.empty()) {
      issue.diagnostics += " (" + where + ")";  // an HL7 v2 place is no FHIRPath
    }
    issues.push_back(std::move(issue));
  }
  if (!report.verdict.not_evaluated.empty()) issues.push_back(not_evaluated_issue(report, issues.empty()));
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
