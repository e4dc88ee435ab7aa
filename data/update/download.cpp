// Transfers by libcurl's easy interface.
#include "data/update/download.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <thread>

#include "data/reference/refusal.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

namespace fs = std::filesystem;

constexpr long kConnectSeconds = 20;
constexpr long kMostRedirects = 8;
constexpr std::size_t kMostText = std::size_t{8} << 20U;
constexpr std::size_t kArchiveTail = 65'557;  // an archive's end record and its longest comment

// Once a process, before the first transfer.
void start_curl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!started) refuse(ErrorKind::environment, "", "the transfer library cannot be started");
}

struct Cleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::string first_line(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::getline(file, line);
  return line;
}

// What a server calls a state of a file: its strong entity tag, else when it was last modified.
struct State {
  std::string tag;
  std::string modified;
  [[nodiscard]] std::string validator() const {
    return !tag.empty() && !tag.starts_with("W/") ? tag : modified;
  }
};

class Transfer {
 public:
  Transfer(const std::string& url, const DownloadOptions& options) : url_(url), options_(options) {
    start_curl();
    handle_.reset(curl_easy_init());
    if (!handle_) refuse(ErrorKind::environment, url, "the transfer library cannot be started");
    const char* const protocols = options.plain_http ? "http,https" : "https";
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, protocols);
    set(CURLOPT_REDIR_PROTOCOLS_STR, protocols);
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMostRedirects);
    set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_seconds));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, "chargelint");
    set(CURLOPT_ERRORBUFFER, static_cast<char*>(error_));
    set(CURLOPT_HEADERFUNCTION, &Transfer::take_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::take_progress);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  void header(const std::string& line) {
    headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
  }
  // Body of an answer that is good goes there; what is there already is kept only when the server continues
  // it.
  void to_file(const std::string& path, std::uint64_t have) {
    path_ = path;
    have_ = have;
  }
  void to_text(std::string& text) { text_ = &text; }
  void report(const DownloadProgress& progress) { progress_ = &progress; }

  CURLcode run() {
    set(CURLOPT_HTTPHEADER, headers_.get());
    const CURLcode code = curl_easy_perform(handle_.get());
    if (file_.is_open()) {
      file_.close();
      write_failed_ = write_failed_ || !file_;
    }
    return code;
  }
  [[nodiscard]] long status() const { return status_; }
  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] bool too_large() const { return too_large_; }
  [[nodiscard]] bool write_failed() const { return write_failed_; }
  [[nodiscard]] std::string reason(CURLcode code) const {
    return error_[0] != '\0' ? std::string(static_cast<const char*>(error_)) : curl_easy_strerror(code);
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(handle_.get(), option, value);
  }

  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    static_cast<Transfer*>(self)->header_line(std::string_view(bytes, size * count));
    return size * count;
  }
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->body(std::string_view(bytes, size * count)) ? size * count : 0;
  }
  static int take_progress(void* self, curl_off_t total, curl_off_t done, curl_off_t /*up*/,
                           curl_off_t /*uploaded*/) {
    const auto& transfer = *static_cast<const Transfer*>(self);
    if (transfer.progress_ != nullptr && *transfer.progress_ && done > 0) {
      const std::uint64_t before = transfer.status_ == 206 ? transfer.have_ : 0;
      (*transfer.progress_)(before + static_cast<std::uint64_t>(done),
                            total > 0 ? before + static_cast<std::uint64_t>(total) : 0);
    }
    return 0;
  }

  void header_line(std::string_view line) {
    if (line.starts_with("HTTP/")) {  // every answer of a chain of redirects begins so
      state_ = {};
      const std::size_t gap = std::min(line.find(' '), line.size() - 1);
      status_ = static_cast<long>(whole_number(line.substr(gap + 1, 3)).value_or(0));
      return;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string name = folded(line.substr(0, colon));
    const std::string value(trimmed(line.substr(colon + 1)));
    if (name == "etag") state_.tag = value;
    if (name == "last-modified") state_.modified = value;
  }

  bool body(std::string_view bytes) {
    if (status_ != 200 && status_ != 206) return true;  // an error's page is not kept
    if (text_ != nullptr) {
      text_->append(bytes);
      too_large_ = text_->size() > kMostText;
      return !too_large_;
    }
    if (!file_.is_open()) {
      const bool continued = status_ == 206;
      written_ = continued ? have_ : 0;
      file_.open(path_, std::ios::binary | (continued ? std::ios::app : std::ios::trunc));
      // From now on the part is of this state.
      std::ofstream(path_ + ".tag", std::ios::binary) << state_.validator() << '\n';
    }
    written_ += bytes.size();
    too_large_ = written_ > options_.most_bytes;
    if (too_large_) return false;
    write_failed_ = !file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return !write_failed_;
  }

  std::string url_;
  const DownloadOptions& options_;
  std::unique_ptr<CURL, Cleanup> handle_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  char error_[CURL_ERROR_SIZE] = {};
  std::string path_;
  std::ofstream file_;
  std::string* text_ = nullptr;
  const DownloadProgress* progress_ = nullptr;
  std::uint64_t have_ = 0;
  std::uint64_t written_ = 0;
  long status_ = 0;
  State state_;
  bool too_large_ = false;
  bool write_failed_ = false;
};

