// Both sides in order, walked together: what is on one side only has come or gone, and of one key the rest
// is paired up as changes.
#include "data/reference/diff.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <set>
#include <span>

#include "data/reference/ordering.h"
#include "data/reference/refusal.h"
#include "data/reference/row_text.h"
#include "data/reference/store.h"
#include "data/reference/view.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

struct Change {
  ChangeKind kind = ChangeKind::added;
  std::size_t before = kNoRow;
  std::size_t after = kNoRow;
};

// What a source's file leaves out says nothing when the file is an excerpt of what the other side holds.
struct Scope {
  bool count_added = true;
  bool count_ended = true;
};

// The rows of one key that are on one side only, paired: first those that begin on the same day, then, when
// one of each is left, these two.
// `begins`: a number that is equal for two rows that begin on the same day.
// `got_end`: the second row is the first with an end.
template <class Begins, class GotEnd>
void pair_up(std::vector<std::size_t>& before, std::vector<std::size_t>& after, const Scope& scope,
             Begins begins, GotEnd got_end, std::vector<Change>& changes) {
  const auto change = [&](std::size_t old_row, std::size_t new_row) {
    changes.push_back(
        {got_end(old_row, new_row) ? ChangeKind::ended : ChangeKind::changed, old_row, new_row});
  };
  const bool alone = before.size() == 1 && after.size() == 1;
  if (alone) {
    change(before.front(), after.front());
  } else {
    for (std::size_t& old_row : before) {
      const auto found = std::find_if(after.begin(), after.end(), [&](std::size_t new_row) {
        return new_row != kNoRow && begins(new_row) == begins(old_row) && begins(old_row) != 0;
      });
      if (found == after.end()) continue;
      change(old_row, *found);
      old_row = *found = kNoRow;
    }
    std::erase(before, kNoRow);
    std::erase(after, kNoRow);
    for (const std::size_t row : before) {
      if (scope.count_ended || !after.empty()) changes.push_back({ChangeKind::ended, row, kNoRow});
    }
    for (const std::size_t row : after) {
      if (scope.count_added || !before.empty()) changes.push_back({ChangeKind::added, kNoRow, row});
    }
  }
  before.clear();
  after.clear();
}

// One side of a walk: `at(0)` to `at(size - 1)` are positions on a numbering common to both, in order.
template <class At>
struct Ordered {
  std::size_t size = 0;
  At at;
};

// Hands each key's rows that are on one side only to `settle`; how many rows are the same.
template <class Before, class After, class Less, class Equal, class SameKey, class Settle>
std::uint64_t walk(const Ordered<Before>& before, const Ordered<After>& after, Less less, Equal equal,
                   SameKey same_key, Settle settle) {
  std::uint64_t same = 0;
  std::vector<std::size_t> gone;
  std::vector<std::size_t> come;
  std::size_t old_at = 0;
  std::size_t new_at = 0;
  while (old_at < before.size || new_at < after.size) {
    const std::size_t old_row = old_at < before.size ? before.at(old_at) : kNoRow;
    const std::size_t new_row = new_at < after.size ? after.at(new_at) : kNoRow;
    const bool old_first = new_row == kNoRow || (old_row != kNoRow && !less(new_row, old_row));
    const std::size_t next = old_first ? old_row : new_row;
    const std::size_t open = !gone.empty() ? gone.front() : !come.empty() ? come.front() : next;
    if (open != next && !same_key(open, next)) settle(gone, come);
    if (old_first && new_row != kNoRow && equal(old_row, new_row)) {
      ++same;
      ++old_at;
      ++new_at;
    } else if (old_first) {
      gone.push_back(old_row);
      ++old_at;
    } else {
      come.push_back(new_row);
      ++new_at;
    }
  }
  settle(gone, come);
  return same;
}

RowFields fields(std::span<const Column> columns, std::vector<std::string> texts, std::size_t first,
                 std::size_t last) {
  RowFields made;
  for (std::size_t index = first; index < last; ++index)
    made.emplace_back(columns[index].name, std::move(texts[index]));
  return made;
}

