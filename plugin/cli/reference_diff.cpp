// chargelint reference diff: what changes from one state of the reference to another.
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

#include "data/reference/diff.h"
#include "data/reference/row_text.h"
#include "fhir/json/writer.h"
#include "plugin/cli/command.h"
#include "plugin/cli/reference_options.h"
#include "plugin/service/known_reference.h"

namespace chargelint::plugin {
namespace {

namespace fs = std::filesystem;

constexpr std::array kOptions{
    OptionSpec{"code", "LIST", "only rows that concern one of these codes, e.g. 62324,M54.12"},
    OptionSpec{"source", "LIST", "only these sources, e.g. ncci-mue,mpfs"},
    OptionSpec{"format", "NAME", "text (default), json or csv"},
    OptionSpec{"all", "", "every row in the text too, not only the first of each table"},
    OptionSpec{"release", "NAME", "for files whose release can't be told, e.g. 2024Q2"},
    OptionSpec{"complete", "", "the files are whole releases"},
    OptionSpec{"partial", "", "the files are excerpts: what they do not hold has not ended"},
};
constexpr std::array<std::string_view, 3> kFormats{"text", "json", "csv"};
constexpr std::size_t kShown = 20;  // rows of a table in the text

bool is_store(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 15> head{};
  file.read(head.data(), head.size());
  return std::string_view(head.data(), static_cast<std::size_t>(file.gcount())) == "SQLite format 3";
}

// A store, release files, a day or moment of knowledge, or a release that the store holds.
Result<data::DiffOperand> read_operand(const std::string& text, const std::string& store) {
  data::DiffOperand operand;
  std::error_code ignored;
  if (fs::exists(text, ignored)) {
    if (fs::is_regular_file(text, ignored) && is_store(text)) {
      operand.store = text;
    } else {
      operand.paths.push_back(text);
    }
    return operand;
  }
  operand.store = store;
  if (const auto moment = known_moment(text)) {
    operand.known_ms = *moment;
    return operand;
  }
  operand.release = text;
  if (const std::size_t colon = text.find(':'); colon != std::string::npos) {
    operand.release_source = source_of_name(text.substr(0, colon));
    operand.release = text.substr(colon + 1);
    if (!operand.release_source) operand.release.clear();
  }
  if (operand.release.empty() || text.find('/') != std::string::npos) {
    return fail(ErrorKind::usage, text,
                "is not there; expected a store, a release file or folder, a date of knowledge such as "
                "2026-07-01, or a release such as 2026Q3 or ncci-mue-practitioner:2026Q3");
  }
  return operand;
}

// Text on its way out, in pieces that a full table does not outgrow. What is left when an error ends the
// report is not printed.
class Output {
 public:
  explicit Output(std::ostream& out) : out_(out) {}
  [[nodiscard]] std::string& text() { return text_; }
  void settle() {
    if (text_.size() >= kMost) flush();
  }
  void flush() {
    out_ << text_;
    text_.clear();
  }

 private:
  static constexpr std::size_t kMost = std::size_t{64} << 10U;
  std::ostream& out_;
  std::string text_;
};

struct Totals {
  std::uint64_t added = 0;
  std::uint64_t ended = 0;
  std::uint64_t changed = 0;
  void add(const data::TableDiff& diff) {
    added += diff.added;
    ended += diff.ended;
    changed += diff.changed;
  }
};

class FormattedReport : public data::DiffReport {
 public:
  virtual void finish() = 0;
};

class TextReport final : public FormattedReport {
 public:
  TextReport(std::ostream& out, bool all) : out_(out), all_(all) {}

  void table(const data::TableDiff& diff) override {
    end_table();
    totals_.add(diff);
    expected_ = diff.added + diff.ended + diff.changed;
    if (expected_ == 0 && diff.note.empty()) {
      ++unchanged_;
      return;
    }
    std::string& text = out_.text();
    text += diff.source + " (" + diff.table + ")";
    const auto name = [](const std::string& release) { return release.empty() ? "none" : release; };
    text += ", " + name(diff.before_release) + " -> " + name(diff.after_release) + ": ";
    text += grouped(diff.added) + " added, " + grouped(diff.ended) + " ended, " + grouped(diff.changed) +
            " changed, " + grouped(diff.same) + " the same\n";
    if (!diff.note.empty()) text += "  note: " + diff.note + '\n';
  }

