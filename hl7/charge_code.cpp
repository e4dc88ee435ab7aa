// The procedure code of a charge, its charge master code and its modifiers, wherever they stand.
#include <algorithm>
#include <string>
#include <utility>

#include "hl7/bytes.h"
#include "hl7/charge_line.h"
#include "hl7/people.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostRepetitions = 32;

std::string joined(const Modifiers& modifiers) {
  std::string text;
  for (const ModifierUse& use : modifiers) {
    if (!text.empty()) text += ' ';
    text += use.value.empty() ? std::string("?") : use.value.text().str();
  }
  return text;
}

// A component that a profile names holds the code itself; its coding system stands two components on.
std::optional<FoundCode> code_in_component(const FoundValue& found, const Profile& profile) {
  const auto code = code_at_head(found.part.component(1).subcomponent(1).raw(), true);
  if (!code) return std::nullopt;
  CodeSystem system = CodeSystem::unstated;
  const unsigned component = found.place.component;
  if (component == 1 || component == 4) {
    system = profile.system_named(found.repetition.component(component + 2).raw());
  }
  return FoundCode{*code, system, static_cast<std::uint8_t>(component)};
}

}  // namespace

// The code of PR1-3, with PR1-2 as its system when it names none.
std::optional<FoundCode> ChargeLineReader::code_of(const Fields& procedure) const {
  return procedure_code(procedure[3].repetition(1), CodeField::procedure, profile_,
                        profile_.system_named(procedure[2].component(1).raw()));
}

void ChargeLineReader::take_code(const FoundCode& found, FieldPlace place, ServiceLine& line) {
  place.component = found.component;
  line.code = found.code.code;
  line.code_text = found.code.text;
  line.code_system = found.system;
  line.code_at = pack(place);
  add_appended_modifiers(found.code.appended, line.code_at, line.modifiers);
}

// What stands where a code should, and is none.
void ChargeLineReader::keep_unread_code(const Part& element, FieldPlace place, ServiceLine& line) {
  const Part sent = element.component(1);
  if (sent.empty()) return;
  place.component = 1;
  line.code_text = value_of(sent, claim_);
  line.code_system = profile_.system_named(element.component(3).raw());
  line.code_at = pack(place);
}

void ChargeLineReader::read_charge_code(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  Part sent;
  FieldPlace place = charge_place(group.ordinal, 7, 0, 1);
  if (profile_.charge_code) {
    const FoundText found = first_text(message_, group.scope, *profile_.charge_code);
    sent = found.part;
    place = found.place;
    if (place.component == 0) place.component = 1;
  } else {
    sent = fields[7].repetition(1).component(1);
    // Where FT1-7 holds the procedure code there is no other.
    if (!line.code.empty() && pack(place) == line.code_at) return;
  }
  if (sent.empty()) return;
  if (!line.code.empty() && Hcpcs::parse(sent.raw()) == line.code) return;
  line.charge_code = value_of(sent, claim_);
  line.charge_code_at = pack(place);
}

void ChargeLineReader::look_up_charge_code(ServiceLine& line) {
  if (profile_.charge_master.empty() || line.charge_code.empty()) return;
  const auto entry = profile_.charge_master.find(trimmed(line.charge_code));
  if (entry == profile_.charge_master.end()) {
    if (line.code.empty() && claim_.notes.size() < kMostNotes) {
      claim_.notes.push_back({line.charge_code_at, "a charge code that the charge master map does not hold"});
    }
    return;
  }
  const auto code = Hcpcs::parse(entry->second.code);
  if (!code) return;
  if (line.code.empty()) {
    line.code = *code;
    line.code_text = entry->second.code;
    line.code_system = CodeSystem::unstated;
    line.code_at = line.charge_code_at;
    for (const std::string& text : entry->second.modifiers) {
      line.modifiers.push_back({Modifier::parse(text).value_or(Modifier()), text, line.charge_code_at});
    }
    if (claim_.notes.size() < kMostNotes) {
      claim_.notes.push_back(
          {line.charge_code_at, "the code comes from the charge master map of the profile"});
    }
    return;
  }
  if (*code == line.code || claim_.shape.size() >= kMostFacts) return;
  claim_.shape.push_back({.kind = ShapeKind::sources_differ,
                          .element = "the procedure code",
                          .detail = "the charge master map has another code",
                          .line = line.number,
                          .hl7_code = kNotInTable,
                          .at = line.code_at,
                          .text = line.code_text,
                          .other_element = "the charge master map",
                          .other_at = line.charge_code_at,
                          .other_text = entry->second.code});
}

