// The known codes nearest to one that is not known, for "did you mean".
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "rules/base/small_vector.h"
#include "rules/ports/reference.h"

namespace chargelint {

// Edit distance of two short texts (insertions, deletions, substitutions, swapped neighbours count 1).
[[nodiscard]] inline std::size_t edit_distance(std::string_view left, std::string_view right) {
  constexpr std::size_t kLongest = 8;
  left = left.substr(0, kLongest);
  right = right.substr(0, kLongest);
  std::array<std::array<std::size_t, kLongest + 1>, kLongest + 1> cost{};
  for (std::size_t row = 0; row <= left.size(); ++row) {
    for (std::size_t column = 0; column <= right.size(); ++column) {
      if (row == 0 || column == 0) {
        cost[row][column] = row + column;
        continue;
      }
      const std::size_t change = left[row - 1] == right[column - 1] ? 0 : 1;
      cost[row][column] = std::min(
          {cost[row - 1][column] + 1, cost[row][column - 1] + 1, cost[row - 1][column - 1] + change});
      if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1]) {
        cost[row][column] = std::min(cost[row][column], cost[row - 2][column - 2] + 1);
      }
    }
  }
  return cost[left.size()][right.size()];
}

class NearestCodes {
  struct Candidate {
    std::size_t edits;
    std::uint32_t apart;  // in the order of codes: of equally many edits the neighbour is likelier
    std::uint32_t code;
    [[nodiscard]] auto rank() const { return std::tie(edits, apart, code); }
  };

 public:
  static constexpr std::size_t kOffered = 3;
  NearestCodes(std::string_view written, Hcpcs around) : written_(written), around_(around.packed()) {}

  void consider(Hcpcs code) {
    const std::uint32_t packed = code.packed();
    const Candidate candidate{edit_distance(written_, code.text().view()),
                              std::max(packed, around_) - std::min(packed, around_), packed};
    auto place = best_.begin();
    while (place != best_.end() && place->rank() < candidate.rank()) ++place;
    if (place != best_.end() && place->rank() == candidate.rank()) return;
    best_.insert(place, candidate);
    if (best_.size() > kOffered) best_.pop_back();
  }
  [[nodiscard]] SmallVector<Hcpcs, kOffered> best() const {
    SmallVector<Hcpcs, kOffered> codes;
    for (const Candidate& candidate : best_) codes.push_back(Hcpcs::from_packed(candidate.code));
    return codes;
  }

 private:
  std::string_view written_;
  std::uint32_t around_;
  SmallVector<Candidate, kOffered + 1> best_;
};

// Slips of one digit and swapped digits, then the neighbours in the order of codes.
[[nodiscard]] inline SmallVector<Hcpcs, NearestCodes::kOffered> nearest_codes(const Reference& reference,
                                                                              std::string_view written) {
  constexpr std::size_t kNeighbours = 40;
  // A code that lost or gained a character is sought where its first five would stand.
  FixedText<5> start(written);
  while (start.size() < 5) start.push_back('0');
  const std::optional<Hcpcs> around = Hcpcs::parse(start.view());
  if (!around) return {};
  NearestCodes nearest(written, *around);
  std::array<char, 5> typed{};
  std::copy_n(start.view().begin(), typed.size(), typed.begin());
  const auto consider_known = [&](const std::array<char, 5>& characters) {
    const auto code = Hcpcs::parse(std::string_view(characters.data(), characters.size()));
    if (code && reference.knows_code(*code)) nearest.consider(*code);
  };
  for (std::size_t position = 0; position < typed.size(); ++position) {
    std::array<char, 5> other = typed;
    for (char digit = '0'; digit <= '9'; ++digit) {
      other[position] = digit;
      consider_known(other);
    }
    if (position == 0) continue;
    other = typed;
    std::swap(other[position - 1], other[position]);
    consider_known(other);
  }
  for (const std::uint32_t packed : reference.neighbours(*around, kNeighbours)) {
    nearest.consider(Hcpcs::from_packed(packed));
  }
  return nearest.best();
}

}  // namespace chargelint
