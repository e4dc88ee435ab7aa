// Makes the index file: numbers the words, orders the names, fills the full-text tables.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "data/reference/database.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot.h"
#include "data/search/defaults.h"
#include "data/search/documents.h"
#include "data/search/index_file.h"

namespace chargelint::data {
namespace {

namespace fs = std::filesystem;

// A name as a row of the index. Its words are a span of Builder::words_.
struct NameRow {
  std::size_t document = 0;
  const Name* name = nullptr;
  Origin origin = Origin::title;
  std::size_t first = 0;
  std::size_t last = 0;
  double burden = 0;  // what it says in all: the less, the earlier
};

class Builder {
 public:
  explicit Builder(const Catalogue& catalogue)
      : digest_(catalogue.digest()),
        documents_(documents_of(catalogue)),
        abbreviations_(abbreviations_of(catalogue)) {
    defaults_ = default_codes(documents_);
    number_words();
    order();
  }

  void write(const std::string& path) const {
    Database database(path, true);
    database.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;");
    Transaction transaction(database, true);
    database.run(std::string(kSearchSchema));
    write_parts(database);
    write_documents(database);
    write_names(database);
    database.run(
        "INSERT INTO name_words(name_words) VALUES('optimize');"
        "INSERT INTO document_words(document_words) VALUES('optimize');");
    transaction.commit();
  }

 private:
  void number_words() {
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<const std::string*> texts;
    std::vector<std::uint32_t> rows;
    std::vector<std::size_t> last_row;
    const auto add = [&](std::size_t document, const Name& name, Origin origin) {
      NameRow row{document, &name, origin, words_.size(), 0, 0};
      for (const Word& word : words_of(name.text)) {
        const auto [place, fresh] = numbers.emplace(word.text, static_cast<std::uint32_t>(texts.size()));
        if (fresh) {
          texts.push_back(&place->first);
          rows.push_back(0);
          last_row.push_back(0);
        }
        if (last_row[place->second] != names_.size() + 1) {
          last_row[place->second] = names_.size() + 1;
          ++rows[place->second];
        }
        words_.emplace_back(place->second, word.weight);
      }
      row.last = words_.size();
      if (row.first != row.last) names_.push_back(row);
    };
    for (std::size_t index = 0; index < documents_.size(); ++index) {
      const Document& document = documents_[index];
      for (const Name& name : document.names) {
        add(index, name, name.origin);
        // What a header is called, its default code is called too.
        if (defaults_[index]) {
          const bool weaker = name.origin == Origin::index_term || name.origin == Origin::drug_term;
          add(*defaults_[index], name, weaker ? name.origin : Origin::of_header);
        }
      }
    }
    std::vector<std::uint32_t> sorted(texts.size());
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::sort(sorted.begin(), sorted.end(),
              [&](std::uint32_t left, std::uint32_t right) { return *texts[left] < *texts[right]; });
    std::vector<Vocabulary::Entry> entries;
    std::vector<WordId> final_number(texts.size());
    for (const std::uint32_t number : sorted) {
      final_number[number] = static_cast<WordId>(entries.size());
      entries.push_back({*texts[number], rows[number]});
    }
    for (NameWord& word : words_) word = NameWord(final_number[word.word()], word.weight());
    vocabulary_ = Vocabulary(entries, static_cast<std::uint32_t>(names_.size()));
  }

  void order() {
    std::vector<double> lightest(documents_.size(), 1e9);
    for (NameRow& row : names_) {
      const Document& document = documents_[row.document];
      for (std::size_t index = row.first; index < row.last; ++index) {
        row.burden += vocabulary_.information(words_[index].word()) * share_of(words_[index].weight());
      }
      if (!document.billable) row.burden = row.burden * 1.2 + 2;
      if (!document.life.to.is_open()) row.burden = row.burden * 1.5 + 4;
      if (document.measure) row.burden = row.burden * 1.3 + 2;
      if (row.origin == Origin::index_term) row.burden *= 1.05;
      if (row.origin == Origin::drug_term) row.burden = row.burden * 1.3 + 2;
      if (document.everyday) row.burden *= 0.8;
      lightest[row.document] = std::min(lightest[row.document], row.burden);
    }
    std::sort(names_.begin(), names_.end(), [](const NameRow& left, const NameRow& right) {
      return std::tie(left.burden, left.document, left.origin, left.name->text) <
             std::tie(right.burden, right.document, right.origin, right.name->text);
    });
    std::vector<std::size_t> by_burden(documents_.size());
    std::iota(by_burden.begin(), by_burden.end(), std::size_t{0});
    std::stable_sort(by_burden.begin(), by_burden.end(),
                     [&](std::size_t left, std::size_t right) { return lightest[left] < lightest[right]; });
    numbered_ = std::move(by_burden);
    number_of_.resize(documents_.size());
    for (std::size_t number = 0; number < numbered_.size(); ++number) number_of_[numbered_[number]] = number;
  }

