#include "plugin/overrides/decisions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "plugin/app/nearest.h"
#include "plugin/cli/rule_selection.h"
#include "plugin/log.h"
#include "plugin/overrides/fields.h"
#include "rules/engine/fact_hash.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kReasons{
    OverrideReason{"separate-site", "another site"},
    OverrideReason{"separate-session", "another session or encounter of the day"},
    OverrideReason{"separate-practitioner", "another practitioner"},
    OverrideReason{"unrelated-diagnosis", "the diagnoses are unrelated"},
    OverrideReason{"payer-allows", "the payer allows it"},
    OverrideReason{"documentation-on-file", "the documentation that supports it is on file"},
    OverrideReason{"wrong-finding", "the finding is wrong"},
    OverrideReason{"other", "another reason, in words"},
};
constexpr std::int64_t kDay = 86'400'000;
constexpr std::size_t kMostText = 2000;
constexpr std::size_t kMostName = 100;
constexpr std::string_view kByNumber = "msg-";

Date day_of(std::int64_t milliseconds) {
  return Date::from_days(static_cast<std::int32_t>(milliseconds / kDay));
}

bool is_name(std::string_view text) {
  return text.size() <= kMostName && std::none_of(text.begin(), text.end(), [](char character) {
           return static_cast<unsigned char>(character) < 0x20 || character == 0x7f;
         });
}

Result<void> check_who(std::string_view user, std::string_view role) {
  if (user.empty()) return fail(ErrorKind::usage, "user", "expected who decides");
  if (!is_name(user) || !is_name(role))
    return fail(ErrorKind::usage, "user", "user and role are at most 100 printable characters");
  return {};
}

// Fills in what was decided, by whom, and how long it holds.
Result<void> apply(const Decision& decision, std::int64_t now_ms, data::Override& made) {
  if (const auto who = check_who(decision.user, decision.role); !who) return who;
  const auto known = [&decision](const OverrideReason& one) { return one.code == decision.reason; };
  if (std::none_of(kReasons.begin(), kReasons.end(), known)) {
    std::string list;
    for (const OverrideReason& one : kReasons) list += (list.empty() ? "" : ", ") + std::string(one.code);
    return fail(ErrorKind::usage, "reason", "expected one of " + list);
  }
  if (decision.reason == "other" && decision.text.empty())
    return fail(ErrorKind::usage, "text", "the reason \"other\" asks for a text");
  if (decision.text.size() > kMostText)
    return fail(ErrorKind::usage, "text", "expected at most 2000 characters");
  if (!decision.until.empty()) {
    const auto last = Date::parse_iso(decision.until);
    if (!last) return fail(ErrorKind::usage, "until", "expected a day such as 2026-12-31");
    if (*last < day_of(now_ms)) return fail(ErrorKind::usage, "until", "that day is past");
    made.expires_ms = (std::int64_t{last->days()} + 1) * kDay;
  }
  made.reason = decision.reason;
  made.text = decision.text;
  made.user = decision.user;
  made.role = decision.role;
  made.made_ms = now_ms;
  return {};
}

Result<std::optional<data::Override>> in_force(data::StateStore& state, const data::OverrideSubject& subject,
                                               std::string_view rule, std::uint64_t facts,
                                               std::int64_t now_ms) {
  auto held = state.active_overrides(subject, now_ms);
  if (!held) return tl::unexpected(held.error());
  for (data::Override& one : *held) {
    if (one.rule == rule && one.fact_hash == facts) return std::optional(std::move(one));
  }
  return std::nullopt;
}

Result<data::Override> keep(data::StateStore& state, data::Override made, std::int64_t now_ms) {
  const auto known = in_force(state, {made.patient_id, made.visit_id}, made.rule, made.fact_hash, now_ms);
  if (!known) return tl::unexpected(known.error());
  if (*known) {
    return fail(ErrorKind::conflict, "override",
                "these facts are overridden already, by override " + std::to_string((*known)->id));
  }
  const auto id = state.add_override(made);
  if (!id) return tl::unexpected(id.error());
  made.id = *id;
  log::info("override " + std::to_string(*id) + " of " + made.rule + ": " + made.reason);
  return made;
}

tl::unexpected<Error> never_overridden() {
  return fail(ErrorKind::unsupported, "override",
              "the charge could not be read as it was meant; that must be mended, not overridden");
}

}  // namespace

std::span<const OverrideReason> override_reasons() {
  return kReasons;
}

Result<data::StoredVerdict> find_claim(data::StateStore& state, std::string_view claim) {
  Result<std::optional<data::StoredVerdict>> found = state.verdict_of_visit(claim);
  if (found && !*found && claim.starts_with(kByNumber)) {
    const std::string_view digits = claim.substr(kByNumber.size());
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem == std::errc() && end == digits.data() + digits.size())
      found = state.verdict_of_message(number);
  }
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorKind::not_found, "claim", "no stored charge has this number");
  return std::move(**found);
}

