#include "data/reference/verify.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <unordered_set>

#include "data/reference/database.h"
#include "data/reference/ordering.h"
#include "data/reference/refusal.h"
#include "data/reference/release_book.h"
#include "data/reference/snapshot.h"
#include "data/reference/store.h"
#include "data/reference/view.h"

namespace chargelint::data {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kExamples = 10;

class Verifier {
 public:
  Verifier(std::string path, ReferenceStore& store, Date on)
      : path_(std::move(path)), store_(store), on_(on), database_(path_, false), book_(database_) {
    database_.run("PRAGMA mmap_size = 1073741824");
  }

  VerifyReport run() {
    check_database();
    // The rest reads rows; what is damaged says nothing.
    if (report_.has_errors()) return std::move(report_);
    check_digests();
    check_row_counts();
    check_snapshot();
    check_releases();
    const auto view = view_store(path_, {});
    check_pairs(*view);
    check_orphans(*view);
    return std::move(report_);
  }

 private:
  Problem& add(ProblemGrade grade, std::string_view source, std::string what) {
    Problem& problem = report_.problems.emplace_back();
    problem.check = report_.checks.back();
    problem.grade = grade;
    problem.source = source;
    problem.what = std::move(what);
    return problem;
  }
  static void note_example(Problem& problem, std::string example) {
    ++problem.count;
    if (problem.examples.size() < kExamples) problem.examples.push_back(std::move(example));
  }

  void check_database() {
    report_.checks.emplace_back("database");
    Statement rows = database_.prepare("PRAGMA integrity_check(10)");
    while (rows.step()) {
      if (rows.text(0) != "ok")
        add(ProblemGrade::error, "", "SQLite finds it damaged: " + std::string(rows.text(0)));
    }
    if (database_.integer("SELECT count(*) FROM pragma_foreign_key_check") != 0)
      add(ProblemGrade::error, "", "rows name a release that the store does not hold");
  }

  void check_digests() {
    report_.checks.emplace_back("digests");
    for (const auto& [id, release] : book_.releases()) {
      const auto files = book_.files(id);
      if (!files.empty() && combined_digest(files) == release.digest) continue;
      add(ProblemGrade::error, source_name(release.source),
          "the digest of release " + release.name + " is not that of its files");
    }
  }

  // Rows that are known now, by the release that brought them.
  [[nodiscard]] std::map<std::int64_t, std::uint64_t> rows_by_release() {
    std::map<std::int64_t, std::uint64_t> counts;
    for (std::size_t table = 0; table < kTables; ++table) {
      std::string sql = "SELECT release, count(*) FROM ";
      sql.append(layout_of(static_cast<Table>(table)).name);
      Statement rows = database_.prepare(sql.append(" WHERE superseded_ms IS NULL GROUP BY release"));
      while (rows.step()) counts[rows.integer(0)] += static_cast<std::uint64_t>(rows.integer(1));
    }
    return counts;
  }

  void check_row_counts() {
    report_.checks.emplace_back("row-counts");
    std::map<std::int64_t, std::uint64_t> answered;
    std::map<Source, std::uint64_t> by_source;
    for (const auto& [id, count] : rows_by_release()) {
      if (!book_.releases().contains(id)) {
        add(ProblemGrade::error, "",
            "rows name release " + std::to_string(id) + ", which is not in the store");
        continue;
      }
      answered[book_.answering(id, std::nullopt)] += count;
      by_source[book_.release(id).source] += count;
    }
    for (const auto& [id, release] : book_.releases()) {
      std::uint64_t published = 0;
      for (const StoredFile& file : book_.files(id)) published += file.rows;
      const std::string what =
          "release " + release.name + " of " + std::string(layout_of(release.table).name);
      if (published < release.rows) {
        add(ProblemGrade::error, source_name(release.source),
            what + " holds " + std::to_string(release.rows) + " rows, its files " +
                std::to_string(published));
      }
      if (release.superseded_ms) continue;
      const std::uint64_t standing = answered[id];
      if (standing == release.rows || (standing < release.rows && is_laid_over(release))) continue;
      add(ProblemGrade::error, source_name(release.source),
          what + " holds " + std::to_string(standing) + " rows; " + std::to_string(release.rows) +
              " were imported");
    }
    for (const auto& [source, count] : by_source) {
      if (book_.row_count(source) == count) continue;
      add(ProblemGrade::error, source_name(source),
          "holds " + std::to_string(count) + " rows; the last import counted " +
              std::to_string(book_.row_count(source)));
    }
  }

  // Another release of a cumulative table keeps or took some of its rows.
  [[nodiscard]] bool is_laid_over(const StoredRelease& release) const {
    if (!is_cumulative(release.source)) return false;
    const auto standing = book_.standing(release.source, release.table, release.starter);
    return std::any_of(standing.begin(), standing.end(),
                       [&](const StoredRelease& other) { return other.id != release.id; });
  }

