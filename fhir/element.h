// A parsed document as a flat run of nodes, and the view that the resource readers walk it by. A back end
// (JSON now) fills the nodes; the readers know no parser. Views are two words at most and never allocate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/names.h"

namespace chargelint::fhir {

enum class NodeKind : std::uint8_t { object, list, text, integer, decimal, boolean, null };

// Nodes lie in document order, so that a subtree is one run: `span` nodes, this one included.
struct Node {
  Name name = Name::other;  // member name; other for items of a list
  NodeKind kind = NodeKind::null;
  bool empty = false;  // an object or list without content in the source, a text of no characters
  std::uint32_t span = 1;
  std::uint32_t size = 0;  // of a text
  union {
    const char* text = nullptr;
    std::int64_t integer;
    double decimal;
    bool boolean;
  };
};

class Element {
 public:
  constexpr Element() = default;
  explicit constexpr Element(const Node* node) : node_(node) {}
  explicit constexpr operator bool() const { return node_ != nullptr; }
  [[nodiscard]] const Node* node() const { return node_; }
  [[nodiscard]] bool is(NodeKind kind) const { return node_ != nullptr && node_->kind == kind; }

  // Nothing when this is no object or has no such member.
  [[nodiscard]] Element operator[](Name name) const {
    if (!is(NodeKind::object)) return {};
    const Node* const end = node_ + node_->span;
    for (const Node* child = node_ + 1; child != end; child += child->span) {
      if (child->name == name) return Element(child);
    }
    return {};
  }
  // The member is there and holds something.
  [[nodiscard]] bool has(Name name) const {
    const Element member = (*this)[name];
    return member && !member.node_->empty && member.node_->kind != NodeKind::null;
  }

  [[nodiscard]] std::string_view text() const {
    return is(NodeKind::text) ? std::string_view(node_->text, node_->size) : std::string_view();
  }

 private:
  const Node* node_ = nullptr;
};

// The items of a list: `for (Element item : Items(list))`.
class Items {
 public:
  class Iterator {
   public:
    explicit Iterator(const Node* node) : node_(node) {}
    Element operator*() const { return Element(node_); }
    Iterator& operator++() {
      node_ += node_->span;
      return *this;
    }
    friend bool operator!=(const Iterator& left, const Iterator& right) { return left.node_ != right.node_; }

   private:
    const Node* node_;
  };

  Items() = default;
  explicit Items(Element list) : list_(list.is(NodeKind::list) ? list.node() : nullptr) {}
  [[nodiscard]] Iterator begin() const { return Iterator(list_ == nullptr ? nullptr : list_ + 1); }
  [[nodiscard]] Iterator end() const { return Iterator(list_ == nullptr ? nullptr : list_ + list_->span); }
  [[nodiscard]] bool empty() const { return list_ == nullptr || list_->span == 1; }

 private:
  const Node* list_ = nullptr;
};

// FHIRPath of `target` from the document's root, found by descending from it: paid for only when there is an
// error.
[[nodiscard]] std::string path_text(Element root, Element target);

// A name of the sender as it may stand in an error: letters, digits, '-' and '_' only, and short.
[[nodiscard]] std::string printable_name(std::string_view name);

}  // namespace chargelint::fhir
