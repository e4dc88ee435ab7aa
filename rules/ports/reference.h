// What rules ask of the public tables. Implemented by data (a memory-mapped snapshot) and by test fixtures.
//
// A Reference is immutable: rows and texts it returns stay valid as long as it lives. Rows are plain values;
// the spans are sorted as said below. Nothing here allocates or blocks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules/base/code.h"
#include "rules/base/date.h"
#include "rules/base/side.h"
#include "rules/ports/own_tables.h"

namespace chargelint {

// One published table. The names printed for them are source_name().
enum class Source : std::uint8_t {
  ptp_practitioner,
  ptp_hospital,
  mue_practitioner,
  mue_outpatient,
  mue_dme,
  add_on,
  fee_schedule,
  icd10cm,
  hcpcs,
  modifiers,
  places_of_service,
  code_sets,   // our own dated lists (data/starter): sets, maps, parameters
  code_words,  // plain words for codes
  ptp_medicaid_practitioner,
  ptp_medicaid_hospital,
  ptp_medicaid_dme,
  mue_medicaid_practitioner,
  mue_medicaid_outpatient,
  mue_medicaid_dme,
  icd10cm_tabular,     // notes, seventh characters
  icd10cm_index,       // index, neoplasm, drug and external-cause tables
  icd10cm_conversion,  // which code followed which
  poa_exempt,
  mce,                // Medicare Code Editor lists
  opps,               // Addendum B
  asc,                // ASC addenda
  status_indicators,  // what the OPPS status indicators mean
  not_otherwise_classified,
  localities,  // GPCI, localities, anesthesia conversion factors
  opps_cap,
  coverage_articles,  // Medicare Coverage Database
  betos,
  rbcs,
  type_of_service,
  modifier_list,
  place_list,
  cpt_descriptors,  // a licensee's own AMA files
};
inline constexpr std::size_t kSources = 37;
[[nodiscard]] std::string_view source_name(Source source);  // "ncci-ptp-practitioner", …

// Medicaid publishes tables of its own for three of Medicare's: that one, or the source itself.
[[nodiscard]] Source medicaid_table(Source source);

using ReleaseId = std::uint16_t;

// A loaded release. `force` is the span in which it speaks for a table without row dates.
struct ReleaseInfo {
  Source source = Source::ptp_practitioner;
  bool complete = false;        // partial: what it does not hold is not evaluated, never wrong
  bool effective_known = true;  // false: the release's effective dates are placeholders, never to be asserted
  Period force;
  std::string_view name;    // "2026Q3", "2026", "starter"
  std::string_view digest;  // SHA-256 of the file(s) as imported, hex
};

// NCCI procedure-to-procedure edit. 12 bytes: there are millions.
struct PtpEdit {
  std::uint32_t column2_packed = 0;
  std::uint16_t from_day = 0;  // days since 1980-01-01
  std::uint16_t to_day = 0;    // last day on which the edit applies; kOpenDay = still active
  std::uint8_t indicator = 0;  // 0 never, 1 with a modifier, 9 never applied
  std::uint8_t rationale = 0;  // Reference::rationale
  ReleaseId release = 0;

