// What a terminology operation was asked, from a query string or from a Parameters resource.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/result.h"

namespace chargelint::fhir {

struct TermCoding {
  std::string system;
  std::string code;
  std::string version;
  std::string display;
};

struct TermRequest {
  std::string url;  // of the code system or the value set, without "|version"
  std::string system;
  std::string code;
  std::string version;  // of the code system
  std::string display;
  std::string date;
  std::string filter;
  std::vector<std::string> properties;
  std::vector<TermCoding> codings;  // of `coding`, or of all codings of `codeableConcept`
  std::optional<bool> abstract;     // codes that can't be selected count as valid
  std::optional<bool> active_only;
  std::optional<std::int64_t> count;
  std::optional<std::int64_t> offset;
  bool holds_resource = false;  // a ValueSet or CodeSystem was sent along: these are not processed

  // A parameter of a query string. Names that are not known are passed over, as FHIR asks of a lenient
  // server.
  [[nodiscard]] Result<void> set(std::string_view name, std::string_view value);
};

// Reads POST bodies: Parameters. One a thread; its buffers are reused.
class TermReader {
 public:
  explicit TermReader(std::size_t largest);
  ~TermReader();
  TermReader(TermReader&&) noexcept;
  TermReader& operator=(TermReader&&) noexcept;
  [[nodiscard]] Result<TermRequest> read(std::string_view body);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chargelint::fhir
