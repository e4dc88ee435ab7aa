// The view of a store: which releases speak, and their rows.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "data/reference/compiling.h"
#include "data/reference/database.h"
#include "data/reference/refusal.h"
#include "data/reference/release_book.h"
#include "data/reference/table_store.h"
#include "data/reference/view.h"

namespace chargelint::data {
namespace {

using PartKey = std::pair<Source, Table>;

bool in_force(Date day, std::int64_t from, std::int64_t to) {
  return (from == kNoCell || from <= day.days()) && (to == kNoCell || day.days() <= to);
}

class StoreView final : public View {
 public:
  StoreView(const std::string& path, StoreViewOptions options)
      : options_(std::move(options)),
        database_(path, false),
        transaction_(database_, false),
        book_(database_),
        speakers_(book_, options_.known_ms) {
    database_.run("PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824;");
    rationales_ = RationaleBook(database_).words();
    std::map<PartKey, std::vector<const Speaker*>> standing;
    for (const Speaker& speaker : speakers_.all())
      standing[{speaker.release->source, speaker.release->table}].push_back(&speaker);
    for (const auto& [key, speakers] : standing) choose(key, speakers);
  }

  [[nodiscard]] const std::vector<ViewPart>& parts() const override { return parts_; }
  [[nodiscard]] const std::vector<std::string>& rationales() const override { return rationales_; }

  void read(const ViewPart& part, bool own_dates, ViewRows& rows) override {
    StoredRows stored;
    stored.batch.table = part.table;
    stored.batch.texts = std::move(rows.batch.texts);
    read_rows(
        database_, options_.known_ms,
        [&](std::int64_t id) {
          const Speaker* const speaker = speaker_of(id);
          return speaker != nullptr && speaker->release->source == part.source;
        },
        stored);
    rows.batch.table = part.table;
    rows.batch.texts = std::move(stored.batch.texts);
    const std::optional<Date> day = day_of(part);
    for (const std::size_t index : speaking(stored)) {
      const Speaker& voice = *speaker_of(stored.releases[index]);
      const auto row = stored.batch.row(index);
      const std::size_t begin = rows.batch.cells.size();
      rows.batch.cells.insert(rows.batch.cells.end(), row.begin(), row.end());
      auto cells = std::span(rows.batch.cells).subspan(begin);
      std::int64_t& from = cells[cells.size() - 2];
      std::int64_t& to = cells[cells.size() - 1];
      const bool dated_by_release = !voice.release->starter && !voice.cumulative;
      if (dated_by_release && own_dates) {
        if (from == day_cell(voice.release->first)) from = kNoCell;
        if (to == day_cell(voice.release->last)) to = kNoCell;
      } else if (dated_by_release && !voice.force.to.is_open()) {
        to = to == kNoCell ? voice.force.to.days() : std::min<std::int64_t>(to, voice.force.to.days());
      }
      // A release that begins later is the nearest one, and speaks all the same.
      const bool nearest = dated_by_release && day && voice.release->first > *day;
      const bool shown = !day || nearest || in_force(*day, from, to);
      if (!shown) {
        rows.batch.cells.resize(begin);
        continue;
      }
      rows.batch.lines.push_back(0);
      rows.releases.push_back(voice.release->name);
    }
  }

  void each_ptp(const std::vector<Source>& sources, const TakePtp& take) override {
    std::int64_t last = 0;
    const Speaker* voice = nullptr;
    std::optional<Date> day;
    read_ptp_rows(database_, options_.known_ms, [&](const StoredPtpRow& stored) {
      if (stored.release != last) {
        last = stored.release;
        voice = speaker_of(last);
        if (voice != nullptr && std::ranges::find(sources, voice->release->source) == sources.end())
          voice = nullptr;
        if (voice != nullptr) day = in_force_day(voice->release->source, Table::ptp_edit);
      }
      if (voice == nullptr) return;
      if (day) {
        const PtpRow& row = stored.row;
        const std::int32_t at = day->days() - PtpEdit::kEpoch;
        if (row.never_applied() || row.from_day > at || (row.to_day != PtpEdit::kOpenDay && row.to_day < at))
          return;
      }
      take(voice->release->source, stored.row, voice->release->name);
    });
  }

 private:
  [[nodiscard]] std::optional<Date> in_force_day(Source source, Table table) const {
    const auto found = days_.find({source, table});
    const bool asked = options_.on.has_value() || !options_.release.empty();
    return asked && found != days_.end() ? std::optional(found->second) : std::nullopt;
  }
  [[nodiscard]] std::optional<Date> day_of(const ViewPart& part) const {
    return in_force_day(part.source, part.table);
  }

  // Of a row that this release brought; null: it has no say on that day.
  [[nodiscard]] const Speaker* speaker_of(std::int64_t release) const {
    const Speaker* const speaker = speakers_.of(release);
    return speaker != nullptr && voices_.contains(speaker) ? speaker : nullptr;
  }

