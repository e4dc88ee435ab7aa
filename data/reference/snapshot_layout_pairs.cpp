// Pair edits: the rows by column 1, the lines that find a pair, and the way back from column 2.
#include <algorithm>
#include <map>
#include <tuple>

#include "data/reference/ordering.h"
#include "data/reference/snapshot_layout.h"
#include "data/reference/snapshot_pairs.h"

namespace chargelint::data::snapshot {
namespace {

auto terms(const PtpEdit& edit) {
  return std::tie(edit.from_day, edit.to_day, edit.indicator, edit.rationale, edit.release);
}
bool same_windows(std::span<const PtpEdit> one, std::span<const PtpEdit> other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const PtpEdit& left, const PtpEdit& right) { return terms(left) == terms(right); });
}
bool windows_before(std::span<const PtpEdit> one, std::span<const PtpEdit> other) {
  return std::lexicographical_compare(
      one.begin(), one.end(), other.begin(), other.end(),
      [](const PtpEdit& left, const PtpEdit& right) { return terms(left) < terms(right); });
}

// One pair: its rows, and which two codes they are of.
struct Pair {
  std::uint32_t column1 = 0;
  std::uint32_t column2 = 0;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

// The windows of every column 2 code, equal lists once, and of each pair where its own begin among them.
struct Windows {
  std::vector<PtpEdit> rows;
  std::vector<std::uint32_t> starts;   // by column 2 code
  std::vector<std::uint16_t> counts;   // of each row: how long the list is that begins with it
  std::vector<std::uint16_t> of_pair;  // see PairLine::windows
  bool fit = true;                     // a line's field was wide enough for all of them
};

class WindowWriter {
 public:
  WindowWriter(std::span<const PtpEdit> rows, std::span<const Pair> pairs, std::size_t codes)
      : rows_(rows), pairs_(pairs) {
    made_.of_pair.resize(pairs.size());
    by_column2_.resize(pairs.size());
    std::vector<std::uint32_t> next(codes + 1);
    for (const Pair& pair : pairs) ++next[pair.column2 + 1];
    for (std::size_t code = 0; code < codes; ++code) next[code + 1] += next[code];
    const std::vector<std::uint32_t> begins = next;
    for (std::uint32_t index = 0; index < pairs.size(); ++index)
      by_column2_[next[pairs[index].column2]++] = index;
    for (std::size_t code = 0; code < codes && made_.fit; ++code) {
      made_.starts.push_back(static_cast<std::uint32_t>(made_.rows.size()));
      add(std::span(by_column2_).subspan(begins[code], begins[code + 1] - begins[code]));
    }
    made_.starts.push_back(static_cast<std::uint32_t>(made_.rows.size()));
  }
  [[nodiscard]] Windows take() { return std::move(made_); }
  // The pairs' numbers by column 2, then by column 1.
  [[nodiscard]] const std::vector<std::uint32_t>& by_column2() const { return by_column2_; }

 private:
  [[nodiscard]] std::span<const PtpEdit> windows(const Pair& pair) const {
    return rows_.subspan(pair.first, pair.count);
  }
  void add(std::span<const std::uint32_t> pairs) {
    order_.assign(pairs.begin(), pairs.end());
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t left, std::uint32_t right) {
      return windows_before(windows(pairs_[left]), windows(pairs_[right]));
    });
    const std::size_t start = made_.rows.size();
    std::span<const PtpEdit> last;
    std::size_t where = 0;
    for (const std::uint32_t index : order_) {
      const auto own = windows(pairs_[index]);
      if (last.empty() || !same_windows(last, own)) {
        last = own;
        where = made_.rows.size() - start + 1;
        made_.rows.insert(made_.rows.end(), own.begin(), own.end());
        made_.counts.resize(made_.rows.size());
        made_.counts[start + where - 1] = static_cast<std::uint16_t>(own.size());
        made_.fit = made_.fit && where < kSeveral && own.size() < kNoPair;
      }
      made_.of_pair[index] = static_cast<std::uint16_t>(where | (own.size() > 1 ? kSeveral : 0U));
    }
  }

  std::span<const PtpEdit> rows_;
  std::span<const Pair> pairs_;
  std::vector<std::uint32_t> by_column2_;
  std::vector<std::uint32_t> order_;
  Windows made_;
};

void put_pair(std::span<PairLine> run, std::uint16_t column2, std::uint16_t windows) {
  for (std::size_t at = line_of(column2, run.size());; at = at + 1 == run.size() ? 0 : at + 1) {
    auto* const free = std::find(std::begin(run[at].column2), std::end(run[at].column2), kNoPair);
    if (free == std::end(run[at].column2)) continue;
    run[at].windows[free - std::begin(run[at].column2)] = windows;
    *free = column2;
    return;
  }
}

