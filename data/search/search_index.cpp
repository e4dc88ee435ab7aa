// The search itself: codes first, then words by the full-text tables, ranked here.
#include "data/search/search_index.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <mutex>
#include <span>
#include <unordered_map>

#include "data/reference/database.h"
#include "data/reference/refusal.h"
#include "data/search/codes_typed.h"
#include "data/search/index_file.h"
#include "data/search/ranking.h"

namespace chargelint::data {
namespace {

constexpr std::array<std::string_view, kSearchKinds> kKindNames = {"cpt",     "hcpcs",    "icd10cm",
                                                                   "section", "modifier", "place"};

// One connection and its statements, for one search at a time.
struct Connection {
  explicit Connection(const std::string& path) : database(Database::read_only(path)) {
    database.run("PRAGMA mmap_size=268435456; PRAGMA query_only=1; PRAGMA cache_size=-8192;");
    names = database.prepare(
        "SELECT n.id, n.document, n.origin, n.words FROM name_words JOIN name n ON n.id = name_words.rowid "
        "WHERE name_words MATCH ?1 ORDER BY name_words.rowid");
    documents =
        database.prepare("SELECT rowid FROM document_words WHERE document_words MATCH ?1 ORDER BY rowid");
    title = database.prepare("SELECT title FROM document WHERE id = ?1");
    name = database.prepare("SELECT text FROM name WHERE id = ?1");
  }
  Database database;
  Statement names;
  Statement documents;
  Statement title;
  Statement name;
};

// The best name of a document so far.
struct Candidate {
  std::uint32_t document = 0;
  std::int64_t name = -1;  // -1: found by its code, or by words of several names
  double score = 0;
};

class Index final : public SearchIndex {
 public:
  explicit Index(const std::string& path) : path_(path) {
    auto connection = std::make_unique<Connection>(path);
    if (part(*connection, "version") != kSearchVersion) {
      refuse(ErrorKind::environment, path, "a search index of another version");
    }
    digest_ = part(*connection, "digest");
    auto vocabulary = Vocabulary::unpacked(part(*connection, "vocabulary"));
    documents_ = items_of<DocumentEntry>(part(*connection, "documents"));
    by_code_ = items_of<std::uint32_t>(part(*connection, "codes"));
    const bool broken = std::any_of(by_code_.begin(), by_code_.end(),
                                    [&](std::uint32_t document) { return document >= documents_.size(); });
    if (!vocabulary || broken || by_code_.size() != documents_.size()) {
      refuse(ErrorKind::environment, path, "a damaged search index");
    }
    vocabulary_ = std::move(*vocabulary);
    codes_ = CodeList(documents_, by_code_);
    read_abbreviations(part(*connection, "abbreviations"));
    idle_.push_back(std::move(connection));
  }

  [[nodiscard]] Result<SearchPage> search(const SearchQuery& query) const override;
  [[nodiscard]] std::string_view digest() const override { return digest_; }

 private:
  friend class Run;
  static std::string part(Connection& connection, std::string_view name) {
    Statement select = connection.database.prepare("SELECT bytes FROM part WHERE name = ?1");
    select.bind(1, name);
    return select.step() ? std::string(select.bytes(0)) : std::string();
  }

  // Lines of abbreviation, tab, words.
  void read_abbreviations(std::string_view lines) {
    while (!lines.empty()) {
      const std::size_t tab = std::min(lines.find('\t'), lines.size());
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      std::string brief;
      for (const Word& word : words_of(lines.substr(0, tab), true)) brief += word.text;
      if (tab < end && !brief.empty()) abbreviations_.emplace(brief, lines.substr(tab + 1, end - tab - 1));
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
  }

  [[nodiscard]] std::unique_ptr<Connection> borrow() const {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
    }
    return std::make_unique<Connection>(path_);
  }
  void give_back(std::unique_ptr<Connection> connection) const {
    constexpr std::size_t kMostIdle = 16;
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
  }

  std::string path_;
  std::string digest_;
  Vocabulary vocabulary_;
  std::vector<DocumentEntry> documents_;
  std::vector<std::uint32_t> by_code_;
  CodeList codes_;
  Abbreviations abbreviations_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Connection>> idle_;
};

// One query on its way.
class Run {
 public:
  Run(const Index& index, Connection& connection, const SearchQuery& query)
      : index_(index), connection_(connection), query_(query), day_(query.active_on.value_or(query.today)) {
    for (const char character : query.family) {
      if (character == '.') continue;
      family_.push_back(character >= 'a' && character <= 'z' ? static_cast<char>(character - 32) : character);
    }
    if (family_.size() > 8) family_.resize(8);
  }

