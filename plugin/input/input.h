// Files as the messages and resources they hold, recognised by content.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/document.h"
#include "hl7/message.h"
#include "plugin/site/profiles.h"
#include "rules/base/result.h"
#include "rules/claim/claim.h"

namespace chargelint::plugin {

struct InputUnit {
  SourceFormat format = SourceFormat::none;
  std::string_view bytes;
  std::string position;  // "message 2", "line 3"; empty when the file holds one thing
};

// Units are views into the file's own bytes.
struct InputFile {
  std::string name;
  std::string bytes;
  std::string decoded;  // when the bytes had to be decoded before they could be split
  std::vector<InputUnit> units;
};

// HL7 v2 (one message, many, MLLP-framed, batch), one FHIR JSON document, or NDJSON. `-` is standard input.
// The error's `where` is empty: the caller knows the file.
[[nodiscard]] Result<std::unique_ptr<InputFile>> load_input(const std::string& name,
                                                            std::istream& standard_input);
[[nodiscard]] Result<std::unique_ptr<InputFile>> recognise_input(std::string name, std::string bytes);

// Reads units into claims; one a thread. A claim is valid until the next read.
class UnitReader {
 public:
  UnitReader() = default;  // the profiles that ship, none by itself
  // `forced`: the profile of every message; null: by its sender.
  UnitReader(std::shared_ptr<const ProfileSet> profiles, ProfilePtr forced)
      : profiles_(std::move(profiles)), forced_(std::move(forced)) {}
  [[nodiscard]] Result<Claim> read(const InputUnit& unit);
  // The message that the last claim was read from; null for FHIR.
  [[nodiscard]] const hl7::Message* message() const { return opened_.message ? &*opened_.message : nullptr; }
  // How it was read; null for FHIR.
  [[nodiscard]] const hl7::Profile* profile() const {
    return opened_.message ? opened_.profile.get() : nullptr;
  }

 private:
  fhir::Document document_;
  std::shared_ptr<const ProfileSet> profiles_ = ProfileSet::shipped_only();
  ProfilePtr forced_;
  OpenedMessage opened_;
};

}  // namespace chargelint::plugin
