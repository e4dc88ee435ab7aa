// Restructured BETOS: what kind of service a code is, from when, and the code's own life. The official column
// names (HCPCS_Cd, RBCS_Cat_Desc …) and those of republished copies.
#include <algorithm>
#include <array>
#include <map>

#include "data/releases/named_list.h"

namespace chargelint::data {
namespace {

constexpr std::array kCode = std::to_array<std::string_view>({"hcpcscd", "hcpcscode", "hcpcs"});
constexpr std::array kCategory = std::to_array<std::string_view>({"rbcscatdesc", "rbcscategory"});
constexpr std::array kSubcategory = std::to_array<std::string_view>({"rbcssubcatdesc", "rbcssubcategory"});
constexpr std::array kFamily = std::to_array<std::string_view>({"rbcsfamilydesc", "rbcsfamily"});
constexpr std::array kMajor = std::to_array<std::string_view>({"rbcsmajorind", "rbcsprocedure"});
constexpr std::array kAdded = std::to_array<std::string_view>({"hcpcscdadddt", "hcpcsdateadded"});
constexpr std::array kEnded = std::to_array<std::string_view>({"hcpcscdenddt", "hcpcsdateended"});
constexpr std::array kFrom =
    std::to_array<std::string_view>({"rbcsassignmenteffdt", "rbcsassignmenteff", "rbcsdateeffective"});
constexpr std::array kTo = std::to_array<std::string_view>({"rbcsassignmentenddt", "rbcsassignmentend"});

bool is_header(const std::vector<std::string_view>& cells) {
  const NamedColumns columns(cells);
  return columns.find(kCode) && columns.find(kCategory) && columns.find(kSubcategory);
}

bool recognises(std::string_view head) {
  return has_list_header(head, is_header);
}

std::string kind_of(std::string_view cell) {
  const std::string kind = folded(cell);
  if (kind == "m" || kind == "major") return "major procedure";
  if (kind == "o" || kind == "other") return "other procedure";
  if (kind == "n" || kind == "non-procedure") return "no procedure";
  return clean_words(cell);
}

struct Assignment {
  std::uint32_t line = 0;
  std::string value;
  std::string kind;
  std::optional<Date> from;
  std::optional<Date> to;
};

struct Life {
  std::uint32_t line = 0;
  std::optional<Date> added;
  std::optional<Date> ended;
};

// Where a code is listed with several lives, the latest is its own.
bool is_later(const Life& left, const Life& right) {
  return left.added.value_or(Date::open_start()) > right.added.value_or(Date::open_start());
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  file.release = release_or_undated(ReleaseKind::yearly, text, release_option);
  ListReader reader(text, is_header, "a code, its RBCS category and subcategory");
  const NamedColumns& columns = reader.columns();
  const auto code_column = columns.find(kCode);
  const auto category = columns.find(kCategory);
  const auto subcategory = columns.find(kSubcategory);
  const auto family = columns.find(kFamily);
  const auto major = columns.find(kMajor);
  const auto added = columns.find(kAdded);
  const auto ended = columns.find(kEnded);
  const auto from = columns.find(kFrom);
  const auto to = columns.find(kTo);
  std::map<std::string, std::vector<Assignment>, std::less<>> assignments;
  std::map<std::string, Life, std::less<>> lives;
  while (reader.next()) {
    const std::string code = procedure_code(reader.cell(code_column));
    if (code.empty()) reader.wrong("the code is none; expected five digits or letters");
    Assignment assignment;
    assignment.line = reader.line();
    assignment.value = clean_words(reader.cell(category));
    if (assignment.value.empty()) reader.wrong("the RBCS category is missing; expected its name");
    for (const auto column : {subcategory, family}) {
      const std::string words = clean_words(reader.cell(column));
      if (!words.empty() && words != "No RBCS Family") assignment.value += " / " + words;
    }
    assignment.kind = kind_of(reader.cell(major));
    assignment.from = day_or_open(text, reader.line(), reader.cell(from), "effective date");
    assignment.to = day_or_open(text, reader.line(), reader.cell(to), "end date");
    assignments[code].push_back(std::move(assignment));
    if (!added) continue;
    const Life life{reader.line(), day_or_open(text, reader.line(), reader.cell(added), "added date"),
                    day_or_open(text, reader.line(), reader.cell(ended), "end date")};
    const auto [known, fresh] = lives.emplace(code, life);
    if (!fresh && is_later(life, known->second)) known->second = life;
  }
  file.published_rows = reader.count();
  {
    FactRows facts(rows_of(file, Source::rbcs, Table::fact));
    for (auto& [code, list] : assignments) {
      std::stable_sort(list.begin(), list.end(), [](const Assignment& left, const Assignment& right) {
        return left.from.value_or(Date::open_start()) < right.from.value_or(Date::open_start());
      });
      for (std::size_t index = 0; index < list.size(); ++index) {
        Assignment& one = list[index];
        // An assignment holds until the next.
        if (index + 1 < list.size() && list[index + 1].from && list[index + 1].from != one.from) {
          const Date before = list[index + 1].from->plus_days(-1);
          one.to = std::min(one.to.value_or(before), before);
        }
        facts.add(one.line, Subject::procedure, code, attribute::kRbcs, one.value, one.kind, one.from,
                  one.to);
      }
    }
  }
  RowBatch& rows = rows_of(file, Source::rbcs, Table::procedure);
  for (const auto& [code, life] : lives) {
    rows.cells.insert(rows.cells.end(),
                      {pack_brief(code), day_cell(life.added), day_cell(life.ended), pack_brief(""),
                       pack_brief(""), day_cell(file.release.first), kNoCell});
    rows.lines.push_back(life.line);
  }
}

}  // namespace

FileKind rbcs() {
  return {recognises, parse};
}

}  // namespace chargelint::data
