// Pairs of codes in lines of 64 bytes: a look-up reads one line of memory, however long the table is.
//
// Each column 1 code has a run of lines. A column 2 code stands in the line that its number is hashed to, or
// in the next one that had room, round the run. What is said of the pair stands elsewhere, once for all
// column 1 codes of which the same is said: there are millions of pairs and few things to say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace chargelint::data::snapshot {

inline constexpr std::size_t kPairsInLine = 16;
// The hash is even enough that at this load few lines run over.
inline constexpr std::size_t kPairsPerLine = 12;
inline constexpr std::uint16_t kNoPair = 0xFFFF;
// Beyond this a code's number does not fit a line.
inline constexpr std::size_t kMostNumberedCodes = kNoPair;

struct alignas(64) PairLine {
  std::uint16_t column2[kPairsInLine] = {};  // the codes' numbers; kNoPair: free, as is everything behind it
  // Where the pair's windows begin among those of its column 2 code, plus one; with kSeveral when there are
  // more than one.
  std::uint16_t windows[kPairsInLine] = {};
};
static_assert(sizeof(PairLine) == 64);
inline constexpr std::uint16_t kSeveral = 0x8000;

[[nodiscard]] constexpr std::size_t lines_for(std::size_t pairs) {
  return (pairs + kPairsPerLine - 1) / kPairsPerLine;
}
[[nodiscard]] constexpr std::size_t line_of(std::uint16_t column2, std::size_t lines) {
  return (std::uint64_t{column2 * 0x9E3779B9U} * lines) >> 32U;
}

// PairLine::windows of that code in the run; 0: it is not there. All places are compared at once: a loop that
// ends at the right one would be guessed wrong each time.
[[nodiscard]] inline std::uint16_t windows_in(std::span<const PairLine> run, std::uint16_t column2) {
  using Lanes [[gnu::vector_size(kPairsInLine)]] = std::uint16_t;  // half of them
  if (run.empty()) return 0;
  const Lanes wanted = Lanes{} + column2;
  std::size_t at = line_of(column2, run.size());
  for (std::size_t seen = 0; seen < run.size(); ++seen) {
    const PairLine& line = run[at];
    Lanes codes[2];
    Lanes windows[2];
    std::memcpy(codes, line.column2, sizeof(codes));
    std::memcpy(windows, line.windows, sizeof(windows));
    const Lanes hit = (reinterpret_cast<Lanes>(codes[0] == wanted) & windows[0]) |
                      (reinterpret_cast<Lanes>(codes[1] == wanted) & windows[1]);
    std::uint64_t halves[2];
    std::memcpy(halves, &hit, sizeof(halves));
    std::uint64_t found = halves[0] | halves[1];  // at most one place is not zero
    found |= found >> 32U;
    found |= found >> 16U;
    if (const auto where = static_cast<std::uint16_t>(found); where != 0) return where;
    if (line.column2[kPairsInLine - 1] == kNoPair) return 0;
    at = at + 1 == run.size() ? 0 : at + 1;
  }
  return 0;
}

}  // namespace chargelint::data::snapshot
