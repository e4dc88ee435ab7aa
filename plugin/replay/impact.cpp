#include "plugin/replay/impact.h"

#include <algorithm>
#include <array>

#include "rules/engine/rule.h"

namespace chargelint::plugin {
namespace {

template <class Values>
bool same(const Values& left, const Values& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

// The same complaint about the same lines.
bool is_same_matter(const Finding& left, const Finding& right) {
  return left.rule == right.rule && same(left.lines, right.lines) && same(left.codes, right.codes);
}

bool is_same(const Finding& left, const Finding& right) {
  return is_same_matter(left, right) && left.severity == right.severity &&
         same(left.modifiers, right.modifiers) && same(left.diagnoses, right.diagnoses);
}

std::optional<std::int64_t> charges_of(const Claim& claim, const std::vector<std::uint16_t>& lines) {
  std::optional<std::int64_t> cents;
  for (const std::uint16_t number : lines) {
    const ServiceLine* const line = claim.line(number);
    if (line != nullptr && line->charge) cents = cents.value_or(0) + line->charge->cents;
  }
  return cents;
}

FindingImpact described(const Claim& claim, const Finding* before, const Finding* after) {
  FindingImpact impact;
  impact.impact = before == nullptr ? Impact::appears : after == nullptr ? Impact::goes : Impact::changes;
  const Finding& finding = after != nullptr ? *after : *before;
  impact.rule = finding.rule->id;
  if (before != nullptr) impact.before = before->severity;
  if (after != nullptr) impact.after = after->severity;
  impact.lines.assign(finding.lines.begin(), finding.lines.end());
  for (const Hcpcs code : finding.codes) impact.codes.push_back(code.text().str());
  impact.cents = charges_of(claim, impact.lines);
  return impact;
}

}  // namespace

std::string_view impact_name(Impact impact) {
  constexpr std::array<std::string_view, 3> kNames{"appears", "goes", "changes"};
  return kNames[static_cast<std::size_t>(impact)];
}

std::optional<ClaimImpact> compare_verdicts(const Claim& claim, const Verdict& before, const Verdict& after) {
  // Nearly every claim: the same findings in the same order.
  if (std::equal(before.findings.begin(), before.findings.end(), after.findings.begin(), after.findings.end(),
                 is_same)) {
    return std::nullopt;
  }
  std::vector<const Finding*> gone;
  std::vector<const Finding*> come;
  for (const Finding& finding : after.findings) come.push_back(&finding);
  for (const Finding& finding : before.findings) {
    const auto kept = std::find_if(come.begin(), come.end(),
                                   [&](const Finding* other) { return is_same(finding, *other); });
    if (kept != come.end()) {
      come.erase(kept);
    } else {
      gone.push_back(&finding);
    }
  }
  if (gone.empty() && come.empty()) return std::nullopt;  // another order alone
  ClaimImpact impact;
  impact.before = before.worst();
  impact.after = after.worst();
  impact.impact = before.findings.empty()  ? Impact::appears
                  : after.findings.empty() ? Impact::goes
                                           : Impact::changes;
  for (const Finding* const finding : gone) {
    const auto other = std::find_if(come.begin(), come.end(), [finding](const Finding* candidate) {
      return is_same_matter(*finding, *candidate);
    });
    impact.findings.push_back(described(claim, finding, other == come.end() ? nullptr : *other));
    if (other != come.end()) come.erase(other);
  }
  for (const Finding* const finding : come) impact.findings.push_back(described(claim, nullptr, finding));
  std::vector<std::uint16_t> lines;
  for (const FindingImpact& finding : impact.findings)
    lines.insert(lines.end(), finding.lines.begin(), finding.lines.end());
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  impact.cents = charges_of(claim, lines);
  return impact;
}

void ImpactCount::add(Impact impact, std::optional<std::int64_t> cents) {
  switch (impact) {
    case Impact::appears:
      ++appears;
      appears_cents += cents.value_or(0);
      break;
    case Impact::goes:
      ++goes;
      goes_cents += cents.value_or(0);
      break;
    case Impact::changes:
      ++changes;
      changes_cents += cents.value_or(0);
      break;
  }
}

void ImpactTotals::add(const ClaimImpact& impact) {
  by_claim.add(impact.impact, impact.cents);
  for (const FindingImpact& finding : impact.findings) {
    by_rule[std::string(finding.rule)].add(finding.impact, finding.cents);
    std::vector<std::string> codes = finding.codes;
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    for (const std::string& code : codes) by_code[code].add(finding.impact, finding.cents);
  }
}

}  // namespace chargelint::plugin
