// The merge of pair edits: cumulative, dated by row, millions of them.
//
// The newest complete release speaks for every date: it ends what it no longer holds and keeps what is the
// same. A partial release wins for its own pairs and ends nothing else. What an older release says is
// recorded and not known.
#include <algorithm>
#include <map>
#include <utility>

#include "data/reference/import_session.h"
#include "data/reference/ordering.h"

namespace chargelint::data {
namespace {

unsigned parts_of(const std::vector<StoredFile>& files) {
  unsigned parts = 0;
  for (const StoredFile& file : files) {
    if (file.part > 0) parts |= 1U << static_cast<unsigned>(file.part);
  }
  return parts;
}

// How a release that stands relates to the one that comes.
enum class Standing : std::uint8_t {
  older,     // stays, or is laid over
  newer,     // keeps its pairs against the incoming release
  replaced,  // ends with the incoming release
  extended,  // other parts of the same release: its rows count as the incoming release's own
  patched,   // of the same release: so do its rows, save the parts that the incoming release brings anew
};

class PtpMerge {
 public:
  PtpMerge(const ReleaseBook& book, const StoredRelease& release, const std::vector<StoredFile>& files)
      : starter_(release.starter) {
    const unsigned parts = parts_of(files);
    for (const StoredRelease& one : book.standing(release.source, release.table, release.starter)) {
      Standing standing = Standing::older;
      if (starter_) {
        standing = Standing::replaced;
      } else if (one.newer_than(release)) {
        standing = Standing::newer;
        if (one.complete && (!overruled_by_ || book.release(*overruled_by_).id < one.id))
          overruled_by_ = one.id;
      } else if (one.name == release.name) {
        const std::vector<StoredFile> others = book.files(one.id);
        const unsigned other = parts_of(others);
        if (parts != 0 && other != 0 && (parts & other) == 0) {
          standing = Standing::extended;
        } else if (parts != 0 && (other & ~parts) != 0) {
          standing = Standing::patched;
          note_stretches(files, others);
        } else if (!one.complete) {
          standing = Standing::replaced;
        }
      }
      standings_.emplace(one.id, standing);
      releases_.push_back(one);
    }
  }

  [[nodiscard]] const std::vector<StoredRelease>& releases() const { return releases_; }
  [[nodiscard]] Standing standing(std::int64_t id) const { return standings_.at(id); }
  [[nodiscard]] bool stands(std::int64_t id) const { return standings_.contains(id); }
  [[nodiscard]] std::optional<std::int64_t> overruled_by() const { return overruled_by_; }

  // Whether the pair lies where a part that comes anew lay before.
  [[nodiscard]] bool in_new_part(std::uint64_t pair) const {
    return std::any_of(stretches_.begin(), stretches_.end(),
                       [&](const auto& one) { return one.first <= pair && pair <= one.second; });
  }

  // Complete and not overruled: everything older ends with it.
  void take_over() {
    for (auto& [id, standing] : standings_) {
      if (standing == Standing::older) standing = Standing::replaced;
    }
  }

 private:
  // A part of which the store does not know where it lay is taken to have lain where it lies now.
  void note_stretches(const std::vector<StoredFile>& files, const std::vector<StoredFile>& others) {
    for (const StoredFile& file : files) {
      for (const StoredFile& other : others) {
        if (other.part != file.part) continue;
        const bool told = other.first_pair != 0;
        stretches_.emplace_back(told ? other.first_pair : file.first_pair,
                                told ? other.last_pair : file.last_pair);
      }
    }
  }