  void choose(const PartKey& key, const std::vector<const Speaker*>& standing) {
    const bool by_release = !options_.release.empty();
    if (by_release && options_.release_source && *options_.release_source != key.first) return;
    std::optional<Date> newest;
    for (const Speaker* const speaker : standing) {
      if (!speaker->release->starter && (!newest || speaker->release->first > *newest))
        newest = speaker->release->first;
    }
    const std::optional<Date> named = by_release ? first_day_of_named(key) : std::nullopt;
    if (by_release && !named) return;
    const Date day = named ? *named : options_.on ? *options_.on : newest.value_or(Date::open_end());
    if (!day.is_open()) days_.emplace(key, day);

    ViewPart part{key.first, key.second, {}, 0, false, !newest.has_value(), true};
    const bool before_all = std::ranges::none_of(standing, [&](const Speaker* one) {
      return !one->release->starter && one->release->complete && one->release->first <= day;
    });
    const StoredRelease* label = nullptr;
    for (const Speaker* const speaker : standing) {
      const StoredRelease& release = *speaker->release;
      // Where none covers the day the nearest whole one answers: of each kind of file the oldest.
      const bool nearest = before_all && release.complete && !speaker->follows;
      if (!release.starter && !speaker->cumulative && !speaker->force.contains(day) && !nearest) continue;
      voices_.insert(speaker);
      part.rows += release.rows;
      part.complete = part.complete || release.complete;
      part.effective_known = part.effective_known && release.effective_known;
      if (label == nullptr ||
          std::pair(!release.starter, release.first) >= std::pair(!label->starter, label->first))
        label = &release;
    }
    if (label == nullptr) return;
    part.release = by_release ? options_.release : label->name;
    parts_.push_back(std::move(part));
  }

  // Of a cumulative table also when a later release has taken it in.
  [[nodiscard]] std::optional<Date> first_day_of_named(const PartKey& key) const {
    for (const auto& [id, release] : book_.releases()) {
      if (release.source != key.first || release.table != key.second || release.name != options_.release)
        continue;
      const bool known = !options_.known_ms || release.loaded_ms <= *options_.known_ms;
      if (release.stands_at(options_.known_ms) || (known && is_cumulative(release.source)))
        return release.first;
    }
    return std::nullopt;
  }

  // Rows whose release has the last word on what they are about: of each kind of file the latest, and of the
  // starter set only where no official file says anything.
  [[nodiscard]] std::vector<std::size_t> speaking(const StoredRows& stored) const {
    const auto [first, count] = set_columns(stored.batch.table);
    const auto about = [&, first = first, count = count](std::size_t index) {
      return stored.batch.row(index).subspan(first, count);
    };
    std::vector<std::size_t> order(stored.batch.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      return std::ranges::lexicographical_compare(about(left), about(right));
    });
    std::vector<std::size_t> kept;
    kept.reserve(order.size());
    std::vector<std::pair<int, std::size_t>> latest;  // order by kind of file
    for (std::size_t begin = 0; begin < order.size();) {
      std::size_t end = begin;
      latest.clear();
      for (; end < order.size() && std::ranges::equal(about(order[begin]), about(order[end])); ++end) {
        const Speaker& speaker = *speaker_of(stored.releases[order[end]]);
        if (speaker.release->starter || speaker.cumulative) continue;
        const auto known =
            std::ranges::find(latest, speaker.release->part, &std::pair<int, std::size_t>::first);
        if (known == latest.end()) {
          latest.emplace_back(speaker.release->part, speaker.order);
        } else {
          known->second = std::max(known->second, speaker.order);
        }
      }
      for (; begin < end; ++begin) {
        const Speaker& speaker = *speaker_of(stored.releases[order[begin]]);
        const bool last_word =
            speaker.cumulative ||
            (speaker.release->starter ? latest.empty()
                                      : std::ranges::find(latest, std::pair(speaker.release->part,
                                                                            speaker.order)) != latest.end());
        if (last_word) kept.push_back(order[begin]);
      }
    }
    return kept;
  }

  StoreViewOptions options_;
  Database database_;
  Transaction transaction_;  // one view of all tables; nothing to commit
  ReleaseBook book_;
  Speakers speakers_;
  std::vector<std::string> rationales_;
  std::vector<ViewPart> parts_;
  std::map<PartKey, Date> days_;
  std::set<const Speaker*> voices_;  // those that speak on the day
};

}  // namespace

const ViewPart* View::part(Source source, Table table) const {
  for (const ViewPart& part : parts()) {
    if (part.source == source && part.table == table) return &part;
  }
  return nullptr;
}

std::unique_ptr<View> view_store(const std::string& store_path, StoreViewOptions options) {
  return std::make_unique<StoreView>(store_path, std::move(options));
}

}  // namespace chargelint::data
