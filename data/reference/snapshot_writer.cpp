// Laying a snapshot out: everything sorted by its content, nothing that depends on when or in which order it
// was imported, so that the same tables give the same bytes.
#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>

#include "data/reference/digest.h"
#include "data/reference/ordering.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"

namespace chargelint::data {
namespace {

using namespace snapshot;

using Bytes = std::vector<std::byte>;

// Copies fields to where they stand in the row; padding stays zero.
template <class Row, class... Fields>
void put_fields(std::byte* at, const Row& row, const Fields&... fields) {
  const auto* const base = reinterpret_cast<const std::byte*>(&row);
  ((std::memcpy(at + (reinterpret_cast<const std::byte*>(&fields) - base), &fields, sizeof(fields))), ...);
}
void put(std::byte* at, const AddOnEdit& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.type, row.contractor_defined, row.note,
             row.add_on_packed, row.primary_packed);
}
void put(std::byte* at, const DiagnosisRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.billable, row.code_packed);
}
void put(std::byte* at, const CodeMapRow& row) {
  put_fields(at, row, row.from_days, row.to_days, row.release, row.map, row.from_packed, row.to_packed,
             row.condition);
}
template <class Row>
void put(std::byte* at, const Row& row) {
  static_assert(std::has_unique_object_representations_v<Row>, "a row with padding needs its own put");
  std::memcpy(at, &row, sizeof(row));
}

// Texts once each, in order; 0 is the empty text.
class TextTable {
 public:
  void note(std::string_view text) { texts_.push_back(text); }
  void settle() {
    texts_.push_back({});
    std::sort(texts_.begin(), texts_.end());
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
    ids_.reserve(texts_.size());
    for (std::uint32_t id = 0; id < texts_.size(); ++id) ids_.emplace(texts_[id], id);
  }
  [[nodiscard]] std::uint32_t id(std::string_view text) const { return ids_.at(text); }
  [[nodiscard]] const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  std::vector<std::string_view> texts_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
};

// The codes that were seen, one bit for each that can be: edits are millions, codes some twenty thousand.
class CodeMarks {
 public:
  void add(std::uint32_t code) { words_[code / 64] |= std::uint64_t{1} << (code % 64); }
  [[nodiscard]] std::vector<std::uint32_t> in_order() const {
    std::vector<std::uint32_t> codes;
    for (std::size_t index = 0; index < words_.size(); ++index) {
      for (std::uint64_t word = words_[index]; word != 0; word &= word - 1) {
        codes.push_back(
            static_cast<std::uint32_t>(index * 64 + static_cast<std::size_t>(std::countr_zero(word))));
      }
    }
    return codes;
  }

 private:
  static constexpr std::size_t kPackedCodes = std::size_t{37} * 37 * 37 * 37 * 37;
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(kPackedCodes / 64 + 1);
};

class Layouter {
 public:
  explicit Layouter(SnapshotContent& content) : content_(content) {}

  std::vector<std::pair<Section, Bytes>> lay_out() {
    note_texts();
    add_texts();
    add_releases();
    gather_codes();
    add_ptp(0, SectionId::ptp_practitioner, SectionId::ptp_practitioner_offsets);
    add_ptp(1, SectionId::ptp_hospital, SectionId::ptp_hospital_offsets);
    add_mue(0, SectionId::mue_practitioner, SectionId::mue_practitioner_offsets);
    add_mue(1, SectionId::mue_outpatient, SectionId::mue_outpatient_offsets);
    add_mue(2, SectionId::mue_dme, SectionId::mue_dme_offsets);
    add_fee_schedule();
    add_add_on();
    add_diagnoses();
    add_modifiers();
    add_own_tables();
    return std::move(sections_);
  }

