// Which release a file is, from official file names, from the words inside the file, or from --release.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/base/date.h"

namespace chargelint::data {

enum class ReleaseKind : std::uint8_t {
  ptp,
  mue,
  fee_schedule,
  icd10cm,
  add_on,
  quarterly,    // Addendum B, ASC, OPPSCAP: in force from a quarter or a month
  hcpcs,        // HCPC2024_OCT; HCPC2019 is the annual file, from 1 January
  yearly,       // GPCI, localities, anesthesia; lists that name only a calendar year
  fiscal_year,  // MCE, POA-exempt, conversion table: from 1 October of the year before
};

struct ReleaseIdentity {
  std::string name;  // "2026Q3"; ICD-10-CM: the fiscal year "2026", an update "2026-04"
  int revision = 0;
  Date first = Date::open_start();
  Date last = Date::open_end();  // unless no later release is loaded
};

// `name`: a file name, or an archive's. Nothing when it tells no release.
[[nodiscard]] std::optional<ReleaseIdentity> release_from_name(ReleaseKind kind, std::string_view name);
// `text`: a caption of the file ("2025 National Physician Fee Schedule Relative Value File October Release").
[[nodiscard]] std::optional<ReleaseIdentity> release_from_caption(std::string_view text);
// Words that name a month and a year, or a year: "July CY 2020 Payment Rate", "…Codes for CY 2023".
[[nodiscard]] std::optional<ReleaseIdentity> release_from_month(std::string_view text);
[[nodiscard]] std::optional<ReleaseIdentity> release_from_year(std::string_view text);
// A name that tells the month alone ("OPPSCAP_Oct.csv"), with a year told elsewhere.
[[nodiscard]] std::optional<ReleaseIdentity> release_from_month_of(int year, std::string_view name);
// "2024Q2", "2024", "2024-04", "2024-04-01".
[[nodiscard]] std::optional<ReleaseIdentity> release_from_option(ReleaseKind kind, std::string_view text);

// f1 to f4 of a pair edit table; 0: the name tells none.
[[nodiscard]] int part_from_name(std::string_view name);

}  // namespace chargelint::data
