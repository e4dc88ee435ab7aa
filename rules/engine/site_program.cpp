// See site_program.h.
#include "rules/engine/site_program.h"

#include <algorithm>
#include <limits>

#include "rules/engine/site_rules.h"
#include "rules/shared/parts.h"

namespace chargelint {
namespace {

// The most lines of a claim that `claim_has` looks at for one line: beyond it a claim is a batch, and pairs
// of its lines would take time that grows with their square.
constexpr std::size_t kMostLines = 512;

std::optional<Date> first_date(const RuleInput& input) {
  for (const LineFacts& facts : input.lines) {
    if (facts.judged) return facts.date;
  }
  return std::nullopt;
}

// Whole years on the day.
std::int64_t age_on(Date birth, Date day) {
  const auto born = birth.ymd();
  const auto now = day.ymd();
  const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
  const bool before_birthday =
      now.month() < born.month() || (now.month() == born.month() && now.day() < born.day());
  return years - (before_birthday ? 1 : 0);
}

}  // namespace

// What a test is asked of: a line, an earlier service, or the claim alone.
struct SiteProgram::Subject {
  const LineFacts* facts = nullptr;
  const PriorLine* prior = nullptr;
};

SiteProgram::SiteProgram(const SiteRuleText& rule) : rule_(rule) {
  add(rule.when);
}

void SiteProgram::add(const SiteCondition& condition) {
  const std::size_t index = nodes_.size();
  Node node;
  node.field = condition.field;
  node.days = condition.within_days;
  switch (condition.kind) {
    case SiteCondition::Kind::all:
      node.op = Op::all;
      break;
    case SiteCondition::Kind::any:
      node.op = Op::any;
      break;
    case SiteCondition::Kind::negated:
      node.op = Op::negated;
      break;
    case SiteCondition::Kind::claim_has:
      node.op = Op::claim_has;
      break;
    case SiteCondition::Kind::prior_has:
      node.op = Op::prior_has;
      looks_back_ = true;
      break;
    case SiteCondition::Kind::test: {
      const SiteFieldInfo& field = site_field(condition.field);
      if (field.form == SiteForm::text) {
        node.op = Op::texts;
        node.first = static_cast<std::uint32_t>(texts_.size());
        for (const std::string& text : condition.texts) {
          const bool beginning = text.ends_with('*');
          texts_.push_back({std::string_view(text).substr(0, text.size() - (beginning ? 1 : 0)), beginning});
        }
        node.count = static_cast<std::uint32_t>(condition.texts.size());
      } else {
        node.op = Op::ranges;
        node.first = static_cast<std::uint32_t>(ranges_.size());
        ranges_.insert(ranges_.end(), condition.ranges.begin(), condition.ranges.end());
        std::sort(ranges_.begin() + node.first, ranges_.end());
        node.count = static_cast<std::uint32_t>(condition.ranges.size());
      }
      break;
    }
  }
  nodes_.push_back(node);
  const bool was_of_line = of_line_;
  for (const SiteCondition& part : condition.parts) add(part);
  // Fields of another line or an earlier service do not make the rule one of each line.
  if (node.op == Op::claim_has || node.op == Op::prior_has) of_line_ = was_of_line;
  if (condition.kind == SiteCondition::Kind::test) of_line_ = of_line_ || site_field(condition.field).of_line;
  nodes_[index].end = static_cast<std::uint32_t>(nodes_.size());
}

SiteProgram::Truth SiteProgram::within(const Node& node, std::int64_t value) const {
  for (std::uint32_t index = node.first; index < node.first + node.count; ++index) {
    if (value < ranges_[index].low) return Truth::no;  // sorted by their low ends
    if (value <= ranges_[index].high) return Truth::yes;
  }
  return Truth::no;
}

SiteProgram::Truth SiteProgram::matches(const Node& node, std::string_view text) const {
  if (text.empty()) return Truth::no;
  for (std::uint32_t index = node.first; index < node.first + node.count; ++index) {
    const Text& pattern = texts_[index];
    if (pattern.beginning ? text.starts_with(pattern.text) : text == pattern.text) return Truth::yes;
  }
  return Truth::no;
}

SiteProgram::Truth SiteProgram::line_ranges(const Node& node, const Claim& claim,
                                            const ServiceLine& line) const {
  switch (node.field) {
    case SiteField::code:
      return within(node, line.code.packed());
    case SiteField::modifier:
      for (const ModifierUse& use : line.modifiers) {
        if (!use.value.empty() && within(node, use.value.packed()) == Truth::yes) return Truth::yes;
      }
      return Truth::no;
    case SiteField::units:
      return within(node, line.units.thousandths);
    case SiteField::charge:
      return line.charge ? within(node, line.charge->cents) : Truth::unknown;
    case SiteField::minutes:
      return line.minutes ? within(node, std::int64_t{*line.minutes} * 1000) : Truth::unknown;
    case SiteField::date:
      return line.from ? within(node, line.from->days()) : Truth::unknown;
    case SiteField::side:
      return line.side == BodySide::unstated ? Truth::unknown
                                             : within(node, static_cast<std::int64_t>(line.side));
    case SiteField::diagnosis:
      for (const DiagnosisPointer& pointer : line.diagnoses) {
        if (pointer.index >= claim.diagnoses.size()) continue;
        const IcdCode code = claim.diagnoses[pointer.index].code;
        if (within(node, static_cast<std::int64_t>(code.packed())) == Truth::yes) return Truth::yes;
      }
      return Truth::no;
    default:
      return Truth::no;
  }
}

SiteProgram::Truth SiteProgram::prior_ranges(const Node& node, const PriorLine& prior) const {
  switch (node.field) {
    case SiteField::code:
      return within(node, prior.code.packed());
    case SiteField::modifier:
      for (const Modifier modifier : prior.modifiers) {
        if (within(node, modifier.packed()) == Truth::yes) return Truth::yes;
      }
      return Truth::no;
    case SiteField::units:
      return within(node, prior.units.thousandths);
    case SiteField::charge:
      return prior.charge ? within(node, prior.charge->cents) : Truth::unknown;
    case SiteField::date:
      return within(node, prior.date.days());
    case SiteField::diagnosis:
      for (const IcdCode code : prior.diagnoses) {
        if (within(node, static_cast<std::int64_t>(code.packed())) == Truth::yes) return Truth::yes;
      }
      return Truth::no;
    default:
      return Truth::no;
  }
}

SiteProgram::Truth SiteProgram::ranges(const Node& node, const RuleInput& input,
                                       const Subject& subject) const {
  const Claim& claim = input.claim;
  switch (node.field) {
    case SiteField::payer:
      return within(node, static_cast<std::int64_t>(claim.context.payer));
    case SiteField::kind:
      return within(node, static_cast<std::int64_t>(claim.context.kind));
    case SiteField::stage:
      return within(node, static_cast<std::int64_t>(claim.context.stage));
    case SiteField::sex:
      return claim.patient.sex == Sex::unknown ? Truth::unknown
                                               : within(node, static_cast<std::int64_t>(claim.patient.sex));
    case SiteField::line_count:
      return within(node, static_cast<std::int64_t>(claim.lines.size()) * 1000);
    case SiteField::age: {
      const auto day = subject.facts != nullptr ? std::optional(subject.facts->date) : first_date(input);
      if (!claim.patient.birth_date || !day) return Truth::unknown;
      return within(node, age_on(*claim.patient.birth_date, *day) * 1000);
    }
    case SiteField::claim_diagnosis:
      for (const Diagnosis& diagnosis : claim.diagnoses) {
        if (within(node, static_cast<std::int64_t>(diagnosis.code.packed())) == Truth::yes) return Truth::yes;
      }
      return Truth::no;
    default:
      break;
  }
  if (subject.prior != nullptr) return prior_ranges(node, *subject.prior);
  return subject.facts == nullptr ? Truth::no : line_ranges(node, claim, *subject.facts->line);
}

SiteProgram::Truth SiteProgram::texts(const Node& node, const RuleInput& input,
                                      const Subject& subject) const {
  const Claim& claim = input.claim;
  const auto any_of = [&](const auto& values) {
    const bool found = std::any_of(values.begin(), values.end(), [&](std::string_view value) {
      return matches(node, value) == Truth::yes;
    });
    return found ? Truth::yes : Truth::no;
  };
  switch (node.field) {
    case SiteField::payer_id:
      return matches(node, claim.context.payer_id);
    case SiteField::department:
      return matches(node, claim.context.department);
    case SiteField::profile:
      return matches(node, claim.profile);
    case SiteField::type_of_bill:
      return matches(node, claim.context.type_of_bill);
    case SiteField::condition_code:
      return any_of(claim.condition_codes);
    case SiteField::authorization:
      return any_of(claim.authorizations);
    case SiteField::billing_npi:
      return matches(node, claim.billing.npi);
    case SiteField::billing_group:
      return matches(node, claim.billing.group);
    case SiteField::referring_npi:
      return matches(node, claim.referring.npi);
    case SiteField::attending_npi:
      return matches(node, claim.attending.npi);
    default:
      break;
  }
  const ServiceLine* const line = subject.facts == nullptr ? nullptr : subject.facts->line;
  if (subject.prior == nullptr && line == nullptr) return Truth::no;
  const auto either = [&](std::string_view of_prior, std::string_view of_line) {
    return matches(node, subject.prior != nullptr ? of_prior : of_line);
  };
  const PriorLine* const prior = subject.prior;
  // A line that names nobody is the claim's practitioner's.
  const Provider& provider = prior != nullptr          ? prior->rendering
                             : line->rendering.known() ? line->rendering
                                                       : claim.billing;
  switch (node.field) {
    case SiteField::place:
      return either(prior != nullptr ? prior->place_of_service : "",
                    line != nullptr ? line->place_of_service : "");
    case SiteField::revenue_code:
      return either(prior != nullptr ? prior->revenue_code : "", line != nullptr ? line->revenue_code : "");
    case SiteField::npi:
      return matches(node, provider.npi);
    case SiteField::specialty:
      return matches(node, provider.specialty);
    case SiteField::group:
      return matches(node, provider.group);
    case SiteField::ordering_npi:
      return line != nullptr ? matches(node, line->ordering.npi) : Truth::no;
    case SiteField::supervising_npi:
      return line != nullptr ? matches(node, line->supervising.npi) : Truth::no;
    case SiteField::ndc:
      if (line == nullptr) return Truth::no;
      for (const DrugCode& drug : line->drugs) {
        if (matches(node, drug.ndc) == Truth::yes) return Truth::yes;
      }
      return Truth::no;
    default:
      return Truth::no;
  }
}

SiteProgram::Truth SiteProgram::other_line(std::uint32_t node, const RuleInput& input,
                                           const Subject& subject) const {
  Truth best = Truth::no;
  const std::size_t most = std::min(input.lines.size(), kMostLines);
  for (const LineFacts& facts : input.lines.first(most)) {
    if (!facts.judged || &facts == subject.facts) continue;
    const Truth one = truth(node, input, {&facts, nullptr});
    if (one == Truth::yes) return one;
    if (one != Truth::no) best = one;
  }
  return best;
}

SiteProgram::Truth SiteProgram::earlier(std::uint32_t node, const RuleInput& input,
                                        const Subject& subject) const {
  const Availability availability = input.history.availability();
  if (availability == Availability::none) return Truth::no_history;
  const auto day = subject.facts != nullptr ? std::optional(subject.facts->date) : first_date(input);
  if (!day) return Truth::unknown;
  for (const PriorLine& prior : input.history.lines({day->plus_days(-nodes_[node].days), *day})) {
    if (truth(node + 1, input, {subject.facts, &prior}) == Truth::yes) return Truth::yes;
  }
  return availability == Availability::complete ? Truth::no : Truth::no_history;
}

SiteProgram::Truth SiteProgram::truth(std::uint32_t index, const RuleInput& input,
                                      const Subject& subject) const {
  const Node& node = nodes_[index];
  switch (node.op) {
    case Op::ranges:
      return ranges(node, input, subject);
    case Op::texts:
      return texts(node, input, subject);
    case Op::claim_has:
      return other_line(index + 1, input, subject);
    case Op::prior_has:
      return earlier(index, input, subject);
    case Op::negated: {
      const Truth part = truth(index + 1, input, subject);
      if (part == Truth::yes) return Truth::no;
      return part == Truth::no ? Truth::yes : part;
    }
    case Op::all:
    case Op::any: {
      const Truth decides = node.op == Op::all ? Truth::no : Truth::yes;
      Truth result = node.op == Op::all ? Truth::yes : Truth::no;
      for (std::uint32_t part = index + 1; part < node.end; part = nodes_[part].end) {
        const Truth one = truth(part, input, subject);
        if (one == decides) return one;
        if (one == Truth::unknown || one == Truth::no_history) result = one;
      }
      return result;
    }
  }
  return Truth::no;
}

void SiteProgram::settle(Truth truth, const LineFacts* facts, const RuleInput& input,
                         RuleOutput& output) const {
  if (truth == Truth::no) return;
  if (truth == Truth::no_history) {
    const bool none = input.history.availability() == Availability::none;
    return output.not_evaluated(none ? Gap::no_history : Gap::incomplete_history);
  }
  const Hcpcs code = facts != nullptr ? facts->line->code : Hcpcs{};
  if (truth == Truth::unknown) return output.not_evaluated(Gap::missing_field, Source::code_words, code);
  const Severity severity = rule_.severity[static_cast<std::size_t>(input.context().stage)];
  if (severity == Severity::off) return;
  Finding& finding = facts != nullptr ? add_for_line(output, *facts->line) : output.add();
  finding.severity = severity;
  finding.history_used = looks_back_;
  if (facts == nullptr) {
    finding.location = input.claim.id_at;
    finding.arguments.push_back({"line", std::string_view("the claim")});
    finding.arguments.push_back({"code", std::string_view("the claim")});
  } else {
    const ServiceLine& line = *facts->line;
    finding.arguments.push_back({"units", line.units});
    finding.arguments.push_back({"place", line.place_of_service});
    finding.arguments.push_back({"date", facts->date});
    for (const SiteFix& fix : rule_.fixes) {
      Edit edit = fix.edit;
      edit.line = line.number;
      Fix made = fix_of(edit, fix.question);
      made.title = fix.title;
      finding.fixes.push_back(std::move(made));
    }
  }
  finding.arguments.push_back({"payer_id", input.context().payer_id});
}

void SiteProgram::evaluate(const RuleInput& input, RuleOutput& output) const {
  if (input.whole.judged_lines == 0) return;
  if (!of_line_) {
    const auto day = first_date(input);
    if (day && rule_.valid.contains(*day)) settle(truth(0, input, {}), nullptr, input, output);
    return;
  }
  for (const LineFacts& facts : input.lines) {
    if (!facts.judged || !rule_.valid.contains(facts.date)) continue;
    settle(truth(0, input, {&facts, nullptr}), &facts, input, output);
  }
}

}  // namespace chargelint
