// A message as history: its head and its charges in a few bytes, written once with the message and read for
// each later claim of the patient. A column and a row a value would cost ten times as much to read.
#pragma once

#include <string>
#include <string_view>

#include "data/state/history.h"
#include "data/state/sealing.h"
#include "data/state/store.h"
#include "rules/base/result.h"

namespace chargelint::data::state {

// `record` as it is stored: order numbers are sealed. The keys as ServiceReader shows them.
[[nodiscard]] std::string pack_services(const MessageRecord& record, std::string_view visit,
                                        std::string_view original);
// The charges dated within the period, both days as in "2026-05-04" included. `malformed` when the bytes are
// not what was written.
[[nodiscard]] Result<void> unpack_services(const Sealer& sealer, std::string_view packed,
                                           std::string_view from, std::string_view to, PriorMessage& message);

}  // namespace chargelint::data::state
