#include "plugin/report/claim_text.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "plugin/report/common.h"

namespace chargelint::plugin {
namespace {

constexpr Period kEver{};
constexpr std::size_t kCodeWidth = 18;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text + " ";
}

std::string_view payer_words(PayerClass payer) {
  switch (payer) {
    case PayerClass::medicare:
      return "Medicare";
    case PayerClass::medicaid:
      return "Medicaid";
    case PayerClass::medicare_advantage:
      return "Medicare Advantage";
    case PayerClass::commercial:
      return "a commercial payer";
    case PayerClass::other:
      return "another payer";
  }
  return "";
}

std::string_view kind_words(BillKind kind) {
  switch (kind) {
    case BillKind::professional:
      return "Professional claim";
    case BillKind::outpatient:
      return "Hospital outpatient claim";
    case BillKind::inpatient:
      return "Hospital inpatient claim";
    case BillKind::asc:
      return "Surgery center's claim";
    case BillKind::dme:
      return "Equipment supplier's claim";
  }
  return "";
}

std::string_view licence_words(Licence licence) {
  switch (licence) {
    case Licence::unstated:
      break;
    case Licence::physician:
      return "physician";
    case Licence::non_physician:
      return "nurse practitioner or physician assistant";
    case Licence::nurse_anesthetist:
      return "nurse anesthetist";
    case Licence::first_assistant:
      return "nurse first assistant";
    case Licence::therapist:
      return "therapist";
    case Licence::laboratory:
      return "laboratory";
    case Licence::supplier:
      return "supplier";
  }
  return "";
}

std::string_view stay_words(StayKind kind) {
  switch (kind) {
    case StayKind::hospice:
      return "hospice";
    case StayKind::skilled_nursing:
      return "skilled nursing";
    case StayKind::inpatient:
      return "hospital";
  }
  return "";
}

std::string date_text(Date date) {
  return date.is_open() ? std::string("…") : date.iso().str();
}

std::string period_text(Period period) {
  return date_text(period.from) + " to " + date_text(period.to);
}

std::string service_text(std::string_view code, const std::vector<std::string>& modifiers) {
  std::string text(code.empty() ? "no code" : code);
  for (const std::string& modifier : modifiers) text += "-" + modifier;
  return text;
}

// A code that a fix has put in has no text of the sender's.
template <class Code>
std::string code_or_text(const Code& code, std::string_view text) {
  return code == Code{} ? std::string(text) : code.text().str();
}

std::string line_code(const ServiceLine& line) {
  std::vector<std::string> modifiers;
  for (const ModifierUse& use : line.modifiers) modifiers.push_back(code_or_text(use.value, use.text));
  return service_text(code_or_text(line.code, line.code_text), modifiers);
}

char letter_of(std::size_t diagnosis) {
  return static_cast<char>('A' + diagnosis % 26);
}

std::string pointers_of(const ServiceLine& line) {
  std::string text;
  for (const DiagnosisPointer& pointer : line.diagnoses) text += letter_of(pointer.index);
  return text;
}

// What all lines share stands in the heading; a line says only where it differs.
struct Shared {
  std::optional<Date> date;
  std::string_view place;
  std::string_view npi;
};

Shared shared_of(const Claim& claim) {
  Shared shared;
  if (claim.lines.empty()) return shared;
  const ServiceLine& first = claim.lines[0];
  shared = {first.from, first.place_of_service, first.rendering.npi};
  for (const ServiceLine& line : claim.lines) {
    if (line.from != shared.date) shared.date.reset();
    if (line.place_of_service != shared.place) shared.place = {};
    if (line.rendering.npi != shared.npi) shared.npi = {};
  }
  return shared;
}

void add(std::string& text, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += ", ";
  text += part;
}

void add_named(std::string& text, std::string_view name, std::string_view value) {
  if (!value.empty()) add(text, std::string(name) + " " + std::string(value));
}

std::string provider_words(const ServiceLine& line, const Shared& shared) {
  std::string text;
  if (line.rendering.npi != shared.npi) add_named(text, "by NPI", line.rendering.npi);
  add(text, licence_words(line.rendering.licence));
  add_named(text, "specialty", line.rendering.specialty);
  add_named(text, "group", line.rendering.group);
  if (line.rendering.organisation) add(text, "the NPI of an organization");
  add_named(text, "CLIA", line.rendering.clia);
  add_named(text, "ordered by NPI", line.ordering.npi);
  add_named(text, "supervised by NPI", line.supervising.npi);
  return text;
}

std::string line_details(const ServiceLine& line, const Shared& shared) {
  std::string text;
  const std::string units = line.units.text().str();
  add(text, units + (units == "1" ? " unit" : " units"));
  if (line.minutes) add(text, std::to_string(*line.minutes) + " minutes");
  if (line.by_time) add(text, "level chosen by time");
  const std::string pointers = pointers_of(line);
  add(text, pointers.empty()         ? std::string("no diagnosis")
            : line.diagnoses_assumed ? std::string("diagnoses of the whole message")
                                     : "for " + pointers);
  if (line.charge) add(text, "$" + line.charge->text().str());
  if (!line.from) add(text, "no date");
  if (line.from && line.from != shared.date) add(text, date_text(*line.from));
  if (line.through && line.through != line.from) add(text, "through " + date_text(*line.through));
  if (line.place_of_service != shared.place) add_named(text, "place", line.place_of_service);
  add_named(text, "revenue code", line.revenue_code);
  if (line.side == BodySide::left) add(text, "left side");
  if (line.side == BodySide::right) add(text, "right side");
  if (line.side == BodySide::both) add(text, "both sides");
  if (line.incident_to) add(text, "incident to another's care");
  if (line.report_attached) add(text, "report attached");
  if (line.repeat_stated) add(text, "reason for the repeat stated");
  add_named(text, "order", line.order_number);
  for (const DrugCode& drug : line.drugs) add_named(text, "drug", drug.ndc);
  if (!line.narrative.empty()) add(text, "note \"" + std::string(line.narrative) + "\"");
  add(text, provider_words(line, shared));
  if (line.type == LineType::credit) add(text, "a credit");
  if (line.type == LineType::other) add(text, "not a charge that stands");
  if (line.reversed) add(text, "taken back");
  return text;
}

std::string heading_of(const Claim& claim, const Shared& shared) {
  std::string text(kind_words(claim.context.kind));
  text += " to " + std::string(payer_words(claim.context.payer));
  if (claim.context.stage == Stage::order) text += ", still an order";
  if (claim.context.stage == Stage::charge) text += ", still a charge";
  if (shared.date) text += ", services of " + date_text(*shared.date);
  if (!shared.place.empty() && claim.context.kind == BillKind::professional) {
    text += ", place " + std::string(shared.place);
  }
  add_named(text, "NPI", shared.npi);
  return text;
}

std::string patient_of(const Claim& claim) {
  std::string text;
  if (claim.patient.sex == Sex::female) add(text, "female");
  if (claim.patient.sex == Sex::male) add(text, "male");
  if (claim.patient.birth_date) add(text, "born " + date_text(*claim.patient.birth_date));
  if (claim.patient.death_date) add(text, "died " + date_text(*claim.patient.death_date));
  for (const Stay& stay : claim.stays)
    add(text, std::string(stay_words(stay.kind)) + " stay " + period_text(stay.period));
  return text;
}

// Of the claim as a whole, where it says it.
std::string rest_of(const Claim& claim) {
  std::string text;
  add_named(text, "type of bill", claim.context.type_of_bill);
  if (claim.frequency != 0) add(text, std::string("frequency ") + claim.frequency);
  add_named(text, "replaces claim", claim.original_claim);
  if (claim.statement) add(text, "statement " + period_text(*claim.statement));
  if (claim.coverage) add(text, "coverage " + period_text(*claim.coverage));
  for (const std::string_view code : claim.condition_codes) add_named(text, "condition code", code);
  for (const std::string_view one : claim.authorizations) add_named(text, "authorization", one);
  add_named(text, "trial", claim.trial_number);
  if (claim.filing_exception) add(text, "reason for the delay stated");
  add_named(text, "attending NPI", claim.attending.npi);
  const bool late = claim.context.received_on && claim.lines.size() > 0 && claim.lines[0].from &&
                    (*claim.context.received_on < *claim.lines[0].from ||
                     claim.lines[0].from->plus_days(2) < *claim.context.received_on);
  if (late) add(text, "received " + date_text(*claim.context.received_on));
  return text;
}

void append_row(std::string& out, std::string_view indent, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  out += indent;
  out += padded(std::string(label), 8);
  out += text;
  out += '\n';
}

std::vector<std::string> modifiers_of(const PriorLine& line) {
  std::vector<std::string> modifiers;
  for (const Modifier modifier : line.modifiers) modifiers.push_back(modifier.text().str());
  return modifiers;
}

std::string prior_text(const PriorLine& line) {
  std::string text =
      service_text(line.code.text().view(), modifiers_of(line)) + " of " + date_text(line.date);
  const std::string units = line.units.text().str();
  if (units != "1") text += ", " + units + " units";
  for (const IcdCode code : line.diagnoses) text += ", " + code.text().str();
  return text;
}

}  // namespace

