// Takes a query apart into codes and words.
#include "data/search/codes_typed.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chargelint::data {
namespace {

constexpr std::size_t kLongestKey = 8;

constexpr auto kKindWords =
    std::to_array<std::pair<std::string_view, SearchKind>>({{"MODIFIER", SearchKind::modifier},
                                                            {"MODIFIERS", SearchKind::modifier},
                                                            {"MOD", SearchKind::modifier},
                                                            {"CPT", SearchKind::cpt},
                                                            {"HCPCS", SearchKind::hcpcs},
                                                            {"ICD", SearchKind::icd10cm},
                                                            {"ICD10", SearchKind::icd10cm},
                                                            {"ICD-10", SearchKind::icd10cm},
                                                            {"ICD10CM", SearchKind::icd10cm},
                                                            {"ICD-10-CM", SearchKind::icd10cm},
                                                            {"DX", SearchKind::icd10cm},
                                                            {"POS", SearchKind::place}});

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
}

std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces(1);
  for (const char character : text) {
    if (character == ' ' || character == '\t' || character == '\n' || character == '\r' || character == ',' ||
        character == ';') {
      if (!pieces.back().empty()) pieces.emplace_back();
    } else {
      pieces.back().push_back(character >= 'a' && character <= 'z' ? static_cast<char>(character - 32)
                                                                   : character);
    }
  }
  if (pieces.back().empty()) pieces.pop_back();
  return pieces;
}

std::string without_dots(std::string_view piece) {
  std::string key;
  for (const char character : piece) {
    if (character != '.' && character != ':' && character != '#') key.push_back(character);
  }
  return key;
}

bool is_procedure(SearchKind kind) {
  return kind == SearchKind::cpt || kind == SearchKind::hcpcs;
}

class Reader {
 public:
  explicit Reader(const CodeList& codes) : codes_(codes) {}

  TypedCodes read(std::string_view text) {
    std::vector<std::string> pieces = pieces_of(text);
    take_kind(pieces);
    for (const std::string& piece : pieces) {
      if (!take_code(piece, pieces.size() == 1)) {
        if (!typed_.words.empty()) typed_.words.push_back(' ');
        typed_.words += piece;
        after_procedure_ = false;
      }
    }
    if (pieces.size() == 1 && has_digit(pieces.front())) {
      const std::string key = without_dots(pieces.front());
      if (key.size() <= kLongestKey) typed_.prefix = key;
    }
    return std::move(typed_);
  }

 private:
  // "modifier 59", "59 modifier", "cpt 99213", "place of service 11".
  void take_kind(std::vector<std::string>& pieces) {
    const auto place = std::to_array<std::string>({"PLACE", "OF", "SERVICE"});
    if (const auto at = std::search(pieces.begin(), pieces.end(), place.begin(), place.end());
        at != pieces.end() && pieces.size() > place.size()) {
      pieces.erase(at, at + place.size());
      typed_.kind = SearchKind::place;
    }
    if (pieces.size() > 1) {
      for (const auto& [word, kind] : kKindWords) {
        const auto at = std::find(pieces.begin(), pieces.end(), word);
        if (at == pieces.end()) continue;
        if (kind == SearchKind::place &&
            !std::all_of(pieces.begin(), pieces.end(),
                         [&](const std::string& one) { return one == word || one.size() == 2; })) {
          continue;
        }
        typed_.kind = kind;
        pieces.erase(at);
        break;
      }
    }
    // "cpt code for…"
    if (pieces.size() > 1 && (pieces.front() == "CODE" || pieces.front() == "CODES"))
      pieces.erase(pieces.begin());
    if (pieces.size() > 1 && (pieces.back() == "CODE" || pieces.back() == "CODES")) pieces.pop_back();
  }

  void take(std::uint32_t document) {
    if (std::find(typed_.whole.begin(), typed_.whole.end(), document) == typed_.whole.end()) {
      typed_.whole.push_back(document);
    }
    after_procedure_ = is_procedure(codes_.kind(document)) || codes_.kind(document) == SearchKind::modifier;
  }

  // Two characters name a modifier or a place only where nothing else can be meant.
  bool take_short(std::string_view key, bool alone) {
    bool taken = false;
    const auto found = codes_.find(key);
    const auto wanted = typed_.kind.value_or(SearchKind::modifier);
    for (const bool first : {true, false}) {
      for (const std::uint32_t document : found) {
        if ((codes_.kind(document) == wanted) != first) continue;
        if (!first && !alone) continue;
        take(document);
        taken = true;
      }
    }
    return taken;
  }

  bool take_code(const std::string& piece, bool alone) {
    const std::string key = without_dots(piece);
    const bool named = typed_.kind == SearchKind::modifier || typed_.kind == SearchKind::place;
    if (key.size() == 2) return (alone || named || after_procedure_) && take_short(key, alone && !named);
    if (key.size() == 3 && key.front() == '-') return take_short(key.substr(1), false);
    if (key.size() <= kLongestKey && has_digit(key)) {
      const auto found = codes_.find(key);
      for (const std::uint32_t document : found) take(document);
      if (!found.empty()) return true;
    }
    // 99213-25, 99213-25-59
    const std::size_t dash = key.find('-');
    if (dash == std::string::npos || dash == 0) return false;
    const auto found = codes_.find(key.substr(0, dash));
    if (found.empty() || !is_procedure(codes_.kind(found.front()))) return false;
    take(found.front());
    for (std::size_t at = dash; at + 2 < key.size() && key[at] == '-'; at += 3) {
      take_short(key.substr(at + 1, 2), false);
    }
    return true;
  }

  const CodeList& codes_;
  TypedCodes typed_;
  bool after_procedure_ = false;
};

}  // namespace

std::size_t CodeList::lower_bound(std::uint64_t code) const {
  const auto place = std::lower_bound(
      by_code_.begin(), by_code_.end(), code,
      [this](std::uint32_t document, std::uint64_t wanted) { return documents_[document].code < wanted; });
  return static_cast<std::size_t>(place - by_code_.begin());
}

std::vector<std::uint32_t> CodeList::find(std::string_view key) const {
  std::vector<std::uint32_t> found;
  if (key.empty() || key.size() > kLongestKey) return found;
  const std::uint64_t code = pack_key(key);
  for (std::size_t at = lower_bound(code); at < by_code_.size() && documents_[by_code_[at]].code == code;
       ++at) {
    found.push_back(by_code_[at]);
  }
  std::sort(found.begin(), found.end(),
            [this](std::uint32_t left, std::uint32_t right) { return kind(left) < kind(right); });
  return found;
}

std::span<const std::uint32_t> CodeList::beginning(std::string_view key) const {
  if (key.empty() || key.size() > kLongestKey) return {};
  const std::uint64_t first = pack_key(key);
  const std::uint64_t rest = key.size() == kLongestKey ? 0 : ~std::uint64_t{0} >> (8U * key.size());
  const std::size_t begin = lower_bound(first);
  const std::size_t end =
      (first | rest) == ~std::uint64_t{0} ? by_code_.size() : lower_bound((first | rest) + 1);
  return by_code_.subspan(begin, end - begin);
}

TypedCodes codes_typed(std::string_view text, const CodeList& codes) {
  return Reader(codes).read(text);
}

}  // namespace chargelint::data
