#include "fhir/json/tree.h"

#include <simdjson.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "fhir/json/fault.h"

namespace chargelint::fhir {
namespace {

namespace dom = simdjson::dom;

// More members than any FHIR element has; keeps the search for repeated names short on hostile input.
constexpr std::size_t kMostMembers = 256;
// Buffers that a large document made are given back before the next small one.
constexpr std::size_t kUsualSize = std::size_t{1024} * 1024;
constexpr std::size_t kFirstNodes = 1024;

// Names seen in one object: known ones as bits, the others as keys.
constexpr std::size_t kNameWords = (static_cast<std::size_t>(Name::count_) + 63) / 64;

// An object or list that is not closed yet.
struct Frame {
  std::size_t node = 0;       // where it stands among the nodes, when it is kept
  std::size_t first_key = 0;  // of an object: where its unknown keys start
  std::size_t count = 0;      // members or items begun
  std::uint64_t member = 0;   // of an object: the tape word of the last name
  std::array<std::uint64_t, kNameWords> known{};
  bool is_object = false;
  bool keep = false;  // false below members that no reader knows
};

// The largest part of reading: turns simdjson's tape into nodes and finds names that occur twice in one
// object. The tape is an array of words, type in the top byte, in document order; its layout is described in
// simdjson's doc/tape.md. Walking it directly takes half the time of walking it by iterators.
class Builder {
 public:
  Builder(const dom::document& document, std::vector<Node>& nodes, std::vector<NameKey>& keys,
          std::vector<Frame>& frames)
      : tape_(document.tape.get()),
        texts_(document.string_buf.get()),
        nodes_(nodes),
        keys_(keys),
        frames_(frames) {}

  // Nodes written; 0: a fault, described by path() and what().
  std::size_t build(std::size_t deepest) {
    if (nodes_.empty()) nodes_.resize(kFirstNodes);
    if (frames_.size() < deepest + 1) frames_.resize(deepest + 1);
    keys_.clear();
    depth_ = 0;
    next_ = nodes_.data();
    std::size_t at = 1;
    open(tape_[at++], Name::other, true);
    while (depth_ > 0) {
      const std::uint64_t word = tape_[at];
      const char type = static_cast<char>(word >> 56U);
      if (type == '}' || type == ']') {
        close();
        ++at;
        continue;
      }
      Frame& parent = frames_[depth_ - 1];
      ++parent.count;
      Name name = Name::other;
      bool keep = parent.keep;
      if (parent.is_object) {
        const NameKey key(text_at(word));
        name = kNames.find(key);
        parent.member = word;
        if (!is_new(parent, name, key)) return 0;
        keep = keep && name != Name::other;
        ++at;
      }
      at += add_value(at, name, keep);
    }
    return static_cast<std::size_t>(next_ - nodes_.data());
  }

  // Of the member that was being read.
  [[nodiscard]] std::string path() const {
    std::string path;
    for (std::size_t depth = 0; depth < depth_; ++depth) {
      const Frame& frame = frames_[depth];
      if (!frame.is_object) {
        path += '[' + std::to_string(frame.count - 1) + ']';
        continue;
      }
      if (!path.empty()) path += '.';
      path += printable_name(text_at(frame.member));
    }
    return path;
  }
  [[nodiscard]] const std::string& what() const { return what_; }

 private:
  static std::uint64_t payload(std::uint64_t word) { return word & 0x00FFFFFFFFFFFFFFULL; }
  [[nodiscard]] std::string_view text_at(std::uint64_t word) const {
    const std::uint8_t* const start = texts_ + payload(word);
    std::uint32_t size = 0;
    std::memcpy(&size, start, sizeof(size));
    return {reinterpret_cast<const char*>(start + sizeof(size)), size};
  }

