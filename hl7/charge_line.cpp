#include "hl7/charge_line.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "hl7/bytes.h"
#include "hl7/people.h"

namespace chargelint::hl7 {
namespace {

struct TypeText {
  std::string_view text;
  LineType type;
  bool in_table;  // table 0017
};
constexpr std::array<TypeText, 20> kTypes = {{
    {"CG", LineType::charge, true},        {"CD", LineType::credit, true},
    {"PY", LineType::payment, true},       {"AJ", LineType::adjustment, true},
    {"CO", LineType::payment, true},       {"CH", LineType::charge, false},
    {"C", LineType::charge, false},        {"CHARGE", LineType::charge, false},
    {"RB", LineType::charge, false},       {"REBILL", LineType::charge, false},
    {"CR", LineType::credit, false},       {"VO", LineType::credit, false},
    {"CREDIT", LineType::credit, false},   {"RV", LineType::credit, false},
    {"REVERSAL", LineType::credit, false}, {"VOID", LineType::credit, false},
    {"PAYMENT", LineType::payment, false}, {"P", LineType::payment, false},
    {"A", LineType::adjustment, false},    {"ADJUSTMENT", LineType::adjustment, false},
}};

// Minutes since 1970 of "YYYYMMDDHHMM…", zone left out.
std::optional<std::int64_t> minute_of(std::string_view text) {
  const auto date = Date::parse_compact(text);
  if (!date || text.size() < 12) return std::nullopt;
  for (const char digit : text.substr(8, 4)) {
    if (!is_digit(digit)) return std::nullopt;
  }
  const std::int64_t hour = (text[8] - '0') * 10 + (text[9] - '0');
  const std::int64_t minute = (text[10] - '0') * 10 + (text[11] - '0');
  return std::int64_t{date->days()} * 1440 + hour * 60 + minute;
}

// 00100 to 01999.
bool is_anesthesia(std::string_view code) {
  return code.size() == 5 && code >= "00100" && code <= "01999" && is_digit(code[4]);
}

}  // namespace

ChargeLineReader::ChargeLineReader(const Message& message, const Fields& visit, const Profile& profile,
                                   Claim& claim, Diagnoses& diagnoses, bool expanded)
    : message_(message),
      profile_(profile),
      claim_(claim),
      diagnoses_(diagnoses),
      expanded_(expanded),
      is_inpatient_(visit[2].raw() == "I"),
      attending_(provider_in(visit[7], {SegmentName::PV1, 1, 7})) {}

ServiceLine& ChargeLineReader::add_line() {
  ServiceLine& line = claim_.lines.emplace_back();
  line.number = static_cast<std::uint16_t>(claim_.lines.size());
  return line;
}

// FT1-18 (or FT1-17) says PB or HB where a sender tells professional from hospital charges.
void ChargeLineReader::read_kind(const Fields& fields) {
  for (const std::size_t number : {std::size_t{18}, std::size_t{17}}) {
    const std::string_view text = fields[number].component(1).raw();
    if (equal_folded(text, "PB")) {
      claim_.context.kind = BillKind::professional;
    } else if (equal_folded(text, "HB")) {
      claim_.context.kind = is_inpatient_ ? BillKind::inpatient : BillKind::outpatient;
    } else {
      continue;
    }
    kind_stated_ = true;
    return;
  }
}

void ChargeLineReader::read_type(const Fields& fields, unsigned ordinal, ServiceLine& line) {
  const std::string_view text = trimmed(fields[6].component(1).raw());
  line.type_text = text;
  if (text.empty()) return;  // a required field: said as a fact, and checked as a charge
  if (const auto own = profile_.transaction_type(text)) {
    line.type = *own;
    return;
  }
  for (const TypeText& known : kTypes) {
    if (!equal_folded(text, known.text)) continue;
    line.type = known.type;
    if (!known.in_table || text != known.text) {
      add_note(claim_, charge_place(ordinal, 6),
               "a transaction type outside table 0017, read by its usual meaning");
    }
    return;
  }
  line.type = LineType::other;
  add_note(claim_, charge_place(ordinal, 6),
           "a transaction type outside table 0017; the line is not checked");
}

void ChargeLineReader::read_dates(const Fields& fields, unsigned ordinal, ServiceLine& line) {
  const Part field = fields[4];
  line.date_at = pack(charge_place(ordinal, 4));
  line.from = Date::parse_compact(trimmed(field.component(1).raw()));
  line.through = Date::parse_compact(trimmed(field.component(2).raw()));
  if (!line.through) line.through = line.from;
}

void ChargeLineReader::read_quantity(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  std::string_view text = trimmed(fields[10].component(1).subcomponent(1).raw());
  FieldPlace place = charge_place(group.ordinal, 10);
  std::string_view element = "FT1-10";
  if (profile_.quantity) {
    const FoundText found = first_text(message_, group.scope, *profile_.quantity);
    text = trimmed(found.part.raw());
    if (found.place.segment != SegmentName::none) {
      place = found.place;
      element = "the quantity";
    }
  }
  line.units_at = pack(place);
  if (!text.empty()) {
    if (const auto units = Quantity::parse(text)) {
      line.units = *units;
      line.units_stated = true;
    } else {
      add_note(claim_, place, "the quantity is not a number; one unit is assumed");
      add_fact(claim_, ShapeKind::malformed_value, element, "the quantity is not a number", kDataType, place,
               {line.number});
    }
  }
  if (line.type == LineType::charge && line.units.thousandths < 0) {
    line.type = LineType::credit;
    add_note(claim_, place, "a charge with a negative quantity is read as a credit");
    add_fact(claim_, ShapeKind::reversed_sign, element, "a charge with a negative quantity", kDataType, place,
             {line.number});
  }
  if (is_anesthesia(line.code_text)) read_minutes(fields, line);
}

// The minutes of anesthesia: the quantity where it is too large for fifteen-minute units or the profile says
// so, else from start to end.
void ChargeLineReader::read_minutes(const Fields& fields, ServiceLine& line) const {
  constexpr std::int64_t kMostTimeUnits = 8;
  constexpr std::int64_t kLongestMinutes = 2880;
  const std::int64_t whole = std::llabs(line.units.thousandths) / 1000;
  const bool sensible = line.units.is_whole() && whole <= kLongestMinutes;
  const bool are_minutes =
      profile_.anesthesia_quantity == TimeQuantity::minutes
          ? line.units_stated
          : profile_.anesthesia_quantity == TimeQuantity::automatic && whole > kMostTimeUnits;
  if (are_minutes && sensible) {
    line.minutes = static_cast<std::int32_t>(whole);
    return;
  }
  const auto from = minute_of(trimmed(fields[4].component(1).raw()));
  const auto through = minute_of(trimmed(fields[4].component(2).raw()));
  if (from && through && *through > *from && *through - *from <= kLongestMinutes) {
    line.minutes = static_cast<std::int32_t>(*through - *from);
  }
}

// By the profile's places; true when one of them said something.
bool ChargeLineReader::read_named_diagnoses(const ChargeGroup& group, unsigned scope, ServiceLine& line) {
  for (const FieldPath& path : *profile_.diagnoses) {
    if (path.segment_id() == "DG1") {
      if (scope != 0 && diagnoses_.point_to_group(scope, line)) return true;
      // Behind another place DG1 stand in only where no charge says what it is for: known after the last.
      if (&path == &profile_.diagnoses->front() || expanded_) diagnoses_.assume_all(line);
    } else {
      for (const FoundValue& found : values_at(message_, group.scope, path)) {
        FieldPlace place = found.place;
        if (place.repetition == 0) place.repetition = 1;
        diagnoses_.read_field(found.part, place, scope, line);
      }
    }
    if (!line.diagnoses.empty()) return true;
  }
  return false;
}

void ChargeLineReader::read_diagnoses(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  const unsigned scope = expanded_ ? group.ordinal : 0;
  if (profile_.diagnoses) {
    read_named_diagnoses(group, scope, line);
    return;
  }
  diagnoses_.read_field(fields[19], charge_place(group.ordinal, 19), scope, line);
  for (const ProcedureSegment& procedure : group.procedures) {
    if (!fields[19].empty() || !line.diagnoses.empty()) break;
    const Part associated = Fields(procedure.segment)[15];
    if (associated.empty()) continue;
    diagnoses_.read_field(associated, {SegmentName::PR1, procedure.ordinal, 15}, scope, line);
  }
  if (!expanded_) return;
  // Codes of another system beside the group's own DG1 do not stand in their place.
  bool has_icd = false;
  for (const DiagnosisPointer& pointer : line.diagnoses)
    has_icd |= !claim_.diagnoses[pointer.index].code.empty();
  if (has_icd || diagnoses_.point_to_group(group.ordinal, line)) return;
  if (fields[19].empty() && line.diagnoses.empty()) diagnoses_.assume_all(line);
}

void ChargeLineReader::check_required(const Fields& fields, const ChargeGroup& group,
                                      const ServiceLine& line) {
  const auto missing = [&](std::string_view element, unsigned field, std::string_view detail,
                           std::uint16_t code) {
    add_fact(claim_, ShapeKind::missing_field, element, detail, code, charge_place(group.ordinal, field),
             {line.number});
  };
  if (fields[4].component(1).empty()) {
    missing("FT1-4", 4, "empty", kFieldMissing);
  } else if (!line.from) {
    add_fact(claim_, ShapeKind::malformed_value, "FT1-4", "not a date of the form YYYYMMDD", kDataType,
             charge_place(group.ordinal, 4), {line.number});
  }
  if (line.type_text.empty()) missing("FT1-6", 6, "empty", kFieldMissing);
  if (line.type == LineType::charge && line.code_text.empty() && line.charge_code.empty()) {
    missing("FT1-7", 7, "empty, and there is no procedure code elsewhere", kFieldMissing);
  }
  // Cut off: no line end, trailing separators where the rest of the charge would stand, and no diagnosis
  // anywhere.
  const bool cut_off = group.is_last && !message_.is_terminated() &&
                       group.segment.raw().ends_with(message_.delimiters().field) && fields[19].empty() &&
                       fields[25].empty() && claim_.diagnoses.empty();
  if (cut_off) missing("FT1-25", 25, "the message breaks off inside this FT1", kFieldMissing);
}

// A PR1 under the charge that names another day of the same procedure.
void ChargeLineReader::check_procedure_dates(const ChargeGroup& group, const ServiceLine& line) {
  for (const ProcedureSegment& procedure : group.procedures) {
    const Fields fields(procedure.segment);
    const auto date = Date::parse_compact(trimmed(fields[5].component(1).raw()));
    if (!date || !line.from || (*date >= *line.from && *date <= line.through.value_or(*line.from))) continue;
    const auto code = code_of(fields);
    if (!code || code->code.code != line.code || claim_.shape.size() >= kMostFacts) continue;
    claim_.shape.push_back({.kind = ShapeKind::sources_differ,
                            .element = "FT1-4",
                            .detail = "PR1-5 names another day",
                            .line = line.number,
                            .hl7_code = kDataType,
                            .at = line.date_at,
                            .other_element = "PR1-5",
                            .other_at = pack({SegmentName::PR1, procedure.ordinal, 5})});
    return;
  }
}

void ChargeLineReader::read(const ChargeGroup& group) {
  if (claim_.lines.size() >= kMostLines) return;
  const Fields fields(group.segment);
  const std::size_t first_line = claim_.lines.size();
  if (!kind_stated_ && !profile_.kind.stated()) read_kind(fields);
  // The department that charges says more than the place where the patient lies.
  if (const std::string_view department = fields[13].component(1).raw();
      first_line == 0 && !department.empty()) {
    claim_.context.department = department;
  }
  ServiceLine& line = add_line();
  read_type(fields, group.ordinal, line);
  read_rest(fields, group, line);
  read_dates(fields, group.ordinal, line);
  const std::size_t source = read_code(fields, group, line);
  read_quantity(fields, group, line);
  if (!line.charge) read_unit_price(fields, line);
  read_order(fields, group, line);
  read_modifiers(fields, group, line);
  read_diagnoses(fields, group, line);
  read_performer(group, source, line);
  read_named_fields(group, line);
  check_required(fields, group, line);
  if (source == kNowhere && !group.procedures.empty()) check_procedure_dates(group, line);
  if (!fields[31].empty()) references_.push_back({first_line, fields[31]});
  if (source != kNowhere) read_further_procedures(group, source, first_line);
}

void ChargeLineReader::read_procedure(const ProcedureSegment& procedure, const ChargeScope& scope) {
  if (claim_.lines.size() >= kMostLines) return;
  const Fields fields(procedure.segment);
  const FieldPlace place{SegmentName::PR1, procedure.ordinal};
  const auto found = code_of(fields);
  const Part sent = fields[3].repetition(1);
  if (!found && profile_.system_named(sent.component(3).raw()) == CodeSystem::icd10pcs) {
    add_note(claim_, place, "an ICD-10-PCS procedure; it is not charged by a line");
    return;
  }
  ServiceLine& line = add_line();
  line.at = pack(place);
  line.set_id = trimmed(fields[1].raw());
  line.units_at = line.at;
  line.date_at = pack({SegmentName::PR1, procedure.ordinal, 5});
  line.from = Date::parse_compact(trimmed(fields[5].component(1).raw()));
  line.through = line.from;
  if (found) {
    take_code(*found, {SegmentName::PR1, procedure.ordinal, 3}, line);
  } else {
    keep_unread_code(sent, {SegmentName::PR1, procedure.ordinal, 3}, line);
  }
  const auto fault = [&](ShapeKind kind, std::string_view element, unsigned field, std::string_view detail,
                         std::uint16_t code) {
    add_fact(claim_, kind, element, detail, code, {SegmentName::PR1, procedure.ordinal, field},
             {line.number});
  };
  if (sent.empty()) fault(ShapeKind::missing_field, "PR1-3", 3, "empty", kFieldMissing);
  if (fields[5].empty()) {
    fault(ShapeKind::missing_field, "PR1-5", 5, "empty", kFieldMissing);
  } else if (!line.from) {
    fault(ShapeKind::malformed_value, "PR1-5", 5, "not a date of the form YYYYMMDD", kDataType);
  }
  Modifiers own;
  read_procedure_modifiers(fields, procedure.ordinal, line, own);
  for (const ModifierUse& use : own) {
    if (!has_modifier(line.modifiers, use)) line.modifiers.push_back(use);
  }
  if (!fields[15].empty()) {
    diagnoses_.read_field(fields[15], {SegmentName::PR1, procedure.ordinal, 15}, 0, line);
  }
  line.rendering = provider_in(fields[11], {SegmentName::PR1, procedure.ordinal, 11});
  if (!line.rendering.known()) line.rendering = attending_;
  ChargeGroup group;
  group.segment = procedure.segment;
  group.scope = scope;
  read_named_fields(group, line);
}

}  // namespace chargelint::hl7
