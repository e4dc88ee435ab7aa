// Files that travel inside the binary: the schema, the starter tables, and what was measured of the rules.
#pragma once

#include <span>
#include <string_view>

namespace chargelint::data {

struct EmbeddedFile {
  std::string_view name;  // "schema/0001_reference.sql", "starter/modifiers.tsv", "measured/fire_rates.tsv"
  std::string_view content;
};
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();  // by name

}  // namespace chargelint::data
