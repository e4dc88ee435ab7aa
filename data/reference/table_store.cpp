// Statements made from the tables' layouts; pair edits have their own, written out.
#include "data/reference/table_store.h"

#include "data/reference/refusal.h"
#include "data/reference/release_book.h"

namespace chargelint::data {
namespace {

constexpr std::string_view kKnownNow = "superseded_ms IS NULL";
constexpr std::string_view kKnownThen = "loaded_ms <= ?1 AND (superseded_ms IS NULL OR superseded_ms > ?1)";

// Every day that pair edits can name, as the store writes it.
const std::vector<std::int64_t>& stored_ptp_days() {
  static const std::vector<std::int64_t> days = [] {
    std::vector<std::int64_t> made(PtpEdit::kOpenDay);
    for (std::size_t day = 0; day < made.size(); ++day) {
      made[day] = *stored_day(Date::from_days(PtpEdit::kEpoch + static_cast<std::int32_t>(day)));
    }
    return made;
  }();
  return days;
}

std::uint16_t ptp_day(std::int64_t stored) {
  return static_cast<std::uint16_t>(day_of_stored(stored).days() - PtpEdit::kEpoch);
}

std::uint32_t packed_code(std::string_view text) {
  const auto code = Hcpcs::parse(text);
  if (!code)
    refuse(ErrorKind::environment, "", "the reference store holds a code that is none; it is damaged");
  return code->packed();
}

}  // namespace

void read_rows(Database& database, Table table, std::optional<std::int64_t> known_ms,
               const WantedRelease& wanted, TextPool& texts,
               const std::function<void(const StoredRow& row)>& take) {
  const Layout& layout = layout_of(table);
  std::string sql = "SELECT rowid, release";
  for (const Column& column : layout.columns) sql.append(", ").append(column.name);
  sql.append(" FROM ").append(layout.name).append(" WHERE ").append(known_ms ? kKnownThen : kKnownNow);
  Statement select = database.prepare(sql.append(" ORDER BY rowid"));
  if (known_ms) select.bind(1, *known_ms);
  std::vector<std::int64_t> cells(layout.columns.size(), kNoCell);
  std::vector<bool> seen(layout.columns.size());
  std::int64_t last_release = 0;
  bool is_wanted = false;
  while (select.step()) {
    const std::int64_t release = select.integer(1);
    if (release != last_release) {
      last_release = release;
      is_wanted = wanted(release);
    }
    if (!is_wanted) continue;
    for (std::size_t index = 0; index < cells.size(); ++index) {
      const int at = static_cast<int>(index) + 2;
      std::int64_t& cell = cells[index];
      switch (layout.columns[index].cell) {
        case Cell::number:
          cell = select.integer(at);
          break;
        case Cell::day:
          cell = select.is_null(at) ? kNoCell : std::int64_t{day_of_stored(select.integer(at)).days()};
          break;
        case Cell::brief:
          cell = pack_brief(select.text(at));
          break;
        case Cell::text: {
          // The text of the row before is often this row's too.
          const std::string_view text = select.text(at);
          if (!seen[index] || texts.text(cell) != text) cell = texts.id(text);
          seen[index] = true;
          break;
        }
      }
    }
    take({select.integer(0), release, cells});
  }
}

void read_rows(Database& database, std::optional<std::int64_t> known_ms, const WantedRelease& wanted,
               StoredRows& rows) {
  RowBatch& batch = rows.batch;
  read_rows(database, batch.table, known_ms, wanted, batch.texts, [&](const StoredRow& row) {
    rows.ids.push_back(row.id);
    rows.releases.push_back(row.release);
    batch.lines.push_back(0);
    batch.cells.insert(batch.cells.end(), row.cells.begin(), row.cells.end());
  });
}

void read_ptp_rows(Database& database, std::optional<std::int64_t> known_ms,
                   const std::function<void(const StoredPtpRow& row)>& take) {
  std::string sql =
      "SELECT rowid, release, column1, column2, indicator, rationale, prior_1996, valid_from, valid_to "
      "FROM ptp_edit WHERE ";
  Statement select = database.prepare(sql.append(known_ms ? kKnownThen : kKnownNow));
  if (known_ms) select.bind(1, *known_ms);
  // Rows come in runs: the last text or date read is nearly always the next one too.
  std::string last_column1;
  std::uint32_t last_column1_code = 0;
  std::int64_t last_days[2] = {0, 0};
  std::uint16_t last_day_numbers[2] = {0, 0};
  const auto day = [&](std::size_t end, std::int64_t stored) {
    if (stored != last_days[end]) {
      last_days[end] = stored;
      last_day_numbers[end] = ptp_day(stored);
    }
    return last_day_numbers[end];
  };
  while (select.step()) {
    StoredPtpRow stored;
    stored.id = select.integer(0);
    stored.release = select.integer(1);
    if (const auto column1 = select.text(2); column1 != last_column1) {
      last_column1 = column1;
      last_column1_code = packed_code(column1);
    }
    stored.row.column1 = last_column1_code;
    stored.row.column2 = packed_code(select.text(3));
    stored.row.indicator = static_cast<std::uint8_t>(select.integer(4));
    stored.row.rationale = static_cast<std::uint8_t>(select.integer(5) - 1);
    stored.row.prior_1996 = select.integer(6) != 0;
    const std::int64_t from = select.integer(7);  // 0 when there is none
    stored.row.from_known = from != 0;
    if (from != 0) stored.row.from_day = day(0, from);
    const std::int64_t to = select.integer(8);
    if (to != 0) stored.row.to_day = day(1, to);
    take(stored);
  }
}

RowWriter::RowWriter(Database& database, Table table, std::int64_t release, std::int64_t now_ms, bool known)
    : layout_(layout_of(table)), briefs_(layout_.columns.size()) {
  std::string names;
  std::string places;
  for (std::size_t index = 0; index < layout_.columns.size(); ++index) {
    names.append(layout_.columns[index].name).append(", ");
    places.append("?").append(std::to_string(index + 1)).append(", ");
  }
  std::string sql = "INSERT INTO ";
  sql.append(layout_.name)
      .append(" (")
      .append(names)
      .append("release, loaded_ms, superseded_ms) VALUES (")
      .append(places);
  sql.append(std::to_string(release)).append(", ").append(std::to_string(now_ms)).append(", ");
  sql.append(known ? "NULL" : std::to_string(now_ms)).append(")");
  insert_ = database.prepare(sql);
}

void RowWriter::add(std::span<const std::int64_t> cells, const TextPool& texts) {
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const int at = static_cast<int>(index) + 1;
    switch (layout_.columns[index].cell) {
      case Cell::number:
        insert_.bind(at, cells[index]);
        break;
      case Cell::day:
        if (cells[index] == kNoCell) {
          insert_.bind_null(at);
        } else {
          insert_.bind(at, *stored_day(Date::from_days(static_cast<std::int32_t>(cells[index]))));
        }
        break;
      case Cell::brief:
        briefs_[index] = unpack_brief(cells[index]);
        insert_.bind(at, briefs_[index].view());
        break;
      case Cell::text:
        insert_.bind(at, std::string_view(texts.text(cells[index])));
        break;
    }
  }
  insert_.run();
}

