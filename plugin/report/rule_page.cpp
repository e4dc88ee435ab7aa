#include "plugin/report/rule_page.h"

#include <vector>

#include "plugin/report/claim_text.h"
#include "plugin/report/common.h"
#include "plugin/report/denial_words.h"
#include "plugin/report/evidence.h"
#include "plugin/report/fire_rate.h"
#include "plugin/report/rule_facts.h"
#include "plugin/report/rule_text.h"
#include "plugin/report/verdict_json.h"
#include "rules/engine/text.h"

namespace chargelint::plugin {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kLabel = 14;
constexpr std::string_view kIndent = "    ";

// Words of `text` from column `from` on, broken before the margin.
void append_wrapped(std::string& out, std::string_view text, std::size_t from) {
  std::size_t column = from;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (column > from && column + 1 + word.size() > kWidth) {
      out += '\n' + std::string(from, ' ');
      column = from;
    } else if (column > from) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text.remove_prefix(word.size());
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  out += '\n';
}

void append_field(std::string& out, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  std::string padded = "  " + std::string(label);
  padded.resize(kLabel + 2, ' ');
  out += padded;
  append_wrapped(out, text, kLabel + 2);
}

void append_heading(std::string& out, std::string_view text) {
  out += '\n';
  out += text;
  out += '\n';
}

std::string denial_of(const RuleInfo& rule) {
  if (rule.carc.empty()) return {};
  std::string text(rule.carc);
  if (const std::string_view words = denial_words(rule.carc); !words.empty())
    text += ": " + std::string(words);
  if (const std::string_view group = denial_group_words(rule.carc); !group.empty())
    text += " (" + std::string(group) + ")";
  return text;
}

// "order warning, charge and claim error": stages of one severity together.
std::string stages_text(const RuleInfo& rule, PayerClass payer, const SiteRuleText* own) {
  std::vector<std::pair<std::string_view, std::string>> groups;
  for (const Stage stage : kStages) {
    const std::string_view severity = stage_severity(rule, payer, stage, own);
    if (!groups.empty() && groups.back().first == severity) {
      groups.back().second += " and " + std::string(stage_name(stage));
    } else {
      groups.emplace_back(severity, stage_name(stage));
    }
  }
  if (groups.size() == 1) return std::string(groups[0].first);
  std::string text;
  for (const auto& [severity, stages] : groups) {
    if (!text.empty()) text += ", ";
    text += std::string(severity) + " at " + stages;
  }
  return text;
}

// Payers for whom the rule is as loud stand on one row.
void append_severities(std::string& out, const RuleInfo& rule, const SiteRuleText* own) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const PayerClass payer : kPayers) {
    const std::string text = stages_text(rule, payer, own);
    auto row = rows.begin();
    while (row != rows.end() && row->first != text) ++row;
    if (row == rows.end()) {
      rows.emplace_back(text, payer_name(payer));
    } else {
      row->second += ", " + std::string(payer_name(payer));
    }
  }
  std::string_view label = "severity";
  for (const auto& [text, payers] : rows) {
    append_field(out, label, rows.size() == 1 ? text : payers + ": " + text);
    label = "";
  }
}

// The row that the finding rests on, one value a line.
void append_row_of_table(std::string& out, const Finding& finding, const Reference& reference) {
  append_heading(out, "The row that proves it");
  if (!finding.evidence.present) {
    out += kIndent;
    out += "None: the claim itself is the proof, and no table row is needed.\n";
    return;
  }
  const auto releases = reference.releases();
  out += kIndent;
  out += source_name(finding.evidence.source);
  if (finding.evidence.release < releases.size())
    out += ", release " + std::string(releases[finding.evidence.release].name);
  out += '\n';
  for (const EvidenceField& field : evidence_fields(finding.evidence, reference)) {
    std::string label = std::string(kIndent) + "  " + std::string(field.name);
    if (label.size() < 26) label.resize(26, ' ');
    out += label + ' ';
    if (const auto* const words = std::get_if<std::string>(&field.value)) {
      append_wrapped(out, *words, 27);
    } else if (const auto* const number = std::get_if<std::int64_t>(&field.value)) {
      out += std::to_string(*number) + '\n';
    } else {
      out += "none\n";
    }
  }
}

