// The precedence table and its meaning.
#include "rules/engine/precedence.h"

#include <algorithm>

namespace chargelint {
namespace {

constexpr bool kAdopts = true;
constexpr bool kLeavesGap = true;

constexpr std::string_view kNotPayable =
    "CODE-STAT-001 CODE-STAT-004 CODE-STAT-005 CODE-STAT-006 CODE-STAT-007 CODE-STAT-009 CODE-STAT-010 "
    "CODE-STAT-013 CODE-NM-001";
constexpr std::string_view kInvalidCode = "CODE-VAL-001 CODE-VAL-002 CODE-VAL-003";

constexpr Precedence kTable[] = {
    // 1. A malformed element silences what would judge it.
    {"SHAPE-CLM-003", "DX-PTR-001", Scope::same_line, Severity::error, false, kLeavesGap},
    {"SHAPE-CLM-004", "CODE-VAL-*", Scope::same_line, Severity::error, false, kLeavesGap},
    {"SHAPE-CLM-001 SHAPE-DFT-003 SHAPE-PRC-002", "CODE-VAL-001 ID-DATE-*", Scope::same_line, Severity::error,
     false, kLeavesGap},
    {"SHAPE-PRC-004", "DX-PTR-001", Scope::same_line},
    {"SHAPE-PRC-003", "MOD-LAT-001", Scope::same_line},
    {"SHAPE-CLM-005 SHAPE-DFT-006", "ID-DATE-* NCCI-MUE-* DUP-*", Scope::same_line, Severity::error, false,
     kLeavesGap},

    // Identity: what is past filing is late too; the hospice modifiers have a rule of their own.
    {"ID-TFL-001", "ID-LAG-001", Scope::same_line},
    {"MOD-HOSP-001", "ID-COV-001", Scope::same_line},

    // 2. A code that is not valid on the day: whatever else concerns that code waits. Identity, diagnoses,
    // the
    // modifier's own validity and the transaction's shape are not about the code.
    {kInvalidCode,
     "* !CODE-VAL-* !SHAPE-* !ID-* !DX-* !MOD-VAL-* !GOV-* !NCCI-PTP-006 !NCCI-AOC-005 !NCCI-AOC-008",
     Scope::same_code},
    {"CODE-VAL-001 CODE-VAL-002 CODE-VAL-003", "CODE-VAL-004", Scope::same_code},

    // 3. Not payable as a code; NCCI-PTP-006 and NCCI-AOC-005 explain what follows. Decision 29.
    {"CODE-NM-001", "CODE-STAT-007 CODE-STAT-010", Scope::same_code},
    {kNotPayable, "NCCI-PTP-* !NCCI-PTP-006 NCCI-MUE-* MPFS-MULT-* NCCI-AOC-006", Scope::same_code,
     Severity::warning},

    // 4. Duplicates. The pair that the first copy makes stays; the copies' pairs go with them. Of a lab test
    // the
    // question is whether it was repeated, and 91 answers it; a limit that nothing lifts is told beside it.
    {"MOD-91-001", "DUP-001 DUP-002 NCCI-MUE-003 NCCI-AOC-006", Scope::same_code, Severity::warning},
    {"MOD-91-001", "NCCI-PTP-*", Scope::repeated_line, Severity::warning},
    {"DUP-001", "DUP-002 DUP-003", Scope::same_line},
    {"DUP-001", "EM-DUP-001", Scope::same_pair},
    // Two discharge codes of one day are two visits; the stay's second discharge says no more.
    {"EM-DUP-001", "EM-DISCH-001", Scope::same_pair},
    {"DUP-001", "NCCI-PTP-*", Scope::repeated_line},
    {"DUP-001", "NCCI-MUE-002 NCCI-MUE-003 NCCI-AOC-006", Scope::same_code},

    // 5. Pairs. Decisions 7, 13, 19, 20.
    {"NCCI-PTP-002", "MOD-59-*", Scope::same_line},
    {"NCCI-PTP-002", "MPFS-MULT-003 GLB-010 GLB-011", Scope::same_pair},
    {"NCCI-PTP-001", "GLB-010 GLB-011", Scope::same_pair},
    {"NCCI-PTP-001 NCCI-PTP-002", "MPFS-BIL-005", Scope::same_pair},
    {"GLB-001 GLB-002", "NCCI-PTP-001 NCCI-PTP-002 NCCI-PTP-007", Scope::same_pair, Severity::off, kAdopts},
    {"NCCI-PTP-004", "MOD-59-003", Scope::same_line},
    {"NCCI-PTP-006", "NCCI-PTP-001 NCCI-PTP-002", Scope::same_pair},
    {"NCCI-PTP-005", "NCCI-PTP-001", Scope::same_pair, Severity::off, kAdopts},
    {"NCCI-PTP-010", "NCCI-PTP-001", Scope::same_pair, Severity::off, kAdopts},
    {"CODE-FAM-* EM-* LAB-* DRUG-* RAD-* ANES-*", "NCCI-PTP-001", Scope::same_pair, Severity::off, kAdopts},
    {"CODE-FAM-001 NCCI-AOC-007", "NCCI-AOC-001", Scope::same_code},
    {"EM-G2211-001 EM-PROL-001", "NCCI-AOC-001", Scope::same_code, Severity::off, kAdopts},
    {"EM-DUP-001 EM-DISCH-001 EM-PREV-001 EM-CRIT-001", "NCCI-PTP-002", Scope::same_pair, Severity::off,
     kAdopts},
    {"CODE-FAM-001", "MOD-59-*", Scope::same_line},
    {"NCCI-PTP-003", "MOD-59-001", Scope::same_line},
    {"EM-G2211-001", "NCCI-AOC-001", Scope::same_code, Severity::off, kAdopts},
    {"NCCI-MUE-*", "NCCI-AOC-006", Scope::same_code},

    // 6. Modifiers.
    {"MOD-EXCL-*", "MOD-APPL-* MOD-LAT-* MOD-ORD-*", Scope::same_line},
    {"MOD-CLASS-*", "MOD-APPL-* MOD-59-001", Scope::same_line},
    // That 22 lacks its report and that it is unusual are two matters.
    {"MOD-* !MOD-APPL-* !MOD-22-001 MPFS-*", "MOD-APPL-001", Scope::same_modifier},
    {"NCCI-AOC-004", "MOD-51-001", Scope::same_line},
    {"MOD-CLASS-002", "MOD-51-001 MPFS-BIL-001 MPFS-CO-001 MPFS-TEAM-001", Scope::same_modifier},
    {"MOD-* !MOD-ORD-* !MOD-APPL-*", "MOD-ORD-001", Scope::same_line, Severity::error},
    {"MPFS-BIL-001", "MOD-LAT-002", Scope::same_modifier},
    {"NCCI-MUE-004 MPFS-BIL-003", "MOD-LAT-001", Scope::same_code},
    {"MPFS-PCTC-002 MPFS-PCTC-004 MPFS-PCTC-005", "MPFS-SITE-001", Scope::same_code},
    {"MPFS-ASST-001", "MPFS-ASST-002 MPFS-ASST-003 MPFS-ASST-004", Scope::same_line},
    {"MPFS-CO-001", "MPFS-CO-002", Scope::same_line},

    // 7. Units. Decision 12.
    {"MPFS-BIL-001", "NCCI-MUE-005", Scope::same_line},
    {"MPFS-BIL-002", "NCCI-MUE-002 NCCI-MUE-003", Scope::same_code},
    {"NCCI-MUE-006",
     "NCCI-MUE-001 NCCI-MUE-002 NCCI-MUE-003 NCCI-MUE-004 NCCI-MUE-005 NCCI-MUE-007 MPFS-BIL-003",
     Scope::same_code},
    {"NCCI-MUE-005", "NCCI-MUE-001 NCCI-MUE-002 NCCI-MUE-003 NCCI-MUE-004 MPFS-BIL-003", Scope::same_code},
    {"NCCI-MUE-004", "NCCI-MUE-001 NCCI-MUE-002 NCCI-MUE-003 MPFS-BIL-003", Scope::same_code},
    {"NCCI-MUE-007", "NCCI-MUE-001 NCCI-MUE-002 NCCI-MUE-003", Scope::same_code},

    // 8. Diagnoses. Decisions 11 and 29.
    {"DX-VAL-004", "DX-VAL-001 DX-VAL-002 DX-VAL-003", Scope::same_diagnosis},
    {"DX-VAL-003", "DX-VAL-001 DX-VAL-002", Scope::same_diagnosis},
    {"DX-VAL-002", "DX-VAL-001", Scope::same_diagnosis},
    {"DX-VAL-001 DX-VAL-002 DX-VAL-003 DX-VAL-004", "DX-* !DX-VAL-001 !DX-VAL-002 !DX-VAL-003 !DX-VAL-004",
     Scope::same_diagnosis},
    {"DX-SEQ-001 DX-SEQ-002", "DX-SEQ-006", Scope::same_diagnosis},
    {"DX-SEQ-001 DX-SEQ-005 DX-SEQ-006", "DX-PTR-001", Scope::same_diagnosis},

    // 9. Coverage waits for valid and specific diagnoses.
    {"DX-VAL-* DX-SPEC-*", "COV-001", Scope::same_diagnosis},
    {"COV-001", "COV-005", Scope::same_code},
};
static_assert(std::size(kTable) < 255);

bool matches(std::string_view pattern, std::string_view rule_id) {
  if (pattern.ends_with('*')) return rule_id.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == rule_id;
}

template <class Items>
bool share_one(const Items& left, const Items& right) {
  for (const auto& item : left) {
    if (right.contains(item)) return true;
  }
  return false;
}

template <class Items>
bool holds_all(const Items& whole, const Items& part) {
  for (const auto& item : part) {
    if (!whole.contains(item)) return false;
  }
  return true;
}

}  // namespace

std::span<const Precedence> precedence_table() {
  return kTable;
}

bool names(std::string_view patterns, std::string_view rule_id) {
  bool named = false;
  while (!patterns.empty()) {
    const std::size_t space = std::min(patterns.find(' '), patterns.size());
    std::string_view pattern = patterns.substr(0, space);
    patterns.remove_prefix(std::min(space + 1, patterns.size()));
    const bool takes_back = pattern.starts_with('!');
    if (takes_back) pattern.remove_prefix(1);
    if (matches(pattern, rule_id)) named = !takes_back;
  }
  return named;
}

bool silences(const Precedence& precedence, const Finding& winner, const Finding& silenced) {
  if (winner.severity < precedence.at_least) return false;
  switch (precedence.scope) {
    case Scope::same_line:
      return share_one(silenced.lines, winner.lines);
    case Scope::same_code:
      return share_one(silenced.lines, winner.lines) && share_one(silenced.codes, winner.codes);
    case Scope::same_pair:
      // Of a winner that takes several pairs of its first code together, each of those pairs.
      return !silenced.lines.empty() && !winner.codes.empty() &&
             silenced.codes.contains(winner.codes.front()) && holds_all(winner.lines, silenced.lines) &&
             holds_all(winner.codes, silenced.codes);
    case Scope::same_modifier:
      return share_one(silenced.lines, winner.lines) && share_one(silenced.modifiers, winner.modifiers);
    case Scope::same_diagnosis:
      return share_one(silenced.diagnoses, winner.diagnoses);
    case Scope::repeated_line:
      return !winner.lines.empty() && !silenced.lines.contains(winner.lines.front()) &&
             share_one(silenced.lines, winner.lines);
  }
  return false;
}

ResolvedPrecedence::ResolvedPrecedence(std::span<const Rule* const> rules)
    : rules_(rules.size()), entries_(rules.size() * rules.size(), kNone), any_(rules.size(), 0) {
  const auto table = precedence_table();
  for (std::size_t winner = 0; winner < rules_; ++winner) {
    for (std::size_t entry = 0; entry < table.size(); ++entry) {
      if (!names(table[entry].winners, rules[winner]->info.id)) continue;
      for (std::size_t silenced = 0; silenced < rules_; ++silenced) {
        std::uint8_t& cell = entries_[winner * rules_ + silenced];
        if (winner == silenced || cell != kNone || !names(table[entry].silenced, rules[silenced]->info.id))
          continue;
        cell = static_cast<std::uint8_t>(entry);
        any_[winner] = 1;
      }
    }
  }
  set_ranks();
}

void ResolvedPrecedence::set_ranks() {
  std::vector<std::size_t> silencers(rules_, 0);
  for (std::size_t winner = 0; winner < rules_; ++winner) {
    for (std::size_t silenced = 0; silenced < rules_; ++silenced) {
      if (between(winner, silenced) != nullptr) ++silencers[silenced];
    }
  }
  std::vector<std::size_t> free;
  for (std::size_t rule = 0; rule < rules_; ++rule) {
    if (silencers[rule] == 0) free.push_back(rule);
  }
  ranks_.assign(rules_, static_cast<std::uint16_t>(rules_));
  for (std::size_t next = 0; next < free.size(); ++next) {
    ranks_[free[next]] = static_cast<std::uint16_t>(next);
    for (std::size_t silenced = 0; silenced < rules_; ++silenced) {
      if (between(free[next], silenced) != nullptr && --silencers[silenced] == 0) free.push_back(silenced);
    }
  }
}

}  // namespace chargelint
