// The report of a replay, as text, JSON or CSV. Claims are told one by one as they come, the sums at the end.
#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>

#include "plugin/replay/impact.h"

namespace chargelint::plugin {

struct ReplayHeading {
  std::string since;
  std::string until;   // empty: to the end
  std::string before;  // the present store
  std::string before_digest;
  std::string before_release;
  std::string after;  // what --against named
  std::string after_digest;
  std::string after_release;
};

class ReplayReport {
 public:
  virtual ~ReplayReport() = default;
  virtual void claim(const ClaimImpact& impact) = 0;
  virtual void finish(const ImpactTotals& totals) = 0;
};

enum class ReplayFormat : std::uint8_t { text, json, csv };
// `limit`: at most so many claims are told one by one; all of them are counted.
[[nodiscard]] std::unique_ptr<ReplayReport> make_replay_report(ReplayFormat format, std::ostream& out,
                                                               const ReplayHeading& heading,
                                                               std::uint64_t limit);

}  // namespace chargelint::plugin
