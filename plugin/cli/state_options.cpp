#include "plugin/cli/state_options.h"

#include <cstdlib>
#include <filesystem>

#include "data/state/store.h"

namespace chargelint::plugin {

Result<std::string> existing_key(const Config& config) {
  std::error_code ignored;
  if (std::getenv("CHARGELINT_KEY") == nullptr && !std::filesystem::exists(config.key_file, ignored)) {
    return fail(ErrorKind::environment, config.key_file,
                "the key of the state store is not there; without it the stored charges cannot be read");
  }
  return data::load_key(config.key_file, "CHARGELINT_KEY");
}

}  // namespace chargelint::plugin