 private:
  template <class Row>
  void section(SectionId id, const std::vector<Row>& rows) {
    Bytes bytes(rows.size() * sizeof(Row));
    for (std::size_t index = 0; index < rows.size(); ++index)
      put(bytes.data() + index * sizeof(Row), rows[index]);
    sections_.emplace_back(Section{static_cast<std::uint32_t>(id), sizeof(Row), 0, rows.size()},
                           std::move(bytes));
  }

  // Rows are sorted by code; `code_of` tells it.
  template <class Code, class Row, class CodeOf>
  std::vector<std::uint32_t> offsets(const std::vector<Code>& codes, const std::vector<Row>& rows,
                                     CodeOf code_of) {
    std::vector<std::uint32_t> starts;
    starts.reserve(codes.size() + 1);
    std::size_t at = 0;
    for (const Code code : codes) {
      starts.push_back(static_cast<std::uint32_t>(at));
      while (at < rows.size() && code_of(rows[at]) == code) ++at;
    }
    starts.push_back(static_cast<std::uint32_t>(at));
    return starts;
  }

  void note_texts() {
    for (const auto& release : content_.releases) {
      texts_.note(release.name);
      texts_.note(release.digest);
    }
    for (const auto& rationale : content_.rationales) texts_.note(rationale);
    for (const auto& mapped : content_.code_maps) texts_.note(mapped.condition);
    for (const auto& [code, words] : content_.code_words) texts_.note(words);
    for (const auto& [code, words] : content_.diagnosis_words) texts_.note(words);
    for (const auto& [code, words] : content_.modifier_words) texts_.note(words);
    texts_.settle();
  }

  void add_texts() {
    std::vector<std::uint32_t> starts{0};
    std::vector<char> bytes;
    for (const std::string_view text : texts_.texts()) {
      bytes.insert(bytes.end(), text.begin(), text.end());
      starts.push_back(static_cast<std::uint32_t>(bytes.size()));
    }
    section(SectionId::text_offsets, starts);
    section(SectionId::text_bytes, bytes);
    std::vector<std::uint32_t> rationales;
    for (const auto& rationale : content_.rationales) rationales.push_back(texts_.id(rationale));
    section(SectionId::rationales, rationales);
  }

  void add_releases() {
    std::vector<ReleaseRecord> records;
    for (const auto& release : content_.releases) {
      ReleaseRecord record;
      record.source = static_cast<std::uint8_t>(release.source);
      record.complete = release.complete ? 1 : 0;
      record.effective_known = release.effective_known ? 1 : 0;
      record.cumulative = release.cumulative ? 1 : 0;
      record.from = release.force.from.days();
      record.to = release.force.to.days();
      record.last_day = release.last_day.days();
      record.name = texts_.id(release.name);
      record.digest = texts_.id(release.digest);
      records.push_back(record);
    }
    section(SectionId::releases, records);
  }

