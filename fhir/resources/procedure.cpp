// Procedure: one service line. It has no modifiers and no units; its reasons are its diagnoses.
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
    read_status(line);
    read_code(line);
    read_dates(line);
    read_performers(line);
    read_reasons(line);
    if (resource_.has(Name::body_site)) {
      reading_.note(reading_.at(Path::body_site, 0), "the body site is not read: no side is taken from it");
    }
  }

 private:
  void read_status(ServiceLine& line) {
    const std::string_view status = reading_.text(resource_, Name::status);
    const Location at = reading_.at(Path::status);
    if (status == "entered-in-error" || status == "not-done") {
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
      return;
    }
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
