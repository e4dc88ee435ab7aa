// Resolving what notes name against the codes of the list.
#include "data/releases/icd10cm_tree.h"

#include <algorithm>

#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

constexpr std::size_t kStem = 6;  // what a seventh character is put behind

bool is_leaf_range(const std::vector<std::pair<std::string, std::string>>& values, std::string_view text) {
  return std::any_of(values.begin(), values.end(), [&](const auto& value) {
    return value.first.size() == text.size() && value.first <= text && text <= value.second;
  });
}

std::string padded(std::string code) {
  if (code.size() < kStem) code.append(kStem - code.size(), 'X');
  return code;
}

}  // namespace

RankSet::RankSet(std::vector<std::uint32_t> ranks) {
  std::sort(ranks.begin(), ranks.end());
  for (const std::uint32_t rank : ranks) {
    if (!runs_.empty() && rank <= runs_.back().second) {
      runs_.back().second = std::max(runs_.back().second, rank + 1);
    } else {
      runs_.emplace_back(rank, rank + 1);
    }
  }
}

void RankSet::settle() {
  std::sort(runs_.begin(), runs_.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> joined;
  for (const auto& run : runs_) {
    if (!joined.empty() && run.first <= joined.back().second) {
      joined.back().second = std::max(joined.back().second, run.second);
    } else {
      joined.push_back(run);
    }
  }
  runs_ = std::move(joined);
}

void RankSet::add(const RankSet& other) {
  runs_.insert(runs_.end(), other.runs_.begin(), other.runs_.end());
  settle();
}

RankSet RankSet::both(const RankSet& other) const {
  RankSet shared;
  for (std::size_t mine = 0, theirs = 0; mine < runs_.size() && theirs < other.runs_.size();) {
    const std::uint32_t first = std::max(runs_[mine].first, other.runs_[theirs].first);
    const std::uint32_t end = std::min(runs_[mine].second, other.runs_[theirs].second);
    if (first < end) shared.runs_.emplace_back(first, end);
    if (runs_[mine].second < other.runs_[theirs].second) {
      ++mine;
    } else {
      ++theirs;
    }
  }
  return shared;
}

RankSet RankSet::without(const RankSet& other) const {
  RankSet rest;
  for (auto [first, end] : runs_) {
    for (const auto& [cut, cut_end] : other.runs_) {
      if (cut_end <= first || end <= cut) continue;
      if (first < cut) rest.runs_.emplace_back(first, cut);
      first = std::min(cut_end, end);
    }
    if (first < end) rest.runs_.emplace_back(first, end);
  }
  return rest;
}

IcdTree::NodeId IcdTree::add(std::string code, NodeId parent) {
  const auto id = static_cast<NodeId>(nodes_.size());
  if (!ids_.emplace(code, id).second) return kNone;
  nodes_.emplace_back();
  nodes_.back().code = std::move(code);
  nodes_.back().parent = parent;
  return id;
}

void IcdTree::define_seventh(NodeId node, char character, std::string meaning) {
  nodes_[node].sevenths.insert_or_assign(character, std::move(meaning));
}

void IcdTree::finish() {
  // From the last to the first: whoever has no child yet is a leaf.
  for (std::size_t index = nodes_.size(); index-- > 0;) {
    Node& node = nodes_[index];
    node.end = std::max(node.end, static_cast<NodeId>(index + 1));
    if (node.parent != kNone) nodes_[node.parent].end = std::max(nodes_[node.parent].end, node.end);
  }
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    nodes_[id].first_leaf = static_cast<std::uint32_t>(leaves_.size());
    if (nodes_[id].end == id + 1) leaves_.push_back(id);
  }
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    Node& node = nodes_[id];
    node.end_leaf =
        node.end < nodes_.size() ? nodes_[node.end].first_leaf : static_cast<std::uint32_t>(leaves_.size());
  }
  leaf_at_rank_ = leaves_;
  std::sort(leaf_at_rank_.begin(), leaf_at_rank_.end(),
            [&](NodeId left, NodeId right) { return nodes_[left].code < nodes_[right].code; });
  ranks_.resize(leaves_.size());
  for (std::uint32_t rank = 0; rank < leaf_at_rank_.size(); ++rank) {
    ranks_[nodes_[leaf_at_rank_[rank]].first_leaf] = rank;
  }
  for (Node& node : nodes_) {
    const auto [least, most] =
        std::minmax_element(ranks_.begin() + node.first_leaf, ranks_.begin() + node.end_leaf);
    node.least_rank = *least;
    node.most_rank = *most;
  }
}

