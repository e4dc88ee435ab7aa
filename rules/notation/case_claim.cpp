// Builds the claim of a case from its words.
#include "rules/notation/case_claim.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rules/notation/words.h"

namespace chargelint {
namespace {

tl::unexpected<Error> bad(std::string what) {
  return fail(ErrorKind::usage, "", std::move(what));
}

template <class Value>
std::optional<Value> named(std::string_view name,
                           std::initializer_list<std::pair<std::string_view, Value>> names) {
  for (const auto& [spelled, value] : names) {
    if (spelled == name) return value;
  }
  return std::nullopt;
}

std::optional<std::int32_t> number(std::string_view text) {
  const auto quantity = Quantity::parse(text);
  if (!quantity || !quantity->is_whole()) return std::nullopt;
  return static_cast<std::int32_t>(quantity->thousandths / 1000);
}

// What lines inherit from the context.
struct Defaults {
  Date date = *Date::from_ymd(2026, 5, 4);
  std::string place = "11";
  std::string npi;
  std::string letters = "A";  // of the claim's diagnoses, in order
};

class Builder {
 public:
  explicit Builder(CaseInput& input) : input_(input), claim_(input.claim) {
    claim_.referring.npi = "1245319599";  // what is ordered has one who ordered it, unless a case says else
  }

  Result<void> read(std::string_view context, std::string_view lines) {
    bool diagnoses = false;
    for (const std::string& part : split(context, ",")) {
      const auto words = words_of(part);
      if (words.empty()) continue;
      diagnoses = diagnoses || words[0] == "dx";
      if (auto done = read_context(words); !done) return done;
    }
    if (!diagnoses) add_diagnosis("M54.12");
    claim_.billing.npi = claim_.own(defaults_.npi);
    for (const std::string& part : split(lines, ";")) {
      if (part.empty()) continue;
      auto line = read_line(words_of(part));
      if (!line) return tl::unexpected<Error>(line.error());
      claim_.lines.push_back(std::move(*line));
    }
    if (!received_) {  // the day after the last service
      Date last = Date::open_start();
      for (const ServiceLine& line : claim_.lines) last = std::max(last, line.from.value_or(last));
      if (last.is_open()) last = defaults_.date;
      claim_.context.received_on = last.plus_days(1);
    }
    // A prior service is written as a line; its practitioner is the claim's unless it says so.
    for (const auto& words : prior_) {
      auto line = read_prior(words);
      if (!line) return tl::unexpected<Error>(line.error());
      add_prior(*line);
    }
    return {};
  }

 private:
  template <class Value>
  static Result<void> set(Value& place, std::optional<Value> value, std::string_view word) {
    if (!value) return bad("not understood: " + std::string(word));
    place = *value;
    return {};
  }

