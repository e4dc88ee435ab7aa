#include "plugin/replay/report.h"

#include <algorithm>
#include <vector>

#include "fhir/json/writer.h"

namespace chargelint::plugin {
namespace {

constexpr std::size_t kFlush = std::size_t{64} << 10U;
constexpr std::size_t kShownCodes = 20;  // in the text

std::string money(std::int64_t cents) {
  return Money{cents}.text().str();
}

// "clean" of a claim, "none" of a finding: not a severity.
std::string grade(Severity severity, std::string_view none) {
  return severity == Severity::off ? std::string(none) : std::string(severity_name(severity));
}

template <class Values, class Text>
std::string joined(const Values& values, const char* separator, Text text) {
  std::string list;
  for (const auto& value : values) {
    if (!list.empty()) list += separator;
    list += text(value);
  }
  return list;
}

std::string lines_text(const FindingImpact& finding, const char* separator) {
  return joined(finding.lines, separator, [](std::uint16_t line) { return std::to_string(line); });
}
std::string codes_text(const FindingImpact& finding, const char* separator) {
  return joined(finding.codes, separator, [](const std::string& code) { return code; });
}

using CountRow = std::pair<const std::string*, const ImpactCount*>;

// The most concerned first.
std::vector<CountRow> ranked(const std::map<std::string, ImpactCount, std::less<>>& counts) {
  std::vector<CountRow> rows;
  rows.reserve(counts.size());
  for (const auto& [name, count] : counts) rows.emplace_back(&name, &count);
  std::stable_sort(rows.begin(), rows.end(), [](const CountRow& left, const CountRow& right) {
    return left.second->all() > right.second->all();
  });
  return rows;
}

class TextReport final : public ReplayReport {
 public:
  TextReport(std::ostream& out, const ReplayHeading& heading, std::uint64_t limit)
      : out_(out), limit_(limit) {
    out_ << "present: " << heading.before << " (" << heading.before_release << ", "
         << heading.before_digest.substr(0, 12) << ")\nagainst: " << heading.after << " ("
         << heading.after_release << ", " << heading.after_digest.substr(0, 12) << ")\nreceived: from "
         << heading.since << (heading.until.empty() ? "" : " to " + heading.until) << "\n\n";
  }

  void claim(const ClaimImpact& impact) override {
    ++told_;
    if (told_ > limit_) return;
    out_ << impact.received_on << "  message " << impact.id;
    if (!impact.visit.empty()) out_ << "  visit " << impact.visit;
    out_ << "  " << grade(impact.before, "clean") << " -> " << grade(impact.after, "clean");
    if (impact.cents) out_ << "  " << money(*impact.cents);
    out_ << '\n';
    for (const FindingImpact& finding : impact.findings) {
      out_ << "  " << sign(finding.impact) << ' ' << finding.rule << "  ";
      if (finding.impact == Impact::changes) {
        out_ << grade(finding.before, "none") << " -> " << grade(finding.after, "none");
      } else {
        out_ << grade(finding.impact == Impact::goes ? finding.before : finding.after, "none");
      }
      if (!finding.lines.empty()) out_ << "  line " << lines_text(finding, ", ");
      if (!finding.codes.empty()) out_ << "  " << codes_text(finding, " ");
      out_ << '\n';
    }
  }

  void finish(const ImpactTotals& totals) override {
    if (told_ > limit_) out_ << "... and " << told_ - limit_ << " more claims (--limit)\n";
    if (told_ > 0) out_ << '\n';
    out_ << totals.claims << " claims: ";
    append(totals.by_claim);
    out_ << ", " << totals.claims - totals.by_claim.all() << " the same\n";
    if (totals.unreadable > 0) out_ << totals.unreadable << " messages could not be read again\n";
    table("by rule", totals.by_rule, SIZE_MAX);
    table("by code", totals.by_code, kShownCodes);
  }

 private:
  static char sign(Impact impact) {
    return impact == Impact::appears ? '+' : impact == Impact::goes ? '-' : '~';
  }
  void append(const ImpactCount& count) {
    out_ << count.appears << " appear";
    if (count.appears_cents != 0) out_ << " (" << money(count.appears_cents) << ')';
    out_ << ", " << count.goes << " go";
    if (count.goes_cents != 0) out_ << " (" << money(count.goes_cents) << ')';
    out_ << ", " << count.changes << " change";
    if (count.changes_cents != 0) out_ << " (" << money(count.changes_cents) << ')';
  }
  void table(const char* title, const std::map<std::string, ImpactCount, std::less<>>& counts,
             std::size_t most) {
    if (counts.empty()) return;
    out_ << title << ":\n";
    const std::vector<CountRow> rows = ranked(counts);
    for (std::size_t index = 0; index < std::min(rows.size(), most); ++index) {
      out_ << "  " << *rows[index].first << ": ";
      append(*rows[index].second);
      out_ << '\n';
    }
    if (rows.size() > most) out_ << "  ... and " << rows.size() - most << " more (--format json)\n";
  }

  std::ostream& out_;
  std::uint64_t limit_;
  std::uint64_t told_ = 0;
};

class JsonReport final : public ReplayReport {
 public:
  JsonReport(std::ostream& out, const ReplayHeading& heading, std::uint64_t limit)
      : out_(out), limit_(limit), json_(text_) {
    json_.begin_object().member("since", std::string_view(heading.since)).key("until");
    heading.until.empty() ? json_.null() : json_.value(std::string_view(heading.until));
    side("before", heading.before, heading.before_digest, heading.before_release);
    side("after", heading.after, heading.after_digest, heading.after_release);
    json_.key("changed").begin_array();
  }

