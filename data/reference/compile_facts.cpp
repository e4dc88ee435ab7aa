// The compiler's diagnoses, what is said of codes beside the rules' own tables, and words.
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "data/reference/compiling.h"
#include "data/reference/settled_sets.h"
#include "data/reference/snapshot_format.h"
#include "data/releases/names.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

// Of several texts of one code the best: of the higher rank, then the later; of two alike in that the first
// in the order of texts, so that the order of imports does not decide.
class BestText {
 public:
  void offer(int rank, std::int64_t time, const std::string& text) {
    const bool better = text_ == nullptr || std::pair(rank, time) > std::pair(rank_, time_);
    const bool alike = text_ != nullptr && std::pair(rank, time) == std::pair(rank_, time_);
    if (better || (alike && text < *text_)) {
      rank_ = rank;
      time_ = time;
      text_ = &text;
    }
  }
  [[nodiscard]] const std::string& text() const { return *text_; }

 private:
  int rank_ = 0;
  std::int64_t time_ = 0;
  const std::string* text_ = nullptr;
};

// Where the word stands in the text, as a word of its own.
std::size_t word_at(std::string_view text, std::string_view word, std::size_t from) {
  const auto letter = [&](std::size_t at) { return at < text.size() && text[at] >= 'a' && text[at] <= 'z'; };
  std::size_t at = text.find(word, from);
  while (at != std::string_view::npos && ((at > 0 && letter(at - 1)) || letter(at + word.size())))
    at = text.find(word, at + 1);
  return at;
}
std::string with_word(std::string text, std::string_view word, std::string_view other, std::size_t at) {
  return text.replace(at, word.size(), other);
}

}  // namespace

void Compiler::add_diagnoses() {
  std::map<std::uint64_t, BestText> titles;  // the newest official one, else our own words
  each_row(Table::diagnosis, [&](const Row& row) {
    DiagnosisRow diagnosis;
    set_base(diagnosis, row);
    diagnosis.code_packed = diagnosis_of(row.cells[0]);
    diagnosis.billable = row.cells[1] != 0;
    content_.diagnoses.push_back(diagnosis);
    const int rank = text(row.cells[2]).empty() ? 0 : row.speaker->release->starter ? 1 : 2;
    titles[diagnosis.code_packed].offer(rank, static_cast<std::int64_t>(row.speaker->order),
                                        text(row.cells[2]));
  });
  settle_periods(content_.diagnoses, speakers_, [](const DiagnosisRow& row) { return row.code_packed; });
  for (const auto& [code, title] : titles) content_.diagnosis_words.emplace_back(code, title.text());
  add_sides();
}

// A title names a side where another of its category is the same but for the other side: "left ventricular
// failure" has no such other. One that leaves the side open has a sibling that names it.
void Compiler::add_sides() {
  std::set<std::pair<std::uint32_t, std::string>> titles;
  for (const auto& [code, title] : content_.diagnosis_words)
    titles.emplace(snapshot::category_of(code), folded(title));
  std::map<std::uint64_t, BodySide> sides;
  for (const auto& [code, title] : content_.diagnosis_words) {
    const std::string words = folded(title);
    const auto has = [&](const std::string& other) {
      return titles.contains({snapshot::category_of(code), other});
    };
    const std::size_t left = word_at(words, "left", 0);
    const std::size_t right = word_at(words, "right", 0);
    BodySide side = BodySide::unstated;
    if (word_at(words, "bilateral", 0) != std::string::npos) {
      side = BodySide::both;
    } else if (left != std::string::npos && right == std::string::npos) {
      if (has(with_word(words, "left", "right", left))) side = BodySide::left;
    } else if (right != std::string::npos && left == std::string::npos) {
      if (has(with_word(words, "right", "left", right))) side = BodySide::right;
    } else if (left == std::string::npos) {
      for (std::size_t at = word_at(words, "unspecified", 0);
           side == BodySide::unstated && at != std::string::npos;
           at = word_at(words, "unspecified", at + 1)) {
        if (has(with_word(words, "unspecified", "left", at)) ||
            has(with_word(words, "unspecified", "right", at)))
          side = BodySide::unspecified;
      }
    }
    if (side != BodySide::unstated) sides.emplace(code, side);
  }
  for (DiagnosisRow& row : content_.diagnoses) {
    if (const auto side = sides.find(row.code_packed); side != sides.end()) row.side = side->second;
  }
}

