#include "plugin/service/claim_history.h"

#include <algorithm>
#include <array>
#include <utility>

#include "plugin/log.h"

namespace chargelint::plugin {
namespace {

// In the order of HistoryUse; the whole life has no number of days.
constexpr std::array<std::int32_t, 7> kDaysBack = {0, 0, 3, 92, 366, 549, 1096};
// Services to come may be known already: an operation that the visit today belongs to.
constexpr std::int32_t kMostAhead = 92;

Availability availability_of(const HistoryNeed& need, std::optional<Date> complete_since) {
  return complete_since && !(need.complete_from < *complete_since) ? Availability::complete
                                                                   : Availability::incomplete;
}

}  // namespace

HistoryNeed history_need(std::span<const Rule* const> rules, const Claim& claim) {
  HistoryNeed need;
  if (claim.patient.id.empty()) return need;
  std::optional<Date> first;
  std::optional<Date> last;
  for (const ServiceLine& line : claim.lines) {
    if (!line.from) continue;
    if (!first || *line.from < *first) first = line.from;
    const Date end = line.through.value_or(*line.from);
    if (!last || *last < end) last = end;
  }
  if (!first) return need;
  const Context& context = claim.context;
  HistoryUse furthest = HistoryUse::none;
  std::int32_t days = 0;
  for (const Rule* const rule : rules) {
    const RuleInfo& info = rule->info;
    if (info.history == HistoryUse::none || info.off_by_default || !has(info.kinds, context.kind)) continue;
    if ((static_cast<unsigned>(info.stages) & (1U << static_cast<unsigned>(context.stage))) == 0) continue;
    if (info.payers.of(context.payer) == PayerShift::kOff) continue;
    furthest = std::max(furthest, info.history);
    if (info.history != HistoryUse::lifetime)
      days = std::max(days, kDaysBack[static_cast<std::size_t>(info.history)]);
  }
  if (furthest == HistoryUse::none) return need;
  need.any = true;
  need.complete_from = first->plus_days(-days);
  need.period.from = furthest == HistoryUse::lifetime ? Date::from_days(0) : need.complete_from;
  need.period.to = last->plus_days(std::min(days, kMostAhead));
  return need;
}

Result<void> fill_history(data::PatientHistory& history, const Claim& claim,
                          std::span<const Rule* const> rules, std::optional<Date> complete_since,
                          const FetchServices& fetch) {
  const HistoryNeed need = history_need(rules, claim);
  history.clear(Availability::none);
  if (!need.any) return {};
  auto stored = fetch({claim.patient.id, claim.id, claim.original_claim, need.period.from, need.period.to});
  if (!stored) return tl::unexpected(std::move(stored.error()));
  history.set(claim, {stored->claim_key, stored->original_key}, std::move(stored->messages),
              availability_of(need, complete_since));
  return {};
}

const History& StoredHistory::of(const Claim& claim, std::span<const Rule* const> rules) const {
  thread_local data::PatientHistory history;
  const auto filled =
      fill_history(history, claim, rules, complete_since_,
                   [this](const data::HistoryQuery& query) { return state_.services(query); });
  if (!filled) log::warning("the history of a patient could not be read: " + to_string(filled.error()));
  return history;
}

std::string HistoryBook::reference_of(std::string_view claim) const {
  if (claim.empty()) return {};
  const auto known = claims_.find(claim);
  return known == claims_.end() ? std::string() : known->second;
}

void HistoryBook::add(const Claim& claim, std::string_view control) {
  if (claim.patient.id.empty()) return;
  const auto named = [&](std::string_view id) {
    if (id.empty()) return std::string();
    const auto [place, fresh] = claims_.try_emplace(std::string(id));
    if (fresh) place->second = "earlier-" + std::to_string(claims_.size());
    return place->second;
  };
  data::PriorMessage message;
  message.id = ++count_;
  if (claim.context.received_on)
    message.seen_ms = std::int64_t{claim.context.received_on->days()} * 86'400'000;
  message.format = claim.format;
  message.kind = claim.context.kind;
  message.stage = claim.context.stage;
  message.frequency = claim.frequency;
  message.claim = named(claim.id);
  message.original = named(claim.original_claim);
  for (const ServiceLine& line : claim.lines) message.charges.push_back(data::charge_record(claim, line));
  std::vector<Added>& known = patients_[std::string(claim.patient.id)];
  if (!control.empty()) {
    std::erase_if(known, [&](const Added& one) { return one.control == control; });
  }
  known.push_back({std::move(message), std::string(control)});
}

const History& HistoryBook::of(const Claim& claim, std::string_view control,
                               data::PatientHistory& history) const {
  const HistoryNeed need = history_need(rules_, claim);
  if (!need.any) {
    history.clear(Availability::none);
    return history;
  }
  const Availability availability = availability_of(need, complete_since_);
  const auto known = patients_.find(std::string(claim.patient.id));
  if (known == patients_.end()) {
    history.clear(availability);
    return history;
  }
  const auto from = need.period.from.iso();
  const auto to = need.period.to.iso();
  std::vector<data::PriorMessage> messages;
  for (const Added& one : known->second) {
    if (!control.empty() && one.control == control) continue;
    data::PriorMessage& message = messages.emplace_back();
    message = one.message;
    std::erase_if(message.charges, [&](const data::ChargeRecord& charge) {
      return charge.date < from.view() || charge.date > to.view();
    });
  }
  history.set(claim, {reference_of(claim.id), reference_of(claim.original_claim)}, std::move(messages),
              availability);
  return history;
}

}  // namespace chargelint::plugin
