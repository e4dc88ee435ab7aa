// An append-only JSON writer: keys in the order they are written, no tree, no allocation besides the text
// itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace chargelint::fhir {

class JsonWriter {
 public:
  JsonWriter() = default;
  explicit JsonWriter(std::string& out) : out_(&out) {}
  JsonWriter(const JsonWriter&) = delete;  // out_ may point into the object
  JsonWriter& operator=(const JsonWriter&) = delete;
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  // Escapes what JSON asks for; bytes that are not UTF-8 become U+FFFD.
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(std::int64_t{number}); }
  JsonWriter& value(bool flag);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // a number or a value already in JSON
  template <class T>
  JsonWriter& member(std::string_view name, T content) {
    return key(name).value(content);
  }
  [[nodiscard]] const std::string& text() const { return *out_; }
  [[nodiscard]] std::string take() { return std::move(*out_); }

 private:
  bool comma_due();
  void separate();
  std::string own_;
  std::string* out_ = &own_;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace chargelint::fhir
