// The compiler's tables by procedure code, and our own lists.
#include "data/reference/compiler.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "data/reference/compiling.h"
#include "data/reference/refusal.h"
#include "data/reference/settled_sets.h"
#include "data/reference/snapshot_format.h"
#include "data/releases/names.h"

namespace chargelint::data {
namespace {

std::uint32_t optional_hcpcs(std::int64_t cell) {
  return unpack_brief(cell).empty() ? 0 : hcpcs_of(cell);
}
template <std::size_t Size>
void characters(std::int64_t cell, char (&to)[Size]) {
  const auto text = unpack_brief(cell);
  for (std::size_t index = 0; index < Size; ++index)
    to[index] = index < text.size() ? text.view()[index] : ' ';
}
std::int32_t day_or(std::int64_t cell, Date open) {
  return cell == kNoCell ? open.days() : static_cast<std::int32_t>(cell);
}

}  // namespace

std::uint32_t hcpcs_of(std::int64_t cell) {
  const auto code = Hcpcs::parse(unpack_brief(cell));
  if (!code)
    refuse(ErrorKind::environment, "", "the reference store holds a code that is none; it is damaged");
  return code->packed();
}
std::uint16_t modifier_of(std::int64_t cell) {
  const auto modifier = Modifier::parse(unpack_brief(cell));
  return modifier ? modifier->packed() : std::uint16_t{0};
}
char character_of(std::int64_t cell) {
  const auto text = unpack_brief(cell);
  return text.empty() ? ' ' : text.view()[0];
}
void refuse_name(const std::string& name) {
  refuse(ErrorKind::environment, "",
         "the reference store names \"" + name +
             "\", which this version does not know; import the starter tables again");
}

Compiler::Compiler(Database& database, std::optional<std::int64_t> known_ms)
    : database_(database),
      known_ms_(known_ms),
      book_(database),
      rationale_book_(database),
      speakers_(book_, known_ms) {}

SnapshotContent Compiler::compile() {
  content_.releases = speakers_.releases();
  add_ptp();
  number_rationales();
  add_mue();
  add_fee_schedule();
  add_add_on();
  add_procedures();
  add_diagnoses();
  add_diagnosis_edits();
  add_relations();
  add_facts();
  add_modifiers();
  add_code_words();
  add_places();
  add_own_lists();
  add_own_numbers();
  return std::move(content_);
}

void Compiler::each_row(Table table, const std::function<void(const Row& row)>& take) {
  const std::size_t width = layout_of(table).columns.size();
  read_rows(
      database_, table, known_ms_, [&](std::int64_t release) { return speakers_.of(release) != nullptr; },
      content_.texts,
      [&](const StoredRow& stored) {
        Row row;
        row.cells = stored.cells;
        row.speaker = speakers_.of(stored.release);
        const std::int64_t from = row.cells[width - 2];
        const std::int64_t to = row.cells[width - 1];
        if (from != kNoCell) row.period.from = Date::from_days(static_cast<std::int32_t>(from));
        if (to != kNoCell) row.period.to = Date::from_days(static_cast<std::int32_t>(to));
        // Official tables without row dates end with their release.
        if (!row.speaker->release->starter && !row.speaker->cumulative) {
          row.period.to = std::min(row.period.to, row.speaker->force.to);
        }
        take(row);
      });
}

void Compiler::add_ptp() {
  std::vector<StoredPtpRow> starter;
  std::array<std::vector<std::uint64_t>, kPtpTables> official_pairs;
  const auto add = [&](const StoredPtpRow& stored, const Speaker& speaker) {
    SnapshotContent::PairEdit row;
    row.column1 = stored.row.column1;
    row.edit.column2_packed = stored.row.column2;
    row.edit.from_day = stored.row.from_day;
    row.edit.to_day = stored.row.to_day;
    row.edit.indicator = stored.row.indicator;
    row.edit.rationale = stored.row.rationale;  // numbered anew below
    row.edit.release = speaker.number;
    content_.ptp.at(ptp_table_number(speaker.release->source)).push_back(row);
  };
  bool has_starter = false;
  for (const Speaker& speaker : speakers_.all()) {
    has_starter = has_starter || (speaker.release->starter && speaker.release->table == Table::ptp_edit);
    if (speaker.release->table != Table::ptp_edit || !speaker.release->complete) continue;
    content_.ptp.at(ptp_table_number(speaker.release->source)).reserve(speaker.release->rows);
  }
  std::int64_t last_release = 0;
  const Speaker* last_speaker = nullptr;
  read_ptp_rows(database_, known_ms_, [&](const StoredPtpRow& row) {
    if (row.release != last_release) {
      last_release = row.release;
      last_speaker = speakers_.of(row.release);
    }
    if (last_speaker == nullptr) return;
    if (last_speaker->release->starter) {
      starter.push_back(row);
      return;
    }
    if (has_starter && !last_speaker->release->complete) {
      official_pairs.at(ptp_table_number(last_speaker->release->source)).push_back(row.row.pair());
    }
    add(row, *last_speaker);
  });
  for (auto& pairs : official_pairs) std::sort(pairs.begin(), pairs.end());
  for (const StoredPtpRow& row : starter) {
    const Speaker& speaker = *speakers_.of(row.release);
    const auto& pairs = official_pairs.at(ptp_table_number(speaker.release->source));
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
  each_row(Table::mue_limit, [&](const Row& row) { words.insert(text(row.cells[3])); });
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
  each_row(Table::mue_limit, [&](const Row& row) {
    MueLimit limit;
    set_base(limit, row);
    limit.code_packed = hcpcs_of(row.cells[0]);
    limit.units = static_cast<std::uint32_t>(row.cells[1]);
    limit.adjudication = static_cast<std::uint8_t>(row.cells[2]);
    limit.rationale = rationale_number(text(row.cells[3]));
    content_.mue.at(mue_table_number(row.speaker->release->source)).push_back(limit);
  });
  for (auto& table : content_.mue) {
    settle_periods(table, speakers_, [](const MueLimit& row) { return row.code_packed; });
  }
}

void Compiler::add_fee_schedule() {
  each_row(Table::fee_schedule, [&](const Row& row) {
    const auto& cells = row.cells;
    FeeScheduleRow fee;
    set_base(fee, row);
    fee.code_packed = hcpcs_of(cells[0]);
    fee.modifier_packed = modifier_of(cells[1]);
    fee.status = character_of(cells[2]);
    fee.pctc = character_of(cells[3]);
    characters(cells[4], fee.global);
    fee.multiple = character_of(cells[5]);
    fee.bilateral = character_of(cells[6]);
    fee.assistant = character_of(cells[7]);
    fee.co_surgeon = character_of(cells[8]);
    fee.team = character_of(cells[9]);
    characters(cells[10], fee.supervision);
    characters(cells[11], fee.imaging_family);
    fee.nonfacility_na = character_of(cells[12]);
    fee.facility_na = character_of(cells[13]);
    fee.endoscopic_base_packed = optional_hcpcs(cells[14]);
    fee.work_rvu = static_cast<std::int32_t>(cells[15]);
    fee.nonfacility_total = static_cast<std::int32_t>(cells[16]);
    fee.facility_total = static_cast<std::int32_t>(cells[17]);
    fee.preoperative = static_cast<std::int32_t>(cells[18]);
    fee.intraoperative = static_cast<std::int32_t>(cells[19]);
    fee.postoperative = static_cast<std::int32_t>(cells[20]);
    fee.nonfacility_pe = static_cast<std::int32_t>(cells[21]);
    fee.facility_pe = static_cast<std::int32_t>(cells[22]);
    fee.malpractice = static_cast<std::int32_t>(cells[23]);
    fee.conversion_factor = static_cast<std::int32_t>(cells[24]);
    fee.calculation_flag = character_of(cells[25]);
    fee.not_used_for_medicare = character_of(cells[26]);
    content_.fee_schedule.push_back(fee);
  });
  settle_periods(content_.fee_schedule, speakers_, [](const FeeScheduleRow& row) {
    return (std::uint64_t{row.code_packed} << 16U) | row.modifier_packed;
  });
}

void Compiler::add_add_on() {
  struct Said {
    std::uint8_t type = 0;
    std::uint8_t note = 0;
    std::uint32_t note_text = 0;
    std::int32_t add_on_deleted = 0;
    std::int32_t primary_deleted = 0;
    auto operator<=>(const Said&) const = default;
  };
  const std::uint32_t contractor = Hcpcs::parse("CCCCC")->packed();
  SettledSets<std::uint64_t, Said> edits;
  each_row(Table::add_on_edit, [&](const Row& row) {
    // An edit that ended on the day it began never applied.
    if (row.period.from == row.period.to) return;
    Said said;
    said.type = static_cast<std::uint8_t>(row.cells[2]);
    said.note = static_cast<std::uint8_t>(row.cells[3]);
    said.note_text = static_cast<std::uint32_t>(row.cells[4]);
    said.add_on_deleted = day_or(row.cells[5], Date::open_end());
    said.primary_deleted = day_or(row.cells[6], Date::open_end());
    RowBase base;
    set_base(base, row);
    edits.add((std::uint64_t{hcpcs_of(row.cells[0])} << 32U) | hcpcs_of(row.cells[1]), said, base,
              *row.speaker);
  });
  edits.settle([&](std::uint64_t key, const Said& said, const RowBase& base) {
    AddOnEdit edit{base};
    edit.add_on_packed = static_cast<std::uint32_t>(key >> 32U);
    edit.primary_packed = static_cast<std::uint32_t>(key);
    edit.contractor_defined = edit.primary_packed == contractor;
    edit.type = said.type;
    edit.note = said.note;
    edit.note_text = said.note_text;
    edit.add_on_deleted = said.add_on_deleted;
    edit.primary_deleted = said.primary_deleted;
    content_.add_on.push_back(edit);
  });
}

void Compiler::add_procedures() {
  using Said = std::tuple<std::int32_t, std::int32_t, char, char>;  // added, ended, coverage, action
  SettledSets<std::uint32_t, Said> procedures;
  each_row(Table::procedure, [&](const Row& row) {
    RowBase base;
    set_base(base, row);
    procedures.add(hcpcs_of(row.cells[0]),
                   Said(day_or(row.cells[1], Date::open_start()), day_or(row.cells[2], Date::open_end()),
                        character_of(row.cells[3]), character_of(row.cells[4])),
                   base, *row.speaker);
  });
  procedures.settle([&](std::uint32_t code, const Said& said, const RowBase& base) {
    ProcedureCodeRow row{base};
    row.code_packed = code;
    std::tie(row.added, row.ended, row.coverage, row.action) = said;
    content_.procedures.push_back(row);
  });
}

void Compiler::add_places() {
  each_row(Table::place, [&](const Row& row) {
    PlaceRow place;
    set_base(place, row);
    place.place_packed = snapshot::place_key(unpack_brief(row.cells[0]));
    place.groups = bits_named<PlaceGroup>(text(row.cells[4]));
    if (character_of(row.cells[1]) == 'F') place.groups |= static_cast<std::uint32_t>(PlaceGroup::facility);
    content_.places.push_back(place);
  });
}

void Compiler::add_own_lists() {
  each_row(Table::code_set, [&](const Row& row) {
    const std::string& name = text(row.cells[0]);
    content_.code_sets.push_back(
        {named(code_set(name), name), hcpcs_of(row.cells[1]), hcpcs_of(row.cells[2]), row.period});
  });
  each_row(Table::diagnosis_set, [&](const Row& row) {
    const std::string& name = text(row.cells[0]);
    content_.diagnosis_sets.push_back(
        {named(diagnosis_set(name), name), diagnosis_of(row.cells[1]), row.period});
  });
  each_row(Table::code_map, [&](const Row& row) {
    const std::string& name = text(row.cells[0]);
    SnapshotContent::MappedCode mapped;
    set_base(mapped.row, row);
    mapped.row.map = named(code_map(name), name);
    mapped.row.from_packed = hcpcs_of(row.cells[1]);
    mapped.row.to_packed = hcpcs_of(row.cells[2]);
    mapped.condition = text(row.cells[3]);
    content_.code_maps.push_back(std::move(mapped));
  });
  each_row(Table::parameter, [&](const Row& row) {
    const std::string& name = text(row.cells[0]);
    content_.parameters.push_back({named(parameter_name(name), name), row.cells[1], row.period});
  });
}

void Compiler::add_own_numbers() {
  each_row(Table::code_number, [&](const Row& row) {
    const std::string& name = text(row.cells[0]);
    SnapshotContent::Number one;
    set_base(one.row, row);
    one.row.number = named(code_number(name), name);
    one.row.code_packed = hcpcs_of(row.cells[1]);
    one.row.other_packed = optional_hcpcs(row.cells[2]);
    one.condition = text(row.cells[3]);
    one.row.low = static_cast<std::int32_t>(row.cells[4]);
    one.row.high = static_cast<std::int32_t>(row.cells[5]);
    content_.code_numbers.push_back(std::move(one));
  });
  each_row(Table::modifier_pair, [&](const Row& row) {
    const std::string& name = text(row.cells[0]);
    const std::string severity(unpack_brief(row.cells[4]).view());
    SnapshotContent::ModifierPair pair;
    set_base(pair.row, row);
    pair.row.relation = named(modifier_relation(name), name);
    pair.row.first_packed = modifier_of(row.cells[1]);
    pair.row.second_packed = modifier_of(row.cells[2]);
    pair.row.keep_packed = modifier_of(row.cells[3]);
    pair.row.severity = named(pair_severity(severity), severity);
    pair.note = text(row.cells[5]);
    content_.modifier_pairs.push_back(std::move(pair));
  });
}

SnapshotContent compile_content(Database& database, std::optional<std::int64_t> known_ms) {
  return Compiler(database, known_ms).compile();
}

}  // namespace chargelint::data
