#include "hl7/people.h"

#include <algorithm>
#include <array>

#include "hl7/bytes.h"
#include "hl7/fields.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostPersons = 8;
constexpr std::string_view kNpiOid = "2.16.840.1.113883.4.6";

bool is_ten_digits(std::string_view text) {
  return text.size() == 10 && std::all_of(text.begin(), text.end(), is_digit);
}

bool says_npi(const Part& component) {
  for (std::size_t number = 1; number <= 3; ++number) {
    const std::string_view text = component.subcomponent(number).raw();
    if (equal_folded(text, "NPI") || text == kNpiOid) return true;
  }
  return false;
}

// XCN-9 is the assigning authority, XCN-13 the type of identifier; senders put NPI a field early too.
bool person_says_npi(const Part& person) {
  return says_npi(person.component(9)) || says_npi(person.component(13)) || says_npi(person.component(8)) ||
         says_npi(person.component(10)) || says_npi(person.component(12));
}

bool contains_folded(std::string_view text, std::string_view upper) {
  const auto found = std::search(text.begin(), text.end(), upper.begin(), upper.end(),
                                 [](char left, char right) { return to_upper(left) == right; });
  return found != text.end();
}

struct PayerWord {
  std::string_view word;
  PayerClass payer;
};
// The first that is found decides; "Medicare Advantage" is not Medicare.
constexpr std::array<PayerWord, 16> kPublicPayers = {{
    {"MEDICARE ADV", PayerClass::medicare_advantage},
    {"MEDICARE HMO", PayerClass::medicare_advantage},
    {"MEDICARE PPO", PayerClass::medicare_advantage},
    {"MEDICARE PART C", PayerClass::medicare_advantage},
    {"MEDICARE REPLACEMENT", PayerClass::medicare_advantage},
    {"MEDICARE SUPP", PayerClass::other},
    {"MEDIGAP", PayerClass::other},
    {"MEDICAID", PayerClass::medicaid},
    {"MEDI-CAL", PayerClass::medicaid},
    {"MEDICARE", PayerClass::medicare},
    {"TRICARE", PayerClass::other},
    {"CHAMPVA", PayerClass::other},
    {"WORKERS COMP", PayerClass::other},
    {"WORKER'S COMP", PayerClass::other},
    {"SELF PAY", PayerClass::other},
    {"SELFPAY", PayerClass::other},
}};
constexpr std::array<std::string_view, 11> kCommercialPayers = {
    "BCBS",         "BLUE CROSS", "BLUE SHIELD", "AETNA",  "CIGNA",     "UNITED HEALTH",
    "UNITEDHEALTH", "HUMANA",     "ANTHEM",      "KAISER", "COMMERCIAL"};

Sex sex_of(std::string_view text) {
  if (text.empty()) return Sex::unknown;
  switch (to_upper(text[0])) {
    case 'F':
      return Sex::female;
    case 'M':
      return Sex::male;
    case 'O':
    case 'A':
    case 'N':
      return Sex::other;
    default:
      return Sex::unknown;
  }
}

std::string_view first_identifier(const Part& field, Claim& claim) {
  for (std::size_t number = 1; number <= std::min<std::size_t>(field.repetitions(), 4); ++number) {
    const Part identifier = field.repetition(number).component(1);
    if (!identifier.empty()) return value_of(identifier, claim);
  }
  return {};
}

}  // namespace

bool is_npi(std::string_view text) {
  if (!is_ten_digits(text) || (text[0] != '1' && text[0] != '2')) return false;
  int sum = 24;  // of the prefix 80840
  for (std::size_t index = 0; index < 10; ++index) {
    int digit = text[index] - '0';
    if (index % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

Provider provider_in(const Part& field, const FieldPlace& place) {
  Provider provider;
  if (field.empty()) return provider;
  const std::size_t repetitions = std::min(field.repetitions(), kMostPersons);
  for (std::size_t number = 1; number <= repetitions; ++number) {
    const Part person = field.repetition(number);
    FieldPlace at = place;
    at.repetition = static_cast<unsigned>(number);
    const std::string_view id = trimmed(person.component(1).subcomponent(1).raw());
    if (is_npi(id) || (is_ten_digits(id) && person_says_npi(person))) {
      at.component = 1;
      provider.npi = id;
      provider.at = pack(at);
      return provider;
    }
    const Part authority = person.component(9);
    const std::string_view inner = authority.subcomponent(2).raw();
    if (is_npi(inner) || (is_ten_digits(inner) && says_npi(authority))) {
      at.component = 9;
      at.subcomponent = 2;
      provider.npi = inner;
      provider.at = pack(at);
      return provider;
    }
  }
  return provider;
}

std::optional<PayerClass> payer_class(const Segment& insurance) {
  const Fields fields(insurance);
  // Plan, company name, group name, kind of plan.
  const std::array<std::string_view, 4> texts = {
      fields[2].raw().substr(0, 200), fields[4].raw().substr(0, 200), fields[9].raw().substr(0, 200),
      fields[15].raw().substr(0, 200)};
  const auto named = [&texts](std::string_view word) {
    return std::any_of(texts.begin(), texts.end(),
                       [word](std::string_view text) { return contains_folded(text, word); });
  };
  const bool commercial = std::any_of(kCommercialPayers.begin(), kCommercialPayers.end(), named);
  for (const PayerWord& known : kPublicPayers) {
    if (!named(known.word)) continue;
    // A commercial company's Medicare plan.
    return commercial && known.payer == PayerClass::medicare ? PayerClass::medicare_advantage : known.payer;
  }
  if (commercial) return PayerClass::commercial;
  return std::nullopt;
}

void read_patient(const Message& message, Claim& claim) {
  const Segment visit_segment = message.find("PV1");
  const Segment patient_segment = message.find("PID");
  if (visit_segment.exists()) {
    claim.id = value_of(visit_segment.field(19).repetition(1).component(1), claim);
    if (!claim.id.empty()) claim.id_at = pack({SegmentName::PV1, 1, 19});
  }
  if (patient_segment.exists()) {
    const Fields fields(patient_segment);
    Patient& patient = claim.patient;
    for (const std::size_t number : {std::size_t{3}, std::size_t{2}, std::size_t{4}}) {
      if (patient.id.empty()) patient.id = first_identifier(fields[number], claim);
    }
    patient.account = first_identifier(fields[18], claim);
    patient.birth_date = Date::parse_compact(fields[7].component(1).raw());
    patient.death_date = Date::parse_compact(fields[29].component(1).raw());
    patient.sex = sex_of(fields[8].component(1).raw());
    if (claim.id.empty() && !patient.account.empty()) {
      claim.id = patient.account;
      claim.id_at = pack({SegmentName::PID, 1, 18});
    }
  }
  if (claim.id.empty() && visit_segment.exists()) {
    claim.id = value_of(visit_segment.field(50).repetition(1).component(1), claim);
    if (!claim.id.empty()) claim.id_at = pack({SegmentName::PV1, 1, 50});
  }
}

}  // namespace chargelint::hl7
