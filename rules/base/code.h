// Codes packed into integers, so that a claim is compared and looked up without touching text.
// The packed order is the order of the text.
#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/base/fixed_text.h"

namespace chargelint {

// What the five characters alone say about a procedure code.
enum class CodeShape : std::uint8_t {
  cpt_category_1,  // 62324
  cpt_category_2,  // 3074F
  cpt_category_3,  // 0777T
  cpt_pla,         // 0001U
  cpt_maaa,        // 0002M, and administrative 0001A
  hcpcs,           // J1885: a letter A-V save D, and four digits
  dental,          // D0150
  other,
};

// A CPT or HCPCS code: five characters 0-9 A-Z in 32 bits. The empty value (0) is "no code".
class Hcpcs {
 public:
  constexpr Hcpcs() = default;
  // Exactly five characters; lower case is folded. Nothing else is accepted.
  [[nodiscard]] static std::optional<Hcpcs> parse(std::string_view text);
  [[nodiscard]] static constexpr Hcpcs from_packed(std::uint32_t packed) {
    Hcpcs code;
    code.packed_ = packed;
    return code;
  }
  [[nodiscard]] constexpr std::uint32_t packed() const { return packed_; }
  [[nodiscard]] constexpr bool empty() const { return packed_ == 0; }
  [[nodiscard]] FixedText<5> text() const;
  [[nodiscard]] CodeShape shape() const;
  friend constexpr auto operator<=>(const Hcpcs&, const Hcpcs&) = default;

 private:
  std::uint32_t packed_ = 0;  // base 37, 0 = blank, 1-10 digits, 11-36 letters
};

// `"00100"_hcpcs` where a rule names a section by its ends.
consteval Hcpcs operator""_hcpcs(const char* text, std::size_t size) {
  std::uint32_t packed = 0;
  for (std::size_t index = 0; index < size; ++index) {
    const char character = text[index];
    const bool digit = character >= '0' && character <= '9';
    const int place = digit ? character - '0' + 1 : character - 'A' + 11;
    packed = packed * 37 + static_cast<std::uint32_t>(place);
  }
  return size == 5 ? Hcpcs::from_packed(packed) : throw "a code has five characters";
}

// A two-character modifier in 16 bits. The empty value (0) is "no modifier".
class Modifier {
 public:
  constexpr Modifier() = default;
  constexpr Modifier(char first, char second)
      : packed_(static_cast<std::uint16_t>((static_cast<unsigned char>(first) << 8U) |
                                           static_cast<unsigned char>(second))) {}
  // Exactly two characters 0-9 A-Z; lower case is folded.
  [[nodiscard]] static std::optional<Modifier> parse(std::string_view text);
  [[nodiscard]] static constexpr Modifier from_packed(std::uint16_t packed) {
    Modifier modifier;
    modifier.packed_ = packed;
    return modifier;
  }
  [[nodiscard]] constexpr std::uint16_t packed() const { return packed_; }
  [[nodiscard]] constexpr bool empty() const { return packed_ == 0; }
  [[nodiscard]] FixedText<2> text() const;
  friend constexpr auto operator<=>(const Modifier&, const Modifier&) = default;

 private:
  std::uint16_t packed_ = 0;
};

// `"59"_mod` where a rule names a modifier by itself.
consteval Modifier operator""_mod(const char* text, std::size_t size) {
  return size == 2 ? Modifier(text[0], text[1]) : throw "a modifier has two characters";
}

// An ICD-10-CM code without its dot, up to seven characters, one a byte, left aligned in 64 bits.
class IcdCode {
 public:
  constexpr IcdCode() = default;
  // Three to seven characters after the dot is dropped and lower case folded; the first may be any letter or
  // digit (an ICD-9 form is kept, so that it can be reported).
  [[nodiscard]] static std::optional<IcdCode> parse(std::string_view text);
  [[nodiscard]] static constexpr IcdCode from_packed(std::uint64_t packed) {
    IcdCode code;
    code.packed_ = packed;
    return code;
  }
  [[nodiscard]] constexpr std::uint64_t packed() const { return packed_; }
  [[nodiscard]] constexpr bool empty() const { return packed_ == 0; }
  [[nodiscard]] constexpr std::size_t size() const {
    return 8 - static_cast<std::size_t>(std::countr_zero(packed_)) / 8;
  }
  // The character at that place, from 0; NUL behind the last.
  [[nodiscard]] constexpr char operator[](std::size_t place) const {
    return static_cast<char>((packed_ >> (56U - 8U * place)) & 0xFFU);
  }
  [[nodiscard]] FixedText<7> undotted() const;
  [[nodiscard]] FixedText<8> text() const;  // with the dot after the third character
  [[nodiscard]] bool starts_with(IcdCode prefix) const;
  friend constexpr auto operator<=>(const IcdCode&, const IcdCode&) = default;

 private:
  std::uint64_t packed_ = 0;
};

}  // namespace chargelint