  Result<void> read_context(const std::vector<std::string>& words) {
    const std::string& what = words[0];
    const std::string_view value = words.size() > 1 ? std::string_view(words[1]) : std::string_view{};
    Context& context = claim_.context;
    if (what == "kind") {
      return set(context.kind,
                 named<BillKind>(value, {{"P", BillKind::professional},
                                         {"O", BillKind::outpatient},
                                         {"I", BillKind::inpatient},
                                         {"A", BillKind::asc},
                                         {"D", BillKind::dme}}),
                 value);
    }
    if (what == "payer") {
      return set(context.payer,
                 named<PayerClass>(value, {{"medicare", PayerClass::medicare},
                                           {"medicaid", PayerClass::medicaid},
                                           {"medicare-advantage", PayerClass::medicare_advantage},
                                           {"commercial", PayerClass::commercial},
                                           {"other", PayerClass::other}}),
                 value);
    }
    if (what == "stage") {
      return set(
          context.stage,
          named<Stage>(value, {{"order", Stage::order}, {"charge", Stage::charge}, {"claim", Stage::claim}}),
          value);
    }
    if (what == "format") {
      return set(claim_.format,
                 named<SourceFormat>(value, {{"hl7", SourceFormat::hl7}, {"fhir", SourceFormat::fhir}}),
                 value);
    }
    if (what == "dos") return set(defaults_.date, Date::parse_iso(value), value);
    if (what == "received") {
      received_ = true;
      context.received_on = Date::parse_iso(value);
      if (value == "none") return {};
      return context.received_on ? Result<void>{} : bad("no date: " + std::string(value));
    }
    if (what == "born") {
      claim_.patient.birth_date = Date::parse_iso(value);
      return claim_.patient.birth_date ? Result<void>{} : bad("no date: " + std::string(value));
    }
    if (what == "sex") {
      return set(claim_.patient.sex, named<Sex>(value, {{"F", Sex::female}, {"M", Sex::male}}), value);
    }
    if (what == "died") {
      claim_.patient.death_date = Date::parse_iso(value);
      return claim_.patient.death_date ? Result<void>{} : bad("no date: " + std::string(value));
    }
    if (what == "frequency") {
      claim_.frequency = value.size() == 1 ? value[0] : 0;
      return claim_.frequency != 0 ? Result<void>{} : bad("one character: frequency 7");
    }
    if (what == "statement" || what == "coverage" || what == "stay") return read_period(words);
    if (what == "late-reason") {
      claim_.filing_exception = true;
      return {};
    }
    if (what == "condition") {
      claim_.condition_codes.push_back(claim_.own(std::string(value)));
      return {};
    }
    if (what == "authorization") {
      claim_.authorizations.push_back(claim_.own(std::string(value)));
      return {};
    }
    const std::pair<std::string_view, std::string_view*> texts[] = {
        {"original", &claim_.original_claim},     {"trial", &claim_.trial_number},
        {"referring", &claim_.referring.npi},     {"attending", &claim_.attending.npi},
        {"payer-id", &claim_.context.payer_id},   {"department", &claim_.context.department},
        {"billing-group", &claim_.billing.group}, {"billing-specialty", &claim_.billing.specialty}};
    for (const auto& [name, place] : texts) {
      if (name != what) continue;
      *place = value == "none" ? std::string_view{} : claim_.own(std::string(value));
      return {};
    }
    if (what == "tob") {
      context.type_of_bill = claim_.own(std::string(value));
      return {};
    }
    if (what == "pos") {
      defaults_.place = value;
      return {};
    }
    if (what == "npi") {
      defaults_.npi = value;
      return {};
    }
    if (what == "dx") return read_diagnoses(words);
    if (what == "history") {
      const auto availability = named<Availability>(value, {{"none", Availability::none},
                                                            {"incomplete", Availability::incomplete},
                                                            {"complete", Availability::complete}});
      if (!availability) return bad("history must be none, incomplete or complete");
      input_.history.set(*availability);
      return {};
    }
    if (what == "prior") {
      prior_.emplace_back(words.begin() + 1, words.end());
      return {};
    }
    if (what == "shape") return read_shape(words);
    return bad("unknown context: " + what);
  }

  // "statement FROM THROUGH", "coverage FROM THROUGH", "stay hospice FROM THROUGH"; `*` is open.
  Result<void> read_period(const std::vector<std::string>& words) {
    const std::size_t first = words[0] == "stay" ? 2 : 1;
    if (words.size() != first + 2) return bad("expected two dates: " + words[0]);
    const auto from = words[first] == "*" ? Date::open_start() : Date::parse_iso(words[first]);
    const auto to = words[first + 1] == "*" ? Date::open_end() : Date::parse_iso(words[first + 1]);
    if (!from || !to) return bad("no date in " + words[0]);
    const Period period{*from, *to};
    if (words[0] == "statement") claim_.statement = period;
    if (words[0] == "coverage") claim_.coverage = period;
    if (words[0] != "stay") return {};
    const auto kind = named<StayKind>(words[1], {{"hospice", StayKind::hospice},
                                                 {"skilled-nursing", StayKind::skilled_nursing},
                                                 {"inpatient", StayKind::inpatient}});
    if (!kind) return bad("stay must be hospice, skilled-nursing or inpatient");
    claim_.stays.push_back({*kind, period});
    return {};
  }

