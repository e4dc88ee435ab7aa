// The mapped snapshot. Everything that is read without a check later is checked here, once.
#include "data/reference/snapshot.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot_format.h"

namespace chargelint::data {
namespace {

using namespace snapshot;

class Mapping {
 public:
  explicit Mapping(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      refuse(errno == ENOENT ? ErrorKind::not_found : ErrorKind::environment, path,
             std::string("the reference snapshot cannot be opened: ") + std::strerror(errno));
    }
    struct stat status {};
    const bool known = ::fstat(descriptor, &status) == 0;
    size_ = known && status.st_size > 0 ? static_cast<std::size_t>(status.st_size) : 0;
    if (size_ >= sizeof(Header)) {
      void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED | MAP_POPULATE, descriptor, 0);
      if (mapped != MAP_FAILED) bytes_ = static_cast<const std::byte*>(mapped);
    }
    ::close(descriptor);
    if (size_ < sizeof(Header)) refuse(ErrorKind::malformed, path, "too short to be a reference snapshot");
    if (bytes_ == nullptr) {
      refuse(ErrorKind::environment, path,
             std::string("the snapshot cannot be mapped: ") + std::strerror(errno));
    }
  }
  ~Mapping() {
    if (bytes_ != nullptr) ::munmap(const_cast<std::byte*>(bytes_), size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  [[nodiscard]] const std::byte* data() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  const std::byte* bytes_ = nullptr;
  std::size_t size_ = 0;
};

struct FreeState {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

// Rows of a table, by the index of their code.
template <class Row>
struct RowsByCode {
  std::span<const Row> rows;
  std::span<const std::uint32_t> starts;
  [[nodiscard]] std::span<const Row> of(std::size_t index) const {
    return rows.subspan(starts[index], starts[index + 1] - starts[index]);
  }
};

bool in_force(std::int32_t from, std::int32_t to, Date date) {
  return from <= date.days() && date.days() <= to;
}

class Sections {
 public:
  Sections(const Mapping& mapping, const std::string& path) : mapping_(mapping), path_(path) {
    Header header;
    std::memcpy(&header, mapping.data(), sizeof(header));
    if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) wrong("is not a reference snapshot");
    if (header.version != kVersion) {
      wrong("has format version " + std::to_string(header.version) + "; this program reads version " +
            std::to_string(kVersion) + ": import or compile again");
    }
    if (header.file_size != mapping.size()) {
      wrong("is cut off or grown: " + std::to_string(mapping.size()) + " bytes, written with " +
            std::to_string(header.file_size));
    }
    if (header.sections != kSections || sizeof(Header) + kSections * sizeof(Section) > mapping.size()) {
      wrong("has another number of sections than its version says");
    }
    const std::uint64_t checksum = header.checksum;
    header.checksum = 0;
    const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
    XXH3_64bits_reset(state.get());
    XXH3_64bits_update(state.get(), &header, sizeof(header));
    XXH3_64bits_update(state.get(), mapping.data() + sizeof(header), mapping.size() - sizeof(header));
    if (XXH3_64bits_digest(state.get()) != checksum) wrong("is damaged: its checksum does not match");
    Digest::Bytes digest{};
    std::memcpy(digest.data(), header.digest, digest.size());
    digest_ = hex(digest);
  }

  [[nodiscard]] const std::string& digest() const { return digest_; }
  [[noreturn]] void wrong(const std::string& what) const {
    refuse(ErrorKind::malformed, path_, "the reference snapshot " + what);
  }

  template <class Row>
  [[nodiscard]] std::span<const Row> rows(SectionId id) const {
    for (std::size_t index = 0; index < kSections; ++index) {
      Section section;
      std::memcpy(&section, mapping_.data() + sizeof(Header) + index * sizeof(Section), sizeof(section));
      if (section.id != static_cast<std::uint32_t>(id)) continue;
      const bool fits = section.element_size == sizeof(Row) && section.offset % 8 == 0 &&
                        section.offset <= mapping_.size() &&
                        section.count <= (mapping_.size() - section.offset) / sizeof(Row);
      if (!fits) wrong("has section " + std::to_string(section.id) + " out of its bounds");
      return {reinterpret_cast<const Row*>(mapping_.data() + section.offset), section.count};
    }
    wrong("lacks section " + std::to_string(static_cast<std::uint32_t>(id)));
  }

  // One more start than there are codes, rising, the last at the end.
  template <class Row>
  [[nodiscard]] RowsByCode<Row> rows_by_code(SectionId rows_id, SectionId starts_id,
                                             std::size_t codes) const {
    RowsByCode<Row> table{rows<Row>(rows_id), rows<std::uint32_t>(starts_id)};
    check_starts(table.starts, codes, table.rows.size());
    return table;
  }
  void check_starts(std::span<const std::uint32_t> starts, std::size_t codes, std::size_t end) const {
    if (starts.size() != codes + 1 || starts.front() != 0 || starts.back() != end ||
        !std::is_sorted(starts.begin(), starts.end())) {
      wrong("has an index that does not fit its rows");
    }
  }

 private:
  const Mapping& mapping_;
  const std::string& path_;
  std::string digest_;
};

class MappedReference final : public Reference {
 public:
  explicit MappedReference(const std::string& path) : mapping_(path) {
    const Sections sections(mapping_, path);
    digest_ = sections.digest();
    text_starts_ = sections.rows<std::uint32_t>(SectionId::text_offsets);
    text_bytes_ = sections.rows<char>(SectionId::text_bytes);
    if (text_starts_.empty()) sections.wrong("holds no texts");
    sections.check_starts(text_starts_, text_starts_.size() - 1, text_bytes_.size());
    rationales_ = sections.rows<std::uint32_t>(SectionId::rationales);

    codes_ = sections.rows<std::uint32_t>(SectionId::codes);
    code_slots_ = sections.rows<CodeSlot>(SectionId::code_slots);
    code_words_ = sections.rows<std::uint32_t>(SectionId::code_words);
    check_slots(sections, code_slots_.size(), codes_.size());
    for (const CodeSlot& slot : code_slots_) {
      if (slot.code != 0 && slot.index >= codes_.size()) sections.wrong("has a code index out of its bounds");
    }
    if (code_words_.size() != codes_.size()) sections.wrong("has words for another number of codes");
    const std::size_t codes = codes_.size();
    ptp_[0] = sections.rows_by_code<PtpEdit>(SectionId::ptp_practitioner, SectionId::ptp_practitioner_offsets,
                                             codes);
    ptp_[1] = sections.rows_by_code<PtpEdit>(SectionId::ptp_hospital, SectionId::ptp_hospital_offsets, codes);
    mue_[0] = sections.rows_by_code<MueLimit>(SectionId::mue_practitioner,
                                              SectionId::mue_practitioner_offsets, codes);
    mue_[1] =
        sections.rows_by_code<MueLimit>(SectionId::mue_outpatient, SectionId::mue_outpatient_offsets, codes);
    mue_[2] = sections.rows_by_code<MueLimit>(SectionId::mue_dme, SectionId::mue_dme_offsets, codes);
    fee_schedule_ = sections.rows_by_code<FeeScheduleRow>(SectionId::fee_schedule,
                                                          SectionId::fee_schedule_offsets, codes);
    add_on_ = sections.rows_by_code<AddOnEdit>(SectionId::add_on, SectionId::add_on_offsets, codes);

    diagnosis_codes_ = sections.rows<std::uint64_t>(SectionId::diagnosis_codes);
    diagnosis_slots_ = sections.rows<std::uint32_t>(SectionId::diagnosis_slots);
    diagnosis_words_ = sections.rows<std::uint32_t>(SectionId::diagnosis_words);
    check_slots(sections, diagnosis_slots_.size(), diagnosis_codes_.size());
    for (const std::uint32_t slot : diagnosis_slots_) {
      if (slot > diagnosis_codes_.size()) sections.wrong("has a diagnosis index out of its bounds");
    }
    if (diagnosis_words_.size() != diagnosis_codes_.size())
      sections.wrong("has words for another number of diagnoses");
    diagnoses_ = sections.rows_by_code<DiagnosisRow>(SectionId::diagnoses, SectionId::diagnosis_offsets,
                                                     diagnosis_codes_.size());

    modifier_codes_ = sections.rows<std::uint16_t>(SectionId::modifier_codes);
    modifier_words_ = sections.rows<std::uint32_t>(SectionId::modifier_words);
    if (modifier_words_.size() != modifier_codes_.size())
      sections.wrong("has words for another number of modifiers");
    modifiers_ = sections.rows_by_code<ModifierRow>(SectionId::modifiers, SectionId::modifier_offsets,
                                                    modifier_codes_.size());
    code_sets_ = sections.rows<CodeRangeRecord>(SectionId::code_sets);
    diagnosis_sets_ = sections.rows<DiagnosisPrefixRecord>(SectionId::diagnosis_sets);
    code_maps_ = sections.rows<CodeMapRow>(SectionId::code_maps);
    parameters_ = sections.rows<ParameterRecord>(SectionId::parameters);
    places_ = sections.rows<PlaceRecord>(SectionId::places);
    read_releases(sections);
  }

  [[nodiscard]] Coverage coverage(Source source, Date date) const override;
  [[nodiscard]] std::span<const ReleaseInfo> releases() const override { return releases_; }
  [[nodiscard]] std::string_view digest() const override { return digest_; }
  [[nodiscard]] std::string_view rationale(std::uint8_t id) const override {
    return id < rationales_.size() ? text(rationales_[id]) : std::string_view{};
  }
  [[nodiscard]] std::string_view text(std::uint32_t id) const override {
    if (std::size_t{id} + 1 >= text_starts_.size()) return {};
    return {text_bytes_.data() + text_starts_[id], text_starts_[id + 1] - text_starts_[id]};
  }

  [[nodiscard]] std::span<const PtpEdit> ptp(Source table, Hcpcs column1) const override {
    const auto which = static_cast<std::size_t>(table) - static_cast<std::size_t>(Source::ptp_practitioner);
    return which < ptp_.size() ? rows_of(ptp_[which], column1) : std::span<const PtpEdit>{};
  }
  [[nodiscard]] std::span<const MueLimit> mue(Source table, Hcpcs code) const override {
    const auto which = static_cast<std::size_t>(table) - static_cast<std::size_t>(Source::mue_practitioner);
    return which < mue_.size() ? rows_of(mue_[which], code) : std::span<const MueLimit>{};
  }
  [[nodiscard]] std::span<const FeeScheduleRow> fee_schedule(Hcpcs code) const override {
    return rows_of(fee_schedule_, code);
  }
  [[nodiscard]] std::span<const AddOnEdit> add_on(Hcpcs code) const override {
    return rows_of(add_on_, code);
  }

  [[nodiscard]] std::span<const DiagnosisRow> diagnosis(IcdCode code) const override {
    const auto index = diagnosis_index(code);
    return index ? diagnoses_.of(*index) : std::span<const DiagnosisRow>{};
  }
  [[nodiscard]] std::span<const DiagnosisRow> diagnoses_below(IcdCode stem) const override {
    if (stem.empty()) return {};
    const auto first = std::lower_bound(diagnosis_codes_.begin(), diagnosis_codes_.end(), stem.packed());
    const auto last = std::partition_point(first, diagnosis_codes_.end(), [&](std::uint64_t code) {
      return IcdCode::from_packed(code).starts_with(stem);
    });
    const auto begin = diagnoses_.starts[static_cast<std::size_t>(first - diagnosis_codes_.begin())];
    const auto end = diagnoses_.starts[static_cast<std::size_t>(last - diagnosis_codes_.begin())];
    return diagnoses_.rows.subspan(begin, end - begin);
  }
  [[nodiscard]] std::span<const ModifierRow> modifier(Modifier modifier) const override {
    const auto index = modifier_index(modifier);
    return index ? modifiers_.of(*index) : std::span<const ModifierRow>{};
  }
  [[nodiscard]] std::span<const CodeMapRow> code_map(CodeMap map, Hcpcs code) const override {
    const auto before = [](const CodeMapRow& row, std::pair<CodeMap, std::uint32_t> key) {
      return row.map != key.first ? row.map < key.first : row.from_packed < key.second;
    };
    const auto first =
        std::lower_bound(code_maps_.begin(), code_maps_.end(), std::pair(map, code.packed()), before);
    auto last = first;
    while (last != code_maps_.end() && last->map == map && last->from_packed == code.packed()) ++last;
    return {first, last};
  }

  [[nodiscard]] bool knows_code(Hcpcs code) const override { return code_index(code).has_value(); }
  [[nodiscard]] std::span<const std::uint32_t> neighbours(Hcpcs code, std::size_t count) const override {
    const std::size_t wanted = std::min(count, codes_.size());
    const auto at = static_cast<std::size_t>(std::lower_bound(codes_.begin(), codes_.end(), code.packed()) -
                                             codes_.begin());
    const std::size_t first = std::min(at - std::min(at, wanted / 2), codes_.size() - wanted);
    return codes_.subspan(first, wanted);
  }
  [[nodiscard]] bool in_set(CodeSet set, Hcpcs code, Date date) const override {
    const auto key = static_cast<std::uint32_t>(set);
    auto range = std::partition_point(code_sets_.begin(), code_sets_.end(),
                                      [&](const CodeRangeRecord& one) { return one.set < key; });
    for (; range != code_sets_.end() && range->set == key && range->first <= code.packed(); ++range) {
      if (code.packed() <= range->last && in_force(range->from, range->to, date)) return true;
    }
    return false;
  }
  [[nodiscard]] bool in_set(DiagnosisSet set, IcdCode code, Date date) const override;
  [[nodiscard]] std::optional<std::int64_t> parameter(Parameter parameter, Date date) const override {
    for (const ParameterRecord& one : parameters_) {
      if (one.parameter == static_cast<std::uint32_t>(parameter) && in_force(one.from, one.to, date))
        return one.value;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool knows_place(std::string_view place_of_service, Date date) const override {
    const auto place = Modifier::parse(place_of_service);  // two digits or letters, packed alike
    if (!place) return false;
    return std::any_of(places_.begin(), places_.end(), [&](const PlaceRecord& one) {
      return one.place == place->packed() && in_force(one.from, one.to, date);
    });
  }

  [[nodiscard]] std::string_view words(Hcpcs code) const override {
    const auto index = code_index(code);
    return index ? text(code_words_[*index]) : std::string_view{};
  }
  [[nodiscard]] std::string_view words(IcdCode code) const override {
    const auto index = diagnosis_index(code);
    return index ? text(diagnosis_words_[*index]) : std::string_view{};
  }
  [[nodiscard]] std::string_view words(Modifier modifier) const override {
    const auto index = modifier_index(modifier);
    return index ? text(modifier_words_[*index]) : std::string_view{};
  }

 private:
  // At least one slot stays free, or a search for an unknown code would not end.
  static void check_slots(const Sections& sections, std::size_t slots, std::size_t keys) {
    if (slots != slots_for(keys)) sections.wrong("has a code index of another size than its codes need");
  }

  void read_releases(const Sections& sections) {
    records_ = sections.rows<ReleaseRecord>(SectionId::releases);
    for (const ReleaseRecord& record : records_) {
      if (record.source >= kSources) sections.wrong("holds a release of an unknown source");
      ReleaseInfo info;
      info.source = static_cast<Source>(record.source);
      info.complete = record.complete != 0;
      info.effective_known = record.effective_known != 0;
      info.force = {Date::from_days(record.from), Date::from_days(record.to)};
      info.name = text(record.name);
      info.digest = text(record.digest);
      if (record.source < kSources) {
        releases_of_[record.source].push_back(static_cast<ReleaseId>(releases_.size()));
      }
      releases_.push_back(info);
    }
  }

  [[nodiscard]] std::optional<std::uint32_t> code_index(Hcpcs code) const {
    if (code.empty()) return std::nullopt;
    const std::size_t mask = code_slots_.size() - 1;
    for (std::size_t at = mixed(code.packed()) & mask;; at = (at + 1) & mask) {
      const CodeSlot slot = code_slots_[at];
      if (slot.code == code.packed()) return slot.index;
      if (slot.code == 0) return std::nullopt;
    }
  }
  [[nodiscard]] std::optional<std::uint32_t> diagnosis_index(IcdCode code) const {
    const std::size_t mask = diagnosis_slots_.size() - 1;
    for (std::size_t at = mixed(code.packed()) & mask;; at = (at + 1) & mask) {
      const std::uint32_t slot = diagnosis_slots_[at];
      if (slot == 0) return std::nullopt;
      if (diagnosis_codes_[slot - 1] == code.packed()) return slot - 1;
    }
  }
  [[nodiscard]] std::optional<std::size_t> modifier_index(Modifier modifier) const {
    const auto at = std::lower_bound(modifier_codes_.begin(), modifier_codes_.end(), modifier.packed());
    if (at == modifier_codes_.end() || *at != modifier.packed()) return std::nullopt;
    return static_cast<std::size_t>(at - modifier_codes_.begin());
  }
  template <class Row>
  [[nodiscard]] std::span<const Row> rows_of(const RowsByCode<Row>& table, Hcpcs code) const {
    const auto index = code_index(code);
    return index ? table.of(*index) : std::span<const Row>{};
  }

  Mapping mapping_;
  std::string digest_;
  std::span<const ReleaseRecord> records_;
  std::vector<ReleaseInfo> releases_;
  std::array<std::vector<ReleaseId>, kSources> releases_of_;  // in their order, by source
  std::span<const std::uint32_t> text_starts_;
  std::span<const char> text_bytes_;
  std::span<const std::uint32_t> rationales_;
  std::span<const std::uint32_t> codes_;
  std::span<const CodeSlot> code_slots_;
  std::span<const std::uint32_t> code_words_;
  std::array<RowsByCode<PtpEdit>, 2> ptp_;
  std::array<RowsByCode<MueLimit>, 3> mue_;
  RowsByCode<FeeScheduleRow> fee_schedule_;
  RowsByCode<AddOnEdit> add_on_;
  std::span<const std::uint64_t> diagnosis_codes_;
  std::span<const std::uint32_t> diagnosis_slots_;
  std::span<const std::uint32_t> diagnosis_words_;
  RowsByCode<DiagnosisRow> diagnoses_;
  std::span<const std::uint16_t> modifier_codes_;
  std::span<const std::uint32_t> modifier_words_;
  RowsByCode<ModifierRow> modifiers_;
  std::span<const CodeRangeRecord> code_sets_;
  std::span<const DiagnosisPrefixRecord> diagnosis_sets_;
  std::span<const CodeMapRow> code_maps_;
  std::span<const ParameterRecord> parameters_;
  std::span<const PlaceRecord> places_;
};

// The complete release that speaks for the date, else the partial one; outside all of them the nearest
// (decision 4). Releases of a source stand together, the oldest first.
Coverage MappedReference::coverage(Source source, Date date) const {
  const ReleaseRecord* speaks = nullptr;
  const ReleaseRecord* oldest = nullptr;
  for (const ReleaseId release : releases_of_[static_cast<std::size_t>(source)]) {
    const ReleaseRecord& record = records_[release];
    const bool better = speaks == nullptr || (record.complete != 0 && speaks->complete == 0);
    if (better) {
      speaks = &record;
      oldest = &record;
    } else if (record.complete == speaks->complete &&
               (record.cumulative != 0 || record.from <= date.days())) {
      speaks = &record;
    }
  }
  if (speaks == nullptr) return {};
  Coverage coverage;
  coverage.loaded = true;
  coverage.complete = speaks->complete != 0;
  coverage.release = static_cast<ReleaseId>(speaks - records_.data());
  const bool before = speaks == oldest && speaks->cumulative == 0 && date.days() < speaks->from;
  // An open end is the newest release's: it was published to hold until its last day only.
  const bool after = Date::from_days(speaks->to) == Date::open_end() && date.days() > speaks->last_day;
  coverage.nearest = before || after;
  return coverage;
}

bool MappedReference::in_set(DiagnosisSet set, IcdCode code, Date date) const {
  const auto key = static_cast<std::uint32_t>(set);
  // Prefixes of one to seven characters: look each of the code's own up.
  for (unsigned length = 1; length <= 7; ++length) {
    const unsigned dropped = 64U - 8U * length;
    const std::uint64_t prefix = code.packed() >> dropped << dropped;
    auto found = std::partition_point(diagnosis_sets_.begin(), diagnosis_sets_.end(),
                                      [&](const DiagnosisPrefixRecord& one) {
                                        return one.set != key ? one.set < key : one.prefix < prefix;
                                      });
    for (; found != diagnosis_sets_.end() && found->set == key && found->prefix == prefix; ++found) {
      if (in_force(found->from, found->to, date)) return true;
    }
    if (prefix == code.packed()) break;
  }
  return false;
}

}  // namespace

Result<std::shared_ptr<const Reference>> open_snapshot(const std::string& path) {
  return guarded(
      path, [&]() -> std::shared_ptr<const Reference> { return std::make_shared<MappedReference>(path); });
}

std::string snapshot_path(const std::string& store_path) {
  return store_path + ".snapshot";
}

}  // namespace chargelint::data
