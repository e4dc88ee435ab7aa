// A short text that lives on the stack: the printed form of codes, modifiers and dates.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chargelint {

template <std::size_t Capacity>
class FixedText {
 public:
  constexpr FixedText() = default;
  constexpr explicit FixedText(std::string_view text) {
    size_ = static_cast<std::uint8_t>(std::min(text.size(), Capacity));
    for (std::size_t index = 0; index < size_; ++index) characters_[index] = text[index];
  }
  constexpr void push_back(char character) {
    if (size_ < Capacity) characters_[size_++] = character;
  }
  [[nodiscard]] constexpr std::string_view view() const { return {characters_.data(), size_}; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] std::string str() const { return std::string(view()); }
  constexpr operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)
  friend constexpr bool operator==(const FixedText& left, std::string_view right) {
    return left.view() == right;
  }

 private:
  std::array<char, Capacity> characters_{};
  std::uint8_t size_ = 0;
};

}  // namespace chargelint
