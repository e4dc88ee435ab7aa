// Character sets of table 0211 and of what senders write instead of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chargelint::hl7 {

enum class CharsetKind : std::uint8_t {
  unstated,
  ascii,
  utf8,
  wide,
  single,   // one byte a character
  several,  // one or two bytes a character, or more
  shifted,  // ISO 2022: sets that come in by escape sequences
  unknown
};

struct Charset {
  CharsetKind kind = CharsetKind::unstated;
  const char* name = "";  // as iconv calls it; for those that are decoded
};

// By the first repetition of MSH-18.
[[nodiscard]] Charset charset_of(std::string_view msh18);

[[nodiscard]] bool is_ascii(std::string_view bytes);
[[nodiscard]] bool is_utf8(std::string_view bytes);

// Text behind an escape that switches the set (\Cxxyy\, \Mxxyyzz\), in UTF-8. `sequence` is what the escape
// names, two or three bytes. Nothing when the set is not known.
[[nodiscard]] std::optional<std::string> switched_text(std::string_view sequence, std::string_view bytes);

// Bytes of one set in another; what can't be said becomes `replacement`. Nothing when the system does not
// know a set.
[[nodiscard]] std::optional<std::string> recode(std::string_view bytes, const char* to, const char* from,
                                                std::string_view replacement);

}  // namespace chargelint::hl7
