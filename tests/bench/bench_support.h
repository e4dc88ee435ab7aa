// What the benchmarks share: the store to measure against and synthetic messages.
//
// CHARGELINT_BENCH_STORE names a reference store with the full real tables (see tests/bench/README.md);
// without it the benchmarks that need one say so and are skipped.
#pragma once

#include <memory>
#include <string>

#include "rules/ports/reference.h"

namespace chargelint::bench {

// Null when there is no store.
std::shared_ptr<const Reference> real_reference();
std::string snapshot_file();  // empty when there is no store

// About 1 kB, three charges, as a practice-management system sends it.
std::string professional_dft();
// A FHIR Claim of about 4 kB with `lines` service lines.
std::string professional_claim(int lines);

}  // namespace chargelint::bench
