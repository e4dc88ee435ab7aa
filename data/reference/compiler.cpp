// What the standing releases say together: which release answers for a row, when a row without dates is in
// force, and who wins where several hold one key.
#include "data/reference/compiler.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "data/reference/refusal.h"
#include "data/reference/release_book.h"
#include "data/reference/table_store.h"
#include "data/releases/names.h"

namespace chargelint::data {
namespace {

// A release that speaks in the snapshot.
struct Speaker {
  const StoredRelease* release = nullptr;
  ReleaseId number = 0;
  // Where several begin on one day: a complete release over the starter, a partial one over both.
  [[nodiscard]] int rank() const { return release->starter ? 0 : release->complete ? 1 : 2; }
};

class Compiler {
 public:
  Compiler(Database& database, std::optional<std::int64_t> known_ms)
      : database_(database), known_ms_(known_ms), book_(database), rationale_book_(database) {}

  SnapshotContent compile() {
    choose_speakers();
    add_ptp();
    number_rationales();
    add_mue();
    add_fee_schedule();
    add_add_on();
    add_diagnoses();
    add_modifiers();
    add_codes_and_places();
    add_own_lists();
    return std::move(content_);
  }

 private:
  struct Row {
    std::span<const std::int64_t> cells;
    const Speaker* speaker = nullptr;
    Period period;
  };

  void choose_speakers();
  [[nodiscard]] Period force_of(const StoredRelease& release) const;
  [[nodiscard]] const Speaker* speaker_of(std::int64_t release) const {
    const auto found = speakers_of_rows_.find(release);
    return found == speakers_of_rows_.end() ? nullptr : found->second;
  }
  // Every known row of a table whose release speaks.
  void each_row(Table table, const std::function<void(const Row& row, const TextPool& texts)>& take);
  template <class Target>
  static void set_base(Target& target, const Row& row) {
    target.from_days = row.period.from.days();
    target.to_days = row.period.to.days();
    target.release = row.speaker->number;
  }
  template <class Target, class Key>
  void settle_periods(std::vector<Target>& rows, Key key_of) const;

  void add_ptp();
  void number_rationales();
  [[nodiscard]] std::uint8_t rationale_number(const std::string& words) const;
  void add_mue();
  void add_fee_schedule();
  void add_add_on();
  void add_diagnoses();
  void add_modifiers();
  void add_codes_and_places();
  void add_own_lists();

