// Counters of the service, printed as Prometheus text. Labels are ours alone: rule ids, routes, answer codes.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/engine/engine.h"
#include "rules/engine/rule.h"

namespace chargelint::plugin {

// Append-writer of the exposition format.
class PrometheusText {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help);
  // `labels` as in {a="b"}, without the braces; empty: none.
  void sample(std::string_view name, std::string_view labels, std::uint64_t value);
  void sample(std::string_view name, std::string_view labels, double value);
  [[nodiscard]] static std::string label(std::string_view name, std::string_view value);
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

class Histogram {
 public:
  void observe(std::chrono::nanoseconds duration);
  void append(PrometheusText& out, std::string_view name, std::string_view labels) const;

 private:
  static constexpr std::array<double, 12> kBounds{0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005,
                                                  0.01,    0.05,    0.1,    0.5,    1.0,   5.0};
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> nanoseconds_{0};
};

enum class AnswerKind : std::uint8_t { aa, ae, ar, replayed, conflict, none, not_stored };

class Metrics {
 public:
  explicit Metrics(std::span<const Rule* const> rules);
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void count_message(bool over_mllp) { ++messages_[over_mllp ? 0 : 1]; }
  void count_answer(AnswerKind kind) { ++answers_[static_cast<std::size_t>(kind)]; }
  void count_claim(const Verdict& verdict, std::chrono::nanoseconds judging);
  void observe_message(std::chrono::nanoseconds whole) { message_time_.observe(whole); }

  // Routes are named before the service starts; the handle is for count_request.
  [[nodiscard]] std::size_t add_route(std::string_view name);
  void count_request(std::size_t route, unsigned status, std::chrono::nanoseconds whole);
  void append(PrometheusText& out) const;

 private:
  static constexpr std::array<unsigned, 18> kStatuses{200, 201, 202, 204, 400, 404, 405, 406, 408,
                                                      409, 413, 415, 417, 422, 431, 500, 503, 0};
  struct Route {
    std::string name;
    std::array<std::atomic<std::uint64_t>, kStatuses.size()> by_status{};
    Histogram time;
  };
  void count_site_rule(const Finding& finding);
  void append_findings(PrometheusText& out) const;
  struct RuleCount {
    std::string_view id;
    std::array<std::atomic<std::uint64_t>, 4> by_severity{};
  };
  std::array<std::atomic<std::uint64_t>, 2> messages_{};
  std::array<std::atomic<std::uint64_t>, 7> answers_{};
  std::atomic<std::uint64_t> claims_{0};
  std::deque<RuleCount> rules_;
  std::unordered_map<const RuleInfo*, RuleCount*> by_rule_;  // filled once, read from every thread
  // Rules of the site come and go with its file: counted by id.
  mutable std::mutex site_mutex_;
  std::map<std::string, std::array<std::uint64_t, 4>, std::less<>> site_rules_;
  std::map<std::string, std::uint64_t, std::less<>> shadow_;
  std::atomic<std::uint64_t> overridden_{0};
  std::deque<Route> routes_;
  Histogram judging_time_;
  Histogram message_time_;
};

}  // namespace chargelint::plugin
