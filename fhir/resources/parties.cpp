#include "fhir/resources/parties.h"

#include <optional>

#include "fhir/code_systems.h"
#include "fhir/resources/datatypes.h"
#include "rules/claim/taxonomy.h"

namespace chargelint::fhir {
namespace {

// A tax number or another number of the organization, by which its claims belong together.
std::string_view find_group(Reading& reading, Element resource) {
  std::string_view first;
  for (const Element identifier : reading.objects(resource, Name::identifier)) {
    const std::string_view uri = reading.text(identifier, Name::system);
    const std::string_view value = reading.text(identifier, Name::value);
    if (first.empty() && !is_npi_system(uri)) first = value;
    const std::string_view type = first_code(reading, reading.object(identifier, Name::type));
    if (uri == "urn:oid:2.16.840.1.113883.4.4" || type == "TAX" || type == "EN") return value;
  }
  return first;
}

std::string_view find_specialty(Reading& reading, Element resource) {
  for (const Element specialty : reading.objects(resource, Name::specialty)) {
    const std::string_view code = first_code(reading, specialty);
    if (!code.empty()) return code;
  }
  return {};
}

void read_contained_provider(Reading& reading, Element resource, Provider& provider) {
  provider.npi = find_npi(reading, resource);
  provider.organisation = resource[Name::resource_type].text() == "Organization";
  if (resource[Name::resource_type].text() == "PractitionerRole") {
    provider.specialty = find_specialty(reading, resource);
    const Element person = reading.object(resource, Name::practitioner);
    const Element organization = reading.object(resource, Name::organization);
    if (provider.npi.empty()) {
      provider.npi = find_npi(reading, reading.contained(reading.text(person, Name::reference)));
    }
    provider.group = find_group(reading, reading.contained(reading.text(organization, Name::reference)));
    return;
  }
  provider.group = find_group(reading, resource);
}

CareRole care_role(std::string_view code) {
  struct RoleCode {
    std::string_view code;
    CareRole role;
  };
  constexpr RoleCode kRoles[] = {
      {"primary", CareRole::rendering},      {"rendering", CareRole::rendering},
      {"performing", CareRole::rendering},   {"operating", CareRole::rendering},
      {"attending", CareRole::rendering},    {"referring", CareRole::ordering},
      {"ordering", CareRole::ordering},      {"prescribing", CareRole::ordering},
      {"supervisor", CareRole::supervising}, {"supervising", CareRole::supervising},
      {"assist", CareRole::assistant},       {"otheroperating", CareRole::assistant},
  };
  for (const RoleCode& known : kRoles) {
    if (known.code == code) return known.role;
  }
  return CareRole::unstated;
}

std::optional<PayerClass> payer_of_words(std::string_view words) {
  const bool names_medicare = contains_ignoring_case(words, "medicare");
  if (names_medicare &&
      (contains_ignoring_case(words, "supplement") || contains_ignoring_case(words, "medigap"))) {
    return std::nullopt;
  }
  if (names_medicare &&
      (contains_ignoring_case(words, "advantage") || contains_ignoring_case(words, "part c"))) {
    return PayerClass::medicare_advantage;
  }
  // A plan for people with both is the state's as little as the other's: it is not evident.
  const bool names_medicaid = contains_ignoring_case(words, "medicaid");
  if (names_medicare == names_medicaid) return std::nullopt;
  return names_medicare ? PayerClass::medicare : PayerClass::medicaid;
}

// Source of Payment Typology: the first digits tell the class.
std::optional<PayerClass> payer_of_typology(std::string_view code) {
  if (code.starts_with("11")) return PayerClass::medicare_advantage;
  if (code.starts_with("1")) return PayerClass::medicare;
  if (code.starts_with("2")) return PayerClass::medicaid;
  if (code.starts_with("5") || code.starts_with("6")) return PayerClass::commercial;
  return std::nullopt;
}

// Display, identifier and contained organization of a reference to a payer or a coverage.
std::optional<PayerClass> payer_of_reference(Reading& reading, Element reference) {
  if (const auto payer = payer_of_words(reading.text(reference, Name::display))) return payer;
  const Element identifier = reading.object(reference, Name::identifier);
  if (const auto payer = payer_of_words(reading.text(identifier, Name::value))) return payer;
  const Element resource = reading.contained(reading.text(reference, Name::reference));
  if (!resource[Name::name].is(NodeKind::text)) return std::nullopt;
  return payer_of_words(resource[Name::name].text());
}

std::optional<PayerClass> payer_of_coverage(Reading& reading, Element coverage) {
  const Element type = reading.object(coverage, Name::type);
  for (const Element coding : reading.objects(type, Name::coding)) {
    const std::string_view uri = reading.text(coding, Name::system);
    if (uri == "https://nahdo.org/sopt" || uri == "urn:oid:2.16.840.1.113883.3.221.5") {
      if (const auto payer = payer_of_typology(reading.text(coding, Name::code))) return payer;
    }
    if (const auto payer = payer_of_words(reading.text(coding, Name::display))) return payer;
  }
  if (const auto payer = payer_of_words(reading.text(type, Name::text))) return payer;
  for (const Element payor : reading.objects(coverage, Name::payor)) {
    if (const auto payer = payer_of_reference(reading, payor)) return payer;
  }
  return std::nullopt;
}

// The coverage's own period and id, and the authorizations under it.
void read_plan(Reading& reading, Element insurance, Element coverage, Element resource) {
  constexpr std::size_t kMostAuthorizations = 20;
  Claim& claim = reading.claim();
  const Element period = reading.object(resource, Name::period);
  if (period) {
    const Location at = reading.at(Path::insurance, 0);
    const auto from = read_date(reading, period, Name::start, at);
    const auto to = read_date(reading, period, Name::end, at);
    if (from || to) claim.coverage = Period{from.value_or(Date::open_start()), to.value_or(Date::open_end())};
  }
  for (const Element payor : reading.objects(resource, Name::payor)) {
    claim.context.payer_id = reading.text(reading.object(payor, Name::identifier), Name::value);
    if (claim.context.payer_id.empty()) claim.context.payer_id = reading.text(payor, Name::reference);
    break;
  }
  if (claim.context.payer_id.empty()) {
    claim.context.payer_id = reading.text(reading.object(coverage, Name::identifier), Name::value);
  }
  for (const Element number : Items(insurance[Name::pre_auth_ref])) {
    if (number.text().empty() || claim.authorizations.size() == kMostAuthorizations) continue;
    claim.authorizations.push_back(number.text());
  }
}

Element focal_insurance(Reading& reading) {
  Element first;
  for (const Element insurance : reading.objects(reading.resource(), Name::insurance)) {
    if (reading.flag(insurance, Name::focal)) return insurance;
    if (!first) first = insurance;
  }
  return first;
}

}  // namespace

void read_patient(Reading& reading, Element reference) {
  Patient& patient = reading.claim().patient;
  const std::string_view target = reading.text(reference, Name::reference);
  const Element logical = reading.object(reference, Name::identifier);
  patient.id = reading.text(logical, Name::value);
  if (patient.id.empty() && !target.starts_with('#')) patient.id = target;
  const Element resource = reading.contained(target);
  if (!resource) return;
  for (const Element identifier : reading.objects(resource, Name::identifier)) {
    if (patient.id.empty()) patient.id = reading.text(identifier, Name::value);
  }
  patient.birth_date = read_date(reading, resource, Name::birth_date, reading.at(Path::patient));
  patient.death_date = read_date(reading, resource, Name::deceased_date_time, reading.at(Path::patient));
  const std::string_view gender = reading.text(resource, Name::gender);
  patient.sex = gender == "female"  ? Sex::female
                : gender == "male"  ? Sex::male
                : gender == "other" ? Sex::other
                                    : Sex::unknown;
}

Provider read_provider(Reading& reading, Element reference, Location at) {
  Provider provider;
  provider.at = at;
  const std::string_view target = reading.text(reference, Name::reference);
  if (const Element resource = reading.contained(target))
    read_contained_provider(reading, resource, provider);
  const Element logical = reading.object(reference, Name::identifier);
  const std::string_view value = reading.text(logical, Name::value);
  if (is_npi_system(reading.text(logical, Name::system))) {
    if (provider.npi.empty()) provider.npi = value;
  } else if (provider.group.empty()) {
    provider.group = value;
  }
  const bool to_organisation =
      target.starts_with("Organization/") || reading.text(reference, Name::type) == "Organization";
  if (to_organisation) provider.organisation = true;
  if (provider.group.empty() && target.starts_with("Organization/")) provider.group = target;
  provider.licence = licence_of(provider.specialty);
  return provider;
}

CareTeam read_care_team(Reading& reading) {
  CareTeam team;
  std::size_t index = 0;
  for (const Element entry : reading.objects(reading.resource(), Name::care_team)) {
    CareMember& member = team.emplace_back();
    member.sequence = reading.whole_number(entry, Name::sequence).value_or(0);
    const std::string_view role = first_code(reading, reading.object(entry, Name::role));
    member.role = care_role(role);
    member.provider =
        read_provider(reading, reading.object(entry, Name::provider), reading.at(Path::care_team, index));
    const std::string_view specialty = first_code(reading, reading.object(entry, Name::qualification));
    if (!specialty.empty()) {
      member.provider.specialty = specialty;
      member.provider.licence = licence_of(specialty);
    }
    // Who refers or attends does so for the claim, whichever lines point to them.
    Claim& claim = reading.claim();
    if (member.role == CareRole::ordering && claim.referring.at.empty()) claim.referring = member.provider;
    if (role == "attending") claim.attending = member.provider;
    // The group is the one that bills, whatever other numbers a person has.
    member.provider.group = reading.claim().billing.group;
    ++index;
  }
  return team;
}

void assign_member(const CareMember& member, ServiceLine& line, CareRole& rendering_role) {
  switch (member.role) {
    case CareRole::ordering:
      if (line.ordering.at.empty()) line.ordering = member.provider;
      return;
    case CareRole::supervising:
      if (line.supervising.at.empty()) line.supervising = member.provider;
      return;
    default:
      if (!line.rendering.at.empty() && member.role <= rendering_role) return;
      line.rendering = member.provider;
      rendering_role = member.role;
  }
}

void read_payer(Reading& reading) {
  const Element insurance = focal_insurance(reading);
  const Element coverage = reading.object(insurance, Name::coverage);
  const std::string_view target = reading.text(coverage, Name::reference);
  const Element resource = reading.contained(target);
  read_plan(reading, insurance, coverage, resource);
  std::optional<PayerClass> payer = payer_of_reference(reading, coverage);
  if (!payer) payer = payer_of_coverage(reading, resource);
  if (!payer) payer = payer_of_reference(reading, reading.object(reading.resource(), Name::insurer));
  if (!payer) return;
  reading.claim().context.payer = *payer;
  reading.facts().payer_stated = true;
}

}  // namespace chargelint::fhir
