// Collects what was not evaluated while the rules run, and condenses it to one entry a module, gap and
// source.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/engine/finding.h"
#include "rules/engine/rule_book.h"
#include "rules/ports/history.h"
#include "rules/ports/reference.h"

namespace chargelint {

class GapLog {
 public:
  void clear() { notes_.clear(); }
  void note(std::uint16_t module, Gap gap, Source source, Hcpcs code, ReleaseId release = 0);
  // Sorted and without repeats; the log is left sorted.
  void condense(const RuleBook& book, std::vector<NotEvaluated>& entries);

 private:
  struct Note {
    std::uint16_t module = 0;
    Gap gap = Gap::no_history;
    Source source = Source::code_words;
    ReleaseId release = 0;
    Hcpcs code;
    friend constexpr auto operator<=>(const Note&, const Note&) = default;
  };
  std::vector<Note> notes_;
};

// What the engine sees by itself: no history, lines without a date or a code, dates outside every release.
void note_general_gaps(const RuleBook& book, const Plan& plan, std::span<const LineFacts> facts,
                       const Reference& reference, const History& history, GapLog& log);

}  // namespace chargelint
