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

// A field of the sender's own, of so many bytes, in front of the charges: it is passed over, not read.
void BM_DftReadBesideLongField(benchmark::State& state) {
  std::string bytes = professional_dft();
  const std::size_t charges = bytes.find("\rFT1") + 1;
  bytes.insert(charges, "ZIM|1|" + std::string(static_cast<std::size_t>(state.range(0)), 'M') + "\r");
  for (auto _ : state) {
    auto message = hl7::Message::open(bytes);
    Claim claim = hl7::read_charges(*message);
    benchmark::DoNotOptimize(claim.lines.data());
  }
}
BENCHMARK(BM_DftReadBesideLongField)->Arg(0)->Arg(200000);

void BM_DftReadByProfile(benchmark::State& state) {
  const std::string bytes = professional_dft();
  hl7::Profile profile;
  profile.name = "bench";
  const auto path = [](std::string_view text) { return *hl7::parse_field_path(text); };
  profile.code = hl7::FieldPaths{path("FT1-25"), path("PR1-3")};
  profile.modifiers = hl7::FieldPaths{path("FT1-26"), path("PR1-16")};
  profile.diagnoses = hl7::FieldPaths{path("FT1-19"), path("DG1-3")};
  profile.quantity = hl7::FieldPaths{path("FT1-10")};
  profile.rendering = hl7::FieldPaths{path("FT1-20"), path("PV1-7")};
  profile.visit = hl7::FieldPaths{path("PV1-19"), path("PID-18")};
  for (auto _ : state) {
    auto message = hl7::Message::open(bytes);
    Claim claim = hl7::read_charges(*message, profile);
    benchmark::DoNotOptimize(claim.lines.data());
  }
}
BENCHMARK(BM_DftReadByProfile);

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