std::string PtpWriter::insert_sql(std::size_t rows, std::int64_t release, std::int64_t now_ms) {
  std::string sql =
      "INSERT INTO ptp_edit (column1, column2, indicator, rationale, prior_1996, valid_from, valid_to, "
      "superseded_ms, "
      "release, loaded_ms) VALUES ";
  int place = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (int column = 0; column < kColumns; ++column)
      sql.append("?").append(std::to_string(++place)).append(", ");
    sql.append(std::to_string(release)).append(", ").append(std::to_string(now_ms)).append(")");
  }
  return sql;
}

PtpWriter::PtpWriter(Database& database, std::int64_t release, std::int64_t now_ms)
    : insert_one_(database.prepare(insert_sql(1, release, now_ms))),
      insert_many_(database.prepare(insert_sql(kRows, release, now_ms))),
      now_ms_(now_ms) {}

void PtpWriter::bind(Statement& insert, std::size_t index, const Pending& pending) const {
  const PtpRow& row = pending.row;
  const auto& days = stored_ptp_days();
  const int base = static_cast<int>(index) * kColumns;
  insert.bind(base + 1, pending.column1.view());
  insert.bind(base + 2, pending.column2.view());
  insert.bind(base + 3, std::int64_t{row.indicator});
  insert.bind(base + 4, std::int64_t{row.rationale} + 1);
  insert.bind(base + 5, std::int64_t{row.prior_1996});
  if (row.from_known) {
    insert.bind(base + 6, days[row.from_day]);
  } else {
    insert.bind_null(base + 6);
  }
  if (row.to_day != PtpEdit::kOpenDay) {
    insert.bind(base + 7, days[row.to_day]);
  } else {
    insert.bind_null(base + 7);
  }
  if (pending.known) {
    insert.bind_null(base + 8);
  } else {
    insert.bind(base + 8, now_ms_);
  }
}

void PtpWriter::add(const PtpRow& row, bool known) {
  Pending& pending = pending_[count_++];
  pending.row = row;
  pending.known = known;
  pending.column1 = Hcpcs::from_packed(row.column1).text();
  pending.column2 = Hcpcs::from_packed(row.column2).text();
  if (count_ < kRows) return;
  for (std::size_t index = 0; index < kRows; ++index) bind(insert_many_, index, pending_[index]);
  insert_many_.run();
  count_ = 0;
}

void PtpWriter::finish() {
  for (std::size_t index = 0; index < count_; ++index) {
    bind(insert_one_, 0, pending_[index]);
    insert_one_.run();
  }
  count_ = 0;
}

RowCloser::RowCloser(Database& database, Table table, std::int64_t now_ms) {
  std::string sql = "UPDATE ";
  sql.append(layout_of(table).name).append(" SET superseded_ms = ?1 WHERE rowid = ?2");
  update_ = database.prepare(sql);
  update_.bind(1, now_ms);
}

void RowCloser::close(std::int64_t id) {
  update_.bind(2, id);
  update_.run();
}

RationaleBook::RationaleBook(Database& database) : database_(database) {
  Statement rows = database.prepare("SELECT words FROM rationale ORDER BY id");
  while (rows.step()) batch_.rationales.emplace_back(rows.text(0));
}

std::uint8_t RationaleBook::number(const std::string& words) {
  const std::size_t known = batch_.rationales.size();
  const auto number = batch_.rationale(words);
  if (!number) {
    refuse(ErrorKind::environment, "",
           "the store holds 255 different rationales; no more fit a pair edit's row");
  }
  if (batch_.rationales.size() > known) {
    Statement insert = database_.prepare("INSERT INTO rationale (id, words) VALUES (?1, ?2)");
    insert.bind(1, static_cast<std::int64_t>(known) + 1);
    insert.bind(2, words);
    insert.run();
  }
  return *number;
}

}  // namespace chargelint::data
