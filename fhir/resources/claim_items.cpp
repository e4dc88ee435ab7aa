#include "fhir/resources/claim_items.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string>

#include "fhir/resources/datatypes.h"
#include "fhir/resources/parties.h"
#include "fhir/resources/resources.h"

namespace chargelint::fhir {
namespace {

// Bounds that no bill reaches; they keep the work on hostile input short.
constexpr std::size_t kMostLines = 9999;
constexpr std::size_t kMostEntries = 999;  // care team, procedures
constexpr std::size_t kMostPointers = 99;
constexpr std::size_t kNumberTexts = 1000;

struct NumberText {
  std::array<char, 3> digits{};
  std::uint8_t size = 0;
};

constexpr std::array<NumberText, kNumberTexts> make_number_texts() {
  std::array<NumberText, kNumberTexts> texts{};
  for (std::size_t number = 0; number < kNumberTexts; ++number) {
    NumberText& text = texts[number];
    for (std::size_t scale = number >= 100 ? 100 : number >= 10 ? 10 : 1; scale > 0; scale /= 10) {
      text.digits[text.size++] = static_cast<char>('0' + number / scale % 10);
    }
  }
  return texts;
}
constexpr auto kNumbers = make_number_texts();

// Where the parts of a line stand: in an item, a detail or a subDetail.
struct LinePlace {
  Path whole = Path::item;
  Path code = Path::item_code;
  Path modifier = Path::item_modifier;
  Path quantity = Path::item_quantity;
  std::size_t item = 0;
  std::size_t detail = 0;
  std::size_t sub_detail = 0;
};

Location place_at(const Reading& reading, const LinePlace& place, Path path) {
  return reading.at(path, place.item, place.detail, place.sub_detail);
}

Location modifier_at(const Reading& reading, const LinePlace& place, std::size_t index) {
  if (place.whole == Path::item) return reading.at(place.modifier, place.item, index);
  if (place.whole == Path::detail) return reading.at(place.modifier, place.item, place.detail, index);
  return place_at(reading, place, place.modifier);
}

std::optional<Money> multiply(Money price, std::int64_t thousandths) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(price.cents, thousandths, &product)) return std::nullopt;
  const std::int64_t half = product < 0 ? -500 : 500;
  return Money{(product + half) / 1000};
}

// net, else unitPrice times quantity times factor; the two should agree.
std::optional<Money> read_charge(Reading& reading, Element element, Location at, const ServiceLine& line) {
  const auto net = reading.money(element, Name::net);
  const auto price = reading.money(element, Name::unit_price);
  auto charge = price;
  if (charge && line.units_stated) charge = multiply(*charge, line.units.thousandths);
  bool rounded = false;
  const auto factor = reading.thousandths(element, Name::factor, rounded);
  if (charge && factor && !rounded) charge = multiply(*charge, *factor);
  if (!net) return charge;
  // Minutes are no units, and a price without a quantity may be one of several.
  const bool comparable = charge && line.units_stated && !rounded;
  if (comparable && (net->cents > charge->cents + 1 || net->cents < charge->cents - 1)) {
    ShapeFact fact;
    fact.kind = ShapeKind::amount_mismatch;
    fact.element = "Claim.item.net";
    fact.line = line.number;
    fact.at = at;
    fact.amount = *net;
    fact.expected = *charge;
    reading.claim().shape.push_back(fact);
  }
  return net;
}

void add_drug(Reading& reading, Element element, std::string_view ndc, Location at, ServiceLine& line) {
  DrugCode& drug = line.drugs.emplace_back();
  drug.ndc = ndc;
  drug.at = at;
  const Element quantity = reading.object(element, Name::quantity);
  bool rounded = false;
  if (const auto value = reading.thousandths(quantity, Name::value, rounded)) {
    if (rounded) reading.note(at, "a quantity with more than three decimals: rounded");
    drug.quantity = reading.claim().own(Quantity{*value}.text().str());
  }
  drug.unit = reading.text(quantity, Name::code);
  if (drug.unit.empty()) drug.unit = reading.text(quantity, Name::unit);
}

void take_code(Reading& reading, const ProcedureCode& code, Location at, ServiceLine& line) {
  line.code = code.code;
  line.code_text = code.text;
  line.code_system = code.text.empty() ? CodeSystem::unstated : code.system;
  line.code_at = at;
  std::string_view rest = code.appended_modifiers;
  while (!rest.empty()) {
    const std::size_t dash = rest.find('-');
    add_modifier(line, rest.substr(0, dash), at);
    rest = dash == std::string_view::npos ? std::string_view() : rest.substr(dash + 1);
  }
  if (code.disagree) reading.note(at, "two codings name different procedures: the first is read");
  if (!code.has_coding) reading.note(at, "a text without a code: there is no procedure to check");
  if (code.code.empty() && code.text.find(' ') != std::string_view::npos)
    reading.note(at, "the code has blanks");
  check_code_system(reading, code, "Claim.item.productOrService", at, line.number);
}