  SearchPage page() {
    const std::string_view text = query_.text.substr(0, kMostSearchText);
    TypedCodes typed = codes_typed(text, index_.codes_);
    const bool open = !text.empty() && text.back() != ' ';
    // A two-letter modifier that also abbreviates words stands behind them.
    const bool words_first = typed.whole.size() == 1 && typed.prefix.empty() && typed.words.empty() &&
                             index_.abbreviations_.contains(lower(text));
    if (!words_first) add_codes(typed.whole, 3);
    const std::string words = words_first ? std::string(text) : typed.words;
    const bool is_word = !typed.prefix.empty() && index_.vocabulary_.find(lower(typed.prefix)).has_value();
    // "cpt knee replacement": the kind that the query names, unless nothing of it is found.
    if (query_.kinds.empty()) only_ = typed.kind;
    if (!is_word) add_beginning(typed.prefix);
    if (!words.empty() && (is_word || typed.prefix.empty() || order_.size() < query_.offset + query_.limit)) {
      search_words(words, open);
      if (words_found_ == 0 && only_) {
        only_.reset();
        search_words(words, open);
      }
    }
    if (words_first) add_codes(typed.whole, 0.5);
    if (is_word) add_beginning(typed.prefix);
    return finish();
  }

 private:
  static std::string lower(std::string_view text) {
    std::string word;
    for (const Word& one : words_of(text, true)) word += one.text;
    return word;
  }

  [[nodiscard]] bool accepts(std::uint32_t document) const {
    const DocumentEntry& entry = index_.documents_[document];
    const auto kind = static_cast<SearchKind>(entry.kind);
    if (!query_.kinds.empty() &&
        std::find(query_.kinds.begin(), query_.kinds.end(), kind) == query_.kinds.end()) {
      return false;
    }
    if (!family_.empty()) {
      const std::uint64_t rest = family_.size() == 8 ? 0 : ~std::uint64_t{0} >> (8U * family_.size());
      if ((entry.code & ~rest) != pack_key(family_)) return false;
    }
    if (only_ && kind != *only_) return false;
    return !query_.active_on || active(entry);
  }
  [[nodiscard]] bool active(const DocumentEntry& entry) const {
    return entry.from_days <= day_.days() && day_.days() <= entry.to_days;
  }

  void add_codes(const std::vector<std::uint32_t>& documents, double score) {
    for (const std::uint32_t document : documents) {
      if (!accepts(document)) continue;
      offer({document, -1, score});
      score -= 0.001;
    }
  }

  void add_beginning(const std::string& prefix) {
    if (prefix.empty()) return;
    std::vector<std::uint32_t> found;
    for (const std::uint32_t document : index_.codes_.beginning(prefix)) {
      if (accepts(document)) found.push_back(document);
    }
    const auto rank = [&](std::uint32_t document) {
      const DocumentEntry& entry = index_.documents_[document];
      return std::tuple(!active(entry), unpack_key(entry.code).size(), entry.everyday == 0, entry.code,
                        document);
    };
    const std::size_t most = std::min(found.size(), kMostSearchHits);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end(),
                      [&](std::uint32_t left, std::uint32_t right) { return rank(left) < rank(right); });
    total_ += found.size() - most;
    found.resize(most);
    double score = 2;
    for (const std::uint32_t document : found) {
      offer({document, -1, score});
      score -= 0.0005;
    }
  }

  // The better of two candidates of one document stays.
  void offer(const Candidate& candidate) {
    const auto [place, fresh] = best_.emplace(candidate.document, order_.size());
    if (fresh) {
      order_.push_back(candidate);
    } else if (order_[place->second].score < candidate.score) {
      order_[place->second] = candidate;
    }
  }

