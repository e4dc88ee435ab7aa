// Reads our own tables of data/starter for fixtures.
#include <cstdlib>
#include <sstream>

#include "tests/unit/rules/fixture_reference.h"
#include "tests/unit/rules/tsv.h"

namespace chargelint::test {
namespace {

struct Reader {
  StarterTables& tables;
  const std::string& file;
  const TsvRow& row;

  std::string_view cell(std::string_view name) const { return row.cell(name); }
  void error(const std::string& what) {
    tables.errors.push_back(file + ":" + std::to_string(row.line()) + ": " + what);
  }

  Period period() {
    Period period;
    const std::string_view from = cell("effective");
    const std::string_view to = cell("end");
    const auto start = Date::parse_iso(from);
    const auto end = Date::parse_iso(to);
    if (!from.empty() && !start) error("effective is no date");
    if (!to.empty() && !end) error("end is no date");
    if (start) period.from = *start;
    if (end) period.to = *end;
    return period;
  }
  void set_period(RowBase& row, Source source) {
    const Period dates = period();
    row.from_days = dates.from.days();
    row.to_days = dates.to.days();
    row.release = static_cast<ReleaseId>(source);
  }
  template <class Code>
  Code code(std::string_view column) {
    const auto parsed = Code::parse(cell(column));
    if (!parsed) error(std::string(column) + " is no code");
    return parsed.value_or(Code{});
  }
  template <class Enum, std::size_t Size>
  Enum named(std::string_view column, const std::pair<std::string_view, Enum> (&names)[Size]) {
    for (const auto& [name, value] : names) {
      if (name == cell(column)) return value;
    }
    error(std::string(column) + " is not known: " + std::string(cell(column)));
    return {};
  }
};

constexpr std::pair<std::string_view, ModifierClass> kClasses[] = {
    {"ncci_bypass", ModifierClass::ncci_bypass},
    {"distinct", ModifierClass::distinct},
    {"anatomic", ModifierClass::anatomic},
    {"left", ModifierClass::left},
    {"right", ModifierClass::right},
    {"visit_bypass", ModifierClass::visit_bypass},
    {"global_bypass", ModifierClass::global_bypass},
    {"repeat_lab", ModifierClass::repeat_lab},
    {"assistant", ModifierClass::assistant},
    {"component", ModifierClass::component},
    {"asserts_fact", ModifierClass::asserts_fact},
    {"notice_of_noncoverage", ModifierClass::notice_of_noncoverage},
    {"bypass_column2_only_before_2019", ModifierClass::bypass_column2_only_before_2019}};
constexpr std::pair<std::string_view, CodeSet> kSets[] = {
    {"evaluation_management", CodeSet::evaluation_management},
    {"unlisted", CodeSet::unlisted},
    {"paid_under_other_schedule", CodeSet::paid_under_other_schedule},
    {"add_on_time_based", CodeSet::add_on_time_based}};
constexpr std::pair<std::string_view, DiagnosisSet> kDiagnosisSets[] = {
    {"external_cause", DiagnosisSet::external_cause},
    {"manifestation", DiagnosisSet::manifestation},
    {"secondary_only", DiagnosisSet::secondary_only}};
constexpr std::pair<std::string_view, CodeMap> kMaps[] = {
    {"medicare_alternative", CodeMap::medicare_alternative},
    {"professional_component", CodeMap::professional_component},
    {"technical_component", CodeMap::technical_component},
    {"add_on_critical_care", CodeMap::add_on_critical_care},
    {"imaging_family", CodeMap::imaging_family}};
constexpr std::pair<std::string_view, Parameter> kParameters[] = {
    {"ptp_bypass_either_line", Parameter::ptp_bypass_either_line}};

void read_modifier(Reader& reader) {
  ModifierRow row;
  const auto modifier = reader.code<Modifier>("modifier");
  row.modifier_packed = modifier.packed();
  reader.set_period(row, Source::modifiers);
  std::istringstream classes{std::string(reader.cell("classes"))};
  for (std::string name; classes >> name;) {
    bool known = false;
    for (const auto& [spelled, value] : kClasses) {
      if (spelled != name) continue;
      row.classes |= static_cast<std::uint32_t>(value);
      known = true;
    }
    if (!known) reader.error("class is not known: " + name);
  }
  reader.tables.modifiers[modifier].push_back(row);
  reader.tables.modifier_words[modifier] = reader.cell("words");
}

void read_place(Reader& reader) {
  reader.tables.places.push_back({std::string(reader.cell("place")), reader.period()});
}

void read_code_set(Reader& reader) {
  StarterTables::SetRow row;
  row.first = reader.code<Hcpcs>("first");
  row.last = reader.cell("last").empty() ? row.first : reader.code<Hcpcs>("last");
  row.period = reader.period();
  reader.tables.code_sets[reader.named("set", kSets)].push_back(row);
}

void read_diagnosis_set(Reader& reader) {
  const DiagnosisSet set = reader.named("set", kDiagnosisSets);
  reader.tables.diagnosis_sets[{set, reader.code<IcdCode>("prefix")}].push_back(reader.period());
}

void read_code_map(Reader& reader) {
  CodeMapRow row;
  row.map = reader.named("map", kMaps);
  row.from_packed = reader.code<Hcpcs>("from").packed();
  row.to_packed = reader.code<Hcpcs>("to").packed();
  reader.set_period(row, Source::code_sets);
  if (!reader.cell("condition").empty()) {
    reader.tables.texts.emplace_back(reader.cell("condition"));
    row.condition = static_cast<std::uint32_t>(reader.tables.texts.size() - 1);
  }
  reader.tables.code_maps[{row.map, Hcpcs::from_packed(row.from_packed)}].push_back(row);
}

void read_parameter(Reader& reader) {
  StarterTables::ParameterRow row;
  row.parameter = reader.named("parameter", kParameters);
  row.value = std::atoll(std::string(reader.cell("value")).c_str());
  row.period = reader.period();
  reader.tables.parameters.push_back(row);
}

void read_table(StarterTables& tables, const std::string& name, void (*read_row)(Reader&)) {
  const bool there = read_tsv(name, [&](const TsvRow& row) {
    Reader reader{tables, name, row};
    read_row(reader);
  });
  if (!there) tables.missing.push_back(name);
}

StarterTables read_starter_tables() {
  StarterTables tables;
  read_table(tables, "modifiers.tsv", read_modifier);
  read_table(tables, "places.tsv", read_place);
  read_table(tables, "code_sets.tsv", read_code_set);
  read_table(tables, "diagnosis_sets.tsv", read_diagnosis_set);
  read_table(tables, "code_maps.tsv", read_code_map);
  read_table(tables, "parameters.tsv", read_parameter);
  return tables;
}

}  // namespace

const StarterTables& starter_tables() {
  static const StarterTables tables = read_starter_tables();
  return tables;
}

}  // namespace chargelint::test
