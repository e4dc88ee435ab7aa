// The view of release files: parsed, and never stored.
#include <algorithm>
#include <map>
#include <set>

#include "data/reference/import_files.h"
#include "data/reference/refusal.h"
#include "data/reference/release_book.h"
#include "data/reference/view.h"
#include "data/releases/importers.h"

namespace chargelint::data {
namespace {

class FileView final : public View {
 public:
  FileView(const std::vector<std::string>& paths, const FileViewOptions& options)
      : inputs_(inputs_of(paths)) {
    const ImportProgress silent;
    ProgressMeter meter(silent, 0);
    parse_inputs(inputs_, options.release, meter);
    for (ParsedInput& input : inputs_) {
      for (ParsedFile& file : input.files) {
        for (ParsedPart& part : file.parts) take(file, part);
      }
    }
    if (groups_.empty()) {
      refuse(ErrorKind::unsupported, paths.front(),
             "not a store, a date, a release of the store, or a file of a kind that is imported");
    }
    for (auto& [key, group] : groups_) {
      ViewPart part{key.first,      key.second,    group.release.name,   group.rows,
                    group.complete, group.starter, group.effective_known};
      if (!group.starter) {
        part.complete =
            options.complete.value_or(!group.never_complete && is_complete(key.first, extent_of(key, group),
                                                                           group.parts, std::nullopt));
      }
      parts_.push_back(std::move(part));
    }
  }

  [[nodiscard]] const std::vector<ViewPart>& parts() const override { return parts_; }
  [[nodiscard]] const std::vector<std::string>& rationales() const override { return rationales_.rationales; }

  void read(const ViewPart& part, bool own_dates, ViewRows& rows) override {
    rows.batch.table = part.table;
    const Group& group = groups_.at({part.source, part.table});
    const Layout& layout = layout_of(part.table);
    for (const Member& member : group.members) {
      const RowBatch& batch = member.part->rows;
      for (std::size_t index = 0; index < batch.size(); ++index) {
        const auto row = batch.row(index);
        for (std::size_t column = 0; column < row.size(); ++column) {
          std::int64_t cell = row[column];
          if (layout.columns[column].cell == Cell::text) cell = rows.batch.texts.id(batch.texts.text(cell));
          const bool dated = own_dates && !group.starter && !is_cumulative(part.source);
          if (dated && column + 2 == row.size() && cell == day_cell(group.release.first)) cell = kNoCell;
          if (dated && column + 1 == row.size() && cell == day_cell(group.release.last)) cell = kNoCell;
          rows.batch.cells.push_back(cell);
        }
        rows.batch.lines.push_back(batch.lines[index]);
        rows.releases.push_back(group.release.name);
      }
    }
  }

  void each_ptp(const std::vector<Source>& sources, const TakePtp& take) override {
    for (const Source source : sources) {
      const auto found = groups_.find({source, Table::ptp_edit});
      if (found == groups_.end()) continue;
      for (const Member& member : found->second.members) {
        for (PtpRow row : member.part->edits.rows) {
          row.rationale = member.rationales[row.rationale];
          take(source, row, found->second.release.name);
        }
      }
    }
  }

 private:
  struct Member {
    ParsedPart* part = nullptr;
    std::vector<std::uint8_t> rationales;  // the file's numbers as ours
  };
  struct Group {
    ReleaseIdentity release;
    std::uint64_t rows = 0;
    unsigned parts = 0;
    bool complete = false;
    bool never_complete = false;
    bool starter = false;
    bool effective_known = true;
    std::vector<Member> members;
  };

  // What completeness is judged by: rows, or the codes that facts are about.
  static std::uint64_t extent_of(const std::pair<Source, Table>& key, const Group& group) {
    if (extent_table(key.first) != Table::fact || key.second != Table::fact) return group.rows;
    std::set<std::pair<std::int64_t, std::int64_t>> subjects;
    for (const Member& member : group.members) {
      const RowBatch& rows = member.part->rows;
      for (std::size_t index = 0; index < rows.size(); ++index)
        subjects.emplace(rows.row(index)[0], rows.row(index)[1]);
    }
    return subjects.size();
  }

  void take(ParsedFile& file, ParsedPart& part) {
    const auto key = std::pair(part.source, part.table);
    const auto order = [](const ReleaseIdentity& one) { return std::pair(one.first, one.revision); };
    if (const auto known = groups_.find(key);
        known != groups_.end() && order(known->second.release) != order(file.release)) {
      if (order(known->second.release) > order(file.release)) return;
      groups_.erase(known);
    }
    Group& group = groups_[key];
    group.release = file.release;
    group.rows += part.size();
    if (file.part > 0) group.parts |= 1U << static_cast<unsigned>(file.part);
    group.complete = file.starter_complete;
    group.never_complete = group.never_complete || file.never_complete;
    group.starter = file.starter;
    group.effective_known = group.effective_known && file.effective_known;
    Member member{&part, {}};
    for (const std::string& words : part.edits.rationales) {
      const auto number = rationales_.rationale(words);
      if (!number) refuse(ErrorKind::malformed, file.label, "more than 255 different rationales");
      member.rationales.push_back(*number);
    }
    group.members.push_back(std::move(member));
  }

  std::vector<ParsedInput> inputs_;
  std::map<std::pair<Source, Table>, Group> groups_;
  PtpBatch rationales_;
  std::vector<ViewPart> parts_;
};

}  // namespace

std::unique_ptr<View> view_files(const std::vector<std::string>& paths, const FileViewOptions& options) {
  return std::make_unique<FileView>(paths, options);
}

}  // namespace chargelint::data
