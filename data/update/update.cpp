// From the table of addresses to an import.
#include "data/update/update.h"

#include <algorithm>
#include <filesystem>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"
#include "data/releases/text_scan.h"
#include "data/update/download.h"
#include "data/update/sources.h"

namespace chargelint::data {
namespace {

namespace fs = std::filesystem;

std::string file_name(const std::string& url) {
  const std::string path = url.substr(0, url.find_first_of("?#"));
  return path.substr(path.rfind('/') + 1);
}

bool is_loopback(const std::string& url) {
  return url.starts_with("http://127.0.0.1") || url.starts_with("http://localhost") ||
         url.starts_with("http://[::1]");
}

class Update {
 public:
  Update(const UpdateOptions& options, const UpdateSources& table, const UpdateProgress& progress)
      : options_(options), table_(table), progress_(progress) {}

  UpdatedSource run(const UpdateSource& source) const {
    UpdatedSource updated;
    updated.source = source.name;
    const std::vector<ReleaseSlot> slots = release_slots(source, options_.today);
    updated.release = slots.front().name;
    if (!source.license.empty() && !options_.accept_licenses) {
      const ReleaseLicense& license = table_.licenses.find(source.license)->second;
      updated.state = UpdateState::refused;
      updated.note = "needs the " + license.name + " (" + license.page +
                     "); run with --accept-licenses if you accept it";
      return updated;
    }
    if (options_.dry_run) {
      updated.state = UpdateState::planned;
      for (const auto& choices : source.files) updated.files.push_back(slots.front().fill(choices.front()));
      return updated;
    }
    try {
      for (const ReleaseSlot& slot : slots) {
        if (!take(source, slot, updated)) continue;
        if (slot.name != slots.front().name) updated.note = slots.front().name + " is not published yet";
        return updated;
      }
      updated.state = UpdateState::missing;
      updated.note = "no release from " + slots.back().name + " to " + slots.front().name +
                     " is at its address; the publisher may have moved it";
    } catch (const Refusal& refusal) {
      updated.state = UpdateState::failed;
      updated.files.clear();
      updated.note = to_string(refusal.error());
    }
    return updated;
  }

 private:
  [[nodiscard]] std::string rebased(const std::string& url) const {
    if (options_.base_url.empty()) return url;
    const std::size_t host = url.find("://") + 3;
    const std::size_t path = std::min(url.find('/', host), url.size());
    std::string base = options_.base_url;
    while (base.ends_with('/')) base.pop_back();
    return base + url.substr(path);
  }
  [[nodiscard]] DownloadOptions transfer_options(const std::string& url) const {
    DownloadOptions transfer;
    transfer.plain_http = is_loopback(url) || options_.base_url.starts_with("http://");
    return transfer;
  }

  // The address that a pattern means; empty when the page has no such link.
  [[nodiscard]] std::string address_of(const UpdateSource& source, const ReleaseSlot& slot,
                                       const std::string& pattern) const {
    const std::string filled = slot.fill(pattern);
    if (filled.find('*') == std::string::npos) return filled;
    const std::string page = slot.fill(source.page);
    const auto html = download_text(rebased(page), transfer_options(rebased(page)));
    return html ? matching_link(*html, page, filled) : std::string();
  }

  // All files of one release; false when one of them is not there.
  bool take(const UpdateSource& source, const ReleaseSlot& slot, UpdatedSource& updated) const {
    const fs::path folder = fs::path(options_.folder) / source.name / slot.name;
    std::vector<std::string> files;
    bool fresh = false;
    for (const auto& choices : source.files) {
      const auto found = take_file(source, slot, choices, folder, fresh);
      if (!found) return false;
      files.push_back(*found);
    }
    updated.release = slot.name;
    updated.files = std::move(files);
    updated.state = fresh ? UpdateState::fetched : UpdateState::unchanged;
    return true;
  }