std::size_t ChargeLineReader::read_usual_code(const Fields& fields, const ChargeGroup& group,
                                              ServiceLine& line) {
  const unsigned ordinal = group.ordinal;
  const Part charge_field = fields[7];
  if (const auto found = procedure_code(fields[25].repetition(1), CodeField::procedure, profile_)) {
    take_code(*found, charge_place(ordinal, 25), line);
    if (found->system == CodeSystem::other) {
      add_fact(claim_, ShapeKind::unknown_coding, "FT1-25", "a coding system that is not known", kNotInTable,
               charge_place(ordinal, 25), {line.number, 0, fields[25].repetition(1).component(3).raw()});
    }
    check_procedures(group, line);
    check_transaction_code(fields, group, line);
    return kNowhere;
  }
  for (std::size_t index = 0; index < group.procedures.size(); ++index) {
    const ProcedureSegment& procedure = group.procedures[index];
    if (const auto found = code_of(Fields(procedure.segment))) {
      take_code(*found, {SegmentName::PR1, procedure.ordinal, 3}, line);
      return index;
    }
  }
  constexpr std::size_t kMostCharges = 4;
  const std::size_t repetitions = std::min(charge_field.repetitions(), kMostCharges);
  for (std::size_t number = 1; number <= repetitions; ++number) {
    const auto found = procedure_code(charge_field.repetition(number), CodeField::charge, profile_);
    if (!found) continue;
    const unsigned shown = number > 1 ? static_cast<unsigned>(number) : 0;
    take_code(*found, charge_place(ordinal, 7, shown), line);
    if (found->system == CodeSystem::unstated && fields[25].empty()) {
      add_note(claim_, charge_place(ordinal, 7, shown),
               "read as a procedure code by its form alone; it could be a charge number");
    }
    return kNowhere;
  }
  keep_unread_code(fields[25].repetition(1), charge_place(ordinal, 25), line);
  return kNowhere;
}

// The places that the profile names are believed: what has the form of a code there is one.
std::size_t ChargeLineReader::read_named_code(const ChargeGroup& group, ServiceLine& line) {
  FoundValue unread;
  for (const FieldPath& path : *profile_.code) {
    for (const FoundValue& found : values_at(message_, group.scope, path)) {
      if (unread.part.empty()) unread = found;
      const bool of_procedure = found.place.segment == SegmentName::PR1 && path.field == 3;
      CodeSystem stated = CodeSystem::unstated;
      std::size_t source = kNowhere;
      for (std::size_t index = 0; of_procedure && index < group.procedures.size(); ++index) {
        if (group.procedures[index].ordinal != found.place.ordinal) continue;
        source = index;
        stated = profile_.system_named(group.procedures[index].segment.field(2).component(1).raw());
      }
      const auto code = path.component == 0
                            ? procedure_code(found.part, CodeField::procedure, profile_, stated)
                            : code_in_component(found, profile_);
      if (!code) continue;
      take_code(*code, found.place, line);
      if (source == kNowhere) check_procedures(group, line);
      return source;
    }
  }
  if (!unread.part.empty()) keep_unread_code(unread.repetition, unread.place, line);
  return kNowhere;
}

std::size_t ChargeLineReader::read_code(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  const std::size_t source =
      profile_.code ? read_named_code(group, line) : read_usual_code(fields, group, line);
  read_charge_code(fields, group, line);
  look_up_charge_code(line);
  return source;
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
  if (claim_.shape.size() >= kMostFacts) return;
  claim_.shape.push_back({.kind = ShapeKind::other_code,
                          .element = "PR1-3",
                          .detail = "another code than FT1-25",
                          .line = line.number,
                          .hl7_code = kDataType,
                          .at = pack({SegmentName::PR1, other->ordinal, 3}),
                          .text = other_text,
                          .other_element = "FT1-25",
                          .other_at = line.code_at,
                          .other_text = line.code_text});
}

