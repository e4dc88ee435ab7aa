// What each attribute was over the loaded releases, and from when to when.
#include <algorithm>
#include <array>
#include <map>

#include "plugin/report/code_page/parts.h"

namespace chargelint::plugin {
namespace {

// One attribute's values in time. A value that two releases repeat is one entry, from the first on.
class Timeline {
 public:
  Timeline(PageTable& table, const Reference& reference) : table_(table), reference_(reference) {}

  void see(const std::string& attribute, const std::string& value, const RowBase& row) {
    for (Entry& entry : entries_) {
      if (entry.attribute != attribute || entry.value != value || entry.source != source_of(row)) continue;
      // Neighbouring periods only: a value that went and came back is two entries.
      if (entry.period.to.days() != Date::open_end().days() &&
          entry.period.to.plus_days(1) < row.period().from) {
        continue;
      }
      entry.period.to = std::max(entry.period.to, row.period().to);
      return;
    }
    const Origin origin = origin_of(reference_, row);
    entries_.push_back({attribute, value, source_of(row), std::string(origin.release), row.period()});
  }

  // Attributes with more than one value first; those that never changed after them.
  void write() {
    using Key = std::pair<std::string, std::string_view>;
    std::map<Key, std::size_t> values;
    std::map<Key, std::size_t> first;  // the values of one attribute stand together
    for (std::size_t index = 0; index < entries_.size(); ++index) {
      const Key key{entries_[index].attribute, entries_[index].source};
      ++values[key];
      first.emplace(key, index);
    }
    std::stable_sort(entries_.begin(), entries_.end(), [&first](const Entry& left, const Entry& right) {
      return first.at({left.attribute, left.source}) < first.at({right.attribute, right.source});
    });
    std::size_t changed = 0;
    for (const bool wanted : {true, false}) {
      for (const Entry& entry : entries_) {
        const bool several = values[{entry.attribute, entry.source}] > 1;
        if (several != wanted) continue;
        changed += several ? 1U : 0U;
        table_.rows.push_back({entry.attribute, entry.value, day_text(entry.period.from),
                               day_text(entry.period.to), several ? "true" : "false",
                               std::string(entry.source), entry.release});
      }
    }
    table_.in_text = std::min<std::size_t>(changed, 40);
    table_.total = table_.rows.size();
    table_.rest_in_note = changed <= table_.in_text;
    if (changed == 0) {
      table_.title.clear();
      table_.note = "No attribute changed over the loaded releases (" + std::to_string(table_.rows.size()) +
                    " values; --format json lists them).";
    } else if (changed < table_.rows.size()) {
      table_.note = std::to_string(table_.rows.size() - changed) +
                    " values that never changed are listed by --format json.";
    }
  }

 private:
  struct Entry {
    std::string attribute;
    std::string value;
    std::string_view source;
    std::string release;
    Period period;
  };
  [[nodiscard]] std::string_view source_of(const RowBase& row) const {
    const auto releases = reference_.releases();
    return row.release < releases.size() ? source_name(releases[row.release].source) : std::string_view();
  }

