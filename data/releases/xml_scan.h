// Reading XML as a stream of events. No network, no document type: what asks for one is refused before
// anything of it is expanded.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "data/releases/source_file.h"

namespace chargelint::data {

struct XmlAttribute {
  std::string_view name;
  std::string_view value;
};

// May throw a Refusal; the reading ends there.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void open(std::string_view name, std::span<const XmlAttribute> attributes, std::uint32_t line) = 0;
  virtual void words(std::string_view text) = 0;  // one text may come in several calls
  virtual void close(std::string_view name, std::uint32_t line) = 0;
};

// Refuses, with the line, what is not well formed to its end.
void scan_xml(SourceText& text, XmlHandler& handler);

// Whether an element of that name is opened within the head; UTF-16 is looked through.
[[nodiscard]] bool opens_element(std::string_view head, std::string_view name);

[[nodiscard]] std::string_view attribute_value(std::span<const XmlAttribute> attributes,
                                               std::string_view name);

}  // namespace chargelint::data
