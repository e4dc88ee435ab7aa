// The ICD-10-CM index and its tables of neoplasms, drugs and external causes: each term as a fact of the
// codes it leads to. A code with a dash stays on its stem.
#include <array>

#include "data/reference/refusal.h"
#include "data/reference/subject.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/list_cells.h"
#include "data/releases/xml_scan.h"

namespace chargelint::data {
namespace {

bool recognises(std::string_view head) {
  return opens_element(head, "ICD10CM.index");
}

// The four files of one release.
enum class Volume : std::uint8_t { diseases = 1, external_causes = 2, neoplasms = 3, drugs = 4 };

struct Term {
  std::string title;  // without the words that do not change the code
  std::string full;   // with them, in parentheses as printed
  std::string code;
  std::string manifestation;
  std::string see;
  std::vector<std::pair<std::string, std::string>> cells;  // column, code
  std::vector<std::string> categories;                     // "see category"
  std::uint32_t line = 0;
};

class IndexReader final : public XmlHandler {
 public:
  IndexReader(const SourceText& text, RowBatch& rows) : text_(text), facts_(rows) {}

  void open(std::string_view name, std::span<const XmlAttribute> attributes, std::uint32_t line) override {
    ++depth_;
    if (name == "diff") {
      refuse_row(text_, line, "marks changes (diff); expected the index itself, not a list of its changes");
    }
    if (name == "mainTerm" || name == "term") {
      if (name == "mainTerm") ++main_terms_;
      if (name == "term" && terms_.empty()) {
        refuse_row(text_, line, "a term stands outside of a main term; expected it within one");
      }
      terms_.push_back({});
      terms_.back().line = line;
    } else if (name == "nemod") {
      in_nemod_ = true;
      if (!words_.empty()) words_ += ' ';
    } else {
      column_ = attribute_value(attributes, "col");
      words_.clear();
      plain_.clear();
    }
  }

  void words(std::string_view text) override {
    words_ += text;
    if (!in_nemod_) plain_ += text;
  }

  void close(std::string_view name, std::uint32_t) override {
    --depth_;
    if (name == "nemod") {
      in_nemod_ = false;
      words_ += ' ';
      plain_ += ' ';
      return;
    }
    if (name == "mainTerm" || name == "term") {
      emit();
      terms_.pop_back();
    } else if (name == "version") {
      version_ = clean_words(words_);
    } else if (name == "head") {
      heads_.emplace_back(column_, clean_words(words_));
    } else if (name == "title" && terms_.empty()) {
      if (depth_ == 1) title_ = folded(clean_words(words_));
    } else if (!terms_.empty()) {
      take(name, clean_words(words_));
    }
    words_.clear();
    plain_.clear();
  }

  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] std::uint64_t main_terms() const { return main_terms_; }
  [[nodiscard]] std::uint64_t unread() const { return unread_; }
  [[nodiscard]] Volume volume() const {
    if (!heads_.empty()) return is_neoplasms() ? Volume::neoplasms : Volume::drugs;
    return title_.find("external") != std::string::npos ? Volume::external_causes : Volume::diseases;
  }

 private:
  [[nodiscard]] bool is_neoplasms() const {
    return !heads_.empty() && folded(heads_.front().second).find("neoplasm") != std::string::npos;
  }

  void take(std::string_view name, std::string content) {
    Term& term = terms_.back();
    if (name == "title") {
      term.full = std::move(content);
      term.title = clean_words(plain_);
    } else if (name == "code") {
      term.code = std::move(content);
    } else if (name == "manif") {
      term.manifestation = std::move(content);
    } else if (name == "see" || name == "seeAlso") {
      term.see = (name == "see" ? "see " : "see also ") + content;
    } else if (name == "seecat" || name == "subcat") {
      term.categories.push_back(std::move(content));
    } else if (name == "cell") {
      term.cells.emplace_back(column_, std::move(content));
    }
  }

  // "Abscess, brain (any part)": the words in parentheses of the last term only.
  [[nodiscard]] std::string path() const {
    std::string path;
    for (std::size_t index = 0; index < terms_.size(); ++index) {
      if (index > 0) path += ", ";
      path += index + 1 == terms_.size() ? terms_[index].full : terms_[index].title;
    }
    return path;
  }

  [[nodiscard]] std::string_view head(std::string_view column) const {
    for (const auto& [number, words] : heads_) {
      if (number == column) return words;
    }
    return {};
  }

  void add(std::string_view code, const std::string& term, const std::string& detail) {
    // "-" and "--" stand for no code.
    if (code.find_first_not_of('-') == std::string_view::npos) return;
    if (const auto diagnosis = diagnosis_text(code, true)) {
      facts_.add(terms_.back().line, Subject::diagnosis, *diagnosis, attribute::kIndexTerm, term, detail);
    } else {
      ++unread_;
    }
  }

  void emit() {
    const Term& term = terms_.back();
    if (term.full.empty()) refuse_row(text_, term.line, "a term has no title; expected one");
    const std::string path = this->path();
    const auto with = [&](std::string_view words, const std::string& code) {
      std::string detail(words);
      detail += code;
      if (!term.see.empty()) detail += "; " + term.see;
      return detail;
    };
    if (!term.manifestation.empty()) {
      add(term.code, path, with("with manifestation ", term.manifestation));
      add(term.manifestation, path, with("manifestation, code first ", term.code));
    } else {
      add(term.code, path, term.see);
    }
    for (const std::string& category : term.categories) add(category, path, "see category");
    for (const auto& [column, code] : term.cells) {
      const std::string_view words = head(column);
      add(code, words.empty() ? path : path + ": " + std::string(words), term.see);
    }
  }

  const SourceText& text_;
  FactRows facts_;
  std::vector<Term> terms_;                                 // the open ones
  std::vector<std::pair<std::string, std::string>> heads_;  // column, caption
  std::string version_;
  std::string title_;
  std::string words_;
  std::string plain_;
  std::string column_;
  std::uint64_t main_terms_ = 0;
  std::uint64_t unread_ = 0;
  int depth_ = 0;
  bool in_nemod_ = false;
};

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  RowBatch& rows = rows_of(file, Source::icd10cm_index, Table::fact);
  IndexReader reader(text, rows);
  scan_xml(text, reader);
  file.release = icd10cm_release(reader.version(), text, release_option);
  file.part = static_cast<int>(reader.volume());
  file.published_rows = reader.main_terms();
  if (reader.unread() > 0) {
    file.remarks.push_back(std::to_string(reader.unread()) +
                           " references are not taken: words stand where a code was expected");
  }
  date_rows(rows, file.release.first);
}

}  // namespace

FileKind icd10cm_index() {
  return {recognises, parse};
}

}  // namespace chargelint::data
