// The profiles of senders: those that ship, and the site's own of the folder that the configuration names.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hl7/message.h"
#include "hl7/profile.h"
#include "rules/base/result.h"
#include "rules/engine/site_rules.h"

namespace chargelint::plugin {

using ProfilePtr = std::shared_ptr<const hl7::Profile>;
[[nodiscard]] ProfilePtr usual_profile();  // "default"

class ProfileSet {
 public:
  // A folder that is not there holds none. Every fault of every file is told; a set with a fault is not used.
  [[nodiscard]] static std::shared_ptr<const ProfileSet> load(const std::string& folder,
                                                              std::vector<SiteFault>& faults);
  [[nodiscard]] static std::shared_ptr<const ProfileSet> shipped_only();

  // By name: the site's own, then those that ship. An unknown name is told with the nearest known one.
  [[nodiscard]] Result<ProfilePtr> named(const std::string& name) const;
  // A name or, where it looks like one, the path of a profile's file.
  [[nodiscard]] Result<ProfilePtr> named_or_file(const std::string& name,
                                                 std::vector<SiteFault>& faults) const;
  // By MSH-3 and MSH-4: the one that names the sender most closely, else the usual one.
  [[nodiscard]] ProfilePtr for_sender(const hl7::Message& message) const;
  // Every name with its summary; the site's own first.
  struct Entry {
    std::string name;
    std::string summary;
    bool shipped = false;
    std::size_t senders = 0;
  };
  [[nodiscard]] std::vector<Entry> entries() const;

 private:
  std::map<std::string, ProfilePtr> own_;
};

// Where a set is exchanged while messages are read.
class ProfileHolder {
 public:
  explicit ProfileHolder(std::shared_ptr<const ProfileSet> profiles) : profiles_(std::move(profiles)) {}
  [[nodiscard]] std::shared_ptr<const ProfileSet> get() const {
    const std::lock_guard lock(mutex_);
    return profiles_;
  }
  void set(std::shared_ptr<const ProfileSet> profiles) {
    const std::lock_guard lock(mutex_);
    profiles_ = std::move(profiles);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const ProfileSet> profiles_;
};

// A message with the profile it is read by.
struct OpenedMessage {
  std::string decoded;  // when the bytes had to be decoded; the message is then a view into it
  std::optional<hl7::Message> message;
  ProfilePtr profile;
};
// `forced`: the profile of the port or of the command line; without it the sender's own. In place, since the
// message points into `opened`.
[[nodiscard]] Result<void> open_message(std::string_view bytes, const ProfileSet& profiles,
                                        const ProfilePtr& forced, OpenedMessage& opened);

}  // namespace chargelint::plugin
