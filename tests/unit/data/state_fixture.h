// What the tests of the state store share: a folder of their own, a key, records, and waiting for an answer.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "data/state/sqlite_store.h"
#include "data/state/store.h"

namespace chargelint::data::state {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "chargelint-state-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

inline MessageRecord record_of(const std::string& control_id,
                               const std::string& message = "MSH|^~\\&|content") {
  MessageRecord record;
  record.protocol = "mllp";
  record.sender = "EPIC|MAIN";
  record.control_id = control_id;
  record.content = content_hash(message);
  record.received_ms = 1767225600123;
  record.message = message;
  record.answer = "MSA|AA|" + control_id + "|for " + message;
  record.patient_id = "PATIENT-7731";
  record.visit_id = "VISIT-9902";
  record.snapshot = "digest";
  record.verdict = R"({"claim":"VISIT-9902","status":"error"})";
  record.charges.push_back(
      {1, "CG", "T1", "62324", "59 LT", "M54.12 G89.4", "1", "2026-01-13", "1234567893", true});
  record.charges.push_back({2, "CD", "T2", "77003", "", "", "-1", "2026-01-13", "", false});
  record.findings.push_back({1, "NCCI-PTP-001", "error", R"({"rule":"NCCI-PTP-001"})"});
  return record;
}

// Submits and waits until it is answered.
inline Result<Committed> store(StateStore& store, MessageRecord record) {
  std::promise<Result<Committed>> answered;
  std::future<Result<Committed>> answer = answered.get_future();
  store.submit(std::move(record),
               [&answered](Result<Committed> outcome) { answered.set_value(std::move(outcome)); });
  return answer.get();
}

inline const std::string kKey(32, 'k');

inline std::unique_ptr<StateStore> open_store(const std::string& path, StoreOptions options = {}) {
  auto opened = open_sqlite_store(path, kKey, options);
  EXPECT_TRUE(opened.has_value()) << (opened ? "" : to_string(opened.error()));
  return opened ? std::move(*opened) : nullptr;
}

}  // namespace chargelint::data::state
