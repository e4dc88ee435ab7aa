// An opaque reference to a patient: a keyed hash that joins a patient's claims and can't be turned back.
#pragma once

#include <string>
#include <string_view>

namespace chargelint::plugin {

class PatientRefs {
 public:
  // No key: no references (a plain hash of a record number could be guessed back).
  PatientRefs() = default;
  explicit PatientRefs(std::string key);
  // 32 hex digits; empty without a key or an identifier.
  [[nodiscard]] std::string of(std::string_view patient_id) const;

 private:
  std::string key_;
};

// HMAC-SHA-256 (RFC 2104).
[[nodiscard]] std::string keyed_hash(std::string_view key, std::string_view text);

}  // namespace chargelint::plugin
