#include "plugin/service/starter_reference.h"

#include "data/reference/store.h"
#include "plugin/service/passing_folder.h"
#include "plugin/service/reference_holder.h"

namespace chargelint::plugin {

Result<std::shared_ptr<const data::Catalogue>> starter_reference() {
  const PassingFolder folder;
  if (folder.path().empty())
    return fail(ErrorKind::environment, "", "no temporary folder can be made for the starter tables");
  const std::string path = (folder.path() / "starter.db").string();
  auto store = data::ReferenceStore::open(path, true);
  if (!store) return tl::unexpected(store.error());
  if (auto done = (*store)->import_starter({}); !done) return tl::unexpected(done.error());
  return open_reference(path);
}

}  // namespace chargelint::plugin
