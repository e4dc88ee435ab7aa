// Text as an acknowledgement carries it: escaped in the sender's delimiters, in its character set, without
// bytes that would end a field, a segment or a frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hl7/message.h"

namespace chargelint::hl7 {

// Table 0357.
[[nodiscard]] std::string_view hl7_error_text(std::uint16_t code);

// Cuts a UTF-8 text to at most `size` bytes, on a character; "..." marks the cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t size);

// Dashes, quotes and the like as ASCII; what has no ASCII form becomes "?".
[[nodiscard]] std::string as_ascii(std::string_view text);

class AckText {
 public:
  // `msh18` is the sender's character set.
  AckText(const Delimiters& delimiters, std::string_view msh18);

  // Our own words.
  void append(std::string& out, std::string_view text) const;
  // The sender's own bytes, already escaped: at most `size` of them.
  void echo(std::string& out, std::string_view raw, std::size_t size) const;
  // Whether the answer can declare the sender's set (it is written in it).
  [[nodiscard]] bool declares_set() const { return declares_set_; }

 private:
  void append_character(std::string& out, char character) const;

  Delimiters delimiters_;
  bool is_utf8_ = false;
  bool declares_set_ = true;
  const char* encoding_ = nullptr;  // of echoed text that was decoded on the way in
};

}  // namespace chargelint::hl7