  void gather_codes() {
    CodeMarks marks;
    for (const auto& table : content_.ptp) {
      for (const auto& row : table) {
        marks.add(row.column1);
        marks.add(row.edit.column2_packed);
      }
    }
    for (const auto& table : content_.mue) {
      for (const auto& row : table) marks.add(row.code_packed);
    }
    for (const auto& row : content_.fee_schedule) marks.add(row.code_packed);
    for (const auto& row : content_.add_on) {
      marks.add(row.add_on_packed);
      if (!row.contractor_defined) marks.add(row.primary_packed);
    }
    for (const auto& [code, words] : content_.code_words) marks.add(code);
    codes_ = marks.in_order();
    section(SectionId::codes, codes_);

    std::vector<CodeSlot> slots(slots_for(codes_.size()));
    const std::size_t mask = slots.size() - 1;
    for (std::uint32_t index = 0; index < codes_.size(); ++index) {
      std::size_t at = mixed(codes_[index]) & mask;
      while (slots[at].code != 0) at = (at + 1) & mask;
      slots[at] = {codes_[index], index};
    }
    section(SectionId::code_slots, slots);

    std::vector<std::uint32_t> words(codes_.size());
    for (const auto& [code, text] : content_.code_words) {
      const auto at = std::lower_bound(codes_.begin(), codes_.end(), code) - codes_.begin();
      words[static_cast<std::size_t>(at)] = texts_.id(text);
    }
    section(SectionId::code_words, words);
  }
  void add_ptp(std::size_t table, SectionId rows_id, SectionId offsets_id) {
    auto& rows = content_.ptp[table];
    // By column 1 and column 2, the newest first within a pair.
    const auto before = [](const SnapshotContent::PairEdit& left, const SnapshotContent::PairEdit& right) {
      if (left.column1 != right.column1) return left.column1 < right.column1;
      if (left.edit.column2_packed != right.edit.column2_packed) {
        return left.edit.column2_packed < right.edit.column2_packed;
      }
      if (left.edit.from_day != right.edit.from_day) return left.edit.from_day > right.edit.from_day;
      if (left.edit.to_day != right.edit.to_day) return left.edit.to_day > right.edit.to_day;
      if (left.edit.indicator != right.edit.indicator) return left.edit.indicator < right.edit.indicator;
      return left.edit.rationale < right.edit.rationale;
    };
    sort_nearly_sorted(rows, before);
    section(offsets_id, offsets(codes_, rows, [](const auto& row) { return row.column1; }));
    std::vector<PtpEdit> edits;
    edits.reserve(rows.size());
    for (const auto& row : rows) edits.push_back(row.edit);
    rows = {};
    section(rows_id, edits);
  }

  void add_mue(std::size_t table, SectionId rows_id, SectionId offsets_id) {
    auto& rows = content_.mue[table];
    std::sort(rows.begin(), rows.end(), [](const MueLimit& left, const MueLimit& right) {
      return left.code_packed != right.code_packed ? left.code_packed < right.code_packed
                                                   : left.from_days < right.from_days;
    });
    section(rows_id, rows);
    section(offsets_id, offsets(codes_, rows, [](const MueLimit& row) { return row.code_packed; }));
  }

  void add_fee_schedule() {
    auto& rows = content_.fee_schedule;
    std::sort(rows.begin(), rows.end(), [](const FeeScheduleRow& left, const FeeScheduleRow& right) {
      if (left.code_packed != right.code_packed) return left.code_packed < right.code_packed;
      if (left.modifier_packed != right.modifier_packed) return left.modifier_packed < right.modifier_packed;
      return left.from_days < right.from_days;
    });
    section(SectionId::fee_schedule, rows);
    section(SectionId::fee_schedule_offsets,
            offsets(codes_, rows, [](const FeeScheduleRow& row) { return row.code_packed; }));
  }

  void add_add_on() {
    auto& rows = content_.add_on;
    std::sort(rows.begin(), rows.end(), [](const AddOnEdit& left, const AddOnEdit& right) {
      if (left.add_on_packed != right.add_on_packed) return left.add_on_packed < right.add_on_packed;
      if (left.from_days != right.from_days) return left.from_days < right.from_days;
      return left.primary_packed < right.primary_packed;
    });
    section(SectionId::add_on, rows);
    section(SectionId::add_on_offsets,
            offsets(codes_, rows, [](const AddOnEdit& row) { return row.add_on_packed; }));
  }

