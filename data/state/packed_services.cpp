// Version, head, count, then each charge with its size in front, so that one outside the period is stepped
// over. A number is seven bits a byte, the lowest first; a text its size and its bytes.
#include "data/state/packed_services.h"

#include <array>
#include <utility>

#include "data/state/records.h"

namespace chargelint::data::state {
namespace {

constexpr std::uint64_t kVersion = 1;

// In the order in which they are kept, behind the date.
constexpr std::array kTexts = {
    &ChargeRecord::type,         &ChargeRecord::transaction_id, &ChargeRecord::code,
    &ChargeRecord::modifiers,    &ChargeRecord::diagnoses,      &ChargeRecord::units,
    &ChargeRecord::rendering,    &ChargeRecord::through,        &ChargeRecord::place,
    &ChargeRecord::revenue_code, &ChargeRecord::amount,         &ChargeRecord::specialty,
    &ChargeRecord::group,        &ChargeRecord::order_number};

void put(std::string& out, std::uint64_t number) {
  for (; number >= 0x80U; number >>= 7U) out += static_cast<char>((number & 0x7FU) | 0x80U);
  out += static_cast<char>(number);
}
void put(std::string& out, std::string_view text) {
  put(out, std::uint64_t{text.size()});
  out += text;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  [[nodiscard]] bool broken() const { return broken_; }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64U && !rest_.empty(); shift += 7U) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= (byte & std::uint64_t{0x7F}) << shift;
      if (byte < 0x80U) return value;
    }
    broken_ = true;
    return 0;
  }
  std::string_view text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) {
      broken_ = true;
      return {};
    }
    const std::string_view found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
  }

 private:
  std::string_view rest_;
  bool broken_ = false;
};

tl::unexpected<Error> damaged() {
  return fail(ErrorKind::malformed, "state store", "the services of a message were changed");
}

}  // namespace

std::string pack_services(const MessageRecord& record, std::string_view visit, std::string_view original) {
  std::string out;
  put(out, kVersion);
  put(out, static_cast<std::uint64_t>(record.received_ms));
  for (const std::string_view text :
       {std::string_view(record.protocol), std::string_view(record.kind), std::string_view(record.stage),
        std::string_view(record.frequency), visit, original}) {
    put(out, text);
  }
  put(out, std::uint64_t{record.charges.size()});
  std::string one;
  for (const ChargeRecord& charge : record.charges) {
    one.clear();
    put(one, charge.date);
    put(one, std::uint64_t{charge.line});
    put(one, std::uint64_t{charge.active ? 1U : 0U});
    for (const auto text : kTexts) put(one, charge.*text);
    put(out, one);
  }
  return out;
}

Result<void> unpack_services(const Sealer& sealer, std::string_view packed, std::string_view from,
                             std::string_view to, PriorMessage& message) {
  Reader head(packed);
  if (head.number() != kVersion) return damaged();
  message.seen_ms = static_cast<std::int64_t>(head.number());
  message.format = head.text() == "fhir" ? SourceFormat::fhir : SourceFormat::hl7;
  message.kind = kind_named(head.text());
  message.stage = stage_named(head.text());
  if (const std::string_view frequency = head.text(); !frequency.empty()) message.frequency = frequency[0];
  message.claim = head.text();
  message.original = head.text();
  const std::uint64_t count = head.number();
  if (head.broken() || count > packed.size()) return damaged();
  message.charges.reserve(count);
  for (std::uint64_t index = 0; index < count; ++index) {
    Reader one(head.text());
    const std::string_view date = one.text();
    if (head.broken() || one.broken()) return damaged();
    if (date < from || date > to) continue;
    ChargeRecord& charge = message.charges.emplace_back();
    charge.date = date;
    charge.line = static_cast<std::uint16_t>(one.number());
    charge.active = one.number() != 0;
    for (const auto text : kTexts) charge.*text = one.text();
    if (one.broken()) return damaged();
    if (charge.order_number.empty()) continue;
    Result<std::string> opened = sealer.open(kOrderColumn, charge.order_number);
    if (!opened) return tl::unexpected(std::move(opened.error()));
    charge.order_number = std::move(*opened);
  }
  return {};
}

}  // namespace chargelint::data::state
