// NCCI pairs of a code, in both directions: counts of what is in force, and one page of them.
#include <algorithm>
#include <array>

#include "plugin/report/code_page/parts.h"
#include "plugin/report/indicator_meanings.h"

namespace chargelint::plugin {
namespace {

struct PairTable {
  Source source;
  std::string_view key;
  std::string_view title;
};
constexpr std::array kTables{
    PairTable{Source::ptp_practitioner, "practitioner", "Practitioner"},
    PairTable{Source::ptp_hospital, "hospital", "Outpatient hospital"},
    PairTable{Source::ptp_medicaid_practitioner, "medicaid_practitioner", "Medicaid practitioner"},
    PairTable{Source::ptp_medicaid_hospital, "medicaid_hospital", "Medicaid outpatient hospital"},
    PairTable{Source::ptp_medicaid_dme, "medicaid_dme", "Medicaid equipment"},
};

struct Partner {
  Hcpcs code;
  bool this_is_column1 = false;
  const PtpEdit* edit = nullptr;
};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& character : out) {
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
  }
  return out;
}

struct Counts {
  std::int64_t column1 = 0, column2 = 0, never = 0, with_modifier = 0, not_in_force = 0;
  void count(const Partner& partner) {
    ++(partner.this_is_column1 ? column1 : column2);
    ++(partner.edit->indicator == 0 ? never : with_modifier);
  }
};

// Those of the page wanted; every window of a pair when the other code was named in full.
std::vector<Partner> partners_of(const ProcedureView& view, Source source, Counts& counts) {
  const std::string filter = upper(view.request.pairs_filter);
  std::vector<Partner> partners;
  const auto take = [&](const Partner& partner) {
    const bool in_force = partner.edit->applies_on(view.on);
    if (in_force) {
      counts.count(partner);
    } else {
      ++counts.not_in_force;
    }
    if (!in_force && filter.size() < 5) return;
    if (!filter.empty() && !partner.code.text().view().starts_with(filter)) return;
    partners.push_back(partner);
  };
  for (const PtpEdit& edit : view.catalogue.ptp(source, view.code)) take({edit.column2(), true, &edit});
  for (const data::PtpPartner& partner : view.catalogue.partners(source, view.code)) {
    take({partner.column1, false, partner.edit});
  }
  return partners;
}

std::vector<std::string> row_of(const ProcedureView& view, const Partner& partner) {
  const PtpEdit& edit = *partner.edit;
  const std::string indicator = std::to_string(edit.indicator);
  const auto releases = view.catalogue.releases();
  const bool from_known = edit.release >= releases.size() || releases[edit.release].effective_known;
  return {partner.code.text().str(),
          partner.this_is_column1 ? "1" : "2",
          partner.this_is_column1 ? partner.code.text().str() : view.code.text().str(),
          indicator,
          std::string(indicator_meaning(Indicator::pair_modifier, indicator)),
          from_known ? day_text(edit.from()) : std::string(),
          day_text(edit.to()),
          edit.applies_on(view.on) ? "true" : "false",
          std::string(view.catalogue.rationale(edit.rationale)),
          std::string(view.catalogue.words(partner.code))};
}

std::string sentence(const Counts& counts) {
  if (counts.column1 + counts.column2 == 0) return "no pair in force";
  const auto number = [](std::int64_t count, std::string_view one) {
    return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
  };
  return number(counts.column1 + counts.column2, "pair") +
         " in force: this code is paid and the other denied in " + std::to_string(counts.column1) +
         ", the other paid and this code denied in " + std::to_string(counts.column2) + "; " +
         std::to_string(counts.never) + " never together, " + std::to_string(counts.with_modifier) +
         " with a modifier";
}

}  // namespace

PageSection pairs_section(const ProcedureView& view) {
  PageSection section{"pairs", "NCCI pairs (which codes may not be billed together)", {}, {}, {}};
  for (const PairTable& wanted : kTables) {
    const Coverage coverage = view.catalogue.coverage(wanted.source, view.on);
    if (!coverage.loaded) continue;
    Counts counts;
    const std::vector<Partner> partners = partners_of(view, wanted.source, counts);
    PageTable table;
    table.key = wanted.key;
    table.title = std::string(wanted.title) + ": " + sentence(counts);
    table.origin = origin_of(view.catalogue, wanted.source, view.on);
    table.origin.period = {};
    table.columns = {{"code", "Other"},      {"column", "", true, false},   {"denied", "Denied"},
                     {"indicator", "Ind"},   {"meaning", "", false, false}, {"from", "From"},
                     {"to", "To"},           {"in_force", "", true, false}, {"rationale", "Rationale"},
                     {"words", "What it is"}};
    const std::size_t size = std::max<std::size_t>(view.request.pairs_size, 1);
    const std::size_t page = std::max<std::size_t>(view.request.pairs_page, 1);
    const std::size_t first = std::min((page - 1) * size, partners.size());
    const std::size_t last = std::min(first + size, partners.size());
    for (std::size_t index = first; index < last; ++index)
      table.rows.push_back(row_of(view, partners[index]));
    table.total = partners.size();
    table.in_text = size;
    table.counts = {{"in_force", counts.column1 + counts.column2},
                    {"column1", counts.column1},
                    {"column2", counts.column2},
                    {"never", counts.never},
                    {"with_modifier", counts.with_modifier},
                    {"not_in_force", counts.not_in_force},
                    {"page", static_cast<std::int64_t>(page)},
                    {"size", static_cast<std::int64_t>(size)}};
    if (!coverage.complete)
      table.note = "An excerpt is loaded: a pair that is not here may exist all the same.";
    section.tables.push_back(std::move(table));
  }
  if (!section.tables.empty()) {
    section.notes.emplace_back(
        "Ind 0: never paid together. Ind 1: both are paid with an NCCI modifier that the record supports.");
  }
  return section;
}

}  // namespace chargelint::plugin
