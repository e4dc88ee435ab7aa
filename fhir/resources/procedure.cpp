// Procedure: one service line. Modifiers and units come by extension; its reasons are its diagnoses.
#include "fhir/resources/datatypes.h"
#include "fhir/resources/parties.h"
#include "fhir/resources/resources.h"

namespace chargelint::fhir {
namespace {

constexpr std::size_t kMostReasons = 99;

class ProcedureReader {
 public:
  explicit ProcedureReader(Reading& reading)
      : reading_(reading), resource_(reading.resource()), claim_(reading.claim()) {}

  void read() {
    if (resource_[Name::not_done] || resource_[Name::reason_not_performed]) {
      reading_.refuse(ErrorKind::unsupported, resource_,
                      "the Procedure looks like FHIR STU3; FHIR R4 was expected");
      return;
    }
    if (!resource_.has(Name::status)) reading_.missing("Procedure.status", reading_.at(Path::resource));
    if (!resource_.has(Name::subject)) reading_.missing("Procedure.subject", reading_.at(Path::resource));
    claim_.id = reading_.text(resource_, Name::id);
    claim_.id_at = reading_.at(Path::id);
    claim_.context.stage = Stage::charge;
    read_patient(reading_, reading_.object(resource_, Name::subject));
    ServiceLine& line = claim_.lines.emplace_back();
    line.number = 1;
    line.at = reading_.at(Path::resource);
    read_code(line);
    read_extensions(line);
    read_status(line);
    read_dates(line);
    read_performers(line);
    read_order(line);
    read_reasons(line);
    read_side(line);
  }

 private:
  void add_fact(ShapeKind kind, std::string_view element, std::string_view detail, Location at,
                const ServiceLine& line) {
    ShapeFact& fact = claim_.shape.emplace_back();
    fact.kind = kind;
    fact.element = element;
    fact.detail = detail;
    fact.line = line.number;
    fact.at = at;
  }

  void read_status(ServiceLine& line) {
    constexpr std::string_view kUnfinished[] = {"preparation", "in-progress",      "on-hold", "not-done",
                                                "stopped",     "entered-in-error", "unknown"};
    const std::string_view status = reading_.text(resource_, Name::status);
    const Location at = reading_.at(Path::status);
    for (const std::string_view known : kUnfinished) {
      if (known == status) add_fact(ShapeKind::procedure_status, "Procedure.status", known, at, line);
    }
    // What was given up after it began, and says so by its modifier, is charged.
    const bool discontinued =
        line.has("52"_mod) || line.has("53"_mod) || line.has("73"_mod) || line.has("74"_mod);
    if (status == "entered-in-error" || (status == "not-done" && !discontinued)) {
      line.type = LineType::other;
      reading_.note(at, "the procedure was not done or entered in error: it is not checked");
    } else if (status == "preparation") {
      claim_.context.stage = Stage::order;
      reading_.note(at, "a procedure in preparation is checked as an order");
    } else if (status != "completed" && !status.empty()) {
      reading_.note(at, "the procedure is not recorded as completed");
    }
  }

  void read_code(ServiceLine& line) {
    line.code_at = reading_.at(Path::code);
    if (!resource_.has(Name::code)) {
      reading_.missing("Procedure.code", reading_.at(Path::resource), line.number);
      return;
    }
    const ProcedureCode code = procedure_code(reading_, reading_.object(resource_, Name::code));
    line.code = code.code;
    line.code_text = code.text;
    line.code_system = code.system;
    if (code.disagree)
      reading_.note(line.code_at, "two codings name different procedures: the first is read");
    if (!code.has_coding)
      reading_.note(line.code_at, "a text without a code: there is no procedure to check");
    check_code_system(reading_, code, "Procedure.code", line.code_at, line.number);
  }

  // A Procedure has no modifiers and units: senders add them as extensions that end in these words.
  void read_extensions(ServiceLine& line) {
    constexpr std::size_t kMostExtensions = 99;
    std::size_t index = 0;
    for (const Element extension : reading_.objects(resource_, Name::extension)) {
      if (index == kMostExtensions) return;
      const Location at = reading_.at(Path::extension, index++);
      const std::string_view url = reading_.text(extension, Name::url);
      if (url.ends_with("modifier") || url.ends_with("modifier-code")) {
        read_modifier_extension(extension, at, line);
      } else if (url.ends_with("quantity") || url.ends_with("units")) {
        read_units_extension(extension, at, line);
      }
    }
  }

  void read_modifier_extension(Element extension, Location at, ServiceLine& line) {
    if (const Element coded = reading_.object(extension, Name::value_codeable_concept)) {
      read_modifier(reading_, coded, at, line);
      return;
    }
    std::string_view text = reading_.text(reading_.object(extension, Name::value_coding), Name::code);
    if (text.empty()) text = reading_.text(extension, Name::value_code);
    if (text.empty()) text = reading_.text(extension, Name::value_string);
    if (!text.empty()) add_modifier(line, text, at);
  }

  void read_units_extension(Element extension, Location at, ServiceLine& line) {
    bool rounded = false;
    auto units = reading_.thousandths(reading_.object(extension, Name::value_quantity), Name::value, rounded);
    if (!units) units = reading_.thousandths(extension, Name::value_decimal, rounded);
    if (!units) units = reading_.thousandths(extension, Name::value_integer, rounded);
    if (!units) return;
    line.units = Quantity{*units};
    line.units_stated = true;
    line.units_at = at;
  }

