// Cost of each rule by itself on the busy five-line claim: where the time of a claim goes. Registered only
// when CHARGELINT_BENCH_RULES is set, because the list is long.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "fhir/document.h"
#include "rules/engine/engine.h"
#include "rules/engine/pass.h"
#include "tests/bench/bench_support.h"

namespace chargelint::bench {
namespace {

void run_one(benchmark::State& state, std::uint16_t rule) {
  const auto reference = real_reference();
  if (!reference) return state.SkipWithError("CHARGELINT_BENCH_STORE names no store");
  fhir::Document document;
  const std::string bytes = professional_claim(5);
  if (!document.parse(bytes)) return state.SkipWithError("not parsed");
  const auto claim = document.read();
  if (!claim) return state.SkipWithError("not read");
  const RuleBook book(all_rules());
  const NoHistory history;
  const PassInput input{book, book.plan(claim->context, claim->format), *claim, *reference, history};
  Pass pass;
  gather_facts(*claim, *reference, {}, pass);
  for (auto _ : state) run_rule(input, rule, pass);
  state.counters["findings"] = static_cast<double>(pass.findings.size());
}

const bool kRegistered = [] {
  if (std::getenv("CHARGELINT_BENCH_RULES") == nullptr) return false;
  const RuleBook book(all_rules());
  for (std::uint16_t rule = 0; rule < book.rules().size(); ++rule) {
    benchmark::RegisterBenchmark(("rule/" + std::string(book.info(rule).id)).c_str(), run_one, rule);
  }
  return true;
}();

}  // namespace
}  // namespace chargelint::bench
