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

struct PayerWord {
  std::string_view word;
  PayerClass payer;
};
// The first that is found decides; "Medicare Advantage" is not Medicare.
constexpr std::array<PayerWord, 27> kPayerWords = {{
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
    {"BCBS", PayerClass::commercial},
    {"BLUE CROSS", PayerClass::commercial},
    {"BLUE SHIELD", PayerClass::commercial},
    {"AETNA", PayerClass::commercial},
    {"CIGNA", PayerClass::commercial},
    {"UNITED HEALTH", PayerClass::commercial},
    {"UNITEDHEALTH", PayerClass::commercial},
    {"HUMANA", PayerClass::commercial},
    {"ANTHEM", PayerClass::commercial},
    {"KAISER", PayerClass::commercial},
    {"COMMERCIAL", PayerClass::commercial},
}};

// The payer words that begin a word of the text, one bit each.
std::uint32_t payer_words(std::string_view text) {
  constexpr std::string_view kFirstLetters = "MTCWSBAUHK";
  std::uint32_t found = 0;
  bool at_start = true;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char first = to_upper(text[index]);
    const bool may_match = at_start && kFirstLetters.find(first) != std::string_view::npos;
    for (std::size_t number = 0; may_match && number < kPayerWords.size(); ++number) {
      const std::string_view word = kPayerWords[number].word;
      if (word[0] == first && equal_folded(text.substr(index, word.size()), word)) found |= 1U << number;
    }
    at_start = !is_alphanumeric(first);
  }
  return found;
}

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

std::optional<PayerClass> payer_class(const Fields& fields) {
  std::uint32_t found = 0;
  // Plan, company name, group name, kind of plan.
  for (const std::size_t number : {std::size_t{2}, std::size_t{4}, std::size_t{9}, std::size_t{15}}) {
    found |= payer_words(fields[number].raw().substr(0, 200));
  }
  std::optional<PayerClass> first;
  bool commercial = false;
  for (std::size_t number = 0; number < kPayerWords.size(); ++number) {
    if ((found >> number & 1U) == 0) continue;
    if (!first) first = kPayerWords[number].payer;
    commercial |= kPayerWords[number].payer == PayerClass::commercial;
  }
  // A commercial company's Medicare plan.
  if (first == PayerClass::medicare && commercial) return PayerClass::medicare_advantage;
  return first;
}

void read_coverage(const Fields& insurance, Claim& claim) {
  claim.context.payer_id = insurance[3].repetition(1).component(1).raw();
  if (claim.context.payer_id.empty()) claim.context.payer_id = insurance[2].component(1).raw();
  const auto from = Date::parse_compact(trimmed(insurance[12].component(1).raw()));
  const auto to = Date::parse_compact(trimmed(insurance[13].component(1).raw()));
  const bool in_order = !from || !to || *from <= *to;
  if ((from || to) && in_order) {
    claim.coverage = Period{from.value_or(Date::open_start()), to.value_or(Date::open_end())};
  }
  const std::string_view authorization = trimmed(insurance[14].component(1).raw());
  if (!authorization.empty()) claim.authorizations.push_back(authorization);
}

void read_visit(const Fields& visit, Claim& claim) {
  claim.attending = provider_in(visit[7], {SegmentName::PV1, 1, 7});
  claim.referring = provider_in(visit[8], {SegmentName::PV1, 1, 8});
  claim.context.department = visit[3].component(1).raw();
}

void read_stay(const Fields& visit, Claim& claim) {
  if (visit[2].raw() != "I" || claim.context.kind != BillKind::professional) return;
  const auto from = Date::parse_compact(trimmed(visit[44].component(1).raw()));
  if (!from) return;
  const auto to = Date::parse_compact(trimmed(visit[45].component(1).raw()));
  claim.stays.push_back({StayKind::inpatient, {*from, to.value_or(Date::open_end())}});
}

void read_condition_codes(const Segment& segment, std::size_t field, Claim& claim) {
  constexpr std::size_t kMostCodes = 24;
  const Part codes = segment.field(field);
  for (std::size_t number = 1; number <= std::min(codes.repetitions(), kMostCodes); ++number) {
    const std::string_view code = trimmed(codes.repetition(number).component(1).raw());
    if (!code.empty()) claim.condition_codes.push_back(code);
  }
}

void read_patient(const Fields& person, const Fields& visit, Claim& claim) {
  Patient& patient = claim.patient;
  for (const std::size_t number : {std::size_t{3}, std::size_t{2}, std::size_t{4}}) {
    if (patient.id.empty()) patient.id = first_identifier(person[number], claim);
  }
  patient.account = first_identifier(person[18], claim);
  patient.birth_date = Date::parse_compact(person[7].component(1).raw());
  patient.death_date = Date::parse_compact(person[29].component(1).raw());
  patient.sex = sex_of(person[8].component(1).raw());
  const auto name_claim = [&claim](std::string_view id, const FieldPlace& place) {
    if (!claim.id.empty() || id.empty()) return;
    claim.id = id;
    claim.id_at = pack(place);
  };
  name_claim(first_identifier(visit[19], claim), {SegmentName::PV1, 1, 19});
  name_claim(patient.account, {SegmentName::PID, 1, 18});
  name_claim(first_identifier(visit[50], claim), {SegmentName::PV1, 1, 50});
}

}  // namespace chargelint::hl7
