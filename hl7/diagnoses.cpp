#include "hl7/diagnoses.h"

#include "hl7/bytes.h"
#include "hl7/fields.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostMembers = 10000;  // of all groups of a P11

// A DG1 set id, or nothing when it is no small number.
std::optional<std::int32_t> set_id(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text.size() > 4) return std::nullopt;
  std::int32_t number = 0;
  for (const char digit : text) {
    if (!is_digit(digit)) return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return number;
}

DiagnosisRole role_of(const Fields& fields) {
  const std::string_view type = fields[6].component(1).raw();
  if (type == "A" || equal_folded(type, "ADMITTING")) return DiagnosisRole::admitting;
  const auto priority = set_id(fields[15].component(1).raw());
  if (!priority || *priority == 0) return DiagnosisRole::unstated;
  return *priority == 1 ? DiagnosisRole::principal : DiagnosisRole::secondary;
}

std::string_view element_of(const FieldPlace& place) {
  switch (place.segment) {
    case SegmentName::PR1:
      return "PR1-15";
    case SegmentName::OBR:
      return "OBR-31";
    case SegmentName::FT1:
      return place.field == 19 ? "FT1-19" : "FT1";
    default:
      return "the diagnosis field";
  }
}

bool same_system(CodeSystem left, CodeSystem right) {
  return left == right || left == CodeSystem::unstated || right == CodeSystem::unstated;
}

}  // namespace

std::optional<std::uint16_t> Diagnoses::find(const DiagnosisText& wanted) const {
  const bool is_icd = wanted.system != CodeSystem::snomed;
  const IcdCode code = is_icd ? IcdCode::parse(wanted.text).value_or(IcdCode()) : IcdCode();
  for (std::size_t index = 0; index < claim_.diagnoses.size(); ++index) {
    const Diagnosis& known = claim_.diagnoses[index];
    if (!same_system(known.system, wanted.system)) continue;
    const bool same = code.empty() ? known.text == wanted.text : known.code == code;
    if (same) return static_cast<std::uint16_t>(index);
  }
  return std::nullopt;
}

std::optional<std::uint16_t> Diagnoses::add(const DiagnosisText& text, const FieldPlace& place) {
  if (claim_.diagnoses.size() >= kMostDiagnoses) {
    add_note(claim_, place, "more than 200 diagnoses in one message; the rest is not read");
    return std::nullopt;
  }
  Diagnosis& diagnosis = claim_.diagnoses.emplace_back();
  diagnosis.text = text.text;
  diagnosis.system = text.system;
  if (text.system != CodeSystem::snomed) diagnosis.code = IcdCode::parse(text.text).value_or(IcdCode());
  diagnosis.at = pack(place);
  return static_cast<std::uint16_t>(claim_.diagnoses.size() - 1);
}

void Diagnoses::add_segment(const Segment& segment, unsigned ordinal, unsigned group) {
  const Fields fields(segment);
  const FieldPlace place{SegmentName::DG1, ordinal, 3};
  const DiagnosisText text =
      diagnosis_text(fields[3].repetition(1), profile_, profile_.system_named(fields[2].component(1).raw()));
  if (text.text.empty() || members_.size() >= kMostMembers) return;
  if (fields[21].raw() == "D") {
    add_note(claim_, {SegmentName::DG1, ordinal, 21}, "the diagnosis is to be deleted; it is not read");
    return;
  }
  // One diagnosis sent for the message and again for an FT1 is one.
  std::optional<std::uint16_t> index = group != 0 ? find(text) : std::nullopt;
  if (!index) {
    index = add(text, place);
    if (!index) return;
    Diagnosis& diagnosis = claim_.diagnoses[*index];
    diagnosis.role = role_of(fields);
    const std::string_view present = fields[26].component(1).raw();
    if (present.size() == 1) diagnosis.present_on_admission = to_upper(present[0]);
  }
  std::int32_t order = 1;
  for (const Member& member : members_) order += member.group == group ? 1 : 0;
  const std::int32_t sequence = set_id(fields[1].raw()).value_or(order);
  if (claim_.diagnoses[*index].sequence == 0) claim_.diagnoses[*index].sequence = sequence;
  members_.push_back({group, *index, sequence});
}