void Compiler::add_diagnosis_edits() {
  using Said = std::tuple<DiagnosisEdit, std::uint8_t, std::uint8_t>;  // ages
  SettledSets<std::uint64_t, Said> edits;
  each_row(Table::diagnosis_edit, [&](const Row& row) {
    RowBase base;
    set_base(base, row);
    const std::string& name = text(row.cells[1]);
    edits.add(diagnosis_of(row.cells[0]),
              Said(named(diagnosis_edit(name), name), static_cast<std::uint8_t>(row.cells[2]),
                   static_cast<std::uint8_t>(row.cells[3])),
              base, *row.speaker);
  });
  edits.settle([&](std::uint64_t code, const Said& said, const RowBase& base) {
    DiagnosisEditRow row{base};
    row.code_packed = code;
    std::tie(row.edit, row.least_age, row.most_age) = said;
    content_.diagnosis_edits.push_back(row);
  });
}

// The last of an interval takes in everything below it.
void Compiler::add_relations() {
  using Subject = std::pair<std::uint64_t, std::uint64_t>;
  using Said = std::tuple<DiagnosisLink, std::uint64_t, std::uint64_t, std::uint32_t>;  // targets, note
  SettledSets<Subject, Said> relations;
  const auto last_of = [](std::int64_t cell) {
    std::uint64_t code = diagnosis_of(cell);
    for (unsigned shift = 0; shift < 64 && (code >> shift & 0xFFU) == 0; shift += 8)
      code |= std::uint64_t{0xFF} << shift;
    return code;
  };
  const auto add = [&](const Row& row) {
    RowBase base;
    set_base(base, row);
    const std::string& name = text(row.cells[0]);
    relations.add({diagnosis_of(row.cells[1]), last_of(row.cells[2])},
                  Said(named(diagnosis_link(name), name), diagnosis_of(row.cells[3]), last_of(row.cells[4]),
                       static_cast<std::uint32_t>(row.cells[5])),
                  base, *row.speaker);
  };
  each_row(Table::diagnosis_relation, add);
  each_row(Table::diagnosis_link, add);
  relations.settle([&](const Subject& subject, const Said& said, const RowBase& base) {
    DiagnosisRelation row{base};
    std::tie(row.subject_first, row.subject_last) = subject;
    std::tie(row.link, row.target_first, row.target_last, row.note) = said;
    content_.relations.push_back(row);
  });
}

void Compiler::add_facts() {
  using Said = std::array<std::uint32_t, 3>;  // attribute, value, detail
  SettledSets<std::uint64_t, Said> facts;
  each_row(Table::fact, [&](const Row& row) {
    RowBase base;
    set_base(base, row);
    // A brief is left aligned in seven bytes, as the code in a key.
    const auto subject = static_cast<std::uint64_t>(row.cells[0]) >> 48U;
    const std::uint64_t key = (subject << 56U) | static_cast<std::uint64_t>(row.cells[1]);
    facts.add(key,
              {static_cast<std::uint32_t>(row.cells[2]), static_cast<std::uint32_t>(row.cells[3]),
               static_cast<std::uint32_t>(row.cells[4])},
              base, *row.speaker);
  });
  facts.settle([&](std::uint64_t key, const Said& said, const RowBase& base) {
    Fact fact{base};
    fact.attribute = said[0];
    fact.value = said[1];
    fact.detail = said[2];
    content_.facts.push_back({key, fact});
  });
}

