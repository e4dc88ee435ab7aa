// The evidence row as named fields.
#include <array>
#include <cstddef>

#include "rules/engine/text.h"
#include "rules/ports/table_names.h"

namespace chargelint {
namespace {

using Value = decltype(EvidenceField::value);
using Fields = std::vector<EvidenceField>;

Value text_or_null(std::string_view text) {
  if (text.find_first_not_of(' ') == std::string_view::npos) return std::monostate{};
  return std::string(text);
}

Value indicator(const char& character) {
  return text_or_null(std::string_view(&character, 1));
}

Value date_or_null(Date date) {
  return text_or_null(date.iso().view());
}

Value code_or_null(std::uint32_t packed) {
  return text_or_null(Hcpcs::from_packed(packed).text().view());
}

// "1.25" of 125 hundredths.
Value hundredths(std::int32_t value) {
  return std::string(Money{value}.text().view());
}

// Placeholder dates of a release are never asserted (decision 5).
bool dates_known(const Evidence& evidence, const Reference& reference) {
  const auto releases = reference.releases();
  return evidence.release < releases.size() && releases[evidence.release].effective_known;
}

void add_period(Fields& fields, const RowBase& row, std::string_view end_name) {
  const Period period = row.period();
  fields.push_back({"effective", date_or_null(period.from)});
  fields.push_back({end_name, date_or_null(period.to)});
}

struct Printer {
  const Evidence& evidence;
  const Reference& reference;

  Fields operator()(std::monostate /*none*/) const { return {}; }

  Fields operator()(const PtpEvidence& row) const {
    if (row.edit == nullptr) return {};
    const PtpEdit& edit = *row.edit;
    const bool effective = edit.from_day != 0 && dates_known(evidence, reference);
    return {{"column1", text_or_null(row.column1.text().view())},
            {"column2", code_or_null(edit.column2_packed)},
            {"effective", effective ? date_or_null(edit.from()) : Value{}},
            {"deletion", date_or_null(edit.to())},
            {"modifier_indicator", std::to_string(edit.indicator)},
            {"rationale", text_or_null(reference.rationale(edit.rationale))}};
  }

  Fields operator()(const MueLimit* row) const {
    if (row == nullptr) return {};
    return {{"code", code_or_null(row->code_packed)},
            {"mue", std::to_string(row->units)},
            {"mai", row->adjudication == 0 ? Value{} : Value{std::to_string(row->adjudication)}},
            {"rationale", text_or_null(reference.rationale(row->rationale))}};
  }

  Fields operator()(const FeeScheduleRow* row) const {
    if (row == nullptr) return {};
    return {{"code", code_or_null(row->code_packed)},
            {"modifier", text_or_null(Modifier::from_packed(row->modifier_packed).text().view())},
            {"status", indicator(row->status)},
            {"pctc", indicator(row->pctc)},
            {"global", text_or_null(row->global_days())},
            {"multiple", indicator(row->multiple)},
            {"bilateral", indicator(row->bilateral)},
            {"assistant", indicator(row->assistant)},
            {"co_surgeon", indicator(row->co_surgeon)},
            {"team", indicator(row->team)},
            {"endoscopic_base", code_or_null(row->endoscopic_base_packed)},
            {"supervision", text_or_null({row->supervision, 2})},
            {"imaging_family", text_or_null({row->imaging_family, 2})},
            {"nonfacility_na", indicator(row->nonfacility_na)},
            {"facility_na", indicator(row->facility_na)},
            {"work_rvu", hundredths(row->work_rvu)},
            {"nonfacility_total", hundredths(row->nonfacility_total)},
            {"facility_total", hundredths(row->facility_total)},
            {"preoperative", hundredths(row->preoperative)},
            {"intraoperative", hundredths(row->intraoperative)},
            {"postoperative", hundredths(row->postoperative)}};
  }

  Fields operator()(const AddOnEdit* row) const {
    if (row == nullptr) return {};
    static constexpr std::array<std::string_view, 4> kNotes = {"", "practitioner only", "facilities only",
                                                               "suspended"};
    Fields fields = {{"type", std::to_string(row->type)},
                     {"add_on", code_or_null(row->add_on_packed)},
                     {"primary", row->contractor_defined ? Value{std::string("CCCCC")}
                                                         : code_or_null(row->primary_packed)}};
    add_period(fields, *row, "deletion");
    fields.push_back({"note", row->note < kNotes.size() ? text_or_null(kNotes[row->note]) : Value{}});
    return fields;
  }

