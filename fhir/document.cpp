#include "fhir/document.h"

#include <new>
#include <optional>
#include <utility>

#include "fhir/json/tree.h"
#include "fhir/location.h"
#include "fhir/resources/reading.h"
#include "fhir/resources/resources.h"

namespace chargelint::fhir {
namespace {

// The resource that is meant, and where it stands.
struct Target {
  Element resource;
  RootKind root = RootKind::bare;
  std::size_t index = 0;
};

Result<Target> find_target(Element root) {
  if (root[Name::resource_type].text() != "Parameters") return Target{root};
  const Element parameters = root[Name::parameter];
  if (parameters && !parameters.is(NodeKind::list)) {
    return fail(ErrorKind::malformed, path_text(root, parameters), "a list was expected");
  }
  std::size_t index = 0;
  for (const Element parameter : Items(parameters)) {
    const Element resource = parameter[Name::resource];
    if (parameter[Name::name].text() == "resource" && resource) {
      if (resource.is(NodeKind::object)) return Target{resource, RootKind::parameters, index};
      return fail(ErrorKind::malformed, path_text(root, resource), "an object was expected");
    }
    ++index;
  }
  return fail(ErrorKind::malformed, "Parameters.parameter", "a parameter named \"resource\" was expected");
}

using Reader = void (*)(Reading&);

struct ResourceReader {
  std::string_view type;
  ResourceKind kind;
  Reader read;
};
constexpr ResourceReader kReaders[] = {{"Claim", ResourceKind::claim, read_claim},
                                       {"Procedure", ResourceKind::procedure, read_procedure}};

Result<const ResourceReader*> find_reader(Element root, Element resource) {
  const Element type = resource[Name::resource_type];
  if (!type || type.text().empty()) {
    return fail(ErrorKind::malformed, type ? path_text(root, type) : path_text(root, resource),
                "resourceType was expected: a FHIR resource names its type");
  }
  for (const ResourceReader& reader : kReaders) {
    if (reader.type == type.text()) return &reader;
  }
  return fail(ErrorKind::unsupported, path_text(root, resource),
              "a resource of type " + printable_name(type.text()) +
                  " is not processed; Claim or Procedure was expected");
}

// Fills `claim` in place: a claim is large, and moving one costs as much as reading a line.
std::optional<Error> read_into(Element root, Claim& claim, ReadingFacts& facts) {
  const auto target = find_target(root);
  if (!target) return target.error();
  const auto reader = find_reader(root, target->resource);
  if (!reader) return reader.error();
  claim.format = SourceFormat::fhir;
  claim.source_type = (*reader)->type;
  claim.source_version = "4.0.1";
  Reading reading(root, target->resource, LocationBase(target->root, target->index, (*reader)->kind), claim,
                  facts);
  (*reader)->read(reading);
  return reading.error();
}

}  // namespace

struct Document::Impl {
  JsonTree tree;
};

Document::Document(DocumentLimits limits) : impl_(new Impl{JsonTree(limits.largest, limits.deepest)}) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

Result<void> Document::parse(std::string_view bytes) {
  return impl_->tree.parse(bytes);
}

std::string_view Document::resource_type() const {
  return impl_->tree.root()[Name::resource_type].text();
}

Result<Claim> Document::read() const {
  ReadingFacts facts;
  return read(facts);
}

Result<Claim> Document::read(ReadingFacts& facts) const {
  facts = {};
  Result<Claim> result(tl::in_place);
  try {
    const Element root = impl_->tree.root();
    if (!root) {
      result = fail(ErrorKind::usage, {}, "no document was parsed");
    } else if (auto error = read_into(root, *result, facts)) {
      result = tl::unexpected<Error>(*std::move(error));
    }
  } catch (const std::bad_alloc&) {
    result = fail(ErrorKind::environment, {}, "FHIR: no memory for the claim");
  }
  return result;
}

bool looks_like_json(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
}

}  // namespace chargelint::fhir
