#include "plugin/report/common.h"

#include <tuple>

#include "fhir/document.h"
#include "hl7/charges.h"

namespace chargelint::plugin {

FindingCounts count_findings(const VerdictReport& report) {
  FindingCounts counts;
  for (const Finding& finding : report.verdict.findings) {
    if (finding.severity < report.least) continue;
    if (finding.severity == Severity::error) ++counts.errors;
    if (finding.severity == Severity::warning) ++counts.warnings;
    if (finding.severity == Severity::info) ++counts.infos;
  }
  return counts;
}

std::string_view status_of(const FindingCounts& counts) {
  if (counts.errors > 0) return "error";
  if (counts.warnings > 0) return "warning";
  return counts.infos > 0 ? "info" : "clean";
}

std::string location_of(const Claim& claim, Location location) {
  if (location.empty()) return {};
  switch (claim.format) {
    case SourceFormat::hl7:
      return hl7::location_text(location);
    case SourceFormat::fhir:
      return fhir::location_text(location);
    case SourceFormat::none:
      break;
  }
  return {};
}

std::string release_label(const Reference& reference) {
  // PTP before the rest, whole releases before excerpts, later before earlier.
  const auto rank = [](const ReleaseInfo& release) {
    const bool is_ptp = release.source == Source::ptp_practitioner || release.source == Source::ptp_hospital;
    return std::tuple(is_ptp, release.complete, release.force.from);
  };
  const ReleaseInfo* best = nullptr;
  for (const ReleaseInfo& release : reference.releases()) {
    if (best == nullptr || rank(release) > rank(*best)) best = &release;
  }
  return best == nullptr ? "none" : std::string(best->name);
}

std::string_view payer_name(PayerClass payer) {
  switch (payer) {
    case PayerClass::medicare:
      return "medicare";
    case PayerClass::medicaid:
      return "medicaid";
    case PayerClass::medicare_advantage:
      return "medicare-advantage";
    case PayerClass::commercial:
      return "commercial";
    case PayerClass::other:
      return "other";
  }
  return "other";
}

std::string_view kind_name(BillKind kind) {
  switch (kind) {
    case BillKind::professional:
      return "professional";
    case BillKind::outpatient:
      return "outpatient";
    case BillKind::inpatient:
      return "inpatient";
    case BillKind::asc:
      return "asc";
    case BillKind::dme:
      return "dme";
  }
  return "professional";
}

std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::order:
      return "order";
    case Stage::charge:
      return "charge";
    case Stage::claim:
      return "claim";
  }
  return "claim";
}

}  // namespace chargelint::plugin
