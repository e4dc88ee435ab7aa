// A rule: a constant header and one pure function over claim, reference and history. No clock, network,
// logging, statics; no other rule. Merging, precedence, severity and the dry run of fixes happen afterwards
// in the engine.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "rules/claim/claim.h"
#include "rules/engine/code_pairs.h"
#include "rules/engine/diagnosis_facts.h"
#include "rules/engine/finding.h"
#include "rules/ports/history.h"
#include "rules/ports/reference.h"

namespace chargelint {

struct Citation {
  std::string_view title;    // "NCCI Policy Manual for Medicare Services"
  std::string_view section;  // "chapter I, section E.1"
};

// How far a payer class moves a rule's severity; `kOff` switches the rule off for it.
struct PayerShift {
  static constexpr std::int8_t kOff = -9;
  std::int8_t medicare = 0;
  std::int8_t medicaid = 0;
  std::int8_t medicare_advantage = 0;
  std::int8_t commercial = 0;
  std::int8_t other = 0;
  [[nodiscard]] constexpr std::int8_t of(PayerClass payer) const {
    switch (payer) {
      case PayerClass::medicare:
        return medicare;
      case PayerClass::medicaid:
        return medicaid;
      case PayerClass::medicare_advantage:
        return medicare_advantage;
      case PayerClass::commercial:
        return commercial;
      case PayerClass::other:
        return other;
    }
    return 0;
  }
};
inline constexpr PayerShift kEveryPayer{};
inline constexpr PayerShift kNcciPayers{.commercial = -1, .other = -1};  // decision 21

enum class KindMask : std::uint8_t {
  professional = 1,
  outpatient = 2,
  inpatient = 4,
  asc = 8,
  dme = 16,
  every = 31,
};
constexpr KindMask operator|(KindMask left, KindMask right) {
  return static_cast<KindMask>(static_cast<unsigned>(left) | static_cast<unsigned>(right));
}
constexpr bool has(KindMask mask, BillKind kind) {
  return (static_cast<unsigned>(mask) & (1U << static_cast<unsigned>(kind))) != 0;
}
enum class StageMask : std::uint8_t { order = 1, charge = 2, claim = 4, charge_or_claim = 6, every = 7 };
constexpr bool has(StageMask mask, Stage stage) {
  return (static_cast<unsigned>(mask) & (1U << static_cast<unsigned>(stage))) != 0;
}
enum class FormatMask : std::uint8_t { any = 0, hl7 = 1, fhir = 2 };
// How far back a rule looks; `around` is three days to either side.
enum class HistoryUse : std::uint8_t {
  none,
  same_day,
  around,
  days_92,
  year,
  months_18,
  three_years,
  lifetime,
};

// What a fix changes. A rule names the changes that can make it say something new; when a fix is tried, the
// others are not asked again. `code` is also a line that is added; `removal` a line that goes.
enum class Aspect : std::uint8_t {
  nothing = 0,
  code = 1,
  modifiers = 2,
  units = 4,
  diagnoses = 8,
  removal = 16,
  every = 31,
};
constexpr Aspect operator|(Aspect left, Aspect right) {
  return static_cast<Aspect>(static_cast<unsigned>(left) | static_cast<unsigned>(right));
}
constexpr bool meets(Aspect left, Aspect right) {
  return (static_cast<unsigned>(left) & static_cast<unsigned>(right)) != 0;
}

struct RuleInfo {
  std::string_view id;                  // as in the catalogue; never changes its meaning
  std::string_view module;              // "NCCI-PTP"
  std::string_view title;               // one line, plain words
  Severity severity = Severity::error;  // listed default: payer medicare, stage claim
  PayerShift payers = kEveryPayer;
  KindMask kinds = KindMask::every;
  StageMask stages = StageMask::every;
  FormatMask formats = FormatMask::any;
  bool off_by_default = false;  // runs only where a site switches it on
  bool hard_at_order = false;   // else capped at warning at stage order (decision 18)
  HistoryUse history = HistoryUse::none;
  Aspect reacts_to = Aspect::every;
  // What it says of a line follows from that line, the claim's own fields, tables and history, not from other
  // lines: tried with the edited lines alone. Such a rule asks neither for pairs nor for the order of codes.
  bool by_line = false;
  std::array<Source, 3> reads{};        // tables read…
  std::uint8_t reads_count = 0;         // …the first so many of them
  std::array<Citation, 3> citations{};  // the first is the finding's citation; unused ones are empty
  std::string_view clinician;  // template, under 140 characters when filled; empty: not shown to clinicians
  std::string_view biller;     // template: what, why, what to do
  std::string_view carc;       // likely denial code, "CO-97"; empty: none
  std::string_view why;        // a sentence or two for `explain`: what it checks and why payers deny it
  std::string_view fires;      // an example that fires, in case notation: "45385; 45380"
  std::string_view silent;     // and one that does not: "45385; 45380-59"
};

// What every rule would otherwise look up again for each line; made once a claim by the engine.
struct LineFacts {
  const ServiceLine* line = nullptr;
  Date date;            // date of service (the from date)
  bool dated = false;   // false: date-dependent rules can't speak
  bool judged = false;  // an active charge with a procedure code and a date
  CodeShape shape = CodeShape::other;
  Found<FeeScheduleRow> fee;                // the row with blank modifier at the date
  std::span<const ProcedureCodeRow> lives;  // what the tables say of the code's own first and last day
  CodeSets sets;                            // of the code on the date
  std::uint32_t modifier_classes = 0;       // ModifierClass, of all its modifiers on the date
  [[nodiscard]] bool in(CodeSet set) const { return sets.has(set); }
  [[nodiscard]] bool has_class(ModifierClass wanted) const {
    return (modifier_classes & static_cast<std::uint32_t>(wanted)) != 0;
  }
};

// What of all judged lines together: a rule that needs a thing which no line has is done at once.
struct ClaimFacts {
  CodeSets sets;
  std::uint32_t modifier_classes = 0;
  std::uint16_t judged_lines = 0;
  bool any_modifier = false;
  bool any_several_units = false;  // more than one
  [[nodiscard]] bool has(CodeSet set) const { return sets.has(set); }
  [[nodiscard]] bool has_class(ModifierClass wanted) const {
    return (modifier_classes & static_cast<std::uint32_t>(wanted)) != 0;
  }
};

struct RuleInput {
  const Claim& claim;
  std::span<const LineFacts> lines;  // every line of the claim, in order
  const Reference& reference;
  const History& history;
  ClaimFacts whole;
  CodePairs& code_pairs;  // the engine's scratch, found once a claim
  DiagnosisFacts& diagnosis_facts;
  [[nodiscard]] const Context& context() const { return claim.context; }
  [[nodiscard]] std::span<const CodePair> pairs() const { return code_pairs.of(*this); }
  [[nodiscard]] std::span<const DiagnosisRelation> relations(std::size_t diagnosis) const {
    return diagnosis_facts.relations(claim, reference, diagnosis);
  }
};

// Same rendering practitioner, or same group and specialty; a line that names nobody is the claim's
// practitioner's, as the other line is.
[[nodiscard]] bool same_practitioner(const Provider& left, const Provider& right);
[[nodiscard]] inline bool same_practitioner(const ServiceLine& left, const ServiceLine& right) {
  return same_practitioner(left.rendering, right.rendering);
}

class RuleOutput {
 public:
  virtual ~RuleOutput() = default;
  // Starts a finding of the running rule at its listed severity (lower it through Finding::severity where the
  // catalogue says so). Valid until the next call.
  virtual Finding& add() = 0;
  virtual void not_evaluated(Gap gap, Source source = Source::code_words, Hcpcs code = {}) = 0;
};

using Evaluate = void (*)(const RuleInput& input, RuleOutput& output);

class SiteProgram;

struct Rule {
  RuleInfo info;
  Evaluate evaluate = nullptr;
  const SiteProgram* site = nullptr;  // a rule of the site's own file: judged by this, not by a function
};

// rules/all_rules.cpp: the explicit list, the only place that knows every rule. Ordered by id.
[[nodiscard]] std::span<const Rule* const> all_rules();

}  // namespace chargelint
