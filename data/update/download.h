// One file over HTTP by libcurl, kept beside what its server said of it, so that a broken download goes on
// where it stopped and a file that has not changed is not fetched again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace chargelint::data {

struct DownloadOptions {
  bool plain_http = false;  // the address may be http, and so may what it redirects to
  unsigned attempts = 4;
  unsigned stall_seconds = 30;  // without a byte, the attempt is given up
  std::uint64_t most_bytes = std::uint64_t{2} << 30U;
};
using DownloadProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

enum class Download : std::uint8_t {
  fetched,
  unchanged,  // the file at `path` is what the server still has
  missing,    // the server has no such file
};

// Fetches `url` into `path`; while it is under way it lies in `path`.part. Refuses with one sentence what
// cannot be had, and a web page or a cut archive where a .zip was asked for.
[[nodiscard]] Download download(const std::string& url, const std::string& path,
                                const DownloadOptions& options, const DownloadProgress& progress);
// A small text; nothing when the server has none.
[[nodiscard]] std::optional<std::string> download_text(const std::string& url,
                                                       const DownloadOptions& options);

// So that the next download fetches the file anew.
void forget_download(const std::string& path);

}  // namespace chargelint::data