  Database& database_;
  std::optional<std::int64_t> known_ms_;
  ReleaseBook book_;
  RationaleBook rationale_book_;
  std::vector<Speaker> speakers_;  // by number
  std::unordered_map<std::int64_t, const Speaker*> speakers_of_rows_;
  SnapshotContent content_;
};

std::uint32_t hcpcs(std::int64_t cell) {
  const auto code = Hcpcs::parse(unpack_brief(cell));
  if (!code)
    refuse(ErrorKind::environment, "", "the reference store holds a code that is none; it is damaged");
  return code->packed();
}
std::uint32_t optional_hcpcs(std::int64_t cell) {
  return unpack_brief(cell).empty() ? 0 : hcpcs(cell);
}
std::uint16_t modifier_of(std::int64_t cell) {
  const auto modifier = Modifier::parse(unpack_brief(cell));
  return modifier ? modifier->packed() : std::uint16_t{0};
}
// A diagnosis code or the beginning of one: briefs hold seven characters, IcdCode eight.
std::uint64_t diagnosis_of(std::int64_t cell) {
  return static_cast<std::uint64_t>(cell) << 8U;
}
char character(std::int64_t cell) {
  const auto text = unpack_brief(cell);
  return text.empty() ? ' ' : text.view()[0];
}
template <std::size_t Size>
void characters(std::int64_t cell, char (&to)[Size]) {
  const auto text = unpack_brief(cell);
  for (std::size_t index = 0; index < Size; ++index)
    to[index] = index < text.size() ? text.view()[index] : ' ';
}
[[noreturn]] void refuse_name(const std::string& name) {
  refuse(ErrorKind::environment, "",
         "the reference store names \"" + name +
             "\", which this version does not know; import the starter tables again");
}

Period Compiler::force_of(const StoredRelease& release) const {
  if (release.starter || is_cumulative(release.table)) return {release.first, Date::open_end()};
  Period force{release.first, Date::open_end()};
  for (const auto& [id, other] : book_.releases()) {
    if (other.source == release.source && other.table == release.table && !other.starter && other.complete &&
        other.stands_at(known_ms_) && other.first > release.first) {
      force.to = std::min(force.to, other.first.plus_days(-1));
    }
  }
  return force;
}

void Compiler::choose_speakers() {
  std::set<std::pair<Source, Table>> official;
  for (const auto& [id, release] : book_.releases()) {
    if (!release.starter && release.complete && release.stands_at(known_ms_)) {
      official.emplace(release.source, release.table);
    }
  }
  std::vector<const StoredRelease*> chosen;
  for (const auto& [id, release] : book_.releases()) {
    if (!release.stands_at(known_ms_)) continue;
    if (release.starter && official.contains({release.source, release.table})) continue;
    chosen.push_back(&release);
  }
  // By content alone: the store's own numbers depend on the order of imports.
  std::sort(chosen.begin(), chosen.end(), [](const StoredRelease* left, const StoredRelease* right) {
    const auto key = [](const StoredRelease& one) {
      return std::tie(one.source, one.first, one.revision, one.table, one.complete, one.name, one.digest);
    };
    return key(*left) < key(*right);
  });
  if (chosen.size() > std::numeric_limits<ReleaseId>::max()) {
    refuse(ErrorKind::environment, "", "more releases than a snapshot can number");
  }
  speakers_.reserve(chosen.size());
  for (const StoredRelease* const release : chosen) {
    speakers_.push_back({release, static_cast<ReleaseId>(speakers_.size())});
    content_.releases.push_back({release->source, release->complete, release->effective_known,
                                 is_cumulative(release->table), force_of(*release), release->last,
                                 release->name, release->digest});
  }
  std::map<std::int64_t, const Speaker*> by_release;
  for (const Speaker& speaker : speakers_) by_release.emplace(speaker.release->id, &speaker);
  for (const auto& [id, release] : book_.releases()) {
    const auto found = by_release.find(book_.answering(id, known_ms_));
    if (found != by_release.end()) speakers_of_rows_.emplace(id, found->second);
  }
}

void Compiler::each_row(Table table, const std::function<void(const Row& row, const TextPool& texts)>& take) {
  StoredRows stored;
  stored.batch.table = table;
  read_rows(
      database_, known_ms_, [&](std::int64_t release) { return speaker_of(release) != nullptr; }, stored);
  const std::size_t width = stored.batch.width();
  for (std::size_t index = 0; index < stored.batch.size(); ++index) {
    Row row;
    row.cells = stored.batch.row(index);
    row.speaker = speaker_of(stored.releases[index]);
    const std::int64_t from = row.cells[width - 2];
    const std::int64_t to = row.cells[width - 1];
    if (from != kNoCell) row.period.from = Date::from_days(static_cast<std::int32_t>(from));
    if (to != kNoCell) row.period.to = Date::from_days(static_cast<std::int32_t>(to));
    // Official tables without row dates end with their release.
    if (!row.speaker->release->starter && !is_cumulative(table)) {
      row.period.to = std::min(row.period.to, content_.releases[row.speaker->number].force.to);
    }
    take(row, stored.batch.texts);
  }
}

// One row a key and day: what begins later ends what went before; of two that begin together the higher rank
// speaks.
template <class Target, class Key>
void Compiler::settle_periods(std::vector<Target>& rows, Key key_of) const {
  std::sort(rows.begin(), rows.end(), [&](const Target& left, const Target& right) {
    return std::make_tuple(key_of(left), left.from_days, speakers_[left.release].rank(), left.release) <
           std::make_tuple(key_of(right), right.from_days, speakers_[right.release].rank(), right.release);
  });
  std::vector<Target> settled;
  settled.reserve(rows.size());
  for (std::size_t index = 0; index < rows.size(); ++index) {
    Target row = rows[index];
    if (index + 1 < rows.size() && key_of(rows[index + 1]) == key_of(row)) {
      if (rows[index + 1].from_days == row.from_days) continue;
      row.to_days = std::min(row.to_days, rows[index + 1].from_days - 1);
    }
    if (row.from_days <= row.to_days) settled.push_back(row);
  }
  rows = std::move(settled);
}

void Compiler::add_ptp() {
  std::vector<StoredPtpRow> starter;
  std::vector<std::uint64_t> official_pairs[2];
  const auto add = [&](const StoredPtpRow& stored, const Speaker& speaker) {
    SnapshotContent::PairEdit row;
    row.column1 = stored.row.column1;
    row.edit.column2_packed = stored.row.column2;
    row.edit.from_day = stored.row.from_day;
    row.edit.to_day = stored.row.to_day;
    row.edit.indicator = stored.row.indicator;
    row.edit.rationale = stored.row.rationale;  // numbered anew below
    row.edit.release = speaker.number;
    content_.ptp[speaker.release->source == Source::ptp_practitioner ? 0 : 1].push_back(row);
  };
  bool has_starter = false;
  for (const Speaker& speaker : speakers_) {
    has_starter = has_starter || (speaker.release->starter && speaker.release->table == Table::ptp_edit);
    if (speaker.release->table != Table::ptp_edit || !speaker.release->complete) continue;
    content_.ptp[speaker.release->source == Source::ptp_practitioner ? 0 : 1].reserve(speaker.release->rows);
  }
  std::int64_t last_release = 0;
  const Speaker* last_speaker = nullptr;
  read_ptp_rows(database_, known_ms_, [&](const StoredPtpRow& row) {
    if (row.release != last_release) {
      last_release = row.release;
      last_speaker = speaker_of(row.release);
    }
    if (last_speaker == nullptr) return;
    if (last_speaker->release->starter) {
      starter.push_back(row);
      return;
    }
    if (has_starter && !last_speaker->release->complete) {
      official_pairs[last_speaker->release->source == Source::ptp_practitioner ? 0 : 1].push_back(
          row.row.pair());
    }
    add(row, *last_speaker);
  });
  for (auto& pairs : official_pairs) std::sort(pairs.begin(), pairs.end());
  for (const StoredPtpRow& row : starter) {
    const Speaker& speaker = *speaker_of(row.release);
    const auto& pairs = official_pairs[speaker.release->source == Source::ptp_practitioner ? 0 : 1];
    if (!std::binary_search(pairs.begin(), pairs.end(), row.row.pair())) add(row, speaker);
  }
}

// Rationales of all tables share one list, ordered by their words; 0 is none.
void Compiler::number_rationales() {
  std::array<bool, 256> used{};
  for (const auto& table : content_.ptp) {
    for (const auto& row : table) used[row.edit.rationale] = true;
  }
  std::set<std::string> words;
  const std::vector<std::string>& known = rationale_book_.words();
  for (std::size_t number = 0; number < known.size(); ++number) {
    if (used[number]) words.insert(known[number]);
  }
  each_row(Table::mue_limit,
           [&](const Row& row, const TextPool& texts) { words.insert(texts.text(row.cells[3])); });
  words.insert("");
  content_.rationales.assign(words.begin(), words.end());
  if (content_.rationales.size() > 256) {
    refuse(ErrorKind::environment, "", "more than 255 different rationales; no more fit a snapshot's row");
  }
  std::array<std::uint8_t, 256> numbers{};
  for (std::size_t number = 0; number < known.size(); ++number)
    numbers[number] = rationale_number(known[number]);
  for (auto& table : content_.ptp) {
    for (auto& row : table) row.edit.rationale = numbers[row.edit.rationale];
  }
}

std::uint8_t Compiler::rationale_number(const std::string& words) const {
  const auto at = std::lower_bound(content_.rationales.begin(), content_.rationales.end(), words);
  return static_cast<std::uint8_t>(at - content_.rationales.begin());
}

void Compiler::add_mue() {
  each_row(Table::mue_limit, [&](const Row& row, const TextPool& texts) {
    MueLimit limit;
    set_base(limit, row);
    limit.code_packed = hcpcs(row.cells[0]);
    limit.units = static_cast<std::uint32_t>(row.cells[1]);
    limit.adjudication = static_cast<std::uint8_t>(row.cells[2]);
    limit.rationale = rationale_number(texts.text(row.cells[3]));
    const auto table = static_cast<std::size_t>(row.speaker->release->source) -
                       static_cast<std::size_t>(Source::mue_practitioner);
    content_.mue.at(table).push_back(limit);
  });
  for (auto& table : content_.mue) {
    settle_periods(table, [](const MueLimit& row) { return row.code_packed; });
  }
}

void Compiler::add_fee_schedule() {
  each_row(Table::fee_schedule, [&](const Row& row, const TextPool& /*texts*/) {
    const auto& cells = row.cells;
    FeeScheduleRow fee;
    set_base(fee, row);
    fee.code_packed = hcpcs(cells[0]);
    fee.modifier_packed = modifier_of(cells[1]);
    fee.status = character(cells[2]);
    fee.pctc = character(cells[3]);
    characters(cells[4], fee.global);
    fee.multiple = character(cells[5]);
    fee.bilateral = character(cells[6]);
    fee.assistant = character(cells[7]);
    fee.co_surgeon = character(cells[8]);
    fee.team = character(cells[9]);
    characters(cells[10], fee.supervision);
    characters(cells[11], fee.imaging_family);
    fee.nonfacility_na = character(cells[12]);
    fee.facility_na = character(cells[13]);
    fee.endoscopic_base_packed = optional_hcpcs(cells[14]);
    fee.work_rvu = static_cast<std::int32_t>(cells[15]);
    fee.nonfacility_total = static_cast<std::int32_t>(cells[16]);
    fee.facility_total = static_cast<std::int32_t>(cells[17]);
    fee.preoperative = static_cast<std::int32_t>(cells[18]);
    fee.intraoperative = static_cast<std::int32_t>(cells[19]);
    fee.postoperative = static_cast<std::int32_t>(cells[20]);
    content_.fee_schedule.push_back(fee);
  });
  settle_periods(content_.fee_schedule, [](const FeeScheduleRow& row) {
    return (std::uint64_t{row.code_packed} << 16U) | row.modifier_packed;
  });
}

void Compiler::add_add_on() {
  const std::uint32_t contractor = Hcpcs::parse("CCCCC")->packed();
  each_row(Table::add_on_edit, [&](const Row& row, const TextPool& /*texts*/) {
    AddOnEdit edit;
    set_base(edit, row);
    edit.add_on_packed = hcpcs(row.cells[0]);
    edit.primary_packed = hcpcs(row.cells[1]);
    edit.contractor_defined = edit.primary_packed == contractor;
    edit.type = static_cast<std::uint8_t>(row.cells[2]);
    edit.note = static_cast<std::uint8_t>(row.cells[3]);
    content_.add_on.push_back(edit);
  });
}

void Compiler::add_diagnoses() {
  // The newest official title of a code, else our own words.
  std::map<std::uint64_t, std::tuple<int, std::int32_t, std::string>> titles;
  each_row(Table::diagnosis, [&](const Row& row, const TextPool& texts) {
    DiagnosisRow diagnosis;
    set_base(diagnosis, row);
    diagnosis.code_packed = diagnosis_of(row.cells[0]);
    diagnosis.billable = row.cells[1] != 0;
    content_.diagnoses.push_back(diagnosis);
    const int official = row.speaker->release->starter ? 0 : 1;
    auto& title = titles[diagnosis.code_packed];
    if (std::get<2>(title).empty() ||
        std::pair(official, diagnosis.from_days) > std::pair(std::get<0>(title), std::get<1>(title))) {
      title = {official, diagnosis.from_days, texts.text(row.cells[2])};
    }
  });
  settle_periods(content_.diagnoses, [](const DiagnosisRow& row) { return row.code_packed; });
  for (auto& [code, title] : titles)
    content_.diagnosis_words.emplace_back(code, std::move(std::get<2>(title)));
}

void Compiler::add_modifiers() {
  std::map<std::uint16_t, std::pair<std::int32_t, std::string>> words;
  each_row(Table::modifier, [&](const Row& row, const TextPool& texts) {
    ModifierRow modifier;
    set_base(modifier, row);
    modifier.modifier_packed = modifier_of(row.cells[0]);
    std::string_view names = texts.text(row.cells[1]);
    while (!names.empty()) {
      const std::size_t size = std::min(names.find(' '), names.size());
      if (size > 0) {
        const auto one = modifier_class(names.substr(0, size));
        if (!one) refuse_name(std::string(names.substr(0, size)));
        modifier.classes |= static_cast<std::uint32_t>(*one);
      }
      names.remove_prefix(std::min(size + 1, names.size()));
    }
    content_.modifiers.push_back(modifier);
    auto& text = words[modifier.modifier_packed];
    if (text.second.empty() || modifier.from_days > text.first) {
      text = {modifier.from_days, texts.text(row.cells[2])};
    }
  });
  for (auto& [modifier, text] : words) content_.modifier_words.emplace_back(modifier, std::move(text.second));
}

void Compiler::add_codes_and_places() {
  std::map<std::uint32_t, std::pair<std::int32_t, std::string>> words;
  each_row(Table::code, [&](const Row& row, const TextPool& texts) {
    auto& text = words[hcpcs(row.cells[0])];
    const std::int32_t from = row.period.from.days();
    if (text.second.empty() || from > text.first) text = {from, texts.text(row.cells[1])};
  });
  for (auto& [code, text] : words) content_.code_words.emplace_back(code, std::move(text.second));
  each_row(Table::place, [&](const Row& row, const TextPool& /*texts*/) {
    content_.places.push_back({modifier_of(row.cells[0]), row.period});
  });
}

void Compiler::add_own_lists() {
  const auto named = [](const auto& found, const std::string& name) {
    if (!found) refuse_name(name);
    return *found;
  };
  each_row(Table::code_set, [&](const Row& row, const TextPool& texts) {
    const std::string& name = texts.text(row.cells[0]);
    content_.code_sets.push_back(
        {named(code_set(name), name), hcpcs(row.cells[1]), hcpcs(row.cells[2]), row.period});
  });
  each_row(Table::diagnosis_set, [&](const Row& row, const TextPool& texts) {
    const std::string& name = texts.text(row.cells[0]);
    content_.diagnosis_sets.push_back(
        {named(diagnosis_set(name), name), diagnosis_of(row.cells[1]), row.period});
  });
  each_row(Table::code_map, [&](const Row& row, const TextPool& texts) {
    const std::string& name = texts.text(row.cells[0]);
    SnapshotContent::MappedCode mapped;
    set_base(mapped.row, row);
    mapped.row.map = named(code_map(name), name);
    mapped.row.from_packed = hcpcs(row.cells[1]);
    mapped.row.to_packed = hcpcs(row.cells[2]);
    mapped.condition = texts.text(row.cells[3]);
    content_.code_maps.push_back(std::move(mapped));
  });
  each_row(Table::parameter, [&](const Row& row, const TextPool& texts) {
    const std::string& name = texts.text(row.cells[0]);
    content_.parameters.push_back({named(parameter_name(name), name), row.cells[1], row.period});
  });
}

}  // namespace

SnapshotContent compile_content(Database& database, std::optional<std::int64_t> known_ms) {
  return Compiler(database, known_ms).compile();
}

}  // namespace chargelint::data