  void search_words(const std::string& words, bool open) {
    const Interpreter interpreter(index_.vocabulary_, index_.abbreviations_);
    const std::vector<Reading> readings = interpreter.readings(words, open);
    std::size_t rows = kRows;
    for (const Reading& reading : readings) {
      by_names(reading, rows, nullptr);
      rows = kFewerRows;
    }
    for (const Reading& reading : readings) {
      if (words_found_ >= kEnough) break;
      if (reading.positions.size() > 1) by_documents(reading);
    }
    for (const Reading& reading : readings) {
      if (words_found_ >= kEnough) break;
      if (const auto other = interpreter.without_general_words(reading))
        by_names(*other, kFewerRows, nullptr);
    }
    const auto likely = std::span(readings).first(std::min(readings.size(), kLikely));
    if (words_found_ == 0) {
      for (const Reading& reading : likely) {
        const Reading other = interpreter.respelled(reading);
        by_names(other, kFewerRows, nullptr);
        if (words_found_ == 0) by_documents(other);
      }
    }
    if (words_found_ > 0 && best_words_ >= kGood) return;
    // Nothing much holds all of it: one word fewer, then any of them.
    for (const Reading& reading : likely) {
      for (const Position& left_out : reading.positions) {
        if (!left_out.optional && reading.positions.size() > 1) by_names(reading, kFewerRows, &left_out);
      }
    }
    if (words_found_ > 0) return;
    for (const Reading& reading : likely) {
      for (const Position& position : reading.positions) {
        if (position.optional || !position.known()) continue;
        by_names(reading, kFewerRows, nullptr, &position);
      }
    }
  }

  static void append_word(std::string& expression, std::string_view word, bool prefix) {
    expression.append("\"").append(word).append(prefix ? "\" *" : "\"");
  }

  [[nodiscard]] std::string expression_of(const Position& position) const {
    constexpr WordId kFew = 16;
    std::string expression;
    const auto either = [&] {
      if (!expression.empty()) expression += " OR ";
    };
    const auto [first, last] = position.beginning;
    for (const Choice& choice : position.choices) {
      if (choice.word >= first && choice.word < last) continue;
      either();
      append_word(expression, index_.vocabulary_.text(choice.word), false);
    }
    if (last - first > kFew) {
      either();
      append_word(expression, position.typed, true);
    } else {
      for (WordId word = first; word < last; ++word) {
        either();
        append_word(expression, index_.vocabulary_.text(word), false);
      }
    }
    return "(" + expression + ")";
  }

  // Empty when no row can hold it all.
  [[nodiscard]] std::string expression_of(const Reading& reading, const Position* left_out,
                                          const Position* alone) const {
    std::string expression;
    for (const Position& position : reading.positions) {
      if (position.optional || &position == left_out || (alone != nullptr && &position != alone)) continue;
      if (!position.known()) return {};
      if (!expression.empty()) expression += " AND ";
      expression += expression_of(position);
    }
    if (expression.empty()) return {};
    std::string kinds;
    const auto add_kind = [&](SearchKind kind) {
      if (!kinds.empty()) kinds += " OR ";
      append_word(kinds, std::string(kKindMark) + static_cast<char>('0' + static_cast<int>(kind)), false);
    };
    for (const SearchKind kind : query_.kinds) add_kind(kind);
    if (only_) add_kind(*only_);
    if (!kinds.empty()) expression += " AND (" + kinds + ")";
    if (!family_.empty()) {
      std::string code(kCodeMark);
      for (const char character : family_) {
        if (character == '-') break;
        code.push_back(character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character);
      }
      expression += " AND ";
      append_word(expression, code, true);
    }
    return expression;
  }

  void by_names(const Reading& reading, std::size_t rows, const Position* left_out,
                const Position* alone = nullptr) {
    const std::string expression = expression_of(reading, left_out, alone);
    if (expression.empty()) return;
    rows = std::max(rows, 3 * (query_.offset + query_.limit));
    Statement& select = connection_.names;
    select.bind(1, expression);
    std::size_t seen = 0;
    std::size_t taken = 0;
    while (taken < rows && seen < kMostRows) {
      if (!select.step()) break;
      ++seen;
      const auto document = static_cast<std::uint32_t>(select.integer(1));
      if (document >= index_.documents_.size() || !accepts(document)) continue;
      ++taken;
      const std::vector<NameWord> words = items_of<NameWord>(select.bytes(3));
      const DocumentEntry& entry = index_.documents_[document];
      const double score =
          name_score(reading, words, static_cast<Origin>(select.integer(2)), index_.vocabulary_) *
          document_factor(entry, active(entry));
      if (score <= 0) continue;
      ++words_found_;
      if (score > best_words_) {
        best_words_ = score;
        corrected_ = corrected_text(reading, words, index_.vocabulary_);
      }
      offer({document, select.integer(0), score});
    }
    if (taken >= rows || seen >= kMostRows) exact_ = false;
    select.reset();
  }

