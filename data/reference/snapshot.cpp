// The snapshot as a catalogue: every look-up over the mapped sections.
#include "data/reference/snapshot.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

#include "data/reference/catalogue.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"
#include "data/reference/snapshot_mapping.h"

namespace chargelint::data {
namespace {

using namespace snapshot;

bool in_force(std::int32_t from, std::int32_t to, Date date) {
  return from <= date.days() && date.days() <= to;
}

// How many of the first `count` numbers lie below `wanted`. Several are compared at once and none waits for
// another: a search by halves would wait for the memory at each step.
std::size_t count_below(const std::uint16_t* numbers, std::size_t count, std::uint16_t wanted) {
  using Lanes [[gnu::vector_size(kLanes * sizeof(std::uint16_t))]] = std::uint16_t;
  Lanes sums{};
  const Lanes limits = Lanes{} + wanted;
  std::size_t at = 0;
  for (; at + kLanes <= count; at += kLanes) {
    Lanes lanes;
    std::memcpy(&lanes, numbers + at, sizeof(lanes));
    sums -= reinterpret_cast<Lanes>(lanes < limits);  // true is -1
  }
  if (at < count) {  // what stands behind belongs to another run
    Lanes lanes;
    std::memcpy(&lanes, numbers + at, sizeof(lanes));
    constexpr Lanes kPlaces{0, 1, 2, 3, 4, 5, 6, 7};
    const Lanes inside = Lanes{} + static_cast<std::uint16_t>(count - at);
    sums -= reinterpret_cast<Lanes>(lanes < limits) & reinterpret_cast<Lanes>(kPlaces < inside);
  }
  std::size_t below = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) below += sums[lane];
  return below;
}

// Pair edits by their column 1 code, with what finds a column 2 code among them.
struct PtpTable {
  Runs<PtpEdit> edits;
  std::span<const std::uint16_t> numbers;  // a row's column 2 code; empty: compare the rows themselves
  std::span<const std::uint16_t> samples;
  Runs<std::uint32_t> by_column2;
};

class MappedCatalogue final : public Catalogue {
 public:
  explicit MappedCatalogue(const std::string& path) : mapping_(path) {
    const Sections sections(mapping_, path);
    digest_ = sections.digest();
    text_starts_ = sections.rows<std::uint32_t>(SectionId::text_offsets);
    text_bytes_ = sections.rows<char>(SectionId::text_bytes);
    if (text_starts_.empty()) sections.wrong("holds no texts");
    sections.check_starts(text_starts_, text_starts_.size() - 1, text_bytes_.size());
    rationales_ = sections.rows<std::uint32_t>(SectionId::rationales);
    read_codes(sections);
    read_diagnoses(sections);
    facts_ = sections.keyed<Fact>(SectionId::fact_keys, SectionId::fact_slots, SectionId::fact_offsets,
                                  SectionId::facts);
    modifier_codes_ = sections.rows<std::uint16_t>(SectionId::modifier_codes);
    modifier_words_ = sections.rows<std::uint32_t>(SectionId::modifier_words);
    if (modifier_words_.size() != modifier_codes_.size())
      sections.wrong("has words for another number of modifiers");
    modifiers_ =
        sections.runs<ModifierRow>(SectionId::modifiers, SectionId::modifier_offsets, modifier_codes_.size());
    set_segments_ = sections.rows<std::uint32_t>(SectionId::set_segments);
    if (set_segments_.empty() || set_segments_.front() != 0) sections.wrong("holds no segments of code sets");
    set_spans_ = sections.runs<SetSpan>(SectionId::set_spans, SectionId::set_offsets, set_segments_.size());
    code_segments_ = sections.rows<std::uint32_t>(SectionId::code_segments);
    if (code_segments_.size() != codes_.size()) sections.wrong("has segments for another number of codes");
    sections.check_below(code_segments_, set_segments_.size());
    diagnosis_sets_ = sections.rows<DiagnosisPrefixRecord>(SectionId::diagnosis_sets);
    code_maps_ = sections.rows<CodeMapRow>(SectionId::code_maps);
    parameters_ = sections.rows<ParameterRecord>(SectionId::parameters);
    places_ = sections.rows<PlaceRow>(SectionId::places);
    code_numbers_ = sections.rows<CodeNumberRow>(SectionId::code_numbers);
    modifier_pairs_ = sections.rows<ModifierPairRow>(SectionId::modifier_pairs);
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
    const std::size_t which = ptp_table_number(table);
    return which < kPtpTables ? rows_of(ptp_[which].edits, column1) : std::span<const PtpEdit>{};
  }
  [[nodiscard]] std::span<const PtpEdit> pair(Source table, Hcpcs column1, Hcpcs column2) const override;
  [[nodiscard]] std::span<const MueLimit> mue(Source table, Hcpcs code) const override {
    const std::size_t which = mue_table_number(table);
    return which < kMueTables ? rows_of(mue_[which], code) : std::span<const MueLimit>{};
  }
  [[nodiscard]] std::span<const FeeScheduleRow> fee_schedule(Hcpcs code) const override {
    return rows_of(fee_schedule_, code);
  }
  [[nodiscard]] std::span<const AddOnEdit> add_on(Hcpcs code) const override {
    return rows_of(add_on_, code);
  }
  [[nodiscard]] std::span<const ProcedureCodeRow> procedure_code(Hcpcs code) const override {
    return rows_of(procedures_, code);
  }