void append_said(std::string& out, std::string_view label, std::string_view text) {
  std::string padded = std::string(kIndent) + std::string(label);
  padded.resize(kIndent.size() + 14, ' ');
  out += padded;
  append_wrapped(out, text, padded.size());
}

void append_failing(std::string& out, const Finding& finding, const JudgedExample& failing,
                    const Reference& reference) {
  append_heading(out, "A claim that fails");
  append_claim_text(out, kIndent, failing.input->claim, failing.input->history, reference);
  out += '\n';
  append_said(out, "severity", severity_name(finding.severity));
  const std::string clinician = clinician_text(finding);
  const std::string biller = biller_text(finding);
  if (!finding.rule->clinician.empty() || !finding.clinician.empty())
    append_said(out, "to clinicians", clinician);
  append_said(out, "to billers", biller);
}

void append_what_to_do(std::string& out, const Finding& finding) {
  if (finding.fixes.empty()) return;
  append_heading(out, "What can be done");
  for (const Fix& fix : finding.fixes) {
    std::string text = fix_title(fix, finding);
    if (!fix.question.empty()) text += ", once a person has answered: " + std::string(fix.question);
    if (fix.verified && fix.question.empty()) text += " (tried on the whole claim: nothing new is said)";
    out += kIndent;
    out += "- ";
    append_wrapped(out, text, kIndent.size() + 2);
  }
}

std::size_t at_least_warning(const Verdict& verdict) {
  std::size_t count = 0;
  for (const Finding& finding : verdict.findings) count += finding.severity >= Severity::warning ? 1 : 0;
  return count;
}

void append_corrected(std::string& out, const RuleExample& example) {
  const JudgedExample* const corrected = example.corrected();
  if (corrected == nullptr) return;
  const bool by_fix = example.mended && corrected == &*example.mended;
  append_heading(out, by_fix ? "The same claim, corrected" : "A claim that is right");
  if (by_fix) {
    out += kIndent;
    append_wrapped(out, fix_title(*example.fix, *example.finding()) + ":", kIndent.size());
  }
  append_claim_text(out, kIndent, corrected->input->claim, corrected->input->history, *example.reference);
  out += '\n';
  const std::size_t others = at_least_warning(corrected->verdict);
  std::string proof = "Judged again: " + std::string(example.rule->id) + " says nothing";
  proof += others == 0
               ? ", and nothing else does at warning or above."
               : "; " + std::to_string(others) + (others == 1 ? " other finding" : " other findings") +
                     " of these shortened lines would stay.";
  out += kIndent;
  append_wrapped(out, proof, kIndent.size());
}

void append_examples(std::string& out, const RuleInfo& rule, const ExplainedExample& explained) {
  const RuleExample& example = explained.example;
  const Finding* const finding = example.finding();
  if (finding == nullptr) {
    if (rule.fires.empty()) return;
    append_heading(out, "Examples");
    append_said(out, "fires", rule.fires);
    append_said(out, "silent", rule.silent);
    append_said(out, "",
                "With the tables at hand the first one does not speak: a row that it needs is not there, or "
                "another finding stands in its place.");
    return;
  }
  if (explained.starter) {
    out += '\n';
    append_wrapped(
        out,
        "The loaded tables do not hold the rows of this example, so it is shown with the starter tables "
        "that travel in the binary.",
        0);
  }
  append_row_of_table(out, *finding, *example.reference);
  append_failing(out, *finding, *example.failing, *example.reference);
  append_what_to_do(out, *finding);
  append_corrected(out, example);
}

