// Grouping of files into releases, and the merge of tables that are small or carry no row dates.
#include "data/reference/import_session.h"

#include <algorithm>
#include <compare>
#include <numeric>
#include <tuple>

#include "data/reference/refusal.h"
#include "data/releases/names.h"

namespace chargelint::data {
namespace {

// Row numbers ordered by their set, then by the whole of their cells.
class RowOrder {
 public:
  explicit RowOrder(const RowBatch& batch) : batch_(batch), set_(set_columns(batch.table)) {}
  [[nodiscard]] std::vector<std::size_t> of(std::size_t first, std::size_t last) const {
    std::vector<std::size_t> order(last - first);
    std::iota(order.begin(), order.end(), first);
    std::sort(order.begin(), order.end(),
              [&](std::size_t left, std::size_t right) { return compare(left, right) < 0; });
    return order;
  }
  [[nodiscard]] std::weak_ordering compare_sets(std::size_t left, std::size_t right) const {
    return compare(batch_.row(left).subspan(set_.first, set_.count),
                   batch_.row(right).subspan(set_.first, set_.count));
  }
  [[nodiscard]] std::weak_ordering compare(std::size_t left, std::size_t right) const {
    const auto sets = compare_sets(left, right);
    return sets != 0 ? sets : compare(batch_.row(left), batch_.row(right));
  }
  [[nodiscard]] std::size_t end_of_set(const std::vector<std::size_t>& order, std::size_t first) const {
    std::size_t end = first + 1;
    while (end < order.size() && compare_sets(order[first], order[end]) == 0) ++end;
    return end;
  }

 private:
  [[nodiscard]] static std::weak_ordering compare(std::span<const std::int64_t> left,
                                                  std::span<const std::int64_t> right) {
    return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end());
  }
  const RowBatch& batch_;
  SetColumns set_;
};

// How many different subjects and codes the facts are about.
std::uint64_t subjects_of(const RowBatch& facts) {
  std::vector<std::pair<std::int64_t, std::int64_t>> subjects;
  for (std::size_t index = 0; index < facts.size(); ++index) {
    const auto row = facts.row(index);
    if (subjects.empty() || subjects.back() != std::pair(row[0], row[1]))
      subjects.emplace_back(row[0], row[1]);
  }
  std::sort(subjects.begin(), subjects.end());
  return static_cast<std::uint64_t>(std::unique(subjects.begin(), subjects.end()) - subjects.begin());
}

// The lists of sex conflicts went out of the code editor in 2024; a release without them is no smaller.
std::uint64_t extent_of(const RowBatch& rows) {
  if (rows.table == Table::fact) return subjects_of(rows);
  if (rows.table != Table::diagnosis_edit) return rows.size();
  std::uint64_t extent = 0;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const auto edit = diagnosis_edit(rows.texts.text(rows.row(index)[1]));
    if (edit != DiagnosisEdit::female && edit != DiagnosisEdit::male) ++extent;
  }
  return extent;
}

// Appends `from`, whose texts are numbered by its own pool.
void append(RowBatch& to, const RowBatch& from) {
  const Layout& layout = layout_of(to.table);
  for (std::size_t index = 0; index < from.size(); ++index) {
    const auto row = from.row(index);
    for (std::size_t column = 0; column < row.size(); ++column) {
      to.cells.push_back(layout.columns[column].cell == Cell::text ? to.texts.id(from.texts.text(row[column]))
                                                                   : row[column]);
    }
    to.lines.push_back(from.lines[index]);
  }
}

// The rows of all members, each once: two forms of one table may be among them.
void combine(ReleaseGroup& group) {
  group.rows.table = group.release.table;
  for (const auto& member : group.members) {
    group.files.push_back({member.file->name, member.file->part, member.file->digest, member.part->size()});
    if (group.members.size() == 1) {
      group.rows = std::move(member.part->rows);
    } else {
      append(group.rows, member.part->rows);
    }
    member.part->rows = {};
    member.part->rows.table = group.release.table;
  }
  if (group.members.size() == 1) return;
  if (const auto conflict = settle(group.rows)) refuse_conflict(group, *conflict);
}

