// What rules share about practitioners.
#include "rules/engine/rule.h"

namespace chargelint {

bool same_practitioner(const Provider& one, const Provider& other) {
  if (!one.known() || !other.known()) return true;
  if (!one.npi.empty() && one.npi == other.npi) return true;
  if (one.group.empty() || one.group != other.group || one.specialty != other.specialty) return false;
  // Two named practitioners of a group whose specialty nobody states may be of any two specialties.
  return !one.specialty.empty() || one.npi.empty() || other.npi.empty();
}

}  // namespace chargelint