  void check_snapshot() {
    report_.checks.emplace_back("snapshot");
    const std::string snapshot = snapshot_path(path_);
    if (!fs::exists(snapshot)) {
      add(ProblemGrade::error, "", "there is no snapshot beside the store; import again to make one");
      return;
    }
    const auto opened = open_snapshot(snapshot);
    if (!opened) {
      add(ProblemGrade::error, "", "the snapshot cannot be used: " + opened.error().what);
      return;
    }
    const fs::path fresh =
        fs::temp_directory_path() / ("chargelint-verify-" + std::to_string(::getpid()) + ".snapshot");
    const auto compiled = store_.compile(fresh.string(), std::nullopt);
    const auto again = compiled ? open_snapshot(fresh.string()) : opened;
    std::error_code ignored;
    const bool same = compiled && same_bytes(fresh, snapshot);
    fs::remove(fresh, ignored);
    if (!compiled) {
      add(ProblemGrade::error, "", "the store cannot be compiled: " + to_string(compiled.error()));
    } else if (!same) {
      add(ProblemGrade::error, "",
          "the snapshot (" + std::string((*opened)->digest().substr(0, 12)) + ") is not that of the store (" +
              (again ? std::string((*again)->digest().substr(0, 12)) : std::string("none")) +
              "); import again to make a new one");
    }
  }

  static bool same_bytes(const fs::path& left, const fs::path& right) {
    std::error_code problem;
    if (fs::file_size(left, problem) != fs::file_size(right, problem) || problem) return false;
    std::ifstream one(left, std::ios::binary);
    std::ifstream other(right, std::ios::binary);
    std::vector<char> first(1U << 20U);
    std::vector<char> second(1U << 20U);
    while (one && other) {
      one.read(first.data(), static_cast<std::streamsize>(first.size()));
      other.read(second.data(), static_cast<std::streamsize>(second.size()));
      if (one.gcount() != other.gcount() ||
          !std::equal(first.begin(), first.begin() + one.gcount(), second.begin())) {
        return false;
      }
    }
    return one.eof() && other.eof();
  }

  void check_releases() {
    report_.checks.emplace_back("releases");
    std::map<std::pair<Source, Table>, std::vector<const StoredRelease*>> standing;
    for (const auto& [id, release] : book_.releases()) {
      if (!release.superseded_ms) standing[{release.source, release.table}].push_back(&release);
    }
    std::map<Source, const StoredRelease*> newest;
    std::set<std::pair<Source, std::string>> told;  // a source of several tables is told once
    const auto tell = [&](ProblemGrade grade, Source source, const std::string& what) {
      if (told.emplace(source, what).second) add(grade, source_name(source), what);
    };
    for (auto& [key, releases] : standing) {
      const auto [source, table] = key;
      const bool complete = std::any_of(releases.begin(), releases.end(), [](const StoredRelease* release) {
        return release->complete && !release->starter;
      });
      const bool official = std::any_of(releases.begin(), releases.end(),
                                        [](const StoredRelease* release) { return !release->starter; });
      std::erase_if(releases, [&](const StoredRelease* release) {
        return release->starter || (complete && !release->complete);
      });
      if (!official) {
        const bool own = book_.standing(source, table, true).front().complete;
        if (!own)
          tell(ProblemGrade::note, source,
               "only the starter set is loaded; what it does not hold is not evaluated");
        continue;
      }
      if (!complete) {
        tell(ProblemGrade::note, source,
             "release " + releases.back()->name + " is partial; what it does not hold is not evaluated");
      }
      std::sort(releases.begin(), releases.end(), [](const StoredRelease* left, const StoredRelease* right) {
        return right->newer_than(*left);
      });
      // The newest cumulative release speaks for every date, however many were skipped.
      for (std::size_t index = 1; index < releases.size() && complete && !is_cumulative(source); ++index) {
        const Date last = releases[index - 1]->last;
        const Date next = releases[index]->first;
        if (last.is_open() || next.is_open() || next <= last.plus_days(1)) continue;
        tell(ProblemGrade::warning, source,
             "no release covers " + last.plus_days(1).iso().str() + " to " + next.plus_days(-1).iso().str() +
                 ", between " + releases[index - 1]->name + " and " + releases[index]->name);
      }
      const StoredRelease*& last = newest[source];
      if (last == nullptr || releases.back()->newer_than(*last)) last = releases.back();
    }
    for (const auto& [source, release] : newest) {
      if (release->last.is_open() || release->last >= on_) continue;
      tell(ProblemGrade::warning, source,
           std::string("stale: the newest ") + (release->complete ? "whole " : "") + "release " +
               release->name + " was for dates until " + release->last.iso().str());
    }
  }