void read_service(Reading& reading, Element element, const ProcedureCode& code, const LinePlace& place,
                  ServiceLine& line) {
  line.at = place_at(reading, place, place.whole);
  take_code(reading, code, place_at(reading, place, place.code), line);
  std::size_t index = 0;
  for (const Element modifier : reading.objects(element, Name::modifier)) {
    if (index == kMostPointers) {
      reading.refuse(ErrorKind::too_large, element[Name::modifier], "more than 99 modifiers");
      return;
    }
    read_modifier(reading, modifier, modifier_at(reading, place, index), line);
    ++index;
  }
  read_quantity(reading, element, place_at(reading, place, place.quantity), line);
  line.charge = read_charge(reading, element,
                            reading.at(place.whole == Path::item ? Path::item_charge : place.whole,
                                       place.item, place.detail, place.sub_detail),
                            line);
  const std::string_view revenue = first_code(reading, reading.object(element, Name::revenue));
  if (!revenue.empty()) line.revenue_code = revenue;
}

bool is_institutional(BillKind kind) {
  return kind == BillKind::outpatient || kind == BillKind::inpatient;
}

class ItemReader {
 public:
  ItemReader(Reading& reading, LineType line_type)
      : reading_(reading), claim_(reading.claim()), line_type_(line_type), team_(read_care_team(reading)) {}

  void read() {
    read_defaults();
    std::size_t index = 0;
    for (const Element item : reading_.objects(reading_.resource(), Name::item)) {
      if (reading_.failed()) return;
      read_item(item, index++);
    }
    if (index == 0)
      reading_.note(reading_.at(Path::resource), "the claim has no items: there is nothing to check");
  }

 private:
  // What the items point to, and what holds for every item that says nothing itself.
  void read_defaults() {
    if (team_.size() > kMostEntries) {
      reading_.refuse(ErrorKind::too_large, reading_.resource()[Name::care_team], "more than 999 members");
    }
    for (const Element procedure : reading_.objects(reading_.resource(), Name::procedure)) {
      if (procedures_.size() == kMostEntries) {
        reading_.refuse(ErrorKind::too_large, reading_.resource()[Name::procedure],
                        "more than 999 procedures");
        break;
      }
      procedures_.push_back(reading_.whole_number(procedure, Name::sequence).value_or(0));
    }
    const Location at = reading_.at(Path::billable_period);
    billable_ = read_period(reading_, reading_.resource(), Name::billable_period, at);
    if (is_institutional(claim_.context.kind) && billable_.from) {
      claim_.statement = Period{*billable_.from, billable_.through.value_or(*billable_.from)};
    }
    // A diagnosis is found by its sequence at once where it has a usual one.
    for (std::size_t index = 0; index < claim_.diagnoses.size(); ++index) {
      const std::int32_t sequence = claim_.diagnoses[index].sequence;
      if (sequence < 0 || static_cast<std::size_t>(sequence) >= diagnosis_by_sequence_.size()) continue;
      std::uint16_t& known = diagnosis_by_sequence_[static_cast<std::size_t>(sequence)];
      if (known != 0) {
        reading_.note(reading_.at(Path::diagnosis_sequence, index),
                      "the sequence repeats: lines point to the first");
      } else {
        known = static_cast<std::uint16_t>(index + 1);
      }
    }
  }

  ServiceLine* add_line(Element element) {
    if (claim_.lines.size() == kMostLines) {
      reading_.refuse(ErrorKind::too_large, element, "more than 9999 service lines");
      return nullptr;
    }
    ServiceLine& line = claim_.lines.emplace_back();
    line.number = static_cast<std::uint16_t>(claim_.lines.size());
    line.type = line_type_;
    return &line;
  }

  void read_item(Element item, std::size_t index) {
    ServiceLine* const line = add_line(item);
    if (line == nullptr) return;
    LinePlace place;
    place.item = index;
    read_sequence(item, index, *line);
    ProcedureCode code;
    if (item.has(Name::product_or_service)) {
      code = procedure_code(reading_, reading_.object(item, Name::product_or_service));
      read_service(reading_, item, code, place, *line);
    } else {
      code.has_coding = true;  // its absence is a fact of its own, no text without a code
      code.system = CodeSystem::cpt;
      read_service(reading_, item, code, place, *line);
      reading_.missing("Claim.item.productOrService", reading_.at(Path::item, index), line->number);
    }
    if (!code.ndc.empty()) add_drug(reading_, item, code.ndc, line->code_at, *line);
    read_dates(item, index, *line);
    read_place(item, index, *line);
    read_side(item, *line);
    read_pointers(item, index, *line);
    read_team(item, index, *line);
    check_procedures(item, index, *line);
    read_details(item, index, claim_.lines.size() - 1);
  }