  PageTable& table_;
  const Reference& reference_;
  std::vector<Entry> entries_;
};

std::string hundredths(std::int32_t value) {
  const std::int32_t rest = value < 0 ? -(value % 100) : value % 100;
  return std::to_string(value / 100) + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

void see_fee_schedule(Timeline& timeline, const ProcedureView& view) {
  for (const FeeScheduleRow& row : view.catalogue.fee_schedule(view.code)) {
    const Modifier modifier = Modifier::from_packed(row.modifier_packed);
    const std::string suffix = modifier.empty() ? std::string() : " (" + modifier.text().str() + ")";
    const auto see = [&](std::string_view name, std::string_view value) {
      timeline.see(std::string(name) + suffix, std::string(value), row);
    };
    const auto one = [](const char& value) { return std::string_view(&value, 1); };
    see("status", one(row.status));
    see("PC/TC", one(row.pctc));
    see("global days", row.global_days());
    see("multiple procedures", one(row.multiple));
    see("bilateral", one(row.bilateral));
    see("assistant at surgery", one(row.assistant));
    see("co-surgeon", one(row.co_surgeon));
    see("team surgery", one(row.team));
    see("supervision", std::string_view(row.supervision, 2));
    see("imaging family", std::string_view(row.imaging_family, 2));
    see("work RVU", hundredths(row.work_rvu));
    see("total RVU, office", hundredths(row.nonfacility_total));
    see("total RVU, facility", hundredths(row.facility_total));
  }
}

void see_unit_limits(Timeline& timeline, const ProcedureView& view) {
  constexpr std::array kTables{
      Source::mue_practitioner,          Source::mue_outpatient,          Source::mue_dme,
      Source::mue_medicaid_practitioner, Source::mue_medicaid_outpatient, Source::mue_medicaid_dme};
  for (const Source table : kTables) {
    for (const MueLimit& row : view.catalogue.mue(table, view.code)) {
      const std::string name = "MUE " + std::string(source_name(table));
      timeline.see(name, std::to_string(row.units) + " (MAI " + std::to_string(row.adjudication) + ")", row);
    }
  }
}

// Text is at most this long in a history; the value itself stands in its section.
constexpr std::size_t kLongestValue = 80;

std::string shortened(std::string_view text) {
  if (text.size() <= kLongestValue) return std::string(text);
  std::size_t end = kLongestValue;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

// Attributes that hold many values at once: a list, not a history.
bool is_list(std::string_view name) {
  namespace attribute = data::attribute;
  constexpr std::array<std::string_view, 21> kLists{attribute::kArticle,
                                                    attribute::kCovered,
                                                    attribute::kNotCovered,
                                                    attribute::kIndexTerm,
                                                    attribute::kInclusion,
                                                    attribute::kAlsoCalled,
                                                    attribute::kIncludes,
                                                    attribute::kExcludes1,
                                                    attribute::kExcludes2,
                                                    attribute::kCodeFirst,
                                                    attribute::kUseAdditional,
                                                    attribute::kCodeAlso,
                                                    attribute::kNote,
                                                    attribute::kSeventhCharacter,
                                                    attribute::kReplacedBy,
                                                    attribute::kReplaces,
                                                    "OPPS cap",
                                                    "cross reference",
                                                    "pricing",
                                                    "coverage manual",
                                                    "laboratory certification"};
  return std::find(kLists.begin(), kLists.end(), name) != kLists.end();
}

void see_facts(Timeline& timeline, const Facts& facts) {
  for (const data::Fact& fact : facts.rows()) {
    const std::string_view name = facts.catalogue().text(fact.attribute);
    if (is_list(name)) continue;
    timeline.see(std::string(name), shortened(facts.catalogue().text(fact.value)), fact);
  }
}

PageTable history_table() {
  PageTable table;
  table.key = "values";
  table.title = "Values that changed";
  table.columns = {{"attribute", "Attribute"},   {"value", "Value"},   {"from", "From"},       {"to", "To"},
                   {"changed", "", true, false}, {"source", "Source"}, {"release", "First in"}};
  return table;
}

PageSection section_of(PageTable table) {
  PageSection section{"history", "History over the loaded releases", {}, {}, {}};
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

}  // namespace

PageSection procedure_history(const ProcedureView& view) {
  PageTable table = history_table();
  Timeline timeline(table, view.catalogue);
  see_fee_schedule(timeline, view);
  see_unit_limits(timeline, view);
  for (const ProcedureCodeRow& row : view.catalogue.procedure_code(view.code)) {
    const std::string life = period_text(row.life());
    if (!life.empty()) timeline.see("life", life, row);
  }
  see_facts(timeline, view.facts);
  timeline.write();
  return section_of(std::move(table));
}

PageSection diagnosis_history(const Facts& facts, std::span<const DiagnosisRow> rows) {
  PageTable table = history_table();
  Timeline timeline(table, facts.catalogue());
  for (const DiagnosisRow& row : rows) timeline.see("billable", row.billable ? "yes" : "no: a header", row);
  see_facts(timeline, facts);
  timeline.write();
  return section_of(std::move(table));
}

PageSection modifier_history(const Facts& facts, std::span<const ModifierRow> rows) {
  PageTable table = history_table();
  Timeline timeline(table, facts.catalogue());
  for (const ModifierRow& row : rows) timeline.see("in use", "yes", row);
  see_facts(timeline, facts);
  timeline.write();
  return section_of(std::move(table));
}

}  // namespace chargelint::plugin
