// What rules ask about earlier services of the same patient. Fetched once a claim by the caller; without it
// rules judge the claim alone and say so.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/base/code.h"
#include "rules/base/date.h"
#include "rules/base/money.h"
#include "rules/base/small_vector.h"
#include "rules/claim/claim.h"

namespace chargelint {

enum class Availability : std::uint8_t { none, incomplete, complete };

enum class PriorStatus : std::uint8_t { charged, ordered, billed, paid, denied };

// A service line of another claim that was not voided.
struct PriorLine {
  std::string_view claim_id;
  std::uint16_t line = 0;
  PriorStatus status = PriorStatus::charged;
  SourceFormat format = SourceFormat::none;  // by which feed it came
  std::int64_t seen_ms = 0;                  // when; milliseconds since 1970, 0 = not known
  Hcpcs code;
  SmallVector<Modifier, 4> modifiers;
  Quantity units;
  Date date;
  std::optional<Date> through;
  SmallVector<IcdCode, 2> diagnoses;  // in the order in which the line points to them
  std::string_view place_of_service;
  std::string_view revenue_code;
  std::string_view order_number;
  std::optional<Money> charge;
  Provider rendering;
  BillKind kind = BillKind::professional;
};

class History {
 public:
  History() = default;
  History(const History&) = delete;
  History& operator=(const History&) = delete;
  virtual ~History() = default;
  [[nodiscard]] virtual Availability availability() const = 0;
  // Lines dated within the period, oldest first. Valid until the History goes.
  [[nodiscard]] virtual std::span<const PriorLine> lines(Period period) const = 0;
};

class NoHistory final : public History {
 public:
  [[nodiscard]] Availability availability() const override { return Availability::none; }
  [[nodiscard]] std::span<const PriorLine> lines(Period /*period*/) const override { return {}; }
};

}  // namespace chargelint
