// chargelint profile list, show, test: the senders' profiles, and what one makes of a sender's messages.
#include <algorithm>
#include <array>
#include <iomanip>
#include <set>

#include "plugin/cli/command.h"
#include "plugin/cli/profile_option.h"
#include "plugin/input/input.h"
#include "plugin/report/profile_reading.h"
#include "plugin/site/embedded_profiles.h"
#include "plugin/site/rules_file.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kTestOptions{
    OptionSpec{"show-phi", "", "fields that may name the patient too"},
};

// The site's profiles; what is wrong with one is told, and does not keep another from being looked at.
std::shared_ptr<const ProfileSet> profiles_of(const Invocation& invocation, ExitCode& code) {
  std::vector<SiteFault> faults;
  auto profiles = ProfileSet::load(invocation.config.profiles, faults);
  for (const SiteFault& fault : faults) {
    invocation.streams.err << "chargelint: " << fault_text(fault) << '\n';
    code = ExitCode::bad_input;
  }
  return profiles;
}

ExitCode run_list(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  ExitCode code = ExitCode::done;
  std::ostream& out = invocation.streams.out;
  for (const ProfileSet::Entry& entry : profiles_of(invocation, code)->entries()) {
    out << std::left << std::setw(24) << entry.name << ' ' << std::setw(9)
        << (entry.shipped ? "ready" : "site") << ' ' << entry.summary;
    if (entry.senders > 0) {
      out << " (" << entry.senders << (entry.senders == 1 ? " sender)" : " senders)");
    }
    out << '\n';
  }
  return code;
}

// The text of one that ships, to be copied and changed.
ExitCode run_show(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 1, 1, "the name of a profile that ships"); !enough) {
    return report_error(invocation, enough.error());
  }
  const std::string& name = invocation.options.operands().front();
  for (const data::EmbeddedFile& file : embedded_profiles()) {
    if (file.name != name + ".yaml") continue;
    invocation.streams.out << file.content;
    return ExitCode::done;
  }
  const auto known = ProfileSet::shipped_only()->named(name);
  return report_error(invocation, known
                                      ? Error{ErrorKind::usage, "", "\"" + name + "\" has no file that ships"}
                                      : known.error());
}

ExitCode run_test(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough =
          need_operands(options, 2, SIZE_MAX, "a PROFILE (its name or its file) and at least one FILE");
      !enough) {
    return report_error(invocation, enough.error());
  }
  Streams& streams = invocation.streams;
  std::vector<SiteFault> site_faults;
  const auto profiles = ProfileSet::load(invocation.config.profiles, site_faults);
  std::vector<SiteFault> faults;
  auto profile = profiles->named_or_file(options.operands().front(), faults);
  if (!profile) {
    // A name may fail because of its file in the site's folder.
    if (faults.empty()) faults = site_faults;
    if (faults.empty()) return report_error(invocation, profile.error());
    for (const SiteFault& fault : faults) streams.err << "chargelint: " << fault_text(fault) << '\n';
    return ExitCode::bad_input;
  }
  ExitCode worst = ExitCode::done;
  UnitReader reader(profiles, *profile);
  for (std::size_t index = 1; index < options.operands().size(); ++index) {
    const std::string& name = options.operands()[index];
    const auto report = [&](const std::string& position, const std::string& what) {
      streams.out.flush();
      streams.err << name << ": " << position << (position.empty() ? "" : ": ") << what << '\n';
      worst = ExitCode::bad_input;
    };
    const auto file = load_input(name, streams.in);
    if (!file) {
      report("", to_string(file.error()));
      continue;
    }
    for (const InputUnit& unit : (*file)->units) {
      if (unit.format != SourceFormat::hl7) {
        report(unit.position, "a profile reads HL7 v2 messages; expected one");
        continue;
      }
      const auto claim = reader.read(unit);
      if (!claim) {
        report(unit.position, to_string(claim.error()));
        continue;
      }
      std::string text;
      append_profile_reading(text, *claim, *reader.message(), {name, unit.position, options.has("show-phi")});
      streams.out << text;
    }
  }
  return worst;
}

}  // namespace

const Command kProfileListCommand{
    "profile list", "", "the profiles of senders: the site's own and those that ship", {}, run_list};
const Command kProfileShowCommand{
    "profile show", "NAME", "the text of a profile that ships, to be copied", {}, run_show};
const Command kProfileTestCommand{"profile test", "PROFILE FILE...",
                                  "what a profile makes of messages, beside the fields as they were sent",
                                  kTestOptions, run_test};

}  // namespace chargelint::plugin
