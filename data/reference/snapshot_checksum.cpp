// See snapshot_checksum.h.
#include "data/reference/snapshot_checksum.h"

#include <sys/mman.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <system_error>
#include <thread>

namespace chargelint::data::snapshot {
namespace {

// Of the file, so that pieces are whole pages; the first lacks the header. Small enough that what has just
// been read in is still near.
constexpr std::size_t kPiece = std::size_t{1} << 20U;
constexpr std::size_t kPiecesAThread = 8;  // a thread costs as much as some pieces
constexpr std::size_t kMostThreads = 4;

std::uint64_t combined(Header header, const std::vector<std::uint64_t>& sums) {
  header.checksum = 0;
  const std::uint64_t parts[2] = {XXH3_64bits(&header, sizeof(header)),
                                  XXH3_64bits(sums.data(), sums.size() * sizeof(std::uint64_t))};
  return XXH3_64bits(parts, sizeof(parts));
}

std::uint64_t sum_of(std::span<const std::byte> file, std::size_t piece) {
  const std::size_t begin = piece * kPiece;
  const auto bytes = file.subspan(begin, std::min(kPiece, file.size() - begin));
  // In one go; where the system cannot, the pages come one by one as they are read.
  ::madvise(const_cast<std::byte*>(bytes.data()), bytes.size(), MADV_POPULATE_READ);
  const std::size_t skipped = piece == 0 ? sizeof(Header) : 0;
  return XXH3_64bits(bytes.data() + skipped, bytes.size() - skipped);
}

}  // namespace

Checksum::Checksum() : state_(XXH3_createState()), in_piece_(sizeof(Header)) {
  XXH3_64bits_reset(state_.get());
}
Checksum::~Checksum() = default;
void Checksum::Free::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}

void Checksum::add(const void* bytes, std::size_t size) {
  const auto* at = static_cast<const std::byte*>(bytes);
  while (size > 0) {
    const std::size_t part = std::min(size, kPiece - in_piece_);
    XXH3_64bits_update(state_.get(), at, part);
    at += part;
    size -= part;
    in_piece_ += part;
    if (in_piece_ == kPiece) end_piece();
  }
}

void Checksum::end_piece() {
  sums_.push_back(XXH3_64bits_digest(state_.get()));
  XXH3_64bits_reset(state_.get());
  in_piece_ = 0;
}

std::uint64_t Checksum::finish(Header header) {
  if (in_piece_ > 0) end_piece();
  return combined(header, sums_);
}

std::uint64_t checksum_of(std::span<const std::byte> file) {
  Header header;
  std::memcpy(&header, file.data(), sizeof(header));
  std::vector<std::uint64_t> sums((file.size() + kPiece - 1) / kPiece);
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t piece = next++; piece < sums.size(); piece = next++) sums[piece] = sum_of(file, piece);
  };
  const std::size_t threads = std::min({sums.size() / kPiecesAThread, kMostThreads,
                                        std::size_t{std::max(std::thread::hardware_concurrency(), 1U)}});
  {
    std::vector<std::jthread> helpers;
    try {
      while (helpers.size() + 1 < threads) helpers.emplace_back(take);
    } catch (const std::system_error&) {  // no thread to be had: this one does it all
    }
    take();
  }
  return combined(header, sums);
}

}  // namespace chargelint::data::snapshot
