// Our own tables (data/starter): tab separated, "# chargelint <table> <release>" on line 1, column names on
// line 2.
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "data/reference/refusal.h"
#include "data/reference/subject.h"
#include "data/releases/importers.h"
#include "data/releases/names.h"
#include "data/releases/text_scan.h"
#include "rules/ports/table_names.h"

namespace chargelint::data {
namespace {

constexpr std::string_view kMark = "# chargelint ";
constexpr std::size_t kMostColumns = 24;
using Row = Cells<kMostColumns>;

// One table's rows while they are read, by source: some tables hold several settings.
class Reader {
 public:
  Reader(const SourceText& text, ParsedFile& file) : text_(text), file_(file) {}

  void at(const Row& cells, std::uint32_t line) {
    cells_ = &cells;
    line_ = line;
  }
  [[nodiscard]] std::string_view cell(std::size_t index) const { return (*cells_)[index]; }
  [[noreturn]] void wrong(std::size_t index, std::string_view expected) const {
    refuse_row(text_, line_,
               "column " + std::to_string(index + 1) + " is wrong; expected " + std::string(expected));
  }

  [[nodiscard]] Hcpcs code(std::size_t index) const {
    const auto parsed = Hcpcs::parse(cell(index));
    if (!parsed) wrong(index, "a code of five digits or letters");
    return *parsed;
  }
  [[nodiscard]] std::int64_t code_cell(std::size_t index) const { return pack_brief(code(index).text()); }
  [[nodiscard]] std::int64_t optional_code(std::size_t index) const {
    return cell(index).empty() ? pack_brief("") : code_cell(index);
  }
  [[nodiscard]] std::int64_t modifier(std::size_t index, bool optional) const {
    if (optional && cell(index).empty()) return pack_brief("");
    const auto parsed = Modifier::parse(cell(index));
    if (!parsed) wrong(index, "a modifier of two digits or letters");
    return pack_brief(parsed->text());
  }
  [[nodiscard]] std::int64_t number(std::size_t index, std::int64_t least, std::int64_t most) const {
    const auto parsed = whole_number(cell(index));
    if (!parsed || *parsed < least || *parsed > most) {
      wrong(index, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return *parsed;
  }
  [[nodiscard]] std::int64_t decimal(std::size_t index) const {
    if (cell(index).empty()) return 0;
    const auto parsed = hundredths(cell(index));
    if (!parsed) wrong(index, "a number with at most two decimals");
    return *parsed;
  }
  [[nodiscard]] std::optional<Date> date(std::size_t index) const {
    if (cell(index).empty()) return std::nullopt;
    const auto parsed = cell(index).size() == 10 ? Date::parse_iso(cell(index)) : std::nullopt;
    if (!parsed) wrong(index, "a date, YYYY-MM-DD, or nothing");
    return parsed;
  }
  [[nodiscard]] std::int64_t day(std::size_t index) const { return day_cell(date(index)); }
  [[nodiscard]] std::int64_t brief(std::size_t index) const {
    const std::int64_t packed = pack_brief(cell(index));
    if (packed == kNoCell) wrong(index, "at most seven characters");
    return packed;
  }
  [[nodiscard]] std::int64_t not_applicable(std::size_t index) const {
    if (!cell(index).empty() && cell(index) != "N" && cell(index) != "NA") wrong(index, "N or nothing");
    return pack_brief(cell(index).empty() ? "" : "N");
  }
  [[nodiscard]] std::int64_t diagnosis(std::size_t index) const {
    const auto parsed = IcdCode::parse(cell(index));
    if (!parsed || parsed->undotted().view() != cell(index)) wrong(index, "a diagnosis code without its dot");
    return pack_brief(cell(index));
  }
  [[nodiscard]] std::int64_t whole(std::size_t index) const {
    return cell(index).empty() ? 0
                               : number(index, std::numeric_limits<std::int32_t>::min(),
                                        std::numeric_limits<std::int32_t>::max());
  }
  // The bounds of "S62-S63", or one stem as both.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> diagnoses(std::size_t index) const {
    const std::size_t dash = cell(index).find('-');
    const auto from = stem(cell(index).substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : stem(cell(index).substr(dash + 1));
    if (!from || !to) wrong(index, "a diagnosis code or the beginning of one, or two with a dash between");
    const std::int64_t first = pack_brief(from->undotted());
    const std::int64_t last = pack_brief(to->undotted());
    if (first > last) wrong(index, "an interval whose end is not before its beginning");
    return {first, last};
  }
  // Words between blanks, each a name of the enumeration.
  template <class Enum>
  void names(std::size_t index, std::string_view enumeration) const {
    std::string_view left = cell(index);
    while (!left.empty()) {
      const std::size_t size = std::min(left.find(' '), left.size());
      if (size > 0 && !table_named<Enum>(left.substr(0, size)))
        wrong(index, "names of " + std::string(enumeration));
      left.remove_prefix(std::min(size + 1, left.size()));
    }
  }
  template <class Value>
  void known(std::size_t index, std::optional<Value> (*names)(std::string_view)) const {
    if (!names(cell(index))) wrong(index, "a name of rules/ports/own_tables.h or reference.h");
  }

  ParsedPart& part(Source source, Table table) {
    for (ParsedPart& known_part : file_.parts) {
      if (known_part.source == source && known_part.table == table) return known_part;
    }
    ParsedPart& fresh = file_.parts.emplace_back();
    fresh.source = source;
    fresh.table = fresh.rows.table = table;
    return fresh;
  }
  void add(Source source, Table table, std::initializer_list<std::int64_t> cells) {
    RowBatch& rows = part(source, table).rows;
    rows.cells.insert(rows.cells.end(), cells);
    rows.lines.push_back(line_);
  }
  // Facts of the starter tables are our own words or were checked by us: their detail says where from.
  void fact(Subject subject, std::int64_t code, std::string_view attribute, std::string_view value,
            std::string_view detail, Source source = Source::code_words) {
    TextPool& texts = part(source, Table::fact).rows.texts;
    add(source, Table::fact,
        {pack_brief(subject_text(subject)), code, texts.id(attribute), texts.id(value), texts.id(detail),
         kNoCell, kNoCell});
  }
  std::int64_t words(Source source, Table table, std::size_t index) {
    return part(source, table).rows.texts.id(cell(index));
  }

  void ptp_row();

 private:
  [[nodiscard]] static std::optional<IcdCode> stem(std::string_view text) {
    const auto parsed = IcdCode::parse(text);
    return parsed && parsed->size() <= 7 ? parsed : std::nullopt;
  }

  const SourceText& text_;
  ParsedFile& file_;
  const Row* cells_ = nullptr;
  std::uint32_t line_ = 0;
};

void Reader::ptp_row() {
  const bool practitioner = cell(0) == "practitioner";
  if (!practitioner && cell(0) != "hospital") wrong(0, "practitioner or hospital");
  PtpBatch& edits =
      part(practitioner ? Source::ptp_practitioner : Source::ptp_hospital, Table::ptp_edit).edits;
  PtpRow row;
  row.line = line_;
  row.column1 = code(1).packed();
  row.column2 = code(2).packed();
  const auto day_of = [&](std::size_t index) {
    const std::int32_t since = date(index)->days() - PtpEdit::kEpoch;
    if (since < 0 || since >= PtpEdit::kOpenDay) wrong(index, "a day from 1980 to 2159");
    return static_cast<std::uint16_t>(since);
  };
  row.from_known = !cell(3).empty();
  if (row.from_known) {
    row.from_day = day_of(3);
  } else {
    file_.effective_known = false;
  }
  if (!cell(4).empty()) row.to_day = day_of(4);
  const std::int64_t indicator = number(5, 0, 9);
  if (indicator != 0 && indicator != 1 && indicator != 9) wrong(5, "0, 1 or 9");
  row.indicator = static_cast<std::uint8_t>(indicator);
  const auto rationale = edits.rationale(cell(6));
  if (!rationale) wrong(6, "at most 255 different rationales");
  row.rationale = *rationale;
  edits.rows.push_back(row);
}

void mue_row(Reader& row) {
  Source setting = Source::mue_practitioner;
  if (row.cell(0) == "outpatient") {
    setting = Source::mue_outpatient;
  } else if (row.cell(0) == "dme") {
    setting = Source::mue_dme;
  } else if (row.cell(0) != "practitioner") {
    row.wrong(0, "practitioner, outpatient or dme");
  }
  const auto table = Table::mue_limit;
  row.add(setting, table,
          {row.code_cell(1), row.number(2, 0, 10'000'000), row.number(3, 1, 3), row.words(setting, table, 4),
           kNoCell, kNoCell});
}

void fee_schedule_row(Reader& row) {
  row.add(Source::fee_schedule, Table::fee_schedule,
          {row.code_cell(0),
           row.modifier(1, true),
           row.brief(2),
           row.brief(3),
           row.brief(4),
           row.brief(5),
           row.brief(6),
           row.brief(7),
           row.brief(8),
           row.brief(9),
           row.brief(10),
           row.brief(11),
           row.not_applicable(12),
           row.not_applicable(13),
           row.optional_code(14),
           row.decimal(15),
           row.decimal(16),
           row.decimal(17),
           row.decimal(18),
           row.decimal(19),
           row.decimal(20),
           0,  // what the starter table does not hold: practice expense, malpractice, the amount, two flags
           0,
           0,
           0,
           pack_brief(""),
           pack_brief(""),
           kNoCell,
           kNoCell});
}

void add_on_row(Reader& row) {
  static constexpr std::array<std::string_view, 4> kNotes = {"", "practitioner only", "facilities only",
                                                             "suspended"};
  const auto note = std::find(kNotes.begin(), kNotes.end(), row.cell(5));
  if (note == kNotes.end()) row.wrong(5, "practitioner only, facilities only, suspended or nothing");
  row.add(Source::add_on, Table::add_on_edit,
          {row.code_cell(1), row.code_cell(2), row.number(0, 1, 3), note - kNotes.begin(),
           row.words(Source::add_on, Table::add_on_edit, 5), kNoCell, kNoCell, row.day(3), row.day(4)});
}

void code_row(Reader& row) {
  const auto source = Source::code_words;
  const auto table = Table::code;
  row.add(source, table,
          {row.code_cell(0), row.words(source, table, 1), row.brief(4), row.brief(5), row.brief(6),
           row.brief(7), row.words(source, table, 8), row.day(2), row.day(3)});
  row.add(source, Table::procedure,
          {row.code_cell(0), row.day(2), row.day(3), pack_brief(""), pack_brief(""), kNoCell, kNoCell});
  static constexpr std::array<std::string_view, 4> kAttributes = {
      attribute::kTypeOfService, attribute::kBetos, attribute::kApcStatus, attribute::kAscIndicator};
  for (std::size_t index = 0; index < kAttributes.size(); ++index) {
    const std::string_view value = row.cell(4 + index);
    if (!value.empty())
      row.fact(Subject::procedure, row.code_cell(0), kAttributes[index], value, row.cell(8));
  }
}

void abbreviation_row(Reader& row) {
  if (row.cell(0).empty()) row.wrong(0, "an abbreviation");
  if (row.cell(1).empty()) row.wrong(1, "the words it stands for");
  row.fact(Subject::abbreviation, row.brief(0), attribute::kStandsFor, row.cell(1), row.cell(2));
}

void synonym_row(Reader& row) {
  if (row.cell(2).empty()) row.wrong(2, "what the code is called");
  if (row.cell(0) == "procedure") {
    row.fact(Subject::procedure, row.code_cell(1), attribute::kAlsoCalled, row.cell(2), row.cell(3));
  } else if (row.cell(0) == "modifier") {
    row.fact(Subject::modifier, row.modifier(1, false), attribute::kAlsoCalled, row.cell(2), row.cell(3));
  } else if (row.cell(0) == "diagnosis") {
    row.fact(Subject::diagnosis, row.diagnosis(1), attribute::kAlsoCalled, row.cell(2), row.cell(3));
  } else {
    row.wrong(0, "procedure, diagnosis or modifier");
  }
}

void modifier_row(Reader& row) {
  const auto source = Source::modifiers;
  const auto table = Table::modifier;
  row.names<ModifierClass>(3, "ModifierClass");
  const std::int64_t place = row.cell(4).empty() ? 0 : row.number(4, 0, 65535);
  row.add(source, table,
          {row.modifier(0, false), row.words(source, table, 3), row.words(source, table, 5),
           row.words(source, table, 6), place, row.day(1), row.day(2)});
}

void place_row(Reader& row) {
  const auto source = Source::places_of_service;
  const auto table = Table::place;
  if (row.cell(0).size() != 2) row.wrong(0, "a place of service of two characters");
  row.names<PlaceGroup>(4, "PlaceGroup");
  row.add(source, table,
          {row.brief(0), row.brief(3), row.words(source, table, 5), row.words(source, table, 6),
           row.words(source, table, 4), row.day(1), row.day(2)});
  row.fact(Subject::place, row.brief(0), attribute::kTitle, row.cell(5), row.cell(6), source);
}

void diagnosis_row(Reader& row) {
  const auto source = Source::icd10cm;
  const auto table = Table::diagnosis;
  row.add(source, table,
          {row.diagnosis(0), row.number(1, 0, 1), row.words(source, table, 4), row.day(2), row.day(3)});
}

void code_set_row(Reader& row) {
  const auto source = Source::code_sets;
  const auto table = Table::code_set;
  row.known(0, code_set);
  const std::size_t last = row.cell(2).empty() ? 1 : 2;
  if (row.code(last) < row.code(1)) row.wrong(2, "a code that is not before the first");
  row.add(source, table,
          {row.words(source, table, 0), row.code_cell(1), row.code_cell(last), row.words(source, table, 5),
           row.day(3), row.day(4)});
}

void diagnosis_set_row(Reader& row) {
  const auto source = Source::code_sets;
  const auto table = Table::diagnosis_set;
  row.known(0, diagnosis_set);
  if (row.cell(1).empty()) row.wrong(1, "the beginning of a diagnosis code");
  row.add(source, table,
          {row.words(source, table, 0), row.brief(1), row.words(source, table, 4), row.day(2), row.day(3)});
}

void code_map_row(Reader& row) {
  const auto source = Source::code_sets;
  const auto table = Table::code_map;
  row.known(0, code_map);
  row.add(source, table,
          {row.words(source, table, 0), row.code_cell(1), row.code_cell(2), row.words(source, table, 3),
           row.words(source, table, 6), row.day(4), row.day(5)});
}

void parameter_row(Reader& row) {
  const auto source = Source::code_sets;
  const auto table = Table::parameter;
  row.known(0, parameter_name);
  row.add(source, table,
          {row.words(source, table, 0), row.number(1, 0, 1'000'000'000), row.words(source, table, 4),
           row.day(2), row.day(3)});
}

void code_number_row(Reader& row) {
  const auto source = Source::code_sets;
  const auto table = Table::code_number;
  row.known(0, code_number);
  row.add(source, table,
          {row.words(source, table, 0), row.code_cell(1), row.optional_code(2), row.words(source, table, 5),
           row.whole(3), row.whole(4), row.words(source, table, 8), row.day(6), row.day(7)});
}

void modifier_pair_row(Reader& row) {
  const auto source = Source::code_sets;
  const auto table = Table::modifier_pair;
  row.known(0, modifier_relation);
  if (!pair_severity(row.cell(4))) row.wrong(4, "error, warning or info");
  row.add(source, table,
          {row.words(source, table, 0), row.modifier(1, false), row.modifier(2, false), row.modifier(3, true),
           row.brief(4), row.words(source, table, 5), row.words(source, table, 8), row.day(6), row.day(7)});
}

void diagnosis_link_row(Reader& row) {
  const auto source = Source::code_sets;
  const auto table = Table::diagnosis_link;
  row.known(0, diagnosis_link);
  const auto [subject_first, subject_last] = row.diagnoses(1);
  const auto [target_first, target_last] = row.diagnoses(2);
  row.add(source, table,
          {row.words(source, table, 0), subject_first, subject_last, target_first, target_last,
           row.words(source, table, 3), row.words(source, table, 6), row.day(4), row.day(5)});
}

struct Kind {
  std::string_view name;
  std::string_view columns;  // as line 2 writes them, tab separated
  // Holds everything there is of that table, if only to say that there is nothing.
  std::optional<std::pair<Source, Table>> whole;
  void (*add)(Reader& row) = nullptr;
};

constexpr std::array kKinds = std::to_array<Kind>({
    {"codes", "code\twords\tadded\tended\ttos\tbetos\tapc_status\tasc_indicator\tsource", {}, code_row},
    {"abbreviations", "abbreviation\twords\tsource", {}, abbreviation_row},
    {"synonyms", "subject\tcode\twords\tsource", {}, synonym_row},
    {"fee_schedule",
     "code\tmodifier\tstatus\tpctc\tglobal\tmultiple\tbilateral\tassistant\tco_surgeon\tteam\tsupervision\t"
     "imaging_family\tnonfacility_na\tfacility_na\tendoscopic_base\twork_rvu\tnonfacility_total\tfacility_"
     "total\t"
     "preoperative\tintraoperative\tpostoperative",
     {},
     fee_schedule_row},
    {"ptp",
     "setting\tcolumn1\tcolumn2\teffective\tdeletion\tindicator\trationale",
     {},
     [](Reader& row) { row.ptp_row(); }},
    {"mue", "setting\tcode\tunits\tmai\trationale", {}, mue_row},
    {"add_on", "type\tadd_on\tprimary\teffective\tdeletion\tnote", {}, add_on_row},
    {"modifiers",
     "modifier\teffective\tend\tclasses\torder\twords\tsource",
     {{Source::modifiers, Table::modifier}},
     modifier_row},
    {"places",
     "place\teffective\tend\tfacility\tgroups\twords\tsource",
     {{Source::places_of_service, Table::place}},
     place_row},
    {"diagnoses", "code\tbillable\teffective\tend\twords", {}, diagnosis_row},
    {"code_sets",
     "set\tfirst\tlast\teffective\tend\tsource",
     {{Source::code_sets, Table::code_set}},
     code_set_row},
    {"diagnosis_sets",
     "set\tprefix\teffective\tend\tsource",
     {{Source::code_sets, Table::diagnosis_set}},
     diagnosis_set_row},
    {"code_maps",
     "map\tfrom\tto\tcondition\teffective\tend\tsource",
     {{Source::code_sets, Table::code_map}},
     code_map_row},
    {"parameters",
     "parameter\tvalue\teffective\tend\tsource",
     {{Source::code_sets, Table::parameter}},
     parameter_row},
    {"code_numbers",
     "number\tcode\tother\tlow\thigh\tcondition\teffective\tend\tsource",
     {{Source::code_sets, Table::code_number}},
     code_number_row},
    {"modifier_pairs",
     "relation\tfirst\tsecond\tkeep\tseverity\tnote\teffective\tend\tsource",
     {{Source::code_sets, Table::modifier_pair}},
     modifier_pair_row},
    {"diagnosis_links",
     "link\tsubject\ttarget\tnote\teffective\tend\tsource",
     {{Source::code_sets, Table::diagnosis_link}},
     diagnosis_link_row},
});

bool recognises(std::string_view head) {
  return without_byte_order_mark(head).starts_with(kMark);
}

void parse(SourceText& text, const std::string& /*release_option*/, ParsedFile& file) {
  LineScanner lines(text.content());
  lines.next();
  const Cells<2> mark(trimmed(lines.line().substr(std::min(kMark.size(), lines.line().size()))), ' ');
  const auto kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return one.name == mark[0]; });
  if (kind == kKinds.end() || mark.count() != 2 || mark[1].empty()) {
    refuse_row(text, 1, "no starter table of that name; expected \"# chargelint <table> <release>\"");
  }
  if (!lines.next() || lines.line() != kind->columns) {
    std::string expected(kind->columns);
    std::replace(expected.begin(), expected.end(), '\t', ' ');
    refuse_row(text, 2, "the column names differ; expected " + expected);
  }
  const std::size_t columns = Row(kind->columns, '\t').count();
  file.starter = true;
  file.starter_complete = kind->whole.has_value();
  file.release.name = std::string(mark[1]);
  Reader reader(text, file);
  if (kind->whole) reader.part(kind->whole->first, kind->whole->second);
  while (lines.next()) {
    if (lines.line().empty() || lines.line().front() == '#') continue;
    const Row cells(lines.line(), '\t');
    if (cells.count() != columns) {
      refuse_row(text, lines.number(),
                 std::to_string(cells.count()) + " columns; expected " + std::to_string(columns) +
                     ", tab separated");
    }
    reader.at(cells, lines.number());
    kind->add(reader);
  }
}

}  // namespace

FileKind starter_table() {
  return {recognises, parse};
}

}  // namespace chargelint::data
