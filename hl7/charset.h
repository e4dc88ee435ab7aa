// Character sets of table 0211 and of what senders write instead of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chargelint::hl7 {

enum class CharsetKind : std::uint8_t { unstated, ascii, utf8, wide, named, unknown };

struct Charset {
  CharsetKind kind = CharsetKind::unstated;
  const char* name = "";  // as iconv calls it; for `wide` and `named`
};

// By the first repetition of MSH-18.
[[nodiscard]] Charset charset_of(std::string_view msh18);

[[nodiscard]] bool is_ascii(std::string_view bytes);
[[nodiscard]] bool is_utf8(std::string_view bytes);

// Bytes of one set in another; what can't be said becomes `replacement`. Nothing when the system does not
// know a set.
[[nodiscard]] std::optional<std::string> recode(std::string_view bytes, const char* to, const char* from,
                                                std::string_view replacement);

}  // namespace chargelint::hl7
