// See code_pairs.h.
#include "rules/engine/code_pairs.h"

#include <algorithm>
#include <bit>

#include "rules/engine/rule.h"
#include "rules/shared/lines.h"

namespace chargelint {
namespace {

bool same_provider(const Provider& left, const Provider& right) {
  return left.npi == right.npi && left.group == right.group && left.specialty == right.specialty;
}

bool stands_for(const LineFacts& one, const LineFacts& other) {
  if (one.date != other.date || one.line->side != other.line->side) return false;
  const auto& left = one.line->modifiers;
  const auto& right = other.line->modifiers;
  return left.size() == right.size() &&
         std::equal(
             left.begin(), left.end(), right.begin(),
             [](const ModifierUse& use, const ModifierUse& same) { return use.value == same.value; }) &&
         same_provider(one.line->rendering, other.line->rendering);
}

std::span<const PtpEdit> rows_of(std::span<const PtpEdit> rows, std::size_t first) {
  std::size_t end = first + 1;
  while (end < rows.size() && rows[end].column2_packed == rows[first].column2_packed) ++end;
  return rows.subspan(first, end - first);
}

}  // namespace

Source ptp_table(const Context& context) {
  return payer_table(context,
                     context.kind == BillKind::outpatient ? Source::ptp_hospital : Source::ptp_practitioner);
}

CodeOrder CodePairs::order(const RuleInput& input) {
  if (ordered_) return order_;
  ordered_ = true;
  order_.clear();
  for (const LineFacts& facts : input.lines) {
    if (facts.judged) order_.push_back({facts.line->code, &facts});
  }
  std::sort(order_.begin(), order_.end(), [](const CodeAt& left, const CodeAt& right) {
    return left.code != right.code ? left.code < right.code : left.facts < right.facts;
  });
  return order_;
}

void CodePairs::make_runs(const RuleInput& input) {
  lines_.clear();
  distinct_.clear();
  runs_.clear();
  for (const CodeAt& at : order(input)) lines_.push_back(at.facts);
  for (std::uint32_t at = 0; at < lines_.size(); ++at) {
    const std::uint32_t code = lines_[at]->line->code.packed();
    if (runs_.empty() || runs_.back().code != code) {
      const auto start = static_cast<std::uint32_t>(distinct_.size());
      runs_.push_back({code, at, at, start, start});
    }
    Run& run = runs_.back();
    run.end = at + 1;
    const bool repeats =
        std::any_of(distinct_.begin() + run.first_distinct, distinct_.end(),
                    [&](const LineFacts* earlier) { return stands_for(*earlier, *lines_[at]); });
    if (!repeats) distinct_.push_back(lines_[at]);
    run.end_distinct = static_cast<std::uint32_t>(distinct_.size());
  }
}

// Codes and rows are both sorted. Few codes are searched for in the rows, many walked along with them.
void CodePairs::match(const Run& column1, std::span<const PtpEdit> rows) {
  if (rows.empty()) return;
  const auto add = [&](const Run& column2, std::size_t row) {
    if (column2.code == column1.code) return;
    pairs_.push_back({{distinct_.data() + column1.first_distinct, distinct_.data() + column1.end_distinct},
                      {lines_.data() + column1.first, lines_.data() + column1.end},
                      {lines_.data() + column2.first, lines_.data() + column2.end},
                      rows_of(rows, row)});
  };
  std::size_t row = 0;
  const bool walk = rows.size() < runs_.size() * static_cast<std::size_t>(std::bit_width(rows.size()));
  for (const Run& column2 : runs_) {
    if (rows.back().column2_packed < column2.code) return;
    if (walk) {
      while (rows[row].column2_packed < column2.code) ++row;
    } else {
      const auto rest = rows.subspan(row);
      row += static_cast<std::size_t>(
          std::ranges::lower_bound(rest, column2.code, {}, &PtpEdit::column2_packed) - rest.begin());
    }
    if (rows[row].column2_packed == column2.code) add(column2, row);
  }
}

void CodePairs::find(const RuleInput& input) {
  known_ = true;
  pairs_.clear();
  make_runs(input);
  if (runs_.size() < 2) return;
  const Source table = ptp_table(input.context());
  for (const Run& column1 : runs_)
    match(column1, input.reference.ptp(table, Hcpcs::from_packed(column1.code)));
}

std::span<const CodePair> CodePairs::of(const RuleInput& input) {
  if (input.whole.judged_lines < 2) return {};
  if (!known_) find(input);
  return pairs_;
}

bool CodePairs::some_lack_row(const RuleInput& input) {
  const auto pairs = of(input);
  if (input.whole.judged_lines < 2) return false;
  const auto has_row = [&](std::uint32_t column1, std::uint32_t column2) {
    const auto code_of = [](std::span<const LineFacts* const> lines) {
      return lines.front()->line->code.packed();
    };
    const std::pair wanted{column1, column2};
    const auto found = std::ranges::lower_bound(pairs, wanted, {}, [&](const CodePair& pair) {
      return std::pair{code_of(pair.column1), code_of(pair.column2)};
    });
    return found != pairs.end() && code_of(found->column1) == column1 && code_of(found->column2) == column2;
  };
  for (std::size_t low = 0; low < runs_.size(); ++low) {
    for (std::size_t high = low + 1; high < runs_.size(); ++high) {
      if (has_row(runs_[low].code, runs_[high].code) || has_row(runs_[high].code, runs_[low].code)) continue;
      for (std::uint32_t left = runs_[low].first_distinct; left < runs_[low].end_distinct; ++left) {
        for (std::uint32_t right = runs_[high].first_distinct; right < runs_[high].end_distinct; ++right) {
          if (distinct_[left]->date == distinct_[right]->date &&
              same_biller(input.context(), *distinct_[left]->line, *distinct_[right]->line)) {
            return true;
          }
        }
      }
    }
  }
  return false;
}

}  // namespace chargelint
