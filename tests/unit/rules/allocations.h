// Counts what the calling thread takes from the heap.
#pragma once

#include <cstddef>

namespace chargelint::test {

[[nodiscard]] std::size_t allocations();

}  // namespace chargelint::test
