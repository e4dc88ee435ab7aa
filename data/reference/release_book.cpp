// Reading and writing of the release tables.
#include "data/reference/release_book.h"

#include <algorithm>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"
#include "data/releases/names.h"

namespace chargelint::data {
namespace {

constexpr unsigned kAllParts = 0b11110;  // f1 to f4

// Below this a source's release cannot be the whole of it, whatever is loaded beside it. In rows of its table
// or in codes, see extent_table.
std::uint64_t least_extent(Source source) {
  switch (source) {
    case Source::ptp_practitioner:
    case Source::ptp_hospital:
    case Source::ptp_medicaid_practitioner:
    case Source::ptp_medicaid_hospital:
      return 500'000;
    case Source::ptp_medicaid_dme:
      return 1'000;
    case Source::mue_practitioner:
    case Source::mue_outpatient:
    case Source::mue_medicaid_practitioner:
    case Source::mue_medicaid_outpatient:
      return 5'000;
    case Source::mue_dme:
    case Source::mue_medicaid_dme:
      return 1'000;
    case Source::fee_schedule:
      return 10'000;
    case Source::add_on:
    case Source::hcpcs:
      return 5'000;
    case Source::icd10cm:
      return 60'000;
    case Source::icd10cm_tabular:
    case Source::poa_exempt:
      return 20'000;
    case Source::mce:
      return 3'000;
    case Source::opps:
    case Source::rbcs:
      return 10'000;
    case Source::asc:
      return 2'000;
    case Source::opps_cap:
      return 8'000;
    case Source::localities:
      return 100;
    default:
      return 0;
  }
}

std::string key_text(std::uint64_t pair) {
  if (pair == 0) return {};
  return Hcpcs::from_packed(static_cast<std::uint32_t>(pair >> 32U)).text().str() + " " +
         Hcpcs::from_packed(static_cast<std::uint32_t>(pair)).text().str();
}
std::uint64_t pair_of(std::string_view text) {
  if (text.size() != 11) return 0;
  const auto column1 = Hcpcs::parse(text.substr(0, 5));
  const auto column2 = Hcpcs::parse(text.substr(6));
  return column1 && column2 ? (std::uint64_t{column1->packed()} << 32U) | column2->packed() : 0;
}

std::optional<Table> table_of(std::string_view name) {
  for (std::size_t index = 0; index < kTables; ++index) {
    if (layout_of(static_cast<Table>(index)).name == name) return static_cast<Table>(index);
  }
  return std::nullopt;
}

void bind_day(Statement& statement, int position, Date date) {
  if (const auto day = stored_day(date)) {
    statement.bind(position, *day);
  } else {
    statement.bind_null(position);
  }
}

}  // namespace

std::optional<std::int64_t> stored_day(Date date) {
  if (date.is_open()) return std::nullopt;
  const auto ymd = date.ymd();
  return std::int64_t{static_cast<int>(ymd.year())} * 10000 +
         std::int64_t{static_cast<unsigned>(ymd.month())} * 100 + static_cast<unsigned>(ymd.day());
}

Date day_of_stored(std::int64_t value) {
  const auto date = Date::from_ymd(static_cast<int>(value / 10000), static_cast<unsigned>(value / 100 % 100),
                                   static_cast<unsigned>(value % 100));
  if (!date)
    refuse(ErrorKind::environment, "", "the reference store holds a date that is none; it is damaged");
  return *date;
}

bool is_cumulative(Table table) {
  return table == Table::ptp_edit || table == Table::add_on_edit;
}

bool is_cumulative(Source source) {
  switch (source) {
    case Source::ptp_practitioner:
    case Source::ptp_hospital:
    case Source::ptp_medicaid_practitioner:
    case Source::ptp_medicaid_hospital:
    case Source::ptp_medicaid_dme:
    case Source::add_on:
    case Source::icd10cm_conversion:
    case Source::coverage_articles:
    case Source::rbcs:
      return true;
    default:
      return false;
  }
}

SetColumns set_columns(Table table) {
  switch (table) {
    case Table::diagnosis_edit:
      return {0, 1};
    case Table::diagnosis_relation:
      return {1, 2};
    case Table::fact:
      return {0, 2};
    default:
      return {0, layout_of(table).keys};
  }
}

ReleaseBook::ReleaseBook(Database& database) : database_(database) {
  Statement rows = database.prepare(
      "SELECT id, source, table_name, name, revision, starter, first_day, last_day, complete, "
      "effective_known, "
      "row_count, digest, replaced_by, loaded_ms, superseded_ms, part, extent FROM release ORDER BY id");
  while (rows.step()) {
    StoredRelease release;
    release.id = rows.integer(0);
    const auto source = source_of(rows.text(1));
    const auto table = table_of(rows.text(2));
    if (!source || !table) {
      refuse(ErrorKind::environment, "", "the reference store holds a table that this version does not know");
    }
    release.source = *source;
    release.table = *table;
    release.name = rows.text(3);
    release.revision = static_cast<int>(rows.integer(4));
    release.starter = rows.integer(5) != 0;
    if (!rows.is_null(6)) release.first = day_of_stored(rows.integer(6));
    if (!rows.is_null(7)) release.last = day_of_stored(rows.integer(7));
    release.complete = rows.integer(8) != 0;
    release.effective_known = rows.integer(9) != 0;
    release.rows = static_cast<std::uint64_t>(rows.integer(10));
    release.digest = rows.text(11);
    if (!rows.is_null(12)) release.replaced_by = rows.integer(12);
    release.loaded_ms = rows.integer(13);
    if (!rows.is_null(14)) release.superseded_ms = rows.integer(14);
    release.part = static_cast<int>(rows.integer(15));
    release.extent = static_cast<std::uint64_t>(rows.integer(16));
    releases_.emplace(release.id, std::move(release));
  }
}

std::vector<StoredFile> ReleaseBook::files(std::int64_t release) const {
  Statement rows = database_.prepare(
      "SELECT name, part, digest, row_count, first_key, last_key FROM release_file WHERE release = ?1 "
      "ORDER BY part, name");
  rows.bind(1, release);
  std::vector<StoredFile> files;
  while (rows.step()) {
    files.push_back({std::string(rows.text(0)), static_cast<int>(rows.integer(1)), std::string(rows.text(2)),
                     static_cast<std::uint64_t>(rows.integer(3)), pair_of(rows.text(4)),
                     pair_of(rows.text(5))});
  }
  return files;
}

std::vector<StoredRelease> ReleaseBook::standing(Source source, Table table, bool starter) const {
  std::vector<StoredRelease> found;
  for (const auto& [id, release] : releases_) {
    if (release.source == source && release.table == table && release.starter == starter &&
        !release.superseded_ms) {
      found.push_back(release);
    }
  }
  return found;
}

std::vector<StoredRelease> ReleaseBook::standing_beside(const StoredRelease& release) const {
  std::vector<StoredRelease> found = standing(release.source, release.table, release.starter);
  std::erase_if(found, [&](const StoredRelease& one) { return one.part != release.part; });
  return found;
}

std::int64_t ReleaseBook::answering(std::int64_t id, std::optional<std::int64_t> known_ms) const {
  const StoredRelease* release = &releases_.at(id);
  while (!release->stands_at(known_ms) && release->replaced_by)
    release = &releases_.at(*release->replaced_by);
  return release->id;
}

std::int64_t ReleaseBook::last_change_ms() const {
  std::int64_t last = 0;
  for (const auto& [id, release] : releases_) {
    last = std::max({last, release.loaded_ms, release.superseded_ms.value_or(0)});
  }
  return last;
}

std::int64_t ReleaseBook::add(StoredRelease release, const std::vector<StoredFile>& files) {
  Statement insert = database_.prepare(
      "INSERT INTO release (source, table_name, name, revision, starter, first_day, last_day, complete, "
      "effective_known, row_count, digest, loaded_ms, part, extent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
      "?9, ?10, ?11, ?12, ?13, ?14)");
  insert.bind(1, source_name(release.source));
  insert.bind(2, layout_of(release.table).name);
  insert.bind(3, release.name);
  insert.bind(4, std::int64_t{release.revision});
  insert.bind(5, std::int64_t{release.starter});
  bind_day(insert, 6, release.first);
  bind_day(insert, 7, release.last);
  insert.bind(8, std::int64_t{release.complete});
  insert.bind(9, std::int64_t{release.effective_known});
  insert.bind(10, static_cast<std::int64_t>(release.rows));
  insert.bind(11, release.digest);
  insert.bind(12, release.loaded_ms);
  insert.bind(13, std::int64_t{release.part});
  insert.bind(14, static_cast<std::int64_t>(release.extent));
  insert.run();
  release.id = database_.last_id();
  Statement insert_file = database_.prepare(
      "INSERT INTO release_file (release, name, part, digest, row_count, first_key, last_key) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  for (const StoredFile& file : files) {
    const std::string first = key_text(file.first_pair);
    const std::string last = key_text(file.last_pair);
    insert_file.bind(6, std::string_view(first));
    insert_file.bind(7, std::string_view(last));
    insert_file.bind(1, release.id);
    insert_file.bind(2, file.name);
    insert_file.bind(3, std::int64_t{file.part});
    insert_file.bind(4, file.digest);
    insert_file.bind(5, static_cast<std::int64_t>(file.rows));
    insert_file.run();
  }
  const std::int64_t id = release.id;
  releases_.insert_or_assign(id, std::move(release));
  return id;
}

void ReleaseBook::supersede(std::int64_t id, std::int64_t by, std::int64_t now_ms) {
  Statement update =
      database_.prepare("UPDATE release SET superseded_ms = ?1, replaced_by = ?2 WHERE id = ?3");
  update.bind(1, now_ms);
  update.bind(2, by);
  update.bind(3, id);
  update.run();
  releases_.at(id).superseded_ms = now_ms;
  releases_.at(id).replaced_by = by;
}

std::uint64_t ReleaseBook::row_count(Source source) const {
  Statement rows =
      database_.prepare("SELECT row_count FROM source_rows WHERE source = ?1 ORDER BY rowid DESC LIMIT 1");
  rows.bind(1, source_name(source));
  return rows.step() ? static_cast<std::uint64_t>(rows.integer(0)) : 0;
}

void ReleaseBook::set_row_count(Source source, std::uint64_t rows, std::int64_t now_ms) {
  Statement insert =
      database_.prepare("INSERT INTO source_rows (source, row_count, loaded_ms) VALUES (?1, ?2, ?3)");
  insert.bind(1, source_name(source));
  insert.bind(2, static_cast<std::int64_t>(rows));
  insert.bind(3, now_ms);
  insert.run();
}

std::string combined_digest(const std::vector<StoredFile>& files) {
  if (files.size() == 1) return files.front().digest;
  std::vector<std::string> digests;
  digests.reserve(files.size());
  for (const StoredFile& file : files) digests.push_back(file.digest);
  std::sort(digests.begin(), digests.end());
  std::string joined;
  for (const std::string& digest : digests) joined.append(digest).append("\n");
  return sha256_hex(joined);
}

std::optional<Table> extent_table(Source source) {
  switch (source) {
    case Source::hcpcs:
      return Table::procedure;
    case Source::mce:
    case Source::poa_exempt:
      return Table::diagnosis_edit;
    case Source::opps:
    case Source::asc:
    case Source::rbcs:
    case Source::cpt_descriptors:
      return Table::fact;
    default:
      return std::nullopt;
  }
}

bool is_complete(Source source, std::uint64_t extent, unsigned parts,
                 std::optional<std::uint64_t> sibling_extent) {
  if (extent < least_extent(source)) return false;
  if (sibling_extent) return extent * 10 >= *sibling_extent * 9;
  const bool in_parts = source == Source::ptp_practitioner || source == Source::ptp_hospital;
  return !in_parts || (parts & kAllParts) == kAllParts;
}

}  // namespace chargelint::data