// Facts of a code by attribute: another value is a change.
std::size_t key_columns(Table table) {
  return table == Table::fact ? 3 : layout_of(table).keys;
}

class Comparison {
 public:
  Comparison(View& before, View& after, const DiffOptions& options, DiffReport& report)
      : before_(before), after_(after), options_(options), report_(report) {}

  void run(bool before_is_whole, bool after_is_whole) {
    std::set<std::pair<Source, Table>> keys;
    for (View* const view : {&before_, &after_}) {
      for (const ViewPart& part : view->parts()) {
        if (wanted(part.source)) keys.emplace(part.source, part.table);
      }
    }
    read_ptp(keys);
    for (const auto& [source, table] : keys) {
      const ViewPart* const old_part = before_.part(source, table);
      const ViewPart* const new_part = after_.part(source, table);
      TableDiff diff;
      diff.source = source_name(source);
      diff.table = layout_of(table).name;
      if (old_part != nullptr) diff.before_release = old_part->release;
      if (new_part != nullptr) diff.after_release = new_part->release;
      if ((old_part == nullptr && !before_is_whole) || (new_part == nullptr && !after_is_whole)) {
        diff.note = old_part == nullptr ? "the old side does not hold this source; not compared"
                                        : "the new side does not hold this source; not compared";
        report_.table(diff);
        continue;
      }
      const Scope scope = scope_of(old_part, new_part, before_is_whole, after_is_whole, diff);
      if (table == Table::ptp_edit) {
        compare_ptp(source, old_part, new_part, scope, diff);
      } else {
        compare_rows(table, old_part, new_part, scope, diff);
      }
    }
  }

 private:
  [[nodiscard]] bool wanted(Source source) const {
    return options_.sources.empty() ||
           std::find(options_.sources.begin(), options_.sources.end(), source) != options_.sources.end();
  }

  static Scope scope_of(const ViewPart* before, const ViewPart* after, bool before_is_whole,
                        bool after_is_whole, TableDiff& diff) {
    Scope scope;
    if (before == nullptr || after == nullptr) return scope;
    const auto excerpt = [](const ViewPart& part, const ViewPart& other) {
      return !part.complete && other.complete && part.rows * 10 < other.rows * 9;
    };
    if (!after_is_whole && excerpt(*after, *before)) {
      scope.count_ended = false;
      diff.note = "the new side is an excerpt: what it does not hold is not counted as ended";
    } else if (!before_is_whole && excerpt(*before, *after)) {
      scope.count_added = false;
      diff.note = "the old side is an excerpt: what it does not hold is not counted as added";
    }
    return scope;
  }

  // Nothing is known of effective dates that are placeholders.
  static bool compare_from(const ViewPart* before, const ViewPart* after) {
    return (before == nullptr || before->effective_known) && (after == nullptr || after->effective_known);
  }

  // One pass over each store for all sources: there are millions of rows.
  void read_ptp(const std::set<std::pair<Source, Table>>& keys) {
    std::vector<Source> sources;
    for (const auto& [source, table] : keys) {
      if (table == Table::ptp_edit) sources.push_back(source);
    }
    if (sources.empty()) return;
    for (const bool old_side : {true, false}) {
      View& view = old_side ? before_ : after_;
      auto& sides = old_side ? ptp_before_ : ptp_after_;
      std::vector<std::uint8_t> numbers;
      for (const std::string& words : view.rationales()) {
        const auto number = rationales_.rationale(words);
        if (!number)
          refuse(ErrorKind::environment, "", "the two sides hold more than 255 different rationales");
        numbers.push_back(*number);
      }
      for (const Source source : sources) {
        const ViewPart* const part = view.part(source, Table::ptp_edit);
        if (part != nullptr && options_.codes.empty())
          sides[static_cast<std::size_t>(source)].reserve(part->rows);
      }
      view.each_ptp(sources, [&](Source source, const PtpRow& row, std::string_view /*release*/) {
        if (!options_.codes.empty() && !concerns(row, options_.codes)) return;
        PtpRow& copy = sides[static_cast<std::size_t>(source)].emplace_back(row);
        copy.rationale = numbers[row.rationale];
        copy.line = 0;
      });
    }
  }