  bool starter_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> stretches_;
  std::vector<StoredRelease> releases_;
  std::map<std::int64_t, Standing> standings_;
  std::optional<std::int64_t> overruled_by_;
};

// Rows that are known now, each with the release that answers for it, in order.
std::vector<StoredPtpRow> current_rows(Database& database, const ReleaseBook& book, const PtpMerge& merge) {
  std::vector<StoredPtpRow> rows;
  if (merge.releases().empty()) return rows;
  std::map<std::int64_t, std::int64_t> answering;
  for (const auto& [id, release] : book.releases()) answering.emplace(id, book.answering(id, std::nullopt));
  std::int64_t last = 0;
  std::int64_t last_answering = 0;
  bool wanted = false;
  read_ptp_rows(database, std::nullopt, [&](const StoredPtpRow& row) {
    if (row.release != last) {
      last = row.release;
      last_answering = answering.at(last);
      wanted = merge.stands(last_answering);
    }
    if (!wanted) return;
    rows.push_back(row);
    rows.back().release = last_answering;
  });
  sort_nearly_sorted(
      rows, [](const StoredPtpRow& left, const StoredPtpRow& right) { return left.row < right.row; });
  return rows;
}

}  // namespace

void ImportSession::merge_ptp(ReleaseGroup& group) {
  StoredRelease& release = group.release;
  PtpBatch incoming;
  std::vector<StoredFile> files;
  std::size_t total = 0;
  for (const auto& member : group.members) total += member.part->size();
  incoming.rows.reserve(total);
  for (const auto& member : group.members) {
    PtpBatch& edits = member.part->edits;
    std::vector<std::uint8_t> numbers;
    for (const std::string& words : edits.rationales) numbers.push_back(rationales_.number(words));
    for (PtpRow& row : edits.rows) {
      row.rationale = numbers[row.rationale];
      incoming.rows.push_back(row);
    }
    StoredFile file{member.file->name, member.file->part, member.file->digest, member.part->size()};
    if (!edits.rows.empty()) {
      file.first_pair = edits.rows.front().pair();
      file.last_pair = edits.rows.back().pair();
    }
    edits = {};
    files.push_back(std::move(file));
    edits = {};
  }
  if (const auto conflict = settle(incoming)) refuse_conflict(group, *conflict);

  PtpMerge merge(book_, release, files);
  release.rows = incoming.rows.size();
  const unsigned parts = parts_of(files);
  for (const StoredRelease& one : merge.releases()) {
    const Standing standing = merge.standing(one.id);
    if (standing != Standing::extended && standing != Standing::patched) continue;
    release.rows += one.rows;
    release.effective_known = release.effective_known && one.effective_known;
    for (StoredFile& other : book_.files(one.id)) {
      if (other.part > 0 && (parts >> static_cast<unsigned>(other.part) & 1U) != 0) {
        release.rows -= std::min(release.rows, other.rows);
      } else {
        files.push_back(std::move(other));
      }
    }
  }
  release.extent = release.rows;
  release.digest = combined_digest(files);
  release.complete = settled_complete(release, parts_of(files));
  const bool overruled = merge.overruled_by().has_value();
  if (release.complete && !overruled) merge.take_over();

  const std::vector<StoredPtpRow> current = current_rows(database_, book_, merge);
  const std::int64_t id = book_.add(release, files);
  PtpWriter writer(database_, id, now_ms_);
  RowCloser closer(database_, release.table, now_ms_);
  const auto end = [&](const StoredPtpRow& row) {
    closer.close(row.id);
    ++report_.ended;
  };

  std::size_t old_at = 0;
  std::size_t new_at = 0;
  while (old_at < current.size() || new_at < incoming.rows.size()) {
    const std::uint64_t old_pair = old_at < current.size() ? current[old_at].row.pair() : ~std::uint64_t{0};
    const std::uint64_t new_pair =
        new_at < incoming.rows.size() ? incoming.rows[new_at].pair() : ~std::uint64_t{0};
    const std::uint64_t pair = std::min(old_pair, new_pair);
    std::size_t old_end = old_at;
    bool shielded = overruled;
    for (; old_end < current.size() && current[old_end].row.pair() == pair; ++old_end) {
      shielded = shielded || merge.standing(current[old_end].release) == Standing::newer;
    }
    std::size_t new_end = new_at;
    while (new_end < incoming.rows.size() && incoming.rows[new_end].pair() == pair) ++new_end;
    const bool laid_over = new_end > new_at && !shielded;

    for (; old_at < old_end; ++old_at) {
      const StoredPtpRow& row = current[old_at];
      while (new_at < new_end && incoming.rows[new_at] < row.row) {
        writer.add(incoming.rows[new_at++], !shielded);
        if (!shielded) ++report_.added;
      }
      const bool same = new_at < new_end && incoming.rows[new_at] == row.row;
      const Standing standing = merge.standing(row.release);
      // A partial release answers for its pairs by itself, even where it says the same.
      const bool ends =
          (standing == Standing::replaced && !overruled) || (standing == Standing::older && laid_over) ||
          (standing == Standing::patched && !overruled && (laid_over || merge.in_new_part(pair)));
      if (same && (shielded || standing == Standing::replaced || standing == Standing::extended ||
                   standing == Standing::patched)) {
        ++new_at;
        ++report_.kept;
      } else if (ends) {
        end(row);
      }
    }
    for (; new_at < new_end; ++new_at) {
      writer.add(incoming.rows[new_at], !shielded);
      if (!shielded) ++report_.added;
    }
  }

  writer.finish();

  for (const StoredRelease& one : merge.releases()) {
    const Standing standing = merge.standing(one.id);
    const bool goes_on = standing == Standing::older || standing == Standing::newer;
    if (!overruled && !goes_on) {
      book_.supersede(one.id, id, now_ms_);
    }
  }
  if (overruled) book_.supersede(id, *merge.overruled_by(), now_ms_);
}

}  // namespace chargelint::data
