#include "fhir/terminology/request.h"

#include <array>
#include <charconv>
#include <new>

#include "fhir/element.h"
#include "fhir/json/tree.h"

namespace chargelint::fhir {
namespace {

constexpr std::size_t kDeepest = 32;

Result<void> set_flag(std::optional<bool>& flag, std::string_view name, std::string_view value) {
  if (value != "true" && value != "false") {
    return fail(ErrorKind::usage, std::string(name), "expected true or false");
  }
  flag = value == "true";
  return {};
}

Result<void> set_number(std::optional<std::int64_t>& number, std::string_view name, std::string_view value) {
  std::int64_t parsed = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (problem != std::errc{} || end != value.data() + value.size() || parsed < 0) {
    return fail(ErrorKind::usage, std::string(name), "expected a whole number, 0 or more");
  }
  number = parsed;
  return {};
}

// "uri|version"
void set_canonical(std::string& uri, std::string* version, std::string_view value) {
  const std::size_t bar = std::min(value.find('|'), value.size());
  uri = value.substr(0, bar);
  if (version != nullptr && bar < value.size()) *version = value.substr(bar + 1);
}

TermCoding read_coding(Element coding) {
  return {std::string(coding[Name::system].text()), std::string(coding[Name::code].text()),
          std::string(coding[Name::version].text()), std::string(coding[Name::display].text())};
}

// The value of a parameter as text; nothing when it has none of these types.
std::optional<std::string> simple_value(Element parameter) {
  constexpr std::array kTexts{Name::value_uri,       Name::value_code, Name::value_string,
                              Name::value_canonical, Name::value_date, Name::value_date_time};
  for (const Name name : kTexts) {
    if (const Element value = parameter[name]; value.is(NodeKind::text)) return std::string(value.text());
  }
  if (const Element value = parameter[Name::value_boolean]; value.is(NodeKind::boolean)) {
    return std::string(value.node()->boolean ? "true" : "false");
  }
  if (const Element value = parameter[Name::value_integer]; value.is(NodeKind::integer)) {
    return std::to_string(value.node()->integer);
  }
  return std::nullopt;
}

Result<void> read_parameter(TermRequest& request, Element root, Element parameter) {
  const std::string_view name = parameter[Name::name].text();
  if (name.empty()) {
    return fail(ErrorKind::malformed, path_text(root, parameter), "a parameter with a name was expected");
  }
  if (parameter[Name::resource]) {
    request.holds_resource = true;
    return {};
  }
  if (const Element coding = parameter[Name::value_coding]; coding.is(NodeKind::object)) {
    request.codings.push_back(read_coding(coding));
    return {};
  }
  if (const Element whole = parameter[Name::value_codeable_concept]; whole.is(NodeKind::object)) {
    for (const Element coding : Items(whole[Name::coding])) request.codings.push_back(read_coding(coding));
    return {};
  }
  const auto value = simple_value(parameter);
  return value ? request.set(name, *value) : Result<void>();
}

Result<TermRequest> read_root(Element root) {
  if (root[Name::resource_type].text() != "Parameters") {
    return fail(ErrorKind::malformed, printable_name(root[Name::resource_type].text()),
                "a Parameters resource was expected");
  }
  const Element parameters = root[Name::parameter];
  if (parameters && !parameters.is(NodeKind::list)) {
    return fail(ErrorKind::malformed, path_text(root, parameters), "a list was expected");
  }
  TermRequest request;
  for (const Element parameter : Items(parameters)) {
    if (auto read = read_parameter(request, root, parameter); !read) return tl::unexpected(read.error());
  }
  return request;
}

}  // namespace

Result<void> TermRequest::set(std::string_view name, std::string_view value) {
  struct Text {
    std::string_view name;
    std::string TermRequest::*member;
  };
  constexpr std::array kTexts{Text{"code", &TermRequest::code}, Text{"display", &TermRequest::display},
                              Text{"date", &TermRequest::date}, Text{"filter", &TermRequest::filter},
                              Text{"systemVersion", &TermRequest::version}};
  if (name == "system") {
    set_canonical(system, &version, value);
    return {};
  }
  if (name == "url") {
    set_canonical(url, nullptr, value);
    return {};
  }
  if (name == "version") {
    version = value;
    return {};
  }
  for (const Text& known : kTexts) {
    if (known.name != name) continue;
    this->*known.member = value;
    return {};
  }
  if (name == "property") {
    if (!value.empty()) properties.emplace_back(value);
    return {};
  }
  if (name == "coding") {
    const std::size_t bar = std::min(value.find('|'), value.size());
    TermCoding coding;
    coding.system = value.substr(0, bar);
    coding.code = value.substr(std::min(bar + 1, value.size()));
    codings.push_back(std::move(coding));
    return {};
  }
  if (name == "abstract") return set_flag(abstract, name, value);
  if (name == "activeOnly") return set_flag(active_only, name, value);
  if (name == "count") return set_number(count, name, value);
  if (name == "offset") return set_number(offset, name, value);
  return {};
}

struct TermReader::Impl {
  JsonTree tree;
};

TermReader::TermReader(std::size_t largest) : impl_(new Impl{JsonTree(largest, kDeepest)}) {}
TermReader::~TermReader() = default;
TermReader::TermReader(TermReader&&) noexcept = default;
TermReader& TermReader::operator=(TermReader&&) noexcept = default;

Result<TermRequest> TermReader::read(std::string_view body) {
  try {
    if (auto parsed = impl_->tree.parse(body); !parsed) return tl::unexpected(parsed.error());
    return read_root(impl_->tree.root());
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::environment, {}, "FHIR: no memory for the request");
  }
}

}  // namespace chargelint::fhir
