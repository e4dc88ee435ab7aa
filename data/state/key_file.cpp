// The key from the environment or from a file that only its owner may read.
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "data/state/sealing.h"
#include "data/state/store.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kHexSize = 2 * state::kKeySize;
constexpr std::size_t kBase64Size = 44;
constexpr std::size_t kLargestFile = 256;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool valid() const { return number_ >= 0; }

 private:
  int number_;
};

// A name that is gone when the scope ends.
class Temporary {
 public:
  explicit Temporary(std::string name) : name_(std::move(name)) {}
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() { ::unlink(name_.c_str()); }

 private:
  std::string name_;
};

std::string system_reason(int number) {
  return std::generic_category().message(number);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

int hex_value(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

// Empty when the text is no key.
std::string from_hex(std::string_view text) {
  std::string key;
  for (std::size_t index = 0; index + 1 < text.size(); index += 2) {
    const int high = hex_value(text[index]);
    const int low = hex_value(text[index + 1]);
    if (high < 0 || low < 0) return {};
    key.push_back(static_cast<char>(high * 16 + low));
  }
  return key;
}

std::string from_base64(std::string_view text) {
  if (text.back() != '=' || text[text.size() - 2] == '=') return {};
  std::string key(kBase64Size / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(key.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  key.resize(state::kKeySize);
  return key;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const char character : bytes) {
    const auto value = static_cast<unsigned char>(character);
    text.push_back(kHex[value >> 4U]);
    text.push_back(kHex[value & 15U]);
  }
  return text;
}

Result<std::string> decode(std::string_view text, ErrorKind kind, const std::string& where) {
  text = trimmed(text);
  std::string key;
  if (text.size() == kHexSize) key = from_hex(text);
  if (text.size() == kBase64Size) key = from_base64(text);
  if (key.size() != state::kKeySize) {
    return fail(kind, where,
                "the key is not 32 bytes written as 64 hex digits or 44 base64 characters (it has " +
                    std::to_string(text.size()) + " characters)");
  }
  return key;
}

Result<std::string> read_key(const Descriptor& file, const std::string& where) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorKind::environment, where, "the key file is not a regular file");
  }
  if ((status.st_mode & 077U) != 0) {
    return fail(ErrorKind::environment, where,
                "the key file may be read by others than its owner; expected mode 0600 (chmod 600)");
  }
  std::string content(kLargestFile, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t count = ::read(file.get(), content.data() + size, content.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return fail(ErrorKind::environment, where, "cannot read the key file: " + system_reason(errno));
    }
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  content.resize(size);
  return decode(content, ErrorKind::environment, where);
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// Written under another name and linked into place: the name never shows a half-written key, and of two
// processes that start together one wins and the other finds its key.
Result<void> make_key(const std::string& name) {
  const Result<std::string> key = state::random_bytes(state::kKeySize);
  if (!key) return tl::unexpected(key.error());
  std::string temporary_name = name + ".XXXXXX";
  const Descriptor file(::mkstemp(temporary_name.data()));  // O_EXCL, mode 0600
  if (!file.valid()) {
    return fail(ErrorKind::environment, name, "cannot make the key file: " + system_reason(errno));
  }
  const Temporary temporary(temporary_name);
  if (!write_all(file.get(), to_hex(*key) + "\n") || ::fsync(file.get()) != 0) {
    return fail(ErrorKind::environment, name, "cannot write the key file: " + system_reason(errno));
  }
  if (::link(temporary_name.c_str(), name.c_str()) != 0 && errno != EEXIST) {
    return fail(ErrorKind::environment, name, "cannot make the key file: " + system_reason(errno));
  }
  const std::size_t slash = name.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : name.substr(0, slash + 1);
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid() || ::fsync(directory.get()) != 0) {
    return fail(ErrorKind::environment, name, "cannot make the key file durable: " + system_reason(errno));
  }
  return {};
}

}  // namespace

Result<std::string> load_key(const std::string& file, const char* variable) {
  if (variable != nullptr) {
    // Read at the start, before the threads.
    const char* const value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
    if (value != nullptr && *value != '\0') return decode(value, ErrorKind::usage, variable);
  }
  for (int attempt = 0; attempt < 2; ++attempt) {
    const Descriptor existing(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (existing.valid()) return read_key(existing, file);
    if (errno != ENOENT) {
      return fail(ErrorKind::environment, file, "cannot open the key file: " + system_reason(errno));
    }
    if (const Result<void> made = make_key(file); !made) return tl::unexpected(made.error());
  }
  return fail(ErrorKind::environment, file, "the key file was removed while it was made");
}

}  // namespace chargelint::data
