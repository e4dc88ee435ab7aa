// What the commands around the reference store have in common: their options, and the forms they print in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/writer.h"
#include "plugin/app/options.h"
#include "rules/base/date.h"
#include "rules/base/result.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {

[[nodiscard]] std::int64_t now_ms();
[[nodiscard]] Date today();

// "--on 2026-07-01"; the fallback when it was not given.
[[nodiscard]] Result<Date> date_option(const Options& options, std::string_view name, Date fallback);
// "--source ncci-ptp-practitioner,mpfs": source_name()s, or the beginning of some; nothing given: none.
[[nodiscard]] Result<std::vector<Source>> source_option(const Options& options, std::string_view name);
// "--code 62324,M54.12": upper case, without the dot.
[[nodiscard]] Result<std::vector<std::string>> code_option(const Options& options, std::string_view name);
[[nodiscard]] std::optional<Source> source_of_name(std::string_view name);
// --complete, --partial.
[[nodiscard]] Result<std::optional<bool>> completeness_option(const Options& options);

// A store that is missing is told with the command that makes one.
[[nodiscard]] Error store_error(Error error, const std::string& store);

// null for an open end.
void write_date(fhir::JsonWriter& json, std::string_view key, Date date);
// "12,345"
[[nodiscard]] std::string grouped(std::uint64_t number);

}  // namespace chargelint::plugin
