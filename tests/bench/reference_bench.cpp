// Look-ups in a snapshot: of the real store where there is one, and of synthetic tables in the size of the
// real ones and four times that. Keys are random, so that nothing stays in the cache by itself.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bench_support.h"
#include "data/reference/catalogue.h"
#include "data/reference/snapshot.h"
#include "data/reference/snapshot_content.h"
#include "data/reference/snapshot_format.h"

namespace {

using namespace chargelint;
using data::Catalogue;
using data::SnapshotContent;

constexpr std::size_t kKeys = 1U << 16U;  // a power of two

// Keys as a caller has them: known ones, drawn at random.
struct Keys {
  std::vector<std::pair<Hcpcs, Hcpcs>> pairs;
  std::vector<std::pair<Hcpcs, Hcpcs>> strangers;  // both codes known, the pair hardly ever
  std::vector<Hcpcs> procedures;
  std::vector<IcdCode> diagnoses;
};

struct Tables {
  std::shared_ptr<const Catalogue> catalogue;
  Keys keys;
};

Keys keys_of(const Catalogue& catalogue) {
  Keys keys;
  std::mt19937_64 random(62324);
  const auto codes = catalogue.procedure_codes();
  const auto diagnoses = catalogue.diagnosis_codes();
  std::vector<std::uint64_t> until;  // of the rows of the codes so far
  std::uint64_t rows = 0;
  for (const std::uint32_t code : codes)
    until.push_back(rows += catalogue.ptp(Source::ptp_practitioner, Hcpcs::from_packed(code)).size());
  const auto any = [&](const auto& list) { return list[random() % list.size()]; };
  for (std::size_t index = 0; index < kKeys; ++index) {
    if (rows > 0) {
      const std::uint64_t row = random() % rows;
      const auto code = std::upper_bound(until.begin(), until.end(), row) - until.begin();
      const Hcpcs column1 = Hcpcs::from_packed(codes[static_cast<std::size_t>(code)]);
      const auto edits = catalogue.ptp(Source::ptp_practitioner, column1);
      keys.pairs.emplace_back(column1, edits[random() % edits.size()].column2());
      keys.strangers.emplace_back(column1, Hcpcs::from_packed(any(codes)));
    }
    if (!codes.empty()) keys.procedures.push_back(Hcpcs::from_packed(any(codes)));
    if (!diagnoses.empty()) keys.diagnoses.push_back(IcdCode::from_packed(any(diagnoses)));
  }
  return keys;
}

// 15,000 column 1 codes with 167 partners on average (a few with thousands), 16,000 limits, 20,000 fee
// schedule rows, 100,000 diagnoses; `growth` times as many rows.
Tables made(std::size_t growth) {
  SnapshotContent content;
  content.releases.resize(1);
  std::mt19937_64 random(growth);
  std::vector<std::uint32_t> codes;
  for (int number = 0; number < 16'000; ++number) {
    const std::string text = std::to_string(100'000 + number * 6).substr(1);
    codes.push_back(Hcpcs::parse(text)->packed());
  }
  for (std::size_t index = 0; index < 15'000; ++index) {
    const std::size_t partners = (index % 100 == 0 ? 2'000 : 150) * growth;
    std::uint32_t step = static_cast<std::uint32_t>(codes.size() / partners);
    if (step == 0) step = 1;
    for (std::size_t at = random() % step; at < codes.size(); at += 1 + random() % (2 * step - 1)) {
      SnapshotContent::PairEdit row;
      row.column1 = codes[index];
      row.edit.column2_packed = codes[at];
      row.edit.from_day = 1;
      row.edit.to_day = PtpEdit::kOpenDay;
      content.ptp[0].push_back(row);
    }
  }
  for (std::size_t copy = 0; copy < growth; ++copy) {
    RowBase base;
    base.from_days = static_cast<std::int32_t>(copy) * 90;
    base.to_days = copy + 1 == growth ? Date::open_end().days() : base.from_days + 89;
    for (const std::uint32_t code : codes) {
      MueLimit limit{base};
      limit.code_packed = code;
      content.mue[0].push_back(limit);
      FeeScheduleRow fee{base};
      fee.code_packed = code;
      content.fee_schedule.push_back(fee);
    }
    for (int number = 0; number < 100'000; ++number) {
      DiagnosisRow diagnosis{base};
      diagnosis.code_packed = IcdCode::parse(std::string(1, static_cast<char>('A' + number % 25)) +
                                             std::to_string(100'000 + number / 25))
                                  ->packed();
      content.diagnoses.push_back(diagnosis);
    }
  }
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("chargelint-bench-" + std::to_string(::getpid()) + ".snapshot"))
                               .string();
  write_snapshot(std::move(content), path);
  Tables tables;
  auto opened = data::open_catalogue(path);
  std::filesystem::remove(path);
  if (!opened) return tables;
  tables.catalogue = *opened;
  tables.keys = keys_of(*tables.catalogue);
  return tables;
}

// Growth 0: the real store.
const Tables* tables_of(benchmark::State& state) {
  static std::map<std::int64_t, Tables> known;
  const std::int64_t growth = state.range(0);
  auto found = known.find(growth);
  if (found == known.end()) {
    Tables tables;
    if (growth > 0) {
      tables = made(static_cast<std::size_t>(growth));
    } else if (const std::string path = bench::snapshot_file(); !path.empty()) {
      if (auto opened = data::open_catalogue(path)) tables.catalogue = *opened;
      if (tables.catalogue) tables.keys = keys_of(*tables.catalogue);
    }
    found = known.emplace(growth, std::move(tables)).first;
  }
  if (!found->second.catalogue) {
    state.SkipWithError("CHARGELINT_BENCH_STORE names no store");
    return nullptr;
  }
  return &found->second;
}

template <class Key, class LookUp>
void look_up(benchmark::State& state, const std::vector<Key>& keys, LookUp look) {
  if (keys.empty()) return state.SkipWithError("the store holds no such table");
  std::size_t at = 0;
  std::size_t found = 0;
  for (auto _ : state) found += look(keys[at++ & (kKeys - 1)]).size();
  benchmark::DoNotOptimize(found);
  state.counters["rows_a_look_up"] = static_cast<double>(found) / static_cast<double>(state.iterations());
}

void pair_in_the_table(benchmark::State& state) {
  const Tables* const tables = tables_of(state);
  if (tables == nullptr) return;
  look_up(state, tables->keys.pairs, [&](const auto& pair) {
    return tables->catalogue->pair(Source::ptp_practitioner, pair.first, pair.second);
  });
}
void pair_not_in_the_table(benchmark::State& state) {
  const Tables* const tables = tables_of(state);
  if (tables == nullptr) return;
  look_up(state, tables->keys.strangers, [&](const auto& pair) {
    return tables->catalogue->pair(Source::ptp_practitioner, pair.first, pair.second);
  });
}
// With the row read, as a rule does.
void pair_and_its_row(benchmark::State& state) {
  const Tables* const tables = tables_of(state);
  if (tables == nullptr) return;
  if (tables->keys.pairs.empty()) return state.SkipWithError("the store holds no pair edits");
  std::size_t at = 0;
  std::size_t sum = 0;
  for (auto _ : state) {
    const auto& pair = tables->keys.pairs[at++ & (kKeys - 1)];
    for (const PtpEdit& row : tables->catalogue->pair(Source::ptp_practitioner, pair.first, pair.second))
      sum += row.indicator;
  }
  benchmark::DoNotOptimize(sum);
}
void limit(benchmark::State& state) {
  const Tables* const tables = tables_of(state);
  if (tables == nullptr) return;
  look_up(state, tables->keys.procedures,
          [&](Hcpcs code) { return tables->catalogue->mue(Source::mue_practitioner, code); });
}
void fee_schedule(benchmark::State& state) {
  const Tables* const tables = tables_of(state);
  if (tables == nullptr) return;
  look_up(state, tables->keys.procedures, [&](Hcpcs code) { return tables->catalogue->fee_schedule(code); });
}
void diagnosis(benchmark::State& state) {
  const Tables* const tables = tables_of(state);
  if (tables == nullptr) return;
  look_up(state, tables->keys.diagnoses, [&](IcdCode code) { return tables->catalogue->diagnosis(code); });
}
void facts_of_a_procedure(benchmark::State& state) {
  const Tables* const tables = tables_of(state);
  if (tables == nullptr) return;
  look_up(state, tables->keys.procedures, [&](Hcpcs code) {
    const auto text = code.text();
    return tables->catalogue->facts(data::Subject::procedure, text.view());
  });
}
void open_with_checksum(benchmark::State& state) {
  const std::string path = bench::snapshot_file();
  if (path.empty()) return state.SkipWithError("CHARGELINT_BENCH_STORE names no store");
  for (auto _ : state) benchmark::DoNotOptimize(data::open_catalogue(path));
  state.counters["bytes"] = static_cast<double>(std::filesystem::file_size(path));
}

BENCHMARK(pair_in_the_table)->ArgName("growth")->Arg(0)->Arg(1)->Arg(4);
BENCHMARK(pair_not_in_the_table)->ArgName("growth")->Arg(0)->Arg(1)->Arg(4);
BENCHMARK(pair_and_its_row)->ArgName("growth")->Arg(0)->Arg(1)->Arg(4);
BENCHMARK(limit)->ArgName("growth")->Arg(0)->Arg(1)->Arg(4);
BENCHMARK(fee_schedule)->ArgName("growth")->Arg(0)->Arg(1)->Arg(4);
BENCHMARK(diagnosis)->ArgName("growth")->Arg(0)->Arg(1)->Arg(4);
BENCHMARK(facts_of_a_procedure)->ArgName("growth")->Arg(0);
BENCHMARK(open_with_checksum)->Unit(benchmark::kMillisecond);

}  // namespace
