// The checksum of a snapshot: XXH3 of the header and of the sums of the pieces behind it, so that several
// threads can take a file apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/reference/snapshot_format.h"

struct XXH3_state_s;

namespace chargelint::data::snapshot {

// While a file is written: its bytes behind the header, in order.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;
  void add(const void* bytes, std::size_t size);
  // Of the file that begins with this header, whose own field for it is not counted.
  [[nodiscard]] std::uint64_t finish(Header header);

 private:
  void end_piece();
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
  std::size_t in_piece_ = 0;
  std::vector<std::uint64_t> sums_;
};

// Of a mapped file, which is read into memory on the way.
[[nodiscard]] std::uint64_t checksum_of(std::span<const std::byte> file);

}  // namespace chargelint::data::snapshot
