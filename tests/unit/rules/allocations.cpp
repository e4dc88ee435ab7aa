// The global operator new of the test binary, with a counter.
#include "tests/unit/rules/allocations.h"

#include <cstdlib>
#include <new>

namespace chargelint::test {
namespace {
thread_local std::size_t counted = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void* allocation_or_null(std::size_t size) noexcept {
  ++counted;
  return std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc)
}
void* counted_allocation(std::size_t size) {
  void* const memory = allocation_or_null(size);
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
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return chargelint::test::allocation_or_null(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return chargelint::test::allocation_or_null(size);
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