  void add_diagnosis(const std::string& text) {
    Diagnosis diagnosis;
    diagnosis.text = claim_.own(text);
    diagnosis.code = IcdCode::parse(text).value_or(IcdCode{});
    diagnosis.system = CodeSystem::icd10cm;
    diagnosis.sequence = static_cast<std::int32_t>(claim_.diagnoses.size() + 1);
    diagnosis.at.packed = 500000 + claim_.diagnoses.size();
    claim_.diagnoses.push_back(diagnosis);
  }

  // "dx A M54.12 B I10"; "dx -": the claim has none.
  Result<void> read_diagnoses(const std::vector<std::string>& words) {
    defaults_.letters.clear();
    if (words.size() == 2 && words[1] == "-") return {};
    if (words.size() % 2 == 0) return bad("expected: dx LETTER CODE …");
    for (std::size_t index = 1; index + 1 < words.size(); index += 2) {
      if (words[index].size() != 1) return bad("expected one letter: " + words[index]);
      defaults_.letters += words[index];
      add_diagnosis(words[index + 1]);
    }
    return {};
  }

  Result<void> read_shape(const std::vector<std::string>& words) {
    if (words.size() < 3) return bad("expected: shape KIND ELEMENT [line N] [value N] [detail \"text\"]");
    const auto kind = named<ShapeKind>(words[1], {{"missing_element", ShapeKind::missing_element},
                                                  {"line_number_repeats", ShapeKind::line_number_repeats},
                                                  {"dangling_pointer", ShapeKind::dangling_pointer},
                                                  {"not_accepted", ShapeKind::not_accepted},
                                                  {"missing_segment", ShapeKind::missing_segment},
                                                  {"missing_field", ShapeKind::missing_field},
                                                  {"unknown_code_system", ShapeKind::unknown_code_system},
                                                  {"code_system_by_form", ShapeKind::code_system_by_form},
                                                  {"malformed_value", ShapeKind::malformed_value},
                                                  {"amount_mismatch", ShapeKind::amount_mismatch},
                                                  {"not_checkable", ShapeKind::not_checkable},
                                                  {"procedure_status", ShapeKind::procedure_status},
                                                  {"side_not_stated", ShapeKind::side_not_stated},
                                                  {"no_reason", ShapeKind::no_reason},
                                                  {"other_code", ShapeKind::other_code},
                                                  {"several_modifiers", ShapeKind::several_modifiers},
                                                  {"diagnosis_not_listed", ShapeKind::diagnosis_not_listed},
                                                  {"reversed_sign", ShapeKind::reversed_sign},
                                                  {"at_both_levels", ShapeKind::at_both_levels},
                                                  {"unknown_coding", ShapeKind::unknown_coding},
                                                  {"sources_differ", ShapeKind::sources_differ}});
    if (!kind) return bad("unknown shape: " + words[1]);
    ShapeFact fact;
    fact.kind = *kind;
    fact.element = claim_.own(words[2]);
    fact.at.packed = 900000 + claim_.shape.size();
    for (std::size_t index = 3; index + 1 < words.size(); index += 2) {
      const auto value = number(words[index + 1]);
      if (words[index] == "detail") {
        fact.detail = claim_.own(words[index + 1]);
      } else if (words[index] == "line" && value) {
        fact.line = static_cast<std::uint16_t>(*value);
      } else if (words[index] == "value" && value) {
        fact.value = *value;
      } else if (words[index] == "text") {
        fact.text = claim_.own(words[index + 1]);
      } else if (words[index] == "other") {
        fact.other_element = claim_.own(words[index + 1]);
      } else if (words[index] == "other-text") {
        fact.other_text = claim_.own(words[index + 1]);
      } else if (const auto amount = Money::parse(words[index + 1]);
                 amount && (words[index] == "amount" || words[index] == "expected")) {
        (words[index] == "amount" ? fact.amount : fact.expected) = *amount;
      } else {
        return bad("not understood: " + words[index]);
      }
    }
    const bool of_hl7 = *kind == ShapeKind::not_accepted || *kind == ShapeKind::missing_segment ||
                        *kind == ShapeKind::missing_field || *kind == ShapeKind::malformed_value ||
                        (*kind >= ShapeKind::other_code && *kind <= ShapeKind::sources_differ);
    if (claim_.format == SourceFormat::none) claim_.format = of_hl7 ? SourceFormat::hl7 : SourceFormat::fhir;
    claim_.shape.push_back(fact);
    return {};
  }