  void read_sequence(Element item, std::size_t index, ServiceLine& line) {
    const auto sequence = reading_.whole_number(item, Name::sequence);
    if (!sequence) {
      reading_.missing("Claim.item.sequence", reading_.at(Path::item, index), line.number);
      return;
    }
    line.set_id = number_text(claim_, *sequence);
    if (*sequence >= 1 && is_new(*sequence)) return;
    ShapeFact& fact = claim_.shape.emplace_back();
    fact.kind = ShapeKind::line_number_repeats;
    fact.element = "Claim.item.sequence";
    fact.line = line.number;
    fact.value = *sequence;
    fact.at = reading_.at(Path::item_sequence, index);
  }

  bool is_new(std::int32_t sequence) {
    if (static_cast<std::size_t>(sequence) < seen_.size()) {
      const bool before = seen_[static_cast<std::size_t>(sequence)];
      seen_[static_cast<std::size_t>(sequence)] = true;
      return !before;
    }
    const bool before = std::find(large_seen_.begin(), large_seen_.end(), sequence) != large_seen_.end();
    if (!before) large_seen_.push_back(sequence);
    return !before;
  }

  void read_dates(Element item, std::size_t index, ServiceLine& line) {
    if (item[Name::serviced_date]) {
      line.date_at = reading_.at(Path::item_serviced_date, index);
      line.from = read_date(reading_, item, Name::serviced_date, line.date_at);
      line.through = line.from;
      return;
    }
    if (item[Name::serviced_period]) {
      line.date_at = reading_.at(Path::item_serviced_period, index);
      const DateSpan span = read_period(reading_, item, Name::serviced_period, line.date_at);
      line.from = span.from;
      line.through = span.through;
      return;
    }
    if (!billable_.from) return;
    line.date_at = reading_.at(Path::billable_period);
    line.from = billable_.from;
    // The span of a professional claim is no span of each of its lines.
    if (claim_.context.kind != BillKind::professional || billable_.through == billable_.from) {
      line.through = billable_.through;
    }
    reading_.note(reading_.at(Path::item, index), "no date of service: the billable period is taken");
  }

  void read_place(Element item, std::size_t index, ServiceLine& line) {
    const Element place = reading_.object(item, Name::location_codeable_concept);
    if (!place) return;
    line.place_at = reading_.at(Path::item_place, index);
    const auto is_digit = [](char character) { return character >= '0' && character <= '9'; };
    for (const Element coding : reading_.objects(place, Name::coding)) {
      const std::string_view code = reading_.text(coding, Name::code);
      if (code.size() == 2 && is_digit(code[0]) && is_digit(code[1])) {
        line.place_of_service = code;
        return;
      }
    }
    reading_.note(line.place_at, "no place of service of two digits");
  }

  // One concept in R4, a list in R5.
  void read_side(Element item, ServiceLine& line) {
    const Element site = item[Name::body_site];
    if (site.is(NodeKind::object)) {
      line.side = side_of(reading_, site);
      return;
    }
    for (const Element one : Items(site)) {
      if (one.is(NodeKind::object) && line.side == BodySide::unstated) line.side = side_of(reading_, one);
    }
  }

  void dangling(std::string_view element, std::int32_t value, Location at, const ServiceLine& line) {
    ShapeFact& fact = claim_.shape.emplace_back();
    fact.kind = ShapeKind::dangling_pointer;
    fact.element = element;
    fact.line = line.number;
    fact.value = value;
    fact.at = at;
  }

  // Index from 1, 0 when no diagnosis has the sequence.
  [[nodiscard]] std::uint16_t find_diagnosis(std::int32_t sequence) const {
    if (sequence >= 0 && static_cast<std::size_t>(sequence) < diagnosis_by_sequence_.size()) {
      return diagnosis_by_sequence_[static_cast<std::size_t>(sequence)];
    }
    for (std::size_t index = 0; index < claim_.diagnoses.size(); ++index) {
      if (claim_.diagnoses[index].sequence == sequence) return static_cast<std::uint16_t>(index + 1);
    }
    return 0;
  }

  // Calls `use(sequence, position)` for each number of a pointer list.
  template <class Use>
  void each_pointer(Element item, Name name, Use use) {
    std::size_t position = 0;
    for (const Element pointer : reading_.numbers(item, name)) {
      if (position == kMostPointers) {
        reading_.refuse(ErrorKind::too_large, item[name], "more than 99 pointers");
        return;
      }
      const std::int32_t sequence = reading_.whole_number(pointer);
      if (reading_.failed()) return;
      use(sequence, position++);
    }
  }

