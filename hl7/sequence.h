// The sequence number protocol: what a sender's MSH-13 says, and the number that MSA-4 names as the next one.
// Kept in memory: after a restart the first number of each sender is taken as it comes, as the protocol has
// it for a receiver that expects none.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace chargelint::hl7 {

class SequenceNumbers {
 public:
  enum class Place : std::uint8_t {
    none,     // no number: the message is outside of the protocol
    link,     // 0 or -1: asks where the sequence stands, or begins it anew; nothing else is in the message
    next,     // the one that was expected; from now on the one behind it is
    earlier,  // seen before
    gap,      // one or more are missing before it
  };
  struct Taken {
    Place place = Place::none;
    std::int64_t expected = kUnknown;  // for MSA-4
  };
  static constexpr std::int64_t kUnknown = -1;

  [[nodiscard]] Taken take(std::string_view sender, std::string_view msh13);
  // The message that was `next` could not be kept: its number is expected again.
  void give_back(std::string_view sender, const Taken& taken);

 private:
  std::mutex mutex_;
  std::map<std::string, std::int64_t, std::less<>> expected_;
};

}  // namespace chargelint::hl7
