// Reading XML as a stream of events, by libxml2; prefixes and namespaces are left out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chargelint::data {

class XmlAttributes {
 public:
  // Of one name; with `prefixed` only if it has a prefix (r:id), else only if it has none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name, bool prefixed = false) const;

  struct One {
    std::string_view name;
    std::string_view value;
    bool prefixed = false;
  };
  std::vector<One> all;
};

class XmlListener {
 public:
  virtual ~XmlListener() = default;
  virtual void opened(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void closed(std::string_view name) = 0;
  virtual void text(std::string_view text) = 0;  // a run of it, not always the whole
};

// Feeds what `read` gives, to its end (0). A document type definition is refused: none is published, and
// entities could make much out of little. `label` names the text in a refusal.
void read_xml(const std::function<std::size_t(char* to, std::size_t size)>& read, const std::string& label,
              XmlListener& listener);

}  // namespace chargelint::data