  Result<ServiceLine> read_line(const std::vector<std::string>& words) {
    ServiceLine line;
    line.number = static_cast<std::uint16_t>(claim_.lines.size() + 1);
    const std::uint64_t place = line.number * 1000ULL;
    line.at.packed = place;
    line.code_at.packed = place + 1;
    line.units_at.packed = place + 2;
    line.date_at.packed = place + 3;
    line.place_at.packed = place + 4;
    line.from = defaults_.date;
    line.place_of_service = claim_.own(defaults_.place);
    line.rendering.npi = claim_.own(defaults_.npi);
    const auto codes = split(words[0], "-");
    if (codes[0] != "none") line.code_text = claim_.own(codes[0]);
    line.code = Hcpcs::parse(line.code_text).value_or(Hcpcs{});
    for (std::size_t index = 1; index < codes.size(); ++index) {
      ModifierUse use;
      use.text = claim_.own(codes[index]);
      use.value = Modifier::parse(use.text).value_or(Modifier{});
      use.at.packed = place + 9 + index;
      line.modifiers.push_back(use);
    }
    bool pointed = false;
    for (std::size_t index = 1; index < words.size(); ++index) {
      pointed = pointed || words[index].starts_with("dx") || words[index] == "assumed";
      if (auto done = read_word(words[index], line); !done) return tl::unexpected<Error>(done.error());
    }
    if (!pointed)
      point(line, defaults_.letters.empty() ? std::string_view{}
                                            : std::string_view(defaults_.letters).substr(0, 1));
    return line;
  }

  bool point(ServiceLine& line, std::string_view letters) {
    for (const char letter : letters) {
      const std::size_t index = defaults_.letters.find(letter);
      if (index == std::string::npos) return false;
      line.diagnoses.push_back({static_cast<std::uint16_t>(index), {}});
    }
    return true;
  }