void append_settings(std::string& out, const RuleInfo& rule, const SiteRules* site) {
  if (const SiteRuleText* const own = own_text(rule, site)) {
    append_field(out, "site's rule", own->where);
    append_field(out, "owner", own->owner);
    append_field(out, "in force", validity_text(own->valid));
    if (own->shadow) append_field(out, "shadow", "counted, shown to nobody");
  }
  for (const SiteSetting* const setting : settings_of(rule, site)) {
    append_field(out, "site setting",
                 std::string(action_name(*setting)) + " at " + setting->where + ": " + setting->reason +
                     " (" + setting->author + ", " + validity_text(setting->valid) + ")");
  }
}

void append_quieting(std::string& out, const RuleInfo& rule) {
  append_heading(out, "When it does not fit");
  out += kIndent;
  append_wrapped(
      out,
      "One case: an override of the finding's facts (`facts` of check --format json) keeps it silent "
      "until one of them changes.",
      kIndent.size());
  out += kIndent;
  append_wrapped(out,
                 "A payer, department or stage: a setting in rules.yaml, with reason, author and last day:",
                 kIndent.size());
  out += std::string(kIndent) + "  settings:\n" + std::string(kIndent) +
         "    - { rule: " + std::string(rule.id) +
         ", where: { payer: commercial }, set: mute, reason: …, author: …, until: 2026-12-31 }\n";
}

void write_judged(fhir::JsonWriter& json, std::string_view name, const JudgedExample* judged) {
  json.key(name);
  if (judged == nullptr) {
    json.null();
    return;
  }
  json.begin_object().key("claim");
  write_claim_json(json, judged->input->claim, judged->input->history);
  json.key("findings").begin_array();
  for (const Finding& finding : judged->verdict.findings) {
    json.begin_object().member("rule", finding.rule->id);
    json.member("severity", severity_name(finding.severity)).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void append_rule_page(std::string& out, const Rule& listed, const SiteRules* site,
                      const ExplainedExample& explained) {
  const RuleInfo& rule = listed.info;
  out += std::string(rule.id) + "  " + std::string(rule.title) + "\n\n";
  append_wrapped(out, rule.why, 0);
  out += '\n';
  append_field(out, "likely denial", denial_of(rule));
  append_severities(out, rule, own_text(rule, site));
  if (rule.hard_at_order) append_field(out, "at order", "keeps its severity");
  if (rule.off_by_default) append_field(out, "off", "until a site switches it on in rules.yaml");
  append_field(out, "claims", joined(kinds_of(rule)));
  if (rule.formats != FormatMask::any) append_field(out, "format", format_of(rule.formats));
  append_field(out, "needs", needs_of(rule));
  append_field(out, "how often", fire_rate_text(rule.id));
  std::string_view label = "source";
  for (const Citation& citation : rule.citations) {
    if (citation.title.empty()) continue;
    append_field(
        out, label,
        std::string(citation.title) + (citation.section.empty() ? "" : ", " + std::string(citation.section)));
    label = "";
  }
  append_settings(out, rule, site);
  append_examples(out, rule, explained);
  append_quieting(out, rule);
}

void write_rule_page_json(fhir::JsonWriter& json, const Rule& listed, const SiteRules* site,
                          const ExplainedExample& explained) {
  const RuleExample& example = explained.example;
  json.begin_object();
  write_rule_members(json, listed, site);
  json.member("denial", std::string_view(denial_of(listed.info)));
  json.key("demonstration");
  const Finding* const finding = example.finding();
  if (finding == nullptr) {
    json.null().end_object();
    return;
  }
  json.begin_object().member("tables", explained.starter ? "starter" : "loaded");
  json.member("digest", example.reference->digest());
  json.key("finding").raw(finding_json(*finding, example.failing->input->claim, *example.reference));
  write_judged(json, "failing", &*example.failing);
  const JudgedExample* const corrected = example.corrected();
  write_judged(json, "corrected", corrected);
  json.key("corrected_by");
  if (corrected != nullptr && example.mended && corrected == &*example.mended) {
    json.value(std::string_view(fix_title(*example.fix, *finding)));
  } else {
    json.null();
  }
  json.end_object().end_object();
}

}  // namespace chargelint::plugin
