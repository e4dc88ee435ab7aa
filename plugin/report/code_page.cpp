// What kind of code a text is, and its page.
#include "plugin/report/code_page.h"

#include <algorithm>
#include <array>

#include "fhir/terminology/systems.h"
#include "plugin/app/nearest.h"
#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

constexpr std::size_t kLongestCode = 16;

// Blanks dropped, upper case; nothing for what cannot be a code.
std::string normal(std::string_view text) {
  std::string out;
  for (const char character : text) {
    if (character == ' ' || character == '\t') continue;
    const bool lower = character >= 'a' && character <= 'z';
    out += lower ? static_cast<char>(character - 'a' + 'A') : character;
    if (out.size() > kLongestCode) return {};
  }
  return out;
}

struct Candidates {
  std::optional<Hcpcs> procedure;
  std::optional<Modifier> modifier;
  std::string diagnosis;  // as a subject of facts
  std::string place;
  bool article = false;
};

Candidates candidates_of(const data::Catalogue& catalogue, std::string_view text) {
  Candidates found;
  const bool dotted = text.find('.') != std::string_view::npos;
  if (const auto modifier = Modifier::parse(text)) {
    const bool known =
        !catalogue.modifier(*modifier).empty() || !catalogue.facts(data::Subject::modifier, text).empty();
    if (known) found.modifier = modifier;
    const bool digits = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';
    if (digits && (!catalogue.facts(data::Subject::place, text).empty() ||
                   catalogue.knows_place(text, Date::open_end().plus_days(-1)))) {
      found.place = text;
    }
  }
  found.article = !catalogue.facts(data::Subject::article, text).empty();
  if (const auto code = Hcpcs::parse(text); code && !dotted && catalogue.knows_code(*code))
    found.procedure = code;
  // A section or a chapter is a subject of its own.
  if (text.find('-') != std::string_view::npos || text.starts_with("CH")) {
    if (!catalogue.facts(data::Subject::diagnosis, text).empty()) found.diagnosis = text;
  } else if (const auto icd = IcdCode::parse(text)) {
    const auto undotted = icd->undotted();
    if (!catalogue.diagnosis(*icd).empty() || !catalogue.facts(data::Subject::diagnosis, undotted).empty()) {
      found.diagnosis = undotted.str();
    }
  }
  return found;
}

// Keystrokes between the two; two characters that changed places are the likelier slip.
std::size_t slips(std::string_view asked, std::string_view known) {
  std::string left(asked);
  std::string right(known);
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  const bool swapped = left == right && asked != known;
  return 2 * edit_distance(asked, known) - (swapped ? 1U : 0U);
}
constexpr std::size_t kMostSlips = 4;