  static constexpr std::int32_t kEpoch = 3652;  // 1980-01-01 as days since 1970-01-01
  static constexpr std::uint16_t kOpenDay = 65535;
  [[nodiscard]] Hcpcs column2() const { return Hcpcs::from_packed(column2_packed); }
  [[nodiscard]] Date from() const { return Date::from_days(kEpoch + from_day); }
  [[nodiscard]] Date to() const {
    return to_day == kOpenDay ? Date::open_end() : Date::from_days(kEpoch + to_day);
  }
  // In force on that day: indicator 9, or effective = deletion, never is.
  [[nodiscard]] bool applies_on(Date date) const {
    return indicator != 9 && from_day != to_day && from() <= date && date <= to();
  }
};
static_assert(sizeof(PtpEdit) == 12);

// Rows of tables that carry no dates of their own get the period their release is in force.
struct RowBase {
  std::int32_t from_days = 0;
  std::int32_t to_days = 0;
  ReleaseId release = 0;
  [[nodiscard]] Period period() const { return {Date::from_days(from_days), Date::from_days(to_days)}; }
};

struct MueLimit : RowBase {
  std::uint8_t adjudication = 0;  // MAI 1, 2, 3
  std::uint8_t rationale = 0;
  std::uint32_t units = 0;
  std::uint32_t code_packed = 0;
};

// One PPRRVU record. Characters as printed by CMS; ' ' = blank. RVUs in hundredths.
struct FeeScheduleRow : RowBase {
  std::uint16_t modifier_packed = 0;  // 0 = blank, 26, TC, 53
  char status = ' ';                  // A B C E I J M N P Q R T X …
  char pctc = ' ';
  char global[3] = {' ', ' ', ' '};  // 000 010 090 MMM XXX YYY ZZZ
  char multiple = ' ';
  char bilateral = ' ';
  char assistant = ' ';
  char co_surgeon = ' ';
  char team = ' ';
  char supervision[2] = {' ', ' '};
  char imaging_family[2] = {' ', ' '};
  char nonfacility_na = ' ';  // 'N' when the NA indicator stands
  char facility_na = ' ';
  std::uint32_t code_packed = 0;
  std::uint32_t endoscopic_base_packed = 0;
  std::int32_t work_rvu = 0;
  std::int32_t nonfacility_total = 0;
  std::int32_t facility_total = 0;
  std::int32_t preoperative = 0;  // hundredths of the global fee
  std::int32_t intraoperative = 0;
  std::int32_t postoperative = 0;
  std::int32_t nonfacility_pe = 0;
  std::int32_t facility_pe = 0;
  std::int32_t malpractice = 0;
  std::int32_t conversion_factor = 0;  // dollars in ten-thousandths; 0 = not published
  char calculation_flag = ' ';
  char not_used_for_medicare = ' ';  // '+' or blank
  [[nodiscard]] std::string_view global_days() const { return {global, 3}; }
  [[nodiscard]] Hcpcs code() const { return Hcpcs::from_packed(code_packed); }
};

// NCCI add-on edit; dates are the row's own.
struct AddOnEdit : RowBase {
  std::uint8_t type = 0;            // 1 closed list, 2 no list, 3 partial list
  bool contractor_defined = false;  // primary CCCCC
  std::uint8_t note = 0;            // 0 none, 1 practitioner only, 2 facilities only, 3 suspended
  std::uint32_t add_on_packed = 0;
  std::uint32_t primary_packed = 0;
  std::int32_t add_on_deleted = Date::open_end().days();   // last day of the add-on code itself
  std::int32_t primary_deleted = Date::open_end().days();  // last day of the primary code itself
  std::uint32_t note_text = 0;                             // Reference::text: the note as published; 0 = none
  [[nodiscard]] Hcpcs add_on() const { return Hcpcs::from_packed(add_on_packed); }
  [[nodiscard]] Hcpcs primary() const { return Hcpcs::from_packed(primary_packed); }
};

struct DiagnosisRow : RowBase {
  bool billable = false;               // false: a header, needs more characters
  BodySide side = BodySide::unstated;  // of the body, as the official title says it
  std::uint64_t code_packed = 0;
  [[nodiscard]] IcdCode code() const { return IcdCode::from_packed(code_packed); }
};

// What a release says of a procedure code's own life: HCPCS files, RBCS, and our own words of CPT codes.
// The row's period is the release's; the code's is `life`.
struct ProcedureCodeRow : RowBase {
  std::uint32_t code_packed = 0;
  std::int32_t added = Date::open_start().days();
  std::int32_t ended = Date::open_end().days();  // last day; a HCPCS termination date is the last valid day
  char coverage = ' ';                           // HCPCS coverage code C D I M S
  char action = ' ';                             // HCPCS action code
  [[nodiscard]] Period life() const { return {Date::from_days(added), Date::from_days(ended)}; }
};

// Lists of the Medicare Code Editor and the POA-exempt list. Ages in whole years, both included.
enum class DiagnosisEdit : std::uint8_t {
  newborn,
  pediatric,
  maternity,
  adult,
  female,
  male,
  manifestation,
  unacceptable_principal,
  unacceptable_unless_secondary,
  questionable_admission,
  poa_exempt,
};
struct DiagnosisEditRow : RowBase {
  DiagnosisEdit edit = DiagnosisEdit::newborn;
  std::uint8_t least_age = 0;
  std::uint8_t most_age = 255;
  std::uint64_t code_packed = 0;
};

// What one note of the tabular list, or the conversion table, says of two diagnoses. Both sides are intervals
// in the order of the text, so that a chapter's note is one row a run of targets.
enum class DiagnosisLink : std::uint8_t {
  excludes1,
  excludes2,
  code_first,
  use_additional,
  code_also,
  replaced_by,
  replaces,
  must_pair,    // our own table: the subject is not complete without one of the targets
  combination,  // our own table: subject and target are coded as one; the note names the code
  needs_first,  // our own table: the subject never stands without one of the targets before it
  symptom_of,   // our own table: the subject is a usual symptom of the target
  recapture,    // our own table: the subject leaves out what the target says; the note has the words for it
};
struct DiagnosisRelation : RowBase {
  DiagnosisLink link = DiagnosisLink::excludes1;
  std::uint64_t subject_first = 0;  // left aligned as IcdCode
  std::uint64_t subject_last = 0;   // filled with 0xFF behind the stem: everything below it is within
  std::uint64_t target_first = 0;
  std::uint64_t target_last = 0;
  std::uint32_t note = 0;  // Reference::text: the note's words; 0 = none
  [[nodiscard]] bool concerns(IcdCode subject) const {
    return subject_first <= subject.packed() && subject.packed() <= subject_last;
  }
  [[nodiscard]] bool names(IcdCode target) const {
    return target_first <= target.packed() && target.packed() <= target_last;
  }
};

// Classes a modifier belongs to; several may hold. Dated: a modifier may have several rows.
enum class ModifierClass : std::uint32_t {
  ncci_bypass = 1U << 0U,  // any NCCI PTP-associated modifier
  distinct = 1U << 1U,     // 59, XE, XS, XP, XU
  anatomic = 1U << 2U,     // LT RT E1-E4 FA-F9 TA-T9 LC LD LM RC RI
  left = 1U << 3U,
  right = 1U << 4U,
  visit_bypass = 1U << 5U,            // 24 25 57 27: bypass on the visit of the pair
  global_bypass = 1U << 6U,           // 58 78 79
  repeat_lab = 1U << 7U,              // 91
  assistant = 1U << 8U,               // 80 81 82 AS
  component = 1U << 9U,               // 26 TC
  asserts_fact = 1U << 10U,           // a person must vouch for it: never added by one click
  notice_of_noncoverage = 1U << 11U,  // GY GX (…): claims that ask for a denial
  bypass_column2_only_before_2019 = 1U << 12U,
  visit_only = 1U << 13U,          // 24 25 27 57 AI FS: says something of a visit
  procedure_only = 1U << 14U,      // 50 51 58 59 62 66 76 77 78 79 80 81 82 AS X{EPSU}: never on a visit
  professional_claim = 1U << 15U,  // only on practitioners' claims
  facility_claim = 1U << 16U,      // only on facilities' claims
  anesthesia_payment = 1U << 17U,  // AA AD QK QX QY QZ
  physical_status = 1U << 18U,     // P1-P6
  therapy_discipline = 1U << 19U,  // GN GO GP
  relationship = 1U << 20U,        // X1-X5: never a bypass
  finger = 1U << 21U,
  toe = 1U << 22U,
  eyelid = 1U << 23U,
  coronary = 1U << 24U,
  pricing = 1U << 25U,
  hospital_claim = 1U << 26U,  // 27 CA PO PN ER: not on surgery centres' claims either
};
struct ModifierRow : RowBase {
  std::uint16_t modifier_packed = 0;
  std::uint16_t order =
      0;  // where it stands on a line: pricing (100…) first, statistical (400…) last; 0 = no say
  std::uint32_t classes = 0;
  [[nodiscard]] bool is(ModifierClass wanted) const {
    return (classes & static_cast<std::uint32_t>(wanted)) != 0;
  }
};

// What our own table says of two modifiers on one line.
enum class ModifierRelation : std::uint8_t {
  exclusive,  // the two contradict each other
};
struct ModifierPairRow : RowBase {
  ModifierRelation relation = ModifierRelation::exclusive;
  std::uint8_t severity = 3;  // 1 info, 2 warning, 3 error
  std::uint16_t first_packed = 0;
  std::uint16_t second_packed = 0;
  std::uint16_t keep_packed = 0;  // the one that stays; 0 = a person must say
  std::uint32_t note = 0;         // Reference::text: why; 0 = none
  [[nodiscard]] Modifier first() const { return Modifier::from_packed(first_packed); }
  [[nodiscard]] Modifier second() const { return Modifier::from_packed(second_packed); }
  [[nodiscard]] Modifier keep() const { return Modifier::from_packed(keep_packed); }
};

// Groups of places of service; a place may stand in several.
enum class PlaceGroup : std::uint32_t {
  facility = 1U << 0U,                   // paid at the facility rate
  office = 1U << 1U,                     // 11 and what bills as it does
  inpatient_hospital = 1U << 2U,         // 21, 51, 61
  outpatient_hospital = 1U << 3U,        // 19, 22
  emergency = 1U << 4U,                  // 23
  surgery_centre = 1U << 5U,             // 24
  nursing = 1U << 6U,                    // 31, 32, 54, 56
  home = 1U << 7U,                       // where home visits are billed
  telehealth = 1U << 8U,                 // 02, 10
  operating_room = 1U << 9U,             // places that hold an operating room (78)
  technical_to_facility = 1U << 10U,     // the technical part is the facility's (MPFS-PCTC-002: error)
  technical_maybe_facility = 1U << 11U,  // it may be (warning)
  hospital_incident = 1U << 12U,         // 19 21 22 23: incident-to services are the hospital's
  home_at_times = 1U << 13U,             // 04, 27: home visits happen there, not always
};
struct PlaceRow : RowBase {
  std::uint16_t place_packed = 0;  // its two characters
  std::uint32_t groups = 0;
  [[nodiscard]] bool is(PlaceGroup wanted) const {
    return (groups & static_cast<std::uint32_t>(wanted)) != 0;
  }
};

// One code of a map and one that it leads to.
struct CodeMapRow : RowBase {
  CodeMap map = CodeMap::medicare_alternative;
  std::uint32_t from_packed = 0;
  std::uint32_t to_packed = 0;
  std::uint32_t condition = 0;  // Reference::text: "new patient"; 0 = none
  [[nodiscard]] Hcpcs to() const { return Hcpcs::from_packed(to_packed); }
};

// A number of a code, see CodeNumber.
struct CodeNumberRow : RowBase {
  CodeNumber number = CodeNumber::visit_minutes;
  std::uint32_t code_packed = 0;
  std::uint32_t other_packed = 0;
  std::int32_t low = 0;
  std::int32_t high = 0;
  std::uint32_t condition = 0;  // Reference::text; 0 = none
  [[nodiscard]] Hcpcs code() const { return Hcpcs::from_packed(code_packed); }
  [[nodiscard]] Hcpcs other() const { return Hcpcs::from_packed(other_packed); }
};

// How well a source can speak about a date.
struct Coverage {
  bool loaded = false;    // at least one release
  bool complete = false;  // a complete release covers the date, or is the nearest one
  bool nearest = false;   // the date is outside every loaded release: answered from the nearest (GOV-001)
  ReleaseId release = 0;  // the one that speaks
};

class Reference {
 public:
  Reference() = default;
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  virtual ~Reference() = default;

