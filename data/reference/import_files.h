// From paths to parsed files: folders are walked, files parsed by a few threads at once, in a settled order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/reference/store.h"
#include "data/releases/importers.h"

namespace chargelint::data {

// Bytes read and bytes stored count alike: the bar is half way when every file is parsed.
class ProgressMeter {
 public:
  ProgressMeter(const ImportProgress& progress, std::uint64_t total) : progress_(progress), total_(total) {}
  void add(const std::string& path, std::uint64_t half_bytes) {
    done_ += half_bytes;
    if (progress_) progress_(path, done_ / 2 < total_ ? done_ / 2 : total_, total_);
  }

 private:
  const ImportProgress& progress_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
};

struct ParsedInput {
  std::string path;
  std::uint64_t bytes = 0;
  std::vector<ParsedFile> files;     // several for an archive
  std::vector<NotImported> unknown;  // what no importer knows
};

// Folders in depth, their files sorted by path; a path that is neither is refused.
[[nodiscard]] std::vector<ParsedInput> inputs_of(const std::vector<std::string>& paths);
// Refuses with the first input, in order, that was refused.
void parse_inputs(std::vector<ParsedInput>& inputs, const std::string& release_option, ProgressMeter& meter);

}  // namespace chargelint::data