bool is_passing(long status) {
  return status == 429 || status >= 500;
}
// Worth another attempt: the line broke, not the request.
bool is_passing(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PARTIAL_FILE:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return true;
    default:
      return false;
  }
}

void pause_before(unsigned attempt) {
  std::this_thread::sleep_for(std::chrono::milliseconds(250) * (1U << attempt));
}

std::string bytes_of(const std::string& path, std::uint64_t from, std::size_t count) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(from));
  std::string bytes(count, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

// What is wrong with a finished download; empty when nothing is.
std::string flaw_of(const std::string& path, const std::string& wanted) {
  std::error_code failure;
  const std::uint64_t size = fs::file_size(path, failure);
  if (failure || size == 0) return "came empty; a file was expected";
  const std::string head = bytes_of(path, 0, 512);
  if (folded(trimmed(without_byte_order_mark(head))).starts_with("<!doctype html") ||
      folded(trimmed(without_byte_order_mark(head))).starts_with("<html")) {
    return "is a web page; the release file was expected (has it moved, or is a licence asked for?)";
  }
  if (!folded(wanted).ends_with(".zip")) return {};
  if (!head.starts_with("PK\x03\x04")) return "is no zip archive; one was expected";
  const std::uint64_t from = size > kArchiveTail ? size - kArchiveTail : 0;
  if (bytes_of(path, from, kArchiveTail).find("PK\x05\x06") == std::string::npos) {
    return "is cut off: the archive's end is missing";
  }
  return {};
}

[[noreturn]] void refuse_transfer(const std::string& url, const Transfer& transfer, CURLcode code,
                                  const DownloadOptions& options) {
  if (transfer.too_large()) {
    refuse(ErrorKind::too_large, url,
           "is larger than " + std::to_string(options.most_bytes) + " bytes; no published release is");
  }
  if (transfer.write_failed()) {
    refuse(ErrorKind::environment, url, "cannot be written: the download folder is full or not writable");
  }
  if (code != CURLE_OK) {
    refuse(ErrorKind::environment, url, "cannot be downloaded: " + transfer.reason(code));
  }
  refuse(ErrorKind::environment, url,
         "cannot be downloaded: the server answers " + std::to_string(transfer.status()));
}

}  // namespace

Download download(const std::string& url, const std::string& path, const DownloadOptions& options,
                  const DownloadProgress& progress) {
  const std::string part = path + ".part";
  std::error_code ignored;
  for (unsigned attempt = 1;; ++attempt) {
    Transfer transfer(url, options);
    transfer.report(progress);
    std::uint64_t have = fs::exists(part, ignored) ? fs::file_size(part, ignored) : 0;
    const std::string begun = first_line(part + ".tag");
    if (have > 0 && !begun.empty()) {
      transfer.header("Range: bytes=" + std::to_string(have) + "-");
      transfer.header("If-Range: " + begun);
    } else {
      have = 0;
      const std::string known = first_line(path + ".tag");
      if (!known.empty() && fs::exists(path, ignored)) {
        transfer.header((known.starts_with('"') ? "If-None-Match: " : "If-Modified-Since: ") + known);
      }
    }
    transfer.to_file(part, have);
    const CURLcode code = transfer.run();
    const long status = transfer.status();
    if (code == CURLE_OK && status == 304) return Download::unchanged;
    if (code == CURLE_OK && (status == 404 || status == 410)) return Download::missing;
    if (code == CURLE_OK && (status == 200 || status == 206)) break;
    // The part is longer than what the server has: begun anew.
    const bool overrun = status == 416;
    if (overrun) {
      fs::remove(part, ignored);
      fs::remove(part + ".tag", ignored);
    }
    const bool again = overrun || (code == CURLE_OK ? is_passing(status) : is_passing(code));
    if (!again || transfer.too_large() || transfer.write_failed() || attempt >= options.attempts) {
      refuse_transfer(url, transfer, code, options);
    }
    pause_before(attempt);
  }
  if (const std::string flaw = flaw_of(part, path); !flaw.empty()) {
    fs::remove(part, ignored);
    fs::remove(part + ".tag", ignored);
    refuse(ErrorKind::malformed, url, flaw);
  }
  fs::rename(part, path);
  fs::rename(part + ".tag", path + ".tag", ignored);
  return Download::fetched;
}

std::optional<std::string> download_text(const std::string& url, const DownloadOptions& options) {
  for (unsigned attempt = 1;; ++attempt) {
    std::string text;
    Transfer transfer(url, options);
    transfer.to_text(text);
    const CURLcode code = transfer.run();
    if (code == CURLE_OK && transfer.status() == 200) return text;
    if (code == CURLE_OK && (transfer.status() == 404 || transfer.status() == 410)) return std::nullopt;
    const bool again = code == CURLE_OK ? is_passing(transfer.status()) : is_passing(code);
    if (!again || attempt >= options.attempts) refuse_transfer(url, transfer, code, options);
    pause_before(attempt);
  }
}

void forget_download(const std::string& path) {
  std::error_code ignored;
  fs::remove(path + ".tag", ignored);
}

}  // namespace chargelint::data