  // The number of the order that it is based on, by which feeds are told apart.
  void read_order(ServiceLine& line) {
    for (const Element order : reading_.objects(resource_, Name::based_on)) {
      line.order_number = reading_.text(reading_.object(order, Name::identifier), Name::value);
      if (!line.order_number.empty()) return;
      const std::string_view target = reading_.text(order, Name::reference);
      const std::size_t slash = target.rfind('/');
      line.order_number = slash == std::string_view::npos ? target : target.substr(slash + 1);
      return;
    }
  }

  void read_side(ServiceLine& line) {
    for (const Element site : reading_.objects(resource_, Name::body_site)) {
      const BodySide side = side_of(reading_, site);
      if (side == BodySide::unstated) continue;
      // Two sites, one on each side.
      line.side = line.side == BodySide::unstated || line.side == side ? side : BodySide::both;
    }
    if (line.side != BodySide::unstated || line.code.empty() || !line.is_active()) return;
    const bool stated = resource_.has(Name::body_site);
    add_fact(ShapeKind::side_not_stated, "Procedure.bodySite", "no side is named",
             stated ? reading_.at(Path::body_site, 0) : line.at, line);
  }

  // performed[x] of R4, occurrence[x] of R5.
  void read_dates(ServiceLine& line) {
    struct Choice {
      Name name;
      Path path;
      bool period;
    };
    constexpr Choice kChoices[] = {{Name::performed_date_time, Path::performed_date_time, false},
                                   {Name::performed_period, Path::performed_period, true},
                                   {Name::occurrence_date_time, Path::occurrence_date_time, false},
                                   {Name::occurrence_period, Path::occurrence_period, true}};
    for (const Choice& choice : kChoices) {
      if (!resource_[choice.name]) continue;
      line.date_at = reading_.at(choice.path);
      DateSpan span;
      if (choice.period) {
        span = read_period(reading_, resource_, choice.name, line.date_at);
      } else {
        span.from = read_date(reading_, resource_, choice.name, line.date_at);
        span.through = span.from;
      }
      line.from = span.from;
      line.through = span.through;
      if (!line.from) reading_.missing("Procedure.performed[x]", line.date_at, line.number);
      return;
    }
    reading_.missing("Procedure.performed[x]", reading_.at(Path::resource), line.number);
    if (resource_[Name::performed_string] || resource_[Name::performed_age] ||
        resource_[Name::performed_range]) {
      reading_.note(reading_.at(Path::performed), "performed as an age or a text: it names no day");
    }
  }

  void read_performers(ServiceLine& line) {
    std::size_t index = 0;
    for (const Element performer : reading_.objects(resource_, Name::performer)) {
      const Element actor = reading_.object(performer, Name::actor);
      if (actor) {
        line.rendering = read_provider(reading_, actor, reading_.at(Path::performer, index));
        return;
      }
      ++index;
    }
    reading_.missing("Procedure.performer", reading_.at(Path::resource), line.number);
  }

  void add_reason(Element coded, Location at, ServiceLine& line) {
    if (claim_.diagnoses.size() == kMostReasons) {
      reading_.refuse(ErrorKind::too_large, resource_, "more than 99 reasons");
      return;
    }
    Diagnosis diagnosis;
    diagnosis.at = at;
    if (!read_diagnosis_code(reading_, coded, diagnosis)) {
      reading_.note(at, "a reason without a code is not read");
      return;
    }
    diagnosis.sequence = static_cast<std::int32_t>(claim_.diagnoses.size() + 1);
    line.diagnoses.push_back(DiagnosisPointer{static_cast<std::uint16_t>(claim_.diagnoses.size()), at});
    claim_.diagnoses.push_back(diagnosis);
  }

  void add_referenced_reason(Element reference, Location at, ServiceLine& line) {
    const Element condition = reading_.contained(reading_.text(reference, Name::reference));
    if (condition) {
      add_reason(reading_.object(condition, Name::code), at, line);
    } else {
      reading_.note(at, "the referenced reason is not in the resource: it has no code here");
    }
  }

  void read_reasons(ServiceLine& line) {
    std::size_t index = 0;
    for (const Element coded : reading_.objects(resource_, Name::reason_code)) {
      add_reason(coded, reading_.at(Path::reason_code, index++), line);
      if (reading_.failed()) return;
    }
    index = 0;
    for (const Element reference : reading_.objects(resource_, Name::reason_reference)) {
      add_referenced_reason(reference, reading_.at(Path::reason_reference, index++), line);
      if (reading_.failed()) return;
    }
    index = 0;
    for (const Element reason : reading_.objects(resource_, Name::reason)) {  // R5
      const Location at = reading_.at(Path::reason, index++);
      if (const Element coded = reading_.object(reason, Name::concept_)) {
        add_reason(coded, at, line);
      } else if (const Element reference = reading_.object(reason, Name::reference)) {
        add_referenced_reason(reference, at, line);
      }
      if (reading_.failed()) return;
    }
    check_reasons(line);
  }

  void check_reasons(const ServiceLine& line) {
    if (line.code.empty() || !line.is_active()) return;
    for (const Diagnosis& diagnosis : claim_.diagnoses) {
      if (!diagnosis.code.empty()) return;
    }
    const bool coded = resource_.has(Name::reason_code);
    const bool stated = coded || resource_.has(Name::reason_reference) || resource_.has(Name::reason);
    add_fact(ShapeKind::no_reason, "Procedure.reasonCode",
             stated ? "the recorded reason has no ICD-10-CM code, or is not in the resource"
                    : "no reason is recorded",
             coded ? reading_.at(Path::reason_code, 0) : line.at, line);
  }

  Reading& reading_;
  Element resource_;
  Claim& claim_;
};

}  // namespace

void read_procedure(Reading& reading) {
  ProcedureReader(reading).read();
}

}  // namespace chargelint::fhir