IcdTree::NodeId IcdTree::find(std::string_view code) const {
  const auto known = ids_.find(std::string(code));
  return known == ids_.end() ? kNone : known->second;
}

RankSet IcdTree::below(NodeId node) const {
  return between(node, nodes_[node].end);
}

RankSet IcdTree::between(NodeId first, NodeId end) const {
  if (first >= end || first >= nodes_.size()) return {};
  const std::uint32_t first_leaf = nodes_[first].first_leaf;
  const std::uint32_t end_leaf = nodes_[end - 1].end_leaf;
  return RankSet(std::vector<std::uint32_t>(ranks_.begin() + first_leaf, ranks_.begin() + end_leaf));
}

RankSet IcdTree::range(NodeId first, NodeId last) const {
  return between(first, nodes_[last].end);
}

const IcdTree::Sevenths* IcdTree::sevenths_of(NodeId node) const {
  for (; node != kNone; node = nodes_[node].parent) {
    if (!nodes_[node].sevenths.empty()) return &nodes_[node].sevenths;
  }
  return nullptr;
}

// No category of its letter and first digit is here: the file is a part of the list.
bool IcdTree::is_outside(std::string_view code) const {
  return std::none_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
    return node.parent == kNone && std::string_view(node.code).substr(0, 2) == code.substr(0, 2);
  });
}

std::vector<CodeInterval> IcdTree::intervals(const RankSet& ranks, std::span<const NodeId> named) const {
  std::vector<CodeInterval> found;
  for (const auto& [first, end] : ranks.runs()) {
    const auto climb = [&, first = first, end = end](std::uint32_t rank, bool from_left) {
      NodeId node = leaf_at_rank_[rank];
      while (nodes_[node].parent != kNone && std::find(named.begin(), named.end(), node) == named.end()) {
        const Node& above = nodes_[nodes_[node].parent];
        const bool whole = above.most_rank - above.least_rank + 1 == above.end_leaf - above.first_leaf;
        const bool flush = from_left ? above.least_rank == rank : above.most_rank == rank;
        if (!whole || !flush || above.least_rank < first || above.most_rank >= end) break;
        node = nodes_[node].parent;
      }
      return nodes_[node].code;
    };
    found.push_back({climb(first, true), climb(end - 1, false)});
  }
  return found;
}

ResolvedCodes IcdTree::resolve(const NoteReading& note) const {
  ResolvedCodes all;
  all.unclear = note.unclear;
  for (const NamedCodes& codes : note.groups) {
    ResolvedCodes resolved;
    for (const CodeSpan& span : codes.spans) resolve_span(span, codes, resolved);
    if (resolved.unclear.empty() && resolved.empty() && codes.narrowing.kind != Narrowing::Kind::none) {
      resolved.unclear = "no code of this edition has the characters that it names";
    }
    if (!resolved.unclear.empty()) return resolved;
    all.ranks.add(resolved.ranks);
    all.named.insert(all.named.end(), resolved.named.begin(), resolved.named.end());
    all.others.insert(all.others.end(), resolved.others.begin(), resolved.others.end());
  }
  return all;
}

void IcdTree::resolve_single(const std::string& code, const NamedCodes& codes,
                             ResolvedCodes& resolved) const {
  if (const NodeId node = find(code); node != kNone) {
    resolved.ranks.add(below(node));
    resolved.named.push_back(node);
    return;
  }
  // With its placeholders, and perhaps a seventh character.
  std::string stem = code;
  const char seventh = stem.size() == kStem + 1 ? stem.back() : '\0';
  if (seventh != '\0') stem.pop_back();
  NodeId node = find(stem);
  while (node == kNone && stem.size() > 3 && stem.back() == 'X') {
    stem.pop_back();
    node = find(stem);
  }
  if (node != kNone) {
    const Sevenths* const sevenths = sevenths_of(node);
    if (sevenths != nullptr && (seventh == '\0' || sevenths->contains(seventh))) {
      resolved.others.push_back({code, code});
      return;
    }
  }
  if (!codes.in_parentheses) return;
  if (is_outside(code)) {
    resolved.others.push_back({code, code});
    return;
  }
  resolved.unclear = code + " is no code of this edition";
}

