// A claim's history: how far back its rules look, and where the patient's earlier services come from.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/state/history.h"
#include "data/state/store.h"
#include "rules/engine/rule.h"

namespace chargelint::plugin {

// What has to be fetched for a claim.
struct HistoryNeed {
  bool any = false;  // some rule that runs looks back, the patient is known and a line is dated
  Period period;
  // The first day of which completeness is asked. A rule that looks at a whole life fires on what it finds,
  // so it does not count here.
  Date complete_from;
};
[[nodiscard]] HistoryNeed history_need(std::span<const Rule* const> rules, const Claim& claim);

// Fills `history` for the claim from what `fetch` gives, which is asked only where a rule looks back. Without
// an answer there is no history; the error comes back.
using FetchServices = std::function<Result<data::StoredServices>(const data::HistoryQuery&)>;
[[nodiscard]] Result<void> fill_history(data::PatientHistory& history, const Claim& claim,
                                        std::span<const Rule* const> rules,
                                        std::optional<Date> complete_since, const FetchServices& fetch);

// What is stored of the patient, fetched once a claim. Thread-safe.
class StoredHistory {
 public:
  StoredHistory(data::StateStore& state, std::optional<Date> complete_since)
      : state_(state), complete_since_(complete_since) {}
  // Lives on this thread until its next claim. A store that cannot be read is no history, and is logged.
  [[nodiscard]] const History& of(const Claim& claim, std::span<const Rule* const> rules) const;

 private:
  data::StateStore& state_;
  std::optional<Date> complete_since_;
};

// Claims of files, in the order in which they were added. Readers may share it while nobody adds.
class HistoryBook {
 public:
  HistoryBook(std::span<const Rule* const> rules, std::optional<Date> complete_since)
      : rules_(rules), complete_since_(complete_since) {}
  // `control`: what tells a message that was sent again; empty where the form has none.
  void add(const Claim& claim, std::string_view control);
  [[nodiscard]] const History& of(const Claim& claim, std::string_view control,
                                  data::PatientHistory& history) const;

 private:
  struct Added {
    data::PriorMessage message;
    std::string control;
  };
  [[nodiscard]] std::string reference_of(std::string_view claim) const;

  std::span<const Rule* const> rules_;
  std::optional<Date> complete_since_;
  std::unordered_map<std::string, std::vector<Added>> patients_;
  std::map<std::string, std::string, std::less<>> claims_;  // by id: a name that may be shown
  std::int64_t count_ = 0;
};

}  // namespace chargelint::plugin
