// What Document refuses, and how it says so.
#include <ostream>

#include "reading_fixture.h"

namespace chargelint::fhir {
namespace {

struct Refusal {
  std::string name;
  std::string text;
  ErrorKind kind;
  std::string where;
  std::string what;  // part of it
};
void PrintTo(const Refusal& refusal, std::ostream* out) {
  *out << refusal.name;
}

class Refuses : public Reader, public ::testing::WithParamInterface<Refusal> {};

TEST_P(Refuses, TextWithPlaceAndReason) {
  const Refusal& expected = GetParam();
  const Error error = refusal(expected.text);
  EXPECT_EQ(error.kind, expected.kind);
  EXPECT_EQ(error.where, expected.where);
  EXPECT_NE(error.what.find(expected.what), std::string::npos) << error.what;
}

std::string nested(std::size_t lists) {
  std::string text = R"({"a":)";
  text.append(lists, '[').append("1").append(lists, ']');
  return text + "}";
}

std::string many_members(std::size_t count) {
  std::string text = "{";
  for (std::size_t index = 0; index < count; ++index) {
    text.append(index == 0 ? "\"m" : ",\"m").append(std::to_string(index)).append("\":1");
  }
  return text + "}";
}

constexpr auto kMalformed = ErrorKind::malformed;

INSTANTIATE_TEST_SUITE_P(
    Json, Refuses,
    ::testing::Values(
        Refusal{"nothing", "", kMalformed, "byte 0", "empty"},
        Refusal{"blanks", " \n", kMalformed, "byte 0", "empty"},
        Refusal{"ends_in_object", R"({"a":1)", kMalformed, "byte 6", "ends early"},
        Refusal{"ends_in_text", R"({"a":"b)", kMalformed, "byte 7", "ends early"},
        Refusal{"trailing_comma", R"({"a":1,})", kMalformed, "byte 7", "member name"},
        Refusal{"missing_comma", R"({"a":[1 2]})", kMalformed, "byte 8", "comma"},
        Refusal{"missing_colon", R"({"a" 1})", kMalformed, "byte 5", "colon"},
        Refusal{"single_quotes", R"({'a':1})", kMalformed, "byte 1", "member name"},
        Refusal{"two_documents", R"({} {})", kMalformed, "byte 3", "more text"},
        Refusal{"word", R"({"a":nul})", kMalformed, "byte 5", "value"},
        Refusal{"leading_zero", R"({"a":01})", kMalformed, "byte 5", "number"},
        Refusal{"huge_number", R"({"a":1e999})", kMalformed, "byte 5", "out of range"},
        Refusal{"bad_escape", R"({"a":"\x"})", kMalformed, "byte 6", "escape"},
        Refusal{"lone_surrogate", R"({"a":"\ud800"})", kMalformed, "byte 6", "escape"},
        Refusal{"control_character", "{\"a\":\"\t\"}", kMalformed, "byte 6", "control character"},
        Refusal{"latin1", "{\"a\":\"\xE9\"}", kMalformed, "byte 6", "UTF-8"},
        Refusal{"latin1_after_bom", "\xEF\xBB\xBF{\"a\":\"\xE9\"}", kMalformed, "byte 9", "UTF-8"},
        Refusal{"utf16", std::string("\xFF\xFE{\0}\0", 6), kMalformed, "byte 0", "UTF-8"},
        Refusal{"list_at_top", "[1]", kMalformed, "byte 0", "object"},
        Refusal{"text_at_top", "\"a\"", kMalformed, "byte 0", "object"},
        Refusal{"too_deep", nested(64), kMalformed, "byte 68", "deep"},
        Refusal{"too_many_members", many_members(257), kMalformed, "m256", "256"},
        Refusal{"member_twice", R"({"resourceType":"Claim","item":[{},{"net":{"value":1,"x":2,"value":3}}]})",
                kMalformed, "Claim.item[1].net.value", "twice"},
        Refusal{"unknown_member_twice", R"({"resourceType":"Claim","meta":{"tag":[{"zz":1,"zz":2}]}})",
                kMalformed, "Claim.meta.tag[0].zz", "twice"},
        Refusal{"member_twice_by_escape", R"({"resourceType":"Claim","\u0069d":"1","id":"2"})", kMalformed,
                "Claim.id", "twice"},
        Refusal{"odd_name_twice", R"({"Jo Doe":1,"Jo Doe":2})", kMalformed, "Jo?Doe", "twice"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Resource, Refuses,
    ::testing::Values(
        Refusal{"xml", "<Claim xmlns=\"http://hl7.org/fhir\"/>", ErrorKind::unsupported, "byte 0", "XML"},
        Refusal{"xml_after_bom", "\xEF\xBB\xBF <Claim/>", ErrorKind::unsupported, "byte 4", "XML"},
        Refusal{"no_type", R"({"id":"1"})", kMalformed, "", "resourceType"},
        Refusal{"type_is_number", R"({"resourceType":1})", kMalformed, "resourceType", "resourceType"},
        Refusal{"other_type", R"({"resourceType":"Coverage"})", ErrorKind::unsupported, "Coverage",
                "type Coverage"},
        Refusal{"hostile_type", R"({"resourceType":"<b>John Doe</b>"})", ErrorKind::unsupported,
                "?b?John?Doe??b?", "?b?John?Doe??b?"},
        Refusal{"parameters_without_resource",
                R"({"resourceType":"Parameters","parameter":[{"name":"mode"}]})", kMalformed,
                "Parameters.parameter", "resource"},
        Refusal{"fault_in_parameters",
                R"({"resourceType":"Parameters","parameter":[{"name":"mode"},)"
                R"({"name":"resource","resource":{"resourceType":"Claim","item":{}}}]})",
                kMalformed, "Parameters.parameter[1].resource.item", "a list was expected"},
        Refusal{"item_is_object", claim_json("", R"("diagnosis":{})"), kMalformed, "Claim.diagnosis",
                "not an object"},
        Refusal{"member_is_null", claim_json("", R"("diagnosis":null)"), kMalformed, "Claim.diagnosis",
                "not null"},
        Refusal{"item_is_number", claim_json("1"), kMalformed, "Claim.item[0]", "an object was expected"},
        Refusal{"sequence_is_text", claim_json(R"({"sequence":"1"})"), kMalformed, "Claim.item[0].sequence",
                "a number was expected"},
        Refusal{"sequence_is_fraction", claim_json(R"({"sequence":1.5})"), kMalformed,
                "Claim.item[0].sequence", "a whole number"},
        Refusal{"sequence_out_of_range", claim_json(R"({"sequence":99999999999})"), kMalformed,
                "Claim.item[0].sequence", "range"},
        Refusal{"pointer_is_text", claim_json(R"({"sequence":1,"diagnosisSequence":[1,"2"]})"), kMalformed,
                "Claim.item[0].diagnosisSequence[1]", "a number"},
        Refusal{"code_is_number",
                claim_json(R"({"sequence":1,"productOrService":{"coding":[{"code":62324}]}})"), kMalformed,
                "Claim.item[0].productOrService.coding[0].code", "a text was expected"},
        Refusal{"quantity_too_large", claim_json(R"({"sequence":1,"quantity":{"value":1e300}})"), kMalformed,
                "Claim.item[0].quantity.value", "range"},
        Refusal{"stu3_item", R"({"resourceType":"Claim","item":[{"service":{}}]})", ErrorKind::unsupported,
                "Claim", "STU3"},
        Refusal{"stu3_use", R"({"resourceType":"Claim","use":"complete"})", ErrorKind::unsupported, "Claim",
                "STU3"},
        Refusal{"dstu2_type", R"({"resourceType":"Claim","type":"professional"})", ErrorKind::unsupported,
                "Claim", "DSTU2"},
        Refusal{"stu3_procedure", R"({"resourceType":"Procedure","notDone":false})", ErrorKind::unsupported,
                "Procedure", "STU3"}),
    [](const auto& test) { return test.param.name; });

TEST(Document, AcceptsTheGreatestDepthOnly) {
  Document document;
  EXPECT_TRUE(document.parse(nested(63)));
  EXPECT_FALSE(document.parse(nested(64)));
}

TEST(Document, RefusesMoreBytesThanAllowed) {
  Document document(DocumentLimits{10, 64});
  EXPECT_TRUE(document.parse(R"({"a":"bc"})"));
  const auto refused = document.parse(R"({"a":"bcd"})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
}

TEST(Document, ForgetsTheLastDocumentWhenTheNextIsRefused) {
  Document document;
  ASSERT_TRUE(document.parse(R"({"resourceType":"Claim"})"));
  EXPECT_EQ(document.resource_type(), "Claim");
  EXPECT_FALSE(document.parse("{"));
  EXPECT_EQ(document.resource_type(), "");
  EXPECT_FALSE(document.read());
}

TEST(Document, ReadsSmallDocumentsAfterALargeOne) {
  Document document;
  const std::string large = R"({"resourceType":"Claim","x":")" + std::string(3'000'000, 'x') + R"("})";
  ASSERT_TRUE(document.parse(large));
  ASSERT_TRUE(document.parse(R"({"resourceType":"Procedure"})"));
  EXPECT_EQ(document.resource_type(), "Procedure");
}

TEST(Document, RefusesDeepNestingQuickly) {
  Document document;
  const auto refused = document.parse(nested(90'000));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::malformed);
}

TEST(LooksLikeJson, GoesByTheFirstCharacter) {
  EXPECT_TRUE(looks_like_json("{}"));
  EXPECT_TRUE(looks_like_json("\xEF\xBB\xBF\r\n [1]"));
  EXPECT_FALSE(looks_like_json("MSH|^~\\&"));
  EXPECT_FALSE(looks_like_json("<Claim/>"));
  EXPECT_FALSE(looks_like_json("  "));
}

}  // namespace
}  // namespace chargelint::fhir