  [[nodiscard]] virtual Coverage coverage(Source source, Date date) const = 0;
  [[nodiscard]] virtual std::span<const ReleaseInfo> releases() const = 0;  // ReleaseId is the index
  [[nodiscard]] virtual std::string_view digest() const = 0;                // of the whole snapshot, hex
  [[nodiscard]] virtual std::string_view rationale(std::uint8_t id) const = 0;
  [[nodiscard]] virtual std::string_view text(std::uint32_t id) const = 0;

  // Edits with this column 1 code, sorted by column 2, the newest first within a pair.
  [[nodiscard]] virtual std::span<const PtpEdit> ptp(Source table, Hcpcs column1) const = 0;
  // The edits of one pair, the newest first.
  [[nodiscard]] virtual std::span<const PtpEdit> pair(Source table, Hcpcs column1, Hcpcs column2) const;
  // The following: all rows of the key, oldest first.
  [[nodiscard]] virtual std::span<const MueLimit> mue(Source table, Hcpcs code) const = 0;
  // …sorted by modifier, then by date.
  [[nodiscard]] virtual std::span<const FeeScheduleRow> fee_schedule(Hcpcs code) const = 0;
  [[nodiscard]] virtual std::span<const AddOnEdit> add_on(Hcpcs add_on_code) const = 0;
  [[nodiscard]] virtual std::span<const DiagnosisRow> diagnosis(IcdCode code) const = 0;
  // Every row whose code starts with `stem`, sorted by code.
  [[nodiscard]] virtual std::span<const DiagnosisRow> diagnoses_below(IcdCode stem) const = 0;
  [[nodiscard]] virtual std::span<const ModifierRow> modifier(Modifier modifier) const = 0;
  [[nodiscard]] virtual std::span<const CodeMapRow> code_map(CodeMap map, Hcpcs code) const = 0;

