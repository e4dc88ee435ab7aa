// Grouping of files into releases, and the merge of tables that are small or carry no row dates.
#include "data/reference/import_session.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

// Row numbers ordered by the whole of their cells.
std::vector<std::size_t> ordered(const RowBatch& batch, std::size_t first, std::size_t last) {
  std::vector<std::size_t> order(last - first);
  std::iota(order.begin(), order.end(), first);
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::ranges::lexicographical_compare(batch.row(left), batch.row(right));
  });
  return order;
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
  for (ReleaseGroup& group : groups) merge(group);
  return std::move(report_);
}

std::vector<ReleaseGroup> ImportSession::grouped(std::vector<ParsedInput>& inputs) {
  using Key = std::tuple<Source, Table, bool, Date, int, std::string>;
  std::map<Key, ReleaseGroup> groups;
  for (ParsedInput& input : inputs) {
    for (ParsedFile& file : input.files) {
      for (ParsedPart& part : file.parts) {
        ReleaseGroup& group = groups[Key(part.source, part.table, file.starter, file.release.first,
                                         file.release.revision, file.release.name)];
        StoredRelease& release = group.release;
        release.source = part.source;
        release.table = part.table;
        release.name = file.release.name;
        release.revision = file.release.revision;
        release.starter = file.starter;
        release.first = file.release.first;
        release.last = file.release.last;
        release.complete = file.starter_complete;
        release.effective_known = release.effective_known && file.effective_known;
        group.members.push_back({&file, &part, report_.files.size()});
        ImportedFile imported;
        imported.path = file.label;
        imported.source = source_name(part.source);
        imported.release = release.name;
        imported.rows = part.size();
        report_.files.push_back(std::move(imported));
      }
    }
  }
  std::vector<ReleaseGroup> sorted;
  sorted.reserve(groups.size());
  for (auto& [key, group] : groups) sorted.push_back(std::move(group));
  return sorted;
}

bool ImportSession::is_unchanged(const ReleaseGroup& group) const {
  std::optional<StoredRelease> newest_complete;
  for (const StoredRelease& release : book_.standing(group.release.source, group.release.table, false)) {
    if (release.complete && (!newest_complete || release.newer_than(*newest_complete)))
      newest_complete = release;
  }
  for (const auto& [id, release] : book_.releases()) {
    if (release.source != group.release.source || release.table != group.release.table ||
        release.name != group.release.name || release.starter != group.release.starter) {
      continue;
    }
    // An older release that a newer one took in says nothing new either.
    const bool taken_in =
        is_cumulative(release.table) && newest_complete && newest_complete->newer_than(release);
    if (release.superseded_ms && !taken_in) continue;
    if (options_.complete && *options_.complete != release.complete) continue;
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
    for (const auto& standing :
         book_.standing(group.release.source, group.release.table, group.release.starter)) {
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
    member.part->rows = {};
    member.part->rows.table = group.release.table;
  }
}

std::optional<std::uint64_t> ImportSession::sibling_rows(const StoredRelease& release) const {
  std::optional<StoredRelease> newest;
  for (const StoredRelease& standing : book_.standing(release.source, release.table, false)) {
    if (standing.complete && (!newest || standing.newer_than(*newest))) newest = standing;
  }
  return newest ? std::optional(newest->rows) : std::nullopt;
}

bool ImportSession::settled_complete(const StoredRelease& release, unsigned parts) const {
  if (release.starter) return release.complete;
  if (options_.complete) return *options_.complete;
  return is_complete(release.source, release.rows, parts, sibling_rows(release));
}

void ImportSession::merge_rows(ReleaseGroup& group) {
  StoredRelease& release = group.release;
  StoredRows rows;
  rows.batch.table = release.table;
  std::vector<StoredFile> files;
  for (const auto& member : group.members) {
    append(rows.batch, member.part->rows);
    files.push_back({member.file->name, member.file->part, member.file->digest, member.part->size()});
  }
  if (group.members.size() > 1) {
    if (const auto conflict = settle(rows.batch)) {
      refuse_conflict(group, *conflict);
    }
  }
  const std::size_t fresh = rows.batch.size();
  release.rows = fresh;
  release.digest = combined_digest(files);
  release.complete = settled_complete(release, 0);

  // What it replaces: the same release of before; of the starter, whichever was there.
  std::vector<StoredRelease> replaced;
  for (const StoredRelease& standing : book_.standing(release.source, release.table, release.starter)) {
    if (!release.starter && standing.name != release.name) continue;
    // A partial file laid over a complete release leaves it standing.
    if (!release.starter && standing.complete && !release.complete && !options_.complete) continue;
    replaced.push_back(standing);
  }
  if (!replaced.empty()) {
    read_rows(
        database_, std::nullopt,
        [&](std::int64_t id) {
          const std::int64_t answering = book_.answering(id, std::nullopt);
          return std::any_of(replaced.begin(), replaced.end(),
                             [&](const StoredRelease& one) { return one.id == answering; });
        },
        rows);
  }
  const std::int64_t id = book_.add(release, files);
  for (const StoredRelease& one : replaced) book_.supersede(one.id, id, now_ms_);

  RowWriter writer(database_, release.table, id, now_ms_);
  RowCloser closer(database_, release.table, now_ms_);
  const RowBatch& batch = rows.batch;
  const auto incoming = ordered(batch, 0, fresh);
  const auto current = ordered(batch, fresh, batch.size());
  std::size_t at = 0;
  for (const std::size_t row : incoming) {
    while (at < current.size() &&
           std::ranges::lexicographical_compare(batch.row(current[at]), batch.row(row))) {
      closer.close(rows.ids[current[at++] - fresh]);
      ++report_.ended;
    }
    if (at < current.size() && std::ranges::equal(batch.row(current[at]), batch.row(row))) {
      ++at;
      ++report_.kept;
    } else {
      writer.add(batch.row(row), batch.texts);
      ++report_.added;
    }
  }
  for (; at < current.size(); ++at) {
    closer.close(rows.ids[current[at] - fresh]);
    ++report_.ended;
  }
}

}  // namespace chargelint::data