  [[nodiscard]] bool wants_rows() const override { return all_ || shown_ < kShown; }

  void row(const data::TableDiff& /*diff*/, const data::RowChange& change) override {
    ++shown_;
    std::string& text = out_.text();
    text += change.kind == data::ChangeKind::added   ? "  + "
            : change.kind == data::ChangeKind::ended ? "  - "
                                                     : "  ~ ";
    bool first = true;
    for (const auto& [name, value] : change.key) {
      if (value.empty()) continue;
      if (!first) text += ' ';
      text += value;
      first = false;
    }
    if (change.columns.empty()) {
      append_fields(text, change.before.empty() ? change.after : change.before);
    } else {
      append_changes(text, change);
    }
    text += '\n';
    out_.settle();
  }

  void finish() override {
    end_table();
    std::string& text = out_.text();
    text += grouped(totals_.added) + " added, " + grouped(totals_.ended) + " ended, " +
            grouped(totals_.changed) + " changed";
    if (unchanged_ > 0) text += "; " + std::to_string(unchanged_) + " tables without a change";
    text += '\n';
    out_.flush();
  }

 private:
  static void append_fields(std::string& text, const data::RowFields& fields) {
    const char* separator = "  ";
    for (const auto& [name, value] : fields) {
      if (value.empty()) continue;
      text.append(separator).append(name).append(" ").append(value);
      separator = ", ";
    }
  }
  static void append_changes(std::string& text, const data::RowChange& change) {
    const char* separator = "  ";
    for (std::size_t index = 0; index < change.before.size(); ++index) {
      const auto& [name, before] = change.before[index];
      const std::string& after = change.after[index].second;
      if (before == after) continue;
      text.append(separator).append(name).append(" ");
      text.append(before.empty() ? "none" : before).append(" -> ").append(after.empty() ? "none" : after);
      separator = ", ";
    }
  }
  void end_table() {
    if (expected_ > shown_) out_.text() += "  ... and " + grouped(expected_ - shown_) + " more (--all)\n";
    expected_ = shown_ = 0;
  }

  Output out_;
  bool all_;
  Totals totals_;
  std::uint64_t expected_ = 0;
  std::uint64_t shown_ = 0;
  std::size_t unchanged_ = 0;
};

class JsonReport final : public FormattedReport {
 public:
  JsonReport(std::ostream& out, const std::vector<std::string>& operands) : out_(out), json_(out_.text()) {
    json_.begin_object()
        .member("old", std::string_view(operands[0]))
        .member("new", std::string_view(operands[1]))
        .key("sources")
        .begin_array();
  }

  void table(const data::TableDiff& diff) override {
    end_table();
    totals_.add(diff);
    json_.begin_object()
        .member("source", std::string_view(diff.source))
        .member("table", std::string_view(diff.table));
    const auto release = [&](std::string_view key, const std::string& name) {
      json_.key(key);
      name.empty() ? json_.null() : json_.value(std::string_view(name));
    };
    release("old_release", diff.before_release);
    release("new_release", diff.after_release);
    number("added", diff.added);
    number("ended", diff.ended);
    number("changed", diff.changed);
    number("unchanged", diff.same);
    if (!diff.note.empty()) json_.member("note", std::string_view(diff.note));
    json_.key("rows").begin_array();
    open_ = true;
  }

  [[nodiscard]] bool wants_rows() const override { return true; }

  void row(const data::TableDiff& /*diff*/, const data::RowChange& change) override {
    json_.begin_object().member("change", data::change_name(change.kind));
    fields("key", change.key);
    if (!change.columns.empty()) {
      json_.key("columns").begin_array();
      for (const std::string_view column : change.columns) json_.value(column);
      json_.end_array();
    }
    fields("old", change.before);
    fields("new", change.after);
    json_.end_object();
    out_.settle();
  }