  void compare_ptp(Source source, const ViewPart* old_part, const ViewPart* new_part, const Scope& scope,
                   TableDiff& diff) {
    std::vector<PtpRow>& old_rows = ptp_before_[static_cast<std::size_t>(source)];
    std::vector<PtpRow>& new_rows = ptp_after_[static_cast<std::size_t>(source)];
    const bool with_from = compare_from(old_part, new_part);
    for (auto* const rows : {&old_rows, &new_rows}) {
      if (!with_from) {
        for (PtpRow& row : *rows) {
          // An edit that never applied stays one.
          const bool never = row.from_day == row.to_day;
          row.from_day = never ? row.to_day : 0;
          row.from_known = false;
        }
      }
      sort_nearly_sorted(*rows, std::less<>{});
      rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
    }
    // Positions on the common numbering: the old side's rows, then the new side's.
    const std::size_t split = old_rows.size();
    const auto at = [&](std::size_t index) -> const PtpRow& {
      return index < split ? old_rows[index] : new_rows[index - split];
    };
    std::vector<Change> changes;
    const std::uint64_t same = walk(
        Ordered{split, [](std::size_t index) { return index; }},
        Ordered{new_rows.size(), [split](std::size_t index) { return split + index; }},
        [&](std::size_t left, std::size_t right) { return at(left) < at(right); },
        [&](std::size_t left, std::size_t right) { return at(left) == at(right); },
        [&](std::size_t left, std::size_t right) { return at(left).pair() == at(right).pair(); },
        [&](std::vector<std::size_t>& gone, std::vector<std::size_t>& come) {
          pair_up(
              gone, come, scope, [&](std::size_t row) { return std::size_t{at(row).from_day} + 1; },
              [&](std::size_t before, std::size_t after) {
                PtpRow ended = at(before);
                ended.to_day = at(after).to_day;
                return at(before).to_day == PtpEdit::kOpenDay && ended.to_day != PtpEdit::kOpenDay &&
                       ended == at(after);
              },
              changes);
        });
    tell(Table::ptp_edit, diff, changes, same, [&](std::size_t index) {
      const PtpRow& row = at(index);
      return texts_of(row, rationales_.rationales[row.rationale]);
    });
    old_rows = {};
    new_rows = {};
  }

  void compare_rows(Table table, const ViewPart* old_part, const ViewPart* new_part, const Scope& scope,
                    TableDiff& diff) {
    ViewRows rows;
    rows.batch.table = table;
    if (old_part != nullptr) before_.read(*old_part, true, rows);
    const std::size_t split = rows.batch.size();
    if (new_part != nullptr) after_.read(*new_part, true, rows);
    const std::size_t width = rows.batch.width();
    if (!compare_from(old_part, new_part)) {
      for (std::size_t index = 0; index < rows.batch.size(); ++index)
        rows.batch.cells[index * width + width - 2] = kNoCell;
    }
    const auto at = [&](std::size_t index) { return rows.batch.row(index); };
    const auto less = [&](std::size_t left, std::size_t right) {
      return std::ranges::lexicographical_compare(at(left), at(right));
    };
    const auto equal = [&](std::size_t left, std::size_t right) {
      return std::ranges::equal(at(left), at(right));
    };
    const auto ordered = [&](std::size_t first, std::size_t last) {
      std::vector<std::size_t> order;
      for (std::size_t index = first; index < last; ++index) {
        if (options_.codes.empty() || concerns(table, at(index), options_.codes)) order.push_back(index);
      }
      std::sort(order.begin(), order.end(), less);
      order.erase(std::unique(order.begin(), order.end(), equal), order.end());
      return order;
    };
    const std::vector<std::size_t> old_order = ordered(0, split);
    const std::vector<std::size_t> new_order = ordered(split, rows.batch.size());
    const std::size_t keys = key_columns(table);
    std::vector<Change> changes;
    const std::uint64_t same = walk(
        Ordered{old_order.size(), [&](std::size_t index) { return old_order[index]; }},
        Ordered{new_order.size(), [&](std::size_t index) { return new_order[index]; }}, less, equal,
        [&](std::size_t left, std::size_t right) {
          return std::ranges::equal(at(left).first(keys), at(right).first(keys));
        },
        [&](std::vector<std::size_t>& gone, std::vector<std::size_t>& come) {
          pair_up(
              gone, come, scope,
              [&](std::size_t row) {
                // A row without a day of its own has no other row of its key to be told from; facts of one
                // attribute are told from one another by their values alone.
                const std::int64_t from = at(row)[width - 2];
                return from == kNoCell || table == Table::fact ? std::size_t{0}
                                                               : static_cast<std::size_t>(from + (1LL << 32));
              },
              [&](std::size_t before, std::size_t after) {
                const auto old_row = at(before);
                const auto new_row = at(after);
                return old_row[width - 1] == kNoCell && new_row[width - 1] != kNoCell &&
                       std::ranges::equal(old_row.first(width - 1), new_row.first(width - 1));
              },
              changes);
        });
    tell(table, diff, changes, same,
         [&](std::size_t index) { return texts_of(table, at(index), rows.batch.texts); });
  }

