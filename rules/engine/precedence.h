// Which finding silences which (catalogue §20 with decisions 7, 9, 11, 12, 13, 19, 20, 29): one table for
// every id of the catalogue, resolved once to the rules that an engine holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/engine/finding.h"
#include "rules/engine/rule.h"

namespace chargelint {

// What two findings must share so that the one silences the other.
enum class Scope : std::uint8_t {
  same_line,       // a line
  same_code,       // a line and a code
  same_pair,       // every line and code of the silenced one takes part in the other
  same_modifier,   // a line and a modifier
  same_diagnosis,  // a diagnosis
  repeated_line,   // a line of the other save its first: what is said of the first copy stays
};

struct Precedence {
  // Ids between spaces: "NCCI-MUE-001", "MOD-*", "*"; "!DX-*" takes back what an earlier one let in.
  std::string_view winners;
  std::string_view silenced;
  Scope scope = Scope::same_line;
  Severity at_least = Severity::off;  // the winner silences only from this severity on
  bool adopts_evidence = false;       // the winner shows the row of the one it silences
  bool leaves_gap = false;            // the silenced one counts as not evaluated (Gap::shape)
};

// The first line of the table that names a pair of rules is the one that holds.
[[nodiscard]] std::span<const Precedence> precedence_table();
[[nodiscard]] bool names(std::string_view patterns, std::string_view rule_id);
// Whether the two findings share what the line of the table asks for.
[[nodiscard]] bool silences(const Precedence& precedence, const Finding& winner, const Finding& silenced);

// The table over the rules of one engine, by index.
class ResolvedPrecedence {
 public:
  explicit ResolvedPrecedence(std::span<const Rule* const> rules);
  // Silencers before what they silence: in this order a silenced finding is known before it could silence.
  [[nodiscard]] std::uint16_t rank(std::size_t rule) const { return ranks_[rule]; }
  [[nodiscard]] bool silences_any(std::size_t winner) const { return any_[winner] != 0; }
  [[nodiscard]] const Precedence* between(std::size_t winner, std::size_t silenced) const {
    const std::uint8_t entry = entries_[winner * rules_ + silenced];
    return entry == kNone ? nullptr : &precedence_table()[entry];
  }

 private:
  void set_ranks();

  static constexpr std::uint8_t kNone = 255;
  std::size_t rules_ = 0;
  std::vector<std::uint8_t> entries_;
  std::vector<std::uint8_t> any_;
  std::vector<std::uint16_t> ranks_;
};

}  // namespace chargelint
