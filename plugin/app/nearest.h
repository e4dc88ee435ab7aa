// "Did you mean": the known name that is the fewest keystrokes away from what was typed.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace chargelint::plugin {

// Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);
// The nearest candidate (the first of equals); empty when there are none.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace chargelint::plugin
