// The starter tables that travel in the binary, as a reference of their own: for what must work on a machine
// that has no store.
#pragma once

#include <memory>

#include "data/reference/catalogue.h"
#include "rules/base/result.h"

namespace chargelint::plugin {

// Compiled in a temporary folder that is gone afterwards; takes about a second.
[[nodiscard]] Result<std::shared_ptr<const data::Catalogue>> starter_reference();

}  // namespace chargelint::plugin