  void add_diagnoses() {
    auto& rows = content_.diagnoses;
    std::sort(rows.begin(), rows.end(), [](const DiagnosisRow& left, const DiagnosisRow& right) {
      return left.code_packed != right.code_packed ? left.code_packed < right.code_packed
                                                   : left.from_days < right.from_days;
    });
    std::vector<std::uint64_t> codes;
    for (const DiagnosisRow& row : rows) {
      if (codes.empty() || codes.back() != row.code_packed) codes.push_back(row.code_packed);
    }
    std::vector<std::uint32_t> slots(slots_for(codes.size()));  // index + 1; 0 is free
    const std::size_t mask = slots.size() - 1;
    for (std::uint32_t index = 0; index < codes.size(); ++index) {
      std::size_t at = mixed(codes[index]) & mask;
      while (slots[at] != 0) at = (at + 1) & mask;
      slots[at] = index + 1;
    }
    std::vector<std::uint32_t> words(codes.size());
    for (const auto& [code, text] : content_.diagnosis_words) {
      const auto at = std::lower_bound(codes.begin(), codes.end(), code);
      if (at != codes.end() && *at == code)
        words[static_cast<std::size_t>(at - codes.begin())] = texts_.id(text);
    }
    section(SectionId::diagnosis_codes, codes);
    section(SectionId::diagnosis_slots, slots);
    section(SectionId::diagnosis_offsets,
            offsets(codes, rows, [](const DiagnosisRow& row) { return row.code_packed; }));
    section(SectionId::diagnoses, rows);
    section(SectionId::diagnosis_words, words);
  }

  void add_modifiers() {
    auto& rows = content_.modifiers;
    std::sort(rows.begin(), rows.end(), [](const ModifierRow& left, const ModifierRow& right) {
      return left.modifier_packed != right.modifier_packed ? left.modifier_packed < right.modifier_packed
                                                           : left.from_days < right.from_days;
    });
    std::vector<std::uint16_t> codes;
    for (const ModifierRow& row : rows) {
      if (codes.empty() || codes.back() != row.modifier_packed) codes.push_back(row.modifier_packed);
    }
    std::vector<std::uint32_t> words(codes.size());
    for (const auto& [code, text] : content_.modifier_words) {
      const auto at = std::lower_bound(codes.begin(), codes.end(), code);
      if (at != codes.end() && *at == code)
        words[static_cast<std::size_t>(at - codes.begin())] = texts_.id(text);
    }
    section(SectionId::modifier_codes, codes);
    section(SectionId::modifier_offsets,
            offsets(codes, rows, [](const ModifierRow& row) { return row.modifier_packed; }));
    section(SectionId::modifiers, rows);
    section(SectionId::modifier_words, words);
  }

  void add_own_tables() {
    std::vector<CodeRangeRecord> ranges;
    for (const auto& range : content_.code_sets) {
      ranges.push_back({static_cast<std::uint32_t>(range.set), range.first, range.last,
                        range.force.from.days(), range.force.to.days()});
    }
    std::sort(ranges.begin(), ranges.end(), [](const CodeRangeRecord& left, const CodeRangeRecord& right) {
      return std::tie(left.set, left.first, left.last, left.from) <
             std::tie(right.set, right.first, right.last, right.from);
    });
    section(SectionId::code_sets, ranges);

    std::vector<DiagnosisPrefixRecord> prefixes;
    for (const auto& prefix : content_.diagnosis_sets) {
      prefixes.push_back({prefix.prefix, static_cast<std::uint32_t>(prefix.set), prefix.force.from.days(),
                          prefix.force.to.days(), 0});
    }
    std::sort(prefixes.begin(), prefixes.end(),
              [](const DiagnosisPrefixRecord& left, const DiagnosisPrefixRecord& right) {
                return std::tie(left.set, left.prefix, left.from) <
                       std::tie(right.set, right.prefix, right.from);
              });
    section(SectionId::diagnosis_sets, prefixes);

    std::vector<CodeMapRow> maps;
    for (const auto& mapped : content_.code_maps) {
      maps.push_back(mapped.row);
      maps.back().condition = texts_.id(mapped.condition);
    }
    std::sort(maps.begin(), maps.end(), [](const CodeMapRow& left, const CodeMapRow& right) {
      return std::tie(left.map, left.from_packed, left.from_days, left.to_packed, left.condition) <
             std::tie(right.map, right.from_packed, right.from_days, right.to_packed, right.condition);
    });
    section(SectionId::code_maps, maps);

    std::vector<ParameterRecord> parameters;
    for (const auto& one : content_.parameters) {
      parameters.push_back({one.value, static_cast<std::uint32_t>(one.parameter), one.force.from.days(),
                            one.force.to.days(), 0});
    }
    std::sort(parameters.begin(), parameters.end(),
              [](const ParameterRecord& left, const ParameterRecord& right) {
                return std::tie(left.parameter, left.from, left.value) <
                       std::tie(right.parameter, right.from, right.value);
              });
    section(SectionId::parameters, parameters);

    std::vector<PlaceRecord> places;
    for (const auto& one : content_.places) {
      places.push_back({one.place, one.force.from.days(), one.force.to.days()});
    }
    std::sort(places.begin(), places.end(), [](const PlaceRecord& left, const PlaceRecord& right) {
      return std::tie(left.place, left.from) < std::tie(right.place, right.from);
    });
    section(SectionId::places, places);
  }

