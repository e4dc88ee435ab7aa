// Whether a verdict is what a case says.
#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include "rules/engine/text.h"
#include "rules/notation/words.h"
#include "tests/unit/rules/case_file.h"

namespace chargelint::test {
namespace {

constexpr std::array<std::string_view, 13> kGaps = {"no_history",
                                                    "not_loaded",
                                                    "partial",
                                                    "nearest_release",
                                                    "no_date",
                                                    "no_code",
                                                    "medicaid_tables",
                                                    "dental",
                                                    "shape",
                                                    "suspended",
                                                    "contractor_defined",
                                                    "missing_field",
                                                    "incomplete_history"};

using Words = std::vector<std::string>;

bool lines_are(const Finding& finding, const Words& words) {
  std::vector<std::string> lines;
  for (const std::uint16_t line : finding.lines) lines.push_back(std::to_string(line));
  Words wanted(words.begin() + 1, words.end());
  std::sort(lines.begin(), lines.end());
  std::sort(wanted.begin(), wanted.end());
  return lines == wanted;
}

// fix KIND LINE [VALUE] [verified|advice]
bool has_fix(const Finding& finding, const Words& words) {
  return std::any_of(finding.fixes.begin(), finding.fixes.end(), [&words](const Fix& fix) {
    std::size_t end = words.size();
    if (words.back() == "verified" || words.back() == "advice") {
      if (fix.verified != (words.back() == "verified")) return false;
      --end;
    }
    return std::any_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& edit) {
      if (end > 1 && edit_name(edit.kind) != words[1]) return false;
      if (end > 2 && std::to_string(edit.line) != words[2]) return false;
      return end <= 3 || edit_value(edit) == words[3];
    });
  });
}

constexpr std::array<std::string_view, 7> kOfFinding = {"lines",     "severity", "fix",     "nofix",
                                                        "clinician", "biller",   "boundary"};

bool holds_for(const Finding& finding, const Words& words) {
  const std::string& what = words[0];
  if (what == "lines") return lines_are(finding, words);
  if (what == "severity") return words.size() == 2 && severity_name(finding.severity) == words[1];
  if (what == "fix") return words.size() > 1 && has_fix(finding, words);
  if (what == "nofix") return !(words.size() > 1 ? has_fix(finding, words) : !finding.fixes.empty());
  if (what == "clinician")
    return words.size() == 2 && clinician_text(finding).find(words[1]) != std::string::npos;
  if (what == "biller") return words.size() == 2 && biller_text(finding).find(words[1]) != std::string::npos;
  return finding.boundary;
}

std::size_t count_of(const Verdict& verdict, std::string_view rule) {
  return static_cast<std::size_t>(
      std::count_if(verdict.findings.begin(), verdict.findings.end(),
                    [rule](const Finding& finding) { return finding.rule->id == rule; }));
}

std::optional<bool> holds_for_verdict(const Verdict& verdict, std::string_view rule, const Words& words) {
  const std::string& what = words[0];
  if (what == "clean") return verdict.worst() < Severity::warning;
  if (what == "only") return count_of(verdict, rule) == verdict.findings.size();

  if (words.size() < 2) return std::nullopt;
  if (what == "count") return std::to_string(count_of(verdict, rule)) == words[1];
  if (what == "with") return count_of(verdict, words[1]) > 0;
  if (what == "without") return count_of(verdict, words[1]) == 0;
  if (what == "gap") {
    return std::any_of(
        verdict.not_evaluated.begin(), verdict.not_evaluated.end(),
        [&words](const NotEvaluated& gap) { return kGaps[static_cast<std::size_t>(gap.gap)] == words[1]; });
  }
  return std::nullopt;
}

// Texts in which a placeholder was left without its value.
void check_texts(const Verdict& verdict, std::vector<std::string>& unmet) {
  for (const Finding& finding : verdict.findings) {
    std::vector<std::string> texts = {clinician_text(finding), biller_text(finding)};
    for (const Fix& fix : finding.fixes) texts.push_back(fix_title(fix, finding));
    for (const std::string& text : texts) {
      if (text.find('{') != std::string::npos) unmet.push_back("a placeholder without value: " + text);
    }
  }
}

}  // namespace

std::vector<std::string> unmet(const CaseFile& file, const RuleCase& rule_case, const Verdict& verdict) {
  std::vector<std::string> unmet;
  std::vector<Words> of_finding;
  const bool fired = count_of(verdict, file.rule) > 0;
  if (fired != rule_case.fires)
    unmet.emplace_back(rule_case.fires ? "the rule does not fire" : "the rule fires");
  for (const std::string& part : split(rule_case.expected, ",")) {
    const Words words = words_of(part);
    if (words.empty()) continue;
    if (const auto holds = holds_for_verdict(verdict, file.rule, words)) {
      if (!*holds) unmet.push_back("does not hold: " + part);
    } else if (std::ranges::find(kOfFinding, words[0]) != kOfFinding.end()) {
      of_finding.push_back(words);
    } else {
      unmet.push_back("not understood: " + part);
    }
  }
  // One and the same finding must meet all that is asked of a finding.
  std::vector<std::string> nearest;
  bool any = of_finding.empty();
  for (const Finding& finding : verdict.findings) {
    if (finding.rule->id != file.rule) continue;
    std::vector<std::string> missed;
    for (const Words& words : of_finding) {
      if (!holds_for(finding, words)) missed.push_back("does not hold: " + words[0]);
    }
    any = any || missed.empty();
    if (nearest.empty() || missed.size() < nearest.size()) nearest = missed;
  }
  if (!any && rule_case.fires) unmet.insert(unmet.end(), nearest.begin(), nearest.end());
  if (!of_finding.empty() && !rule_case.fires)
    unmet.emplace_back("a case that does not fire has no finding to ask");
  check_texts(verdict, unmet);
  return unmet;
}

std::string describe(const Verdict& verdict, const Reference& reference) {
  std::ostringstream out;
  for (const Finding& finding : verdict.findings) {
    out << "  " << severity_name(finding.severity) << " " << finding.rule->id << " lines";
    for (const std::uint16_t line : finding.lines) out << " " << line;
    out << ": " << biller_text(finding) << "\n";
    for (const Fix& fix : finding.fixes) {
      out << "    " << (fix.verified ? "verified: " : "advice: ") << fix_title(fix, finding) << "\n";
    }
  }
  for (const NotEvaluated& gap : verdict.not_evaluated) {
    out << "  not evaluated " << gap.module << ": " << reason_text(gap, reference) << "\n";
  }
  return out.str();
}

}  // namespace chargelint::test
