// The tabular list as a tree of codes in two orders: as it is printed, by which ranges are meant, and as
// text, by which the store's intervals are kept. C7A is printed before C76 and sorts behind C79.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/releases/icd10cm_note.h"

namespace chargelint::data {

// Sorted runs [first, end) of ranks in the order of the text.
class RankSet {
 public:
  RankSet() = default;
  explicit RankSet(std::vector<std::uint32_t> ranks);

  [[nodiscard]] bool empty() const { return runs_.empty(); }
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, std::uint32_t>>& runs() const { return runs_; }
  [[nodiscard]] RankSet without(const RankSet& other) const;
  [[nodiscard]] RankSet both(const RankSet& other) const;
  void add(const RankSet& other);

 private:
  void settle();

  std::vector<std::pair<std::uint32_t, std::uint32_t>> runs_;
};

// Codes without dots; everything below `last` is within.
struct CodeInterval {
  std::string first;
  std::string last;
  friend bool operator==(const CodeInterval&, const CodeInterval&) = default;
};

// The codes a note names: nodes of the tree, and what the tree does not hold (seventh characters, chapters
// that this file leaves out).
struct ResolvedCodes {
  RankSet ranks;
  std::vector<CodeInterval> others;
  std::vector<std::uint32_t> named;  // the nodes of `ranks` that the note prints
  std::string unclear;               // why it could not be told
  [[nodiscard]] bool empty() const { return ranks.empty() && others.empty(); }
};

class IcdTree {
 public:
  using NodeId = std::uint32_t;
  static constexpr NodeId kNone = UINT32_MAX;
  // Character and meaning, as the node or the nearest one above it defines them.
  using Sevenths = std::map<char, std::string>;

  // In the order of the tabular list, parents first; kNone when the code stands there already.
  NodeId add(std::string code, NodeId parent);
  void set_title(NodeId node, std::string title) { nodes_[node].title = std::move(title); }
  void define_seventh(NodeId node, char character, std::string meaning);
  // When all are added.
  void finish();

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] NodeId find(std::string_view code) const;
  [[nodiscard]] NodeId end_of(NodeId node) const { return nodes_[node].end; }  // behind its last descendant
  [[nodiscard]] RankSet below(NodeId node) const;
  // The nodes from `first` up to and without `end`, in the order of the list: a section's, a chapter's.
  [[nodiscard]] RankSet between(NodeId first, NodeId end) const;
  // From one code to the end of another, in the order of the list.
  [[nodiscard]] RankSet range(NodeId first, NodeId last) const;
  [[nodiscard]] ResolvedCodes resolve(const NoteReading& note) const;
  // As few and as short as can be, [A00, A09] for all that stands between; `named` nodes are not shortened.
  [[nodiscard]] std::vector<CodeInterval> intervals(const RankSet& ranks,
                                                    std::span<const NodeId> named) const;

 private:
  struct Node {
    std::string code;
    std::string title;
    NodeId parent = kNone;
    NodeId end = 0;  // the node behind its last descendant
    std::uint32_t first_leaf = 0;
    std::uint32_t end_leaf = 0;
    std::uint32_t least_rank = 0;
    std::uint32_t most_rank = 0;
    Sevenths sevenths;
    [[nodiscard]] bool is_leaf() const { return end_leaf == first_leaf + 1 && end != 0; }
  };
  struct Span {
    NodeId first = kNone;
    NodeId end = kNone;    // nodes [first, end)
    std::size_t stem = 0;  // characters that the note printed
  };

  [[nodiscard]] const Sevenths* sevenths_of(NodeId node) const;
  [[nodiscard]] bool is_outside(std::string_view code) const;
  void resolve_span(const CodeSpan& span, const NamedCodes& codes, ResolvedCodes& resolved) const;
  void resolve_single(const std::string& code, const NamedCodes& codes, ResolvedCodes& resolved) const;
  void narrow(const Span& span, const Narrowing& narrowing, ResolvedCodes& resolved) const;
  void narrow_sevenths(const Span& span, const Narrowing& narrowing, ResolvedCodes& resolved) const;

  std::vector<Node> nodes_;
  std::unordered_map<std::string, NodeId> ids_;
  std::vector<NodeId> leaves_;        // by the order of the list
  std::vector<std::uint32_t> ranks_;  // of each leaf of the list
  std::vector<NodeId> leaf_at_rank_;
};

}  // namespace chargelint::data
