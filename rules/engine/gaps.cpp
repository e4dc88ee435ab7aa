// See gaps.h.
#include "rules/engine/gaps.h"

#include <algorithm>
#include <limits>

#include "rules/base/small_vector.h"

namespace chargelint {
namespace {

constexpr std::size_t kCodesShown = 4;

}  // namespace

void GapLog::note(std::uint16_t module, Gap gap, Source source, Hcpcs code, ReleaseId release) {
  const Note note{module, gap, source, release, code};
  if (notes_.empty() || notes_.back() != note) notes_.push_back(note);
}

void GapLog::condense(const RuleBook& book, std::vector<NotEvaluated>& entries) {
  entries.clear();
  std::sort(notes_.begin(), notes_.end());
  const Note* previous = nullptr;
  for (const Note& note : notes_) {
    const bool same_entry = previous != nullptr && previous->module == note.module &&
                            previous->gap == note.gap && previous->source == note.source;
    if (!same_entry) {
      NotEvaluated& entry = entries.emplace_back();
      entry.module = book.module_name(note.module);
      entry.gap = note.gap;
      entry.source = note.source;
      entry.release = note.release;
    }
    const bool new_code = !note.code.empty() && !(same_entry && previous->code == note.code);
    NotEvaluated& entry = entries.back();
    if (new_code && entry.codes.size() < kCodesShown) {
      entry.codes.push_back(note.code);
    } else if (new_code && entry.more < std::numeric_limits<std::uint16_t>::max()) {
      ++entry.more;
    }
    previous = &note;
  }
}

void note_general_gaps(const RuleBook& book, const Plan& plan, std::span<const LineFacts> facts,
                       const Reference& reference, const History& history, GapLog& log) {
  if (history.availability() == Availability::none) {
    for (const std::uint16_t module : plan.history_modules) {
      log.note(module, Gap::no_history, Source::code_words, {});
    }
  }
  SmallVector<Date, 4> dates;
  std::uint64_t sources = plan.sources;
  for (const LineFacts& line : facts) {
    if (!line.line->is_active()) continue;
    // A code that was sent but cannot be read is CODE-VAL-001's.
    const bool without_code = line.line->code.empty() && line.line->code_text.empty();
    if (without_code) log.note(book.code_module(), Gap::no_code, Source::code_words, {});
    if (!line.dated) log.note(book.code_module(), Gap::no_date, Source::code_words, line.line->code);
    if (!line.judged) continue;
    if (line.fee.nearest) sources |= std::uint64_t{1} << static_cast<unsigned>(Source::fee_schedule);
    if (!dates.contains(line.date)) dates.push_back(line.date);
  }
  for (std::size_t index = 0; index < kSources; ++index) {
    if ((sources & (std::uint64_t{1} << index)) == 0) continue;
    const auto source = static_cast<Source>(index);
    for (const Date date : dates) {
      const Coverage coverage = reference.coverage(source, date);
      if (coverage.loaded && coverage.nearest) {
        log.note(book.governance_module(), Gap::nearest_release, source, {}, coverage.release);
      }
    }
  }
}

}  // namespace chargelint