  // Words that stand in several names of one code.
  void by_documents(const Reading& reading) {
    const std::string expression = expression_of(reading, nullptr, nullptr);
    if (expression.empty()) return;
    Statement& select = connection_.documents;
    select.bind(1, expression);
    std::size_t taken = 0;
    while (taken < kFewerRows && select.step()) {
      const auto document = static_cast<std::uint32_t>(select.integer(0));
      if (document >= index_.documents_.size() || !accepts(document)) continue;
      const DocumentEntry& entry = index_.documents_[document];
      // Rows come with the least other words first.
      const double score =
          (0.45 - 0.0005 * double(taken)) * reading.weight * document_factor(entry, active(entry));
      ++taken;
      ++words_found_;
      best_words_ = std::max(best_words_, score);
      offer({document, -1, score});
    }
    if (taken >= kFewerRows) exact_ = false;
    select.reset();
  }

  SearchPage finish() {
    const auto before = [&](const Candidate& left, const Candidate& right) {
      if (left.score != right.score) return left.score > right.score;
      const DocumentEntry& one = index_.documents_[left.document];
      const DocumentEntry& other = index_.documents_[right.document];
      return std::tie(one.kind, one.code) < std::tie(other.kind, other.code);
    };
    std::sort(order_.begin(), order_.end(), before);
    SearchPage page;
    page.total = total_ + order_.size();
    page.total_is_exact = exact_;
    page.corrected = corrected_;
    const std::size_t first = std::min(query_.offset, order_.size());
    const std::size_t last = std::min(first + query_.limit, order_.size());
    for (std::size_t index = first; index < last; ++index) page.hits.push_back(hit_of(order_[index]));
    return page;
  }

  SearchHit hit_of(const Candidate& candidate) {
    const DocumentEntry& entry = index_.documents_[candidate.document];
    SearchHit hit;
    hit.kind = static_cast<SearchKind>(entry.kind);
    hit.code = written_code(hit.kind, unpack_key(entry.code));
    hit.active = active(entry);
    hit.billable = entry.billable != 0;
    hit.score = candidate.score;
    connection_.title.bind(1, std::int64_t{candidate.document});
    if (connection_.title.step()) hit.title = connection_.title.text(0);
    connection_.title.reset();
    if (candidate.name >= 0) {
      connection_.name.bind(1, candidate.name);
      if (connection_.name.step()) hit.matched = connection_.name.text(0);
      connection_.name.reset();
    }
    return hit;
  }

  static constexpr std::size_t kRows = 300;       // of the first reading that are ranked
  static constexpr std::size_t kFewerRows = 120;  // of each further one
  static constexpr std::size_t kMostRows = 5000;  // looked at, when filters refuse most
  static constexpr std::size_t kLikely = 3;       // readings that are tried further
  static constexpr double kGood = 0.4;            // a score below it: something else may be meant
  static constexpr std::size_t kEnough = 10;      // found rows that make wider searches needless

  const Index& index_;
  Connection& connection_;
  const SearchQuery& query_;
  Date day_;
  std::string family_;
  std::optional<SearchKind> only_;  // named in the query itself
  std::vector<Candidate> order_;
  std::unordered_map<std::uint32_t, std::size_t> best_;
  std::size_t total_ = 0;
  std::size_t words_found_ = 0;
  double best_words_ = 0;
  bool exact_ = true;
  std::string corrected_;
};

Result<SearchPage> Index::search(const SearchQuery& query) const {
  if (query.offset + query.limit > kMostSearchHits) {
    return fail(ErrorKind::too_large, "",
                "a search gives at most " + std::to_string(kMostSearchHits) + " hits; narrow the query");
  }
  return guarded(path_, [&] {
    auto connection = borrow();
    SearchPage page = Run(*this, *connection, query).page();
    // A search that failed takes its connection with it.
    give_back(std::move(connection));
    return page;
  });
}

}  // namespace

std::string_view search_kind_name(SearchKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::optional<SearchKind> search_kind(std::string_view name) {
  for (std::size_t index = 0; index < kKindNames.size(); ++index) {
    if (kKindNames[index] == name) return static_cast<SearchKind>(index);
  }
  return std::nullopt;
}

Result<std::shared_ptr<const SearchIndex>> SearchIndex::open(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return fail(ErrorKind::not_found, path, "there is no search index yet");
  }
  auto opened =
      guarded(path, [&]() -> std::shared_ptr<const SearchIndex> { return std::make_shared<Index>(path); });
  if (!opened) {
    return fail(ErrorKind::environment, path, "the search index cannot be read: " + opened.error().what);
  }
  return opened;
}

}  // namespace chargelint::data
