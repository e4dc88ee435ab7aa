#include "plugin/report/reading.h"

#include "fhir/json/writer.h"
#include "plugin/report/common.h"

namespace chargelint::plugin {
namespace {

using Json = fhir::JsonWriter;

std::string_view sex_name(Sex sex) {
  switch (sex) {
    case Sex::female:
      return "female";
    case Sex::male:
      return "male";
    case Sex::other:
      return "other";
    case Sex::unknown:
      break;
  }
  return "unknown";
}

std::string_view type_name(const ServiceLine& line) {
  switch (line.type) {
    case LineType::charge:
      return "charge";
    case LineType::credit:
      return "credit";
    case LineType::payment:
      return "payment";
    case LineType::adjustment:
      return "adjustment";
    case LineType::other:
      break;
  }
  return "other";
}

std::string money_text(const Money& amount) {
  return amount.text().str();
}

std::string code_text(const ServiceLine& line) {
  return line.code.empty() ? std::string(line.code_text) : line.code.text().str();
}
std::string modifier_text(const ModifierUse& use) {
  return use.value.empty() ? std::string(use.text) : use.value.text().str();
}
std::string diagnosis_text(const Diagnosis& diagnosis) {
  return diagnosis.code.empty() ? std::string(diagnosis.text) : diagnosis.code.text().str();
}
std::string date_text(const std::optional<Date>& date) {
  return date ? date->iso().str() : std::string();
}
std::string source_text(const Claim& claim) {
  std::string text(claim.source_type);
  if (!claim.source_version.empty()) text += " " + std::string(claim.source_version);
  return text;
}
std::string pointed_diagnosis(const Claim& claim, const DiagnosisPointer& pointer) {
  return pointer.index < claim.diagnoses.size() ? diagnosis_text(claim.diagnoses[pointer.index])
                                                : std::string();
}
std::string note_text(const Claim& claim, Location at, std::string_view text) {
  const std::string where = location_of(claim, at);
  return where.empty() ? std::string(text) : where + ": " + std::string(text);
}
std::string problem_text(const Claim& claim, const ShapeFact& fact) {
  std::string text(fact.element);
  if (!fact.detail.empty()) text += (text.empty() ? "" : ": ") + std::string(fact.detail);
  if (const std::string other = location_of(claim, fact.other_at); !other.empty()) {
    text += " (the other is at " + other + ")";
  }
  return note_text(claim, fact.at, text);
}

void write_text_or_null(Json& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

void write_line(Json& json, const Claim& claim, const ServiceLine& line) {
  json.begin_object().member("line", static_cast<std::int64_t>(line.number));
  write_text_or_null(json, "set", line.set_id);
  write_text_or_null(json, "type", line.type_text);
  write_text_or_null(json, "code", code_text(line));
  json.key("modifiers").begin_array();
  for (const ModifierUse& use : line.modifiers) json.value(std::string_view(modifier_text(use)));
  json.end_array().key("diagnoses").begin_array();
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    json.value(std::string_view(pointed_diagnosis(claim, pointer)));
  }
  json.end_array().member("units", line.units.text().view());
  write_text_or_null(json, "from", date_text(line.from));
  write_text_or_null(json, "through", date_text(line.through));
  write_text_or_null(json, "charge_code", line.charge_code);
  write_text_or_null(json, "place_of_service", line.place_of_service);
  write_text_or_null(json, "revenue_code", line.revenue_code);
  json.key("ndc").begin_array();
  for (const DrugCode& drug : line.drugs) json.value(drug.ndc);
  json.end_array();
  write_text_or_null(json, "rendering_npi", line.rendering.npi);
  json.key("location").begin_object();
  write_text_or_null(json, "code", location_of(claim, line.code_at));
  json.key("modifiers").begin_array();
  for (const ModifierUse& use : line.modifiers) json.value(std::string_view(location_of(claim, use.at)));
  json.end_array().key("diagnoses").begin_array();
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    json.value(std::string_view(location_of(claim, pointer.at)));
  }
  json.end_array();
  write_text_or_null(json, "units", location_of(claim, line.units_at));
  write_text_or_null(json, "from", location_of(claim, line.date_at));
  write_text_or_null(json, "charge_code", location_of(claim, line.charge_code_at));
  write_text_or_null(json, "place_of_service", location_of(claim, line.place_at));
  write_text_or_null(json, "revenue_code", location_of(claim, line.revenue_at));
  json.key("ndc").begin_array();
  for (const DrugCode& drug : line.drugs) json.value(std::string_view(location_of(claim, drug.at)));
  json.end_array();
  write_text_or_null(json, "rendering_npi", location_of(claim, line.rendering.at));
  json.end_object();
  json.member("means", type_name(line));
  write_text_or_null(json, "transaction_id", line.transaction_id);
  write_text_or_null(json, "ordering_npi", line.ordering.npi);
  write_text_or_null(json, "order_number", line.order_number);
  write_text_or_null(json, "amount", line.charge ? money_text(*line.charge) : std::string());
  if (!line.drugs.empty()) {
    json.key("drugs").begin_array();
    for (const DrugCode& drug : line.drugs) {
      json.begin_object().member("ndc", drug.ndc);
      write_text_or_null(json, "quantity", drug.quantity);
      write_text_or_null(json, "unit", drug.unit);
      json.end_object();
    }
    json.end_array();
  }
  if (line.counterpart != 0) {
    json.member(line.type == LineType::credit ? "takes_back" : "taken_back_by",
                static_cast<std::int64_t>(line.counterpart));
  }
  if (!line.units_stated) json.member("units_assumed", true);
  if (line.minutes) json.member("minutes", static_cast<std::int64_t>(*line.minutes));
  if (line.diagnoses_assumed) json.member("diagnoses_assumed", true);
  if (line.reversed) json.member("reversed", true);
  json.end_object();
}

void write_patient(Json& json, const Claim& claim) {
  json.key("patient").begin_object();
  write_text_or_null(json, "id", claim.patient.id);
  write_text_or_null(json, "account", claim.patient.account);
  write_text_or_null(json, "birth_date", date_text(claim.patient.birth_date));
  json.member("sex", sex_name(claim.patient.sex)).end_object();
}

void append_pair(std::string& out, std::string_view label, std::string_view value, std::string_view where) {
  if (value.empty()) return;
  out += "      ";
  std::string padded(label);
  padded.resize(18, ' ');
  out += padded;
  out += value;
  if (!where.empty()) {
    out += "  (";
    out += where;
    out += ')';
  }
  out += '\n';
}

void append_line_text(std::string& out, const Claim& claim, const ServiceLine& line) {
  out += "  line " + std::to_string(line.number);
  if (!line.set_id.empty()) out += " (set " + std::string(line.set_id) + ")";
  if (!line.type_text.empty()) out += " " + std::string(line.type_text);
  if (!line.type_text.empty() || line.type != LineType::charge) {
    out += " (" + std::string(type_name(line)) + ")";
  }
  if (line.reversed) {
    out += ", taken back by " +
           (line.counterpart != 0 ? "line " + std::to_string(line.counterpart) : std::string("a credit"));
  } else if (line.type == LineType::credit && line.counterpart != 0) {
    out += ", takes back line " + std::to_string(line.counterpart);
  }
  out += '\n';
  append_pair(out, "code", code_text(line), location_of(claim, line.code_at));
  for (const ModifierUse& use : line.modifiers) {
    append_pair(out, "modifier", modifier_text(use), location_of(claim, use.at));
  }
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    append_pair(out, line.diagnoses_assumed ? "diagnosis assumed" : "diagnosis",
                pointed_diagnosis(claim, pointer), location_of(claim, pointer.at));
  }
  append_pair(out, line.units_stated ? "units" : "units assumed", line.units.text().view(),
              location_of(claim, line.units_at));
  if (line.minutes) append_pair(out, "minutes", std::to_string(*line.minutes), "");
  append_pair(out, "from", date_text(line.from), location_of(claim, line.date_at));
  append_pair(out, "through", date_text(line.through), "");
  append_pair(out, "charge code", line.charge_code, location_of(claim, line.charge_code_at));
  append_pair(out, "transaction id", line.transaction_id, "");
  if (line.charge) append_pair(out, "amount", money_text(*line.charge), "");
  append_pair(out, "place of service", line.place_of_service, location_of(claim, line.place_at));
  append_pair(out, "revenue code", line.revenue_code, location_of(claim, line.revenue_at));
  for (const DrugCode& drug : line.drugs) {
    std::string text(drug.ndc);
    if (!drug.quantity.empty()) text += ", " + std::string(drug.quantity) + " " + std::string(drug.unit);
    append_pair(out, "ndc", text, location_of(claim, drug.at));
  }
  append_pair(out, "rendering npi", line.rendering.npi, location_of(claim, line.rendering.at));
  append_pair(out, "ordering npi", line.ordering.npi, location_of(claim, line.ordering.at));
  append_pair(out, "order number", line.order_number, "");
}

}  // namespace