  Result<void> read_word(std::string_view word, ServiceLine& line) {
    std::string_view value;
    const auto unclear = [word] { return bad("not understood: " + std::string(word)); };
    if (option(word, "dos", value)) {
      line.from = value == "none" ? std::nullopt : Date::parse_iso(value);
      return line.from || value == "none" ? Result<void>{} : unclear();
    }
    if (option(word, "through", value)) {
      line.through = Date::parse_iso(value);
      return line.through ? Result<void>{} : unclear();
    }
    if (option(word, "charge", value)) {
      line.charge = Money::parse(value);
      return line.charge ? Result<void>{} : unclear();
    }
    if (option(word, "minutes", value)) {
      line.minutes = number(value);
      return line.minutes ? Result<void>{} : unclear();
    }
    if (option(word, "licence", value)) {
      return set(line.rendering.licence,
                 named<Licence>(value, {{"physician", Licence::physician},
                                        {"npp", Licence::non_physician},
                                        {"crna", Licence::nurse_anesthetist},
                                        {"rnfa", Licence::first_assistant},
                                        {"therapist", Licence::therapist},
                                        {"laboratory", Licence::laboratory},
                                        {"supplier", Licence::supplier}}),
                 value);
    }
    if (option(word, "side", value)) {
      return set(line.side,
                 named<BodySide>(
                     value, {{"left", BodySide::left}, {"right", BodySide::right}, {"both", BodySide::both}}),
                 value);
    }
    // Words of the narrative are joined by underscores.
    if (option(word, "note", value)) {
      std::string text(value);
      std::replace(text.begin(), text.end(), '_', ' ');
      line.narrative = claim_.own(std::move(text));
      return {};
    }
    // ndc=00409-1234-01:UN:10, the unit and the quantity where stated
    if (option(word, "ndc", value)) {
      const auto parts = split(value, ":");
      DrugCode drug;
      drug.ndc = claim_.own(parts[0]);
      if (parts.size() > 1) drug.unit = claim_.own(parts[1]);
      if (parts.size() > 2) drug.quantity = claim_.own(parts[2]);
      line.drugs.push_back(drug);
      return {};
    }
    const std::pair<std::string_view, bool*> flags[] = {{"by-time", &line.by_time},
                                                        {"incident-to", &line.incident_to},
                                                        {"report", &line.report_attached},
                                                        {"repeat-reason", &line.repeat_stated},
                                                        {"organisation", &line.rendering.organisation},
                                                        {"reversed", &line.reversed}};
    for (const auto& [name, place] : flags) {
      if (word != name) continue;
      *place = true;
      return {};
    }
    if (option(word, "system", value)) {
      return set(line.code_system,
                 named<CodeSystem>(value, {{"cpt", CodeSystem::cpt},
                                           {"hcpcs", CodeSystem::hcpcs},
                                           {"local", CodeSystem::local},
                                           {"other", CodeSystem::other}}),
                 value);
    }
    const std::pair<std::string_view, std::string_view*> texts[] = {{"npi", &line.rendering.npi},
                                                                    {"clia", &line.rendering.clia},
                                                                    {"order", &line.order_number},
                                                                    {"group", &line.rendering.group},
                                                                    {"specialty", &line.rendering.specialty},
                                                                    {"rev", &line.revenue_code},
                                                                    {"ordering", &line.ordering.npi},
                                                                    {"supervising", &line.supervising.npi}};
    for (const auto& [name, place] : texts) {
      if (!option(word, name, value)) continue;
      *place = claim_.own(std::string(value));
      return {};
    }
    if (option(word, "type", value)) {
      return set(line.type,
                 named<LineType>(value, {{"charge", LineType::charge},
                                         {"credit", LineType::credit},
                                         {"payment", LineType::payment},
                                         {"adjustment", LineType::adjustment},
                                         {"other", LineType::other}}),
                 value);
    }
    if (word == "assumed") {  // the source has no pointers: every diagnosis of the message
      line.diagnoses.clear();
      line.diagnoses_assumed = true;
      point(line, defaults_.letters);
      return {};
    }
    if (word == "dx-") return {};
    if (word.starts_with("dx")) return point(line, word.substr(2)) ? Result<void>{} : unclear();
    if (word.starts_with("pos")) {
      line.place_of_service = claim_.own(std::string(word.substr(3)));
      return {};
    }
    if (word.starts_with("u")) {
      const auto units = Quantity::parse(word.substr(1));
      if (!units) return unclear();
      line.units = *units;
      line.units_stated = true;
      return {};
    }
    return unclear();
  }

