#include "plugin/report/verdict_json.h"

#include <variant>

#include "fhir/json/writer.h"
#include "plugin/service/claim_overrides.h"
#include "rules/engine/rule.h"
#include "rules/engine/text.h"

namespace chargelint::plugin {
namespace {

using Json = fhir::JsonWriter;

void write_text_or_null(Json& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

template <class Codes>
void write_codes(Json& json, std::string_view name, const Codes& codes) {
  json.key(name).begin_array();
  for (const auto& code : codes) json.value(code.text().view());
  json.end_array();
}

void write_location(Json& json, const Claim& claim, Location location, std::string_view name) {
  const std::string text = location_of(claim, location);
  json.key(name);
  if (text.empty()) {
    json.null();
    return;
  }
  json.begin_object()
      .key(claim.format == SourceFormat::hl7 ? "hl7" : "fhir")
      .value(std::string_view(text))
      .end_object();
}

void write_citation(Json& json, const RuleInfo& rule) {
  const Citation& citation = rule.citations.front();
  json.key("citation");
  if (citation.title.empty()) {
    json.null();
    return;
  }
  json.begin_object().member("title", citation.title).member("section", citation.section).end_object();
}

void write_evidence(Json& json, const Evidence& evidence, const Reference& reference) {
  json.key("evidence");
  if (!evidence.present) {
    json.null();
    return;
  }
  const auto releases = reference.releases();
  const std::string_view release = evidence.release < releases.size() ? releases[evidence.release].name : "";
  json.begin_object().member("source", source_name(evidence.source)).member("release", release);
  json.key("row").begin_object();
  for (const EvidenceField& field : evidence_fields(evidence, reference)) {
    json.key(field.name);
    if (const auto* const text = std::get_if<std::string>(&field.value)) {
      json.value(std::string_view(*text));
    } else if (const auto* const number = std::get_if<std::int64_t>(&field.value)) {
      json.value(*number);
    } else {
      json.null();
    }
  }
  json.end_object().end_object();
}

void write_fix(Json& json, const Fix& fix, const Finding& finding) {
  const std::string title = fix_title(fix, finding);
  json.begin_object().member("title", std::string_view(title)).member("verified", fix.verified);
  json.key("edits").begin_array();
  for (const Edit& edit : fix.edits) {
    json.begin_object().member("op", edit_name(edit.kind));
    json.member("line", static_cast<std::int64_t>(edit.line));
    write_text_or_null(json, "value", edit_value(edit));
    json.end_object();
  }
  json.end_array();
  if (!fix.question.empty()) json.member("question", fix.question);
  json.end_object();
}

void write_fixes(Json& json, const Finding& finding) {
  json.key("fixes").begin_array();
  for (const Fix& fix : finding.fixes) write_fix(json, fix, finding);
  json.end_array();
}

// The fixes that together leave the claim clean at warning and above; not verified where a person must answer
// for one of them.
void write_plan(Json& json, const Verdict& verdict) {
  json.key("plan").begin_object().member("verified", !verdict.plan.needs_person);
  json.key("steps").begin_array();
  for (const EditPlanStep& step : verdict.plan.steps) {
    const Finding& finding = verdict.findings[step.finding];
    write_fix(json, finding.fixes[step.fix], finding);
  }
  json.end_array().end_object();
}

std::string fact_text(std::uint64_t facts) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, facts >>= 4U)
    *digit = kDigits[facts & 0xFU];
  return text;
}

// `note`: what is said besides the rule's own words.
void write_finding(Json& json, const Finding& finding, const Claim& claim, const Reference& reference,
                   std::string_view note = {}) {
  json.begin_object().member("rule", finding.rule->id).member("severity", severity_name(finding.severity));
  json.key("lines").begin_array();
  for (const std::uint16_t line : finding.lines) json.value(static_cast<std::int64_t>(line));
  json.end_array();
  write_codes(json, "codes", finding.codes);
  write_codes(json, "modifiers", finding.modifiers);
  write_codes(json, "diagnoses", finding.diagnoses);
  const std::string message = clinician_text(finding);
  const std::string detail = biller_text(finding) + std::string(note);
  json.member("message", std::string_view(message)).member("detail", std::string_view(detail));
  write_location(json, claim, finding.location, "location");
  if (!finding.other_location.empty()) write_location(json, claim, finding.other_location, "other_location");
  write_citation(json, *finding.rule);
  write_evidence(json, finding.evidence, reference);
  write_fixes(json, finding);
  if (finding.boundary) json.member("boundary", true);
  const std::string facts = fact_text(fact_hash(finding, claim));
  json.member("facts", std::string_view(facts));
}

// The finding's facts and who settled them why; the finding itself is in the verdict in which it was settled.
void write_settled(Json& json, const SettledFinding& settled, const VerdictReport& report) {
  const Finding& finding = settled.finding;
  json.begin_object().member("rule", finding.rule->id).member("severity", severity_name(finding.severity));
  json.key("lines").begin_array();
  for (const std::uint16_t line : finding.lines) json.value(static_cast<std::int64_t>(line));
  json.end_array();
  write_codes(json, "codes", finding.codes);
  const std::string facts = fact_text(fact_hash(finding, report.claim));
  json.member("facts", std::string_view(facts));
  if (report.overrides != nullptr && settled.by < report.overrides->held().size()) {
    const data::Override& held = report.overrides->held()[settled.by];
    json.key("override").begin_object().member("id", held.id);
    json.member("reason", std::string_view(held.reason)).end_object();
  }
  json.end_object();
}

}  // namespace

void append_verdict_json(std::string& out, const VerdictReport& report) {
  Json json(out);
  const std::string release = release_label(report.reference);
  json.begin_object().member("input", report.input);
  write_text_or_null(json, "claim", report.claim.id);
  write_text_or_null(json, "patient_ref", report.patient_ref);
  json.member("reference_release", std::string_view(release));
  json.member("status", status_of(count_findings(report)));
  json.key("findings").begin_array();
  for (const Finding& finding : report.verdict.findings) {
    if (finding.severity < report.least) continue;
    write_finding(json, finding, report.claim, report.reference,
                  lapse_text(report.overrides, finding, report.verdict));
    const data::Override* const earlier =
        report.overrides == nullptr ? nullptr : report.overrides->lapsed(finding, report.verdict);
    if (earlier != nullptr) json.member("lapsed_override", earlier->id);
    json.end_object();
  }
  json.end_array();
  json.key("not_evaluated").begin_array();
  for (const NotEvaluated& gap : report.verdict.not_evaluated) {
    const std::string reason = reason_text(gap, report.reference);
    json.begin_object().member("module", gap.module).member("reason", std::string_view(reason)).end_object();
  }
  json.end_array();
  if (!report.verdict.settled.empty()) {
    json.member("overridden", static_cast<std::int64_t>(report.verdict.settled.size()));
    json.key("overridden_findings").begin_array();
    for (const SettledFinding& settled : report.verdict.settled) write_settled(json, settled, report);
    json.end_array();
  }
  if (!report.verdict.plan.empty()) write_plan(json, report.verdict);
  json.end_object();
}

std::string finding_json(const Finding& finding, const Claim& claim, const Reference& reference) {
  std::string out;
  Json json(out);
  write_finding(json, finding, claim, reference);
  json.end_object();
  return out;
}

}  // namespace chargelint::plugin
