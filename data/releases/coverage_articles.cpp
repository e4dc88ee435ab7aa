// The Medicare Coverage Database's export: articles and local determinations, and what each names. One list a
// file, told by its columns; cells hold markup and line breaks and may be larger than 128 KiB.
//
// Lists of an export refer to each other by the article alone: a covered diagnosis carries its group, and
// which services a group speaks of stands in the group's paragraph.
#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "data/reference/refusal.h"
#include "data/releases/list_cells.h"

namespace chargelint::data {
namespace {

using Names = std::vector<std::string_view>;

// What a record of each list becomes.
enum class List : std::uint8_t {
  article,
  determination,
  procedures,
  procedure_groups,
  modifiers,
  covered,
  covered_groups,
  not_covered,
  not_covered_groups,
  revenue_codes,
  bill_types,
  contractors,
  related,
};

struct ListShape {
  List list;
  std::string_view code;   // the column that names what is listed
  std::string_view group;  // the column of its group, or another that only this list has
  std::uint64_t whole;     // fewer rows than this are no whole export
};

// Numbers of the parts: a list of determinations is another than that of articles.
constexpr int kArticles = 1;
constexpr int kDeterminations = 51;

// The first whose columns are all there.
constexpr std::array kShapes = std::to_array<ListShape>({
    {List::procedures, "hcpccodeid", "hcpccodegroup", 9'000},
    {List::modifiers, "hcpcmodifiercodeid", "hcpcmodifiergroup", 200},
    {List::covered, "icd10codeid", "icd10coveredgroup", 200'000},
    {List::not_covered, "icd10codeid", "icd10noncoveredgroup", 20'000},
    {List::covered_groups, "paragraph", "icd10coveredgroup", 1'000},
    {List::not_covered_groups, "paragraph", "icd10noncoveredgroup", 300},
    {List::procedure_groups, "paragraph", "hcpccodegroup", 900},
    {List::revenue_codes, "revenuecodeid", "", 1'000},
    {List::bill_types, "billcodeid", "", 500},
    {List::related, "rarticleid", "", 2'500},
    {List::contractors, "contractorid", "", 10'000},
    {List::article, "title", "articletype", 1'000},
    {List::determination, "title", "origdeteffdate", 450},
});

// Whether the record names an article or a determination in its first column.
bool is_identified(const NamedColumns& columns) {
  return columns.has("articleid") || columns.has("lcdid");
}

const ListShape* shape_of(const Names& header) {
  if (header.empty()) return nullptr;
  const std::string first = column_name(header[0]);
  if (first != "articleid" && first != "lcdid") return nullptr;
  const NamedColumns columns(header);
  if (!columns.find({"articleversion", "lcdversion"})) return nullptr;
  for (const ListShape& shape : kShapes) {
    if (!columns.has(shape.code) || (!shape.group.empty() && !columns.has(shape.group))) continue;
    if ((shape.list == List::article && first != "articleid") ||
        (shape.list == List::determination && first != "lcdid")) {
      continue;
    }
    return &shape;
  }
  return nullptr;
}

bool recognises(std::string_view head) {
  RecordScanner records(head);
  return records.next() && is_identified(NamedColumns(records.cells())) &&
         shape_of(records.cells()) != nullptr;
}

// "XX000 Not Applicable" stands where an article lists none.
bool is_placeholder(std::string_view code) {
  return code.empty() || code.starts_with("XX") || folded(code) == "n/a";
}

class Reader {
 public:
  Reader(SourceText& text, ParsedFile& file)
      : text_(text),
        file_(file),
        records_(text.content()),
        columns_({}),
        facts_(rows_of(file, Source::coverage_articles, Table::fact)) {}

  void read(const std::string& release_option) {
    records_.next();
    const ListShape* const shape = shape_of(records_.cells());
    if (shape == nullptr) {
      refuse_row(text_, records_.line(), "the header is none; expected an article's columns");
    }
    shape_ = shape;
    columns_ = NamedColumns(records_.cells());
    name_release(release_option);
    id_ = columns_.find({"articleid", "lcdid"});
    version_ = columns_.find({"articleversion", "lcdversion"});
    code_ = columns_.find({shape->code});
    if (!shape->group.empty()) group_ = columns_.find({shape->group});
    const char letter = is_determination() ? 'L' : 'A';
    std::uint64_t rows = 0;
    while (records_.next()) {
      if (records_.unterminated()) wrong("a quoted cell has no closing quote; the file is cut off");
      if (records_.blank()) continue;
      if (records_.cells().size() != columns_.count()) {
        wrong(std::to_string(records_.cells().size()) + " columns; expected " +
              std::to_string(columns_.count()));
      }
      ++rows;
      take(letter);
    }
    keep_newest_versions();
    file_.published_rows = rows;
    file_.never_complete = rows < shape->whole;
  }

 private:
  [[noreturn]] void wrong(const std::string& what) const { refuse_row(text_, records_.line(), what); }
  [[nodiscard]] std::string_view cell(std::optional<std::size_t> column) const {
    return cell_at(records_.cells(), column);
  }
  [[nodiscard]] std::string_view cell(std::string_view column) const { return cell(columns_.find({column})); }
  [[nodiscard]] std::optional<Date> day(std::string_view column) const {
    return day_or_open(text_, records_.line(), cell(column), column);
  }
  // By its first column; the others may name either.
  [[nodiscard]] bool is_determination() const {
    return columns_.find({"lcdid"}) == std::optional<std::size_t>(0);
  }

  // The lists of one export may be imported one by one: each is a part of its own.
  void name_release(const std::string& option) {
    file_.release.name = "undated";
    if (!option.empty()) {
      if (auto named = release_from_option(ReleaseKind::quarterly, option)) file_.release.name = named->name;
    }
    file_.part = static_cast<int>(shape_->list) + (is_determination() ? kDeterminations : kArticles);
  }

  void take(char letter);
  void take_article();
  void take_list(std::string_view group);
  void keep_newest_versions();
  void add(Subject subject, std::string_view code, std::string_view attribute, std::string_view value,
           std::string_view detail = {}) {
    facts_.add(records_.line(), subject, code, attribute, value, detail, from_, to_);
  }

  SourceText& text_;
  ParsedFile& file_;
  RecordScanner records_;
  NamedColumns columns_;
  FactRows facts_;
  const ListShape* shape_ = nullptr;
  std::optional<std::size_t> id_, version_, code_, group_;
  std::string document_;  // "A52423"
  std::optional<Date> from_, to_;
  // An export of all versions lists each; the newest one speaks.
  struct Version {
    std::uint64_t document = 0;
    std::uint64_t version = 0;
  };
  std::vector<Version> versions_;  // one a row
  std::unordered_map<std::uint64_t, std::uint64_t> newest_;
  std::string group_words_;
};

void Reader::take(char letter) {
  const auto number = whole_number(cell(id_));
  if (!number || cell(id_).size() > 6) wrong("the article number is none; expected at most six digits");
  document_ = letter + std::string(cell(id_));
  const auto version = whole_number(cell(version_));
  if (!version) wrong("the version is none; expected a whole number");
  const auto document = static_cast<std::uint64_t>(*number);
  auto& newest = newest_[document];
  newest = std::max(newest, static_cast<std::uint64_t>(*version));
  if (shape_->list == List::article || shape_->list == List::determination) {
    take_article();
  } else {
    group_words_.clear();
    const std::string_view group = cell(group_);
    if (!group.empty()) group_words_.append("group ").append(group);
    take_list(group_words_);
  }
  const std::size_t rows = rows_of(file_, Source::coverage_articles, Table::fact).lines.size();
  versions_.resize(rows, {document, static_cast<std::uint64_t>(*version)});
}

// The document's own facts hold as long as it does.
void Reader::take_article() {
  const bool article = shape_->list == List::article;
  from_ = article ? day("articleeffdate") : day("origdeteffdate");
  if (!article && day("reveffdate")) from_ = day("reveffdate");
  to_ = article ? day("articleenddate") : day("entdetenddate");
  const auto retired = day("dateretired");
  if (retired) to_ = std::min(to_.value_or(*retired), *retired);
  if (from_ && to_ && *to_ < *from_) to_ = std::nullopt;
  const std::string title = without_markup(cell("title"));
  if (title.empty()) wrong("the title is missing; expected the article's title");
  add(Subject::article, document_, attribute::kTitle, title);
  if (from_) add(Subject::article, document_, "effective", from_->iso());
  if (to_) add(Subject::article, document_, "ended", to_->iso());
  add(Subject::article, document_, "status", clean_words(cell("status")));
  add(Subject::article, document_, "keywords", without_markup(cell("keywords")));
  if (!article) return;
  const std::string_view type = cell("articletype");
  add(Subject::article, document_, "kind", clean_words(type),
      type == "6"   ? "billing and coding"
      : type == "1" ? "policy article"
      : type == "3" ? "self-administered drugs"
                    : "");
}

void Reader::take_list(std::string_view group) {
  const std::string_view value = cell(code_);
  const auto on_article = [&](std::string_view attribute, std::string_view words,
                              std::string_view detail = {}) {
    add(Subject::article, document_, attribute, words, detail);
  };
  const auto diagnosis = [&](std::string_view attribute) {
    if (is_placeholder(value)) return;
    const auto code = IcdCode::parse(value);
    if (!code) wrong("the diagnosis is none; expected an ICD-10-CM code with its dot");
    const bool marked = !cell("asterisk").empty() && folded(cell("asterisk")) != "n";
    on_article(attribute, code->text(), marked ? std::string(group) + ", asterisk" : std::string(group));
  };
  switch (shape_->list) {
    case List::procedures: {
      if (is_placeholder(value)) return;
      const auto code = Hcpcs::parse(value);
      if (!code) wrong("the procedure code is none; expected five digits or letters");
      add(Subject::procedure, code->text(), attribute::kArticle, document_, group);
      on_article("names procedure", code->text(), group);
      return;
    }
    case List::modifiers: {
      if (is_placeholder(value)) return;
      const auto modifier = Modifier::parse(value);
      if (!modifier) wrong("the modifier is none; expected two digits or letters");
      on_article("names modifier", modifier->text(), group);
      return;
    }
    case List::covered:
      diagnosis(attribute::kCovered);
      return;
    case List::not_covered:
      diagnosis(attribute::kNotCovered);
      return;
    case List::covered_groups:
      on_article("covered diagnoses apply to", without_markup(value), group);
      on_article("asterisk means", without_markup(cell("icd10coveredast")), group);
      return;
    case List::not_covered_groups:
      on_article("diagnoses not covered apply to", without_markup(value), group);
      return;
    case List::procedure_groups:
      on_article("procedure codes apply to", without_markup(value), group);
      return;
    case List::revenue_codes:
      on_article("revenue code", clean_words(value));
      return;
    case List::bill_types:
      on_article("type of bill", clean_words(value));
      return;
    case List::contractors:
      on_article("contractor", clean_words(value));
      return;
    case List::related: {
      const std::string_view determination = cell("rlcdid");
      if (!value.empty() && value != "0") on_article("related document", "A" + std::string(value));
      if (!determination.empty() && determination != "0") {
        on_article("related document", "L" + std::string(determination));
      }
      return;
    }
    default:
      return;
  }
}

void Reader::keep_newest_versions() {
  RowBatch& rows = rows_of(file_, Source::coverage_articles, Table::fact);
  const std::size_t width = rows.width();
  std::size_t kept = 0;
  for (std::size_t row = 0; row < versions_.size(); ++row) {
    if (versions_[row].version != newest_[versions_[row].document]) continue;
    if (kept != row) {
      std::copy_n(rows.cells.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                  rows.cells.begin() + static_cast<std::ptrdiff_t>(kept * width));
      rows.lines[kept] = rows.lines[row];
    }
    ++kept;
  }
  rows.cells.resize(kept * width);
  rows.lines.resize(kept);
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  Reader(text, file).read(release_option);
}

}  // namespace

FileKind coverage_articles() {
  return {recognises, parse};
}

}  // namespace chargelint::data
