#include "rules/base/code.h"

#include <cstddef>

namespace chargelint {
namespace {

constexpr std::uint32_t kBase = 37;

constexpr char fold(char character) {
  return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
}
constexpr bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
constexpr bool is_letter(char character) {
  return character >= 'A' && character <= 'Z';
}

}  // namespace

std::optional<Hcpcs> Hcpcs::parse(std::string_view text) {
  if (text.size() != 5) return std::nullopt;
  std::uint32_t packed = 0;
  for (const char raw : text) {
    const char character = fold(raw);
    std::uint32_t digit = 0;
    if (is_digit(character)) {
      digit = 1U + static_cast<std::uint32_t>(character - '0');
    } else if (is_letter(character)) {
      digit = 11U + static_cast<std::uint32_t>(character - 'A');
    } else {
      return std::nullopt;
    }
    packed = packed * kBase + digit;
  }
  return from_packed(packed);
}

FixedText<5> Hcpcs::text() const {
  if (empty()) return {};
  char characters[5];
  std::uint32_t rest = packed_;
  for (std::size_t index = 5; index-- > 0;) {
    const std::uint32_t digit = rest % kBase;
    characters[index] =
        digit <= 10 ? static_cast<char>('0' + digit - 1) : static_cast<char>('A' + digit - 11);
    rest /= kBase;
  }
  return FixedText<5>(std::string_view(characters, 5));
}

CodeShape Hcpcs::shape() const {
  if (empty()) return CodeShape::other;
  std::uint32_t places[5];
  std::uint32_t rest = packed_;
  for (std::size_t index = 5; index-- > 0;) {
    places[index] = rest % kBase;
    rest /= kBase;
  }
  const auto digit = [](std::uint32_t place) { return place >= 1 && place <= 10; };
  const auto letter = [](char character) { return 11U + static_cast<std::uint32_t>(character - 'A'); };
  const bool middle = digit(places[1]) && digit(places[2]) && digit(places[3]);
  if (middle && digit(places[0])) {
    if (digit(places[4])) return CodeShape::cpt_category_1;
    if (places[4] == letter('F')) return CodeShape::cpt_category_2;
    if (places[4] == letter('T')) return CodeShape::cpt_category_3;
    if (places[4] == letter('U')) return CodeShape::cpt_pla;
    if (places[4] == letter('M') || places[4] == letter('A')) return CodeShape::cpt_maaa;
    return CodeShape::other;
  }
  if (middle && digit(places[4]) && places[0] >= letter('A') && places[0] <= letter('V')) {
    return places[0] == letter('D') ? CodeShape::dental : CodeShape::hcpcs;
  }
  return CodeShape::other;
}

std::optional<Modifier> Modifier::parse(std::string_view text) {
  if (text.size() != 2) return std::nullopt;
  const char first = fold(text[0]);
  const char second = fold(text[1]);
  if (!(is_digit(first) || is_letter(first)) || !(is_digit(second) || is_letter(second))) return std::nullopt;
  return Modifier(first, second);
}

FixedText<2> Modifier::text() const {
  FixedText<2> text;
  if (empty()) return text;
  text.push_back(static_cast<char>(packed_ >> 8U));
  text.push_back(static_cast<char>(packed_ & 0xFFU));
  return text;
}

std::optional<IcdCode> IcdCode::parse(std::string_view text) {
  std::uint64_t packed = 0;
  std::size_t count = 0;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char character = fold(text[index]);
    if (character == '.') {
      if (index != 3) return std::nullopt;
      continue;
    }
    if (!(is_digit(character) || is_letter(character)) || count == 7) return std::nullopt;
    packed = (packed << 8U) | static_cast<unsigned char>(character);
    ++count;
  }
  if (count < 3) return std::nullopt;
  return from_packed(packed << (8U * (8U - count)));
}

FixedText<7> IcdCode::undotted() const {
  FixedText<7> text;
  for (std::uint64_t rest = packed_; rest != 0; rest <<= 8U) text.push_back(static_cast<char>(rest >> 56U));
  return text;
}

FixedText<8> IcdCode::text() const {
  FixedText<8> text;
  std::size_t count = 0;
  for (std::uint64_t rest = packed_; rest != 0; rest <<= 8U) {
    if (count++ == 3) text.push_back('.');
    text.push_back(static_cast<char>(rest >> 56U));
  }
  return text;
}

bool IcdCode::starts_with(IcdCode prefix) const {
  const std::size_t bits = prefix.size() * 8;
  if (bits == 0) return true;
  return (packed_ >> (64U - bits)) == (prefix.packed_ >> (64U - bits));
}

}  // namespace chargelint