// FT1-7 may hold a charge number; one that says it is CPT or HCPCS and is another contradicts FT1-25.
void ChargeLineReader::check_transaction_code(const Fields& fields, const ChargeGroup& group,
                                              const ServiceLine& line) {
  const Part sent = fields[7];
  if (sent.raw().size() < 5) return;
  const CodedElement coded(sent.repetition(1));
  const auto found = code_at_head(coded.identifier(1), false);
  if (!found || found->code == line.code) return;
  const CodeSystem system = profile_.system_named(coded.system(1));
  if (system != CodeSystem::cpt && system != CodeSystem::hcpcs) return;
  if (claim_.shape.size() >= kMostFacts) return;
  claim_.shape.push_back({.kind = ShapeKind::sources_differ,
                          .element = "FT1-25",
                          .detail = "FT1-7 names another procedure code",
                          .line = line.number,
                          .hl7_code = kDataType,
                          .at = line.code_at,
                          .text = line.code_text,
                          .other_element = "FT1-7",
                          .other_at = pack(charge_place(group.ordinal, 7, 0, 1)),
                          .other_text = found->text});
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
    line.modifiers.clear();
    take_code(*found, {SegmentName::PR1, procedure.ordinal, 3}, line);
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

void ChargeLineReader::read_procedure_modifiers(const Fields& procedure, unsigned ordinal,
                                                const ServiceLine& line, Modifiers& out) {
  const Part field = procedure[16];
  const std::size_t repetitions = std::min(field.repetitions(), kMostRepetitions);
  for (std::size_t number = 1; number <= repetitions; ++number) {
    const FieldPlace place{SegmentName::PR1, ordinal, 16, static_cast<unsigned>(number)};
    const FieldPlace field_place{SegmentName::PR1, ordinal, 16};
    note_form(add_modifiers(field.repetition(number), place, profile_, out), "PR1-16", field_place, line);
  }
}

void ChargeLineReader::say_modifiers_differ(const ServiceLine& line, std::string_view element,
                                            const Modifiers& read, std::string_view other_element,
                                            const Modifiers& other) {
  if (claim_.shape.size() >= kMostFacts) return;
  claim_.shape.push_back({.kind = ShapeKind::sources_differ,
                          .element = element,
                          .detail = "two places name different modifiers",
                          .line = line.number,
                          .hl7_code = kDataType,
                          .at = read[0].at,
                          .text = claim_.own(joined(read)),
                          .other_element = other_element,
                          .other_at = other[0].at,
                          .other_text = claim_.own(joined(other))});
}

void ChargeLineReader::read_usual_modifiers(const Fields& fields, const ChargeGroup& group, ServiceLine& line,
                                            Modifiers& found) {
  const Part field = fields[26];
  const std::size_t repetitions = std::min(field.repetitions(), kMostRepetitions);
  bool empty_between = false;
  for (std::size_t number = 1; number <= repetitions; ++number) {
    const FieldPlace place = charge_place(group.ordinal, 26, static_cast<unsigned>(number));
    const auto form = add_modifiers(field.repetition(number), place, profile_, found);
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
      say_modifiers_differ(line, "FT1-26", found, "PR1-16", of_procedure);
    }
    break;
  }
  if (found.empty()) found = std::move(of_procedure);
  if (found.empty() && line.modifiers.empty()) {
    const Part second = fields[25].repetition(1).component(2);
    if (second.raw().size() == 2 && Modifier::parse(second.raw())) {
      add_modifiers(second, charge_place(group.ordinal, 25, 0, 2), profile_, found);
      add_note(claim_, charge_place(group.ordinal, 25), "a modifier in the place of the code's text");
    }
  }
}

// The first place that holds any is read; what another says besides is told.
void ChargeLineReader::read_named_modifiers(const ChargeGroup& group, const ServiceLine& line,
                                            Modifiers& found) {
  const FieldPath* source = nullptr;
  for (const FieldPath& path : *profile_.modifiers) {
    Modifiers here;
    for (const FoundValue& value : values_at(message_, group.scope, path)) {
      const auto form = add_modifiers(value.part, value.place, profile_, here);
      note_form(form, "the field of the modifiers", value.place, line);
    }
    if (here.empty()) continue;
    if (source == nullptr) {
      source = &path;
      found = std::move(here);
    } else if (!same_modifiers(found, here)) {
      say_modifiers_differ(line, claim_.own(field_path_text(*source)), found,
                           claim_.own(field_path_text(path)), here);
      return;
    }
  }
}

void ChargeLineReader::read_modifiers(const Fields& fields, const ChargeGroup& group, ServiceLine& line) {
  Modifiers found;
  if (profile_.modifiers) {
    read_named_modifiers(group, line, found);
  } else {
    read_usual_modifiers(fields, group, line, found);
  }
  const bool appended = !line.modifiers.empty();
  for (const ModifierUse& use : found) {
    if (!appended || !has_modifier(line.modifiers, use)) line.modifiers.push_back(use);
  }
}

}  // namespace chargelint::hl7
