// The SQL of the state store. Placeholders are $1, $2, … in order, and RETURNING instead of a last row id, so
// that the same text runs on PostgreSQL.
#include "data/state/records.h"

#include <array>
#include <utility>

#include "data/state/packed_services.h"

namespace chargelint::data::state {
namespace {

constexpr std::string_view kMessageColumn = "message.message_sealed";
constexpr std::string_view kVerdictColumn = "message.verdict_sealed";

constexpr std::string_view kInsertMessage =
    "INSERT INTO message (protocol, sender, control_id, content_key, received_ms, message_sealed, answer, "
    "patient_key, patient_sealed, visit_key, visit_sealed, snapshot, verdict_sealed, kind, stage, frequency, "
    "original_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON "
    "CONFLICT DO NOTHING RETURNING id";
constexpr std::string_view kInsertServices =
    "INSERT INTO patient_message (patient_key, message_id, packed) VALUES ($1, $2, $3)";
constexpr std::string_view kInsertCharge =
    "INSERT INTO charge (message_id, position, line, type, transaction_id, code, modifiers, diagnoses, "
    "units, "
    "service_date, rendering, active, through_date, place, revenue_code, amount, specialty, provider_group, "
    "order_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
    "$19)";
constexpr std::string_view kInsertFinding =
    "INSERT INTO finding (message_id, position, line, rule, severity, json) VALUES ($1, $2, $3, $4, $5, $6)";
// The last condition lets the partial index be used.
constexpr std::string_view kFind =
    "SELECT content_key, answer FROM message WHERE sender = $1 AND control_id = $2 AND control_id <> ''";
constexpr std::string_view kAddTotal =
    "UPDATE total SET messages = messages + $1, charges = charges + $2, findings = findings + $3";
constexpr std::string_view kTotal = "SELECT messages, charges, findings FROM total";
constexpr std::string_view kMessage =
    "SELECT id, protocol, received_ms, message_sealed, answer, patient_sealed, visit_sealed, snapshot, "
    "verdict_sealed FROM message WHERE sender = $1 AND control_id = $2 AND control_id <> ''";
constexpr std::string_view kCharges =
    "SELECT line, type, transaction_id, code, modifiers, diagnoses, units, service_date, rendering, active, "
    "through_date, place, revenue_code, amount, specialty, provider_group, order_sealed FROM charge WHERE "
    "message_id = $1 ORDER BY position";
constexpr std::string_view kFindings =
    "SELECT line, rule, severity, json FROM finding WHERE message_id = $1 ORDER BY position";

// Seals `value` in place; an empty one stays empty and is stored as NULL.
Result<Digest> seal_identifier(const Sealer& sealer, std::string_view column, std::string_view domain,
                               std::string& value) {
  if (value.empty()) return Digest{};
  Result<Digest> key = sealer.index_key(domain, value);
  if (!key) return key;
  Result<std::string> sealed = sealer.seal(column, value);
  if (!sealed) return tl::unexpected(std::move(sealed.error()));
  value = std::move(*sealed);
  return key;
}

Result<void> seal_in_place(const Sealer& sealer, std::string_view column, std::string& value) {
  Result<std::string> sealed = sealer.seal(column, value);
  if (!sealed) return tl::unexpected(std::move(sealed.error()));
  value = std::move(*sealed);
  return {};
}

Result<void> open_into(const Sealer& sealer, std::string_view column, std::string_view sealed,
                       std::string& plain) {
  Result<std::string> opened = sealer.open(column, sealed);
  if (!opened) return tl::unexpected(std::move(opened.error()));
  plain = std::move(*opened);
  return {};
}

// The same key as that of a claim with this id.
Result<Digest> original_key(const Sealer& sealer, std::string_view claim) {
  if (claim.empty()) return Digest{};
  return sealer.index_key("visit", claim);
}

Result<void> seal_orders(const Sealer& sealer, std::vector<ChargeRecord>& charges) {
  for (ChargeRecord& charge : charges) {
    if (charge.order_number.empty()) continue;
    if (Result<void> sealed = seal_in_place(sealer, kOrderColumn, charge.order_number); !sealed)
      return sealed;
  }
  return {};
}

void bind_identifier(Statement& statement, int placeholder, const Digest& key, std::string_view sealed) {
  if (sealed.empty()) {
    statement.bind_null(placeholder);
    statement.bind_null(placeholder + 1);
    return;
  }
  statement.bind_blob(placeholder, view(key));
  statement.bind_blob(placeholder + 1, sealed);
}

// The statements in the order of the texts, or the first error.
template <std::size_t Count>
Result<std::array<std::optional<Statement>, Count>> prepare_all(
    Database& database, const std::array<std::string_view, Count>& texts) {
  std::array<std::optional<Statement>, Count> statements;
  for (std::size_t index = 0; index < Count; ++index) {
    Result<Statement> statement = database.prepare(texts[index]);
    if (!statement) return tl::unexpected(std::move(statement.error()));
    statements[index] = std::move(*statement);
  }
  return statements;
}

Result<std::optional<Committed>> find_with(Statement& statement, std::string_view sender,
                                           std::string_view control_id, const Digest& content_key) {
  statement.bind_text(1, sender);
  statement.bind_text(2, control_id);
  const Result<bool> row = statement.step();
  if (!row) return tl::unexpected(row.error());
  std::optional<Committed> found;
  if (*row) {
    found.emplace();
    found->outcome =
        statement.bytes(0) == view(content_key) ? CommitOutcome::replayed : CommitOutcome::conflict;
    if (found->outcome == CommitOutcome::replayed) found->answer = statement.bytes(1);
  }
  statement.reset();
  return found;
}

}  // namespace

Result<void> read_charge(const Sealer& sealer, const Statement& row, int first, ChargeRecord& charge) {
  charge.line = static_cast<std::uint16_t>(row.integer(first));
  charge.type = row.bytes(first + 1);
  charge.transaction_id = row.bytes(first + 2);
  charge.code = row.bytes(first + 3);
  charge.modifiers = row.bytes(first + 4);
  charge.diagnoses = row.bytes(first + 5);
  charge.units = row.bytes(first + 6);
  charge.date = row.bytes(first + 7);
  charge.rendering = row.bytes(first + 8);
  charge.active = row.integer(first + 9) != 0;
  charge.through = row.bytes(first + 10);
  charge.place = row.bytes(first + 11);
  charge.revenue_code = row.bytes(first + 12);
  charge.amount = row.bytes(first + 13);
  charge.specialty = row.bytes(first + 14);
  charge.group = row.bytes(first + 15);
  if (row.is_null(first + 16)) return {};
  return open_into(sealer, kOrderColumn, row.bytes(first + 16), charge.order_number);
}

Result<Digest> content_key(const Sealer& sealer, const ContentHash& content) {
  return sealer.index_key("content", view(content));
}

Result<SealedRecord> seal(const Sealer& sealer, MessageRecord record) {
  SealedRecord sealed;
  sealed.record = std::move(record);
  MessageRecord& row = sealed.record;
  const auto keep = [](Digest& place) {
    return [&place](const Digest& digest) -> Result<void> {
      place = digest;
      return {};
    };
  };
  const Result<void> done =
      content_key(sealer, row.content)
          .and_then(keep(sealed.content_key))
          .and_then([&] { return seal_identifier(sealer, kPatientColumn, "patient", row.patient_id); })
          .and_then(keep(sealed.patient_key))
          .and_then([&] { return seal_identifier(sealer, kVisitColumn, "visit", row.visit_id); })
          .and_then(keep(sealed.visit_key))
          .and_then([&] { return original_key(sealer, row.original_claim); })
          .and_then(keep(sealed.original_key))
          .and_then([&] { return seal_orders(sealer, row.charges); })
          .and_then([&] { return seal_in_place(sealer, kMessageColumn, row.message); })
          .and_then([&] { return seal_in_place(sealer, kVerdictColumn, row.verdict); });
  if (!done) return tl::unexpected(done.error());
  if (!row.patient_id.empty()) {
    sealed.services =
        pack_services(row, row.visit_id.empty() ? std::string() : shown_key(view(sealed.visit_key)),
                      row.original_claim.empty() ? std::string() : shown_key(view(sealed.original_key)));
  }
  return sealed;
}

std::string shown_key(std::string_view key) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kBytes = 8;
  std::string text;
  for (const char byte : key.substr(0, kBytes)) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4U];
    text += kDigits[static_cast<unsigned char>(byte) & 15U];
  }
  return text;
}