void IcdTree::resolve_span(const CodeSpan& span, const NamedCodes& codes, ResolvedCodes& resolved) const {
  const bool narrowed = codes.narrowing.kind != Narrowing::Kind::none;
  if (span.last.empty() && !narrowed) {
    resolve_single(span.first, codes, resolved);
    return;
  }
  const std::string& last_code = span.last.empty() ? span.first : span.last;
  const NodeId first = find(span.first);
  const NodeId last = find(last_code);
  if (first != kNone && last != kNone) {
    if (first > last) {
      resolved.unclear = span.first + " stands behind " + last_code;
    } else if (!narrowed) {
      resolved.ranks.add(range(first, last));
      resolved.named.insert(resolved.named.end(), {first, last});
    } else if (span.first.size() != last_code.size() && (codes.narrowing.kind == Narrowing::Kind::appended ||
                                                         codes.narrowing.kind == Narrowing::Kind::ending)) {
      resolved.unclear = "the ends of the range are not of one length";
    } else {
      narrow({first, nodes_[last].end, span.first.size()}, codes.narrowing, resolved);
    }
    return;
  }
  const bool outside = is_outside(span.first) && is_outside(last_code);
  if (codes.in_parentheses && outside && !narrowed && span.first <= last_code) {
    resolved.others.push_back({span.first, last_code});
  } else if (codes.in_parentheses || narrowed) {
    resolved.unclear = outside ? "what it narrows is not in this file"
                               : (first == kNone ? span.first : last_code) + " is no code of this edition";
  }
}

void IcdTree::narrow(const Span& span, const Narrowing& narrowing, ResolvedCodes& resolved) const {
  if (narrowing.kind == Narrowing::Kind::seventh || narrowing.kind == Narrowing::Kind::meaning) {
    narrow_sevenths(span, narrowing, resolved);
    return;
  }
  const std::size_t place = narrowing.places.empty() ? 0 : narrowing.places.front();
  const auto is_meant = [&](const Node& node) {
    const std::string_view code = node.code;
    const std::size_t size = narrowing.values.empty() ? 0 : narrowing.values.front().first.size();
    switch (narrowing.kind) {
      case Narrowing::Kind::appended:
        return code.size() > span.stem && is_leaf_range(narrowing.values, code.substr(span.stem));
      case Narrowing::Kind::ending:
        // "-90" leaves one character open: I69.090, not I69.90.
        return node.is_leaf() && code.size() == span.stem + 1 + size &&
               is_leaf_range(narrowing.values, code.substr(span.stem + 1));
      case Narrowing::Kind::at_place:
        return code.size() == place - 1 + size && is_leaf_range(narrowing.values, code.substr(place - 1));
      case Narrowing::Kind::at_end:
        return node.is_leaf() &&
               std::find(narrowing.places.begin(), narrowing.places.end(), code.size()) !=
                   narrowing.places.end() &&
               is_leaf_range(narrowing.values, code.substr(code.size() - 1));
      case Narrowing::Kind::titled:
        return folded(node.title).find(narrowing.words) != std::string::npos;
      default:
        return false;
    }
  };
  std::vector<std::uint32_t> ranks;
  for (NodeId id = span.first; id < span.end; ++id) {
    const Node& node = nodes_[id];
    if (!is_meant(node)) continue;
    resolved.named.push_back(id);
    ranks.insert(ranks.end(), ranks_.begin() + node.first_leaf, ranks_.begin() + node.end_leaf);
    id = node.end - 1;  // what is below it is within
  }
  resolved.ranks.add(RankSet(std::move(ranks)));
}

void IcdTree::narrow_sevenths(const Span& span, const Narrowing& narrowing, ResolvedCodes& resolved) const {
  for (NodeId id = span.first; id < span.end; ++id) {
    const Sevenths* const sevenths = nodes_[id].is_leaf() ? sevenths_of(id) : nullptr;
    if (sevenths == nullptr) continue;
    const std::string stem = padded(nodes_[id].code);
    bool run = false;  // the character before is meant too
    for (const auto& [character, meaning] : *sevenths) {
      const bool meant = narrowing.kind == Narrowing::Kind::meaning
                             ? meaning.find(narrowing.words) != std::string::npos
                             : is_leaf_range(narrowing.values, std::string(1, character));
      if (meant && run) {
        resolved.others.back().last = stem + character;
      } else if (meant) {
        resolved.others.push_back({stem + character, stem + character});
      }
      run = meant;
    }
  }
}

}  // namespace chargelint::data
