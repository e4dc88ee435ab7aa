// A fix is tried with fewer rules than there are (RuleInfo::reacts_to) and, for rules that look at one line
// at a time (RuleInfo::by_line), with the edited lines alone. Here every case of tests/cases is edited in
// many ways, and each rule has to keep what it says of itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "rules/engine/edits.h"
#include "rules/engine/pass.h"
#include "tests/unit/rules/case_file.h"

namespace chargelint::test {
namespace {

struct Statement {
  Severity severity;
  std::vector<int> lines;
  std::vector<std::uint32_t> codes;
  std::vector<std::uint16_t> modifiers;
  std::vector<std::uint64_t> diagnoses;
  auto operator<=>(const Statement&) const = default;
};
using Statements = std::multiset<Statement>;

Statements statements(const Pass& pass) {
  Statements all;
  for (const Finding& finding : pass.findings) {
    Statement one{finding.severity, {}, {}, {}, {}};
    one.lines.assign(finding.lines.begin(), finding.lines.end());
    for (const Hcpcs code : finding.codes) one.codes.push_back(code.packed());
    for (const Modifier modifier : finding.modifiers) one.modifiers.push_back(modifier.packed());
    for (const IcdCode diagnosis : finding.diagnoses) one.diagnoses.push_back(diagnosis.packed());
    all.insert(std::move(one));
  }
  return all;
}

struct NamedEdit {
  Aspect aspect;
  Edit edit;
};

std::vector<NamedEdit> edits_of(const Claim& claim) {
  std::vector<NamedEdit> edits;
  const auto add = [&](Aspect aspect, EditKind kind, std::uint16_t line) -> Edit& {
    edits.push_back({aspect, {}});
    edits.back().edit.kind = kind;
    edits.back().edit.line = line;
    return edits.back().edit;
  };
  for (const ServiceLine& line : claim.lines) {
    for (const std::string_view modifier :
         {"59", "25", "26", "TC", "LT", "50", "24", "80", "76", "QW", "GY", "95"}) {
      add(Aspect::modifiers, EditKind::add_modifier, line.number).modifier = *Modifier::parse(modifier);
    }
    for (const ModifierUse& use : line.modifiers)
      add(Aspect::modifiers, EditKind::remove_modifier, line.number).modifier = use.value;
    for (const std::int64_t units : {1, 2, 3, 40})
      add(Aspect::units, EditKind::set_units, line.number).units = Quantity::of(units);
    for (const std::string_view code : {"R07.9", "W19.XXXA", "Z00.00", "O80"}) {
      add(Aspect::diagnoses, EditKind::add_diagnosis, line.number).diagnosis = *IcdCode::parse(code);
    }
    for (const Diagnosis& diagnosis : claim.diagnoses)
      add(Aspect::diagnoses, EditKind::reorder_diagnoses, line.number).diagnosis = diagnosis.code;
    if (claim.lines.size() > 1) add(Aspect::removal, EditKind::remove_line, line.number);
  }
  for (const Diagnosis& diagnosis : claim.diagnoses)
    add(Aspect::diagnoses, EditKind::reorder_diagnoses, 0).diagnosis = diagnosis.code;
  return edits;
}

struct Seen {
  unsigned aspects = 0;
  bool whole_claim = false;
  int fired = 0;
};

class Reactions : public testing::Test {
 protected:
  // The findings of one rule on the claim, all lines or each by itself.
  static Statements all_lines(const PassInput& input, std::uint16_t rule, Pass& pass) {
    run_rule(input, rule, pass);
    return statements(pass);
  }
  static Statements line_by_line(const PassInput& input, std::uint16_t rule, Pass& pass) {
    Statements all;
    for (std::size_t line = 0; line < pass.facts.size(); ++line) {
      run_rule(input, rule, pass, std::span(pass.facts).subspan(line, 1));
      all.merge(statements(pass));
    }
    return all;
  }

  RuleBook book_{all_rules(), true};
  std::map<std::uint16_t, Seen> seen_;
};

TEST_F(Reactions, ARuleNamesTheChangesThatMoveItAndWhetherItLooksLineByLine) {
  const bool discover = std::getenv("CHARGELINT_DISCOVER") != nullptr;
  int number = 0;
  for (const std::string& path : case_paths()) {
    const auto file = read_case_file(path);
    ASSERT_TRUE(file);
    for (const RuleCase& one : file->cases) {
      if (!discover && ++number % 8 != 0) continue;
      SCOPED_TRACE(path + ":" + std::to_string(one.line));
      const auto read = case_input(one.context, one.lines);
      ASSERT_TRUE(read);
      const Claim& claim = (*read)->claim;
      if (claim.lines.size() > 8) continue;
      const auto& plan = book_.plan(claim.context, claim.format);
      const PassInput input{book_, plan, claim, *file->reference, (*read)->history};
      Pass pass;
      gather_facts(claim, *file->reference, {}, pass);
      std::map<std::uint16_t, Statements> before;
      for (const std::uint16_t rule : plan.rules) {
        before[rule] = all_lines(input, rule, pass);
        Seen& seen = seen_[rule];
        if (!before[rule].empty()) ++seen.fired;
        const bool by_line = book_.info(rule).by_line;
        if (!discover && !by_line) continue;
        const bool same = line_by_line(input, rule, pass) == before[rule];
        if (!same) seen.whole_claim = true;
        if (by_line) {
          EXPECT_TRUE(same) << book_.info(rule).id << " does not look line by line";
        }
      }
      for (const NamedEdit& named : edits_of(claim)) {
        Claim edited = claim;
        Fix fix;
        fix.edits.push_back(named.edit);
        apply_fix(edited, fix);
        const PassInput after{book_, plan, edited, *file->reference, (*read)->history};
        gather_facts(edited, *file->reference, {}, pass);
        for (const std::uint16_t rule : plan.rules) {
          const bool named_it = meets(book_.info(rule).reacts_to, named.aspect);
          if (!discover && named_it) continue;
          const bool speaks =
              std::any_of(before[rule].begin(), before[rule].end(), [&](const Statement& what) {
                return what.lines.empty() ||
                       std::find(what.lines.begin(), what.lines.end(), named.edit.line) != what.lines.end();
              });
          if (speaks) continue;  // asked again whatever it names
          const bool same = all_lines(after, rule, pass) == before[rule];
          if (!same) seen_[rule].aspects |= static_cast<unsigned>(named.aspect);
          if (!named_it) {
            EXPECT_TRUE(same) << book_.info(rule).id << " reacts to more than it names";
          }
        }
      }
    }
  }
  if (!discover) return;
  for (const auto& [rule, seen] : seen_) {
    std::cout << "SEEN " << book_.info(rule).id << " aspects=" << seen.aspects
              << " line=" << (seen.whole_claim ? 0 : 1) << " fired=" << seen.fired << "\n";
  }
}

}  // namespace
}  // namespace chargelint::test
