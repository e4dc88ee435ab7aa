// Everything the reference knows of one code on one date: the same page for the command line and for HTTP.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/reference/catalogue.h"
#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

enum class CodeKind : std::uint8_t { procedure, diagnosis, modifier, place, article };
[[nodiscard]] std::string_view kind_text(CodeKind kind);  // "procedure", …
// A name ("procedure", "cpt", "icd-10-cm", "pos", …) or the URI of a code system, in any case.
[[nodiscard]] std::optional<CodeKind> code_kind(std::string_view text);

struct CodePageRequest {
  std::string_view code;
  std::optional<CodeKind> kind;  // none: what the text is; "25" and "A1" are modifiers
  Date on;
  std::size_t pairs_page = 1;
  std::size_t pairs_size = 10;
  std::string_view pairs_filter;  // the beginning of the other code
};

struct CodePage;
struct Suggestion {
  std::string code;
  std::string words;
};
struct UnknownCode {
  std::vector<Suggestion> suggestions;
};

// Text or JSON (one line), or what the code may have been meant to be.
struct CodePageText {
  std::string text;
  UnknownCode unknown;
  bool found = false;
};
enum class PageFormat : std::uint8_t { text, json };
[[nodiscard]] CodePageText code_page(const data::Catalogue& catalogue, const CodePageRequest& request,
                                     PageFormat format);

}  // namespace chargelint::plugin
