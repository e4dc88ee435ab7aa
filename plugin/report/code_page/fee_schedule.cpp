// The physician fee schedule's word on a code: indicators, RVUs, and the national amount.
#include <array>

#include "plugin/report/code_page/parts.h"
#include "plugin/report/indicator_meanings.h"
#include "rules/base/money.h"

namespace chargelint::plugin {
namespace {

std::string hundredths(std::int32_t value) {
  const std::int32_t rest = value < 0 ? -(value % 100) : value % 100;
  return std::string(value < 0 && value > -100 ? "-" : "") + std::to_string(value / 100) +
         (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

std::string dollars(std::int64_t cents) {
  return Money{cents}.text().str();
}

// RVUs in hundredths times ten-thousandths of a dollar, rounded half up.
std::string amount(std::int32_t total, const FeeScheduleRow& row) {
  const bool priced = row.status == 'A' || row.status == 'R' || row.status == 'T';
  if (!priced || total <= 0 || row.conversion_factor <= 0) return {};
  return dollars((std::int64_t{total} * row.conversion_factor + 5000) / 10000);
}

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

struct IndicatorLine {
  std::string_view key;
  std::string_view label;
  Indicator indicator;
  std::string value;
};

std::vector<IndicatorLine> indicators_of(const FeeScheduleRow& row) {
  const auto one = [](char value) { return trimmed(std::string_view(&value, 1)); };
  return {
      {"status", "Status", Indicator::status, one(row.status)},
      {"global_days", "Global days", Indicator::global_days, trimmed(row.global_days())},
      {"pc_tc", "PC/TC", Indicator::pctc, one(row.pctc)},
      {"multiple_procedure", "Multiple procedures", Indicator::multiple, one(row.multiple)},
      {"bilateral", "Bilateral", Indicator::bilateral, one(row.bilateral)},
      {"supervision", "Supervision", Indicator::supervision, trimmed(std::string_view(row.supervision, 2))},
      {"assistant", "Assistant at surgery", Indicator::assistant, one(row.assistant)},
      {"co_surgeon", "Co-surgeon", Indicator::co_surgeon, one(row.co_surgeon)},
      {"team", "Team surgery", Indicator::team, one(row.team)},
      {"imaging_family", "Imaging family", Indicator::imaging_family,
       trimmed(std::string_view(row.imaging_family, 2))}};
}

void add_package_shares(PageSection& section, const FeeScheduleRow& row, const Origin& origin) {
  if (row.preoperative + row.intraoperative + row.postoperative <= 0) return;
  const auto percent = [](std::int32_t share) { return std::to_string(share) + "%"; };
  section.add({"global_shares", "Shares of the global fee",
               "before " + percent(row.preoperative) + ", during " + percent(row.intraoperative) +
                   ", after " + percent(row.postoperative),
               "", origin});
}

// Practice expense and malpractice are not in the starter table: nothing rather than zero.
std::vector<std::string> payment_row(const FeeScheduleRow& row, Modifier modifier) {
  const bool parts_known = row.nonfacility_pe != 0 || row.facility_pe != 0 || row.malpractice != 0 ||
                           (row.nonfacility_total == 0 && row.facility_total == 0);
  const auto part = [parts_known](std::int32_t value) {
    return parts_known ? hundredths(value) : std::string();
  };
  std::string note;
  if (row.nonfacility_na == 'N') note = "rarely or never done outside a facility";
  if (row.facility_na == 'N') {
    note += note.empty() ? "" : "; ";
    note += "not paid, or rarely done, in a facility";
  }
  return {modifier.empty() ? std::string("none") : modifier.text().str(),
          std::string(1, row.status),
          hundredths(row.work_rvu),
          part(row.nonfacility_pe),
          part(row.facility_pe),
          part(row.malpractice),
          hundredths(row.nonfacility_total),
          hundredths(row.facility_total),
          amount(row.nonfacility_total, row),
          amount(row.facility_total, row),
          note};
}

PageTable payment_table() {
  PageTable table;
  table.key = "rvus";
  table.title =
      "RVUs and national amount in dollars (total RVUs times the conversion factor, before any "
      "local adjustment)";
  table.columns = {{"modifier", "Mod"},
                   {"status", "Status"},
                   {"work", "Work", true},
                   {"nonfacility_practice_expense", "PE office", true},
                   {"facility_practice_expense", "PE facility", true},
                   {"malpractice", "MP", true},
                   {"nonfacility_total", "Total office", true},
                   {"facility_total", "Total facility", true},
                   {"nonfacility_amount", "$ office", true},
                   {"facility_amount", "$ facility", true},
                   {"note", "Note"}};
  return table;
}

}  // namespace

PageSection fee_schedule_section(const ProcedureView& view) {
  PageSection section{"fee_schedule", "Physician fee schedule", {}, {}, {}};
  const auto found = fee_schedule_on(view.catalogue, view.code, Modifier(), view.on);
  if (found.row == nullptr) {
    if (found.known == Known::absent)
      section.notes.emplace_back("The fee schedule of the date does not hold this code.");
    return section;
  }
  const FeeScheduleRow& row = *found.row;
  const Origin origin = origin_of(view.catalogue, row, found.nearest);
  for (const IndicatorLine& line : indicators_of(row)) {
    section.add({std::string(line.key), std::string(line.label), line.value,
                 std::string(indicator_meaning(line.indicator, line.value)), origin});
  }
  if (row.endoscopic_base_packed != 0) {
    const Hcpcs base = Hcpcs::from_packed(row.endoscopic_base_packed);
    section.add({"endoscopic_base", "Endoscopic base", base.text().str(),
                 title_of(view.catalogue, base, view.on), origin});
  }
  add_package_shares(section, row, origin);
  if (row.conversion_factor > 0) {
    const std::int32_t rest = row.conversion_factor % 10000;
    std::string digits = std::to_string(rest);
    digits.insert(0, 4 - digits.size(), '0');
    section.add({"conversion_factor", "Conversion factor",
                 std::to_string(row.conversion_factor / 10000) + "." + digits, "", origin, true});
  }
  if (row.not_used_for_medicare == '+') {
    section.add({"not_used_for_medicare", "RVUs", "not used for Medicare payment", "", origin});
  }
  PageTable table = payment_table();
  constexpr std::array kModifiers{Modifier(), Modifier('2', '6'), Modifier('T', 'C'), Modifier('5', '3')};
  for (const Modifier modifier : kModifiers) {
    const auto part = fee_schedule_on(view.catalogue, view.code, modifier, view.on);
    if (part.row == nullptr) continue;
    table.rows.push_back(payment_row(*part.row, modifier));
    const std::string level = trimmed(std::string_view(part.row->supervision, 2));
    if (modifier == Modifier('T', 'C') && !level.empty() && level != "09") {
      section.add({"supervision_tc", "Supervision (TC)", level,
                   std::string(indicator_meaning(Indicator::supervision, level)),
                   origin_of(view.catalogue, *part.row, part.nearest)});
    }
  }
  section.tables.push_back(std::move(table));
  return section;
}

PageSection unit_limits_section(const ProcedureView& view) {
  struct Setting {
    Source source;
    std::string_view key;
    std::string_view label;
  };
  constexpr std::array kSettings{
      Setting{Source::mue_practitioner, "practitioner", "Practitioner"},
      Setting{Source::mue_outpatient, "outpatient_hospital", "Outpatient hospital"},
      Setting{Source::mue_dme, "dme", "Equipment supplier"},
      Setting{Source::mue_medicaid_practitioner, "medicaid_practitioner", "Medicaid practitioner"},
      Setting{Source::mue_medicaid_outpatient, "medicaid_outpatient_hospital",
              "Medicaid outpatient hospital"},
      Setting{Source::mue_medicaid_dme, "medicaid_dme", "Medicaid equipment supplier"}};
  PageSection section{"mue", "Unit limits of a day (MUE)", {}, {}, {}};
  for (const Setting& setting : kSettings) {
    const auto found = mue_on(view.catalogue, setting.source, view.code, view.on);
    if (found.row == nullptr) continue;
    const Origin origin = origin_of(view.catalogue, *found.row, found.nearest);
    const std::string key(setting.key);
    const std::string label(setting.label);
    const std::string units = std::to_string(found.row->units);
    section.add({key, label, units, units == "1" ? "unit" : "units", origin, true});
    if (found.row->adjudication != 0) {
      const std::string mai = std::to_string(found.row->adjudication);
      section.add({key + "_mai", "  MAI", mai,
                   std::string(indicator_meaning(Indicator::mue_adjudication, mai)), origin});
    }
    section.add({key + "_rationale", "  rationale",
                 std::string(view.catalogue.rationale(found.row->rationale)), "", origin});
  }
  if (section.empty()) return section;
  section.notes.emplace_back(
      "Some limits are confidential: a code that is not in a table may have one all the same.");
  return section;
}

}  // namespace chargelint::plugin
