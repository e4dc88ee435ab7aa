// Reads codes, titles and names out of a catalogue.
#include "data/search/documents.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>

namespace chargelint::data {
namespace {

constexpr auto kNames =
    std::to_array<std::pair<std::string_view, Origin>>({{attribute::kTitle, Origin::title},
                                                        {attribute::kShortTitle, Origin::short_title},
                                                        {attribute::kMediumTitle, Origin::short_title},
                                                        {attribute::kConsumerTitle, Origin::short_title},
                                                        {attribute::kAlsoCalled, Origin::also_called},
                                                        {attribute::kInclusion, Origin::inclusion},
                                                        {attribute::kIndexTerm, Origin::index_term}});

// A title of a newer release replaces the older; further names stand side by side.
bool is_title(Origin origin) {
  return origin == Origin::title || origin == Origin::short_title;
}

void add_name(Document& document, Origin origin, std::string_view text) {
  if (text.empty()) return;
  const auto same = [&](const Name& name) { return name.text == text; };
  if (std::none_of(document.names.begin(), document.names.end(), same)) {
    document.names.push_back({origin, std::string(text)});
  }
}

// Poisoning by, adverse effect and underdosing of drugs: the drug table names them by every substance there
// is.
bool is_drug_code(std::string_view key) {
  return key.substr(0, 3) >= "T36" && key.substr(0, 3) <= "T50";
}

constexpr char kMeasure = 'M';  // status of measurement codes

class Collector {
 public:
  explicit Collector(const Catalogue& catalogue) : catalogue_(catalogue) {
    for (const std::uint64_t packed : catalogue.diagnosis_codes()) {
      for (const DiagnosisRow& row : catalogue.diagnosis(IcdCode::from_packed(packed))) {
        diagnosis_span_.from = std::min(diagnosis_span_.from, row.period().from);
        diagnosis_span_.to = std::max(diagnosis_span_.to, row.period().to);
      }
    }
  }

  std::vector<Document> collect() {
    for (const std::uint32_t packed : catalogue_.procedure_codes()) procedure(Hcpcs::from_packed(packed));
    for (const std::uint64_t packed : catalogue_.diagnosis_codes()) diagnosis(IcdCode::from_packed(packed));
    for (const std::string& code : catalogue_.subjects(Subject::diagnosis)) section(code);
    if (!has_whole(Source::icd10cm)) {
      for (const std::string& code : catalogue_.subjects(Subject::diagnosis)) named_diagnosis(code);
    }
    for (const std::uint16_t packed : catalogue_.modifier_codes()) modifier(Modifier::from_packed(packed));
    for (const std::string& code : catalogue_.subjects(Subject::place)) place(code);
    std::sort(documents_.begin(), documents_.end(), [](const Document& left, const Document& right) {
      return left.kind != right.kind ? left.kind < right.kind : left.key < right.key;
    });
    name_sides();
    return std::move(documents_);
  }

 private:
  void facts(Document& document, Subject subject) {
    std::array<std::string_view, kNames.size()> titles{};
    for (const Fact& fact : catalogue_.facts(subject, document.key)) {
      const std::string_view name = catalogue_.text(fact.attribute);
      const auto known = std::find_if(kNames.begin(), kNames.end(),
                                      [&](const auto& candidate) { return candidate.first == name; });
      if (known == kNames.end()) continue;
      const std::string_view value = catalogue_.text(fact.value);
      if (is_title(known->second)) {
        titles[static_cast<std::size_t>(known - kNames.begin())] = value;
        continue;
      }
      document.everyday = document.everyday || known->second == Origin::also_called;
      const bool of_drug = known->second == Origin::index_term && is_drug_code(document.key);
      add_name(document, of_drug ? Origin::drug_term : known->second, value);
    }
    for (std::size_t index = 0; index < kNames.size(); ++index) {
      add_name(document, kNames[index].second, titles[index]);
    }
  }

  void finish(Document document) {
    std::stable_sort(document.names.begin(), document.names.end(),
                     [](const Name& left, const Name& right) { return left.origin < right.origin; });
    if (!document.names.empty()) document.title = document.names.front().text;
    documents_.push_back(std::move(document));
  }

  void procedure(Hcpcs code) {
    Document document;
    document.key = code.text().str();
    const CodeShape shape = code.shape();
    const bool level_two = shape == CodeShape::hcpcs || shape == CodeShape::dental;
    document.kind = level_two ? SearchKind::hcpcs : SearchKind::cpt;
    // The newest row speaks of the code's end, the oldest of its beginning.
    const auto lives = catalogue_.procedure_code(code);
    if (!lives.empty()) {
      document.life = lives.back().life();
      for (const ProcedureCodeRow& row : lives) {
        document.life.from = std::min(document.life.from, row.life().from);
      }
    }
    const std::string_view words = catalogue_.words(code);
    document.everyday = !words.empty() && !level_two;
    const auto fees = catalogue_.fee_schedule(code);
    document.measure = !fees.empty() && fees.back().status == kMeasure;
    if (!level_two) add_name(document, Origin::title, words);
    facts(document, Subject::procedure);
    if (level_two) {
      const bool titled = std::any_of(document.names.begin(), document.names.end(),
                                      [](const Name& name) { return is_title(name.origin); });
      add_name(document, titled ? Origin::also_called : Origin::title, words);
    }
    finish(std::move(document));
  }

