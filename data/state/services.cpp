// One statement: the patient's messages by index, and of each the charges within the period.
#include "data/state/services.h"

#include <string>

#include "data/state/records.h"

namespace chargelint::data::state {
namespace {

constexpr std::string_view kSelect =
    "SELECT message.id, message.received_ms, message.protocol, message.kind, message.stage, "
    "message.frequency, message.visit_key, message.original_key, charge.line, charge.type, "
    "charge.transaction_id, charge.code, charge.modifiers, charge.diagnoses, charge.units, "
    "charge.service_date, charge.rendering, charge.active, charge.through_date, charge.place, "
    "charge.revenue_code, charge.amount, charge.specialty, charge.provider_group, charge.order_sealed "
    "FROM message LEFT JOIN charge ON charge.message_id = message.id AND charge.service_date >= $1 AND "
    "charge.service_date <= $2 WHERE message.patient_key = $3 AND message.id < $4 AND (charge.position IS "
    "NOT NULL OR "
    "message.protocol = 'fhir' OR message.frequency IN ('7', '8')) ORDER BY message.id, charge.position";

// A keyed hash as text that may be shown.
std::string shown(std::string_view key) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kBytes = 8;
  std::string text;
  for (const char byte : key.substr(0, kBytes)) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4U];
    text += kDigits[static_cast<unsigned char>(byte) & 15U];
  }
  return text;
}

Result<std::string> visit_key(const Sealer& sealer, std::string_view id) {
  if (id.empty()) return std::string();
  const Result<Digest> key = sealer.index_key("visit", id);
  if (!key) return tl::unexpected(key.error());
  return shown(view(*key));
}

}  // namespace

Result<ServiceReader> ServiceReader::make(Database& database) {
  Result<Statement> select = database.prepare(kSelect);
  if (!select) return tl::unexpected(std::move(select.error()));
  return ServiceReader(std::move(*select));
}

// A message without charges in the period is kept where it may end another: a replacement, or the latest of
// its claim.
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
  select_.bind_blob(3, view(*patient));
  select_.bind_text(1, from.view());
  select_.bind_text(2, to.view());
  select_.bind(4, query.before);
  Result<bool> more = select_.step();
  Result<void> opened;
  std::int64_t last = 0;
  for (; more && *more; more = select_.step()) {
    const std::int64_t id = select_.integer(0);
    if (services.messages.empty() || id != last) {
      last = id;
      PriorMessage& message = services.messages.emplace_back();
      message.id = id;
      message.seen_ms = select_.integer(1);
      message.format = select_.bytes(2) == "fhir" ? SourceFormat::fhir : SourceFormat::hl7;
      message.kind = kind_named(select_.bytes(3));
      message.stage = stage_named(select_.bytes(4));
      if (const auto frequency = select_.bytes(5); !frequency.empty()) message.frequency = frequency[0];
      message.claim = shown(select_.bytes(6));
      message.original = shown(select_.bytes(7));
    }
    if (select_.is_null(8)) continue;
    ChargeRecord& charge = services.messages.back().charges.emplace_back();
    if (opened = read_charge(sealer, select_, 8, charge); !opened) break;
  }
  select_.reset();
  if (!more) return tl::unexpected(more.error());
  if (!opened) return tl::unexpected(opened.error());
  return services;
}

}  // namespace chargelint::data::state
