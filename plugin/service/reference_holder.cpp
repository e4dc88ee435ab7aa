#include "plugin/service/reference_holder.h"

#include <filesystem>

#include "data/reference/snapshot.h"

namespace chargelint::plugin {

Result<std::shared_ptr<const data::Catalogue>> open_reference(const std::string& store_path) {
  const std::string path = data::snapshot_path(store_path);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return fail(
        ErrorKind::environment, store_path,
        "the reference store is not there; make it with `chargelint reference import --starter --reference " +
            store_path + "`");
  }
  auto reference = data::open_catalogue(path);
  if (!reference) {
    return fail(ErrorKind::environment, reference.error().where,
                reference.error().what + "; import the releases again to make a new snapshot");
  }
  return reference;
}

}  // namespace chargelint::plugin
