// Whether a line can be paid as a code at all: what hangs on it (its column 2 code, its add-on) changes when
// not.
#pragma once

#include "rules/ncci_mue/day_totals.h"
#include "rules/shared/lines.h"

namespace chargelint {

enum class Unpayable : std::uint8_t { no, ended, status, zero_limit };

[[nodiscard]] inline std::string_view unpayable_words(Unpayable why) {
  switch (why) {
    case Unpayable::ended:
      return "not valid on that day";
    case Unpayable::status:
      return "not payable by its status";
    case Unpayable::zero_limit:
      return "limited to zero units";
    case Unpayable::no:
      break;
  }
  return {};
}

// A code whose own dates end before the day, or that a complete table of another day alone holds.
[[nodiscard]] inline bool has_ended(const RuleInput& input, const LineFacts& facts) {
  bool dated = false;
  bool alive = false;
  for (const ProcedureCodeRow& row : input.reference.procedure_code(facts.line->code)) {
    dated = true;
    alive = alive || row.life().contains(facts.date);
  }
  if (dated) return !alive;
  return facts.fee.known == Known::absent && !facts.fee.nearest &&
         !input.reference.fee_schedule(facts.line->code).empty();
}

// Medicare's fee schedule pays nothing for the code on a practitioner's claim.
[[nodiscard]] inline bool has_unpayable_status(const RuleInput& input, const LineFacts& facts) {
  constexpr std::string_view kUnpayable = "BEFIMNPX";
  const Context& context = input.context();
  const bool medicare =
      context.payer == PayerClass::medicare || context.payer == PayerClass::medicare_advantage;
  if (!medicare || context.kind != BillKind::professional || facts.fee.row == nullptr) return false;
  const char status = facts.fee.row->status;
  // E and X say nothing on codes paid under other schedules (decision 8).
  if ((status == 'E' || status == 'X') && facts.in(CodeSet::paid_under_other_schedule)) return false;
  return kUnpayable.find(status) != std::string_view::npos;
}

[[nodiscard]] inline Unpayable unpayable(const RuleInput& input, const LineFacts& facts) {
  if (has_ended(input, facts)) return Unpayable::ended;
  if (has_unpayable_status(input, facts)) return Unpayable::status;
  const MueLimit* limit =
      mue_on(input.reference, mue_table(input.context()), facts.line->code, facts.date).row;
  return limit != nullptr && limit->units == 0 ? Unpayable::zero_limit : Unpayable::no;
}

}  // namespace chargelint
