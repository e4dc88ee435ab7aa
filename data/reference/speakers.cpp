// Which releases speak: the standing ones, save what an official complete release makes needless.
#include <limits>
#include <map>
#include <set>

#include "data/reference/compiling.h"
#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

// What a release is one of: the files of one kind, quarter after quarter.
using Series = std::tuple<Source, Table, int>;
Series series_of(const StoredRelease& release) {
  return {release.source, release.table, release.part};
}

// All tables and files of one release.
using Publication = std::tuple<Source, Date, int, bool, std::string, bool>;
Publication publication_of(const StoredRelease& release) {
  return {release.source, release.first, release.revision, release.complete, release.name, release.starter};
}

// The later release has the higher order; a partial one lies over a complete one of its day, and all over the
// starter.
bool before(const StoredRelease* left, const StoredRelease* right) {
  const auto key = [](const StoredRelease& one) {
    return std::make_tuple(!one.starter, one.first, one.revision, !one.complete, one.source, one.table,
                           one.part, std::string_view(one.name), std::string_view(one.digest));
  };
  return key(*left) < key(*right);
}

}  // namespace

Speakers::Speakers(const ReleaseBook& book, std::optional<std::int64_t> known_ms) {
  choose(book, known_ms);
  number(book);
  std::map<std::int64_t, const Speaker*> by_release;
  for (const Speaker& speaker : speakers_) by_release.emplace(speaker.release->id, &speaker);
  for (const auto& [id, release] : book.releases()) {
    const auto found = by_release.find(book.answering(id, known_ms));
    if (found != by_release.end()) of_rows_.emplace(id, found->second);
  }
}

void Speakers::choose(const ReleaseBook& book, std::optional<std::int64_t> known_ms) {
  std::map<Series, std::vector<const StoredRelease*>> complete;
  std::set<std::pair<Source, Table>> official;
  for (const auto& [id, release] : book.releases()) {
    if (release.starter || !release.complete || !release.stands_at(known_ms)) continue;
    complete[series_of(release)].push_back(&release);
    official.emplace(release.source, release.table);
  }
  std::vector<const StoredRelease*> chosen;
  for (const auto& [id, release] : book.releases()) {
    if (!release.stands_at(known_ms)) continue;
    if (release.starter && official.contains({release.source, release.table})) continue;
    if (!release.starter && is_cumulative(release.source)) {
      const auto& others = complete[series_of(release)];
      const bool taken_in = std::any_of(others.begin(), others.end(), [&](const StoredRelease* other) {
        return other->newer_than(release);
      });
      if (taken_in) continue;
    }
    chosen.push_back(&release);
  }
  // By content alone: the store's own numbers depend on the order of imports.
  std::sort(chosen.begin(), chosen.end(), before);
  for (const StoredRelease* const release : chosen) {
    Speaker speaker;
    speaker.release = release;
    speaker.order = speakers_.size();
    speaker.cumulative = is_cumulative(release->source);
    speaker.force.from = release->first;
    if (!release->starter && !speaker.cumulative) {
      for (const StoredRelease* const other : complete[series_of(*release)]) {
        if (other->first > release->first)
          speaker.force.to = std::min(speaker.force.to, other->first.plus_days(-1));
        speaker.follows = speaker.follows || other->first < release->first;
      }
    }
    speakers_.push_back(speaker);
  }
}

void Speakers::number(const ReleaseBook& book) {
  std::map<Publication, std::vector<Speaker*>> publications;  // by source, the oldest first
  for (Speaker& speaker : speakers_) publications[publication_of(*speaker.release)].push_back(&speaker);
  if (publications.size() > std::numeric_limits<ReleaseId>::max()) {
    refuse(ErrorKind::environment, "", "more releases than a snapshot can number");
  }
  for (const auto& [key, members] : publications) {
    SnapshotContent::Release info;
    const StoredRelease& first = *members.front()->release;
    info.source = first.source;
    info.complete = first.complete;
    info.cumulative = members.front()->cumulative;
    info.force.from = first.first;
    info.last_day = first.last;
    info.name = first.name;
    std::map<std::string, StoredFile> files;  // one may have filled several tables
    int rank = 0;
    for (Speaker* const member : members) {
      member->number = static_cast<ReleaseId>(releases_.size());
      info.effective_known = info.effective_known && member->release->effective_known;
      info.last_day = std::max(info.last_day, member->release->last);
      rank = std::max(rank, member->rank());
      for (StoredFile& file : book.files(member->release->id)) files.emplace(file.digest, std::move(file));
    }
    std::vector<StoredFile> distinct;
    for (auto& [digest, file] : files) distinct.push_back(std::move(file));
    info.digest = combined_digest(distinct);
    if (!first.starter && !info.cumulative) {
      for (const auto& [other_key, others] : publications) {
        const StoredRelease& other = *others.front()->release;
        if (other.source == first.source && !other.starter && other.complete && other.first > first.first)
          info.force.to = std::min(info.force.to, other.first.plus_days(-1));
      }
    }
    releases_.push_back(std::move(info));
    ranks_.push_back(rank);
  }
}

}  // namespace chargelint::data
