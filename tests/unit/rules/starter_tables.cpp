// Reads our own tables of data/starter for fixtures.
#include <cstdlib>
#include <sstream>

#include "rules/ports/table_names.h"
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
  template <class Enum>
  Enum named(std::string_view column) {
    const auto value = table_named<Enum>(cell(column));
    if (!value) error(std::string(column) + " is not known: " + std::string(cell(column)));
    return value.value_or(Enum{});
  }
  // Names between blanks, as bits.
  template <class Enum>
  std::uint32_t bits(std::string_view column) {
    std::uint32_t all = 0;
    std::istringstream names{std::string(cell(column))};
    for (std::string name; names >> name;) {
      const auto value = table_named<Enum>(name);
      if (!value) error(std::string(column) + " is not known: " + name);
      if (value) all |= static_cast<std::uint32_t>(*value);
    }
    return all;
  }
  std::int32_t number(std::string_view column) {
    return static_cast<std::int32_t>(std::atoll(std::string(cell(column)).c_str()));
  }
  std::uint32_t text(std::string_view column) {
    if (cell(column).empty()) return 0;
    tables.texts.emplace_back(cell(column));
    return static_cast<std::uint32_t>(tables.texts.size() - 1);
  }
};

void read_modifier(Reader& reader) {
  ModifierRow row;
  const auto modifier = reader.code<Modifier>("modifier");
  row.modifier_packed = modifier.packed();
  reader.set_period(row, Source::modifiers);
  row.classes = reader.bits<ModifierClass>("classes");
  row.order = static_cast<std::uint16_t>(reader.number("order"));
  reader.tables.modifiers[modifier].push_back(row);
  reader.tables.modifier_words[modifier] = reader.cell("words");
}

void read_place(Reader& reader) {
  const std::string place(reader.cell("place"));
  if (place.size() != 2) return reader.error("a place has two characters");
  PlaceRow row;
  reader.set_period(row, Source::places_of_service);
  row.place_packed = static_cast<std::uint16_t>(static_cast<unsigned char>(place[0]) << 8U |
                                                static_cast<unsigned char>(place[1]));
  row.groups = reader.bits<PlaceGroup>("groups");
  if (reader.cell("facility") == "F") row.groups |= static_cast<std::uint32_t>(PlaceGroup::facility);
  reader.tables.places[place].push_back(row);
}

void read_code_set(Reader& reader) {
  StarterTables::SetRow row;
  row.first = reader.code<Hcpcs>("first");
  row.last = reader.cell("last").empty() ? row.first : reader.code<Hcpcs>("last");
  row.period = reader.period();
  reader.tables.code_sets[reader.named<CodeSet>("set")].push_back(row);
}

void read_diagnosis_set(Reader& reader) {
  const DiagnosisSet set = reader.named<DiagnosisSet>("set");
  reader.tables.diagnosis_sets[{set, reader.code<IcdCode>("prefix")}].push_back(reader.period());
}

void read_code_map(Reader& reader) {
  CodeMapRow row;
  row.map = reader.named<CodeMap>("map");
  row.from_packed = reader.code<Hcpcs>("from").packed();
  row.to_packed = reader.code<Hcpcs>("to").packed();
  reader.set_period(row, Source::code_sets);
  row.condition = reader.text("condition");
  reader.tables.code_maps[{row.map, Hcpcs::from_packed(row.from_packed)}].push_back(row);
}

void read_parameter(Reader& reader) {
  StarterTables::ParameterRow row;
  row.parameter = reader.named<Parameter>("parameter");
  row.value = std::atoll(std::string(reader.cell("value")).c_str());
  row.period = reader.period();
  reader.tables.parameters.push_back(row);
}

void read_code_number(Reader& reader) {
  CodeNumberRow row;
  row.number = reader.named<CodeNumber>("number");
  const auto code = reader.code<Hcpcs>("code");
  row.code_packed = code.packed();
  if (!reader.cell("other").empty()) row.other_packed = reader.code<Hcpcs>("other").packed();
  row.low = reader.number("low");
  row.high = reader.number("high");
  row.condition = reader.text("condition");
  reader.set_period(row, Source::code_sets);
  reader.tables.code_numbers[{row.number, code}].push_back(row);
}

void read_modifier_pair(Reader& reader) {
  ModifierPairRow row;
  row.relation = reader.named<ModifierRelation>("relation");
  const auto first = reader.code<Modifier>("first");
  const auto second = reader.code<Modifier>("second");
  row.first_packed = first.packed();
  row.second_packed = second.packed();
  if (!reader.cell("keep").empty()) row.keep_packed = reader.code<Modifier>("keep").packed();
  const std::string_view severity = reader.cell("severity");
  row.severity = severity == "error" ? 3 : severity == "warning" ? 2 : 1;
  if (row.severity == 1 && severity != "info") reader.error("severity must be error, warning or info");
  row.note = reader.text("note");
  reader.set_period(row, Source::code_sets);
  reader.tables.modifier_pairs[{first, second}].push_back(row);
  if (first != second) reader.tables.modifier_pairs[{second, first}].push_back(row);
}

// A stem, or two with a dash between, as bounds of an interval.
void read_diagnosis_link(Reader& reader) {
  DiagnosisRelation row;
  row.link = reader.named<DiagnosisLink>("link");
  const auto bounds = [&reader](std::string_view column, std::uint64_t& first, std::uint64_t& last) {
    const std::string_view text = reader.cell(column);
    const std::size_t dash = text.find('-');
    const auto from = IcdCode::parse(text.substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : IcdCode::parse(text.substr(dash + 1));
    if (!from || !to) return reader.error(std::string(column) + " is no interval of diagnoses");
    first = from->packed();
    last = to->packed() | (~std::uint64_t{0} >> (8 * to->size()));
  };
  bounds("subject", row.subject_first, row.subject_last);
  bounds("target", row.target_first, row.target_last);
  row.note = reader.text("note");
  reader.set_period(row, Source::code_sets);
  reader.tables.diagnosis_links.push_back(row);
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
  read_table(tables, "code_numbers.tsv", read_code_number);
  read_table(tables, "modifier_pairs.tsv", read_modifier_pair);
  read_table(tables, "diagnosis_links.tsv", read_diagnosis_link);
  return tables;
}

}  // namespace

const StarterTables& starter_tables() {
  static const StarterTables tables = read_starter_tables();
  return tables;
}

}  // namespace chargelint::test
