#include "plugin/service/known_reference.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <vector>

#include "data/reference/knowledge.h"
#include "data/reference/snapshot.h"
#include "plugin/service/passing_folder.h"
#include "plugin/service/reference_holder.h"

namespace chargelint::plugin {
namespace {

namespace fs = std::filesystem;
using Reading = Result<std::shared_ptr<const data::Catalogue>>;

constexpr std::int64_t kDay = 86400000;
constexpr std::size_t kKeptFiles = 4;  // some hundred megabytes each
constexpr std::size_t kKeptOpen = 4;

// Of the past snapshots beside the store the least used go, but never `kept`.
void remove_least_used(const fs::path& kept, const std::string& prefix) {
  struct Candidate {
    fs::path path;
    fs::file_time_type used;
  };
  std::vector<Candidate> candidates;
  std::error_code problem;
  const fs::path folder = kept.has_parent_path() ? kept.parent_path() : fs::path(".");
  for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    const bool numbered = name.size() > prefix.size() && name.starts_with(prefix) &&
                          std::all_of(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()), name.end(),
                                      [](char character) { return character >= '0' && character <= '9'; });
    if (!numbered || name == kept.filename()) continue;
    std::error_code ignored;
    candidates.push_back({entry->path(), entry->last_write_time(ignored)});
  }
  if (candidates.size() < kKeptFiles) return;
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& left, const Candidate& right) { return left.used > right.used; });
  for (std::size_t index = kKeptFiles - 1; index < candidates.size(); ++index) {
    std::error_code ignored;
    fs::remove(candidates[index].path, ignored);
  }
}

Reading compile_in_passing(const std::string& store_path, std::int64_t changed_ms) {
  const PassingFolder folder;
  if (folder.path().empty()) {
    return fail(ErrorKind::environment, store_path,
                "neither the store's folder nor the temporary one can be written");
  }
  const std::string path = (folder.path() / "snapshot").string();
  if (auto done = data::compile_known(store_path, changed_ms, path); !done) {
    return tl::unexpected(done.error());
  }
  return data::open_catalogue(path);
}

// Digits of exactly that many places at the start of `text`, which are taken from it.
std::optional<int> take_number(std::string_view& text, std::size_t places) {
  int number = 0;
  if (text.size() < places) return std::nullopt;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + places, number);
  if (problem != std::errc{} || end != text.data() + places || number < 0) return std::nullopt;
  text.remove_prefix(places);
  return number;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// "12:00", "12:00:30", "12:00:30.250", then nothing, "Z" or "+02:00"; after midnight UTC.
std::optional<Moment> time_of_day(std::string_view text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t milliseconds = (std::int64_t{*hour} * 60 + *minute) * 60000;
  std::int64_t last = 59999;  // more than what was said
  if (take(text, ":")) {
    const auto second = take_number(text, 2);
    if (!second || *second > 60) return std::nullopt;
    milliseconds += std::int64_t{*second} * 1000;
    last = 999;
    if (take(text, ".")) {
      std::int64_t scale = 100;
      std::int64_t fraction = 0;
      std::size_t digits = 0;
      for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), ++digits) {
        fraction += scale * (text[0] - '0');
        scale /= 10;
      }
      if (digits == 0) return std::nullopt;
      milliseconds += fraction;
      last = digits == 1 ? 99 : digits == 2 ? 9 : 0;
    }
  }
  if (text.empty() || text == "Z") return Moment{milliseconds, milliseconds + last};
  const std::int64_t sign = take(text, "+") ? 1 : take(text, "-") ? -1 : 0;
  const auto hours = take_number(text, 2);
  if (sign == 0 || !hours || !take(text, ":")) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || !text.empty()) return std::nullopt;
  milliseconds -= sign * (std::int64_t{*hours} * 60 + *minutes) * 60000;
  return Moment{milliseconds, milliseconds + last};
}

}  // namespace

std::int64_t end_of_day(Date day) {
  return (std::int64_t{day.days()} + 1) * kDay - 1;
}

Result<Moment> moment_of(std::string_view text) {
  const std::string_view day = text.substr(0, std::min(text.find('T'), text.size()));
  const auto date = day.size() == 10 ? Date::parse_iso(day) : std::nullopt;
  if (date && day.size() == text.size()) return Moment{date->days() * kDay, end_of_day(*date)};
  if (date) {
    if (const auto time = time_of_day(text.substr(day.size() + 1)))
      return Moment{date->days() * kDay + time->first_ms, date->days() * kDay + time->last_ms};
  }
  return fail(ErrorKind::usage, "",
              "expected a date such as 2026-07-01, or a moment such as 2026-07-01T12:00:00Z");
}

Result<std::int64_t> known_moment(std::string_view text) {
  const auto moment = moment_of(text);
  if (!moment) return tl::unexpected(moment.error());
  return moment->last_ms;
}

Reading open_known(const std::string& store_path, std::int64_t known_ms) {
  const auto knowledge = data::knowledge_at(store_path, known_ms);
  if (!knowledge) return tl::unexpected(knowledge.error());
  if (knowledge->newest) return open_reference(store_path);
  if (!knowledge->changed_ms) {
    return fail(ErrorKind::usage, store_path,
                knowledge->first_ms
                    ? "nothing was known yet at " + data::moment_text(known_ms) +
                          "; the first import was at " + data::moment_text(*knowledge->first_ms)
                    : std::string("the store is empty; expected at least one import"));
  }
  const std::string snapshot = data::snapshot_path(store_path);
  const std::string prefix = fs::path(snapshot).filename().string() + ".";
  const std::string path = snapshot + "." + std::to_string(*knowledge->changed_ms);
  std::error_code ignored;
  if (fs::exists(path, ignored)) {
    if (auto reference = data::open_catalogue(path)) {
      fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
      return reference;
    }
    // Cut off, or of another version of the program: made anew.
  }
  const std::string folder = fs::path(path).parent_path().string();
  if (::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0) {
    return compile_in_passing(store_path, *knowledge->changed_ms);
  }
  if (auto done = data::compile_known(store_path, *knowledge->changed_ms, path); !done) {
    return tl::unexpected(done.error());
  }
  remove_least_used(path, prefix);
  return data::open_catalogue(path);
}

Reading open_known(const Config& config, Date day) {
  return open_known(config.reference, end_of_day(day));
}

Reading open_reference_known(const std::string& store_path, std::optional<std::string_view> known) {
  if (!known) return open_reference(store_path);
  const auto moment = known_moment(*known);
  if (!moment) {
    Error error = moment.error();
    error.what = "option --known: " + error.what;
    return tl::unexpected(std::move(error));
  }
  return open_known(store_path, *moment);
}

Reading KnownReferences::at(std::int64_t known_ms) {
  if (store_path_.empty()) {
    return fail(ErrorKind::environment, "", "there is no store of record to read past knowledge from");
  }
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [known_ms](const Entry& entry) { return entry.known_ms == known_ms; });
  if (found != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, found);
    return entries_.front().reference;
  }
  auto opened = open_known(store_path_, known_ms);
  if (!opened) return opened;
  entries_.push_front({known_ms, *opened});
  if (entries_.size() > kKeptOpen) entries_.pop_back();
  return opened;
}

void KnownReferences::clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

}  // namespace chargelint::plugin
