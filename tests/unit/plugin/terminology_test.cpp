// The terminology operations over a small catalogue, without a socket.
#include <gtest/gtest.h>

#include <map>

#include "data/state/store.h"
#include "fake_catalogue.h"
#include "plugin/report/terminology.h"
#include "plugin/routes/negotiation.h"
#include "plugin/routes/routes.h"
#include "support.h"

namespace chargelint::plugin {
namespace {

using testing::day;
using testing::FakeCatalogue;
namespace attribute = data::attribute;

const Period kAlways{};
constexpr const char* kCpt = "http://www.ama-assn.org/go/cpt";
constexpr const char* kHcpcs = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
constexpr const char* kIcd = "http://hl7.org/fhir/sid/icd-10-cm";
constexpr const char* kPlace =
    "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set";

std::shared_ptr<FakeCatalogue> small_catalogue() {
  auto catalogue = std::make_shared<FakeCatalogue>();
  const ReleaseId fees =
      catalogue->add_release(Source::fee_schedule, "2026Q2", {day("2026-04-01"), Date::open_end()});
  const ReleaseId hcpcs =
      catalogue->add_release(Source::hcpcs, "2026Q2", {day("2026-04-01"), Date::open_end()});
  const ReleaseId old =
      catalogue->add_release(Source::icd10cm, "2021", {day("2020-10-01"), day("2021-09-30")});
  const ReleaseId icd =
      catalogue->add_release(Source::icd10cm, "2026", {day("2021-10-01"), Date::open_end()});
  const ReleaseId own = catalogue->add_release(Source::modifiers, "starter", kAlways);
  auto row = catalogue->in_release<FeeScheduleRow>(fees);
  row.status = 'A';
  catalogue->add_fee(row, "62324");
  catalogue->add_words("62324", "Epidural catheter");
  catalogue->add_words("99213", "Office visit");
  catalogue->add_words("J1885", "Ketorolac words");
  catalogue->add_fact(hcpcs, data::Subject::procedure, "J1885", attribute::kTitle,
                      "Injection, ketorolac tromethamine, per 15 mg");
  auto life = catalogue->in_release<ProcedureCodeRow>(hcpcs);
  life.added = day("1998-01-01").days();
  life.ended = day("2026-06-30").days();
  catalogue->lives_[Hcpcs::parse("J1885")->packed()] = {life};
  catalogue->add_diagnosis(old, "M545", true, "Low back pain");
  catalogue->add_diagnosis(icd, "M545", false, "Low back pain");
  catalogue->add_diagnosis(icd, "M5450", true, "Low back pain, unspecified");
  catalogue->add_diagnosis(icd, "M54", false, "Back pain");
  catalogue->add_fact(icd, data::Subject::diagnosis, "M5450", attribute::kTitle,
                      "Low back pain, unspecified");
  catalogue->add_modifier(own, "25", 0, "Separate visit");
  catalogue->add_modifier(own, "XS", 0, "Another organ");
  catalogue->places_ = {"11", "24"};
  return catalogue;
}

class FakeSearch final : public data::SearchIndex {
 public:
  [[nodiscard]] Result<data::SearchPage> search(const data::SearchQuery& query) const override {
    data::SearchPage page;
    page.total = 2;
    data::SearchHit hit;
    hit.kind = query.kinds.front();
    hit.code = "M54.50";
    hit.title = std::string(query.text) + " found";
    hit.active = true;
    page.hits = {hit};
    hit.code = "M54";
    hit.billable = false;
    page.hits.push_back(hit);
    page.hits.resize(std::min(query.limit, page.hits.size()));
    return page;
  }
  [[nodiscard]] std::string_view digest() const override { return "d"; }
};

class FakeHeaders final : public http::Headers {
 public:
  explicit FakeHeaders(std::map<std::string, std::string> values) : values_(std::move(values)) {}
  [[nodiscard]] std::string_view find(std::string_view name) const override {
    const auto found = values_.find(std::string(name));
    return found == values_.end() ? std::string_view() : std::string_view(found->second);
  }

