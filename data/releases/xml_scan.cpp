// Events by libxml2's SAX interface; nothing of the tree is kept.
#include "data/releases/xml_scan.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <exception>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "data/reference/refusal.h"
#include "data/releases/importers.h"
#include "data/releases/text_scan.h"

namespace chargelint::data {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

// What the callbacks, which may not throw through the library, work on.
struct Scan {
  SourceText& text;
  XmlHandler& handler;
  xmlParserCtxtPtr parser = nullptr;
  std::vector<XmlAttribute> attributes;
  std::exception_ptr refusal;
  std::string error;
  std::uint32_t error_line = 0;

  [[nodiscard]] std::uint32_t line() const {
    const int number = xmlSAX2GetLineNumber(parser);
    return number > 0 ? static_cast<std::uint32_t>(number) : 0;
  }
  template <class Work>
  void run(Work work) {
    if (refusal) return;
    try {
      work();
    } catch (...) {
      refusal = std::current_exception();
      xmlStopParser(parser);
    }
  }
};

Scan& scan_of(void* data) {
  return *static_cast<Scan*>(data);
}

void open_element(void* data, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**,
                  int count, int, const xmlChar** values) {
  Scan& scan = scan_of(data);
  scan.run([&] {
    scan.attributes.clear();
    // Five pointers each: name, prefix, namespace, begin and end of the value.
    for (int index = 0; index < count; ++index, values += 5) {
      const auto* begin = reinterpret_cast<const char*>(values[3]);
      const auto* end = reinterpret_cast<const char*>(values[4]);
      scan.attributes.push_back(
          {view(values[0]), std::string_view(begin, static_cast<std::size_t>(end - begin))});
    }
    scan.handler.open(view(name), scan.attributes, scan.line());
  });
}

void close_element(void* data, const xmlChar* name, const xmlChar*, const xmlChar*) {
  Scan& scan = scan_of(data);
  scan.run([&] { scan.handler.close(view(name), scan.line()); });
}

void take_words(void* data, const xmlChar* words, int size) {
  Scan& scan = scan_of(data);
  scan.run([&] {
    scan.handler.words({reinterpret_cast<const char*>(words), static_cast<std::size_t>(size)});
  });
}

void refuse_document_type(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
  Scan& scan = scan_of(data);
  scan.run([&] {
    refuse_row(scan.text, scan.line(),
               "a document type with entities of its own; expected the XML as it is published, without one");
  });
}

// Text that was UTF-16 and is not any more, though its first line still says so.
bool was_utf16(std::string_view content) {
  const std::string_view first = content.substr(0, content.find('\n')).substr(0, 200);
  return first.find('\0') == std::string_view::npos &&
         folded(first).find("encoding=\"utf-16") != std::string::npos;
}

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};

}  // namespace

void scan_xml(SourceText& text, XmlHandler& handler) {
  static const bool ready = (xmlInitParser(), true);
  static_cast<void>(ready);
  const std::string& content = text.content();
  if (content.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    refuse(ErrorKind::too_large, text.label(), "is larger than 2 GiB; no published XML is");
  }
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(
      xmlCreateMemoryParserCtxt(content.data(), static_cast<int>(content.size())));
  if (parser == nullptr) refuse(ErrorKind::malformed, text.label(), "is empty; expected XML");
  Scan scan{text, handler, parser.get(), {}, {}, {}, 0};
  xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | (was_utf16(content) ? XML_PARSE_IGNORE_ENC : 0));
  *parser->sax = xmlSAXHandler{};
  parser->sax->initialized = XML_SAX2_MAGIC;
  parser->sax->startElementNs = open_element;
  parser->sax->endElementNs = close_element;
  parser->sax->characters = take_words;
  parser->sax->ignorableWhitespace = take_words;
  parser->sax->cdataBlock = take_words;
  parser->sax->internalSubset = refuse_document_type;
  parser->sax->serror = [](void* data, auto* error) {
    Scan& faulty = scan_of(data);
    if (!faulty.error.empty() || error == nullptr || error->level < XML_ERR_ERROR) return;
    faulty.error = error->message == nullptr ? "damaged" : trimmed(error->message);
    faulty.error_line = error->line > 0 ? static_cast<std::uint32_t>(error->line) : 0;
  };
  parser->userData = &scan;
  xmlParseDocument(parser.get());
  if (scan.refusal) std::rethrow_exception(scan.refusal);
  if (parser->wellFormed == 0 || !scan.error.empty()) {
    refuse_row(text, scan.error_line == 0 ? scan.line() : scan.error_line,
               "not well-formed XML (" + (scan.error.empty() ? std::string("damaged") : scan.error) +
                   "); expected the whole file as it is published");
  }
}

bool opens_element(std::string_view head, std::string_view name) {
  std::string narrow;
  if (head.find('\0') != std::string_view::npos) {
    for (const char character : head) {
      if (character != '\0') narrow.push_back(character);
    }
    head = narrow;
  }
  for (std::size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
    std::string_view rest = head.substr(at + 1);
    if (!rest.starts_with(name)) continue;
    rest.remove_prefix(name.size());
    if (!rest.empty() && (rest[0] == '>' || rest[0] == '/' || rest[0] == ' ' || rest[0] == '\r' ||
                          rest[0] == '\n' || rest[0] == '\t')) {
      return true;
    }
  }
  return false;
}

std::string_view attribute_value(std::span<const XmlAttribute> attributes, std::string_view name) {
  for (const XmlAttribute& one : attributes) {
    if (one.name == name) return one.value;
  }
  return {};
}

}  // namespace chargelint::data
