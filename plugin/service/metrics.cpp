#include "plugin/service/metrics.h"

#include <algorithm>
#include <cstdio>

namespace chargelint::plugin {
namespace {

constexpr std::array<std::string_view, 7> kAnswerNames{"AA",       "AE",   "AR",        "replayed",
                                                       "conflict", "none", "not_stored"};

std::string number_text(double value) {
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.9g", value);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace

void PrometheusText::family(std::string_view name, std::string_view type, std::string_view help) {
  text_ += "# HELP ";
  text_ += name;
  text_ += ' ';
  text_ += help;
  text_ += "\n# TYPE ";
  text_ += name;
  text_ += ' ';
  text_ += type;
  text_ += '\n';
}

void PrometheusText::sample(std::string_view name, std::string_view labels, std::uint64_t value) {
  text_ += name;
  if (!labels.empty()) {
    text_ += '{';
    text_ += labels;
    text_ += '}';
  }
  text_ += ' ' + std::to_string(value) + '\n';
}

void PrometheusText::sample(std::string_view name, std::string_view labels, double value) {
  text_ += name;
  if (!labels.empty()) {
    text_ += '{';
    text_ += labels;
    text_ += '}';
  }
  text_ += ' ' + number_text(value) + '\n';
}

std::string PrometheusText::label(std::string_view name, std::string_view value) {
  std::string text(name);
  text += "=\"";
  for (const char character : value) {
    if (character == '"' || character == '\\') text += '\\';
    text += character == '\n' ? ' ' : character;
  }
  text += '"';
  return text;
}

void Histogram::observe(std::chrono::nanoseconds duration) {
  const double seconds = static_cast<double>(duration.count()) / 1e9;
  const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  nanoseconds_.fetch_add(static_cast<std::uint64_t>(duration.count()), std::memory_order_relaxed);
}

void Histogram::append(PrometheusText& out, std::string_view name, std::string_view labels) const {
  const std::string bucket = std::string(name) + "_bucket";
  const std::string prefix = labels.empty() ? "" : std::string(labels) + ",";
  std::uint64_t total = 0;
  for (std::size_t index = 0; index < kBounds.size(); ++index) {
    total += buckets_[index].load(std::memory_order_relaxed);
    out.sample(bucket, prefix + PrometheusText::label("le", number_text(kBounds[index])), total);
  }
  total += buckets_[kBounds.size()].load(std::memory_order_relaxed);
  out.sample(bucket, prefix + "le=\"+Inf\"", total);
  out.sample(std::string(name) + "_sum", labels, static_cast<double>(nanoseconds_.load()) / 1e9);
  out.sample(std::string(name) + "_count", labels, total);
}

Metrics::Metrics(std::span<const Rule* const> rules) {
  for (const Rule* const rule : rules) {
    RuleCount& count = rules_.emplace_back();
    count.id = rule->info.id;
    by_rule_.emplace(&rule->info, &count);
  }
}

void Metrics::count_claim(const Verdict& verdict, std::chrono::nanoseconds judging) {
  claims_.fetch_add(1, std::memory_order_relaxed);
  judging_time_.observe(judging);
  for (const Finding& finding : verdict.findings) {
    const auto entry = by_rule_.find(finding.rule);
    if (entry == by_rule_.end()) {
      count_site_rule(finding);
      continue;
    }
    entry->second->by_severity[static_cast<std::size_t>(finding.severity)].fetch_add(
        1, std::memory_order_relaxed);
  }
  if (!verdict.settled.empty()) overridden_.fetch_add(verdict.settled.size(), std::memory_order_relaxed);
  if (verdict.shadow.empty()) return;
  const std::lock_guard lock(site_mutex_);
  for (const ShadowCount& count : verdict.shadow) {
    auto entry = shadow_.find(count.rule->id);
    if (entry == shadow_.end()) entry = shadow_.emplace(count.rule->id, 0).first;
    entry->second += count.findings;
  }
}

void Metrics::count_site_rule(const Finding& finding) {
  const std::lock_guard lock(site_mutex_);
  auto entry = site_rules_.find(finding.rule->id);
  if (entry == site_rules_.end())
    entry = site_rules_.emplace(finding.rule->id, std::array<std::uint64_t, 4>{}).first;
  ++entry->second[static_cast<std::size_t>(finding.severity)];
}

std::size_t Metrics::add_route(std::string_view name) {
  routes_.emplace_back().name = name;
  return routes_.size() - 1;
}

void Metrics::count_request(std::size_t route, unsigned status, std::chrono::nanoseconds whole) {
  // The last entry takes every status that has none of its own.
  const auto place = std::find(kStatuses.begin(), kStatuses.end() - 1, status) - kStatuses.begin();
  routes_[route].by_status[static_cast<std::size_t>(place)].fetch_add(1, std::memory_order_relaxed);
  routes_[route].time.observe(whole);
}

void Metrics::append_findings(PrometheusText& out) const {
  out.family("chargelint_findings_total", "counter", "Findings by rule and severity.");
  const auto sample = [&out](std::string_view rule, Severity severity, std::uint64_t count) {
    if (count == 0) return;
    out.sample("chargelint_findings_total",
               PrometheusText::label("rule", rule) + "," +
                   PrometheusText::label("severity", severity_name(severity)),
               count);
  };
  constexpr std::array kShown{Severity::info, Severity::warning, Severity::error};
  for (const RuleCount& rule : rules_) {
    for (const Severity severity : kShown) {
      sample(rule.id, severity, rule.by_severity[static_cast<std::size_t>(severity)].load());
    }
  }
  const std::lock_guard lock(site_mutex_);
  for (const auto& [rule, counts] : site_rules_) {
    for (const Severity severity : kShown) {
      sample(rule, severity, counts[static_cast<std::size_t>(severity)]);
    }
  }
  out.family("chargelint_shadow_findings_total", "counter",
             "Findings of rules that are evaluated and shown to nobody.");
  for (const auto& [rule, count] : shadow_) {
    out.sample("chargelint_shadow_findings_total", PrometheusText::label("rule", rule), count);
  }
  out.family("chargelint_overridden_findings_total", "counter",
             "Findings left out because their facts were overridden.");
  out.sample("chargelint_overridden_findings_total", "", overridden_.load());
}

void Metrics::append(PrometheusText& out) const {
  out.family("chargelint_messages_total", "counter", "HL7 v2 messages received.");
  out.sample("chargelint_messages_total", "protocol=\"mllp\"", messages_[0].load());
  out.sample("chargelint_messages_total", "protocol=\"hl7-http\"", messages_[1].load());
  out.family("chargelint_answers_total", "counter", "Answers to HL7 v2 messages.");
  for (std::size_t index = 0; index < kAnswerNames.size(); ++index) {
    out.sample("chargelint_answers_total", PrometheusText::label("code", kAnswerNames[index]),
               answers_[index].load());
  }
  out.family("chargelint_claims_judged_total", "counter", "Claims judged, of every protocol.");
  out.sample("chargelint_claims_judged_total", "", claims_.load());
  append_findings(out);
  out.family("chargelint_judging_seconds", "histogram", "Time to judge a claim.");
  judging_time_.append(out, "chargelint_judging_seconds", "");
  out.family("chargelint_message_seconds", "histogram",
             "Time from an HL7 v2 frame to its answer, commit included.");
  message_time_.append(out, "chargelint_message_seconds", "");
  out.family("chargelint_http_requests_total", "counter", "HTTP requests by route and status.");
  for (const Route& route : routes_) {
    for (std::size_t index = 0; index < kStatuses.size(); ++index) {
      const std::uint64_t count = route.by_status[index].load();
      if (count == 0) continue;
      const std::string status = kStatuses[index] == 0 ? "other" : std::to_string(kStatuses[index]);
      out.sample("chargelint_http_requests_total",
                 PrometheusText::label("route", route.name) + "," + PrometheusText::label("status", status),
                 count);
    }
  }
  out.family("chargelint_http_request_seconds", "histogram", "Time from a whole HTTP request to its answer.");
  for (const Route& route : routes_) {
    route.time.append(out, "chargelint_http_request_seconds", PrometheusText::label("route", route.name));
  }
}

}  // namespace chargelint::plugin