  [[nodiscard]] std::span<const DiagnosisRow> diagnosis(IcdCode code) const override {
    return diagnoses_.of(code.packed());
  }
  [[nodiscard]] std::span<const DiagnosisEditRow> diagnosis_edits(IcdCode code) const override {
    return diagnosis_edits_.of(code.packed());
  }
  [[nodiscard]] std::span<const DiagnosisRelation> diagnosis_relations(IcdCode code) const override {
    const auto next = std::upper_bound(relation_categories_.begin(), relation_categories_.end(),
                                       category_of(code.packed()));
    if (next == relation_categories_.begin()) return {};
    return relations_.of(static_cast<std::size_t>(next - relation_categories_.begin()) - 1);
  }
  [[nodiscard]] std::span<const DiagnosisRow> diagnoses_below(IcdCode stem) const override {
    if (stem.empty()) return {};
    const auto& codes = diagnoses_.keys;
    const auto first = std::lower_bound(codes.begin(), codes.end(), stem.packed());
    const auto last = std::partition_point(
        first, codes.end(), [&](std::uint64_t code) { return IcdCode::from_packed(code).starts_with(stem); });
    const auto begin = diagnoses_.runs.starts[static_cast<std::size_t>(first - codes.begin())];
    const auto end = diagnoses_.runs.starts[static_cast<std::size_t>(last - codes.begin())];
    return diagnoses_.runs.rows.subspan(begin, end - begin);
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
    return code_sets_on(code, date).has(set);
  }
  [[nodiscard]] CodeSets code_sets_on(Hcpcs code, Date date) const override {
    CodeSets sets;
    for (const SetSpan& span : set_spans_.of(segment_of(code))) {
      if (in_force(span.from, span.to, date)) sets |= span.sets;
    }
    return sets;
  }
  [[nodiscard]] std::span<const CodeNumberRow> code_numbers(CodeNumber number, Hcpcs code) const override {
    return equal(code_numbers_, std::pair(number, code.packed()),
                 [](const CodeNumberRow& row) { return std::pair(row.number, row.code_packed); });
  }
  [[nodiscard]] std::span<const ModifierPairRow> modifier_pairs(Modifier first,
                                                                Modifier second) const override {
    return equal(modifier_pairs_, std::pair(first.packed(), second.packed()),
                 [](const ModifierPairRow& row) { return std::pair(row.first_packed, row.second_packed); });
  }
  [[nodiscard]] std::span<const PlaceRow> place(std::string_view place_of_service) const override {
    const std::uint16_t key = place_key(place_of_service);
    if (key == 0) return {};
    return equal(places_, key, [](const PlaceRow& row) { return row.place_packed; });
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
    const auto rows = place(place_of_service);
    return std::any_of(rows.begin(), rows.end(),
                       [&](const PlaceRow& one) { return in_force(one.from_days, one.to_days, date); });
  }