  void diagnosis(IcdCode code) {
    Document document;
    document.kind = SearchKind::icd10cm;
    document.key = code.undotted().str();
    const auto rows = catalogue_.diagnosis(code);
    if (!rows.empty()) {
      document.billable = rows.back().billable;
      document.life = {rows.front().period().from, rows.back().period().to};
      // Beyond the loaded releases the nearest one speaks: what it holds has not ended.
      if (document.life.from == diagnosis_span_.from) document.life.from = Date::open_start();
      if (document.life.to == diagnosis_span_.to) document.life.to = Date::open_end();
    }
    add_name(document, Origin::title, catalogue_.words(code));
    facts(document, Subject::diagnosis);
    finish(std::move(document));
  }

  [[nodiscard]] bool has_whole(Source source) const {
    const auto releases = catalogue_.releases();
    return std::any_of(releases.begin(), releases.end(), [source](const ReleaseInfo& release) {
      return release.source == source && release.complete;
    });
  }

  // As long as no whole release is loaded, a code that only our own table of names holds is found by them.
  void named_diagnosis(const std::string& text) {
    const auto code = IcdCode::parse(text);
    if (!code || text.find('-') != std::string::npos || !catalogue_.diagnosis(*code).empty()) return;
    Document document;
    document.kind = SearchKind::icd10cm;
    document.key = text;
    facts(document, Subject::diagnosis);
    if (document.everyday) finish(std::move(document));
  }

  // Chapters and blocks of categories: "CH04", "E08-E13".
  void section(const std::string& code) {
    if (code.find('-') == std::string::npos && !code.starts_with("CH")) return;
    Document document;
    document.kind = SearchKind::section;
    document.key = code;
    document.billable = false;
    facts(document, Subject::diagnosis);
    if (!document.names.empty()) finish(std::move(document));
  }

  void modifier(Modifier modifier) {
    Document document;
    document.kind = SearchKind::modifier;
    document.key = modifier.text().str();
    const auto rows = catalogue_.modifier(modifier);
    if (!rows.empty()) document.life = {rows.front().period().from, rows.back().period().to};
    const std::string_view words = catalogue_.words(modifier);
    document.everyday = !words.empty();
    add_name(document, Origin::title, words);
    facts(document, Subject::modifier);
    finish(std::move(document));
  }

  void place(const std::string& code) {
    Document document;
    document.kind = SearchKind::place;
    document.key = code;
    facts(document, Subject::place);
    if (!document.names.empty()) finish(std::move(document));
  }

  // "Broken hip" is said of the code for an unspecified side: "broken hip left" is then the left one.
  void name_sides() {
    std::unordered_map<std::string_view, std::size_t> by_title;
    for (std::size_t index = 0; index < documents_.size(); ++index) {
      const Document& document = documents_[index];
      if (document.kind == SearchKind::icd10cm && document.billable) by_title.emplace(document.title, index);
    }
    std::vector<std::pair<std::size_t, std::string>> names;
    for (const Document& document : documents_) {
      if (document.kind != SearchKind::icd10cm || !document.everyday) continue;
      for (const std::string_view side : {"right", "left"}) {
        const auto other = by_title.find(with_side(document.title, side, by_title));
        if (other == by_title.end()) continue;
        for (const Name& name : document.names) {
          if (name.origin == Origin::also_called) {
            names.emplace_back(other->second, name.text + " " + std::string(side));
          }
        }
      }
    }
    for (auto& [index, name] : names)
      documents_[index].names.push_back({Origin::also_called, std::move(name)});
  }
  // The title with one "unspecified" replaced so that it is another code's title; empty when there is none.
  static std::string with_side(const std::string& title, std::string_view side,
                               const std::unordered_map<std::string_view, std::size_t>& titles) {
    constexpr std::string_view kOpen = "unspecified";
    for (std::size_t at = title.find(kOpen); at != std::string::npos; at = title.find(kOpen, at + 1)) {
      std::string other = title;
      other.replace(at, kOpen.size(), side);
      if (titles.contains(other)) return other;
    }
    return {};
  }

  const Catalogue& catalogue_;
  Period diagnosis_span_{Date::open_end(), Date::open_start()};
  std::vector<Document> documents_;
};

}  // namespace

std::vector<Document> documents_of(const Catalogue& catalogue) {
  return Collector(catalogue).collect();
}

std::vector<std::pair<std::string, std::string>> abbreviations_of(const Catalogue& catalogue) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const std::string& code : catalogue.subjects(Subject::abbreviation)) {
    for (const Fact& fact : catalogue.facts(Subject::abbreviation, code)) {
      if (catalogue.text(fact.attribute) != attribute::kStandsFor) continue;
      found.emplace_back(code, std::string(catalogue.text(fact.value)));
    }
  }
  return found;
}

std::string written_code(SearchKind kind, std::string_view key) {
  if (kind != SearchKind::icd10cm || key.size() <= 3) return std::string(key);
  return std::string(key.substr(0, 3)) + "." + std::string(key.substr(3));
}

}  // namespace chargelint::data