std::optional<std::uint16_t> Diagnoses::resolve(std::int32_t number, unsigned group) const {
  const auto within = [this, number](unsigned scope) -> std::optional<std::uint16_t> {
    std::int32_t order = 0;
    std::optional<std::uint16_t> by_order;
    for (const Member& member : members_) {
      if (member.group != scope) continue;
      if (member.sequence == number) return member.index;
      if (++order == number) by_order = member.index;
    }
    return by_order;
  };
  if (group != 0) {
    if (const auto index = within(group)) return index;
  }
  return within(0);
}

void Diagnoses::read_pointers(const PointerNumbers& numbers, const FieldPlace& place, unsigned group,
                              ServiceLine& line) {
  const auto point = [&line, &place](std::uint16_t index) {
    if (line.diagnoses.size() < kMostLineDiagnoses) line.diagnoses.push_back({index, pack(place)});
  };
  for (const std::int32_t number : numbers) {
    if (const auto index = resolve(number, group)) {
      point(*index);
      continue;
    }
    const auto first = number > 9 ? resolve(number / 10, group) : std::nullopt;
    const auto second = number > 9 ? resolve(number % 10, group) : std::nullopt;
    if (first && second) {
      point(*first);
      point(*second);
      add_note(claim_, place, "two diagnosis pointers without anything between");
      continue;
    }
    add_fact(claim_, ShapeKind::dangling_pointer, element_of(place), "no DG1 has this number", kUnknownKey,
             place, {line.number, number});
  }
}

void Diagnoses::read_field(const Part& field, FieldPlace place, unsigned group, ServiceLine& line) {
  const std::size_t repetitions = field.repetitions();
  const unsigned first = place.repetition == 0 ? 1 : place.repetition;
  bool missing_segment = false;
  for (std::size_t number = 1; number <= repetitions; ++number) {
    if (number > kMostLineDiagnoses) {
      add_note(claim_, place, "more than 64 diagnoses on one charge; the rest is not read");
      break;
    }
    const Part repetition = field.repetition(number);
    if (trimmed(repetition.raw()).empty()) continue;
    place.repetition = first + static_cast<unsigned>(number) - 1;
    const auto pointers =
        profile_.diagnosis_form == DiagnosisForm::codes ? std::nullopt : pointers_in(repetition);
    if (pointers) {
      stated_ = true;
      read_pointers(*pointers, place, group, line);
      continue;
    }
    if (profile_.diagnosis_form == DiagnosisForm::pointers) {
      add_note(claim_, place, "not a pointer to a DG1, though the profile says that pointers stand here");
      continue;
    }
    const DiagnosisText text = diagnosis_text(repetition, profile_);
    if (text.text.empty()) continue;
    stated_ = true;
    if (text.system == CodeSystem::other) {
      add_fact(claim_, ShapeKind::unknown_coding, element_of(place), "a coding system that is not known",
               kNotInTable, place, {line.number, 0, repetition.component(3).raw()});
    }
    std::optional<std::uint16_t> index = find(text);
    if (!index) {
      missing_segment = !members_.empty();
      index = add(text, place);
    }
    if (index && line.diagnoses.size() < kMostLineDiagnoses) line.diagnoses.push_back({*index, pack(place)});
  }
  if (missing_segment) {
    place.repetition = 0;
    add_note(claim_, place, "a diagnosis that is not among the DG1 segments");
    add_fact(claim_, ShapeKind::diagnosis_not_listed, element_of(place),
             "a diagnosis that is not among the DG1 segments", kUnknownKey, place, {line.number});
  }
}

bool Diagnoses::point_to_group(unsigned group, ServiceLine& line) const {
  bool any = false;
  for (const Member& member : members_) {
    if (member.group != group || line.diagnoses.size() >= kMostLineDiagnoses) continue;
    line.diagnoses.push_back({member.index, claim_.diagnoses[member.index].at});
    any = true;
  }
  return any;
}

void Diagnoses::assume_all(ServiceLine& line) const {
  if (point_to_group(0, line)) line.diagnoses_assumed = true;
}

}  // namespace chargelint::hl7
