// What our own tables say of a code, a modifier or a diagnosis beside what is published.
#include <array>

#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

struct NumberWords {
  CodeNumber number;
  std::string_view key;
  std::string_view label;
  std::string_view low;    // what the number is
  std::string_view high;   // what the second is; empty: it says nothing
  std::string_view other;  // what the other code is
};
constexpr std::array kNumbers{
    NumberWords{CodeNumber::visit_minutes, "visit_minutes", "Visit by time", "at least so many minutes", "",
                ""},
    NumberWords{CodeNumber::age_years, "age_years", "Age", "from this age in years", "up to this age",
                "for another age"},
    NumberWords{CodeNumber::organ, "organ", "Removes", "", "", ""},
    NumberWords{CodeNumber::least_minutes, "least_minutes", "Least time", "at least so many minutes", "",
                "for less time"},
    NumberWords{CodeNumber::unit_minutes, "unit_minutes", "Units by time", "minutes of the first unit",
                "minutes of each further unit", "beside"},
    NumberWords{CodeNumber::units_of_successor, "units_of_successor", "Units of the code that followed",
                "units that hold one of this code", "", "the code that followed"},
    NumberWords{CodeNumber::observed_modifiers, "observed_modifiers", "Modifiers seen with it",
                "how many were seen", "", ""},
    NumberWords{CodeNumber::drug_dose, "drug_dose", "Dose of a unit", "in one unit", "", ""},
    NumberWords{CodeNumber::eight_minute_rule, "eight_minute_rule", "Timed therapy", "minutes of one unit",
                "least minutes that count as one", ""},
    NumberWords{CodeNumber::day_minutes, "day_minutes", "Units of a day", "minutes of one unit",
                "most units that a day holds", ""},
    NumberWords{CodeNumber::per_primary, "per_primary", "Units beside the primary",
                "most units for each unit of the primary", "", "the primary"},
};

// A dose is kept in thousandths.
std::string amount(const CodeNumberRow& row) {
  if (row.number == CodeNumber::organ) return {};
  if (row.number != CodeNumber::drug_dose) return std::to_string(row.low);
  std::string rest = std::to_string(row.low % 1000 + 1000).substr(1);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return std::to_string(row.low / 1000) + (rest.empty() ? "" : "." + rest);
}

struct LinkWords {
  DiagnosisLink link;
  std::string_view label;
};
constexpr std::array kLinks{LinkWords{DiagnosisLink::must_pair, "Not complete without"},
                            LinkWords{DiagnosisLink::combination, "Coded as one with"},
                            LinkWords{DiagnosisLink::needs_first, "Never without this before it"},
                            LinkWords{DiagnosisLink::symptom_of, "A usual symptom of"},
                            LinkWords{DiagnosisLink::recapture, "Leaves out"}};

// "N18" for the interval below a stem, "N18-N19" for one of several.
std::string interval_text(std::uint64_t first, std::uint64_t last) {
  const auto stem = [](std::uint64_t packed) {
    std::uint64_t kept = 0;
    for (unsigned shift = 64; shift > 0; shift -= 8) {
      const std::uint64_t byte = (packed >> (shift - 8)) & 0xFFU;
      if (byte == 0xFFU) break;
      kept |= byte << (shift - 8);
    }
    return IcdCode::from_packed(kept).text().str();
  };
  const std::string from = stem(first);
  const std::string to = stem(last);
  return from == to ? from : from + "-" + to;
}

std::string_view severity_text(std::uint8_t severity) {
  return severity >= 3 ? "error" : severity == 2 ? "warning" : "info";
}

}  // namespace

PageSection numbers_section(const ProcedureView& view) {
  PageSection section{"numbers", "Minutes, ages, doses and units", {}, {}, {}};
  for (const NumberWords& known : kNumbers) {
    for (const CodeNumberRow& row : view.catalogue.code_numbers(known.number, view.code)) {
      if (!row.period().contains(view.on)) continue;
      std::string value = amount(row);
      const std::string condition(row.condition == 0 ? std::string_view()
                                                     : view.catalogue.text(row.condition));
      std::string meaning(known.low);
      const auto also = [&](const std::string& text) { meaning += (meaning.empty() ? "" : "; ") + text; };
      if (known.number == CodeNumber::organ) {
        value = condition;
        also(row.high == 1 ? "there are two" : "there is one: it is removed once");
      } else if (known.number == CodeNumber::drug_dose) {
        value += " " + condition;
      } else {
        if (!known.high.empty() && row.high != 0)
          also(std::string(known.high) + ": " + std::to_string(row.high));
        if (!condition.empty()) also(condition);
      }
      if (row.other_packed != 0)
        also(std::string(known.other.empty() ? "beside" : known.other) + ": " + row.other().text().str());
      section.add({std::string(known.key), std::string(known.label), std::move(value), std::move(meaning),
                   origin_of(view.catalogue, row)});
    }
  }
  return section;
}

