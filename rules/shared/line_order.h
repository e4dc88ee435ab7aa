// Which of several lines a finding names, so that it is the same one in whatever order they were sent.
#pragma once

#include "rules/engine/rule.h"

namespace chargelint {

[[nodiscard]] inline bool comes_first(const LineFacts& one, const LineFacts& other) {
  if (one.line->code != other.line->code) return one.line->code < other.line->code;
  return one.line->number < other.line->number;
}

}  // namespace chargelint
