// What the ICD-10-CM importers share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/releases/importers.h"

namespace chargelint::data {

// A diagnosis without its dot, upper case; nothing when the text is none. "K50.-" is its stem, K50, when
// `stem` is said.
[[nodiscard]] std::optional<std::string> diagnosis_text(std::string_view text, bool stem = false);
// "K5001" as it is printed: "K50.01".
[[nodiscard]] std::string dotted(std::string_view code);

// `written`: the fiscal year as the file's content says it. A name that tells an update within that year
// ("…-April-2025") tells more.
[[nodiscard]] ReleaseIdentity icd10cm_release(std::string_view written, const SourceText& text,
                                              const std::string& release_option);

}  // namespace chargelint::data
