#include "plugin/report/ack.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "plugin/report/evidence.h"
#include "plugin/service/claim_overrides.h"
#include "rules/engine/rule.h"
#include "rules/engine/text.h"

namespace chargelint::plugin {
namespace {

bool is_rejection(std::uint16_t hl7_code) {
  return hl7_code >= 200 && hl7_code <= 203;
}
bool is_content_error(std::uint16_t hl7_code) {
  return hl7_code >= 100 && hl7_code <= 102;
}
bool is_shape(const Finding& finding) {
  return finding.rule->module.starts_with("SHAPE");
}

char err_severity(Severity severity, bool negative) {
  if (severity == Severity::error && negative) return 'E';
  return severity == Severity::info ? 'I' : 'W';
}

hl7::AckError error_of(const Finding& finding, const VerdictReport& report, bool negative) {
  hl7::AckError error;
  error.at = finding.location;
  error.other_at = finding.other_location;
  if (finding.hl7_code != 0) error.hl7_code = finding.hl7_code;
  error.severity = err_severity(finding.severity, negative);
  error.rule = finding.rule->id;
  for (const Hcpcs code : finding.codes) error.parameters.push_back(code.text().str());
  for (const Modifier modifier : finding.modifiers) error.parameters.push_back(modifier.text().str());
  for (const IcdCode code : finding.diagnoses) error.parameters.push_back(code.text().str());
  error.message = clinician_text(finding);
  error.diagnostic = biller_text(finding) + lapse_text(report.overrides, finding, report.verdict) +
                     proof_text(finding, report.reference);
  return error;
}

hl7::AckError error_of(const ShapeFact& fact) {
  hl7::AckError error;
  error.at = fact.at;
  error.other_at = fact.other_at;
  if (fact.hl7_code != 0) error.hl7_code = fact.hl7_code;
  error.severity = 'E';
  error.message = std::string(fact.element) + ": " + std::string(fact.detail);
  return error;
}

}  // namespace

AckDecision decide_ack(const Claim& claim, const Verdict& verdict, const AckPolicy& policy) {
  for (const ShapeFact& fact : claim.shape) {
    const bool unanswerable = fact.kind == ShapeKind::missing_field && fact.element == "MSH-10";
    if (fact.kind == ShapeKind::not_accepted || is_rejection(fact.hl7_code) || unanswerable) {
      return {hl7::AckCode::AR, true};
    }
  }
  const auto unusable = [](const Finding& finding) {
    return is_shape(finding) && finding.severity == Severity::error && is_content_error(finding.hl7_code);
  };
  if (std::any_of(verdict.findings.begin(), verdict.findings.end(), unusable))
    return {hl7::AckCode::AE, true};
  if (policy.hold_on_error && verdict.worst() == Severity::error) return {hl7::AckCode::AE, false};
  return {hl7::AckCode::AA, false};
}

hl7::AckContent ack_content(const VerdictReport& report, const AckDecision& decision,
                            const AckPolicy& policy) {
  hl7::AckContent content;
  content.code = decision.code;
  const bool negative = decision.refused || policy.hold_on_error;
  for (const Finding& finding : report.verdict.findings) {
    if (finding.severity < report.least) continue;
    // A refused message's charges were not taken: only what is wrong with the message itself is said.
    if (decision.refused && !is_shape(finding)) continue;
    content.errors.push_back(error_of(finding, report, negative));
  }
  if (decision.refused && content.errors.empty()) {
    for (const ShapeFact& fact : report.claim.shape) content.errors.push_back(error_of(fact));
  }
  std::stable_sort(content.errors.begin(), content.errors.end(),
                   [](const hl7::AckError& left, const hl7::AckError& right) {
                     constexpr std::string_view kOrder = "EWI";
                     return kOrder.find(left.severity) < kOrder.find(right.severity);
                   });
  // MSA-3 is left to the writer: the count and the first of the errors.
  if (decision.refused && content.errors.empty()) content.text = "message not accepted";
  return content;
}

hl7::AckContent refusal(hl7::AckCode code, std::uint16_t hl7_code, std::string text) {
  hl7::AckContent content;
  content.code = code;
  content.text = text;
  hl7::AckError error;
  error.hl7_code = hl7_code;
  error.severity = 'E';
  error.message = std::move(text);
  content.errors.push_back(std::move(error));
  return content;
}

std::string hl7_time(std::int64_t milliseconds) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::milliseconds> instant{std::chrono::milliseconds(milliseconds)};
  const auto day = floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{floor<std::chrono::seconds>(instant - day)};
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d%02u%02u%02ld%02ld%02lld+0000",
                                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                 static_cast<unsigned>(date.day()), static_cast<long>(time.hours().count()),
                                 static_cast<long>(time.minutes().count()),
                                 static_cast<long long>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace chargelint::plugin