// All tables of one release, or of one part of it.
bool same_publication(const ReleaseGroup& left, const ReleaseGroup& right) {
  const auto key = [](const ReleaseGroup& group) {
    const StoredRelease& release = group.release;
    return std::tie(release.source, release.starter, release.first, release.revision, release.name,
                    group.never_complete, release.part);
  };
  return key(left) == key(right);
}

// A correction of a release keeps its name or at least its first day.
bool same_release(const StoredRelease& one, const StoredRelease& other) {
  return one.name == other.name || (one.first == other.first && !one.first.is_open());
}

// Leaves out the sets of which the standing rows say exactly the same.
void drop_sets_alike(const RowOrder& order, std::vector<std::size_t>& incoming,
                     const std::vector<std::size_t>& standing) {
  std::vector<std::size_t> left;
  std::size_t at = 0;
  for (std::size_t first = 0; first < incoming.size();) {
    const std::size_t end = order.end_of_set(incoming, first);
    while (at < standing.size() && order.compare_sets(standing[at], incoming[first]) < 0) ++at;
    const bool there = at < standing.size() && order.compare_sets(standing[at], incoming[first]) == 0;
    const std::size_t stop = there ? order.end_of_set(standing, at) : at;
    bool alike = stop - at == end - first;
    for (std::size_t index = 0; alike && index < stop - at; ++index)
      alike = order.compare(standing[at + index], incoming[first + index]) == 0;
    if (!alike)
      left.insert(left.end(), incoming.begin() + static_cast<std::ptrdiff_t>(first),
                  incoming.begin() + static_cast<std::ptrdiff_t>(end));
    first = end;
  }
  incoming = std::move(left);
}

}  // namespace

void refuse_conflict(const ReleaseGroup& group, const Conflict& conflict) {
  std::string names;
  for (const auto& member : group.members) {
    if (!names.empty()) names += ", ";
    names += member.file->label;
  }
  refuse(ErrorKind::conflict, names,
         "are one release and differ in " + conflict.key + "; import the one that holds");
}

ImportSession::ImportSession(Database& database, const ImportOptions& options, ProgressMeter& meter)
    : database_(database), options_(options), meter_(meter), book_(database), rationales_(database) {
  // Knowledge time never runs backwards, whatever the clock did.
  now_ms_ = std::max(options.now_ms, book_.last_change_ms());
}

ImportReport ImportSession::take(std::vector<ParsedInput>& inputs) {
  for (ParsedInput& input : inputs) {
    report_.unknown.insert(report_.unknown.end(), input.unknown.begin(), input.unknown.end());
  }
  std::vector<ReleaseGroup> groups = grouped(inputs);
  for (std::size_t first = 0; first < groups.size();) {
    std::size_t end = first + 1;
    while (end < groups.size() && same_publication(groups[first], groups[end])) ++end;
    settle_completeness(std::span(groups).subspan(first, end - first));
    for (; first < end; ++first) merge(groups[first]);
  }
  return std::move(report_);
}

std::vector<ReleaseGroup> ImportSession::grouped(std::vector<ParsedInput>& inputs) {
  // Older releases first; a form that leaves something out after the whole one.
  using Key = std::tuple<Source, bool, Date, int, std::string, bool, int, Table>;
  std::map<Key, ReleaseGroup> groups;
  for (ParsedInput& input : inputs) {
    for (ParsedFile& file : input.files) {
      for (ParsedPart& part : file.parts) {
        const int release_part = part.table == Table::ptp_edit ? 0 : file.part;
        ReleaseGroup& group = groups[Key(part.source, file.starter, file.release.first, file.release.revision,
                                         file.release.name, file.never_complete, release_part, part.table)];
        StoredRelease& release = group.release;
        release.source = part.source;
        release.table = part.table;
        release.name = file.release.name;
        release.revision = file.release.revision;
        release.part = release_part;
        release.starter = file.starter;
        release.first = file.release.first;
        release.last = file.release.last;
        release.complete = file.starter_complete;
        release.effective_known = release.effective_known && file.effective_known;
        group.never_complete = file.never_complete;
        group.members.push_back({&file, &part, report_.files.size()});
        ImportedFile imported;
        imported.path = file.label;
        imported.source = source_name(part.source);
        imported.release = release.name;
        imported.rows = part.size();
        imported.published_rows = file.published_rows;
        if (&part == &file.parts.front()) imported.remarks = file.remarks;
        report_.files.push_back(std::move(imported));
      }
    }
  }
  std::vector<ReleaseGroup> sorted;
  sorted.reserve(groups.size());
  for (auto& [key, group] : groups) sorted.push_back(std::move(group));
  return sorted;
}