  std::optional<std::string> take_file(const UpdateSource& source, const ReleaseSlot& slot,
                                       const std::vector<std::string>& choices, const fs::path& folder,
                                       bool& fresh) const {
    for (const std::string& choice : choices) {
      const std::string address = address_of(source, slot, choice);
      if (address.empty()) continue;
      const std::string url = rebased(address);
      const std::string name = file_name(url);
      if (name.empty() || name == "." || name == "..") {
        refuse(ErrorKind::malformed, url, "names no file; expected one at the end of the address");
      }
      std::error_code failure;
      fs::create_directories(folder, failure);
      if (failure) refuse(ErrorKind::environment, folder.string(), "cannot be made: " + failure.message());
      const std::string path = (folder / name).string();
      const Download got =
          download(url, path, transfer_options(url), [&](std::uint64_t done, std::uint64_t total) {
            if (progress_) progress_(source.name + ": " + name, done, total);
          });
      if (got == Download::missing) continue;
      if (got == Download::fetched) {
        check_sum(source, url, name, path);
        fresh = true;
      }
      return path;
    }
    return std::nullopt;
  }

  // By the table, else by what lies beside the file on a mirror.
  void check_sum(const UpdateSource& source, const std::string& url, const std::string& name,
                 const std::string& path) const {
    std::string expected;
    if (const auto listed = source.sha256.find(name); listed != source.sha256.end()) {
      expected = listed->second;
    } else if (!options_.base_url.empty()) {
      if (const auto sibling = download_text(url + ".sha256", transfer_options(url))) {
        expected = folded(trimmed(*sibling).substr(0, 64));
      }
    }
    if (expected.empty() || sha256_hex_of_file(path) == expected) return;
    std::error_code ignored;
    fs::remove(path, ignored);
    forget_download(path);
    refuse(ErrorKind::malformed, url,
           "does not have the checksum that is given for it (SHA-256 " + expected + ")");
  }

  const UpdateOptions& options_;
  const UpdateSources& table_;
  const UpdateProgress& progress_;
};

std::vector<UpdateSource> chosen_sources(const UpdateSources& table, const std::vector<std::string>& only) {
  if (only.empty()) return table.sources;
  std::vector<UpdateSource> chosen;
  for (const std::string& name : only) {
    const bool any = std::any_of(table.sources.begin(), table.sources.end(),
                                 [&](const UpdateSource& one) { return one.name.starts_with(name); });
    if (name.empty() || !any) {
      std::string known;
      for (const UpdateSource& one : table.sources) known += (known.empty() ? "" : ", ") + one.name;
      refuse(ErrorKind::usage, name, "is no source that is updated; expected " + known);
    }
  }
  for (const UpdateSource& one : table.sources) {
    if (std::any_of(only.begin(), only.end(),
                    [&](const std::string& name) { return one.name.starts_with(name); })) {
      chosen.push_back(one);
    }
  }
  return chosen;
}

}  // namespace

bool UpdateReport::all_well() const {
  return std::all_of(sources.begin(), sources.end(), [](const UpdatedSource& one) {
    return one.state == UpdateState::fetched || one.state == UpdateState::unchanged ||
           one.state == UpdateState::planned;
  });
}

Result<UpdateReport> update_reference(ReferenceStore& store, const UpdateOptions& options,
                                      const UpdateProgress& progress) {
  auto downloaded = guarded("", [&] {
    if (!options.base_url.empty() && !options.base_url.starts_with("http://") &&
        !options.base_url.starts_with("https://")) {
      refuse(ErrorKind::usage, options.base_url, "is no mirror; expected http:// or https:// and a host");
    }
    const UpdateSources table = read_update_sources(options.sources_file);
    const Update update(options, table, progress);
    UpdateReport report;
    for (const UpdateSource& source : chosen_sources(table, options.only)) {
      report.sources.push_back(update.run(source));
    }
    return report;
  });
  if (!downloaded || options.dry_run) return downloaded;
  std::vector<std::string> paths;
  for (const UpdatedSource& source : downloaded->sources) {
    paths.insert(paths.end(), source.files.begin(), source.files.end());
  }
  if (paths.empty()) return downloaded;
  ImportOptions import;
  import.now_ms = options.now_ms;
  auto imported = store.import(paths, import, progress);
  if (!imported) {
    // Whichever of them is spoilt, the next update fetches it anew.
    for (const std::string& path : paths) forget_download(path);
    return tl::unexpected(imported.error());
  }
  downloaded->import = std::move(*imported);
  return downloaded;
}

}  // namespace chargelint::data
