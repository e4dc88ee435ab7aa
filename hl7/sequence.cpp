#include "hl7/sequence.h"

#include <charconv>
#include <optional>

#include "hl7/bytes.h"

namespace chargelint::hl7 {
namespace {

std::optional<std::int64_t> number_in(std::string_view text) {
  text = trimmed(text);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size() || number < -1)
    return std::nullopt;
  return number;
}

}  // namespace

SequenceNumbers::Taken SequenceNumbers::take(std::string_view sender, std::string_view msh13) {
  const auto number = number_in(msh13);
  if (!number) return {};
  const std::lock_guard lock(mutex_);
  const auto known = expected_.find(sender);
  const std::int64_t expected = known == expected_.end() ? kUnknown : known->second;
  if (*number == 0) return {Place::link, expected};
  if (*number < 0) {
    if (known != expected_.end()) expected_.erase(known);
    return {Place::link, kUnknown};
  }
  if (expected != kUnknown && *number < expected) return {Place::earlier, expected};
  if (expected != kUnknown && *number > expected) return {Place::gap, expected};
  expected_.insert_or_assign(std::string(sender), *number + 1);
  return {Place::next, *number + 1};
}

void SequenceNumbers::give_back(std::string_view sender, const Taken& taken) {
  if (taken.place != Place::next) return;
  const std::lock_guard lock(mutex_);
  const auto known = expected_.find(sender);
  // Those that came behind it on the same connection were not kept either.
  if (known != expected_.end() && known->second >= taken.expected) known->second = taken.expected - 1;
}

}  // namespace chargelint::hl7
