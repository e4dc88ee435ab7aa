// Overrides by fact hash. The list of hashes is one parameter, as JSON, so that one statement asks for all.
#include "data/state/overrides.h"

#include <string>
#include <utility>

namespace chargelint::data::state {
namespace {

constexpr std::string_view kNoteColumn = "override.note_sealed";
constexpr std::string_view kInsert =
    "INSERT INTO override (rule, fact_hash, reason, note_sealed, user_name, role, scope, made_ms, "
    "expires_ms) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
constexpr std::string_view kEnd =
    "UPDATE override SET ended_ms = $1 WHERE id = $2 AND ended_ms IS NULL RETURNING id";
constexpr std::string_view kAudit =
    "INSERT INTO override_audit (override_id, action, user_name, role, at_ms) VALUES ($1, $2, $3, $4, $5)";
constexpr std::string_view kActive =
    "SELECT override.id, rule, fact_hash, reason, note_sealed, user_name, role, scope, made_ms, expires_ms "
    "FROM json_each($1) AS wanted JOIN override ON override.fact_hash = wanted.value "
    "WHERE made_ms <= $2 AND (expires_ms IS NULL OR expires_ms > $2) AND (ended_ms IS NULL OR ended_ms > $2) "
    "ORDER BY fact_hash, rule, override.id";
constexpr std::string_view kReadAudit =
    "SELECT override_id, action, user_name, role, at_ms FROM override_audit ORDER BY id";

// SQLite's integers are signed; the bits are what counts.
std::int64_t stored(std::uint64_t hash) {
  return static_cast<std::int64_t>(hash);
}

}  // namespace

Result<OverrideWriter> OverrideWriter::make(Database& database) {
  Result<Statement> insert = database.prepare(kInsert);
  if (!insert) return tl::unexpected(std::move(insert.error()));
  Result<Statement> end = database.prepare(kEnd);
  if (!end) return tl::unexpected(std::move(end.error()));
  Result<Statement> audit = database.prepare(kAudit);
  if (!audit) return tl::unexpected(std::move(audit.error()));
  return OverrideWriter(std::move(*insert), std::move(*end), std::move(*audit));
}

Result<void> OverrideWriter::note(std::int64_t id, std::string_view action, std::string_view user,
                                  std::string_view role, std::int64_t at_ms) {
  audit_.bind(1, id);
  audit_.bind_text(2, action);
  audit_.bind_text(3, user);
  audit_.bind_text(4, role);
  audit_.bind(5, at_ms);
  return audit_.run();
}

Result<std::int64_t> OverrideWriter::add(Database& database, const Sealer& sealer, const Override& made) {
  if (made.rule.empty() || made.reason.empty() || made.user.empty())
    return fail(ErrorKind::usage, "override", "expected a rule, a reason and who decided");
  const Result<std::string> sealed = sealer.seal(kNoteColumn, made.text);
  if (!sealed) return tl::unexpected(sealed.error());
  if (Result<void> begun = database.run("BEGIN IMMEDIATE"); !begun) return tl::unexpected(begun.error());
  insert_.bind_text(1, made.rule);
  insert_.bind(2, stored(made.fact_hash));
  insert_.bind_text(3, made.reason);
  insert_.bind_blob(4, *sealed);
  insert_.bind_text(5, made.user);
  insert_.bind_text(6, made.role);
  insert_.bind_text(7, made.scope);
  insert_.bind(8, made.made_ms);
  if (made.expires_ms) {
    insert_.bind(9, *made.expires_ms);
  } else {
    insert_.bind_null(9);
  }
  const Result<bool> row = insert_.step();
  const std::int64_t id = row && *row ? insert_.integer(0) : 0;
  insert_.reset();
  Result<void> done =
      row ? note(id, "made", made.user, made.role, made.made_ms) : Result<void>(tl::unexpected(row.error()));
  if (done) done = database.run("COMMIT");
  if (!done) {
    database.roll_back();
    return tl::unexpected(done.error());
  }
  return id;
}

Result<bool> OverrideWriter::end(Database& database, std::int64_t id, std::string_view user,
                                 std::string_view role, std::int64_t now_ms) {
  if (Result<void> begun = database.run("BEGIN IMMEDIATE"); !begun) return tl::unexpected(begun.error());
  end_.bind(2, id);
  end_.bind(1, now_ms);
  const Result<bool> row = end_.step();
  const bool ended = row && *row;
  end_.reset();
  Result<void> done = row ? Result<void>() : Result<void>(tl::unexpected(row.error()));
  if (ended) done = note(id, "ended", user, role, now_ms);
  if (done) done = database.run("COMMIT");
  if (!done) {
    database.roll_back();
    return tl::unexpected(done.error());
  }
  return ended;
}

Result<OverrideReader> OverrideReader::make(Database& database) {
  Result<Statement> select = database.prepare(kActive);
  if (!select) return tl::unexpected(std::move(select.error()));
  Result<Statement> audit = database.prepare(kReadAudit);
  if (!audit) return tl::unexpected(std::move(audit.error()));
  return OverrideReader(std::move(*select), std::move(*audit));
}

Result<std::vector<Override>> OverrideReader::active(const Sealer& sealer,
                                                     std::span<const std::uint64_t> fact_hashes,
                                                     std::int64_t now_ms) {
  std::vector<Override> found;
  if (fact_hashes.empty()) return found;
  std::string list = "[";
  for (const std::uint64_t hash : fact_hashes) {
    if (list.size() > 1) list += ',';
    list += std::to_string(stored(hash));
  }
  list += ']';
  select_.bind_text(1, list);
  select_.bind(2, now_ms);
  Result<bool> more = select_.step();
  Result<std::string> text = std::string();
  for (; more && *more; more = select_.step()) {
    Override one;
    one.id = select_.integer(0);
    one.rule = select_.bytes(1);
    one.fact_hash = static_cast<std::uint64_t>(select_.integer(2));
    one.reason = select_.bytes(3);
    text = sealer.open(kNoteColumn, select_.bytes(4));
    if (!text) break;
    one.text = std::move(*text);
    one.user = select_.bytes(5);
    one.role = select_.bytes(6);
    one.scope = select_.bytes(7);
    one.made_ms = select_.integer(8);
    if (!select_.is_null(9)) one.expires_ms = select_.integer(9);
    if (found.empty() || found.back().id != one.id) found.push_back(std::move(one));
  }
  select_.reset();
  if (!more) return tl::unexpected(more.error());
  if (!text) return tl::unexpected(text.error());
  return found;
}

Result<std::vector<OverrideAudit>> OverrideReader::audit() {
  std::vector<OverrideAudit> entries;
  Result<bool> more = audit_.step();
  for (; more && *more; more = audit_.step()) {
    entries.push_back({audit_.integer(0), std::string(audit_.bytes(1)), std::string(audit_.bytes(2)),
                       std::string(audit_.bytes(3)), audit_.integer(4)});
  }
  audit_.reset();
  if (!more) return tl::unexpected(more.error());
  return entries;
}

}  // namespace chargelint::data::state