  void read_pointers(Element item, std::size_t index, ServiceLine& line) {
    each_pointer(item, Name::diagnosis_sequence, [&](std::int32_t sequence, std::size_t position) {
      const Location at = reading_.at(Path::item_diagnosis, index, position);
      if (const std::uint16_t found = find_diagnosis(sequence)) {
        line.diagnoses.push_back(DiagnosisPointer{static_cast<std::uint16_t>(found - 1), at});
      } else {
        dangling("Claim.item.diagnosisSequence", sequence, at, line);
      }
    });
  }

  void read_team(Element item, std::size_t index, ServiceLine& line) {
    CareRole role = CareRole::unstated;
    if (item[Name::care_team_sequence]) {
      each_pointer(item, Name::care_team_sequence, [&](std::int32_t sequence, std::size_t position) {
        const auto has_sequence = [sequence](const CareMember& member) {
          return member.sequence == sequence;
        };
        const CareMember* const member = std::find_if(team_.begin(), team_.end(), has_sequence);
        if (member == team_.end()) {
          dangling("Claim.item.careTeamSequence", sequence,
                   reading_.at(Path::item_care_team, index, position), line);
        } else {
          assign_member(*member, line, role);
        }
      });
      return;
    }
    for (const CareMember& member : team_) {
      if (member.role != CareRole::assistant) assign_member(member, line, role);
    }
    // On a professional claim that names nobody else, the one who bills is the one who rendered.
    if (team_.empty() && claim_.context.kind == BillKind::professional) {
      line.rendering = claim_.billing;
      line.rendering.organisation = false;  // nobody said that it renders
    }
  }

  void check_procedures(Element item, std::size_t index, const ServiceLine& line) {
    each_pointer(item, Name::procedure_sequence, [&](std::int32_t sequence, std::size_t position) {
      if (procedures_.contains(sequence)) return;
      dangling("Claim.item.procedureSequence", sequence, reading_.at(Path::item_procedure, index, position),
               line);
    });
  }

  // Details and their subDetails: drugs go to the item's line, services make lines of their own.
  void read_details(Element item, std::size_t index, std::size_t parent) {
    std::size_t detail_index = 0;
    for (const Element detail : reading_.objects(item, Name::detail)) {
      LinePlace place{Path::detail, Path::detail_code, Path::detail_modifier, Path::detail_quantity,
                      index,        detail_index++};
      read_detail(detail, place, parent);
      place = {Path::sub_detail,
               Path::sub_detail_code,
               Path::sub_detail_modifier,
               Path::sub_detail_quantity,
               index,
               place.detail};
      for (const Element sub_detail : reading_.objects(detail, Name::sub_detail)) {
        read_detail(sub_detail, place, parent);
        ++place.sub_detail;
      }
    }
  }

  void read_detail(Element detail, const LinePlace& place, std::size_t parent) {
    const ProcedureCode code = procedure_code(reading_, reading_.object(detail, Name::product_or_service));
    const Location at = place_at(reading_, place, place.whole);
    if (!code.ndc.empty()) {
      add_drug(reading_, detail, code.ndc, place_at(reading_, place, place.code), claim_.lines[parent]);
      return;
    }
    const bool is_service =
        !code.code.empty() && (code.system == CodeSystem::cpt || code.system == CodeSystem::hcpcs);
    if (!is_service) {
      reading_.note(at, "a detail without a CPT, HCPCS or drug code is not read");
      return;
    }
    ServiceLine* const line = add_line(detail);
    if (line == nullptr) return;
    const ServiceLine& item = claim_.lines[parent];
    line->set_id = item.set_id;
    line->diagnoses = item.diagnoses;
    line->from = item.from;
    line->through = item.through;
    line->date_at = item.date_at;
    line->place_of_service = item.place_of_service;
    line->place_at = item.place_at;
    line->revenue_code = item.revenue_code;
    line->side = item.side;
    line->rendering = item.rendering;
    line->ordering = item.ordering;
    line->supervising = item.supervising;
    read_service(reading_, detail, code, place, *line);
  }

  Reading& reading_;
  Claim& claim_;
  LineType line_type_;
  CareTeam team_;
  SmallVector<std::int32_t, 8> procedures_;  // their sequences
  DateSpan billable_;
  std::array<std::uint16_t, 64> diagnosis_by_sequence_{};
  std::bitset<256> seen_;
  SmallVector<std::int32_t, 4> large_seen_;
};

}  // namespace

std::string_view number_text(Claim& claim, std::int32_t number) {
  if (number < 0 || static_cast<std::size_t>(number) >= kNumberTexts)
    return claim.own(std::to_string(number));
  const NumberText& text = kNumbers[static_cast<std::size_t>(number)];
  return {text.digits.data(), text.size};
}

void read_items(Reading& reading, LineType line_type) {
  ItemReader(reading, line_type).read();
}

}  // namespace chargelint::fhir
