// OpenSSL's EVP interface; algorithms are fetched once, since a fetch costs more than sealing a short value.
#include "data/state/sealing.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "data/state/store.h"

namespace chargelint::data::state {
namespace {

constexpr unsigned char kKeyId = 1;
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kOverhead = 1 + kNonceSize + kTagSize;

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Cipher = std::unique_ptr<EVP_CIPHER, FreeWith<EVP_CIPHER_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;
using Mac = std::unique_ptr<EVP_MAC, FreeWith<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeWith<EVP_MAC_CTX_free>>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

tl::unexpected<Error> crypto_failure(std::string what) {
  return fail(ErrorKind::environment, "encryption", std::move(what));
}

MacContext keyed(EVP_MAC* mac, std::string_view key) {
  MacContext context(EVP_MAC_CTX_new(mac));
  // The parameter is read, never written.
  char digest[] = "SHA256";
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, static_cast<char*>(digest), 0),
      OSSL_PARAM_construct_end()};
  if (!context || EVP_MAC_init(context.get(), bytes(key), key.size(), parameters.data()) != 1) return nullptr;
  return context;
}

bool finish(EVP_MAC_CTX* context, Digest& digest) {
  std::size_t size = 0;
  return EVP_MAC_final(context, reinterpret_cast<unsigned char*>(digest.data()), &size, digest.size()) == 1 &&
         size == digest.size();
}

bool derive(EVP_MAC* mac, std::string_view key, std::string_view label, Digest& derived) {
  const MacContext context = keyed(mac, key);
  return context && EVP_MAC_update(context.get(), bytes(label), label.size()) == 1 &&
         finish(context.get(), derived);
}

}  // namespace

struct Sealer::Keys {
  Cipher cipher;
  MacContext index;
  Digest encryption{};
  std::string check;

  Keys() = default;
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  ~Keys() { OPENSSL_cleanse(encryption.data(), encryption.size()); }
};

Sealer::Sealer(std::unique_ptr<const Keys> keys) : keys_(std::move(keys)) {}
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer& Sealer::operator=(Sealer&&) noexcept = default;
Sealer::~Sealer() = default;

Result<Sealer> Sealer::make(std::string_view key) {
  if (key.size() != kKeySize) {
    return fail(ErrorKind::usage, "key",
                "the key has " + std::to_string(key.size()) + " bytes; 32 are expected");
  }
  auto keys = std::make_unique<Keys>();
  keys->cipher.reset(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  const Mac mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  Digest index{};
  Digest check{};
  const bool derived = keys->cipher && mac && derive(mac.get(), key, "encrypt", keys->encryption) &&
                       derive(mac.get(), key, "index", index) && derive(mac.get(), key, "check", check);
  if (derived) keys->index = keyed(mac.get(), view(index));
  OPENSSL_cleanse(index.data(), index.size());
  if (!keys->index) return crypto_failure("OpenSSL offers no AES-256-GCM or HMAC-SHA-256 here");
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const std::byte value : check) {
    keys->check.push_back(kHex[std::to_integer<unsigned>(value) >> 4U]);
    keys->check.push_back(kHex[std::to_integer<unsigned>(value) & 15U]);
  }
  return Sealer(std::move(keys));
}

const std::string& Sealer::check_value() const {
  return keys_->check;
}

Result<std::string> Sealer::seal(std::string_view column, std::string_view plain) const {
  if (plain.size() > std::numeric_limits<int>::max() - kOverhead) {
    return fail(ErrorKind::too_large, "encryption", "a value of 2 GiB or more cannot be stored");
  }
  std::string sealed(plain.size() + kOverhead, '\0');
  unsigned char* const nonce = bytes(sealed) + 1;
  unsigned char* const body = nonce + kNonceSize;
  bytes(sealed)[0] = kKeyId;
  if (RAND_bytes(nonce, static_cast<int>(kNonceSize)) != 1) {
    return crypto_failure("the system gives no random numbers");
  }
  const CipherContext context(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool done =
      context &&
      EVP_EncryptInit_ex2(context.get(), keys_->cipher.get(),
                          reinterpret_cast<const unsigned char*>(keys_->encryption.data()), nonce,
                          nullptr) == 1 &&
      // The key id is authenticated too.
      EVP_EncryptUpdate(context.get(), nullptr, &size, bytes(sealed), 1) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &size, bytes(column), static_cast<int>(column.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), body, &size, bytes(plain), static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), body + plain.size(), &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagSize),
                          body + plain.size()) == 1;
  if (!done) return crypto_failure("a value could not be encrypted");
  return sealed;
}

Result<std::string> Sealer::open(std::string_view column, std::string_view sealed) const {
  const auto refuse = [&] {
    return fail(ErrorKind::malformed, std::string(column),
                "the stored value does not open: it was changed, moved, or sealed with another key");
  };
  if (sealed.size() < kOverhead || sealed.size() > std::numeric_limits<int>::max() ||
      bytes(sealed)[0] != kKeyId) {
    return refuse();
  }
  std::string plain(sealed.size() - kOverhead, '\0');
  const unsigned char* const nonce = bytes(sealed) + 1;
  const unsigned char* const body = nonce + kNonceSize;
  std::array<unsigned char, kTagSize> tag{};
  std::copy_n(body + plain.size(), kTagSize, tag.begin());
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::array<unsigned char, kTagSize> rest{};
  int size = 0;
  const bool done =
      context &&
      EVP_DecryptInit_ex2(context.get(), keys_->cipher.get(),
                          reinterpret_cast<const unsigned char*>(keys_->encryption.data()), nonce,
                          nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, bytes(sealed), 1) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, bytes(column), static_cast<int>(column.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), bytes(plain), &size, body, static_cast<int>(plain.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagSize), tag.data()) ==
          1 &&
      EVP_DecryptFinal_ex(context.get(), rest.data(), &size) == 1;
  if (!done) return refuse();
  return plain;
}

Result<Digest> Sealer::index_key(std::string_view domain, std::string_view value) const {
  const MacContext context(EVP_MAC_CTX_dup(keys_->index.get()));
  Digest digest{};
  // The zero byte ends the domain, so that no pair of domain and value runs into another.
  const bool done = context && EVP_MAC_update(context.get(), bytes(domain), domain.size()) == 1 &&
                    EVP_MAC_update(context.get(), bytes(std::string_view("\0", 1)), 1) == 1 &&
                    EVP_MAC_update(context.get(), bytes(value), value.size()) == 1 &&
                    finish(context.get(), digest);
  if (!done) return crypto_failure("a value could not be hashed");
  return digest;
}

Result<std::string> random_bytes(std::size_t count) {
  std::string random(count, '\0');
  if (RAND_priv_bytes(bytes(random), static_cast<int>(count)) != 1) {
    return crypto_failure("the system gives no random numbers");
  }
  return random;
}

}  // namespace chargelint::data::state

namespace chargelint::data {

ContentHash content_hash(std::string_view bytes) {
  // Fetched once: EVP_sha256() would look the algorithm up, under a lock, on every call.
  static const std::unique_ptr<EVP_MD, state::FreeWith<EVP_MD_free>> sha256(
      EVP_MD_fetch(nullptr, "SHA256", nullptr));
  ContentHash hash{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()), &size, sha256.get(),
             nullptr);
  return hash;
}

}  // namespace chargelint::data
