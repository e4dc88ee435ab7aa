// SHA-256 over bytes that come in pieces.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace chargelint::data {

class Digest {
 public:
  using Bytes = std::array<unsigned char, 32>;
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  void add(std::string_view bytes);
  [[nodiscard]] Bytes finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

[[nodiscard]] std::string hex(const Digest::Bytes& bytes);
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
[[nodiscard]] std::string sha256_hex_of_file(const std::string& path);

}  // namespace chargelint::data
