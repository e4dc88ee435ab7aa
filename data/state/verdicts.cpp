// One row of message, then its findings in their order.
#include "data/state/verdicts.h"

#include <utility>

#include "data/state/records.h"

namespace chargelint::data::state {
namespace {

constexpr std::string_view kByVisit =
    "SELECT id, received_ms, patient_sealed, visit_sealed, snapshot FROM message WHERE visit_key = $1 "
    "ORDER BY id DESC LIMIT 1";
constexpr std::string_view kByNumber =
    "SELECT id, received_ms, patient_sealed, visit_sealed, snapshot FROM message WHERE id = $1";
constexpr std::string_view kFindings =
    "SELECT line, rule, severity, json FROM finding WHERE message_id = $1 ORDER BY position";

Result<void> open_if_there(const Sealer& sealer, std::string_view column, const Statement& row, int place,
                           std::string& plain) {
  if (row.is_null(place)) return {};
  Result<std::string> opened = sealer.open(column, row.bytes(place));
  if (!opened) return tl::unexpected(std::move(opened.error()));
  plain = std::move(*opened);
  return {};
}

}  // namespace

Result<VerdictReader> VerdictReader::make(Database& database) {
  Result<Statement> by_visit = database.prepare(kByVisit);
  if (!by_visit) return tl::unexpected(std::move(by_visit.error()));
  Result<Statement> by_number = database.prepare(kByNumber);
  if (!by_number) return tl::unexpected(std::move(by_number.error()));
  Result<Statement> findings = database.prepare(kFindings);
  if (!findings) return tl::unexpected(std::move(findings.error()));
  return VerdictReader(std::move(*by_visit), std::move(*by_number), std::move(*findings));
}

Result<std::optional<StoredVerdict>> VerdictReader::of_visit(const Sealer& sealer, std::string_view visit) {
  const Result<Digest> key = sealer.index_key("visit", visit);
  if (!key) return tl::unexpected(key.error());
  by_visit_.bind_blob(1, view(*key));
  return read(sealer, by_visit_);
}

Result<std::optional<StoredVerdict>> VerdictReader::of_message(const Sealer& sealer, std::int64_t number) {
  by_number_.bind(1, number);
  return read(sealer, by_number_);
}

Result<std::optional<StoredVerdict>> VerdictReader::read(const Sealer& sealer, Statement& message) {
  const Result<bool> row = message.step();
  if (!row || !*row) {
    message.reset();
    if (!row) return tl::unexpected(row.error());
    return std::nullopt;
  }
  StoredVerdict verdict;
  verdict.message = message.integer(0);
  verdict.received_ms = message.integer(1);
  verdict.snapshot = message.bytes(4);
  const Result<void> opened =
      open_if_there(sealer, kPatientColumn, message, 2, verdict.patient_id).and_then([&] {
        return open_if_there(sealer, kVisitColumn, message, 3, verdict.visit_id);
      });
  message.reset();
  if (!opened) return tl::unexpected(opened.error());

  findings_.bind(1, verdict.message);
  Result<bool> more = findings_.step();
  for (; more && *more; more = findings_.step()) {
    FindingRecord& finding = verdict.findings.emplace_back();
    finding.line = static_cast<std::uint16_t>(findings_.integer(0));
    finding.rule = findings_.bytes(1);
    finding.severity = findings_.bytes(2);
    finding.json = findings_.bytes(3);
  }
  findings_.reset();
  if (!more) return tl::unexpected(more.error());
  return verdict;
}

}  // namespace chargelint::data::state
