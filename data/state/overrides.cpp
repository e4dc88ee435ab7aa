// Overrides by the keyed hash of whose they are.
#include "data/state/overrides.h"

#include <string>
#include <utility>

namespace chargelint::data::state {
namespace {

constexpr std::string_view kNoteColumn = "override.note_sealed";
constexpr std::string_view kInsert =
    "INSERT INTO override (rule, fact_hash, reason, note_sealed, user_name, role, scope, made_ms, "
    "expires_ms, subject_key, visit_key, codes) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
constexpr std::string_view kEnd =
    "UPDATE override SET ended_ms = $1 WHERE id = $2 AND ended_ms IS NULL RETURNING id";
constexpr std::string_view kAudit =
    "INSERT INTO override_audit (override_id, action, user_name, role, at_ms) VALUES ($1, $2, $3, $4, $5)";
constexpr std::string_view kAny = "SELECT 1 FROM override LIMIT 1";
constexpr std::string_view kActive =
    "SELECT id, rule, fact_hash, reason, note_sealed, user_name, role, scope, made_ms, expires_ms, ended_ms, "
    "codes, visit_key = $1 FROM override WHERE subject_key = $2 AND made_ms <= $3 AND "
    "(expires_ms IS NULL OR expires_ms > $3) AND (ended_ms IS NULL OR ended_ms > $3) ORDER BY id";
constexpr std::string_view kAll =
    "SELECT id, rule, fact_hash, reason, note_sealed, user_name, role, scope, made_ms, expires_ms, ended_ms, "
    "codes, 0 FROM override ORDER BY id DESC LIMIT $1";
constexpr std::string_view kReadAudit =
    "SELECT override_id, action, user_name, role, at_ms FROM override_audit ORDER BY id";

// SQLite's integers are signed; the bits are what counts.
std::int64_t stored(std::uint64_t hash) {
  return static_cast<std::int64_t>(hash);
}

// An override that is nobody's can never be read back.
Result<Digest> subject_key(const Sealer& sealer, std::string_view patient, std::string_view visit) {
  return patient.empty() ? sealer.index_key("visit", visit) : sealer.index_key("patient", patient);
}

void bind_time(Statement& statement, int placeholder, const std::optional<std::int64_t>& time) {
  if (time) {
    statement.bind(placeholder, *time);
  } else {
    statement.bind_null(placeholder);
  }
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
  if (made.patient_id.empty() && made.visit_id.empty())
    return fail(ErrorKind::usage, "override", "the claim names neither patient nor visit");
  const Result<Digest> subject = subject_key(sealer, made.patient_id, made.visit_id);
  if (!subject) return tl::unexpected(subject.error());
  const Result<Digest> visit = sealer.index_key("visit", made.visit_id);
  if (!visit) return tl::unexpected(visit.error());
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
  bind_time(insert_, 9, made.expires_ms);
  insert_.bind_blob(10, view(*subject));
  if (made.visit_id.empty()) {
    insert_.bind_null(11);
  } else {
    insert_.bind_blob(11, view(*visit));
  }
  insert_.bind_text(12, made.codes);
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
  Result<Statement> any = database.prepare(kAny);
  if (!any) return tl::unexpected(std::move(any.error()));
  Result<Statement> active = database.prepare(kActive);
  if (!active) return tl::unexpected(std::move(active.error()));
  Result<Statement> all = database.prepare(kAll);
  if (!all) return tl::unexpected(std::move(all.error()));
  Result<Statement> audit = database.prepare(kReadAudit);
  if (!audit) return tl::unexpected(std::move(audit.error()));
  return OverrideReader(std::move(*any), std::move(*active), std::move(*all), std::move(*audit));
}

// Most sites have none, and then the keyed hash need not be made.
Result<std::vector<Override>> OverrideReader::active(const Sealer& sealer, const OverrideSubject& subject,
                                                     std::int64_t at_ms) {
  if (subject.patient_id.empty() && subject.visit_id.empty()) return std::vector<Override>();
  const Result<bool> any = any_.step();
  any_.reset();
  if (!any) return tl::unexpected(any.error());
  if (!*any) return std::vector<Override>();
  const Result<Digest> key = subject_key(sealer, subject.patient_id, subject.visit_id);
  if (!key) return tl::unexpected(key.error());
  const Result<Digest> visit = sealer.index_key("visit", subject.visit_id);
  if (!visit) return tl::unexpected(visit.error());
  active_.bind_blob(1, view(*visit));
  active_.bind_blob(2, view(*key));
  active_.bind(3, at_ms);
  return rows(sealer, active_);
}

Result<std::vector<Override>> OverrideReader::all(const Sealer& sealer, std::size_t most) {
  all_.bind(1, static_cast<std::int64_t>(most));
  return rows(sealer, all_);
}

Result<std::vector<Override>> OverrideReader::rows(const Sealer& sealer, Statement& select) {
  std::vector<Override> found;
  Result<bool> more = select.step();
  Result<std::string> text = std::string();
  for (; more && *more; more = select.step()) {
    Override& one = found.emplace_back();
    one.id = select.integer(0);
    one.rule = select.bytes(1);
    one.fact_hash = static_cast<std::uint64_t>(select.integer(2));
    one.reason = select.bytes(3);
    text = sealer.open(kNoteColumn, select.bytes(4));
    if (!text) break;
    one.text = std::move(*text);
    one.user = select.bytes(5);
    one.role = select.bytes(6);
    one.scope = select.bytes(7);
    one.made_ms = select.integer(8);
    if (!select.is_null(9)) one.expires_ms = select.integer(9);
    if (!select.is_null(10)) one.ended_ms = select.integer(10);
    one.codes = select.bytes(11);
    one.same_visit = select.integer(12) == 1;
  }
  select.reset();
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
