#include "data/reference/export.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>

#include "data/reference/refusal.h"
#include "data/reference/row_text.h"
#include "data/reference/store.h"
#include "data/reference/view.h"

namespace chargelint::data {
namespace {

namespace fs = std::filesystem;

// Written under a temporary name and renamed when it is whole.
class CsvFile {
 public:
  explicit CsvFile(const fs::path& path)
      : path_(path), temporary_(path.string() + ".new"), file_(std::fopen(temporary_.c_str(), "wb")) {
    if (!file_) fail();
  }
  ~CsvFile() {
    std::error_code ignored;
    if (!done_) fs::remove(temporary_, ignored);
  }
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  void row(const std::vector<std::string>& cells) {
    for (std::size_t index = 0; index < cells.size(); ++index) {
      if (index > 0) buffer_ += ',';
      buffer_ += csv_cell(cells[index]);
    }
    buffer_ += '\n';
    if (buffer_.size() >= kBuffer) flush();
  }
  void finish() {
    flush();
    if (std::fflush(file_.get()) != 0) fail();
    file_.reset();
    std::error_code problem;
    fs::rename(temporary_, path_, problem);
    if (problem) fail();
    done_ = true;
  }

 private:
  static constexpr std::size_t kBuffer = std::size_t{64} << 10U;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  [[noreturn]] void fail() const {
    refuse(ErrorKind::environment, path_.string(), std::string("cannot be written: ") + std::strerror(errno));
  }
  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) fail();
    buffer_.clear();
  }

  fs::path path_;
  std::string temporary_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_;
  bool done_ = false;
};

std::vector<std::string> header_of(Table table) {
  std::vector<std::string> header;
  for (const Column& column : layout_of(table).columns) header.emplace_back(column.name);
  header.emplace_back("release");
  return header;
}

class Exporter {
 public:
  Exporter(View& view, fs::path folder, const ExportOptions& options)
      : view_(view), folder_(std::move(folder)), options_(options) {}

  ExportReport run() {
    std::vector<Source> pairs;
    for (const ViewPart& part : view_.parts()) {
      if (!options_.sources.empty() && std::find(options_.sources.begin(), options_.sources.end(),
                                                 part.source) == options_.sources.end()) {
        continue;
      }
      if (part.source == Source::cpt_descriptors && !options_.licensed) {
        report_.left_out.emplace_back(source_name(part.source));
      } else if (part.table == Table::ptp_edit) {
        pairs.push_back(part.source);
      } else {
        write_rows(part);
      }
    }
    if (!pairs.empty()) write_pairs(pairs);
    std::sort(report_.files.begin(), report_.files.end(),
              [](const ExportedFile& left, const ExportedFile& right) { return left.file < right.file; });
    CsvFile list(folder_ / "releases.csv");
    list.row({"file", "source", "table", "release", "rows"});
    for (const ExportedFile& one : report_.files)
      list.row({one.file, one.source, one.table, one.release, std::to_string(one.rows)});
    list.finish();
    return std::move(report_);
  }

 private:
  ExportedFile described(const ViewPart& part) const {
    ExportedFile file;
    file.source = source_name(part.source);
    file.table = layout_of(part.table).name;
    file.file = file.source + "." + file.table + ".csv";
    file.release = part.release;
    return file;
  }

  void write_rows(const ViewPart& part) {
    ExportedFile file = described(part);
    CsvFile csv(folder_ / file.file);
    csv.row(header_of(part.table));
    ViewRows rows;
    view_.read(part, false, rows);
    file.rows = rows.batch.size();
    for (std::size_t index = 0; index < rows.batch.size(); ++index) {
      auto cells = texts_of(part.table, rows.batch.row(index), rows.batch.texts);
      cells.push_back(std::move(rows.releases[index]));
      csv.row(cells);
    }
    csv.finish();
    report_.files.push_back(std::move(file));
  }

  // All of them in one pass over the store.
  void write_pairs(const std::vector<Source>& sources) {
    struct Target {
      ExportedFile file;
      std::unique_ptr<CsvFile> csv;
    };
    std::map<Source, Target> targets;
    for (const Source source : sources) {
      Target& target = targets[source];
      target.file = described(*view_.part(source, Table::ptp_edit));
      target.csv = std::make_unique<CsvFile>(folder_ / target.file.file);
      target.csv->row(header_of(Table::ptp_edit));
    }
    view_.each_ptp(sources, [&](Source source, const PtpRow& row, std::string_view release) {
      Target& target = targets.at(source);
      auto cells = texts_of(row, view_.rationales()[row.rationale]);
      cells.emplace_back(release);
      target.csv->row(cells);
      ++target.file.rows;
    });
    for (auto& [source, target] : targets) {
      target.csv->finish();
      report_.files.push_back(std::move(target.file));
    }
  }

  View& view_;
  fs::path folder_;
  const ExportOptions& options_;
  ExportReport report_;
};

}  // namespace

Result<ExportReport> export_reference(const std::string& store_path, const std::string& folder,
                                      const ExportOptions& options) {
  return guarded(store_path, [&] {
    if (auto store = ReferenceStore::open(store_path, false); !store) throw Refusal(store.error());
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem || !fs::is_directory(folder, problem))
      refuse(ErrorKind::environment, folder, "the folder can't be made");
    StoreViewOptions view;
    view.known_ms = options.known_ms;
    view.on = options.on;
    const auto opened = view_store(store_path, std::move(view));
    return Exporter(*opened, folder, options).run();
  });
}

}  // namespace chargelint::data