 private:
  std::map<std::string, std::string> values_;
};

std::string escaped(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (std::isalnum(byte) != 0 || character == '-' || character == '.') {
      out += character;
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    }
  }
  return out;
}

class Terminology : public ::testing::Test {
 protected:
  Terminology() {
    auto store = data::StateStore::open(folder_.file("state.db"), std::string(32, 'k'));
    EXPECT_TRUE(store) << (store ? "" : to_string(store.error()));
    state_ = std::move(*store);
    pipeline_ = std::make_unique<Pipeline>(engine_, holder_, *state_, PatientRefs(std::string(32, 'k')),
                                           metrics_, AckPolicy{}, now_ms);
    context_ = std::make_unique<RouteContext>(RouteContext{engine_, holder_, *state_, *pipeline_, metrics_,
                                                           now_ms, 1 << 20, "http://127.0.0.1/fhir", nullptr,
                                                           nullptr, nullptr});
    context_->search = [this] { return search_; };
    add_terminology_routes(router_, *context_);
    add_code_routes(router_, *context_);
    add_fhir_routes(router_, *context_);
  }
  http::Response send(std::string_view method, std::string_view path, std::string_view query,
                      std::string_view body = {}, std::map<std::string, std::string> headers = {}) {
    const FakeHeaders fake(std::move(headers));
    http::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    request.headers = &fake;
    http::Response answer;
    router_.handle(request, [&answer](http::Response response) { answer = std::move(response); });
    return answer;
  }
  http::Response get(std::string_view path,
                     const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string query;
    for (const auto& [name, value] : parameters)
      query += (query.empty() ? "" : "&") + name + "=" + escaped(value);
    return send("GET", path, query);
  }
  static std::string header(const http::Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.headers) {
      if (name == wanted) return value;
    }
    return {};
  }
  static bool holds(const http::Response& response, std::string_view part) {
    return response.body.find(part) != std::string::npos;
  }
  static std::int64_t now_ms() { return std::int64_t{day("2026-05-04").days()} * 86400000; }

  testing::TemporaryFolder folder_;
  std::shared_ptr<FakeCatalogue> catalogue_ = small_catalogue();
  EngineHolder engine_{std::make_shared<Engine>(std::span<const Rule* const>())};
  ReferenceHolder holder_{catalogue_};
  Metrics metrics_{std::span<const Rule* const>()};
  std::unique_ptr<data::StateStore> state_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<RouteContext> context_;
  std::shared_ptr<const data::SearchIndex> search_ = std::make_shared<FakeSearch>();
  Router router_{metrics_};
};

constexpr const char* kLookup = "/fhir/CodeSystem/$lookup";
constexpr const char* kValidate = "/fhir/CodeSystem/$validate-code";
constexpr const char* kValidateSet = "/fhir/ValueSet/$validate-code";
constexpr const char* kExpand = "/fhir/ValueSet/$expand";

struct LookupCase {
  const char* system;
  const char* code;
  const char* date;
  unsigned status;
  const char* holds;
};
class Lookups : public Terminology, public ::testing::WithParamInterface<LookupCase> {};
TEST_P(Lookups, Answer) {
  const LookupCase& given = GetParam();
  std::vector<std::pair<std::string, std::string>> parameters{{"system", given.system}, {"code", given.code}};
  if (*given.date != '\0') parameters.emplace_back("date", given.date);
  const http::Response answer = get(kLookup, parameters);
  EXPECT_EQ(answer.status, given.status) << answer.body;
  EXPECT_TRUE(holds(answer, given.holds)) << answer.body;
  EXPECT_EQ(answer.content_type, kFhirJson);
}
INSTANTIATE_TEST_SUITE_P(
    All, Lookups,
    ::testing::Values(
        LookupCase{kCpt, "62324", "", 200, R"({"name":"display","valueString":"Epidural catheter"})"},
        LookupCase{"urn:oid:2.16.840.1.113883.6.12", "62324", "", 200, "Epidural catheter"},
        LookupCase{kHcpcs, "62324", "", 200, "Epidural catheter"},
        LookupCase{"https://bluebutton.cms.gov/resources/codesystem/hcpcs", "J1885", "", 200,
                   "Injection, ketorolac tromethamine, per 15 mg"},
        LookupCase{kHcpcs, "J1885", "2026-07-01", 200,
                   R"({"name":"code","valueCode":"inactive"},{"name":"value","valueBoolean":true})"},
        LookupCase{kHcpcs, "J1885", "2026-06-30", 200,
                   R"({"name":"code","valueCode":"inactive"},{"name":"value","valueBoolean":false})"},
        LookupCase{kCpt, "25", "", 200, "Separate visit"}, LookupCase{kHcpcs, "XS", "", 200, "Another organ"},
        LookupCase{kCpt, "99213-25", "", 200, "Office visit; Separate visit"},
        LookupCase{kIcd, "M54.50", "", 200, "Low back pain, unspecified"},
        LookupCase{kIcd, "m5450", "", 200, "Low back pain, unspecified"},
        LookupCase{"urn:oid:2.16.840.1.113883.6.90", "M54.50", "", 200, R"("valueString":"2026")"},
        LookupCase{"http://hl7.org/fhir/sid/icd-10-cm|2021", "M54.5", "", 200, R"("valueString":"2021")"},
        LookupCase{kIcd, "M54.5", "", 200,
                   R"({"name":"code","valueCode":"notSelectable"},{"name":"value","valueBoolean":true})"},
        LookupCase{kIcd, "M54.5", "2021-09-30", 200,
                   R"({"name":"code","valueCode":"notSelectable"},{"name":"value","valueBoolean":false})"},
        LookupCase{kPlace, "11", "", 200, "Place of service"},
        LookupCase{kIcd, "M54.99", "", 404, R"("code":"not-found")"},
        LookupCase{kCpt, "00000", "", 404, R"("code":"not-found")"},
        LookupCase{kPlace, "98", "", 404, R"("code":"not-found")"},
        LookupCase{"http://example.org/none", "1", "", 422, R"("code":"not-supported")"},
        LookupCase{"http://snomed.info/sct", "1", "", 422, "SNOMED CT"},
        LookupCase{"http://hl7.org/fhir/sid/icd-10-cm|1999", "M54.5", "", 422, "loaded: 2021, 2026"},
        LookupCase{kIcd, "", "", 400, R"("code":"required")"},
        LookupCase{kIcd, "M54.5", "May", 400, R"("code":"invalid")"}));