  // The order file has no dates of its own.
  Fields operator()(const DiagnosisRow* row) const {
    if (row == nullptr) return {};
    return {{"code", text_or_null(row->code().text().view())},
            {"billable", std::string(row->billable ? "1" : "0")}};
  }

  Fields operator()(const ModifierRow* row) const {
    if (row == nullptr) return {};
    Fields fields = {{"modifier", text_or_null(Modifier::from_packed(row->modifier_packed).text().view())}};
    add_period(fields, *row, "end");
    return fields;
  }

  // Intervals as the tabular list writes them: "M54.2", "M50-M51".
  static Value interval(std::uint64_t first, std::uint64_t last) {
    const IcdCode from = IcdCode::from_packed(first);
    std::uint64_t stem = last;
    for (unsigned shift = 0; shift < 64 && ((stem >> shift) & 0xFFU) == 0xFFU; shift += 8) {
      stem &= ~(std::uint64_t{0xFF} << shift);
    }
    const IcdCode to = IcdCode::from_packed(stem);
    std::string text(from.text().view());
    if (to != from) text.append("-").append(to.text().view());
    return text;
  }
  Fields operator()(const DiagnosisRelation* row) const {
    if (row == nullptr) return {};
    return {{"link", text_or_null(table_name(row->link))},
            {"at", interval(row->subject_first, row->subject_last)},
            {"names", interval(row->target_first, row->target_last)},
            {"note", row->note == 0 ? Value{} : text_or_null(reference.text(row->note))}};
  }

  Fields operator()(const CodeMapRow* row) const {
    if (row == nullptr) return {};
    Fields fields = {
        {"map", text_or_null(table_name(row->map))},
        {"from", code_or_null(row->from_packed)},
        {"to", code_or_null(row->to_packed)},
        {"condition", row->condition == 0 ? Value{} : text_or_null(reference.text(row->condition))}};
    add_period(fields, *row, "end");
    return fields;
  }

  Fields operator()(const ProcedureCodeRow* row) const {
    if (row == nullptr) return {};
    return {{"code", code_or_null(row->code_packed)},
            {"added", date_or_null(row->life().from)},
            {"ended", date_or_null(row->life().to)},
            {"coverage", indicator(row->coverage)},
            {"action", indicator(row->action)}};
  }

  Fields operator()(const DiagnosisEditRow* row) const {
    if (row == nullptr) return {};
    return {{"code", text_or_null(IcdCode::from_packed(row->code_packed).text().view())},
            {"list", text_or_null(table_name(row->edit))},
            {"least_age", std::to_string(row->least_age)},
            {"most_age", std::to_string(row->most_age)}};
  }

  Fields operator()(const ModifierPairRow* row) const {
    if (row == nullptr) return {};
    Fields fields = {{"first", text_or_null(row->first().text().view())},
                     {"second", text_or_null(row->second().text().view())},
                     {"relation", text_or_null(table_name(row->relation))},
                     {"note", row->note == 0 ? Value{} : text_or_null(reference.text(row->note))}};
    add_period(fields, *row, "end");
    return fields;
  }

  Fields operator()(const CodeNumberRow* row) const {
    if (row == nullptr) return {};
    Fields fields = {
        {"number", text_or_null(table_name(row->number))},
        {"code", code_or_null(row->code_packed)},
        {"other", code_or_null(row->other_packed)},
        {"low", std::to_string(row->low)},
        {"high", std::to_string(row->high)},
        {"condition", row->condition == 0 ? Value{} : text_or_null(reference.text(row->condition))}};
    add_period(fields, *row, "end");
    return fields;
  }
};

}  // namespace

std::vector<EvidenceField> evidence_fields(const Evidence& evidence, const Reference& reference) {
  if (!evidence.present) return {};
  return std::visit(Printer{evidence, reference}, evidence.row);
}

}  // namespace chargelint
