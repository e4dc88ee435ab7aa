#include "plugin/site/profiles.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "plugin/app/nearest.h"
#include "plugin/site/embedded_profiles.h"
#include "plugin/site/profile_file.h"
#include "plugin/site/rules_file.h"

namespace chargelint::plugin {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 8;  // profiles that extend one another

bool is_profile_file(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

std::optional<std::string> text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// One that ships, by name. Read when it is asked for; its files are tested to be without fault.
ProfilePtr shipped(const std::string& name) {
  for (const data::EmbeddedFile& file : embedded_profiles()) {
    if (fs::path(file.name).stem().string() != name) continue;
    std::vector<SiteFault> faults;
    return read_profile(std::string(file.content), std::string(file.name), "", shipped, faults);
  }
  return nullptr;
}

// The files of a folder by stem, so that one may extend another whatever their order.
class FolderReader {
 public:
  FolderReader(const fs::path& folder, std::vector<SiteFault>& faults) : faults_(faults) {
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
      if (is_profile_file(entry.path())) files_[entry.path().stem().string()] = entry.path();
    }
  }

  std::map<std::string, ProfilePtr> read() {
    std::map<std::string, ProfilePtr> result;
    for (const auto& [stem, path] : files_) {
      const ProfilePtr profile = one(stem);
      if (!profile) continue;
      const auto [known, is_new] = result.emplace(profile->name, profile);
      if (!is_new) {
        faults_.push_back(
            {path.string() + ":1", "name \"" + profile->name + "\": another profile has it", true});
      }
    }
    return result;
  }

 private:
  ProfilePtr one(const std::string& stem) {
    if (const auto done = done_.find(stem); done != done_.end()) return done->second;
    const fs::path& path = files_.at(stem);
    const auto text = text_of(path);
    if (!text) {
      faults_.push_back({path.string(), "the profile can't be read", true});
      return nullptr;
    }
    open_.insert(stem);
    // A file may extend the one of its own name that ships.
    const FindProfile find = [this](const std::string& name) -> ProfilePtr {
      const bool own = files_.contains(name) && !open_.contains(name);
      if (own && open_.size() < kDeepest) return one(name);
      return shipped(name);
    };
    ProfilePtr profile = read_profile(*text, path.string(), path.parent_path().string(), find, faults_);
    open_.erase(stem);
    done_[stem] = profile;
    return profile;
  }

  std::vector<SiteFault>& faults_;
  std::map<std::string, fs::path> files_;
  std::map<std::string, ProfilePtr> done_;
  std::set<std::string> open_;
};

// Two profiles for one sender: which is meant can't be told.
void check_senders(const std::map<std::string, ProfilePtr>& profiles, std::vector<SiteFault>& faults) {
  std::map<std::pair<std::string, std::string>, std::string> known;
  for (const auto& [name, profile] : profiles) {
    for (const hl7::Profile::Sender& sender : profile->senders) {
      const auto [other, is_new] = known.emplace(std::pair(sender.application, sender.facility), name);
      if (is_new || other->second == name) continue;
      faults.push_back({"profile " + name,
                        "profile \"" + other->second + "\" is for the same sender (" + sender.application +
                            ", " + sender.facility + ")",
                        true});
    }
  }
}

std::vector<std::string> shipped_names() {
  std::vector<std::string> names;
  for (const data::EmbeddedFile& file : embedded_profiles()) {
    names.push_back(fs::path(file.name).stem().string());
  }
  return names;
}

}  // namespace

ProfilePtr usual_profile() {
  // Not owned: it lives as long as the program.
  return {std::shared_ptr<void>(), &hl7::default_profile()};
}

std::shared_ptr<const ProfileSet> ProfileSet::load(const std::string& folder,
                                                   std::vector<SiteFault>& faults) {
  auto set = std::make_shared<ProfileSet>();
  std::error_code problem;
  if (folder.empty() || !fs::is_directory(folder, problem)) return set;
  set->own_ = FolderReader(folder, faults).read();
  check_senders(set->own_, faults);
  return set;
}

