// Sorting rules into plans, so that a claim meets only the rules that concern it.
#include "rules/engine/rule_book.h"

#include <algorithm>

namespace chargelint {
namespace {

constexpr std::size_t kKinds = 5;
constexpr std::size_t kStages = 3;
constexpr std::size_t kFormats = 3;

std::vector<const Rule*> by_id(std::span<const Rule* const> rules) {
  std::vector<const Rule*> sorted(rules.begin(), rules.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Rule* left, const Rule* right) { return left->info.id < right->info.id; });
  return sorted;
}

bool format_fits(FormatMask mask, SourceFormat format) {
  switch (mask) {
    case FormatMask::any:
      return true;
    case FormatMask::hl7:
      return format == SourceFormat::hl7;
    case FormatMask::fhir:
      return format == SourceFormat::fhir;
  }
  return false;
}

// A rule names every table it may read; a claim of one kind is looked up in one of each family.
bool concerns(Source source, BillKind kind) {
  const bool outpatient = kind == BillKind::outpatient;
  switch (source) {
    case Source::ptp_practitioner:
      return !outpatient;
    case Source::ptp_hospital:
    case Source::mue_outpatient:
      return outpatient;
    case Source::mue_practitioner:
      return !outpatient && kind != BillKind::dme;
    case Source::mue_dme:
      return kind == BillKind::dme;
    case Source::code_sets:
    case Source::code_words:
      return false;  // ours: not of a release that a date could miss
    default:
      return true;
  }
}

std::size_t plan_index(PayerClass payer, BillKind kind, Stage stage, SourceFormat format) {
  return ((static_cast<std::size_t>(payer) * kKinds + static_cast<std::size_t>(kind)) * kStages +
          static_cast<std::size_t>(stage)) *
             kFormats +
         static_cast<std::size_t>(format);
}

}  // namespace

RuleBook::RuleBook(std::span<const Rule* const> rules, bool every_rule)
    : rules_(by_id(rules)), every_rule_(every_rule), precedence_(rules_) {
  modules_ = {"CODE", "GOV"};
  for (const Rule* rule : rules_) modules_.push_back(rule->info.module);
  std::sort(modules_.begin(), modules_.end());
  modules_.erase(std::unique(modules_.begin(), modules_.end()), modules_.end());
  for (const Rule* rule : rules_) module_of_rule_.push_back(module_index(rule->info.module));
  code_module_ = module_index("CODE");
  governance_module_ = module_index("GOV");

  plans_.resize(kPayerClasses * kKinds * kStages * kFormats);
  for (std::size_t index = 0; index < plans_.size(); ++index) {
    const auto format = static_cast<SourceFormat>(index % kFormats);
    const auto stage = static_cast<Stage>(index / kFormats % kStages);
    const auto kind = static_cast<BillKind>(index / (kFormats * kStages) % kKinds);
    const auto payer = static_cast<PayerClass>(index / (kFormats * kStages * kKinds));
    plans_[index] = make_plan(payer, kind, stage, format);
  }
}

bool RuleBook::fits(std::size_t rule, const Context& context, SourceFormat format) const {
  const RuleInfo& info = rules_[rule]->info;
  return info.payers.of(context.payer) != PayerShift::kOff && has(info.kinds, context.kind) &&
         has(info.stages, context.stage) && format_fits(info.formats, format);
}

void RuleBook::add(Plan& plan, std::size_t rule, const Context& context) const {
  const RuleInfo& info = rules_[rule]->info;
  const auto index = static_cast<std::uint16_t>(rule);
  plan.rules.insert(std::upper_bound(plan.rules.begin(), plan.rules.end(), index), index);
  for (std::size_t read = 0; read < info.reads_count; ++read) {
    if (!concerns(info.reads[read], context.kind)) continue;
    const Source source =
        context.payer == PayerClass::medicaid ? medicaid_table(info.reads[read]) : info.reads[read];
    plan.sources |= std::uint64_t{1} << static_cast<unsigned>(source);
  }
  if (info.history == HistoryUse::none) return;
  const std::uint16_t module = module_of_rule_[rule];
  const auto at = std::lower_bound(plan.history_modules.begin(), plan.history_modules.end(), module);
  if (at == plan.history_modules.end() || *at != module) plan.history_modules.insert(at, module);
}

Plan RuleBook::make_plan(PayerClass payer, BillKind kind, Stage stage, SourceFormat format) const {
  Context context;
  context.payer = payer;
  context.kind = kind;
  context.stage = stage;
  Plan plan;
  for (std::size_t index = 0; index < rules_.size(); ++index) {
    if (rules_[index]->info.off_by_default && !every_rule_) continue;
    if (fits(index, context, format)) add(plan, index, context);
  }
  return plan;
}

std::uint16_t RuleBook::module_index(std::string_view name) const {
  return static_cast<std::uint16_t>(std::lower_bound(modules_.begin(), modules_.end(), name) -
                                    modules_.begin());
}

const Plan& RuleBook::plan(const Context& context, SourceFormat format) const {
  return plans_[plan_index(context.payer, context.kind, context.stage, format)];
}

}  // namespace chargelint