// Seven bits a byte, the lowest first; the highest bit says that more follow.
void put_number(std::vector<std::uint8_t>& bytes, std::uint32_t number) {
  for (; number >= 0x80U; number >>= 7U) bytes.push_back(static_cast<std::uint8_t>(number | 0x80U));
  bytes.push_back(static_cast<std::uint8_t>(number));
}

}  // namespace

void Layouter::add_ptp(std::size_t table) {
  const auto named = [&](SectionId first) { return table_section(first, table); };
  auto rows = std::move(content_.ptp[table]);
  // By column 1 and column 2, the newest first within a pair.
  sort_nearly_sorted(rows, [](const SnapshotContent::PairEdit& left, const SnapshotContent::PairEdit& right) {
    if (left.column1 != right.column1) return left.column1 < right.column1;
    if (left.edit.column2_packed != right.edit.column2_packed) {
      return left.edit.column2_packed < right.edit.column2_packed;
    }
    if (left.edit.from_day != right.edit.from_day) return left.edit.from_day > right.edit.from_day;
    if (left.edit.to_day != right.edit.to_day) return left.edit.to_day > right.edit.to_day;
    if (left.edit.indicator != right.edit.indicator) return left.edit.indicator < right.edit.indicator;
    if (left.edit.rationale != right.edit.rationale) return left.edit.rationale < right.edit.rationale;
    return left.edit.release < right.edit.release;
  });
  section(named(SectionId::ptp_offsets), offsets(codes_, rows, [](const auto& row) { return row.column1; }));
  std::vector<PtpEdit> edits;
  edits.reserve(rows.size());
  std::vector<Pair> pairs;
  pairs.reserve(rows.size());
  std::uint32_t last = 0;
  for (const auto& row : rows) {
    const auto index = static_cast<std::uint32_t>(edits.size());
    edits.push_back(row.edit);
    if (index == 0 || row.column1 != last) {
      last = row.column1;
      pairs.push_back({code_number(row.column1), code_number(row.edit.column2_packed), index, 1});
    } else if (edits[index - 1].column2_packed != row.edit.column2_packed) {
      pairs.push_back({pairs.back().column1, code_number(row.edit.column2_packed), index, 1});
    } else {
      ++pairs.back().count;
    }
  }
  rows = {};

  WindowWriter writer(edits, pairs, codes_.size());
  std::vector<std::uint8_t> reverse;
  std::vector<std::uint32_t> reverse_starts{0};
  auto next = writer.by_column2().begin();
  for (std::uint32_t code = 0; code < codes_.size(); ++code) {
    std::uint32_t before = 0;
    for (; next != writer.by_column2().end() && pairs[*next].column2 == code; ++next) {
      put_number(reverse, pairs[*next].column1 - before);
      before = pairs[*next].column1;
    }
    reverse_starts.push_back(static_cast<std::uint32_t>(reverse.size()));
  }
  section(named(SectionId::ptp_reverse), reverse);
  section(named(SectionId::ptp_reverse_offsets), reverse_starts);
  reverse = {};

  Windows windows = writer.take();
  std::vector<PairLine> lines;
  std::vector<std::uint32_t> line_starts;
  if (windows.fit && codes_.size() <= kMostNumberedCodes) {
    PairLine free;
    std::fill(std::begin(free.column2), std::end(free.column2), kNoPair);
    std::size_t at = 0;
    for (std::uint32_t code = 0; code < codes_.size(); ++code) {
      line_starts.push_back(static_cast<std::uint32_t>(lines.size()));
      std::size_t end = at;
      while (end < pairs.size() && pairs[end].column1 == code) ++end;
      lines.resize(lines.size() + lines_for(end - at), free);
      for (; at < end; ++at) {
        put_pair(std::span(lines).subspan(line_starts.back()), static_cast<std::uint16_t>(pairs[at].column2),
                 windows.of_pair[at]);
      }
    }
    line_starts.push_back(static_cast<std::uint32_t>(lines.size()));
  } else {
    windows = {};
  }
  section(named(SectionId::ptp_windows), windows.rows);
  section(named(SectionId::ptp_window_starts), windows.starts);
  section(named(SectionId::ptp_window_counts), windows.counts);
  section(named(SectionId::ptp_lines), lines);
  section(named(SectionId::ptp_line_starts), line_starts);
  section(named(SectionId::ptp), edits);
}

}  // namespace chargelint::data::snapshot
