#include "hl7/charge_line.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "hl7/bytes.h"
#include "hl7/people.h"

namespace chargelint::hl7 {
namespace {

struct TypeText {
  std::string_view text;
  LineType type;
  bool in_table;  // table 0017
};
constexpr std::array<TypeText, 13> kTypes = {{
    {"CG", LineType::charge, true},
    {"CD", LineType::credit, true},
    {"PY", LineType::payment, true},
    {"AJ", LineType::adjustment, true},
    {"CO", LineType::payment, true},
    {"CH", LineType::charge, false},
    {"C", LineType::charge, false},
    {"CHARGE", LineType::charge, false},
    {"CR", LineType::credit, false},
    {"VO", LineType::credit, false},
    {"CREDIT", LineType::credit, false},
    {"P", LineType::payment, false},
    {"A", LineType::adjustment, false},
}};

bool has_modifier(const Modifiers& modifiers, const ModifierUse& wanted) {
  for (const ModifierUse& known : modifiers) {
    if (wanted.value.empty() ? known.text == wanted.text : known.value == wanted.value) return true;
  }
  return false;
}

bool same_modifiers(const Modifiers& left, const Modifiers& right) {
  if (left.size() != right.size()) return false;
  for (const ModifierUse& use : left) {
    if (!has_modifier(right, use)) return false;
  }
  return true;
}

// The code of PR1-3, with PR1-2 as its system when it names none.
std::optional<FoundCode> code_of(const Fields& procedure) {
  return procedure_code(procedure[3].repetition(1), CodeField::procedure,
                        coding_system(procedure[2].component(1).raw()));
}

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

ChargeLineReader::ChargeLineReader(const Message& message, const Fields& visit, Claim& claim,
                                   Diagnoses& diagnoses, bool expanded)
    : message_(message),
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

void ChargeLineReader::note_form(ModifierForm form, std::string_view element, const FieldPlace& place,
                                 const ServiceLine& line) {
  if (form == ModifierForm::several) {
    add_note(claim_, place, "two modifiers in one repetition");
    add_fact(claim_, ShapeKind::several_modifiers, element, "two modifiers in one repetition", kDataType,
             place, {line.number});
  }
  if (form == ModifierForm::longer_text)
    add_note(claim_, place, "a text that has not the form of a modifier");
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

void ChargeLineReader::read_quantity(const Fields& fields, unsigned ordinal, ServiceLine& line) {
  constexpr std::int64_t kMostTimeUnits = 8;  // fifteen-minute units; more than that are minutes
  constexpr std::int64_t kLongestMinutes = 2880;
  const std::string_view text = trimmed(fields[10].component(1).subcomponent(1).raw());
  line.units_at = pack(charge_place(ordinal, 10));
  if (!text.empty()) {
    if (const auto units = Quantity::parse(text)) {
      line.units = *units;
      line.units_stated = true;
    } else {
      add_note(claim_, charge_place(ordinal, 10), "the quantity is not a number; one unit is assumed");
      add_fact(claim_, ShapeKind::malformed_value, "FT1-10", "the quantity is not a number", kDataType,
               charge_place(ordinal, 10), {line.number});
    }
  }
  if (line.type == LineType::charge && line.units.thousandths < 0) {
    line.type = LineType::credit;
    add_note(claim_, charge_place(ordinal, 10), "a charge with a negative quantity is read as a credit");
    add_fact(claim_, ShapeKind::reversed_sign, "FT1-10", "a charge with a negative quantity", kDataType,
             charge_place(ordinal, 10), {line.number});
  }
  if (!is_anesthesia(line.code_text)) return;
  const std::int64_t whole = line.units.thousandths / 1000;
  if (whole > kMostTimeUnits && line.units.is_whole() && whole <= kLongestMinutes) {
    line.minutes = static_cast<std::int32_t>(whole);
    return;
  }
  const auto from = minute_of(trimmed(fields[4].component(1).raw()));
  const auto through = minute_of(trimmed(fields[4].component(2).raw()));
  if (from && through && *through > *from && *through - *from <= kLongestMinutes) {
    line.minutes = static_cast<std::int32_t>(*through - *from);
  }
}

std::size_t ChargeLineReader::read_code(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  const unsigned ordinal = group.ordinal;
  const auto take = [&line](const FoundCode& found, const FieldPlace& place) {
    FieldPlace at = place;
    at.component = found.component;
    line.code = found.code.code;
    line.code_text = found.code.text;
    line.code_system = found.system;
    line.code_at = pack(at);
    add_appended_modifiers(found.code.appended, line.code_at, line.modifiers);
  };
  const Part charge_field = fields[7];
  const Part charge_code = charge_field.repetition(1).component(1);
  const auto keep_charge_code = [&] {
    if (!charge_code.empty() && (line.code.empty() || Hcpcs::parse(charge_code.raw()) != line.code)) {
      line.charge_code = value_of(charge_code, claim_);
    }
  };
  if (const auto found = procedure_code(fields[25].repetition(1), CodeField::procedure)) {
    take(*found, charge_place(ordinal, 25));
    keep_charge_code();
    if (found->system == CodeSystem::other) {
      add_fact(claim_, ShapeKind::unknown_coding, "FT1-25", "a coding system that is not known", kNotInTable,
               charge_place(ordinal, 25), {line.number, 0, fields[25].repetition(1).component(3).raw()});
    }
    check_procedures(group, line);
    return kNowhere;
  }
  for (std::size_t index = 0; index < group.procedures.size(); ++index) {
    const ProcedureSegment& procedure = group.procedures[index];
    if (const auto found = code_of(Fields(procedure.segment))) {
      take(*found, {SegmentName::PR1, procedure.ordinal, 3});
      keep_charge_code();
      return index;
    }
  }
  constexpr std::size_t kMostRepetitions = 4;
  const std::size_t repetitions = std::min(charge_field.repetitions(), kMostRepetitions);
  for (std::size_t number = 1; number <= repetitions; ++number) {
    const auto found = procedure_code(charge_field.repetition(number), CodeField::charge);
    if (!found) continue;
    const unsigned shown = number > 1 ? static_cast<unsigned>(number) : 0;
    take(*found, charge_place(ordinal, 7, shown));
    if (found->system == CodeSystem::unstated && fields[25].empty()) {
      add_note(claim_, charge_place(ordinal, 7, shown),
               "read as a procedure code by its form alone; it could be a charge number");
    }
    if (number > 1 || found->component > 1) keep_charge_code();
    return kNowhere;
  }
  const Part sent = fields[25].repetition(1).component(1);
  if (!sent.empty()) {
    line.code_text = value_of(sent, claim_);
    line.code_system = coding_system(fields[25].repetition(1).component(3).raw());
    line.code_at = pack(charge_place(ordinal, 25, 0, 1));
    if (line.code_system == CodeSystem::other) {
      add_fact(claim_, ShapeKind::malformed_value, "FT1-25",
               "neither the coding system nor the form is that of a procedure code", kNotInTable,
               charge_place(ordinal, 25), {line.number});
    }
  }
  keep_charge_code();
  return kNowhere;
}

// One of the procedures under the charge should be the one that is charged.
void ChargeLineReader::check_procedures(const ChargeGroup& group, const ServiceLine& line) {
  const ProcedureSegment* other = nullptr;
  std::string_view other_text;
  bool same = false;
  for (const ProcedureSegment& procedure : group.procedures) {
    const auto found = code_of(Fields(procedure.segment));
    if (!found) continue;
    if (found->code.code == line.code) {
      same = true;
      continue;
    }
    add_note(claim_, {SegmentName::PR1, procedure.ordinal, 3},
             "another code than FT1-25; FT1-25 is the one that is charged");
    if (other != nullptr) continue;
    other = &procedure;
    other_text = found->code.text;
  }
  if (same || other == nullptr) return;
  // A PR1 that stands behind all charges may be that of an earlier one.
  for (const ServiceLine& charge : claim_.lines) {
    if (charge.code == Hcpcs::parse(other_text)) return;
  }
  add_fact(claim_, ShapeKind::other_code, "PR1-3", "another code than FT1-25", kDataType,
           {SegmentName::PR1, other->ordinal, 3}, {line.number, 0, other_text});
}

void ChargeLineReader::read_procedure_modifiers(const Fields& procedure, unsigned ordinal,
                                                const ServiceLine& line, Modifiers& out) {
  const Part field = procedure[16];
  constexpr std::size_t kMostRepetitions = 32;
  const std::size_t repetitions = std::min(field.repetitions(), kMostRepetitions);
  for (std::size_t number = 1; number <= repetitions; ++number) {
    const FieldPlace place{SegmentName::PR1, ordinal, 16, static_cast<unsigned>(number)};
    const FieldPlace field_place{SegmentName::PR1, ordinal, 16};
    note_form(add_modifiers(field.repetition(number), place, out), "PR1-16", field_place, line);
  }
}

void ChargeLineReader::read_modifiers(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  const Part field = fields[26];
  constexpr std::size_t kMostRepetitions = 32;
  const std::size_t repetitions = std::min(field.repetitions(), kMostRepetitions);
  Modifiers found;
  bool empty_between = false;
  for (std::size_t number = 1; number <= repetitions; ++number) {
    const Part repetition = field.repetition(number);
    const auto form =
        add_modifiers(repetition, charge_place(group.ordinal, 26, static_cast<unsigned>(number)), found);
    note_form(form, "FT1-26", charge_place(group.ordinal, 26), line);
    if (form == ModifierForm::none && repetitions > 1) empty_between = true;
  }
  if (empty_between) add_note(claim_, charge_place(group.ordinal, 26), "an empty repetition");
  Modifiers of_procedure;
  for (const ProcedureSegment& procedure : group.procedures) {
    const Fields procedure_fields(procedure.segment);
    if (procedure_fields[16].empty()) continue;
    const auto code = code_of(procedure_fields);
    if (code && code->code.code != line.code) continue;
    read_procedure_modifiers(procedure_fields, procedure.ordinal, line, of_procedure);
    if (!found.empty() && !of_procedure.empty() && !same_modifiers(found, of_procedure)) {
      add_note(claim_, {SegmentName::PR1, procedure.ordinal, 16},
               "other modifiers than FT1-26; those of FT1-26 are read");
    }
    break;
  }
  if (found.empty()) found = std::move(of_procedure);
  if (found.empty() && line.modifiers.empty()) {
    const Part second = fields[25].repetition(1).component(2);
    if (second.raw().size() == 2 && Modifier::parse(second.raw())) {
      add_modifiers(second, charge_place(group.ordinal, 25, 0, 2), found);
      add_note(claim_, charge_place(group.ordinal, 25), "a modifier in the place of the code's text");
    }
  }
  const bool appended = !line.modifiers.empty();
  for (const ModifierUse& use : found) {
    if (!appended || !has_modifier(line.modifiers, use)) line.modifiers.push_back(use);
  }
}

void ChargeLineReader::read_diagnoses(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  const unsigned scope = expanded_ ? group.ordinal : 0;
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

void ChargeLineReader::read_further_procedures(const ChargeGroup& group, std::size_t source,
                                               std::size_t first_line) {
  for (std::size_t index = source + 1; index < group.procedures.size(); ++index) {
    if (claim_.lines.size() >= kMostLines) return;
    const ProcedureSegment& procedure = group.procedures[index];
    const Fields fields(procedure.segment);
    const auto found = code_of(fields);
    if (!found) continue;
    ServiceLine line = claim_.lines[first_line];
    line.number = static_cast<std::uint16_t>(claim_.lines.size() + 1);
    line.at = pack({SegmentName::PR1, procedure.ordinal});
    line.code = found->code.code;
    line.code_text = found->code.text;
    line.code_system = found->system;
    line.code_at = pack({SegmentName::PR1, procedure.ordinal, 3, 0, found->component});
    line.modifiers.clear();
    add_appended_modifiers(found->code.appended, line.code_at, line.modifiers);
    Modifiers own;
    read_procedure_modifiers(fields, procedure.ordinal, line, own);
    for (const ModifierUse& use : own) line.modifiers.push_back(use);
    // The quantity, amount and drug of FT1 belong to its first procedure.
    line.units = line.type == LineType::credit ? Quantity::of(-1) : Quantity::of(1);
    line.units_stated = false;
    line.units_at = line.at;
    line.minutes.reset();
    line.charge.reset();
    line.drugs.clear();
    if (const auto date = Date::parse_compact(trimmed(fields[5].component(1).raw()))) {
      line.from = date;
      line.through = date;
      line.date_at = pack({SegmentName::PR1, procedure.ordinal, 5});
    }
    if (Provider surgeon = provider_in(fields[11], {SegmentName::PR1, procedure.ordinal, 11});
        surgeon.known()) {
      line.rendering = surgeon;
    }
    if (!fields[15].empty()) {
      line.diagnoses.clear();
      diagnoses_.read_field(fields[15], {SegmentName::PR1, procedure.ordinal, 15},
                            expanded_ ? group.ordinal : 0, line);
    }
    add_note(claim_, {SegmentName::PR1, procedure.ordinal},
             "a further procedure under the same FT1 is read as a line of its own");
    claim_.lines.push_back(std::move(line));
  }
}

void ChargeLineReader::read(const ChargeGroup& group) {
  if (claim_.lines.size() >= kMostLines) return;
  const Fields fields(group.segment);
  const std::size_t first_line = claim_.lines.size();
  if (!kind_stated_) read_kind(fields);
  // The department that charges says more than the place where the patient lies.
  if (const std::string_view department = fields[13].component(1).raw();
      first_line == 0 && !department.empty()) {
    claim_.context.department = department;
  }
  ServiceLine& line = add_line();
  read_type(fields, group.ordinal, line);
  read_rest(fields, group.ordinal, line);
  read_dates(fields, group.ordinal, line);
  const std::size_t source = read_code(fields, group, line);
  read_quantity(fields, group.ordinal, line);
  if (!line.charge) read_unit_price(fields, line);
  read_order(fields, group, line);
  read_modifiers(fields, group, line);
  read_diagnoses(fields, group, line);
  read_performer(group, source, line);
  check_required(fields, group, line);
  if (!fields[31].empty()) references_.push_back({first_line, fields[31]});
  if (source != kNowhere) read_further_procedures(group, source, first_line);
}

void ChargeLineReader::take_back(const ServiceLine& credit, const Part* set_ids) {
  const auto covers = [&credit](const ServiceLine& charge) {
    return std::llabs(credit.units.thousandths) >= std::llabs(charge.units.thousandths);
  };
  const auto same_id = [&credit](const ServiceLine& charge) {
    return !credit.transaction_id.empty() && credit.transaction_id == charge.transaction_id;
  };
  const auto named = [set_ids](const ServiceLine& charge) {
    if (set_ids == nullptr || charge.set_id.empty()) return false;
    for (std::size_t number = 1; number <= std::min<std::size_t>(set_ids->repetitions(), 32); ++number) {
      if (set_ids->repetition(number).raw() == charge.set_id) return true;
    }
    return false;
  };
  const auto same_service = [&credit](const ServiceLine& charge) {
    return (credit.transaction_id.empty() || charge.transaction_id.empty()) && !credit.code.empty() &&
           charge.code == credit.code && charge.from == credit.from &&
           same_modifiers(charge.modifiers, credit.modifiers);
  };
  ServiceLine* match = nullptr;
  int best = 0;
  for (ServiceLine& charge : claim_.lines) {
    if (charge.type != LineType::charge || charge.reversed) continue;
    int rank = 0;
    if (same_service(charge)) rank = 1;
    if (same_id(charge) || named(charge)) rank = charge.code == credit.code ? 3 : 2;
    if (rank > best) {
      best = rank;
      match = &charge;
    }
  }
  if (match == nullptr) return;
  if (covers(*match)) {
    match->reversed = true;
  } else if (claim_.notes.size() < kMostNotes) {
    claim_.notes.push_back({credit.at, "the credit takes back only a part of the charge"});
  }
}

void ChargeLineReader::finish() {
  bool has_credit = false;
  for (ServiceLine& line : claim_.lines) {
    has_credit |= line.type == LineType::credit;
    if (!expanded_ && !diagnoses_.stated()) diagnoses_.assume_all(line);
  }
  if (!has_credit) return;
  for (std::size_t index = 0; index < claim_.lines.size(); ++index) {
    if (claim_.lines[index].type != LineType::credit) continue;
    const Part* set_ids = nullptr;
    for (const Reference& reference : references_) {
      if (reference.line == index) set_ids = &reference.set_ids;
    }
    take_back(claim_.lines[index], set_ids);
  }
}

}  // namespace chargelint::hl7
