// A parsed FHIR JSON document and the readers that turn resources into the claim view.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "rules/base/result.h"
#include "rules/claim/claim.h"

namespace chargelint::fhir {

struct DocumentLimits {
  std::size_t largest = std::size_t{16} * 1024 * 1024;
  std::size_t deepest = 64;
};

// What the resource itself said of the context: where it said nothing the caller's settings may stand in.
struct ReadingFacts {
  bool payer_stated = false;
  bool kind_stated = false;
};

// Owns the parser's buffers, which are reused from document to document: one a thread. Everything read from
// it (the claim's texts too) is valid until the next parse.
class Document {
 public:
  explicit Document(DocumentLimits limits = {});
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  // Refuses what is not JSON, not UTF-8, too deep, too large, or has a member twice in one object; `where` is
  // a byte offset or a path.
  [[nodiscard]] Result<void> parse(std::string_view bytes);
  [[nodiscard]] std::string_view resource_type() const;  // empty when there is none

  // Claim or Procedure, bare or as `resource` of Parameters. Errors: unsupported (another resource, another
  // FHIR release, XML), malformed (an element of the wrong JSON type: `where` is its path).
  [[nodiscard]] Result<Claim> read() const;
  [[nodiscard]] Result<Claim> read(ReadingFacts& facts) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// JSON that looks like a FHIR resource (or anything else in JSON), after a byte-order mark and white space.
[[nodiscard]] bool looks_like_json(std::string_view bytes);

// FHIRPath from the input's root: "Claim.item[1].modifier[0]".
[[nodiscard]] std::string location_text(Location location);

}  // namespace chargelint::fhir