  // Windows of one pair that overlap; and, on the way, the codes of edits that still apply.
  void check_pairs(View& view) {
    report_.checks.emplace_back("pair-windows");
    std::map<Source, std::vector<PtpRow>> tables;
    std::vector<Source> sources;
    for (const ViewPart& part : view.parts()) {
      if (part.table == Table::ptp_edit) sources.push_back(part.source);
    }
    if (sources.empty()) return;
    const std::int32_t day = on_.days() - PtpEdit::kEpoch;
    view.each_ptp(sources, [&](Source source, const PtpRow& row, std::string_view /*release*/) {
      if (row.never_applied()) return;
      if (row.to_day == PtpEdit::kOpenDay || row.to_day >= day) {
        codes_in_use_[source].insert(row.column1);
        codes_in_use_[source].insert(row.column2);
      }
      tables[source].push_back(row);
    });
    for (auto& [source, rows] : tables) {
      if (const ViewPart* const part = view.part(source, Table::ptp_edit); !part->effective_known) {
        add(ProblemGrade::note, source_name(source),
            "effective dates are placeholders; the windows of its pairs are not compared");
        continue;
      }
      sort_nearly_sorted(rows, std::less<>{});
      Problem overlap;
      for (std::size_t index = 1; index < rows.size(); ++index) {
        const PtpRow& newer = rows[index - 1];  // of a pair the newest comes first
        const PtpRow& older = rows[index];
        if (newer.pair() != older.pair() || older.to_day < newer.from_day) continue;
        note_example(overlap, Hcpcs::from_packed(newer.column1).text().str() + " " +
                                  Hcpcs::from_packed(newer.column2).text().str());
      }
      if (overlap.count == 0) continue;
      Problem& told = add(ProblemGrade::warning, source_name(source), "windows of one pair overlap");
      told.count = overlap.count;
      told.examples = std::move(overlap.examples);
    }
  }

  [[nodiscard]] std::unordered_set<std::uint32_t> known_codes() {
    std::unordered_set<std::uint32_t> known;
    for (const std::string_view table : {"fee_schedule", "procedure", "code"}) {
      std::string sql = "SELECT DISTINCT code FROM ";
      Statement rows = database_.prepare(sql.append(table).append(" WHERE superseded_ms IS NULL"));
      while (rows.step()) {
        if (const auto code = Hcpcs::parse(rows.text(0))) known.insert(code->packed());
      }
    }
    return known;
  }

  void check_orphans(View& view) {
    report_.checks.emplace_back("orphan-codes");
    const auto from_cell = [](std::int64_t cell) {
      const auto code = Hcpcs::parse(unpack_brief(cell));
      return code ? code->packed() : 0U;
    };
    for (const ViewPart& part : view.parts()) {
      if (part.table != Table::mue_limit && part.table != Table::add_on_edit) continue;
      ViewRows rows;
      view.read(part, false, rows);
      const std::size_t width = layout_of(part.table).columns.size();
      for (std::size_t index = 0; index < rows.batch.size(); ++index) {
        const auto row = rows.batch.row(index);
        if (row[width - 1] != kNoCell && row[width - 1] < on_.days()) continue;
        codes_in_use_[part.source].insert(from_cell(row[0]));
        if (part.table == Table::add_on_edit) codes_in_use_[part.source].insert(from_cell(row[1]));
      }
    }
    const std::unordered_set<std::uint32_t> known = known_codes();
    const ViewPart* const fees = view.part(Source::fee_schedule, Table::fee_schedule);
    const bool whole = fees != nullptr && fees->complete;
    const std::uint32_t contractor = Hcpcs::parse("CCCCC")->packed();
    for (const auto& [source, codes] : codes_in_use_) {
      Problem orphans;
      for (const std::uint32_t code : codes) {
        if (code == 0 || code == contractor || known.contains(code)) continue;
        note_example(orphans, Hcpcs::from_packed(code).text().str());
      }
      if (orphans.count == 0) continue;
      Problem& told =
          add(whole ? ProblemGrade::warning : ProblemGrade::note, source_name(source),
              whole ? "codes of edits in use that no fee schedule, HCPCS or word table knows"
                    : "codes of edits in use that no table knows; no whole fee schedule is loaded");
      told.count = orphans.count;
      told.examples = std::move(orphans.examples);
    }
  }

  std::string path_;
  ReferenceStore& store_;
  Date on_;
  Database database_;
  ReleaseBook book_;
  std::map<Source, std::set<std::uint32_t>> codes_in_use_;
  VerifyReport report_;
};

}  // namespace

bool VerifyReport::has_errors() const {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& problem) { return problem.grade == ProblemGrade::error; });
}

Result<VerifyReport> verify_reference(const std::string& store_path, Date on) {
  return guarded(store_path, [&] {
    auto store = ReferenceStore::open(store_path, false);
    if (!store) throw Refusal(store.error());
    return Verifier(store_path, **store, on).run();
  });
}

}  // namespace chargelint::data
