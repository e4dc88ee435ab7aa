// A usual claim is parsed and read without the heap, once the buffers have their size.
#include <atomic>
#include <cstdlib>
#include <new>

#include "reading_fixture.h"

namespace {
std::atomic<std::size_t> allocations{
    0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): counts for a test
}

#ifndef __SANITIZE_ADDRESS__  // the sanitizer has its own, in matching pairs
void* operator new(std::size_t size) {
  ++allocations;
  if (void* const block = std::malloc(size)) return block;  // NOLINT(cppcoreguidelines-no-malloc)
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
  std::free(block);
}  // NOLINT(cppcoreguidelines-no-malloc)
void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}  // NOLINT(cppcoreguidelines-no-malloc)
#endif

namespace chargelint::fhir {
namespace {

TEST(Allocation, NoneForAUsualClaimAfterTheFirst) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "allocations are not counted under the address sanitizer";
#endif
  std::string items;
  for (int number = 1; number <= 4; ++number) {
    if (number > 1) items += ',';
    items.append(R"({"sequence":)").append(std::to_string(number)).append(",").append(code_json("62324"));
    items +=
        R"(,"diagnosisSequence":[1],"servicedDate":"2024-05-02","net":{"value":125.5},"modifier":[{"coding":)"
        R"([{"code":"59"}]}],"quantity":{"value":1}})";
  }
  const std::string json = claim_json(
      items,
      R"("diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"code":"M54.12"}]}}],"meta":{"x":1})");
  Document document;
  ASSERT_TRUE(document.parse(json));
  const std::size_t before = allocations;
  ASSERT_GT(before, 0U);
  std::size_t lines = 0;
  for (int round = 0; round < 10; ++round) {
    if (!document.parse(json)) break;
    const auto claim = document.read();
    if (claim) lines += claim->lines.size();
  }
  EXPECT_EQ(allocations - before, 0U);
  EXPECT_EQ(lines, 40U);
}

}  // namespace
}  // namespace chargelint::fhir
