// Fetching a patient's history from the state store, once a claim: nobody's, and 200 earlier lines among
// those of 500 other patients.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "data/state/history.h"
#include "data/state/store.h"

namespace {

using namespace chargelint;

constexpr int kLines = 200;

struct Store {
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  std::filesystem::path folder;
  std::unique_ptr<data::StateStore> state;
  ~Store() {
    state.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};

void add_visits(data::StateStore& state, const std::string& patient, int visits) {
  std::promise<void> last;
  for (int number = 0; number < visits; ++number) {
    data::MessageRecord record;
    record.protocol = "mllp";
    record.sender = "BENCH";
    record.control_id = patient + "-" + std::to_string(number);
    record.content = data::content_hash(record.control_id);
    record.message = std::string(1200, 'x');
    record.patient_id = patient;
    record.visit_id = "VISIT-" + record.control_id;
    for (std::uint16_t line = 1; line <= 2; ++line) {
      data::ChargeRecord charge;
      charge.line = line;
      charge.type = "CG";
      charge.transaction_id = record.control_id + "-" + std::to_string(line);
      charge.code = line == 1 ? "99213" : "97110";
      charge.modifiers = line == 1 ? "25" : "GP";
      charge.diagnoses = "M54.12 G89.4";
      charge.units = "1";
      charge.date = Date::from_days(20'500 + number).iso().str();
      charge.rendering = "1234567893";
      charge.place = "11";
      record.charges.push_back(charge);
    }
    const bool is_last = number + 1 == visits;
    state.submit(std::move(record), [&last, is_last](const Result<data::Committed>&) {
      if (is_last) last.set_value();
    });
  }
  last.get_future().wait();
}

Store& store() {
  static Store made;
  if (made.state != nullptr) return made;
  made.folder =
      std::filesystem::temp_directory_path() / ("chargelint-history-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(made.folder);
  auto opened = data::StateStore::open((made.folder / "state.db").string(), std::string(32, 'k'));
  if (!opened) return made;
  made.state = std::move(*opened);
  add_visits(*made.state, "PATIENT", kLines / 2);
  for (int other = 0; other < 500; ++other) add_visits(*made.state, "OTHER" + std::to_string(other), 4);
  return made;
}

void fetch(benchmark::State& state, std::string_view patient) {
  if (store().state == nullptr) return state.SkipWithError("no state store could be made");
  data::PatientHistory history;
  Claim claim;
  claim.format = SourceFormat::hl7;
  std::size_t lines = 0;
  for (auto _ : state) {
    auto found =
        store().state->services({patient, "VISIT-NOW", "", Date::from_days(20'000), Date::from_days(21'000)});
    if (!found) return state.SkipWithError("the store could not be read");
    history.set(claim, {found->claim_key, found->original_key}, std::move(found->messages),
                Availability::complete);
    lines += history.lines({}).size();
  }
  state.counters["lines"] = static_cast<double>(lines) / static_cast<double>(state.iterations());
}

void history_of_a_new_patient(benchmark::State& state) {
  fetch(state, "NOBODY");
}
void history_of_200_lines(benchmark::State& state) {
  fetch(state, "PATIENT");
}
BENCHMARK(history_of_a_new_patient)->Unit(benchmark::kMicrosecond);
BENCHMARK(history_of_200_lines)->Unit(benchmark::kMicrosecond);

}  // namespace