// Our own table says what a modifier means for the rules. A code set release adds the modifiers that we have
// no row of, and the days that our rows leave out; a later complete release ends those it does not hold.
void Compiler::add_modifiers() {
  struct Official {
    std::size_t order = 0;
    std::vector<ModifierRow> rows;
  };
  std::map<std::uint16_t, std::vector<ModifierRow>> own;
  std::map<std::uint16_t, Official> official;
  std::map<std::uint16_t, BestText> words;
  each_row(Table::modifier, [&](const Row& row) {
    ModifierRow modifier;
    set_base(modifier, row);
    modifier.modifier_packed = modifier_of(row.cells[0]);
    modifier.classes = bits_named<ModifierClass>(text(row.cells[1]));
    modifier.order = static_cast<std::uint16_t>(row.cells[4]);
    const bool is_own = row.speaker->release->source == Source::modifiers;
    if (!text(row.cells[2]).empty())
      words[modifier.modifier_packed].offer(is_own ? 9 : 8, modifier.from_days, text(row.cells[2]));
    if (is_own) {
      own[modifier.modifier_packed].push_back(modifier);
      return;
    }
    Official& newest = official[modifier.modifier_packed];
    if (newest.rows.empty() || row.speaker->order > newest.order) newest = {row.speaker->order, {}};
    if (row.speaker->order == newest.order) newest.rows.push_back(modifier);
  });
  for (const auto& [code, rows] : own)
    content_.modifiers.insert(content_.modifiers.end(), rows.begin(), rows.end());
  for (const auto& [code, newest] : official) {
    std::vector<ModifierRow> ours = own[code];
    std::sort(ours.begin(), ours.end(), [](const ModifierRow& left, const ModifierRow& right) {
      return left.from_days < right.from_days;
    });
    for (const ModifierRow& row : newest.rows) {
      std::int64_t next = row.from_days;  // the first day that has no row yet
      ModifierRow filling = row;
      const auto fill_until = [&](std::int64_t last) {
        if (next > last) return;
        filling.from_days = static_cast<std::int32_t>(next);
        filling.to_days = static_cast<std::int32_t>(last);
        content_.modifiers.push_back(filling);
      };
      for (const ModifierRow& our : ours) {
        filling.classes = our.classes;
        filling.order = our.order;
        fill_until(std::min<std::int64_t>(row.to_days, std::int64_t{our.from_days} - 1));
        next = std::max(next, std::int64_t{our.to_days} + 1);
      }
      fill_until(row.to_days);
    }
  }
  const std::int64_t title = content_.texts.id(attribute::kTitle);
  const std::int64_t short_title = content_.texts.id(attribute::kShortTitle);
  for (const auto& [key, fact] : content_.facts) {
    if (key >> 56U != static_cast<unsigned char>(Subject::modifier)) continue;
    const int rank = fact.attribute == title ? 2 : fact.attribute == short_title ? 1 : 0;
    const auto modifier = Modifier::parse(unpack_brief(static_cast<std::int64_t>(key << 8U >> 8U)));
    if (rank > 0 && modifier) words[modifier->packed()].offer(rank, fact.from_days, text(fact.value));
  }
  for (const auto& [modifier, best] : words) content_.modifier_words.emplace_back(modifier, best.text());
}

// Our own words first; then what a licensee loaded, then the other official texts.
void Compiler::add_code_words() {
  std::map<std::uint32_t, BestText> words;
  each_row(Table::code, [&](const Row& row) {
    words[hcpcs_of(row.cells[0])].offer(text(row.cells[1]).empty() ? 0 : 99, row.period.from.days(),
                                        text(row.cells[1]));
  });
  const std::array<std::int64_t, 4> titles = {
      content_.texts.id(attribute::kShortTitle), content_.texts.id(attribute::kMediumTitle),
      content_.texts.id(attribute::kTitle), content_.texts.id(attribute::kConsumerTitle)};
  for (const auto& [key, fact] : content_.facts) {
    if (key >> 56U != static_cast<unsigned char>(Subject::procedure)) continue;
    const auto attribute = std::find(titles.begin(), titles.end(), std::int64_t{fact.attribute});
    if (attribute == titles.end()) continue;
    const auto code = Hcpcs::parse(unpack_brief(static_cast<std::int64_t>(key << 8U >> 8U)));
    if (!code) continue;
    const Source source = content_.releases[fact.release].source;
    const int published = source == Source::cpt_descriptors ? 20 : source == Source::hcpcs ? 10 : 0;
    words[code->packed()].offer(published + 1 + static_cast<int>(attribute - titles.begin()), fact.from_days,
                                text(fact.value));
  }
  for (const auto& [code, best] : words) content_.code_words.emplace_back(code, best.text());
}

}  // namespace chargelint::data
