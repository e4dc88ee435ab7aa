// A usual DFT is opened, indexed and mapped without the heap.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "support.h"

namespace {
std::atomic<std::size_t> allocations{0};
}  // namespace

// NOLINTBEGIN: the counting allocator of this test program
void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
// NOLINTEND

namespace chargelint::hl7 {
namespace {

std::size_t allocations_of(const std::string& bytes, std::size_t* lines) {
  const std::size_t before = allocations;
  const auto message = Message::open(bytes);
  if (!message) return 999;
  const Claim claim = read_charges(*message);
  *lines = claim.lines.size();
  return allocations - before;
}

TEST(Allocation, AUsualChargeMessageTakesNone) {
  const std::string bytes = test::dft(
      "FT1|1|T1||20260129||CG|LOC1^x^CDM|||1|100.00||||||||M54.12^x^I10~G89.4^y^I10|1999999984^A^B||||||"
      "62324^x^C4|59~LT;"
      "FT1|2|T2||20260129||CG|LOC2^x^CDM|||1|100.00||||||||M54.12^x^I10|1999999984^A^B||||||99214^x^C4|25;"
      "FT1|3|T3||20260129||CG|LOC3^x^CDM|||1|100.00||||||||M54.12^x^I10|1999999984^A^B||||||77003^x^C4|26;"
      "DG1|1||M54.12^x^I10|||F;DG1|2||G89.4^y^I10|||F;IN1|1|1001^MEDICARE PART B");
  std::size_t lines = 0;
  EXPECT_EQ(allocations_of(bytes, &lines), 0U);
  EXPECT_EQ(lines, 3U);
}

TEST(Allocation, NeitherDoesTheSample) {
  NEEDS_SAMPLES();
  std::size_t lines = 0;
  EXPECT_EQ(allocations_of(test::sample("syn-epic-pb-62324.hl7"), &lines), 0U);
  EXPECT_EQ(lines, 3U);
}

}  // namespace
}  // namespace chargelint::hl7
