// What the rules on visits share: services of the same day and practitioner, here and on other claims, and
// how many minutes were spent.
#pragma once

#include <algorithm>
#include <optional>

#include "rules/shared/line_order.h"
#include "rules/shared/lines.h"
#include "rules/shared/parts.h"

namespace chargelint {

[[nodiscard]] inline bool is_medicare(const Context& context) {
  return context.payer == PayerClass::medicare || context.payer == PayerClass::medicare_advantage;
}

// Of the other lines of the day by the same practitioner of which `wanted` says true, the one whose code
// comes first: the same one in whatever order the lines were sent.
template <class Wanted>
[[nodiscard]] const LineFacts* line_beside(const RuleInput& input, const LineFacts& facts, Wanted wanted) {
  const LineFacts* found = nullptr;
  for (const LineFacts& other : input.lines) {
    if (&other == &facts || !other.judged || other.date != facts.date || !wanted(other)) continue;
    if (!same_practitioner(*facts.line, *other.line)) continue;
    if (found == nullptr || comes_first(other, *found)) found = &other;
  }
  return found;
}
// Likewise among the lines of other claims. A mere order is no service yet, and one denied is charged to
// nobody.
template <class Wanted>
[[nodiscard]] const PriorLine* prior_beside(const RuleInput& input, const LineFacts& facts, Wanted wanted) {
  if (input.history.availability() == Availability::none) return nullptr;
  for (const PriorLine& prior : input.history.lines({facts.date, facts.date})) {
    if (prior.status == PriorStatus::ordered || prior.status == PriorStatus::denied) continue;
    if (!wanted(prior)) continue;
    if (same_biller(input.context(), *facts.line, prior)) return &prior;
  }
  return nullptr;
}

struct Company {
  const LineFacts* line = nullptr;
  const PriorLine* prior = nullptr;
  explicit operator bool() const { return line != nullptr || prior != nullptr; }
  [[nodiscard]] Hcpcs code() const { return line != nullptr ? line->line->code : prior->code; }
};
// A line of one of the sets on the day, by the same practitioner; of this claim first.
template <class... Sets>
[[nodiscard]] Company company_of(const RuleInput& input, const LineFacts& facts, Sets... sets) {
  Company company;
  company.line = line_beside(input, facts, [&](const LineFacts& other) { return (other.in(sets) || ...); });
  if (company.line != nullptr) return company;
  company.prior = prior_beside(input, facts, [&](const PriorLine& prior) {
    return (input.reference.in_set(sets, prior.code, prior.date) || ...);
  });
  return company;
}
inline void add_company(Finding& finding, const Company& company) {
  if (company.line != nullptr) finding.lines.push_back(company.line->line->number);
  if (!finding.codes.contains(company.code())) finding.codes.push_back(company.code());
  finding.history_used = finding.history_used || company.prior != nullptr;
}

// A finding of a rule that may have several to say of one line: `about` tells them apart.
inline Finding& add_about(RuleOutput& output, const ServiceLine& line, std::string_view about) {
  Finding& finding = add_for_line(output, line);
  finding.arguments.push_back({"about", about});
  return finding;
}

// Minutes of a service and its add-on: stated on one line they are the whole; stated alike on both, too; else
// each line has its part.
[[nodiscard]] inline std::optional<std::int32_t> minutes_together(std::optional<std::int32_t> one,
                                                                  std::optional<std::int32_t> other) {
  if (!one || !other) return one ? one : other;
  return *one == *other ? *one : *one + *other;
}

// The pair edit in force on the day, whichever of the two codes stands first.
[[nodiscard]] inline PtpEvidence pair_in_force(const RuleInput& input, Hcpcs one, Hcpcs other, Date date) {
  const Source table = payer_table(input.context(), Source::ptp_practitioner);
  for (const auto& [first, second] : {std::pair(one, other), std::pair(other, one)}) {
    for (const PtpEdit& edit : input.reference.pair(table, first, second)) {
      if (edit.applies_on(date)) return {first, &edit};
    }
  }
  return {};
}
inline void show_pair(const RuleInput& input, const PtpEvidence& pair, Finding& finding) {
  if (pair.edit == nullptr) return;
  finding.evidence.row = pair;
  finding.evidence.source = payer_table(input.context(), Source::ptp_practitioner);
  finding.evidence.release = pair.edit->release;
  finding.evidence.present = true;
}

}  // namespace chargelint