void append_reading_json(std::string& out, const Claim& claim, const ReadingOptions& options) {
  Json json(out);
  json.begin_object().member("input", options.input);
  write_text_or_null(json, "claim", claim.id);
  json.member("source", std::string_view(source_text(claim))).member("profile", claim.profile);
  json.member("kind", kind_name(claim.context.kind)).member("stage", stage_name(claim.context.stage));
  json.member("payer", payer_name(claim.context.payer));
  json.key("diagnoses").begin_array();
  for (const Diagnosis& diagnosis : claim.diagnoses) {
    json.begin_object().member("code", std::string_view(diagnosis_text(diagnosis)));
    write_text_or_null(json, "location", location_of(claim, diagnosis.at));
    json.end_object();
  }
  json.end_array().key("lines").begin_array();
  for (const ServiceLine& line : claim.lines) write_line(json, claim, line);
  json.end_array().key("notes").begin_array();
  for (const ReadingNote& note : claim.notes) {
    json.value(std::string_view(note_text(claim, note.at, note.text)));
  }
  json.end_array();
  if (!claim.shape.empty()) {
    json.key("problems").begin_array();
    for (const ShapeFact& fact : claim.shape) json.value(std::string_view(problem_text(claim, fact)));
    json.end_array();
  }
  if (options.show_phi) write_patient(json, claim);
  json.end_object();
}