  void open(std::uint64_t word, Name name, bool keep) {
    const bool is_object = static_cast<char>(word >> 56U) == '{';
    // Member by member: a whole Frame copied from the stack waits for its own stores, which doubles the time.
    Frame& frame = frames_[depth_++];
    frame.node = static_cast<std::size_t>(next_ - nodes_.data());
    frame.first_key = keys_.size();
    frame.count = 0;
    frame.known = {};
    frame.is_object = is_object;
    frame.keep = keep;
    if (keep) begin_node(name, is_object ? NodeKind::object : NodeKind::list);
  }

  void close() {
    const Frame& frame = frames_[--depth_];
    if (frame.keep) {
      Node& node = nodes_[frame.node];
      node.span = static_cast<std::uint32_t>(next_ - &node);
      node.empty = frame.count == 0;
    }
    if (keys_.size() > frame.first_key) keys_.resize(frame.first_key);
  }

  void grow() {
    const std::size_t count = nodes_.size();
    nodes_.resize(count * 2);
    next_ = nodes_.data() + count;
  }

  Node& begin_node(Name name, NodeKind kind) {
    if (next_ == nodes_.data() + nodes_.size()) grow();
    Node& node = *next_++;
    node.name = name;
    node.kind = kind;
    node.empty = false;
    node.span = 1;
    return node;
  }

  // Returns the words of the value; those of an object or list are one, its content follows.
  std::size_t add_value(std::size_t at, Name name, bool keep) {
    const std::uint64_t word = tape_[at];
    switch (static_cast<char>(word >> 56U)) {
      case '{':
      case '[':
        open(word, name, keep);
        return 1;
      case '"':
        if (keep) {
          const std::string_view text = text_at(word);
          Node& node = begin_node(name, NodeKind::text);
          node.text = text.data();
          node.size = static_cast<std::uint32_t>(text.size());
          node.empty = text.empty();
        }
        return 1;
      case 'l':
        if (keep) begin_node(name, NodeKind::integer).integer = static_cast<std::int64_t>(tape_[at + 1]);
        return 2;
      case 'u':
        if (keep) begin_node(name, NodeKind::decimal).decimal = static_cast<double>(tape_[at + 1]);
        return 2;
      case 'd':
        if (keep) begin_node(name, NodeKind::decimal).decimal = std::bit_cast<double>(tape_[at + 1]);
        return 2;
      case 't':
        if (keep) begin_node(name, NodeKind::boolean).boolean = true;
        return 1;
      case 'f':
        if (keep) begin_node(name, NodeKind::boolean).boolean = false;
        return 1;
      default:
        if (keep) begin_node(name, NodeKind::null);
        return 1;
    }
  }

  bool is_new(Frame& object, Name name, const NameKey& key) {
    if (name != Name::other) {
      std::uint64_t& word = object.known[static_cast<std::size_t>(name) / 64];
      const std::uint64_t bit = std::uint64_t{1} << (static_cast<std::size_t>(name) % 64);
      if ((word & bit) != 0) return refuse("the member occurs twice in one object");
      word |= bit;
      return true;
    }
    if (object.count > kMostMembers) {
      return refuse("an object with more than " + std::to_string(kMostMembers) + " members");
    }
    for (std::size_t index = object.first_key; index < keys_.size(); ++index) {
      if (keys_[index] == key) return refuse("the member occurs twice in one object");
    }
    keys_.push_back(key);
    return true;
  }
  bool refuse(std::string what) {
    what_ = std::move(what);
    return false;
  }

  const std::uint64_t* tape_;
  const std::uint8_t* texts_;
  std::vector<Node>& nodes_;  // as large as it ever was
  std::vector<NameKey>& keys_;
  std::vector<Frame>& frames_;
  std::size_t depth_ = 0;
  Node* next_ = nullptr;
  std::string what_;
};

std::string offset_text(std::size_t offset) {
  return "byte " + std::to_string(offset);
}

}  // namespace

struct JsonTree::Impl {
  std::size_t largest;
  std::size_t deepest;
  dom::parser parser;
  std::vector<char> padded;
  std::vector<Node> nodes;
  std::size_t node_count = 0;
  std::vector<NameKey> keys;
  std::vector<Frame> frames;