  SnapshotContent& content_;
  TextTable texts_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::pair<Section, Bytes>> sections_;
};

class OutputFile {
 public:
  explicit OutputFile(std::string path) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor_ < 0) fail("cannot be written");
  }
  ~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(const void* bytes, std::size_t size) {
    const auto* at = static_cast<const char*>(bytes);
    while (size > 0) {
      const ssize_t written = ::write(descriptor_, at, size);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot be written");
      at += written;
      size -= static_cast<std::size_t>(written);
    }
  }
  void sync() {
    if (::fsync(descriptor_) != 0) fail("cannot be made durable");
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail("cannot be written");
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    refuse(ErrorKind::environment, path_, what + ": " + std::strerror(errno));
  }
  std::string path_;
  int descriptor_ = -1;
};

struct FreeState {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

}  // namespace

std::string write_snapshot_aside(SnapshotContent content, const std::string& path) {
  std::vector<std::pair<Section, Bytes>> sections = Layouter(content).lay_out();
  Header header;
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.version = kVersion;
  header.sections = static_cast<std::uint32_t>(sections.size());
  std::uint64_t offset = sizeof(Header) + sections.size() * sizeof(Section);
  std::vector<Section> table;
  for (auto& [section, bytes] : sections) {
    bytes.resize((bytes.size() + 7) / 8 * 8);
    section.offset = offset;
    offset += bytes.size();
    table.push_back(section);
  }
  header.file_size = offset;

  Digest digest;
  const auto text = [](const void* bytes, std::size_t size) {
    return std::string_view(static_cast<const char*>(bytes), size);
  };
  digest.add(text(table.data(), table.size() * sizeof(Section)));
  for (const auto& [section, bytes] : sections) digest.add(text(bytes.data(), bytes.size()));
  const Digest::Bytes digest_bytes = digest.finish();
  std::memcpy(header.digest, digest_bytes.data(), digest_bytes.size());

  const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
  XXH3_64bits_reset(state.get());
  XXH3_64bits_update(state.get(), &header, sizeof(header));
  XXH3_64bits_update(state.get(), table.data(), table.size() * sizeof(Section));
  for (const auto& [section, bytes] : sections) XXH3_64bits_update(state.get(), bytes.data(), bytes.size());
  header.checksum = XXH3_64bits_digest(state.get());

  std::string temporary = path + ".new." + std::to_string(::getpid());
  OutputFile file(temporary);
  file.write(&header, sizeof(header));
  file.write(table.data(), table.size() * sizeof(Section));
  for (const auto& [section, bytes] : sections) file.write(bytes.data(), bytes.size());
  file.sync();
  return temporary;
}

void put_in_place(const std::string& temporary, const std::string& path) {
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const std::string reason = std::strerror(errno);
    ::unlink(temporary.c_str());
    refuse(ErrorKind::environment, path, "cannot be put in place: " + reason);
  }
  // The name is durable only once its folder is.
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

void write_snapshot(SnapshotContent content, const std::string& path) {
  put_in_place(write_snapshot_aside(std::move(content), path), path);
}

}  // namespace chargelint::data