TEST_F(Terminology, LookupTakesParametersByPost) {
  const char* const body =
      R"({"resourceType":"Parameters","parameter":[{"name":"coding","valueCoding":{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}},{"name":"property","valueCode":"parent"}]})";
  const http::Response answer = send("POST", kLookup, "", body, {{"Content-Type", "application/fhir+json"}});
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_TRUE(holds(answer, R"({"name":"code","valueCode":"parent"},{"name":"value","valueCode":"M54.5"})"))
      << answer.body;
  EXPECT_EQ(send("POST", kLookup, "", "{", {}).status, 400U);
  EXPECT_EQ(send("POST", kLookup, "", R"({"resourceType":"Claim"})", {}).status, 400U);
  EXPECT_EQ(send("POST", kLookup, "", body, {{"Content-Type", "text/xml"}}).status, 415U);
}

TEST_F(Terminology, PropertiesAreWhatWasAskedFor) {
  const http::Response few = get(kLookup, {{"system", kCpt}, {"code", "62324"}});
  EXPECT_FALSE(holds(few, "statusIndicator"));
  const http::Response one =
      get(kLookup, {{"system", kCpt}, {"code", "62324"}, {"property", "statusIndicator"}});
  EXPECT_TRUE(holds(one, R"({"name":"code","valueCode":"statusIndicator"},{"name":"value","valueCode":"A"})"))
      << one.body;
  EXPECT_FALSE(holds(one, "workRvu"));
  EXPECT_TRUE(holds(get(kLookup, {{"system", kCpt}, {"code", "62324"}, {"property", "*"}}), "workRvu"));
  EXPECT_TRUE(holds(get(kLookup, {{"system", kIcd}, {"code", "M54"}, {"property", "child"}}),
                    R"("valueCode":"M54.5")"));
}