  // A line, with what else an earlier service says: kind=O status=paid codes=M1711+Z471 (of its diagnoses).
  Result<ServiceLine> read_prior(const std::vector<std::string>& words) {
    std::vector<std::string> rest;
    prior_kind_.reset();
    prior_format_.reset();
    prior_status_ = PriorStatus::charged;
    prior_codes_.clear();
    for (const std::string& word : words) {
      std::string_view value;
      if (option(word, "kind", value)) {
        prior_kind_ = named<BillKind>(value, {{"P", BillKind::professional},
                                              {"O", BillKind::outpatient},
                                              {"I", BillKind::inpatient},
                                              {"A", BillKind::asc},
                                              {"D", BillKind::dme}});
        if (!prior_kind_) return bad("not understood: " + word);
      } else if (option(word, "status", value)) {
        const auto status = named<PriorStatus>(value, {{"ordered", PriorStatus::ordered},
                                                       {"charged", PriorStatus::charged},
                                                       {"billed", PriorStatus::billed},
                                                       {"paid", PriorStatus::paid},
                                                       {"denied", PriorStatus::denied}});
        if (!status) return bad("not understood: " + word);
        prior_status_ = *status;
      } else if (option(word, "feed", value)) {
        prior_format_ =
            named<SourceFormat>(value, {{"hl7", SourceFormat::hl7}, {"fhir", SourceFormat::fhir}});
        if (!prior_format_) return bad("not understood: " + word);
      } else if (option(word, "codes", value)) {
        prior_codes_ = split(value, "+");
      } else {
        rest.push_back(word);
      }
    }
    return read_line(rest);
  }

  void add_prior(const ServiceLine& line) {
    PriorLine prior;
    prior.claim_id = claim_.own("EARLIER");
    prior.code = line.code;
    for (const ModifierUse& use : line.modifiers) prior.modifiers.push_back(use.value);
    prior.units = line.units;
    prior.date = line.from.value_or(defaults_.date);
    prior.through = line.through;
    for (const std::string& code : prior_codes_) {
      prior.diagnoses.push_back(IcdCode::parse(code).value_or(IcdCode{}));
    }
    for (const DiagnosisPointer& pointer : line.diagnoses) {
      if (!prior_codes_.empty()) break;
      prior.diagnoses.push_back(claim_.diagnoses[pointer.index].code);
    }
    prior.line = line.number;
    prior.place_of_service = line.place_of_service;
    prior.revenue_code = line.revenue_code;
    prior.order_number = line.order_number;
    prior.charge = line.charge;
    prior.rendering = line.rendering;
    prior.kind = prior_kind_.value_or(claim_.context.kind);
    prior.format = prior_format_.value_or(claim_.format);
    prior.status = prior_status_;
    input_.history.add(prior);
  }

  CaseInput& input_;
  Claim& claim_;
  Defaults defaults_;
  std::vector<std::vector<std::string>> prior_;
  bool received_ = false;
  std::optional<BillKind> prior_kind_;
  std::optional<SourceFormat> prior_format_;
  PriorStatus prior_status_ = PriorStatus::charged;
  std::vector<std::string> prior_codes_;
};

}  // namespace

std::span<const PriorLine> CaseHistory::lines(Period period) const {
  const auto first = std::find_if(lines_.begin(), lines_.end(),
                                  [&](const PriorLine& line) { return line.date >= period.from; });
  auto last = first;
  while (last != lines_.end() && last->date <= period.to) ++last;
  return {first, last};
}

void CaseHistory::add(PriorLine line) {
  const auto at = std::upper_bound(lines_.begin(), lines_.end(), line.date,
                                   [](Date date, const PriorLine& other) { return date < other.date; });
  lines_.insert(at, std::move(line));
  if (availability_ == Availability::none) availability_ = Availability::complete;
}

Result<std::unique_ptr<CaseInput>> case_input(std::string_view context, std::string_view lines) {
  auto input = std::make_unique<CaseInput>();
  if (auto done = Builder(*input).read(context, lines); !done) return tl::unexpected<Error>(done.error());
  return input;
}

Result<std::unique_ptr<CaseInput>> case_example(std::string_view example) {
  std::string context;
  std::string lines;
  for (const std::string& part : split(example, ";")) {
    const auto words = words_of(part);
    if (words.empty()) continue;
    // A line begins with a code, which has digits; "none" is a line without one.
    const bool is_line = words[0] == "none" || words[0].find_first_of("0123456789") != std::string::npos;
    std::string& place = is_line ? lines : context;
    if (!place.empty()) place += is_line ? "; " : ", ";
    place += part;
  }
  return case_input(context, lines);
}

}  // namespace chargelint