  // A fixture need not hold these: nothing is what an unloaded table answers.
  [[nodiscard]] virtual std::span<const ProcedureCodeRow> procedure_code(Hcpcs /*code*/) const { return {}; }
  [[nodiscard]] virtual std::span<const DiagnosisEditRow> diagnosis_edits(IcdCode /*code*/) const {
    return {};
  }
  // Every relation whose subject may take the code in: those of its category, to be asked with `concerns`.
  [[nodiscard]] virtual std::span<const DiagnosisRelation> diagnosis_relations(IcdCode /*code*/) const {
    return {};
  }

  // Whether any loaded table knows the code at any date.
  [[nodiscard]] virtual bool knows_code(Hcpcs code) const = 0;
  // Known codes next to this one in order, for "did you mean": at most `count` around it.
  [[nodiscard]] virtual std::span<const std::uint32_t> neighbours(Hcpcs code, std::size_t count) const = 0;
  // Our own tables; a fixture need not hold these either.
  // Every relation between two modifiers, whichever of them stands first in the table.
  [[nodiscard]] virtual std::span<const ModifierPairRow> modifier_pairs(Modifier /*first*/,
                                                                        Modifier /*second*/) const {
    return {};
  }
  [[nodiscard]] virtual std::span<const CodeNumberRow> code_numbers(CodeNumber /*number*/,
                                                                    Hcpcs /*code*/) const {
    return {};
  }
  [[nodiscard]] virtual std::span<const PlaceRow> place(std::string_view /*place_of_service*/) const {
    return {};
  }
  [[nodiscard]] virtual bool in_set(CodeSet set, Hcpcs code, Date date) const = 0;
  // All of them at once; by default asks in_set for each.
  [[nodiscard]] virtual CodeSets code_sets_on(Hcpcs code, Date date) const;
  [[nodiscard]] virtual bool in_set(DiagnosisSet set, IcdCode code, Date date) const = 0;
  [[nodiscard]] virtual std::optional<std::int64_t> parameter(Parameter parameter, Date date) const = 0;
  [[nodiscard]] virtual bool knows_place(std::string_view place_of_service, Date date) const = 0;

