#include "fhir/element.h"

namespace chargelint::fhir {
namespace {

constexpr std::size_t kLongestName = 40;

}  // namespace

std::string printable_name(std::string_view name) {
  std::string printable;
  for (const char character : name.substr(0, kLongestName)) {
    const bool plain = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                       (character >= '0' && character <= '9') || character == '_' || character == '-';
    printable += plain ? character : '?';
  }
  if (name.size() > kLongestName) printable += "...";
  return printable;
}

std::string path_text(Element root, Element target) {
  if (!root || !target) return {};
  std::string path = printable_name(root[Name::resource_type].text());
  const Node* at = root.node();
  while (at != target.node()) {
    const Node* const end = at + at->span;
    const Node* child = at + 1;
    std::size_t index = 0;
    for (; child < end && target.node() >= child + child->span; child += child->span) ++index;
    if (child >= end) break;
    if (at->kind == NodeKind::list) {
      path += '[' + std::to_string(index) + ']';
    } else {
      if (!path.empty()) path += '.';
      path += name_text(child->name);
    }
    at = child;
  }
  return path;
}

}  // namespace chargelint::fhir
