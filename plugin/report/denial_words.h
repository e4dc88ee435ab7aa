// What the denial codes of remittances say, in our own plain words.
#pragma once

#include <string_view>

namespace chargelint::plugin {

// "CO-97": "its payment is in another service's"; empty for a code that is not known.
[[nodiscard]] std::string_view denial_words(std::string_view code);
// CO: the provider bears it; PR: the patient does.
[[nodiscard]] std::string_view denial_group_words(std::string_view code);

}  // namespace chargelint::plugin