void append_claim_text(std::string& out, std::string_view indent, const Claim& claim, const History& history,
                       const Reference& reference) {
  const Shared shared = shared_of(claim);
  out += std::string(indent) + heading_of(claim, shared) + "\n";
  append_row(out, indent, "patient", patient_of(claim));
  append_row(out, indent, "claim", rest_of(claim));
  for (std::size_t index = 0; index < claim.diagnoses.size(); ++index) {
    const Diagnosis& diagnosis = claim.diagnoses[index];
    std::string text = padded(code_or_text(diagnosis.code, diagnosis.text), kCodeWidth);
    if (diagnosis.present_on_admission != 0)
      text += std::string("present on admission ") + diagnosis.present_on_admission + "  ";
    text += reference.words(diagnosis.code);
    append_row(out, indent, std::string(1, letter_of(index)), text);
  }
  for (const ServiceLine& line : claim.lines) {
    std::string text = padded(line_code(line), kCodeWidth) + line_details(line, shared);
    if (const std::string_view words = reference.words(line.code); !words.empty())
      text += "  (" + std::string(words) + ")";
    append_row(out, indent, "line " + std::to_string(line.number), text);
  }
  for (const ShapeFact& fact : claim.shape) {
    const bool missing = fact.kind == ShapeKind::missing_element || fact.kind == ShapeKind::missing_segment ||
                         fact.kind == ShapeKind::missing_field;
    std::string text = (missing ? "without " : "") + std::string(fact.element);
    if (!fact.detail.empty()) text += ": " + std::string(fact.detail);
    append_row(out, indent, "message", text);
  }
  for (const PriorLine& line : history.lines(kEver)) append_row(out, indent, "earlier", prior_text(line));
}