  void give_back_large_buffers() {
    if (padded.size() <= kUsualSize) return;
    parser = dom::parser();
    padded = {};
    nodes = {};
    keys = {};
  }
  // simdjson reads past the end, so the text is copied to where that is allowed.
  void copy_padded(std::string_view bytes) {
    const std::size_t wanted = bytes.size() + simdjson::SIMDJSON_PADDING;
    if (padded.size() < wanted) padded.resize(wanted);
    std::memcpy(padded.data(), bytes.data(), bytes.size());
    std::memset(padded.data() + bytes.size(), 0, simdjson::SIMDJSON_PADDING);
  }
  Result<void> parse(std::string_view bytes);
  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view bytes, std::size_t skipped,
                                             simdjson::error_code code);
};

tl::unexpected<Error> JsonTree::Impl::refuse(std::string_view bytes, std::size_t skipped,
                                             simdjson::error_code code) {
  if (code == simdjson::MEMALLOC) return fail(ErrorKind::environment, {}, "JSON: no memory for the document");
  if (const auto fault = find_fault(bytes, deepest)) {
    return fail(ErrorKind::malformed, offset_text(fault->offset + skipped),
                "JSON: " + std::string(fault->what));
  }
  return fail(ErrorKind::malformed, {}, std::string("JSON: ") + simdjson::error_message(code));
}

Result<void> JsonTree::Impl::parse(std::string_view bytes) {
  node_count = 0;
  std::size_t skipped = 0;
  if (bytes.starts_with("\xEF\xBB\xBF")) skipped = 3;
  const std::string_view text = bytes.substr(skipped);
  if (text.size() > largest) {
    return fail(ErrorKind::too_large, {},
                "the document has " + std::to_string(text.size()) + " bytes, more than the " +
                    std::to_string(largest) + " allowed");
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return fail(ErrorKind::malformed, offset_text(0), "JSON: the document is empty");
  if (text[first] == '<') {
    return fail(ErrorKind::unsupported, offset_text(first + skipped), "XML: FHIR is read as JSON only");
  }
  if (text.size() < kUsualSize) give_back_large_buffers();
  const std::size_t depth =
      deepest + 1;  // simdjson refuses at its limit, we beyond ours (an empty list is no level)
  if (parser.max_depth() != depth || parser.capacity() < text.size()) {
    if (const auto code = parser.allocate(text.size(), depth)) return refuse(text, skipped, code);
  }
  copy_padded(text);
  dom::element root;
  const auto code = parser.parse(padded.data(), text.size(), false).get(root);
  if (code != simdjson::SUCCESS) return refuse(text, skipped, code);
  if (!root.is_object()) {
    return fail(ErrorKind::malformed, offset_text(first + skipped), "JSON: a resource is an object");
  }
  Builder builder(parser.doc, nodes, keys, frames);
  node_count = builder.build(deepest);
  if (node_count == 0) {
    std::string path = builder.path();
    std::string_view type;
    if (root["resourceType"].get(type) == simdjson::SUCCESS) path.insert(0, printable_name(type) + '.');
    return fail(ErrorKind::malformed, std::move(path), "JSON: " + builder.what());
  }
  return {};
}

JsonTree::JsonTree(std::size_t largest, std::size_t deepest)
    : impl_(new Impl{largest, deepest, dom::parser(), {}, {}, 0, {}, {}}) {}
JsonTree::~JsonTree() = default;
JsonTree::JsonTree(JsonTree&&) noexcept = default;
JsonTree& JsonTree::operator=(JsonTree&&) noexcept = default;

Result<void> JsonTree::parse(std::string_view bytes) {
  try {
    return impl_->parse(bytes);
  } catch (const std::bad_alloc&) {
    impl_->node_count = 0;
    return fail(ErrorKind::environment, {}, "JSON: no memory for the document");
  }
}

Element JsonTree::root() const {
  return impl_->node_count == 0 ? Element() : Element(impl_->nodes.data());
}

}  // namespace chargelint::fhir