struct ValidateCase {
  std::vector<std::pair<std::string, std::string>> parameters;
  unsigned status;
  const char* holds;
};
class Validations : public Terminology, public ::testing::WithParamInterface<ValidateCase> {};
TEST_P(Validations, Answer) {
  const http::Response answer = get(kValidate, GetParam().parameters);
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  EXPECT_TRUE(holds(answer, GetParam().holds)) << answer.body;
}
const char* const kTrue = R"({"name":"result","valueBoolean":true})";
const char* const kFalse = R"({"name":"result","valueBoolean":false})";
INSTANTIATE_TEST_SUITE_P(
    All, Validations,
    ::testing::Values(
        ValidateCase{{{"url", kIcd}, {"code", "M54.50"}}, 200, kTrue},
        ValidateCase{{{"system", kIcd}, {"code", "M5450"}}, 200, kTrue},
        ValidateCase{{{"url", kIcd}, {"code", "M54.99"}}, 200, kFalse},
        ValidateCase{{{"url", kIcd}, {"code", "M54.5"}, {"date", "2021-09-30"}}, 200, kTrue},
        ValidateCase{{{"url", kIcd}, {"code", "M54.5"}, {"date", "2021-10-01"}}, 200, kFalse},
        ValidateCase{{{"url", kIcd}, {"code", "M54.5"}, {"date", "2021-10-01"}}, 200, "header"},
        ValidateCase{{{"url", kIcd}, {"code", "M54.5"}, {"abstract", "true"}}, 200, kTrue},
        ValidateCase{
            {{"url", kIcd}, {"code", "M54.50"}, {"display", "low back pain,  Unspecified"}}, 200, kTrue},
        ValidateCase{{{"url", kIcd}, {"code", "M54.50"}, {"display", "Headache"}}, 200, kFalse},
        ValidateCase{{{"url", kIcd}, {"code", "M54.50"}, {"display", "Headache"}},
                     200,
                     R"({"name":"display","valueString":"Low back pain, unspecified"})"},
        // No AMA text is loaded: a display of CPT can't be judged.
        ValidateCase{{{"url", kCpt}, {"code", "62324"}, {"display", "Anything"}}, 200, kTrue},
        ValidateCase{{{"url", kCpt}, {"code", "J1885"}}, 200, "HCPCS Level II"},
        ValidateCase{{{"url", kCpt}, {"code", "99213-25"}}, 200, kTrue},
        ValidateCase{{{"url", kCpt}, {"code", "99213-ZZ"}}, 200, kFalse},
        ValidateCase{
            {{"url", kHcpcs}, {"code", "J1885"}, {"date", "2026-07-01"}}, 200, "its last day was 2026-06-30"},
        ValidateCase{{{"url", kPlace}, {"code", "24"}}, 200, kTrue},
        ValidateCase{{{"url", kPlace}, {"code", "2"}}, 200, kFalse},
        ValidateCase{{{"url", "http://example.org/none"}, {"code", "1"}}, 422, R"("code":"not-supported")"},
        ValidateCase{{{"url", kIcd}}, 400, R"("code":"required")"},
        ValidateCase{{{"code", "M54.5"}}, 400, R"("code":"required")"}));

