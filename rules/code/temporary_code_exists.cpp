// CODE-CAT3-001: an unlisted code although a category III code describes what the note says.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "rules/shared/parts.h"

namespace chargelint {
namespace {

char lower(char character) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
}
bool is_letter(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0;
}

// Calls visit(word) for each word that is long enough to say something.
template <class Visit>
void for_each_word(std::string_view text, Visit visit) {
  constexpr std::size_t kShortest = 4;
  while (!text.empty()) {
    const auto start = std::ranges::find_if(text, is_letter);
    text.remove_prefix(static_cast<std::size_t>(start - text.begin()));
    const auto end = std::ranges::find_if_not(text, is_letter);
    const auto size = static_cast<std::size_t>(end - text.begin());
    if (size >= kShortest) visit(text.substr(0, size));
    text.remove_prefix(size);
  }
}

// The same word, or one that goes on from it ("epidural", "epidurally").
bool same_word(std::string_view one, std::string_view other) {
  constexpr std::size_t kStem = 5;
  const std::size_t size = std::min(one.size(), other.size());
  if (one.size() != other.size() && size < kStem) return false;
  for (std::size_t index = 0; index < size; ++index) {
    if (lower(one[index]) != lower(other[index])) return false;
  }
  return true;
}

// Two words at least, and two in five of the code's own.
bool describes(std::string_view code_words, std::string_view narrative) {
  int own = 0;
  int found = 0;
  for_each_word(code_words, [&](std::string_view word) {
    bool in_narrative = false;
    for_each_word(narrative,
                  [&](std::string_view written) { in_narrative = in_narrative || same_word(word, written); });
    ++own;
    found += in_narrative ? 1 : 0;
  });
  return found >= 2 && found * 5 >= own * 2;
}

bool valid_on(const Reference& reference, Hcpcs code, Date date) {
  if (!reference.knows_code(code)) return false;
  bool valid = true;
  for (const ProcedureCodeRow& row : reference.procedure_code(code))
    valid = valid && row.life().contains(date);
  return valid;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  if (!input.whole.has(CodeSet::unlisted)) return;
  for (const LineFacts& facts : input.lines) {
    const ServiceLine& line = *facts.line;
    if (!facts.judged || line.narrative.empty() || !facts.in(CodeSet::unlisted)) continue;
    for (const CodeMapRow& row : input.reference.code_map(CodeMap::temporary_for_unlisted, line.code)) {
      if (!row.period().contains(facts.date) || !valid_on(input.reference, row.to(), facts.date)) continue;
      if (!describes(input.reference.words(row.to()), line.narrative)) continue;
      Finding& finding = add_for_line(output, line);
      finding.codes.push_back(row.to());
      finding.evidence = evidence_of(Source::code_sets, &row);
      finding.arguments.push_back({"temporary", row.to()});
      finding.fixes.push_back(
          replace_code_fix(line.number, row.to(), "Does this code describe what was done?"));
    }
  }
}

}  // namespace

extern const Rule temporary_code_exists{
    .info = {.id = "CODE-CAT3-001",
             .module = "CODE",
             .title = "Category III code available for an unlisted service",
             .severity = Severity::warning,
             .reacts_to = Aspect::code,
             .reads = {Source::code_sets, Source::code_words},
             .reads_count = 2,
             .citations = {{{"NCCI Policy Manual for Medicare Services", "chapter XIII"}}},
             .clinician = "A temporary code may describe this service: {temporary}.",
             .biller = "The note of {code} on line {line} reads like {temporary}, a category III code. Where "
                       "one describes the service it must be used in place of an unlisted code. Compare, and "
                       "replace {code} if it fits.",
             .carc = "CO-189",
             .why = "An unlisted code is for what no code describes; a category III code counts as one that "
                    "does, and payers return the unlisted code then.",
             .fires = "64999 note=pressure_sensing_epidural_guidance",
             .silent = "64999 note=open_repair_of_a_nerve"},
    .evaluate = evaluate};

}  // namespace chargelint
