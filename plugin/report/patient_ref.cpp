#include "plugin/report/patient_ref.h"

#include <array>
#include <cstddef>
#include <utility>

#include "data/state/store.h"

namespace chargelint::plugin {
namespace {

constexpr std::size_t kBlock = 64;

std::string digest(std::string_view bytes) {
  const data::ContentHash hash = data::content_hash(bytes);
  std::string text;
  for (const std::byte value : hash) text += static_cast<char>(value);
  return text;
}

std::string padded(const std::string& block, unsigned char pad) {
  std::string out;
  for (const char character : block) out += static_cast<char>(static_cast<unsigned char>(character) ^ pad);
  return out;
}

}  // namespace

std::string keyed_hash(std::string_view key, std::string_view text) {
  std::string block(key.size() > kBlock ? digest(key) : std::string(key));
  block.resize(kBlock, '\0');
  std::string inner = padded(block, 0x36);
  inner += text;
  return digest(padded(block, 0x5c) + digest(inner));
}

PatientRefs::PatientRefs(std::string key) : key_(std::move(key)) {}

std::string PatientRefs::of(std::string_view patient_id) const {
  if (key_.empty() || patient_id.empty()) return {};
  // A purpose of its own: the store's join key can't be compared with what is printed.
  const std::string hash = keyed_hash(key_, "chargelint patient_ref " + std::string(patient_id));
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t index = 0; index < 16; ++index) {
    const auto value = static_cast<unsigned char>(hash[index]);
    text += kDigits[value >> 4U];
    text += kDigits[value & 15U];
  }
  return text;
}

}  // namespace chargelint::plugin