  template <class Texts>
  void tell(Table table, TableDiff& diff, const std::vector<Change>& changes, std::uint64_t same,
            Texts texts) {
    diff.same = same;
    for (const Change& change : changes) {
      ++(change.kind == ChangeKind::added   ? diff.added
         : change.kind == ChangeKind::ended ? diff.ended
                                            : diff.changed);
    }
    report_.table(diff);
    const auto columns = layout_of(table).columns;
    const std::size_t keys = key_columns(table);
    for (const Change& change : changes) {
      if (!report_.wants_rows()) return;
      RowChange row;
      row.kind = change.kind;
      std::vector<std::string> old_texts;
      std::vector<std::string> new_texts;
      if (change.before != kNoRow) old_texts = texts(change.before);
      if (change.after != kNoRow) new_texts = texts(change.after);
      row.key = fields(columns, old_texts.empty() ? new_texts : old_texts, 0, keys);
      if (!old_texts.empty() && !new_texts.empty()) {
        for (std::size_t index = keys; index < columns.size(); ++index) {
          if (old_texts[index] != new_texts[index]) row.columns.push_back(columns[index].name);
        }
      }
      if (!old_texts.empty()) row.before = fields(columns, std::move(old_texts), keys, columns.size());
      if (!new_texts.empty()) row.after = fields(columns, std::move(new_texts), keys, columns.size());
      report_.row(diff, row);
    }
  }

  View& before_;
  View& after_;
  const DiffOptions& options_;
  DiffReport& report_;
  PtpBatch rationales_;
  std::array<std::vector<PtpRow>, kSources> ptp_before_;
  std::array<std::vector<PtpRow>, kSources> ptp_after_;
};

std::unique_ptr<View> view_of(const DiffOperand& operand, const DiffOptions& options) {
  if (!operand.paths.empty()) return view_files(operand.paths, {options.release, options.complete});
  if (auto store = ReferenceStore::open(operand.store, false); !store) throw Refusal(store.error());
  auto view =
      view_store(operand.store, {operand.known_ms, std::nullopt, operand.release, operand.release_source});
  if (!operand.release.empty() && view->parts().empty()) {
    refuse(ErrorKind::usage, operand.store,
           "holds no release \"" + operand.release + "\"; `chargelint reference status` lists them");
  }
  return view;
}

bool is_whole(const DiffOperand& operand) {
  return operand.paths.empty() && operand.release.empty();
}

}  // namespace

std::string_view change_name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added:
      return "added";
    case ChangeKind::ended:
      return "ended";
    case ChangeKind::changed:
      break;
  }
  return "changed";
}

Result<void> diff_reference(const DiffOperand& before, const DiffOperand& after, const DiffOptions& options,
                            DiffReport& report) {
  return guarded("", [&] {
    const auto old_view = view_of(before, options);
    const auto new_view = view_of(after, options);
    Comparison(*old_view, *new_view, options, report).run(is_whole(before), is_whole(after));
  });
}

}  // namespace chargelint::data
