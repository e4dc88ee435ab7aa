// Reads small resources written in the tests, and the sample files beside the project.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/document.h"

namespace chargelint::fhir {

inline std::filesystem::path sample_folder() {
  return std::filesystem::path(CHARGELINT_SOURCE_DIR "/../shared/samples/fhir");
}

inline std::string read_whole_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A Claim with every required element and one item; `members` are added to the Claim, `item` stands for
// item[0].
inline std::string claim_json(std::string_view item, std::string_view members = "") {
  std::string json =
      R"({"resourceType":"Claim","id":"c-1","status":"active","use":"claim",)"
      R"("type":{"coding":[{"code":"professional"}]},"patient":{"reference":"Patient/1"},)"
      R"("created":"2024-05-03","provider":{"identifier":{"system":"http://hl7.org/fhir/sid/us-npi",)"
      R"("value":"1234567893"}},"priority":{"coding":[{"code":"normal"}]},)"
      R"("insurance":[{"sequence":1,"focal":true,"coverage":{"reference":"Coverage/1"}}])";
  if (!members.empty()) json.append(",").append(members);
  return json.append(R"(,"item":[)").append(item).append("]}");
}

inline std::string code_json(std::string_view code,
                             std::string_view system = "http://www.ama-assn.org/go/cpt") {
  std::string json = R"("productOrService":{"coding":[{"system":")";
  return json.append(system).append(R"(","code":")").append(code).append(R"("}]})");
}

// An item with a code and more members.
inline std::string item_json(std::string_view members, std::string_view code = "62324") {
  std::string json = R"({"sequence":1,)" + code_json(code);
  if (!members.empty()) json.append(",").append(members);
  return json + "}";
}

class Reader : public ::testing::Test {
 protected:
  // An unreadable resource is a failure of the test; the claim is then empty.
  Claim read(std::string_view json) {
    const auto parsed = document_.parse(json);
    if (!parsed) {
      ADD_FAILURE() << to_string(parsed.error());
      return {};
    }
    auto claim = document_.read(facts_);
    if (!claim) {
      ADD_FAILURE() << to_string(claim.error());
      return {};
    }
    return *std::move(claim);
  }
  Error refusal(std::string_view json) {
    const auto parsed = document_.parse(json);
    if (!parsed) return parsed.error();
    auto claim = document_.read();
    if (!claim) return claim.error();
    ADD_FAILURE() << "was read: " << json.substr(0, 200);
    return {};
  }
  static bool has_note(const Claim& claim, std::string_view location, std::string_view words) {
    for (const ReadingNote& note : claim.notes) {
      if (location_text(note.at) == location && note.text.find(words) != std::string_view::npos) return true;
    }
    return false;
  }

  Document document_;
  ReadingFacts facts_;
};

}  // namespace chargelint::fhir
