// The patient's messages lie side by side, each with its charges packed; one that was stored by an older
// version is read from its own rows.
#include "data/state/services.h"

#include <string>

#include "data/state/packed_services.h"
#include "data/state/records.h"

namespace chargelint::data::state {
namespace {

constexpr std::string_view kSelect =
    "SELECT message_id, packed FROM patient_message WHERE patient_key = $1 AND message_id < $2 "
    "ORDER BY message_id";
constexpr std::string_view kOlder =
    "SELECT message.received_ms, message.protocol, message.kind, message.stage, message.frequency, "
    "message.visit_key, message.original_key, charge.line, charge.type, charge.transaction_id, charge.code, "
    "charge.modifiers, charge.diagnoses, charge.units, charge.service_date, charge.rendering, charge.active, "
    "charge.through_date, charge.place, charge.revenue_code, charge.amount, charge.specialty, "
    "charge.provider_group, charge.order_sealed "
    "FROM message LEFT JOIN charge ON charge.message_id = message.id AND charge.service_date >= $1 AND "
    "charge.service_date <= $2 WHERE message.id = $3 ORDER BY charge.position";

// A message without charges in the period is kept where it may end another: a replacement, or the latest of
// its claim.
bool counts(const PriorMessage& message) {
  return !message.charges.empty() || message.format == SourceFormat::fhir || message.frequency == '7' ||
         message.frequency == '8';
}

Result<std::string> visit_key(const Sealer& sealer, std::string_view id) {
  if (id.empty()) return std::string();
  const Result<Digest> key = sealer.index_key("visit", id);
  if (!key) return tl::unexpected(key.error());
  return shown_key(view(*key));
}

}  // namespace

Result<ServiceReader> ServiceReader::make(Database& database) {
  Result<Statement> select = database.prepare(kSelect);
  if (!select) return tl::unexpected(std::move(select.error()));
  Result<Statement> older = database.prepare(kOlder);
  if (!older) return tl::unexpected(std::move(older.error()));
  return ServiceReader(std::move(*select), std::move(*older));
}

Result<StoredServices> ServiceReader::read(const Sealer& sealer, const HistoryQuery& query) {
  StoredServices services;
  Result<std::string> claim = visit_key(sealer, query.claim_id);
  if (!claim) return tl::unexpected(claim.error());
  Result<std::string> original = visit_key(sealer, query.original_claim);
  if (!original) return tl::unexpected(original.error());
  services.claim_key = std::move(*claim);
  services.original_key = std::move(*original);
  const Result<Digest> patient = sealer.index_key("patient", query.patient_id);
  if (!patient) return tl::unexpected(patient.error());

  const auto from = query.from.iso();
  const auto to = query.to.iso();
  select_.bind_blob(1, view(*patient));
  select_.bind(2, query.before);
  Result<bool> more = select_.step();
  Result<void> opened;
  for (; more && *more && opened; more = select_.step()) {
    PriorMessage& message = services.messages.emplace_back();
    message.id = select_.integer(0);
    opened = select_.is_null(1) ? read_older(sealer, from.view(), to.view(), message)
                                : unpack_services(sealer, select_.bytes(1), from.view(), to.view(), message);
    if (!counts(message)) services.messages.pop_back();
  }
  select_.reset();
  if (!more) return tl::unexpected(more.error());
  if (!opened) return tl::unexpected(opened.error());
  return services;
}

Result<void> ServiceReader::read_older(const Sealer& sealer, std::string_view from, std::string_view to,
                                       PriorMessage& message) {
  older_.bind_text(1, from);
  older_.bind_text(2, to);
  older_.bind(3, message.id);
  Result<bool> more = older_.step();
  Result<void> opened;
  for (; more && *more && opened; more = older_.step()) {
    message.seen_ms = older_.integer(0);
    message.format = older_.bytes(1) == "fhir" ? SourceFormat::fhir : SourceFormat::hl7;
    message.kind = kind_named(older_.bytes(2));
    message.stage = stage_named(older_.bytes(3));
    if (const auto frequency = older_.bytes(4); !frequency.empty()) message.frequency = frequency[0];
    message.claim = shown_key(older_.bytes(5));
    message.original = shown_key(older_.bytes(6));
    if (older_.is_null(7)) continue;
    opened = read_charge(sealer, older_, 7, message.charges.emplace_back());
  }
  older_.reset();
  if (!more) return tl::unexpected(more.error());
  return opened;
}

}  // namespace chargelint::data::state
