// Cost of one claim: reading it from the wire, judging it against the full tables, one pair look-up, opening
// the snapshot.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "data/reference/snapshot.h"
#include "fhir/document.h"
#include "hl7/charges.h"
#include "rules/engine/engine.h"
#include "tests/bench/bench_support.h"

namespace chargelint::bench {
namespace {

void BM_DftRead(benchmark::State& state) {
  const std::string bytes = professional_dft();
  for (auto _ : state) {
    auto message = hl7::Message::open(bytes);
    Claim claim = hl7::read_charges(*message);
    benchmark::DoNotOptimize(claim.lines.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(BM_DftRead);

void BM_ClaimRead(benchmark::State& state) {
  const std::string bytes = professional_claim(static_cast<int>(state.range(0)));
  fhir::Document document;
  for (auto _ : state) {
    if (!document.parse(bytes)) state.SkipWithError("not parsed");
    auto claim = document.read();
    benchmark::DoNotOptimize(claim);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(BM_ClaimRead)->Arg(5)->Arg(8)->Arg(12);

// All rules, precedence and the dry run of every fix.
void BM_Engine(benchmark::State& state) {
  const auto reference = real_reference();
  if (!reference) return state.SkipWithError("CHARGELINT_BENCH_STORE names no store");
  fhir::Document document;
  const std::string bytes = professional_claim(static_cast<int>(state.range(0)));
  if (!document.parse(bytes)) return state.SkipWithError("not parsed");
  const auto claim = document.read();
  if (!claim) return state.SkipWithError("not read");
  const Engine engine(all_rules(), EngineOptions{.dry_run_fixes = state.range(1) != 0});
  Engine::Workspace workspace;
  const NoHistory history;
  std::size_t findings = 0;
  for (auto _ : state) findings = engine.check(*claim, *reference, history, workspace).findings.size();
  state.counters["findings"] = static_cast<double>(findings);
}
BENCHMARK(BM_Engine)
    ->ArgNames({"lines", "dry_run"})
    ->Args({5, 1})
    ->Args({5, 0})
    ->Args({12, 1})
    ->Args({12, 0})
    ->Args({450, 1});

void BM_PairLookup(benchmark::State& state) {
  const auto reference = real_reference();
  if (!reference) return state.SkipWithError("CHARGELINT_BENCH_STORE names no store");
  std::vector<Hcpcs> codes;
  for (std::uint32_t number = 10000; codes.size() < 4096 && number < 100000; number += 7) {
    const auto code = Hcpcs::parse(std::to_string(number));
    if (code && !reference->ptp(Source::ptp_practitioner, *code).empty()) codes.push_back(*code);
  }
  if (codes.empty()) return state.SkipWithError("no pairs");
  std::uint64_t random = 88172645463325252ULL;
  const auto next = [&random] {
    random ^= random << 13U;
    random ^= random >> 7U;
    random ^= random << 17U;
    return random;
  };
  std::size_t hits = 0;
  for (auto _ : state) {
    const Hcpcs first = codes[next() % codes.size()];
    const Hcpcs second = codes[next() % codes.size()];
    hits += pair_edits(reference->ptp(Source::ptp_practitioner, first), second).size();
  }
  benchmark::DoNotOptimize(hits);
}
BENCHMARK(BM_PairLookup);

void BM_SnapshotOpen(benchmark::State& state) {
  const std::string path = snapshot_file();
  if (path.empty()) return state.SkipWithError("CHARGELINT_BENCH_STORE names no store");
  for (auto _ : state) {
    auto snapshot = data::open_snapshot(path);
    if (!snapshot) state.SkipWithError("not opened");
    benchmark::DoNotOptimize(snapshot);
  }
}
BENCHMARK(BM_SnapshotOpen)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chargelint::bench