  // Our own plain words, or an official text of a site's import; empty when there is none.
  [[nodiscard]] virtual std::string_view words(Hcpcs code) const = 0;
  [[nodiscard]] virtual std::string_view words(IcdCode code) const = 0;
  [[nodiscard]] virtual std::string_view words(Modifier modifier) const = 0;
};

// A keyed look-up by date: the row, and what its absence means.
enum class Known : std::uint8_t {
  row,         // found
  absent,      // a complete source does not hold it
  unknown,     // only a partial source was asked: not evaluated
  not_loaded,  // no release of the source
};
template <class Row>
struct Found {
  const Row* row = nullptr;
  Known known = Known::not_loaded;
  bool nearest = false;  // answered from a release that does not cover the date
};

// The note by which the two exclude one another on that date, whichever of them carries it; null: none does.
[[nodiscard]] const DiagnosisRelation* excludes1_on(const Reference& reference, IcdCode one, IcdCode other,
                                                    Date date);
// Whether the code stands in that list on that date.
[[nodiscard]] const DiagnosisEditRow* diagnosis_edit_on(const Reference& reference, IcdCode code,
                                                        DiagnosisEdit edit, Date date);
// The edits of one pair within the rows of its column 1 code, newest first.
[[nodiscard]] std::span<const PtpEdit> pair_edits(std::span<const PtpEdit> rows, Hcpcs column2);
// The row in force on `date`; outside every loaded release the nearest (decision 4).
[[nodiscard]] Found<MueLimit> mue_on(const Reference& reference, Source table, Hcpcs code, Date date);
[[nodiscard]] Found<FeeScheduleRow> fee_schedule_on(const Reference& reference, Hcpcs code, Modifier modifier,
                                                    Date date);
[[nodiscard]] Found<DiagnosisRow> diagnosis_on(const Reference& reference, IcdCode code, Date date);
// Modifier rows carry their own dates: absent means no row covers the date (`any` tells a dated-out one
// apart).
struct FoundModifier : Found<ModifierRow> {
  bool any = false;  // the modifier exists at another date
};
[[nodiscard]] FoundModifier modifier_on(const Reference& reference, Modifier modifier, Date date);
[[nodiscard]] bool place_is(const Reference& reference, std::string_view place_of_service, Date date,
                            PlaceGroup group);
// The number in force on that day; null: the table holds none. The later row wins.
[[nodiscard]] const CodeNumberRow* code_number_on(const Reference& reference, CodeNumber number, Hcpcs code,
                                                  Date date);
[[nodiscard]] const ModifierPairRow* modifier_pair_on(const Reference& reference, Modifier first,
                                                      Modifier second, Date date);

}  // namespace chargelint