TEST_F(Terminology, AConceptIsValidByAnyOfItsCodings) {
  const char* const body =
      R"({"resourceType":"Parameters","parameter":[{"name":"codeableConcept","valueCodeableConcept":{"coding":[
        {"system":"http://example.org/none","code":"x"},{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.99"},
        {"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"M54.50"}]}}]})";
  const http::Response answer = send("POST", kValidate, "", body);
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_TRUE(holds(answer, kTrue)) << answer.body;
}

TEST_F(Terminology, AValueSetIsTheSystemBehindIt) {
  const std::string set = std::string(kIcd) + "?fhir_vs";
  EXPECT_TRUE(holds(get(kValidateSet, {{"url", set}, {"code", "M54.50"}}), kTrue));
  EXPECT_TRUE(holds(get(kValidateSet, {{"url", set}, {"code", "M54.50"}, {"system", kIcd}}), kTrue));
  EXPECT_TRUE(holds(get(kValidateSet, {{"url", set}, {"code", "62324"}, {"system", kCpt}}), kFalse));
  EXPECT_EQ(get(kValidateSet, {{"url", "http://example.org/vs"}, {"code", "1"}}).status, 404U);
  EXPECT_EQ(get(kValidateSet, {{"url", "http://example.org/none?fhir_vs"}, {"code", "1"}}).status, 422U);
  EXPECT_EQ(get(kValidateSet, {{"code", "1"}}).status, 400U);
}

TEST_F(Terminology, ExpandsByCountAndOffset) {
  const std::string set = std::string(kIcd) + "?fhir_vs";
  const http::Response all = get(kExpand, {{"url", set}});
  EXPECT_EQ(all.status, 200U) << all.body;
  EXPECT_TRUE(holds(all, R"("total":3)")) << all.body;
  EXPECT_TRUE(holds(all, R"("abstract":true,"code":"M54.5")")) << all.body;
  const http::Response second = get(kExpand, {{"url", set}, {"count", "1"}, {"offset", "2"}});
  EXPECT_TRUE(holds(second, R"("total":3,"offset":2)") && holds(second, R"("code":"M54.50")")) << second.body;
  EXPECT_FALSE(holds(second, R"("code":"M54.5")"));
  const http::Response none = get(kExpand, {{"url", set}, {"count", "0"}});
  EXPECT_TRUE(holds(none, R"("total":3)") && !holds(none, "contains")) << none.body;
  const http::Response then = get(kExpand, {{"url", set}, {"date", "2021-01-01"}});
  EXPECT_TRUE(holds(then, R"("total":1)")) << then.body;
  EXPECT_EQ(get(kExpand, {{"url", set}, {"count", "x"}}).status, 400U);
}

TEST_F(Terminology, ExpandsByFilterThroughTheSearch) {
  const std::string set = std::string(kIcd) + "?fhir_vs";
  const http::Response found = get(kExpand, {{"url", set}, {"filter", "back pain"}, {"count", "1"}});
  EXPECT_EQ(found.status, 200U) << found.body;
  EXPECT_TRUE(holds(found, "back pain found") && holds(found, R"("total":2)")) << found.body;
  search_ = nullptr;
  EXPECT_EQ(get(kExpand, {{"url", set}, {"filter", "back"}}).status, 503U);
}

TEST_F(Terminology, TooManyCodesAreTooCostly) {
  const ReleaseId release =
      catalogue_->add_release(Source::icd10cm, "2027", {day("2021-10-01"), Date::open_end()});
  for (int code = 0; code < 1001; ++code) {
    std::string text = std::to_string(10000 + code);
    catalogue_->add_diagnosis(release, "A" + text.substr(1), true);
  }
  const std::string set = std::string(kIcd) + "?fhir_vs";
  const http::Response answer = get(kExpand, {{"url", set}});
  EXPECT_EQ(answer.status, 422U);
  EXPECT_TRUE(holds(answer, R"("code":"too-costly")")) << answer.body;
  EXPECT_EQ(get(kExpand, {{"url", set}, {"count", "10"}}).status, 200U);
}

TEST_F(Terminology, EveryAnswerNamesItsSnapshot) {
  for (const char* path : {kLookup, kValidate}) {
    EXPECT_EQ(header(get(path, {{"system", kIcd}, {"code", "M54.50"}}), kReferenceDigest),
              catalogue_->digest_);
  }
  EXPECT_EQ(header(send("GET", "/api/v1/codes/62324", ""), kReferenceDigest), catalogue_->digest_);
  EXPECT_EQ(header(send("GET", "/api/v1/reference/status", ""), kReferenceDigest), catalogue_->digest_);
}

TEST_F(Terminology, CapabilitiesAreWhatIsThere) {
  const http::Response statement = send("GET", "/fhir/metadata", "");
  for (const char* name :
       {"\"lookup\"", "\"validate-code\"", "\"expand\"", "\"CodeSystem\"", "\"ValueSet\""}) {
    EXPECT_TRUE(holds(statement, name)) << statement.body;
  }
  const http::Response terminology = send("GET", "/fhir/metadata", "mode=terminology");
  EXPECT_TRUE(holds(terminology, R"("resourceType":"TerminologyCapabilities")"));
  EXPECT_TRUE(holds(terminology, kIcd) && holds(terminology, kPlace)) << terminology.body;
  EXPECT_EQ(send("GET", "/fhir/metadata", "mode=odd").status, 400U);
}

TEST_F(Terminology, ACodePageIsFetchedOnce) {
  const http::Response page = send("GET", "/api/v1/codes/M54%2E50", "on=2026-05-04");
  EXPECT_EQ(page.status, 200U) << page.body;
  EXPECT_TRUE(holds(page, R"("code":"M54.50")"));
  const std::string tag = header(page, "ETag");
  ASSERT_FALSE(tag.empty());
  EXPECT_EQ(
      send("GET", "/api/v1/codes/M54.50", "on=2026-05-04", "", {{"If-None-Match", "\"x\", W/" + tag}}).status,
      304U);
  EXPECT_EQ(send("GET", "/api/v1/codes/M54.50", "on=2026-05-05", "", {{"If-None-Match", tag}}).status, 200U);
  catalogue_->digest_ = "fedcba9876543210";
  EXPECT_EQ(send("GET", "/api/v1/codes/M54.50", "on=2026-05-04", "", {{"If-None-Match", tag}}).status, 200U);
}

TEST_F(Terminology, ACodePageIsRefusedInTheTermsOfProblems) {
  const http::Response unknown = send("GET", "/api/v1/codes/62342", "");
  EXPECT_EQ(unknown.status, 404U);
  EXPECT_EQ(unknown.content_type, "application/problem+json");
  EXPECT_TRUE(holds(unknown, R"("did_you_mean":[{"code":"62324")")) << unknown.body;
  for (const char* query :
       {"on=yesterday", "system=http://example.org", "pairs_page=0", "pairs_size=501", "kind=x"}) {
    const http::Response refused = send("GET", "/api/v1/codes/62324", query);
    EXPECT_EQ(refused.status, 400U) << query;
    EXPECT_EQ(refused.content_type, "application/problem+json");
  }
  EXPECT_EQ(send("POST", "/api/v1/codes/62324", "").status, 405U);
  EXPECT_EQ(send("GET", "/api/v1/codes/", "").status, 404U);
  EXPECT_EQ(send("GET", "/api/v1/codes/62324/more", "").status, 404U);
}

}  // namespace
}  // namespace chargelint::plugin
