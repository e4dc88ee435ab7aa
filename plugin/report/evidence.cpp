#include "plugin/report/evidence.h"

#include <cstdint>
#include <string_view>
#include <variant>

#include "rules/engine/text.h"

namespace chargelint::plugin {

std::string evidence_text(const Evidence& evidence, const Reference& reference) {
  const auto releases = reference.releases();
  std::string text(source_name(evidence.source));
  if (evidence.release < releases.size()) text += " " + std::string(releases[evidence.release].name);
  std::string_view separator = ": ";
  for (const EvidenceField& field : evidence_fields(evidence, reference)) {
    text += separator;
    separator = ", ";
    text += field.name;
    if (const auto* const words = std::get_if<std::string>(&field.value)) {
      text += " " + *words;
    } else if (const auto* const number = std::get_if<std::int64_t>(&field.value)) {
      text += " " + std::to_string(*number);
    } else {
      text += " -";
    }
  }
  return text;
}

std::string citation_text(const RuleInfo& rule) {
  const Citation& citation = rule.citations.front();
  std::string text(citation.title);
  if (!citation.title.empty() && !citation.section.empty()) text += ", " + std::string(citation.section);
  return text;
}

std::string proof_text(const Finding& finding, const Reference& reference) {
  std::string text;
  if (finding.evidence.present) text += " [row: " + evidence_text(finding.evidence, reference) + "]";
  if (const std::string source = citation_text(*finding.rule); !source.empty()) {
    text += " [source: " + source + "]";
  }
  return text;
}

}  // namespace chargelint::plugin
