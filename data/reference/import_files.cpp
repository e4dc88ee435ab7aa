// Walking and parsing of the files to import.
#include "data/reference/import_files.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

namespace fs = std::filesystem;

// Each thread holds one unpacked file, up to some 60 MB for a pair edit table.
constexpr unsigned kMostThreads = 4;

void parse_input(ParsedInput& input, const std::string& release_option) {
  read_source_file(input.path, [&](SourceText& text) {
    if (auto file = parse_release(text, release_option)) {
      input.files.push_back(std::move(*file));
    } else {
      input.unknown.push_back({text.label(), std::string(why_not_imported(text))});
    }
  });
  for (ParsedFile& file : input.files) file.bytes = input.bytes / input.files.size();
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<ParsedInput> inputs_of(const std::vector<std::string>& paths) {
  std::vector<ParsedInput> inputs;
  const auto add = [&](const std::string& path) {
    std::error_code failure;
    const auto bytes = fs::file_size(path, failure);
    if (failure) refuse(ErrorKind::not_found, path, "no such file, or not readable");
    inputs.push_back({path, bytes, {}, {}});
  };
  for (const std::string& path : paths) {
    std::error_code failure;
    const auto status = fs::status(path, failure);
    if (fs::is_directory(status)) {
      for (const std::string& file : files_below(path)) add(file);
    } else if (fs::is_regular_file(status)) {
      add(path);
    } else {
      refuse(ErrorKind::not_found, path, "no such file or folder");
    }
  }
  return inputs;
}

void parse_inputs(std::vector<ParsedInput>& inputs, const std::string& release_option, ProgressMeter& meter) {
  std::vector<std::exception_ptr> refusals(inputs.size());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::size_t> parsed;  // not yet reported

  const auto work = [&] {
    while (!stop.load()) {
      const std::size_t index = next.fetch_add(1);
      if (index >= inputs.size()) return;
      try {
        parse_input(inputs[index], release_option);
      } catch (...) {
        refusals[index] = std::current_exception();
        stop.store(true);
      }
      const std::lock_guard lock(mutex);
      parsed.push_back(index);
      wake.notify_one();
    }
  };
  {
    const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
    std::vector<std::jthread> threads;
    for (std::size_t count = 0; count < std::min<std::size_t>(cores, inputs.size()); ++count) {
      threads.emplace_back(work);
    }
    // Progress is told by the importing thread alone.
    for (std::size_t reported = 0; reported < inputs.size() && !stop.load();) {
      std::unique_lock lock(mutex);
      wake.wait(lock, [&] { return !parsed.empty(); });
      const std::size_t index = parsed.front();
      parsed.pop_front();
      lock.unlock();
      meter.add(inputs[index].path, inputs[index].bytes);
      ++reported;
    }
  }
  for (const std::exception_ptr& refusal : refusals) {
    if (refusal) std::rethrow_exception(refusal);
  }
}

}  // namespace chargelint::data