  [[nodiscard]] std::string_view words(Hcpcs code) const override {
    const auto index = code_index(code);
    return index ? text(code_words_[*index]) : std::string_view{};
  }
  [[nodiscard]] std::string_view words(IcdCode code) const override {
    const auto number = diagnoses_.number(code.packed());
    return number ? text(diagnosis_words_[*number]) : std::string_view{};
  }
  [[nodiscard]] std::string_view words(Modifier modifier) const override {
    const auto index = modifier_index(modifier);
    return index ? text(modifier_words_[*index]) : std::string_view{};
  }

  [[nodiscard]] std::span<const Fact> facts(Subject subject, std::string_view code) const override {
    const std::uint64_t key = fact_key(subject, code);
    return key != 0 ? facts_.of(key) : std::span<const Fact>{};
  }
  [[nodiscard]] std::vector<std::string> subjects(Subject subject) const override;
  [[nodiscard]] std::vector<PtpPartner> partners(Source table, Hcpcs column2) const override;
  [[nodiscard]] std::vector<const AddOnEdit*> add_on_children(Hcpcs primary) const override {
    std::vector<const AddOnEdit*> children;
    for (const std::uint32_t row : rows_of(add_on_children_, primary)) children.push_back(&add_on_.rows[row]);
    return children;
  }
  [[nodiscard]] std::span<const std::uint32_t> procedure_codes() const override { return codes_; }
  [[nodiscard]] std::span<const std::uint64_t> diagnosis_codes() const override { return diagnoses_.keys; }
  [[nodiscard]] std::span<const std::uint16_t> modifier_codes() const override { return modifier_codes_; }