  void claim(const ClaimImpact& impact) override {
    ++told_;
    if (told_ > limit_) return;
    json_.begin_object().member("message", impact.id).key("visit_ref");
    impact.visit.empty() ? json_.null() : json_.value(std::string_view(impact.visit));
    json_.member("received", std::string_view(impact.received_on))
        .member("change", impact_name(impact.impact))
        .member("before", std::string_view(grade(impact.before, "clean")))
        .member("after", std::string_view(grade(impact.after, "clean")));
    amount("amount", impact.cents);
    json_.key("findings").begin_array();
    for (const FindingImpact& finding : impact.findings) {
      json_.begin_object().member("change", impact_name(finding.impact)).member("rule", finding.rule);
      severity("before", finding.before);
      severity("after", finding.after);
      json_.key("lines").begin_array();
      for (const std::uint16_t line : finding.lines) json_.value(std::int64_t{line});
      json_.end_array().key("codes").begin_array();
      for (const std::string& code : finding.codes) json_.value(std::string_view(code));
      json_.end_array();
      amount("amount", finding.cents);
      json_.end_object();
    }
    json_.end_array().end_object();
    if (text_.size() >= kFlush) flush();
  }

  void finish(const ImpactTotals& totals) override {
    json_.end_array();
    number("claims", totals.claims);
    number("unreadable", totals.unreadable);
    number("unchanged", totals.claims - totals.by_claim.all());
    count(totals.by_claim);
    number("not_listed", told_ > limit_ ? told_ - limit_ : 0);
    table("by_rule", "rule", totals.by_rule);
    table("by_code", "code", totals.by_code);
    json_.end_object();
    text_ += '\n';
    flush();
  }

 private:
  void side(std::string_view name, const std::string& store, const std::string& digest,
            const std::string& release) {
    json_.key(name)
        .begin_object()
        .member("reference", std::string_view(store))
        .member("digest", std::string_view(digest))
        .member("release", std::string_view(release))
        .end_object();
  }
  void number(std::string_view name, std::uint64_t value) {
    json_.member(name, static_cast<std::int64_t>(value));
  }
  void amount(std::string_view name, std::optional<std::int64_t> cents) {
    json_.key(name);
    cents ? json_.value(std::string_view(money(*cents))) : json_.null();
  }
  void severity(std::string_view name, Severity severity) {
    json_.key(name);
    severity == Severity::off ? json_.null() : json_.value(severity_name(severity));
  }
  void count(const ImpactCount& count) {
    number("appears", count.appears);
    number("goes", count.goes);
    number("changes", count.changes);
    json_.key("amount").begin_object();
    amount("appears", count.appears_cents);
    amount("goes", count.goes_cents);
    amount("changes", count.changes_cents);
    json_.end_object();
  }
  void table(std::string_view name, std::string_view key,
             const std::map<std::string, ImpactCount, std::less<>>& counts) {
    json_.key(name).begin_array();
    for (const auto& [label, one] : ranked(counts)) {
      json_.begin_object().member(key, std::string_view(*label));
      count(*one);
      json_.end_object();
    }
    json_.end_array();
  }
  void flush() {
    out_ << text_;
    text_.clear();
  }

  std::ostream& out_;
  std::uint64_t limit_;
  std::string text_;
  fhir::JsonWriter json_;
  std::uint64_t told_ = 0;
};

// One line a finding. No cell needs quoting: codes, rule ids and numbers.
class CsvReport final : public ReplayReport {
 public:
  CsvReport(std::ostream& out, std::uint64_t limit) : out_(out), limit_(limit) {
    out_ << "message,visit_ref,received,claim_change,claim_before,claim_after,rule,finding_change,before,"
            "after,"
            "lines,codes,amount\n";
  }
  void claim(const ClaimImpact& impact) override {
    if (++told_ > limit_) return;
    for (const FindingImpact& finding : impact.findings) {
      out_ << impact.id << ',' << impact.visit << ',' << impact.received_on << ','
           << impact_name(impact.impact) << ',' << grade(impact.before, "clean") << ','
           << grade(impact.after, "clean") << ',' << finding.rule << ',' << impact_name(finding.impact) << ','
           << grade(finding.before, "") << ',' << grade(finding.after, "") << ',' << lines_text(finding, " ")
           << ',' << codes_text(finding, " ") << ','
           << (finding.cents ? money(*finding.cents) : std::string()) << '\n';
    }
  }
  void finish(const ImpactTotals& /*totals*/) override {}

 private:
  std::ostream& out_;
  std::uint64_t limit_;
  std::uint64_t told_ = 0;
};

}  // namespace

std::unique_ptr<ReplayReport> make_replay_report(ReplayFormat format, std::ostream& out,
                                                 const ReplayHeading& heading, std::uint64_t limit) {
  switch (format) {
    case ReplayFormat::json:
      return std::make_unique<JsonReport>(out, heading, limit);
    case ReplayFormat::csv:
      return std::make_unique<CsvReport>(out, limit);
    case ReplayFormat::text:
      break;
  }
  return std::make_unique<TextReport>(out, heading, limit);
}

}  // namespace chargelint::plugin
