// Files as the messages and resources they hold, recognised by content.
#pragma once

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/document.h"
#include "hl7/message.h"
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
  [[nodiscard]] Result<Claim> read(const InputUnit& unit);
  // The message that the last claim was read from; null for FHIR.
  [[nodiscard]] const hl7::Message* message() const { return message_ ? &*message_ : nullptr; }

 private:
  fhir::Document document_;
  std::optional<hl7::Message> message_;
  std::string decoded_;
};

}  // namespace chargelint::plugin
