#include "tests/bench/bench_support.h"

#include <array>
#include <cstdlib>
#include <string>

#include "data/reference/snapshot.h"

namespace chargelint::bench {
namespace {

struct BilledService {
  const char* code;
  const char* modifier;
};

// Everyday services that share many NCCI pairs, so that a claim costs what a busy one costs.
constexpr std::array<BilledService, 12> kServices{{
    {"62324", "59"},
    {"99214", "25"},
    {"77003", "26"},
    {"20610", "RT"},
    {"64483", ""},
    {"20553", ""},
    {"96372", "59"},
    {"J1100", ""},
    {"36415", ""},
    {"80053", ""},
    {"93000", ""},
    {"71046", ""},
}};

}  // namespace

std::string snapshot_file() {
  const char* const store = std::getenv("CHARGELINT_BENCH_STORE");
  return store == nullptr ? std::string() : data::snapshot_path(store);
}

std::shared_ptr<const Reference> real_reference() {
  const std::string path = snapshot_file();
  if (path.empty()) return nullptr;
  auto opened = data::open_snapshot(path);
  return opened ? *opened : nullptr;
}

std::string professional_dft() {
  return "MSH|^~\\&|PM|CLINIC|CHARGECHK|HUB|20260514153012||DFT^P03^DFT_P03|884213|P|2.5.1\r"
         "EVN|P03|20260514153012|||BATCH^BATCH^PB\r"
         "PID|1||T100451^^^CLINIC^MR||TESTER^AVERY^Q||19530411|F|||12 SAMPLE WAY^^MADISON^WI^53593\r"
         "PV1|1|O|10501^^^1050||||1999999984^PAYNE^MAXINE^^^^MD^^NPI^^^^NPI|||||||||||||V100200300\r"
         "FT1|1|55013321||20260513|20260514|CG|62324^CATHETER PROCEDURE|||1|||10501^PAIN CLINIC||||||"
         "M54.12^Neck^I10~G89.4^Pain^I10|1999999984^PAYNE^MAXINE^^^^MD^^NPI^^^^NPI|||||62324^CATHETER "
         "PROCEDURE^CPT|59~LT\r"
         "FT1|2|55013322||20260513|20260514|CG|99214^VISIT|||1|||10501^PAIN CLINIC||||||M54.12^Neck^I10|"
         "1999999984^PAYNE^MAXINE^^^^MD^^NPI^^^^NPI|||||99214^VISIT^CPT|25\r"
         "FT1|3|55013323||20260513|20260514|CG|77003^IMAGING|||1|||10501^PAIN CLINIC||||||M54.12^Neck^I10|"
         "1999999984^PAYNE^MAXINE^^^^MD^^NPI^^^^NPI|||||77003^IMAGING^CPT|26\r"
         "DG1|1|I10|M54.12^Neck^I10|||F\rDG1|2|I10|G89.4^Pain^I10|||F\r";
}

std::string professional_claim(int lines) {
  std::string json =
      R"({"resourceType":"Claim","id":"bench","status":"active","type":{"coding":[{"system":)"
      R"("http://terminology.hl7.org/CodeSystem/claim-type","code":"professional"}]},"use":"claim",)"
      R"("patient":{"reference":"Patient/1"},"created":"2026-05-14","provider":{"identifier":{"system":)"
      R"("http://hl7.org/fhir/sid/us-npi","value":"1999999984"}},"priority":{"coding":[{"code":"normal"}]},)"
      R"("insurance":[{"sequence":1,"focal":true,"coverage":{"display":"Medicare Part B"}}],)"
      R"("diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"system":)"
      R"("http://hl7.org/fhir/sid/icd-10-cm","code":"M54.12"}]}},{"sequence":2,"diagnosisCodeableConcept":)"
      R"({"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"G89.4"}]}}],"item":[)";
  for (int line = 0; line < lines; ++line) {
    const BilledService& service = kServices[static_cast<std::size_t>(line) % kServices.size()];
    if (line > 0) json += ',';
    json += R"({"sequence":)" + std::to_string(line + 1) +
            R"(,"diagnosisSequence":[1,2],"productOrService":{"coding":[{"system":")" +
            "http://www.ama-assn.org/go/cpt" + R"(","code":")" + service.code + R"("}]},)";
    if (service.modifier[0] != '\0') {
      json += R"("modifier":[{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":")" +
              std::string(service.modifier) + R"("}]}],)";
    }
    json += R"("servicedDate":"2026-05-13","locationCodeableConcept":{"coding":[{"system":)"
            R"("https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",)"
            R"("code":"11"}]},"quantity":{"value":1},"net":{"value":125.50,"currency":"USD"}})";
  }
  return json + "]}";
}

}  // namespace chargelint::bench
