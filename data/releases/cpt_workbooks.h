// The AMA's CPT files that have a header: consumer and clinician descriptors (workbooks), the PLA codes.
#pragma once

#include <string_view>

#include "data/releases/importers.h"

namespace chargelint::data {

// The files of an edition may be imported one by one: each kind is a part of its own.
inline constexpr int kCptModifiers = 10;
[[nodiscard]] int cpt_part(std::string_view attribute);

[[nodiscard]] bool is_cpt_workbook(std::string_view head);
// The release is told by then.
void parse_cpt_workbook(SourceText& text, ParsedFile& file);

}  // namespace chargelint::data