Result<const data::FindingRecord*> find_finding(const data::StoredVerdict& verdict, std::size_t number) {
  if (number == 0 || number > verdict.findings.size()) {
    return fail(ErrorKind::not_found, "finding",
                "the claim has " + std::to_string(verdict.findings.size()) + " findings; they count from 1");
  }
  return &verdict.findings[number - 1];
}

Result<std::optional<data::Override>> override_on(data::StateStore& state, const data::StoredVerdict& verdict,
                                                  const data::FindingRecord& finding, std::int64_t now_ms) {
  const auto facts = read_finding(finding.json);
  if (!facts) return tl::unexpected(facts.error());
  return in_force(state, {verdict.patient_id, verdict.visit_id}, facts->rule, facts->facts, now_ms);
}

Result<data::Override> override_finding(data::StateStore& state, const data::StoredVerdict& verdict,
                                        std::size_t number, const Decision& decision, std::int64_t now_ms) {
  const auto finding = find_finding(verdict, number);
  if (!finding) return tl::unexpected(finding.error());
  auto facts = read_finding((*finding)->json);
  if (!facts) return tl::unexpected(facts.error());
  const Severity severity = facts->severity == "error" ? Severity::error : Severity::warning;
  if (!may_be_overridden(facts->rule, severity)) return never_overridden();
  data::Override made;
  made.patient_id = verdict.patient_id;
  made.visit_id = verdict.visit_id;
  made.rule = std::move(facts->rule);
  made.fact_hash = facts->facts;
  made.codes = std::move(facts->codes);
  made.scope = (*finding)->line == 0 ? "claim" : "line";
  if (const auto said = apply(decision, now_ms, made); !said) return tl::unexpected(said.error());
  return keep(state, std::move(made), now_ms);
}

Result<data::Override> override_facts(data::StateStore& state, const FactsDecided& decided,
                                      const Decision& decision, std::int64_t now_ms) {
  data::Override made;
  made.patient_id = decided.patient;
  made.visit_id = decided.visit;
  if (made.patient_id.empty() && made.visit_id.empty())
    return fail(ErrorKind::usage, "patient", "expected the patient or the claim that the finding is of");
  const auto facts = parse_facts(decided.facts);
  if (!facts) return tl::unexpected(facts.error());
  // A rule of the site is named as its file names it; one that there is not settles nothing.
  if (!decided.rule.starts_with("SITE-")) {
    const auto rule = find_rule(decided.rule);
    if (!rule) return fail(ErrorKind::usage, "rule", rule.error().what);
  }
  made.rule = decided.rule;
  made.fact_hash = *facts;
  made.codes = decided.codes;
  made.scope = "line";
  if (const auto said = apply(decision, now_ms, made); !said) return tl::unexpected(said.error());
  return keep(state, std::move(made), now_ms);
}

Result<void> end_override(data::StateStore& state, std::int64_t id, std::string_view user,
                          std::string_view role, std::int64_t now_ms) {
  if (const auto who = check_who(user, role); !who) return who;
  const auto ended = state.end_override(id, user, role, now_ms);
  if (!ended) return tl::unexpected(ended.error());
  if (!*ended) return fail(ErrorKind::not_found, "override", "none with this id is in force");
  log::info("override " + std::to_string(id) + " ended");
  return {};
}

std::string_view state_of(const data::Override& one, std::int64_t now_ms) {
  if (one.ended_ms && *one.ended_ms <= now_ms) return "ended";
  return one.expires_ms && *one.expires_ms <= now_ms ? "expired" : "active";
}

void write_override(fhir::JsonWriter& json, const data::Override& one, std::int64_t now_ms) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string facts(16, '0');
  std::uint64_t rest = one.fact_hash;
  for (auto digit = facts.rbegin(); digit != facts.rend(); ++digit, rest >>= 4U) *digit = kHex[rest & 0xFU];
  json.begin_object().member("id", one.id).member("state", state_of(one, now_ms));
  json.member("rule", std::string_view(one.rule)).member("facts", std::string_view(facts));
  json.member("codes", std::string_view(one.codes)).member("scope", std::string_view(one.scope));
  json.member("reason", std::string_view(one.reason)).member("text", std::string_view(one.text));
  json.member("user", std::string_view(one.user)).member("role", std::string_view(one.role));
  json.member("made", day_of(one.made_ms).iso().view());
  json.key("until");
  if (one.expires_ms) {
    json.value(day_of(*one.expires_ms - 1).iso().view());
  } else {
    json.null();
  }
  if (one.ended_ms) json.member("ended", day_of(*one.ended_ms).iso().view());
  json.end_object();
}

}  // namespace chargelint::plugin