void ImportSession::settle_completeness(std::span<ReleaseGroup> publication) const {
  const auto decides = extent_table(publication.front().release.source);
  std::uint64_t extent = 0;
  for (ReleaseGroup& group : publication) {
    if (group.release.table == Table::ptp_edit) continue;
    combine(group);
    if (!decides) extent += group.rows.size();
    if (decides && *decides == group.release.table) extent += extent_of(group.rows);
  }
  for (ReleaseGroup& group : publication) {
    group.release.extent = extent;
    if (group.release.table == Table::ptp_edit) continue;  // parts that stand count, too
    group.release.complete = !group.never_complete && settled_complete(group.release, 0);
  }
}

bool ImportSession::is_unchanged(const ReleaseGroup& group) const {
  for (const auto& [id, release] : book_.releases()) {
    if (release.source != group.release.source || release.table != group.release.table ||
        release.part != group.release.part || release.name != group.release.name ||
        release.starter != group.release.starter) {
      continue;
    }
    if (release.superseded_ms) {
      // What a newer release took in, or what said nothing new when it came, says nothing new now either.
      const StoredRelease& answering = book_.release(book_.answering(id, std::nullopt));
      const bool taken_in = answering.newer_than(release) || release.superseded_ms == release.loaded_ms;
      if (!taken_in || answering.superseded_ms) continue;
    }
    if (options_.complete && *options_.complete != release.complete && !group.never_complete) continue;
    const std::vector<StoredFile> files = book_.files(id);
    const bool all_known = std::all_of(group.members.begin(), group.members.end(), [&](const auto& member) {
      return std::any_of(files.begin(), files.end(),
                         [&](const StoredFile& file) { return file.digest == member.file->digest; });
    });
    if (all_known) return true;
  }
  return false;
}

void ImportSession::merge(ReleaseGroup& group) {
  if (is_unchanged(group)) {
    for (const auto& standing : book_.standing_beside(group.release)) {
      if (standing.name == group.release.name) group.release.complete = standing.complete;
    }
    for (const auto& member : group.members) report_.files[member.reported].unchanged = true;
  } else {
    group.release.loaded_ms = now_ms_;
    const std::uint64_t before = report_.added - report_.ended;  // may wrap, and does so back
    if (group.release.table == Table::ptp_edit) {
      merge_ptp(group);
    } else {
      merge_rows(group);
    }
    const Source source = group.release.source;
    book_.set_row_count(source, book_.row_count(source) + (report_.added - report_.ended - before), now_ms_);
  }
  for (const auto& member : group.members) {
    meter_.add(member.file->label, member.file->bytes / member.file->parts.size());
    report_.files[member.reported].complete = group.release.complete;
    member.part->edits = {};
  }
  group.rows = {};
}

// Measured against the release before it; against a later one only that it is not far smaller, for tables
// grow and the order of imports is not to matter.
bool ImportSession::settled_complete(const StoredRelease& release, unsigned parts) const {
  if (release.starter) return release.complete;
  if (options_.complete) return *options_.complete;
  std::optional<StoredRelease> earlier;
  std::optional<StoredRelease> later;
  for (const StoredRelease& standing : book_.standing_beside(release)) {
    if (!standing.complete || same_release(standing, release)) continue;
    if (release.newer_than(standing) && (!earlier || standing.newer_than(*earlier))) earlier = standing;
    if (standing.newer_than(release) && (!later || later->newer_than(standing))) later = standing;
  }
  const std::uint64_t extent = release.extent;
  if (earlier) return is_complete(release.source, extent, parts, earlier->extent);
  if (!later) return is_complete(release.source, extent, parts, std::nullopt);
  return is_complete(release.source, extent, parts, later->extent) ||
         (extent * 2 >= later->extent && is_complete(release.source, extent, parts, std::nullopt));
}

