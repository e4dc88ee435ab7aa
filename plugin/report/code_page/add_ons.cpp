// Add-on codes: what this one is added to, and what may be added to it, each with its own status on the date.
#include <algorithm>
#include <array>

#include "plugin/report/code_page/parts.h"
#include "plugin/report/indicator_meanings.h"

namespace chargelint::plugin {
namespace {

std::string note_of(const Reference& reference, const AddOnEdit& edit) {
  if (edit.note_text != 0) return std::string(reference.text(edit.note_text));
  constexpr std::array<std::string_view, 4> kNotes{"", "practitioner only", "facilities only", "suspended"};
  return std::string(edit.note < kNotes.size() ? kNotes[edit.note] : std::string_view());
}

// The last day on which the edit and both codes stand.
Period force_of(const AddOnEdit& edit) {
  const std::int32_t last = std::min({edit.to_days, edit.add_on_deleted, edit.primary_deleted});
  return {edit.period().from, Date::from_days(last)};
}

bool stands(const AddOnEdit& edit, Date on) {
  return force_of(edit).contains(on) && edit.from_days != edit.to_days;
}

std::string status_of(const ProcedureView& view, Hcpcs code) {
  const auto found = fee_schedule_on(view.catalogue, code, Modifier(), view.on);
  return found.row == nullptr ? std::string() : std::string(1, found.row->status);
}

std::string opps_status_of(const ProcedureView& view, Hcpcs code) {
  const auto text = code.text();
  return std::string(
      Facts(view.catalogue, data::Subject::procedure, text, view.on).one(data::attribute::kApcStatus).value);
}

std::vector<std::string> row_of(const ProcedureView& view, const AddOnEdit& edit, Hcpcs other, bool open) {
  const Period force = force_of(edit);
  std::string status;
  std::string opps;
  std::string words;
  if (!open) {
    status = status_of(view, other);
    opps = opps_status_of(view, other);
    words = title_of(view.catalogue, other, view.on);
  }
  return {open ? std::string("any") : other.text().str(),
          std::to_string(edit.type),
          status,
          opps,
          day_text(force.from),
          day_text(force.to),
          note_of(view.catalogue, edit),
          open ? std::string("the contractor decides which primary codes count") : std::move(words)};
}

PageTable table_of(std::string_view key, std::string title) {
  PageTable table;
  table.key = key;
  table.title = std::move(title);
  table.columns = {{"code", "Code"}, {"type", "Type"}, {"status", "Status"}, {"opps_status", "OPPS"},
                   {"from", "From"}, {"to", "To"},     {"note", "Note"},     {"words", "What it is"}};
  return table;
}

}  // namespace

PageSection add_on_section(const ProcedureView& view) {
  PageSection section{"add_on", "Add-on codes", {}, {}, {}};
  PageTable parents = table_of("parents", "This code is an add-on: report it with one of");
  std::size_t ended = 0;
  std::uint8_t type = 0;
  for (const AddOnEdit& edit : view.catalogue.add_on(view.code)) {
    if (!stands(edit, view.on)) {
      ++ended;
      continue;
    }
    if (parents.rows.empty()) parents.origin = origin_of(view.catalogue, edit);
    type = std::max(type, edit.type);
    parents.rows.push_back(row_of(view, edit, edit.primary(), edit.contractor_defined));
  }
  parents.origin.period = {};
  if (!parents.rows.empty()) {
    parents.note = "Type " + std::to_string(type) + ": " +
                   std::string(indicator_meaning(Indicator::add_on_type, std::to_string(type))) + ".";
  }
  parents.counts = {{"not_in_force", static_cast<std::int64_t>(ended)}};
  if (!parents.rows.empty() || ended > 0) section.tables.push_back(std::move(parents));

  PageTable children = table_of("children", "Add-on codes that may be reported with this one");
  for (const AddOnEdit* const edit : view.catalogue.add_on_children(view.code)) {
    if (!stands(*edit, view.on)) continue;
    if (children.rows.empty()) children.origin = origin_of(view.catalogue, *edit);
    children.rows.push_back(row_of(view, *edit, edit->add_on(), false));
  }
  children.origin.period = {};
  if (!children.rows.empty()) section.tables.push_back(std::move(children));
  return section;
}

}  // namespace chargelint::plugin