  void finish() override {
    end_table();
    json_.end_array();
    number("added", totals_.added);
    number("ended", totals_.ended);
    number("changed", totals_.changed);
    json_.end_object();
    out_.text() += '\n';
    out_.flush();
  }

 private:
  void number(std::string_view name, std::uint64_t value) {
    json_.member(name, static_cast<std::int64_t>(value));
  }
  void fields(std::string_view name, const data::RowFields& fields) {
    json_.key(name);
    if (fields.empty()) {
      json_.null();
      return;
    }
    json_.begin_object();
    for (const auto& [column, value] : fields) {
      json_.key(column);
      value.empty() ? json_.null() : json_.value(std::string_view(value));
    }
    json_.end_object();
  }
  void end_table() {
    if (open_) json_.end_array().end_object();
    open_ = false;
  }

  Output out_;
  fhir::JsonWriter json_;
  Totals totals_;
  bool open_ = false;
};

class CsvReport final : public FormattedReport {
 public:
  explicit CsvReport(std::ostream& out) : out_(out) {
    out_.text() += "source,table,change,key,columns,old,new\n";
  }
  void table(const data::TableDiff& /*diff*/) override {}
  [[nodiscard]] bool wants_rows() const override { return true; }
  void row(const data::TableDiff& diff, const data::RowChange& change) override {
    std::string key;
    for (const auto& [name, value] : change.key) key += (key.empty() ? "" : " ") + value;
    std::string columns;
    for (const std::string_view column : change.columns) {
      if (!columns.empty()) columns += ' ';
      columns += column;
    }
    out_.text() += data::csv_cell(diff.source) + ',' + data::csv_cell(diff.table) + ',' +
                   std::string(change_name(change.kind)) + ',' + data::csv_cell(key) + ',' +
                   data::csv_cell(columns) + ',' + data::csv_cell(joined(change.before)) + ',' +
                   data::csv_cell(joined(change.after)) + '\n';
    out_.settle();
  }
  void finish() override { out_.flush(); }

 private:
  static std::string joined(const data::RowFields& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
      if (value.empty()) continue;
      if (!text.empty()) text += "; ";
      text.append(name).append("=").append(value);
    }
    return text;
  }
  Output out_;
};

ExitCode run_diff(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough =
          need_operands(options, 2, 2,
                        "OLD and NEW: each a store, a release file or folder, a date of knowledge, or a "
                        "release of the store");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(options, kFormats);
  if (!format) return report_error(invocation, format.error());
  data::DiffOptions diff;
  auto codes = code_option(options, "code");
  if (!codes) return report_error(invocation, codes.error());
  diff.codes = std::move(*codes);
  auto sources = source_option(options, "source");
  if (!sources) return report_error(invocation, sources.error());
  diff.sources = std::move(*sources);
  const auto complete = completeness_option(options);
  if (!complete) return report_error(invocation, complete.error());
  diff.complete = *complete;
  diff.release = std::string(options.value("release").value_or(""));
  const std::string& store = invocation.config.reference;
  const auto before = read_operand(options.operands()[0], store);
  if (!before) return report_error(invocation, before.error());
  const auto after = read_operand(options.operands()[1], store);
  if (!after) return report_error(invocation, after.error());

  std::ostream& out = invocation.streams.out;
  std::unique_ptr<FormattedReport> report;
  if (*format == 0) {
    report = std::make_unique<TextReport>(out, options.has("all"));
  } else if (*format == 1) {
    report = std::make_unique<JsonReport>(out, options.operands());
  } else {
    report = std::make_unique<CsvReport>(out);
  }
  if (const auto done = data::diff_reference(*before, *after, diff, *report); !done) {
    return report_error(invocation, store_error(done.error(), store));
  }
  report->finish();
  return ExitCode::done;
}

}  // namespace

const Command kReferenceDiffCommand{
    "reference diff", "OLD NEW",
    "tells what was added, ended and changed from one store, release, file or day of knowledge to another",
    kOptions, run_diff};

}  // namespace chargelint::plugin