std::shared_ptr<const ProfileSet> ProfileSet::shipped_only() {
  return std::make_shared<ProfileSet>();
}

Result<ProfilePtr> ProfileSet::named(const std::string& name) const {
  if (name == "default") return usual_profile();
  if (const auto own = own_.find(name); own != own_.end()) return own->second;
  if (ProfilePtr profile = shipped(name)) return profile;
  const std::vector<std::string> ready = shipped_names();
  std::vector<std::string_view> names{"default"};
  for (const auto& [known, profile] : own_) names.push_back(known);
  names.insert(names.end(), ready.begin(), ready.end());
  return fail(ErrorKind::usage, "",
              "unknown profile \"" + name + "\"; the nearest known one is \"" +
                  std::string(nearest(name, names)) + "\"; `chargelint profile list` names them all");
}

Result<ProfilePtr> ProfileSet::named_or_file(const std::string& name, std::vector<SiteFault>& faults) const {
  const fs::path path(name);
  if (!is_profile_file(path) && name.find('/') == std::string::npos) return named(name);
  const auto text = text_of(path);
  if (!text) return fail(ErrorKind::usage, name, "the profile is not there or can't be read");
  const FindProfile find = [this](const std::string& base) -> ProfilePtr {
    auto profile = named(base);
    return profile ? *profile : nullptr;
  };
  const std::size_t before = faults.size();
  ProfilePtr profile = read_profile(*text, name, path.parent_path().string(), find, faults);
  if (!profile) return fail(ErrorKind::usage, faults[before].where, faults[before].what);
  return profile;
}

ProfilePtr ProfileSet::for_sender(const hl7::Message& message) const {
  if (own_.empty()) return usual_profile();
  const hl7::Part application = message.header().field(3);
  const hl7::Part facility = message.header().field(4);
  ProfilePtr best;
  int closest = 0;
  for (const auto& [name, profile] : own_) {
    int specific = 0;
    // A sender is known by its name alone or with its universal id.
    const bool fits =
        profile->is_for(application.component(1).raw(), facility.component(1).raw(), &specific) ||
        profile->is_for(application.raw(), facility.raw(), &specific);
    if (!fits || specific <= closest) continue;
    closest = specific;
    best = profile;
  }
  return best ? best : usual_profile();
}

std::vector<ProfileSet::Entry> ProfileSet::entries() const {
  std::vector<Entry> entries;
  for (const auto& [name, profile] : own_) {
    entries.push_back({name, profile->summary, false, profile->senders.size()});
  }
  for (const std::string& name : shipped_names()) {
    if (own_.contains(name)) continue;
    const ProfilePtr profile = shipped(name);
    entries.push_back({name, profile ? profile->summary : std::string(), true, 0});
  }
  return entries;
}

Result<void> open_message(std::string_view bytes, const ProfileSet& profiles, const ProfilePtr& forced,
                          OpenedMessage& opened) {
  opened.message.reset();
  const auto open = [&](Result<std::string> decoded) -> Result<void> {
    if (!decoded) return tl::unexpected(decoded.error());
    opened.decoded = std::move(*decoded);
    auto message = hl7::Message::open(opened.decoded.empty() ? bytes : std::string_view(opened.decoded));
    if (!message) return tl::unexpected(message.error());
    opened.message.emplace(std::move(*message));
    return {};
  };
  if (auto done = open(hl7::to_utf8(bytes)); !done) return done;
  opened.profile = forced ? forced : profiles.for_sender(*opened.message);
  const std::string& set = opened.profile->character_set;
  if (set.empty()) return {};
  if (!opened.profile->character_set_wins && !opened.message->header().field(18).empty()) return {};
  opened.message.reset();
  return open(hl7::to_utf8(bytes, set));
}

}  // namespace chargelint::plugin