// Known codes that differ the least from what was asked, those next to it in order first.
std::vector<Suggestion> suggestions(const data::Catalogue& catalogue, std::string_view text, Date on) {
  constexpr std::size_t kMost = 5;
  constexpr std::size_t kAround = 12;
  std::vector<std::pair<std::size_t, Suggestion>> ranked;
  const auto add = [&](std::string code, std::string words) {
    const std::size_t distance = slips(text, code);
    if (distance <= kMostSlips) ranked.push_back({distance, {std::move(code), std::move(words)}});
  };
  if (const auto code = Hcpcs::parse(text)) {
    for (const std::uint32_t packed : catalogue.neighbours(*code, kAround)) {
      const Hcpcs other = Hcpcs::from_packed(packed);
      add(other.text().str(), title_of(catalogue, other, on));
    }
  }
  if (const auto icd = IcdCode::parse(text)) {
    const auto codes = catalogue.diagnosis_codes();
    const auto at = std::lower_bound(codes.begin(), codes.end(), icd->packed()) - codes.begin();
    const auto around = static_cast<std::ptrdiff_t>(kAround);
    const auto last = std::min<std::ptrdiff_t>(at + around, static_cast<std::ptrdiff_t>(codes.size()));
    for (std::ptrdiff_t index = std::max<std::ptrdiff_t>(at - around, 0); index < last; ++index) {
      const IcdCode other = IcdCode::from_packed(codes[static_cast<std::size_t>(index)]);
      const std::size_t distance = slips(icd->undotted(), other.undotted());
      if (distance <= kMostSlips)
        ranked.push_back({distance, {other.text().str(), title_of(catalogue, other, on)}});
    }
  }
  if (text.size() <= 3) {
    for (const std::uint16_t packed : catalogue.modifier_codes()) {
      const Modifier other = Modifier::from_packed(packed);
      if (edit_distance(text, other.text()) <= 1) add(other.text().str(), title_of(catalogue, other, on));
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  std::vector<Suggestion> nearest;
  for (auto& [distance, suggestion] : ranked) {
    const bool known = std::any_of(nearest.begin(), nearest.end(),
                                   [&](const Suggestion& other) { return other.code == suggestion.code; });
    if (!known) nearest.push_back(std::move(suggestion));
    if (nearest.size() == kMost) break;
  }
  return nearest;
}

}  // namespace

std::string_view kind_text(CodeKind kind) {
  switch (kind) {
    case CodeKind::procedure:
      return "procedure";
    case CodeKind::diagnosis:
      return "diagnosis";
    case CodeKind::modifier:
      return "modifier";
    case CodeKind::place:
      return "place";
    case CodeKind::article:
      return "article";
  }
  return {};
}

std::optional<CodeKind> code_kind(std::string_view text) {
  if (const auto system = fhir::term_system(text).system) {
    switch (*system) {
      case fhir::TermSystem::cpt:
      case fhir::TermSystem::hcpcs:
        return CodeKind::procedure;
      case fhir::TermSystem::icd10cm:
        return CodeKind::diagnosis;
      case fhir::TermSystem::place_of_service:
        return CodeKind::place;
    }
  }
  const std::string name = key_of(text);
  struct Name {
    std::string_view name;
    CodeKind kind;
  };
  constexpr std::array kNames{Name{"procedure", CodeKind::procedure},
                              Name{"cpt", CodeKind::procedure},
                              Name{"hcpcs", CodeKind::procedure},
                              Name{"diagnosis", CodeKind::diagnosis},
                              Name{"icd_10_cm", CodeKind::diagnosis},
                              Name{"icd10cm", CodeKind::diagnosis},
                              Name{"icd10", CodeKind::diagnosis},
                              Name{"icd", CodeKind::diagnosis},
                              Name{"dx", CodeKind::diagnosis},
                              Name{"modifier", CodeKind::modifier},
                              Name{"place", CodeKind::place},
                              Name{"pos", CodeKind::place},
                              Name{"place_of_service", CodeKind::place},
                              Name{"article", CodeKind::article},
                              Name{"lcd", CodeKind::article}};
  for (const Name& known : kNames) {
    if (known.name == name) return known.kind;
  }
  return std::nullopt;
}

CodePageText code_page(const data::Catalogue& catalogue, const CodePageRequest& request, PageFormat format) {
  const std::string text = normal(request.code);
  const Candidates found = candidates_of(catalogue, text);
  std::vector<CodeKind> kinds;  // the likeliest first
  const bool dotted = text.find('.') != std::string::npos;
  if (found.modifier) kinds.push_back(CodeKind::modifier);
  if (!found.place.empty()) kinds.push_back(CodeKind::place);
  if (found.procedure && !dotted) kinds.push_back(CodeKind::procedure);
  if (!found.diagnosis.empty()) kinds.push_back(CodeKind::diagnosis);
  if (found.article) kinds.push_back(CodeKind::article);
  // The systems of CPT and HCPCS hold the modifiers too.
  CodeKind kind = kinds.empty() ? CodeKind::procedure : kinds.front();
  bool known = !kinds.empty();
  if (request.kind) {
    kind = *request.kind;
    if (kind == CodeKind::procedure && !found.procedure && found.modifier) kind = CodeKind::modifier;
    known = std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  }
  CodePageText answer;
  if (!known) {
    answer.unknown.suggestions = suggestions(catalogue, text, request.on);
    return answer;
  }
  CodePage page;
  page.on = request.on;
  page.digest = std::string(catalogue.digest());
  std::copy_if(kinds.begin(), kinds.end(), std::back_inserter(page.also),
               [kind](CodeKind other) { return other != kind; });
  switch (kind) {
    case CodeKind::procedure:
      add_procedure_page(page, catalogue, *found.procedure, request);
      break;
    case CodeKind::diagnosis:
      add_diagnosis_page(page, catalogue, found.diagnosis, request);
      break;
    case CodeKind::modifier:
      add_modifier_page(page, catalogue, *found.modifier, request);
      break;
    case CodeKind::place:
      add_place_page(page, catalogue, found.place, request);
      break;
    case CodeKind::article:
      add_article_page(page, catalogue, text, request);
      break;
  }
  answer.found = true;
  if (format == PageFormat::text) {
    answer.text = page_text(page);
  } else {
    fhir::JsonWriter json(answer.text);
    write_page(json, page);
  }
  return answer;
}

}  // namespace chargelint::plugin
