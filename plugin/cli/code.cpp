// chargelint code: what the reference knows of one code, as of a date.
#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "fhir/json/writer.h"
#include "plugin/cli/command.h"
#include "plugin/service/reference_holder.h"
#include "rules/ports/reference.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"on", "DATE", "as of this date of service, e.g. 2026-05-04 (default today)"},
    OptionSpec{"format", "NAME", "text (default) or json"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

// Attributes in the order they are printed; an empty value is not printed.
struct Attribute {
  std::string name;
  std::string value;
};
using Page = std::vector<Attribute>;

void add(Page& page, std::string_view name, std::string_view value) {
  std::string_view trimmed = value;
  while (trimmed.starts_with(' ')) trimmed.remove_prefix(1);
  while (trimmed.ends_with(' ')) trimmed.remove_suffix(1);
  if (!trimmed.empty()) page.push_back({std::string(name), std::string(trimmed)});
}
void add(Page& page, std::string_view name, char value) {
  add(page, name, std::string_view(&value, 1));
}

std::string hundredths(std::int32_t value) {
  const std::int32_t rest = value % 100;
  return std::to_string(value / 100) + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

std::string period_text(Period period) {
  const auto text = [](Date date) { return date.is_open() ? std::string("open") : date.iso().str(); };
  return text(period.from) + " to " + text(period.to);
}

std::string release_text(const Reference& reference, ReleaseId release, bool nearest) {
  const auto releases = reference.releases();
  if (release >= releases.size()) return {};
  return std::string(releases[release].name) + (nearest ? " (the nearest; none covers the date)" : "");
}

void add_fee_schedule(Page& page, const Reference& reference, Hcpcs code, Date date) {
  const auto found = fee_schedule_on(reference, code, Modifier(), date);
  if (found.row == nullptr) return;
  const FeeScheduleRow& row = *found.row;
  add(page, "fee schedule release", release_text(reference, row.release, found.nearest));
  add(page, "status", row.status);
  add(page, "global days", row.global_days());
  add(page, "PC/TC indicator", row.pctc);
  add(page, "multiple procedure", row.multiple);
  add(page, "bilateral", row.bilateral);
  add(page, "assistant at surgery", row.assistant);
  add(page, "co-surgeon", row.co_surgeon);
  add(page, "team surgery", row.team);
  add(page, "supervision", std::string_view(row.supervision, 2));
  add(page, "imaging family", std::string_view(row.imaging_family, 2));
  add(page, "endoscopic base", Hcpcs::from_packed(row.endoscopic_base_packed).text().view());
  add(page, "work RVU", hundredths(row.work_rvu));
  add(page, "non-facility total RVU", hundredths(row.nonfacility_total));
  add(page, "facility total RVU", hundredths(row.facility_total));
}

void add_mue(Page& page, const Reference& reference, Hcpcs code, Date date) {
  for (const Source table : {Source::mue_practitioner, Source::mue_outpatient, Source::mue_dme}) {
    const auto found = mue_on(reference, table, code, date);
    if (found.row == nullptr) continue;
    add(page, source_name(table),
        std::to_string(found.row->units) + " units, MAI " + std::to_string(found.row->adjudication) +
            ", release " + release_text(reference, found.row->release, found.nearest));
  }
}

void add_pairs(Page& page, const Reference& reference, Hcpcs code, Date date) {
  for (const Source table : {Source::ptp_practitioner, Source::ptp_hospital}) {
    std::size_t active = 0;
    for (const PtpEdit& edit : reference.ptp(table, code)) active += edit.applies_on(date) ? 1U : 0U;
    if (active > 0)
      add(page, source_name(table), "column 1 of " + std::to_string(active) + " edits in force");
  }
}

void add_primaries(Page& page, const Reference& reference, Hcpcs code, Date date) {
  std::string primaries;
  for (const AddOnEdit& edit : reference.add_on(code)) {
    if (!edit.period().contains(date)) continue;
    if (!primaries.empty()) primaries += ' ';
    primaries +=
        edit.contractor_defined ? std::string_view("contractor-defined") : edit.primary().text().view();
  }
  add(page, "add-on to", primaries);
}

void add_modifier(Page& page, const Reference& reference, Modifier modifier, Date date) {
  struct Name {
    ModifierClass value;
    std::string_view text;
  };
  constexpr std::array kNames{Name{ModifierClass::ncci_bypass, "NCCI PTP-associated"},
                              Name{ModifierClass::distinct, "distinct service"},
                              Name{ModifierClass::anatomic, "anatomic"},
                              Name{ModifierClass::visit_bypass, "bypass on a visit"},
                              Name{ModifierClass::global_bypass, "global period"},
                              Name{ModifierClass::repeat_lab, "repeat laboratory test"},
                              Name{ModifierClass::assistant, "assistant at surgery"},
                              Name{ModifierClass::component, "component"},
                              Name{ModifierClass::asserts_fact, "states a fact a person must vouch for"},
                              Name{ModifierClass::notice_of_noncoverage, "notice of non-coverage"}};
  const auto found = modifier_on(reference, modifier, date);
  if (found.row == nullptr) {
    if (found.any) add(page, "valid", "not on this date");
    return;
  }
  add(page, "valid", period_text(found.row->period()));
  std::string classes;
  for (const Name& name : kNames) {
    if (!found.row->is(name.value)) continue;
    if (!classes.empty()) classes += ", ";
    classes += name.text;
  }
  add(page, "classes", classes);
}

Page code_page(const Reference& reference, std::string_view text, Date date) {
  Page page;
  if (const auto code = Hcpcs::parse(text); code && reference.knows_code(*code)) {
    add(page, "code", code->text().view());
    add(page, "words", reference.words(*code));
    add_fee_schedule(page, reference, *code, date);
    add_mue(page, reference, *code, date);
    add_primaries(page, reference, *code, date);
    add_pairs(page, reference, *code, date);
    return page;
  }
  if (const auto modifier = Modifier::parse(text); modifier && !reference.modifier(*modifier).empty()) {
    add(page, "modifier", modifier->text().view());
    add(page, "words", reference.words(*modifier));
    add_modifier(page, reference, *modifier, date);
    return page;
  }
  if (const auto code = IcdCode::parse(text)) {
    const auto found = diagnosis_on(reference, *code, date);
    if (found.row == nullptr) return page;
    add(page, "diagnosis", code->text().view());
    add(page, "words", reference.words(*code));
    add(page, "billable", found.row->billable ? "yes" : "no: a header, needs more characters");
    add(page, "in force", period_text(found.row->period()));
    add(page, "release", release_text(reference, found.row->release, found.nearest));
  }
  return page;
}

Result<Date> date_option(const Options& options) {
  const auto text = options.value("on");
  if (!text) {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return Date::from_days(static_cast<std::int32_t>(today.time_since_epoch().count()));
  }
  if (const auto date = Date::parse_iso(*text)) return *date;
  return fail(ErrorKind::usage, "", "option --on: expected a date such as 2026-05-04");
}

ExitCode run_code(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 1, 1, "one CODE, such as 62324, M54.12 or XS");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const auto date = date_option(invocation.options);
  if (!date) return report_error(invocation, date.error());
  const auto reference = open_reference(invocation.config.reference);
  if (!reference) return report_error(invocation, reference.error());
  const std::string& text = invocation.options.operands().front();
  const Page page = code_page(**reference, text, *date);
  if (page.empty()) {
    return report_error(invocation, Error{ErrorKind::usage, text,
                                          "the loaded tables do not hold this code on " + date->iso().str()});
  }
  std::string out;
  if (*format == 1) {
    fhir::JsonWriter json(out);
    json.begin_object();
    for (const Attribute& attribute : page) json.member(attribute.name, std::string_view(attribute.value));
    json.member("on", date->iso().view()).end_object();
    out += '\n';
  } else {
    for (const Attribute& attribute : page) {
      std::string name = attribute.name;
      name.resize(std::max<std::size_t>(name.size() + 2, 30), ' ');
      out += name + attribute.value + "\n";
    }
  }
  invocation.streams.out << out;
  return ExitCode::done;
}

}  // namespace

const Command kCodeCommand{"code", "CODE",
                           "tells what the reference knows of a procedure code, modifier or diagnosis",
                           kOptions, run_code};

}  // namespace chargelint::plugin
