// See fact_hash.h. Values of unordered things are mixed one by one and added up. The numbers are stored by
// users of the program: how they are made may not change.
#include "rules/engine/fact_hash.h"

#include <variant>

namespace chargelint {
namespace {

constexpr std::uint64_t mixed(std::uint64_t value) {
  value ^= value >> 30U;
  value *= 0xBF58476D1CE4E5B9U;
  value ^= value >> 27U;
  value *= 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

// What a number stands for, so that equal numbers of different things differ.
enum class Part : std::uint64_t {
  rule = 1,
  code,
  modifier,
  units,
  from,
  through,
  place,
  diagnosis,
  practitioner,
  specialty,
  row,
  line,
  named,
};

constexpr std::uint64_t part(Part what, std::uint64_t value) {
  return mixed(value + 0x9E3779B97F4A7C15U * static_cast<std::uint64_t>(what));
}

std::uint64_t text_hash(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
  for (const char character : text) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001B3U;
  }
  return hash;
}

std::uint64_t days(const std::optional<Date>& date) {
  return date ? static_cast<std::uint64_t>(date->days()) : 0xFFFFFFFFFFU;
}

std::uint64_t line_hash(const ServiceLine& line, const Claim& claim) {
  std::uint64_t sum = part(Part::code, line.code.empty() ? text_hash(line.code_text) : line.code.packed());
  for (const ModifierUse& use : line.modifiers) {
    sum += part(Part::modifier, use.value.empty() ? text_hash(use.text) : use.value.packed());
  }
  sum += part(Part::units, static_cast<std::uint64_t>(line.units.thousandths));
  sum += part(Part::from, days(line.from));
  sum += part(Part::through, days(line.through ? line.through : line.from));
  sum += part(Part::place, text_hash(line.place_of_service));
  std::uint64_t place = 0;  // the first diagnosis is the primary one: their order counts
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    if (pointer.index >= claim.diagnoses.size()) continue;
    const Diagnosis& diagnosis = claim.diagnoses[pointer.index];
    const std::uint64_t value = diagnosis.code.empty() ? text_hash(diagnosis.text) : diagnosis.code.packed();
    sum += part(Part::diagnosis, value + (++place << 56U));
  }
  const Provider& provider = line.rendering.known() ? line.rendering : claim.billing;
  sum += part(Part::practitioner, text_hash(provider.npi.empty() ? provider.group : provider.npi));
  sum += part(Part::specialty, text_hash(provider.specialty));
  return part(Part::line, sum);
}

struct RowKey {
  static std::uint64_t from(const RowBase& row) {
    return part(Part::from, static_cast<std::uint64_t>(row.from_days));
  }
  std::uint64_t operator()(std::monostate) const { return 0; }
  std::uint64_t operator()(const PtpEvidence& pair) const {
    if (pair.edit == nullptr) return 0;
    return mixed((std::uint64_t{pair.column1.packed()} << 32U) + pair.edit->column2_packed) +
           part(Part::from, pair.edit->from_day);
  }
  // A limit that is raised or lowered is another fact; the release that says the same again is not.
  std::uint64_t operator()(const MueLimit* row) const {
    return mixed((std::uint64_t{row->code_packed} << 32U) + row->units) + row->adjudication;
  }
  std::uint64_t operator()(const FeeScheduleRow* row) const {
    std::uint64_t key = mixed((std::uint64_t{row->code_packed} << 16U) + row->modifier_packed);
    for (const char character : {row->status, row->pctc, row->multiple, row->bilateral, row->assistant,
                                 row->co_surgeon, row->team, row->nonfacility_na, row->facility_na}) {
      key = mixed(key + static_cast<unsigned char>(character));
    }
    return mixed(key + text_hash(row->global_days()));
  }
  std::uint64_t operator()(const AddOnEdit* row) const {
    return mixed((std::uint64_t{row->add_on_packed} << 32U) + row->primary_packed) + row->type;
  }
  std::uint64_t operator()(const DiagnosisRow* row) const {
    return mixed(row->code_packed) + (row->billable ? 1 : 0);
  }
  std::uint64_t operator()(const ModifierRow* row) const { return mixed(row->modifier_packed) + from(*row); }
  std::uint64_t operator()(const CodeMapRow* row) const {
    return mixed((std::uint64_t{row->from_packed} << 32U) + row->to_packed) +
           static_cast<std::uint64_t>(row->map);
  }
  std::uint64_t operator()(const DiagnosisRelation* row) const {
    return mixed(row->subject_first) + mixed(row->target_first + static_cast<std::uint64_t>(row->link));
  }
  std::uint64_t operator()(const ProcedureCodeRow* row) const {
    return mixed(row->code_packed) + part(Part::through, static_cast<std::uint64_t>(row->ended)) +
           static_cast<unsigned char>(row->coverage);
  }
  std::uint64_t operator()(const DiagnosisEditRow* row) const {
    return mixed(row->code_packed) + static_cast<std::uint64_t>(row->edit);
  }
  std::uint64_t operator()(const ModifierPairRow* row) const {
    return mixed((std::uint64_t{row->first_packed} << 16U) + row->second_packed);
  }
  std::uint64_t operator()(const CodeNumberRow* row) const {
    return mixed((std::uint64_t{row->code_packed} << 32U) + row->other_packed) +
           part(Part::units,
                (static_cast<std::uint64_t>(row->low) << 32U) + static_cast<std::uint32_t>(row->high));
  }
};

}  // namespace

bool may_be_overridden(std::string_view rule, Severity severity) {
  return severity != Severity::error || !rule.starts_with("SHAPE-");
}

std::uint64_t fact_hash(const Finding& finding, const Claim& claim) {
  std::uint64_t hash = part(Part::rule, text_hash(finding.rule->id));
  for (const std::uint16_t number : finding.lines) {
    const ServiceLine* const line = claim.line(number);
    if (line != nullptr) hash += line_hash(*line, claim);
  }
  for (const Hcpcs code : finding.codes) hash += part(Part::named, code.packed());
  for (const Modifier modifier : finding.modifiers) hash += part(Part::modifier, modifier.packed());
  for (const IcdCode diagnosis : finding.diagnoses) hash += part(Part::diagnosis, diagnosis.packed());
  if (finding.evidence.present) hash += part(Part::row, std::visit(RowKey{}, finding.evidence.row));
  // A finding about an element of the transaction alone is told from another by what it names.
  if (finding.lines.empty() && finding.codes.empty() && finding.diagnoses.empty()) {
    for (const Argument& argument : finding.arguments) {
      if (const auto* const text = std::get_if<std::string_view>(&argument.value)) {
        hash += part(Part::named, text_hash(*text));
      }
    }
  }
  hash = mixed(hash);
  return hash == 0 ? 1 : hash;
}

}  // namespace chargelint
