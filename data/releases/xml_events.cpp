// libxml2's push parser. Its callbacks are C: what a listener throws is kept until the parser has returned.
#include "data/releases/xml_events.h"

#include <libxml/parser.h>

#include <array>
#include <exception>
#include <memory>

#include "data/reference/refusal.h"

namespace chargelint::data {
namespace {

constexpr int kBlockBytes = 256 << 10;

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const {
    if (parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
  }
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

struct Feed {
  XmlListener& listener;
  xmlParserCtxt* parser = nullptr;
  std::exception_ptr failure;
  bool has_definition = false;
  XmlAttributes attributes;

  template <class Work>
  void guard(Work&& work) {
    if (failure) return;
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
      xmlStopParser(parser);
    }
  }
};

void on_start(void* context, const xmlChar* name, const xmlChar* /*prefix*/, const xmlChar* /*uri*/,
              int /*namespaces*/, const xmlChar** /*declared*/, int count, int /*defaulted*/,
              const xmlChar** cells) {
  auto& feed = *static_cast<Feed*>(context);
  feed.guard([&] {
    feed.attributes.all.clear();
    for (int index = 0; index < count; ++index) {
      const xmlChar** const one = cells + static_cast<std::ptrdiff_t>(index) * 5;  // name prefix uri from to
      feed.attributes.all.push_back(
          {view(one[0]),
           {reinterpret_cast<const char*>(one[3]), static_cast<std::size_t>(one[4] - one[3])},
           one[1] != nullptr});
    }
    feed.listener.opened(view(name), feed.attributes);
  });
}
void on_end(void* context, const xmlChar* name, const xmlChar* /*prefix*/, const xmlChar* /*uri*/) {
  auto& feed = *static_cast<Feed*>(context);
  feed.guard([&] { feed.listener.closed(view(name)); });
}
void on_text(void* context, const xmlChar* text, int size) {
  auto& feed = *static_cast<Feed*>(context);
  feed.guard([&] {
    feed.listener.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  });
}
void on_definition(void* context, const xmlChar* /*name*/, const xmlChar* /*external*/,
                   const xmlChar* /*system*/) {
  auto& feed = *static_cast<Feed*>(context);
  feed.has_definition = true;
  xmlStopParser(feed.parser);
}
void on_error(void* /*context*/, xmlErrorPtr /*error*/) {}  // told by the parser's own state

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name, bool prefixed) const {
  for (const One& one : all) {
    if (one.name == name && one.prefixed == prefixed) return one.value;
  }
  return std::nullopt;
}

void read_xml(const std::function<std::size_t(char* to, std::size_t size)>& read, const std::string& label,
              XmlListener& listener) {
  xmlSAXHandler handler{};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = on_start;
  handler.endElementNs = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  handler.cdataBlock = on_text;
  handler.internalSubset = on_definition;
  handler.serror = on_error;
  Feed feed{listener, nullptr, {}, false, {}};
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(
      xmlCreatePushParserCtxt(&handler, &feed, nullptr, 0, nullptr));
  if (!parser) refuse(ErrorKind::environment, label, "no memory to parse XML");
  feed.parser = parser.get();
  xmlCtxtUseOptions(parser.get(),
                    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  std::vector<char> block(kBlockBytes);
  bool ended = false;
  while (!ended && !feed.failure && !feed.has_definition) {
    const std::size_t got = read(block.data(), block.size());
    ended = got == 0;
    const int code = xmlParseChunk(parser.get(), block.data(), static_cast<int>(got), ended ? 1 : 0);
    if (feed.failure) std::rethrow_exception(feed.failure);
    if (feed.has_definition) {
      refuse(ErrorKind::malformed, label, "holds a document type definition; expected XML without one");
    }
    if (code != XML_ERR_OK && parser->wellFormed == 0) {
      refuse(ErrorKind::malformed, label, "is damaged or cut off: its XML is not well formed");
    }
  }
}

}  // namespace chargelint::data