 private:
  void read_codes(const Sections& sections);
  void read_diagnoses(const Sections& sections);

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
  [[nodiscard]] std::optional<std::size_t> modifier_index(Modifier modifier) const {
    const auto at = std::lower_bound(modifier_codes_.begin(), modifier_codes_.end(), modifier.packed());
    if (at == modifier_codes_.end() || *at != modifier.packed()) return std::nullopt;
    return static_cast<std::size_t>(at - modifier_codes_.begin());
  }
  // A code that no table knows is looked for among the segments.
  [[nodiscard]] std::size_t segment_of(Hcpcs code) const {
    if (const auto index = code_index(code)) return code_segments_[*index];
    const auto next = std::upper_bound(set_segments_.begin(), set_segments_.end(), code.packed());
    return static_cast<std::size_t>(next - set_segments_.begin()) - 1;
  }
  // The rows of that key among rows sorted by it.
  template <class Row, class Key, class KeyOf>
  static std::span<const Row> equal(std::span<const Row> rows, Key key, KeyOf key_of) {
    const auto first =
        std::partition_point(rows.begin(), rows.end(), [&](const Row& row) { return key_of(row) < key; });
    auto last = first;
    while (last != rows.end() && key_of(*last) == key) ++last;
    return {first, last};
  }
  template <class Row>
  [[nodiscard]] std::span<const Row> rows_of(const Runs<Row>& table, Hcpcs code) const {
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
  std::array<PtpTable, kPtpTables> ptp_;
  std::array<Runs<MueLimit>, kMueTables> mue_;
  Runs<FeeScheduleRow> fee_schedule_;
  Runs<AddOnEdit> add_on_;
  Runs<std::uint32_t> add_on_children_;
  Runs<ProcedureCodeRow> procedures_;
  KeyedRuns<DiagnosisRow> diagnoses_;
  std::span<const std::uint32_t> diagnosis_words_;
  KeyedRuns<DiagnosisEditRow> diagnosis_edits_;
  std::span<const std::uint32_t> relation_categories_;
  Runs<DiagnosisRelation> relations_;
  KeyedRuns<Fact> facts_;
  std::span<const std::uint16_t> modifier_codes_;
  std::span<const std::uint32_t> modifier_words_;
  Runs<ModifierRow> modifiers_;
  std::span<const std::uint32_t> set_segments_;
  Runs<SetSpan> set_spans_;
  std::span<const std::uint32_t> code_segments_;
  std::span<const DiagnosisPrefixRecord> diagnosis_sets_;
  std::span<const CodeMapRow> code_maps_;
  std::span<const ParameterRecord> parameters_;
  std::span<const PlaceRow> places_;
  std::span<const CodeNumberRow> code_numbers_;
  std::span<const ModifierPairRow> modifier_pairs_;
};

void MappedCatalogue::read_codes(const Sections& sections) {
  codes_ = sections.rows<std::uint32_t>(SectionId::codes);
  code_slots_ = sections.rows<CodeSlot>(SectionId::code_slots);
  code_words_ = sections.rows<std::uint32_t>(SectionId::code_words);
  const std::size_t codes = codes_.size();
  sections.check_slots(code_slots_.size(), codes);
  for (const CodeSlot& slot : code_slots_) {
    if (slot.code != 0 && slot.index >= codes) sections.wrong("has a code index out of its bounds");
  }
  if (code_words_.size() != codes) sections.wrong("has words for another number of codes");
  for (std::size_t table = 0; table < kPtpTables; ++table) {
    PtpTable& ptp = ptp_[table];
    ptp.edits = sections.runs<PtpEdit>(table_section(SectionId::ptp, table),
                                       table_section(SectionId::ptp_offsets, table), codes);
    ptp.numbers = sections.rows<std::uint16_t>(table_section(SectionId::ptp_numbers, table));
    ptp.samples = sections.rows<std::uint16_t>(table_section(SectionId::ptp_samples, table));
    const std::size_t rows = ptp.edits.rows.size();
    if (!ptp.numbers.empty() &&
        (ptp.numbers.size() != rows + kLanes || ptp.samples.size() != sample_of(rows, codes) + kLanes))
      sections.wrong("has numbers of another count than its pair edits");
    ptp.by_column2 =
        sections.runs<std::uint32_t>(table_section(SectionId::ptp_reverse, table),
                                     table_section(SectionId::ptp_reverse_offsets, table), codes);
    sections.check_below(ptp.by_column2.rows, ptp.edits.rows.size());
  }
  for (std::size_t table = 0; table < kMueTables; ++table) {
    mue_[table] = sections.runs<MueLimit>(table_section(SectionId::mue, table),
                                          table_section(SectionId::mue_offsets, table), codes);
  }
  fee_schedule_ =
      sections.runs<FeeScheduleRow>(SectionId::fee_schedule, SectionId::fee_schedule_offsets, codes);
  add_on_ = sections.runs<AddOnEdit>(SectionId::add_on, SectionId::add_on_offsets, codes);
  add_on_children_ =
      sections.runs<std::uint32_t>(SectionId::add_on_children, SectionId::add_on_children_offsets, codes);
  sections.check_below(add_on_children_.rows, add_on_.rows.size());
  procedures_ = sections.runs<ProcedureCodeRow>(SectionId::procedures, SectionId::procedure_offsets, codes);
}

void MappedCatalogue::read_diagnoses(const Sections& sections) {
  diagnoses_ = sections.keyed<DiagnosisRow>(SectionId::diagnosis_codes, SectionId::diagnosis_slots,
                                            SectionId::diagnosis_offsets, SectionId::diagnoses);
  diagnosis_words_ = sections.rows<std::uint32_t>(SectionId::diagnosis_words);
  if (diagnosis_words_.size() != diagnoses_.keys.size())
    sections.wrong("has words for another number of diagnoses");
  diagnosis_edits_ =
      sections.keyed<DiagnosisEditRow>(SectionId::diagnosis_edit_codes, SectionId::diagnosis_edit_slots,
                                       SectionId::diagnosis_edit_offsets, SectionId::diagnosis_edits);
  relation_categories_ = sections.rows<std::uint32_t>(SectionId::relation_categories);
  relations_ = sections.runs<DiagnosisRelation>(SectionId::relations, SectionId::relation_offsets,
                                                relation_categories_.size());
}

// The column 2 codes of a column 1 code are compared as 16-bit numbers that lie close together; the rows,
// six times as long, are touched only where the pair stands.
std::span<const PtpEdit> MappedCatalogue::pair(Source table, Hcpcs column1, Hcpcs column2) const {
  const std::size_t which = ptp_table_number(table);
  if (which >= kPtpTables) return {};
  const auto index1 = code_index(column1);
  const auto index2 = code_index(column2);
  if (!index1 || !index2) return {};
  const PtpTable& ptp = ptp_[which];
  const auto rows = ptp.edits.of(*index1);
  if (ptp.numbers.empty()) return pair_edits(rows, column2);
  const std::size_t start = ptp.edits.starts[*index1];
  const std::uint16_t* const numbers = ptp.numbers.data() + start;
  const auto wanted = static_cast<std::uint16_t>(*index2);
  const std::size_t blocks = (rows.size() + kBlock - 1) / kBlock;
  const std::size_t block = count_below(ptp.samples.data() + sample_of(start, *index1), blocks, wanted);
  std::size_t first = 0;  // the first row that is not below
  if (block > 0) {
    const std::size_t begin = (block - 1) * kBlock;
    first = begin + count_below(numbers + begin, std::min(kBlock, rows.size() - begin), wanted);
  }
  std::size_t last = first;
  while (last < rows.size() && numbers[last] == wanted) ++last;
  return rows.subspan(first, last - first);
}

std::vector<PtpPartner> MappedCatalogue::partners(Source table, Hcpcs column2) const {
  std::vector<PtpPartner> found;
  const std::size_t which = ptp_table_number(table);
  if (which >= kPtpTables) return found;
  const PtpTable& ptp = ptp_[which];
  const auto rows = rows_of(ptp.by_column2, column2);
  found.reserve(rows.size());
  auto start = ptp.edits.starts.begin();
  for (const std::uint32_t row : rows) {  // by column 1: the search goes on where it ended
    start = std::upper_bound(start, ptp.edits.starts.end(), row) - 1;
    const auto column1 = static_cast<std::size_t>(start - ptp.edits.starts.begin());
    found.push_back({Hcpcs::from_packed(codes_[column1]), &ptp.edits.rows[row]});
  }
  return found;
}

std::vector<std::string> MappedCatalogue::subjects(Subject subject) const {
  std::vector<std::string> codes;
  const std::uint64_t first = std::uint64_t{static_cast<unsigned char>(subject)} << 56U;
  auto key = std::lower_bound(facts_.keys.begin(), facts_.keys.end(), first);
  for (; key != facts_.keys.end() && *key >> 56U == first >> 56U; ++key) {
    codes.emplace_back(unpack_brief(static_cast<std::int64_t>(*key & 0x00FFFFFFFFFFFFFFULL)).view());
  }
  return codes;
}

// The complete release that speaks for the date, else the partial one; outside all of them the nearest
// (decision 4). Releases of a source stand together, the oldest first.
Coverage MappedCatalogue::coverage(Source source, Date date) const {
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

bool MappedCatalogue::in_set(DiagnosisSet set, IcdCode code, Date date) const {
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

Result<std::shared_ptr<const Catalogue>> open_catalogue(const std::string& path) {
  return guarded(
      path, [&]() -> std::shared_ptr<const Catalogue> { return std::make_shared<MappedCatalogue>(path); });
}

Result<std::shared_ptr<const Reference>> open_snapshot(const std::string& path) {
  auto opened = open_catalogue(path);
  if (!opened) return tl::unexpected(std::move(opened.error()));
  return std::shared_ptr<const Reference>(std::move(*opened));
}

bool is_current_snapshot(const std::string& path) {
  Header header;
  std::ifstream file(path, std::ios::binary);
  return file.read(reinterpret_cast<char*>(&header), sizeof(header)) &&
         std::equal(std::begin(kMagic), std::end(kMagic), std::begin(header.magic)) &&
         header.version == kVersion;
}

std::string snapshot_path(const std::string& store_path) {
  return store_path + ".snapshot";
}

}  // namespace chargelint::data