  void write_parts(Database& database) const {
    std::vector<DocumentEntry> entries;
    for (const std::size_t index : numbered_) {
      const Document& document = documents_[index];
      DocumentEntry entry;
      entry.code = pack_key(document.key);
      entry.from_days = document.life.from.days();
      entry.to_days = document.life.to.days();
      entry.kind = static_cast<std::uint8_t>(document.kind);
      entry.billable = document.billable ? 1 : 0;
      entry.everyday = document.everyday ? 1 : 0;
      entry.measure = document.measure ? 1 : 0;
      entry.has_default = defaults_[index] ? 1 : 0;
      entries.push_back(entry);
    }
    std::vector<std::uint32_t> by_code(entries.size());
    std::iota(by_code.begin(), by_code.end(), 0U);
    std::sort(by_code.begin(), by_code.end(), [&](std::uint32_t left, std::uint32_t right) {
      return std::tie(entries[left].code, left) < std::tie(entries[right].code, right);
    });
    std::string abbreviations;
    for (const auto& [brief, words] : abbreviations_) abbreviations += brief + "\t" + words + "\n";

    Statement insert = database.prepare("INSERT INTO part(name, bytes) VALUES(?1, ?2)");
    const auto part = [&](std::string_view name, std::string_view bytes) {
      insert.bind(1, name);
      insert.bind_bytes(2, bytes);
      insert.run();
    };
    const std::string words = vocabulary_.packed();
    part("version", kSearchVersion);
    part("digest", digest_);
    part("vocabulary", words);
    part("documents", bytes_of(entries));
    part("codes", bytes_of(by_code));
    part("abbreviations", abbreviations);
  }

  [[nodiscard]] std::string marks(const Document& document) const {
    std::string text =
        std::string(kKindMark) + static_cast<char>('0' + static_cast<int>(document.kind)) + " ";
    text += kCodeMark;
    for (const char character : document.key) {
      if (character == '-') break;
      text.push_back(character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character);
    }
    return text;
  }

  void write_documents(Database& database) const {
    // The words of each document, each once.
    std::vector<std::vector<WordId>> words(documents_.size());
    for (const NameRow& row : names_) {
      for (std::size_t index = row.first; index < row.last; ++index)
        words[row.document].push_back(words_[index].word());
    }
    Statement insert = database.prepare("INSERT INTO document(id, title) VALUES(?1, ?2)");
    Statement fill = database.prepare("INSERT INTO document_words(rowid, words) VALUES(?1, ?2)");
    std::string text;
    for (std::size_t number = 0; number < numbered_.size(); ++number) {
      const std::size_t index = numbered_[number];
      insert.bind(1, static_cast<std::int64_t>(number));
      insert.bind(2, documents_[index].title);
      insert.run();
      auto& all = words[index];
      if (all.empty()) continue;
      std::sort(all.begin(), all.end());
      all.erase(std::unique(all.begin(), all.end()), all.end());
      text = marks(documents_[index]);
      for (const WordId word : all) text.append(" ").append(vocabulary_.text(word));
      fill.bind(1, static_cast<std::int64_t>(number));
      fill.bind(2, text);
      fill.run();
    }
  }

  void write_names(Database& database) const {
    Statement insert =
        database.prepare("INSERT INTO name(id, document, origin, words, text) VALUES(?1, ?2, ?3, ?4, ?5)");
    Statement fill = database.prepare("INSERT INTO name_words(rowid, words) VALUES(?1, ?2)");
    std::string text;
    for (std::size_t number = 0; number < names_.size(); ++number) {
      const NameRow& row = names_[number];
      const Document& document = documents_[row.document];
      const std::vector<NameWord> own(words_.begin() + static_cast<std::ptrdiff_t>(row.first),
                                      words_.begin() + static_cast<std::ptrdiff_t>(row.last));
      insert.bind(1, static_cast<std::int64_t>(number));
      insert.bind(2, static_cast<std::int64_t>(number_of_[row.document]));
      insert.bind(3, static_cast<std::int64_t>(row.origin));
      insert.bind_bytes(4, bytes_of(own));
      // The title is kept once, with its document.
      insert.bind(5,
                  row.name->text == document.title ? std::string_view("") : std::string_view(row.name->text));
      insert.run();
      text = marks(document);
      for (const NameWord word : own) text.append(" ").append(vocabulary_.text(word.word()));
      fill.bind(1, static_cast<std::int64_t>(number));
      fill.bind(2, text);
      fill.run();
    }
  }

  std::string digest_;
  std::vector<Document> documents_;
  std::vector<std::pair<std::string, std::string>> abbreviations_;
  std::vector<std::optional<std::size_t>> defaults_;
  std::vector<NameWord> words_;  // of all names, one after the other
  std::vector<NameRow> names_;
  Vocabulary vocabulary_;
  std::vector<std::size_t> numbered_;   // a document's number to its place in documents_
  std::vector<std::size_t> number_of_;  // and back
};

}  // namespace

std::string search_path(const std::string& store_path) {
  return store_path + ".search";
}

Result<void> build_search(const Catalogue& catalogue, const std::string& path) {
  // Two builders at once each write a file of their own; the last rename stands.
  std::string aside = path + ".XXXXXX";
  auto built = guarded(path, [&] {
    const int file = ::mkstemp(aside.data());
    if (file < 0) refuse(ErrorKind::environment, path, "no file can be made there");
    ::fchmod(file, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    ::close(file);
    Builder(catalogue).write(aside);
    fs::rename(aside, path);
  });
  if (!built) {
    std::error_code ignored;
    fs::remove(aside, ignored);
    return fail(ErrorKind::environment, path, "the search index could not be written: " + built.error().what);
  }
  return {};
}

Result<void> build_search_beside(const std::string& store_path) {
  const auto catalogue = open_catalogue(snapshot_path(store_path));
  if (!catalogue) return tl::unexpected(catalogue.error());
  const std::string path = search_path(store_path);
  if (const auto there = SearchIndex::open(path); there && (*there)->digest() == (*catalogue)->digest())
    return {};
  return build_search(**catalogue, path);
}

}  // namespace chargelint::data