PageSection diagnosis_links_section(const data::Catalogue& catalogue, IcdCode code, Date on) {
  PageSection section{"links", "What it is coded with", {}, {}, {}};
  PageTable table;
  table.key = "links";
  table.title = "Our own list";
  table.columns = {{"link", ""}, {"code", "Code"}, {"note", "Note"}};
  for (const LinkWords& known : kLinks) {
    for (const DiagnosisRelation& relation : catalogue.diagnosis_relations(code)) {
      if (relation.link != known.link || !relation.concerns(code) || !relation.period().contains(on))
        continue;
      if (table.rows.empty()) table.origin = origin_of(catalogue, relation);
      std::string note(relation.note == 0 ? std::string_view() : catalogue.text(relation.note));
      for (std::size_t bar = note.find('|'); bar != std::string::npos; bar = note.find('|', bar))
        note.replace(bar, 1, ", ");  // words of which one is enough
      table.rows.push_back({std::string(known.label),
                            interval_text(relation.target_first, relation.target_last), std::move(note)});
    }
  }
  table.origin.period = {};
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

PageSection modifier_pairs_section(const data::Catalogue& catalogue, Modifier modifier, Date on) {
  PageSection section{"pairs", "Not on one line with", {}, {}, {}};
  PageTable table;
  table.key = "modifiers";
  table.title = "Modifiers that contradict it";
  table.columns = {{"modifier", ""}, {"keep", "Stays"}, {"severity", "Severity"}, {"note", "Why"}};
  table.in_text = 30;
  for (const std::uint16_t packed : catalogue.modifier_codes()) {
    const Modifier other = Modifier::from_packed(packed);
    for (const ModifierPairRow& row : catalogue.modifier_pairs(modifier, other)) {
      if (!row.period().contains(on)) continue;
      if (table.rows.empty()) table.origin = origin_of(catalogue, row);
      table.rows.push_back({other.text().str(),
                            row.keep_packed == 0 ? std::string("ask") : row.keep().text().str(),
                            std::string(severity_text(row.severity)),
                            row.note == 0 ? std::string() : std::string(catalogue.text(row.note))});
    }
  }
  table.origin.period = {};
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

PageSection place_groups_section(const data::Catalogue& catalogue, std::string_view place, Date on) {
  struct Group {
    PlaceGroup group;
    std::string_view words;
  };
  constexpr std::array kGroups{
      Group{PlaceGroup::facility, "paid at the facility rate"},
      Group{PlaceGroup::office, "bills as an office"},
      Group{PlaceGroup::inpatient_hospital, "inpatient hospital"},
      Group{PlaceGroup::outpatient_hospital, "outpatient hospital"},
      Group{PlaceGroup::emergency, "emergency department"},
      Group{PlaceGroup::surgery_centre, "surgery center"},
      Group{PlaceGroup::nursing, "nursing facility"},
      Group{PlaceGroup::home, "home visits are billed here"},
      Group{PlaceGroup::telehealth, "telehealth"},
      Group{PlaceGroup::operating_room, "holds an operating room"},
      Group{PlaceGroup::technical_to_facility, "the technical part is the facility's"},
      Group{PlaceGroup::technical_maybe_facility, "the technical part may be the facility's"},
      Group{PlaceGroup::hospital_incident, "incident-to services are the hospital's"},
      Group{PlaceGroup::home_at_times, "home visits happen here, not always"},
  };
  PageSection section{"groups", "What it counts as", {}, {}, {}};
  for (const PlaceRow& row : catalogue.place(place)) {
    if (!row.period().contains(on)) continue;
    for (const Group& known : kGroups) {
      if (row.is(known.group))
        section.add({"group", "Group", std::string(known.words), "", origin_of(catalogue, row)});
    }
  }
  return section;
}

}  // namespace chargelint::plugin