void append_reading_text(std::string& out, const Claim& claim, const ReadingOptions& options) {
  std::string text(options.input);
  if (!claim.id.empty()) text += ": claim " + std::string(claim.id);
  text += ": " + source_text(claim) + ", " + std::string(kind_name(claim.context.kind)) + ", stage " +
          std::string(stage_name(claim.context.stage)) + ", " + std::string(payer_name(claim.context.payer)) +
          ", profile " + std::string(claim.profile) + "\n";
  if (options.show_phi) {
    append_pair(text, "patient", claim.patient.id, "");
    append_pair(text, "account", claim.patient.account, "");
    append_pair(text, "birth date", date_text(claim.patient.birth_date), "");
    append_pair(text, "sex", sex_name(claim.patient.sex), "");
  }
  for (const Diagnosis& diagnosis : claim.diagnoses) {
    text += "  diagnosis " + diagnosis_text(diagnosis);
    if (const std::string where = location_of(claim, diagnosis.at); !where.empty())
      text += "  (" + where + ")";
    text += '\n';
  }
  for (const ServiceLine& line : claim.lines) append_line_text(text, claim, line);
  for (const ReadingNote& note : claim.notes)
    text += "  note: " + note_text(claim, note.at, note.text) + "\n";
  for (const ShapeFact& fact : claim.shape) text += "  problem: " + problem_text(claim, fact) + "\n";
  // Values of the message reach a terminal here: control bytes must not.
  for (char& character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if ((byte < 0x20 && character != '\n') || byte == 0x7f) character = '?';
  }
  out += text;
}

}  // namespace chargelint::plugin