RecordWriter::RecordWriter(Statement begin, Statement commit, Statement total, Statement message,
                           Statement services, Statement charge, Statement finding, Statement find)
    : begin_(std::move(begin)),
      commit_(std::move(commit)),
      total_(std::move(total)),
      message_(std::move(message)),
      patient_services_(std::move(services)),
      charge_(std::move(charge)),
      finding_(std::move(finding)),
      find_(std::move(find)) {}

Result<RecordWriter> RecordWriter::make(Database& database) {
  auto ready = prepare_all<8>(database, {"BEGIN IMMEDIATE", "COMMIT", kAddTotal, kInsertMessage,
                                         kInsertServices, kInsertCharge, kInsertFinding, kFind});
  if (!ready) return tl::unexpected(std::move(ready.error()));
  auto& [begin, commit, total, message, services, charge, finding, find] = *ready;
  return RecordWriter(std::move(*begin), std::move(*commit), std::move(*total), std::move(*message),
                      std::move(*services), std::move(*charge), std::move(*finding), std::move(*find));
}

Result<void> RecordWriter::begin() {
  return begin_.run();
}

Result<Committed> RecordWriter::store(const SealedRecord& sealed) {
  const MessageRecord& record = sealed.record;
  const Result<std::optional<std::int64_t>> id = insert_message(sealed);
  if (!id) return tl::unexpected(id.error());
  if (!*id) {
    Result<std::optional<Committed>> found =
        find_with(find_, record.sender, record.control_id, sealed.content_key);
    if (!found) return tl::unexpected(std::move(found.error()));
    if (!*found) return fail(ErrorKind::environment, "state store", "a message was neither stored nor found");
    return std::move(**found);
  }
  const Result<void> rows =
      insert_services(**id, sealed).and_then([&] { return insert_charges(**id, record); }).and_then([&] {
        return insert_findings(**id, record);
      });
  if (!rows) return tl::unexpected(rows.error());
  added_.messages += 1;
  added_.charges += record.charges.size();
  added_.findings += record.findings.size();
  return Committed{CommitOutcome::stored, record.answer};
}