struct ImportSession::Succession {
  std::vector<StoredRelease> replaced;        // end with the incoming release
  std::optional<StoredRelease> overruled_by;  // what it says is recorded and not known
  std::optional<StoredRelease> laid_over;  // the complete one of the same release: what it says alike counts
};

ImportSession::Succession ImportSession::succession_of(const ReleaseGroup& group) const {
  const StoredRelease& release = group.release;
  const bool cumulative = is_cumulative(release.source);
  Succession found;
  for (const StoredRelease& standing : book_.standing_beside(release)) {
    if (release.starter) {
      // A site's own table stays when the tables that ship with the program come again.
      if (group.shipped() && standing.name != release.name) {
        found.overruled_by = standing;
      } else {
        found.replaced.push_back(standing);
      }
    } else if (standing.newer_than(release)) {
      const bool speaks = cumulative || same_release(standing, release);
      if (speaks && standing.complete && (!found.overruled_by || standing.newer_than(*found.overruled_by)))
        found.overruled_by = standing;
    } else if (same_release(standing, release)) {
      const bool told = options_.complete.has_value() && !group.never_complete;
      if (standing.complete && !release.complete && !told) {
        found.laid_over = standing;
      } else {
        found.replaced.push_back(standing);
      }
    } else if (cumulative && release.complete && release.newer_than(standing)) {
      found.replaced.push_back(standing);
    }
  }
  if (found.overruled_by) found.replaced.clear();
  return found;
}

void ImportSession::merge_rows(ReleaseGroup& group) {
  StoredRelease& release = group.release;
  StoredRows rows;
  rows.batch = std::move(group.rows);
  const std::size_t fresh = rows.batch.size();
  release.rows = fresh;
  release.digest = combined_digest(group.files);

  const Succession succession = succession_of(group);
  const auto read = [&](const std::vector<StoredRelease>& wanted) {
    read_rows(
        database_, std::nullopt,
        [&](std::int64_t id) {
          const std::int64_t answering = book_.answering(id, std::nullopt);
          return std::any_of(wanted.begin(), wanted.end(),
                             [&](const StoredRelease& one) { return one.id == answering; });
        },
        rows);
  };
  if (!succession.replaced.empty()) read(succession.replaced);
  const std::size_t stood = rows.batch.size();
  if (succession.laid_over) read({*succession.laid_over});

  const RowOrder order(rows.batch);
  std::vector<std::size_t> incoming = order.of(0, fresh);
  const std::vector<std::size_t> current = order.of(fresh, stood);
  if (succession.laid_over) {
    const std::size_t all = incoming.size();
    drop_sets_alike(order, incoming, order.of(stood, rows.batch.size()));
    report_.kept += all - incoming.size();
  }

  if (succession.overruled_by && group.shipped()) {
    report_.files[group.members.front().reported].remarks.push_back(
        "the site's own table \"" + succession.overruled_by->name + "\" stays in force");
  }

  const std::int64_t id = book_.add(release, group.files);
  for (const StoredRelease& one : succession.replaced) book_.supersede(one.id, id, now_ms_);
  if (succession.overruled_by) {
    book_.supersede(id, succession.overruled_by->id, now_ms_);
  } else if (succession.laid_over && incoming.empty() && current.empty()) {
    book_.supersede(id, succession.laid_over->id, now_ms_);
  }

  const bool known = !succession.overruled_by;
  RowWriter writer(database_, release.table, id, now_ms_, known);
  RowCloser closer(database_, release.table, now_ms_);
  const auto close = [&](std::size_t row) {
    closer.close(rows.ids[row - fresh]);
    ++report_.ended;
  };
  std::size_t at = 0;
  for (const std::size_t row : incoming) {
    while (at < current.size() && order.compare(current[at], row) < 0) close(current[at++]);
    if (at < current.size() && order.compare(current[at], row) == 0) {
      ++at;
      ++report_.kept;
    } else {
      writer.add(rows.batch.row(row), rows.batch.texts);
      if (known) ++report_.added;
    }
  }
  for (; at < current.size(); ++at) close(current[at]);
}

}  // namespace chargelint::data
