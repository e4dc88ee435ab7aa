// Claim: everything above the items. The items are in claim_items.cpp.
#include "fhir/resources/claim_items.h"
#include "fhir/resources/datatypes.h"
#include "fhir/resources/parties.h"
#include "fhir/resources/resources.h"

namespace chargelint::fhir {
namespace {

constexpr std::size_t kMostDiagnoses = 999;

// Elements that only earlier releases have. Nothing: the resource reads as R4, R4B or R5.
std::string_view earlier_release(Element claim) {
  if (claim[Name::type].is(NodeKind::text) || claim[Name::target] || claim[Name::coverage]) return "DSTU2";
  if (claim[Name::organization] || claim[Name::information] || claim[Name::employment_impacted] ||
      claim[Name::hospitalization]) {
    return "STU3";
  }
  for (const Element item : Items(claim[Name::item])) {
    if (item[Name::service] || item[Name::care_team_link_id] || item[Name::diagnosis_link_id]) return "STU3";
  }
  const std::string_view use = claim[Name::use].text();
  return use == "complete" || use == "proposed" || use == "exploratory" || use == "other"
             ? "STU3"
             : std::string_view();
}

void check_required(Reading& reading) {
  struct Required {
    Name name;
    std::string_view text;
  };
  constexpr Required kRequired[] = {
      {Name::status, "Claim.status"},
      {Name::type, "Claim.type"},
      {Name::use, "Claim.use"},
      {Name::patient, "Claim.patient"},
      {Name::created, "Claim.created"},
      {Name::provider, "Claim.provider"},
      {Name::priority, "Claim.priority"},
      {Name::insurance, "Claim.insurance"},
      // Optional in the standard; without one there is nothing to check, which must not pass for clean.
      {Name::item, "Claim.item"},
  };
  for (const Required& required : kRequired) {
    if (!reading.resource().has(required.name)) reading.missing(required.text, reading.at(Path::resource));
  }
}

void read_identity(Reading& reading) {
  Claim& claim = reading.claim();
  const Element resource = reading.resource();
  claim.id = reading.text(resource, Name::id);
  claim.id_at = reading.at(Path::id);
  if (!claim.id.empty()) return;
  for (const Element identifier : reading.objects(resource, Name::identifier)) {
    claim.id = reading.text(identifier, Name::value);
    claim.id_at = reading.at(Path::identifier, 0);
    return;
  }
}

// "131" of "131" or "0131"; empty when the text is no type of bill.
std::string_view bill_type(std::string_view text) {
  if (text.size() == 4 && text.front() == '0') text.remove_prefix(1);
  const auto is_digit = [](char character) { return character >= '0' && character <= '9'; };
  return text.size() == 3 && is_digit(text[0]) && is_digit(text[1]) ? text : std::string_view();
}

std::string_view find_bill_type(Reading& reading) {
  const Element resource = reading.resource();
  const Element sub_type = reading.object(resource, Name::sub_type);
  for (const Element coding : reading.objects(sub_type, Name::coding)) {
    const std::string_view found = bill_type(reading.text(coding, Name::code));
    if (!found.empty()) return found;
  }
  for (const Element info : reading.objects(resource, Name::supporting_info)) {
    const std::string_view category = first_code(reading, reading.object(info, Name::category));
    if (!equals_ignoring_case(category, "typeofbill")) continue;
    const std::string_view found = bill_type(first_code(reading, reading.object(info, Name::code)));
    if (!found.empty()) return found;
  }
  return {};
}

void read_kind(Reading& reading) {
  Context& context = reading.claim().context;
  const Element type = reading.object(reading.resource(), Name::type);
  const std::string_view code = first_code(reading, type);
  const Location at = reading.at(Path::type);
  if (code == "institutional") {
    context.type_of_bill = find_bill_type(reading);
    const std::string_view sub_type = first_code(reading, reading.object(reading.resource(), Name::sub_type));
    const bool inpatient = context.type_of_bill.starts_with("11") ||
                           (context.type_of_bill.empty() && contains_ignoring_case(sub_type, "inpatient"));
    context.kind = inpatient ? BillKind::inpatient : BillKind::outpatient;
    reading.facts().kind_stated = true;
    return;
  }
  context.kind = BillKind::professional;
  reading.facts().kind_stated = code == "professional";
  if (code == "oral" || code == "pharmacy" || code == "vision") {
    reading.note(at, "a dental, pharmacy or vision claim is read as a professional one");
  } else if (!code.empty() && code != "professional") {
    reading.note(at, "the claim type is not known: no bill kind is taken from it");
  }
}

// What status and use make of the lines: a claim that does not stand has no active line, a draft or a request
// for authorization is an order still.
LineType read_status(Reading& reading) {
  Context& context = reading.claim().context;
  const std::string_view status = reading.text(reading.resource(), Name::status);
  const std::string_view use = reading.text(reading.resource(), Name::use);
  context.stage = Stage::claim;
  const auto not_checkable = [&reading](std::string_view element, std::string_view value, Path path) {
    ShapeFact& fact = reading.claim().shape.emplace_back();
    fact.kind = ShapeKind::not_checkable;
    fact.element = element;
    fact.detail = value;
    fact.at = reading.at(path);
  };
  if (status == "draft") {
    context.stage = Stage::order;
    not_checkable("Claim.status", "draft", Path::status);
    reading.note(reading.at(Path::status), "a draft is checked as an order");
  }
  if (use == "preauthorization" || use == "predetermination") {
    context.stage = Stage::order;
    not_checkable("Claim.use", use == "preauthorization" ? "preauthorization" : "predetermination",
                  Path::use);
    reading.note(reading.at(Path::use), "a request before the service is checked as an order");
  }
  if (status == "entered-in-error" || status == "cancelled") {
    not_checkable("Claim.status", status == "cancelled" ? "cancelled" : "entered-in-error", Path::status);
    reading.note(reading.at(Path::status),
                 "the claim is cancelled or entered in error: its lines are not checked");
    return LineType::other;
  }
  return LineType::charge;
}

DiagnosisRole diagnosis_role(std::string_view code) {
  if (equals_ignoring_case(code, "principal")) return DiagnosisRole::principal;
  if (equals_ignoring_case(code, "admitting")) return DiagnosisRole::admitting;
  if (equals_ignoring_case(code, "secondary") || equals_ignoring_case(code, "other"))
    return DiagnosisRole::secondary;
  if (equals_ignoring_case(code, "patientreasonforvisit")) return DiagnosisRole::reason_for_visit;
  if (equals_ignoring_case(code, "externalcauseofinjury") || equals_ignoring_case(code, "externalcause")) {
    return DiagnosisRole::external_cause;
  }
  return DiagnosisRole::unstated;
}

char present_on_admission(std::string_view code) {
  if (code.size() != 1) return 0;
  const char flag = code[0] >= 'a' && code[0] <= 'z' ? static_cast<char>(code[0] - 'a' + 'A') : code[0];
  return std::string_view("YNUW1").find(flag) == std::string_view::npos ? '\0' : flag;
}

void read_diagnosis(Reading& reading, Element entry, std::size_t index) {
  const Location at = reading.at(Path::diagnosis, index);
  Diagnosis& diagnosis = reading.claim().diagnoses.emplace_back();
  diagnosis.at = at;
  if (const auto sequence = reading.whole_number(entry, Name::sequence)) {
    diagnosis.sequence = *sequence;
  } else {
    diagnosis.sequence = static_cast<std::int32_t>(index + 1);
    reading.note(at, "a diagnosis without a sequence: its position is taken");
  }
  Element coded = reading.object(entry, Name::diagnosis_codeable_concept);
  if (const Element reference = reading.object(entry, Name::diagnosis_reference); reference && !coded) {
    const Element condition = reading.contained(reading.text(reference, Name::reference));
    coded = reading.object(condition, Name::code);
    if (!condition) reading.note(at, "the referenced diagnosis is not in the resource: it has no code here");
  }
  if (coded && !read_diagnosis_code(reading, coded, diagnosis))
    reading.note(at, "a diagnosis without a code");
  for (const Element type : reading.objects(entry, Name::type)) {
    const DiagnosisRole role = diagnosis_role(first_code(reading, type));
    if (diagnosis.role == DiagnosisRole::unstated || role == DiagnosisRole::principal) diagnosis.role = role;
  }
  diagnosis.present_on_admission =
      present_on_admission(first_code(reading, reading.object(entry, Name::on_admission)));
}

void read_diagnoses(Reading& reading) {
  std::size_t index = 0;
  for (const Element entry : reading.objects(reading.resource(), Name::diagnosis)) {
    if (index == kMostDiagnoses) {
      reading.refuse(ErrorKind::too_large, reading.resource()[Name::diagnosis], "more than 999 diagnoses");
      return;
    }
    read_diagnosis(reading, entry, index++);
  }
}

// 1, 7 or 8: the last digit of the type of bill, else the relation to another claim.
void read_frequency(Reading& reading) {
  Claim& claim = reading.claim();
  if (claim.context.type_of_bill.size() == 3) {
    const char last = claim.context.type_of_bill[2];
    if (last == '1' || last == '7' || last == '8') claim.frequency = last;
  }
  for (const Element related : reading.objects(reading.resource(), Name::related)) {
    const std::string_view relation = first_code(reading, reading.object(related, Name::relationship));
    const bool replaces = contains_ignoring_case(relation, "replac");
    const bool voids = contains_ignoring_case(relation, "void");
    if (!replaces && !voids && claim.frequency != '7' && claim.frequency != '8') continue;
    if (replaces || voids) claim.frequency = replaces ? '7' : '8';
    const Element other = reading.object(related, Name::claim);
    claim.original_claim = reading.text(reading.object(other, Name::identifier), Name::value);
    if (claim.original_claim.empty()) {
      claim.original_claim = reading.text(reading.object(related, Name::reference), Name::value);
    }
    if (claim.original_claim.empty()) claim.original_claim = reading.text(other, Name::reference);
    return;
  }
}

void read_stay(Reading& reading, Element info, std::size_t index) {
  Claim& claim = reading.claim();
  const DateSpan span =
      read_period(reading, info, Name::timing_period, reading.at(Path::supporting_info, index));
  // An institutional claim's own stay is its statement period.
  if (!span.from || claim.context.kind != BillKind::professional) return;
  const bool ended = reading.object(info, Name::timing_period).has(Name::end);
  claim.stays.push_back(
      {StayKind::inpatient, {*span.from, ended ? span.through.value_or(*span.from) : Date::open_end()}});
}

// What stands beside the lines: stays, condition codes, a reason for delay, a trial number, attachments.
// True when documentation goes along.
bool read_supporting_info(Reading& reading) {
  constexpr std::size_t kMost = 99;
  Claim& claim = reading.claim();
  bool attached = false;
  std::size_t index = 0;
  for (const Element info : reading.objects(reading.resource(), Name::supporting_info)) {
    if (index == kMost) break;
    const std::string_view category = first_code(reading, reading.object(info, Name::category));
    const std::string_view code = first_code(reading, reading.object(info, Name::code));
    const auto is = [category](std::string_view words) { return contains_ignoring_case(category, words); };
    if (is("hospitalized") || is("admissionperiod")) {
      read_stay(reading, info, index);
    } else if (is("condition") && code.size() == 2) {
      claim.condition_codes.push_back(code);
    } else if (is("delay")) {
      claim.filing_exception = true;
    } else if (is("trial") && claim.trial_number.empty()) {
      claim.trial_number = reading.text(info, Name::value_string);
    } else if (is("attachment")) {
      attached = true;
    }
    ++index;
  }
  return attached;
}

}  // namespace

void read_claim(Reading& reading) {
  const Element resource = reading.resource();
  const std::string_view release = earlier_release(resource);
  if (!release.empty()) {
    reading.refuse(ErrorKind::unsupported, resource,
                   "the Claim looks like FHIR " + std::string(release) + "; FHIR R4 was expected");
    return;
  }
  check_required(reading);
  read_identity(reading);
  read_kind(reading);
  const LineType line_type = read_status(reading);
  Claim& claim = reading.claim();
  claim.context.received_on = read_date(reading, resource, Name::created, reading.at(Path::created));
  read_patient(reading, reading.object(resource, Name::patient));
  claim.billing =
      read_provider(reading, reading.object(resource, Name::provider), reading.at(Path::provider));
  read_payer(reading);
  read_frequency(reading);
  const bool attached = read_supporting_info(reading);
  read_diagnoses(reading);
  read_items(reading, line_type);
  for (ServiceLine& line : claim.lines) line.report_attached = attached;
}

}  // namespace chargelint::fhir