Result<std::optional<std::int64_t>> RecordWriter::insert_message(const SealedRecord& sealed) {
  const MessageRecord& record = sealed.record;
  message_.bind_text(1, record.protocol);
  message_.bind_text(2, record.sender);
  message_.bind_text(3, record.control_id);
  message_.bind_blob(4, view(sealed.content_key));
  message_.bind(5, record.received_ms);
  message_.bind_blob(6, record.message);
  message_.bind_text(7, record.answer);
  bind_identifier(message_, 8, sealed.patient_key, record.patient_id);
  bind_identifier(message_, 10, sealed.visit_key, record.visit_id);
  message_.bind_text(12, record.snapshot);
  message_.bind_blob(13, record.verdict);
  message_.bind_text(14, record.kind);
  message_.bind_text(15, record.stage);
  message_.bind_text(16, record.frequency);
  if (record.original_claim.empty()) {
    message_.bind_null(17);
  } else {
    message_.bind_blob(17, view(sealed.original_key));
  }
  const Result<bool> row = message_.step();
  if (!row) return tl::unexpected(row.error());
  std::optional<std::int64_t> id;
  if (*row) id = message_.integer(0);
  message_.reset();
  return id;
}

Result<void> RecordWriter::insert_services(std::int64_t id, const SealedRecord& sealed) {
  if (sealed.services.empty()) return {};
  patient_services_.bind_blob(1, view(sealed.patient_key));
  patient_services_.bind(2, id);
  patient_services_.bind_blob(3, sealed.services);
  return patient_services_.run();
}

Result<void> RecordWriter::insert_charges(std::int64_t id, const MessageRecord& record) {
  std::int64_t position = 0;
  for (const ChargeRecord& charge : record.charges) {
    charge_.bind(1, id);
    charge_.bind(2, position++);
    charge_.bind(3, charge.line);
    charge_.bind_text(4, charge.type);
    charge_.bind_text(5, charge.transaction_id);
    charge_.bind_text(6, charge.code);
    charge_.bind_text(7, charge.modifiers);
    charge_.bind_text(8, charge.diagnoses);
    charge_.bind_text(9, charge.units);
    charge_.bind_text(10, charge.date);
    charge_.bind_text(11, charge.rendering);
    charge_.bind(12, charge.active ? 1 : 0);
    charge_.bind_text(13, charge.through);
    charge_.bind_text(14, charge.place);
    charge_.bind_text(15, charge.revenue_code);
    charge_.bind_text(16, charge.amount);
    charge_.bind_text(17, charge.specialty);
    charge_.bind_text(18, charge.group);
    if (charge.order_number.empty()) {
      charge_.bind_null(19);
    } else {
      charge_.bind_blob(19, charge.order_number);
    }
    if (Result<void> inserted = charge_.run(); !inserted) return inserted;
  }
  return {};
}

