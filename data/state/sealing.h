// Encryption of single values and the keyed hash that joins them. Thread-safe: one Sealer serves all threads.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "rules/base/result.h"

namespace chargelint::data::state {

using Digest = std::array<std::byte, 32>;
[[nodiscard]] inline std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

inline constexpr std::size_t kKeySize = 32;

class Sealer {
 public:
  [[nodiscard]] static Result<Sealer> make(std::string_view key);
  Sealer(Sealer&&) noexcept;
  Sealer& operator=(Sealer&&) noexcept;
  ~Sealer();

  // Key id (1 byte), nonce (12), ciphertext, tag (16), by AES-256-GCM. `column` ("message.visit_sealed") is
  // authenticated with it, so a value moved to another column does not open. The nonce is random: one key is
  // good for 2^32 values, about a thousand million messages.
  [[nodiscard]] Result<std::string> seal(std::string_view column, std::string_view plain) const;
  // `malformed` when a single bit was changed, or the key or column is another.
  [[nodiscard]] Result<std::string> open(std::string_view column, std::string_view sealed) const;
  // HMAC-SHA-256 under a key of its own. `domain` keeps equal values of different kinds apart.
  [[nodiscard]] Result<Digest> index_key(std::string_view domain, std::string_view value) const;
  // Tells whether a store was made with this key; says nothing about the key.
  [[nodiscard]] const std::string& check_value() const;

 private:
  struct Keys;
  explicit Sealer(std::unique_ptr<const Keys> keys);
  std::unique_ptr<const Keys> keys_;
};

// Bytes nobody can guess.
[[nodiscard]] Result<std::string> random_bytes(std::size_t count);

}  // namespace chargelint::data::state
