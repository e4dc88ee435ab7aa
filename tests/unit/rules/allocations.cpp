// The global operator new of the test binary, with a counter.
#include "tests/unit/rules/allocations.h"

#include <cstdlib>
#include <new>

namespace chargelint::test {
namespace {
thread_local std::size_t counted = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void* counted_allocation(std::size_t size) {
  ++counted;
  void* const memory = std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc)
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void release(void* memory) noexcept {
  std::free(memory);
}  // NOLINT(cppcoreguidelines-no-malloc)
}  // namespace

std::size_t allocations() {
  return counted;
}

}  // namespace chargelint::test

void* operator new(std::size_t size) {
  return chargelint::test::counted_allocation(size);
}
void* operator new[](std::size_t size) {
  return chargelint::test::counted_allocation(size);
}
void operator delete(void* memory) noexcept {
  chargelint::test::release(memory);
}
void operator delete[](void* memory) noexcept {
  chargelint::test::release(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  chargelint::test::release(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  chargelint::test::release(memory);
}