Result<void> RecordWriter::insert_findings(std::int64_t id, const MessageRecord& record) {
  std::int64_t position = 0;
  for (const FindingRecord& finding : record.findings) {
    finding_.bind(1, id);
    finding_.bind(2, position++);
    finding_.bind(3, finding.line);
    finding_.bind_text(4, finding.rule);
    finding_.bind_text(5, finding.severity);
    finding_.bind_text(6, finding.json);
    if (Result<void> inserted = finding_.run(); !inserted) return inserted;
  }
  return {};
}

Result<void> RecordWriter::commit() {
  if (added_.messages > 0) {
    total_.bind(1, static_cast<std::int64_t>(added_.messages));
    total_.bind(2, static_cast<std::int64_t>(added_.charges));
    total_.bind(3, static_cast<std::int64_t>(added_.findings));
    if (Result<void> updated = total_.run(); !updated) return updated;
  }
  Result<void> committed = commit_.run();
  if (committed) added_ = {};
  return committed;
}

void RecordWriter::reset() {
  for (Statement* statement :
       {&begin_, &commit_, &total_, &message_, &patient_services_, &charge_, &finding_, &find_}) {
    statement->reset();
  }
  added_ = {};
}

RecordReader::RecordReader(Statement find, Statement message, Statement charges, Statement findings,
                           Statement total)
    : find_(std::move(find)),
      message_(std::move(message)),
      charges_(std::move(charges)),
      findings_(std::move(findings)),
      total_(std::move(total)) {}

Result<RecordReader> RecordReader::make(Database& database) {
  auto ready = prepare_all<5>(database, {kFind, kMessage, kCharges, kFindings, kTotal});
  if (!ready) return tl::unexpected(std::move(ready.error()));
  auto& [find, message, charges, findings, total] = *ready;
  return RecordReader(std::move(*find), std::move(*message), std::move(*charges), std::move(*findings),
                      std::move(*total));
}

Result<std::optional<Committed>> RecordReader::find(std::string_view sender, std::string_view control_id,
                                                    const Digest& content_key) {
  return find_with(find_, sender, control_id, content_key);
}

Result<std::optional<MessageRecord>> RecordReader::load(const Sealer& sealer, std::string_view sender,
                                                        std::string_view control_id) {
  message_.bind_text(1, sender);
  message_.bind_text(2, control_id);
  const Result<bool> row = message_.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) {
    message_.reset();
    return std::nullopt;
  }
  MessageRecord record;
  const std::int64_t id = message_.integer(0);
  record.protocol = message_.bytes(1);
  record.sender = sender;
  record.control_id = control_id;
  record.received_ms = message_.integer(2);
  record.answer = message_.bytes(4);
  record.snapshot = message_.bytes(7);
  Result<void> opened = open_into(sealer, kMessageColumn, message_.bytes(3), record.message);
  if (opened && !message_.is_null(5)) {
    opened = open_into(sealer, kPatientColumn, message_.bytes(5), record.patient_id);
  }
  if (opened && !message_.is_null(6)) {
    opened = open_into(sealer, kVisitColumn, message_.bytes(6), record.visit_id);
  }
  if (opened) opened = open_into(sealer, kVerdictColumn, message_.bytes(8), record.verdict);
  message_.reset();
  if (!opened) return tl::unexpected(opened.error());

  charges_.bind(1, id);
  Result<bool> more = charges_.step();
  for (; more && *more; more = charges_.step()) {
    if (opened = read_charge(sealer, charges_, 0, record.charges.emplace_back()); !opened) break;
  }
  charges_.reset();
  if (!more) return tl::unexpected(more.error());
  if (!opened) return tl::unexpected(opened.error());

  findings_.bind(1, id);
  for (more = findings_.step(); more && *more; more = findings_.step()) {
    FindingRecord& finding = record.findings.emplace_back();
    finding.line = static_cast<std::uint16_t>(findings_.integer(0));
    finding.rule = findings_.bytes(1);
    finding.severity = findings_.bytes(2);
    finding.json = findings_.bytes(3);
  }
  findings_.reset();
  if (!more) return tl::unexpected(more.error());
  return record;
}

Result<StateCounts> RecordReader::counts() {
  const Result<bool> row = total_.step();
  if (!row) return tl::unexpected(row.error());
  StateCounts counts;
  if (*row) {
    counts.messages = static_cast<std::uint64_t>(total_.integer(0));
    counts.charges = static_cast<std::uint64_t>(total_.integer(1));
    counts.findings = static_cast<std::uint64_t>(total_.integer(2));
  }
  total_.reset();
  return counts;
}

}  // namespace chargelint::data::state
