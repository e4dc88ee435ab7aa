// Which code of a header is meant when nothing further is said: E11.9 of E11, M54.50 of M54.5.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "data/search/documents.h"

namespace chargelint::data {

// By place in `documents`, which are by kind and key; nothing where there is none.
[[nodiscard]] std::vector<std::optional<std::size_t>> default_codes(const std::vector<Document>& documents);

}  // namespace chargelint::data
