#include "plugin/report/verdict_text.h"

#include <variant>

#include "plugin/report/evidence.h"
#include "rules/engine/rule.h"
#include "rules/engine/text.h"

namespace chargelint::plugin {
namespace {

constexpr std::string_view kIndent = "      ";

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "\x1b[1;31m";
    case Severity::warning:
      return "\x1b[1;33m";
    case Severity::info:
      return "\x1b[1;36m";
    case Severity::off:
      break;
  }
  return "";
}

// Text of the message itself reaches the terminal here: control bytes must not.
std::string printable(std::string_view text) {
  std::string out;
  for (const char character : text) {
    out += static_cast<unsigned char>(character) < 0x20 || character == 0x7f ? '?' : character;
  }
  return out;
}

void append_line(std::string& out, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  out += kIndent;
  out += label;
  out += printable(text);
  out += '\n';
}

template <class Codes>
void append_codes(std::string& out, const Codes& codes) {
  for (const auto& code : codes) {
    out += ' ';
    out += code.text().view();
  }
}

std::string counted(std::size_t count, std::string_view singular) {
  return std::to_string(count) + " " + std::string(singular) + (count == 1 ? "" : "s");
}

void append_fixes(std::string& out, const Finding& finding) {
  for (const Fix& fix : finding.fixes) {
    append_line(out, fix.verified ? "fix (verified): " : "advice: ", fix_title(fix, finding));
    append_line(out, "  first answer: ", fix.question);
  }
}

void append_finding(std::string& out, const Finding& finding, const VerdictReport& report, bool coloured) {
  std::string severity(severity_name(finding.severity));
  severity.resize(7, ' ');
  out += "  ";
  if (coloured) out += colour_of(finding.severity);
  out += severity;
  if (coloured) out += "\x1b[0m";
  out += ' ';
  out += finding.rule->id;
  if (!finding.lines.empty()) out += finding.lines.size() == 1 ? "  line" : "  lines";
  for (const std::uint16_t line : finding.lines) out += " " + std::to_string(line);
  out += ' ';
  append_codes(out, finding.codes);
  append_codes(out, finding.modifiers);
  append_codes(out, finding.diagnoses);
  if (const std::string where = location_of(report.claim, finding.location); !where.empty())
    out += "  at " + where;
  if (const std::string where = location_of(report.claim, finding.other_location); !where.empty())
    out += " and " + where;
  out += '\n';
  const std::string message = clinician_text(finding);
  const std::string detail = biller_text(finding);
  append_line(out, "", message);
  if (detail != message) append_line(out, "", detail);
  if (finding.evidence.present) append_line(out, "row: ", evidence_text(finding.evidence, report.reference));
  if (const std::string source = citation_text(*finding.rule); !source.empty()) {
    append_line(out, "source: ", source);
  }
  append_fixes(out, finding);
}

void append_plan(std::string& out, const Verdict& verdict) {
  if (verdict.plan.empty()) return;
  out += verdict.plan.needs_person ? "  plan that leaves the claim clean, if a person confirms each answer:\n"
                                   : "  plan that leaves the claim clean (verified as a whole):\n";
  std::size_t number = 0;
  for (const EditPlanStep& step : verdict.plan.steps) {
    const Finding& finding = verdict.findings[step.finding];
    const Fix& fix = finding.fixes[step.fix];
    append_line(out, std::to_string(++number) + ". ", fix_title(fix, finding));
    append_line(out, "   first answer: ", fix.question);
  }
}

}  // namespace

void append_verdict_text(std::string& out, const VerdictReport& report, bool coloured) {
  const FindingCounts counts = count_findings(report);
  out += printable(report.input);
  if (!report.claim.id.empty()) out += ": claim " + printable(report.claim.id);
  out += ": ";
  if (status_of(counts) == "clean") {
    out += "clean";
  } else {
    out += counted(counts.errors, "error") + ", " + counted(counts.warnings, "warning") + ", " +
           counted(counts.infos, "info");
  }
  out += " (reference " + release_label(report.reference) + ")\n";
  for (const Finding& finding : report.verdict.findings) {
    if (finding.severity >= report.least) append_finding(out, finding, report, coloured);
  }
  append_plan(out, report.verdict);
  for (const NotEvaluated& gap : report.verdict.not_evaluated) {
    out += "  not evaluated: ";
    out += gap.module;
    out += ": " + reason_text(gap, report.reference) + "\n";
  }
}

}  // namespace chargelint::plugin
