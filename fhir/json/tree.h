// The JSON back end of the element view: text to nodes. The only part of the module that knows simdjson.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "fhir/element.h"
#include "rules/base/result.h"

namespace chargelint::fhir {

class JsonTree {
 public:
  JsonTree(std::size_t largest, std::size_t deepest);
  ~JsonTree();
  JsonTree(JsonTree&&) noexcept;
  JsonTree& operator=(JsonTree&&) noexcept;

  // Buffers are kept from call to call. After an error the tree is empty.
  [[nodiscard]] Result<void> parse(std::string_view bytes);
  [[nodiscard]] Element root() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chargelint::fhir
