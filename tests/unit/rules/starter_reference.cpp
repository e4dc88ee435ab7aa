// The published rows of data/starter as a fixture.
#include "tests/unit/rules/fixture_reference.h"
#include "tests/unit/rules/tsv.h"

namespace chargelint::test {
namespace {

std::string or_star(std::string_view cell) {
  return cell.empty() ? "*" : std::string(cell);
}

void add(StarterReference& starter, std::string_view file, const TsvRow& row, const std::string& words) {
  const auto added = starter.reference.add_row(words);
  if (added) return;
  starter.errors.push_back(std::string(file) + ":" + std::to_string(row.line()) + ": " + added.error().what +
                           " in: " + words);
}

std::string joined(const TsvRow& row, std::string_view kind,
                   std::initializer_list<std::string_view> columns) {
  std::string words(kind);
  for (const std::string_view column : columns) words += " " + std::string(row.cell(column));
  return words;
}

std::string fee_words(const TsvRow& row) {
  std::string words = "fee " + std::string(row.cell("code"));
  if (!row.cell("modifier").empty()) words += "-" + std::string(row.cell("modifier"));
  words += " " + std::string(row.cell("status")) + " " + std::string(row.cell("global"));
  constexpr std::pair<std::string_view, std::string_view> kOptions[] = {{"pctc", "pctc"},
                                                                        {"multiple", "multiple"},
                                                                        {"bilateral", "bilateral"},
                                                                        {"assistant", "assistant"},
                                                                        {"co", "co_surgeon"},
                                                                        {"team", "team"},
                                                                        {"supervision", "supervision"},
                                                                        {"family", "imaging_family"},
                                                                        {"nonfac_na", "nonfacility_na"},
                                                                        {"fac_na", "facility_na"},
                                                                        {"base", "endoscopic_base"},
                                                                        {"work", "work_rvu"}};
  for (const auto& [option, column] : kOptions) {
    const std::string_view cell = row.cell(column);
    if (!cell.empty()) words += " " + std::string(option) + "=" + std::string(cell == "NA" ? "N" : cell);
  }
  return words;
}

void fill(StarterReference& starter) {
  for (const std::string_view source :
       {"mpfs", "icd-10-cm", "hcpcs", "ncci-ptp-practitioner", "ncci-ptp-hospital", "ncci-mue-practitioner",
        "ncci-mue-outpatient-hospital", "ncci-mue-dme"}) {
    (void)starter.reference.set_source(std::string(source) + " partial");
  }
  read_tsv("codes.tsv",
           [&](const TsvRow& row) { add(starter, "codes.tsv", row, joined(row, "code", {"code"})); });
  read_tsv("fee_schedule.tsv",
           [&](const TsvRow& row) { add(starter, "fee_schedule.tsv", row, fee_words(row)); });
  read_tsv("ptp.tsv", [&](const TsvRow& row) {
    add(starter, "ptp.tsv", row,
        joined(row, "ptp", {"setting", "column1", "column2", "indicator"}) + " " +
            or_star(row.cell("effective")) + " " + or_star(row.cell("deletion")));
  });
  read_tsv("mue.tsv", [&](const TsvRow& row) {
    add(starter, "mue.tsv", row, joined(row, "mue", {"setting", "code", "units", "mai"}));
  });
  read_tsv("add_on.tsv", [&](const TsvRow& row) {
    add(starter, "add_on.tsv", row,
        joined(row, "addon", {"type", "add_on", "primary"}) + " " + or_star(row.cell("effective")) + " " +
            or_star(row.cell("deletion")) + " " +
            std::string(row.cell("note").substr(0, row.cell("note").find(' '))));
  });
  read_tsv("diagnoses.tsv", [&](const TsvRow& row) {
    std::string words = "dx " + std::string(row.cell("code"));
    if (row.cell("billable") != "1") words += " header";
    if (!row.cell("effective").empty()) words += " from=" + std::string(row.cell("effective"));
    if (!row.cell("end").empty()) words += " to=" + std::string(row.cell("end"));
    add(starter, "diagnoses.tsv", row, words);
  });
  starter.reference.seal();
}

}  // namespace

const StarterReference& starter_reference() {
  static StarterReference starter;
  static const bool filled = (fill(starter), true);
  (void)filled;
  return starter;
}

}  // namespace chargelint::test
