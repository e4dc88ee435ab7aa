// chargelint code: what the reference knows of one code, as of a date.
#include <array>
#include <chrono>
#include <string>

#include "plugin/cli/command.h"
#include "plugin/report/code_page.h"
#include "plugin/service/known_reference.h"

namespace chargelint::plugin {
namespace {

constexpr std::array kOptions{
    OptionSpec{"on", "DATE", "as of this date of service, e.g. 2026-05-04 (default today)"},
    OptionSpec{"known", "DATE", "with the reference store as it was known then (end of that day, UTC)"},
    OptionSpec{"kind", "NAME",
               "procedure, diagnosis, modifier, place or article, where the text could be several"},
    OptionSpec{"pairs", "CODE", "only NCCI pairs with codes that begin so"},
    OptionSpec{"pairs-page", "N", "which page of the pairs (default 1)"},
    OptionSpec{"pairs-size", "N", "how many pairs a page has (default 10)"},
    OptionSpec{"format", "NAME", "text (default) or json"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

Result<Date> date_option(const Options& options) {
  const auto text = options.value("on");
  if (!text) {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return Date::from_days(static_cast<std::int32_t>(today.time_since_epoch().count()));
  }
  if (const auto date = Date::parse_iso(*text)) return *date;
  return fail(ErrorKind::usage, "", "option --on: expected a date such as 2026-05-04");
}

Result<CodePageRequest> read_request(const Options& options) {
  CodePageRequest request;
  request.code = options.operands().front();
  const auto date = date_option(options);
  if (!date) return tl::unexpected(date.error());
  request.on = *date;
  if (const auto kind = options.value("kind")) {
    request.kind = code_kind(*kind);
    if (!request.kind) {
      return fail(ErrorKind::usage, "",
                  "option --kind: unknown value \"" + std::string(*kind) +
                      "\"; expected procedure, diagnosis, modifier, place or article");
    }
  }
  const auto page = number_option(options, "pairs-page", 1, 1, 1'000'000);
  if (!page) return tl::unexpected(page.error());
  const auto size = number_option(options, "pairs-size", 10, 1, 500);
  if (!size) return tl::unexpected(size.error());
  request.pairs_page = *page;
  request.pairs_size = *size;
  request.pairs_filter = options.value("pairs").value_or(std::string_view());
  return request;
}

// One line: what was not found, and what may have been meant.
Error unknown_code(const CodePageRequest& request, const UnknownCode& unknown) {
  std::string what = "the loaded tables do not hold this ";
  what += request.kind ? kind_text(*request.kind) : std::string_view("code");
  std::string_view separator = "; did you mean ";
  for (const Suggestion& suggestion : unknown.suggestions) {
    what += separator;
    separator = ", ";
    what += suggestion.code;
    if (!suggestion.words.empty()) what += " (" + suggestion.words + ")";
  }
  if (!unknown.suggestions.empty()) what += "?";
  return {ErrorKind::usage, std::string(request.code), std::move(what)};
}

ExitCode run_code(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 1, 1, "one CODE, such as 62324, M54.12 or XS");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto format = format_option(invocation.options, kFormats);
  if (!format) return report_error(invocation, format.error());
  const auto request = read_request(invocation.options);
  if (!request) return report_error(invocation, request.error());
  const auto catalogue = open_reference_known(invocation.config.reference, invocation.options.value("known"));
  if (!catalogue) return report_error(invocation, catalogue.error());
  const CodePageText page =
      code_page(**catalogue, *request, *format == 1 ? PageFormat::json : PageFormat::text);
  if (!page.found) return report_error(invocation, unknown_code(*request, page.unknown));
  invocation.streams.out << page.text;
  if (*format == 1) invocation.streams.out << '\n';
  return ExitCode::done;
}

}  // namespace

const Command kCodeCommand{"code", "CODE",
                           "tells what the reference knows of a procedure code, modifier or diagnosis",
                           kOptions, run_code};

}  // namespace chargelint::plugin
