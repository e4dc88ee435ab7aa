// SHA-256 by OpenSSL.
#include "data/reference/digest.h"

#include <openssl/evp.h>

#include <fstream>
#include <vector>

#include "data/reference/refusal.h"

namespace chargelint::data {

struct Digest::Context {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> evp{EVP_MD_CTX_new()};
};

Digest::Digest() : context_(std::make_unique<Context>()) {
  if (!context_->evp || EVP_DigestInit_ex(context_->evp.get(), EVP_sha256(), nullptr) != 1) {
    refuse(ErrorKind::environment, "sha-256", "the cryptography library does not offer it");
  }
}
Digest::~Digest() = default;

void Digest::add(std::string_view bytes) {
  EVP_DigestUpdate(context_->evp.get(), bytes.data(), bytes.size());
}

Digest::Bytes Digest::finish() {
  Bytes bytes{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(context_->evp.get(), bytes.data(), &size);
  return bytes;
}

std::string hex(const Digest::Bytes& bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text.push_back(kDigits[byte >> 4U]);
    text.push_back(kDigits[byte & 15U]);
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return hex(digest.finish());
}

std::string sha256_hex_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(ErrorKind::environment, path, "cannot be read");
  Digest digest;
  std::vector<char> block(1U << 20U);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
    digest.add({block.data(), static_cast<std::size_t>(file.gcount())});
  }
  return hex(digest.finish());
}

}  // namespace chargelint::data