void write_claim_json(fhir::JsonWriter& json, const Claim& claim, const History& history) {
  json.begin_object().member("payer", payer_name(claim.context.payer));
  json.member("kind", kind_name(claim.context.kind)).member("stage", stage_name(claim.context.stage));
  json.key("diagnoses").begin_array();
  for (const Diagnosis& diagnosis : claim.diagnoses)
    json.value(std::string_view(code_or_text(diagnosis.code, diagnosis.text)));
  json.end_array().key("lines").begin_array();
  const Shared shared = shared_of(claim);
  for (const ServiceLine& line : claim.lines) {
    json.begin_object()
        .member("line", int{line.number})
        .member("code", std::string_view(code_or_text(line.code, line.code_text)));
    json.key("modifiers").begin_array();
    for (const ModifierUse& use : line.modifiers)
      json.value(std::string_view(code_or_text(use.value, use.text)));
    json.end_array().key("units").raw(line.units.text().view());
    json.key("diagnoses").begin_array();
    for (const DiagnosisPointer& pointer : line.diagnoses) json.value(int{pointer.index} + 1);
    json.end_array().key("date");
    if (line.from) {
      json.value(line.from->iso().view());
    } else {
      json.null();
    }
    json.member("place", line.place_of_service);
    json.member("details", std::string_view(line_details(line, shared))).end_object();
  }
  json.end_array().key("earlier").begin_array();
  for (const PriorLine& line : history.lines(kEver)) json.value(std::string_view(prior_text(line)));
  json.end_array().end_object();
}

}  // namespace chargelint::plugin
