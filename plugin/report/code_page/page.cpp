// The page as JSON, and the small texts that both forms share.
#include "plugin/report/code_page/page.h"

#include <algorithm>

namespace chargelint::plugin {
namespace {

void write_text(fhir::JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

void write_origin(fhir::JsonWriter& json, const Origin& origin) {
  write_text(json, "source", origin.source);
  write_text(json, "release", origin.release);
  write_text(json, "from", day_text(origin.period.from));
  write_text(json, "to", day_text(origin.period.to));
  if (origin.nearest) json.member("nearest", true);
}

void write_attribute(fhir::JsonWriter& json, const Attribute& attribute) {
  json.key(attribute.key).begin_object().member("label", std::string_view(attribute.label));
  json.key("value");
  if (attribute.numeric) {
    json.raw(attribute.value);
  } else {
    json.value(std::string_view(attribute.value));
  }
  if (!attribute.meaning.empty()) json.member("meaning", std::string_view(attribute.meaning));
  write_origin(json, attribute.origin);
  json.end_object();
}

void write_table(fhir::JsonWriter& json, const PageTable& table) {
  json.key(table.key).begin_object();
  if (!table.title.empty()) json.member("title", std::string_view(table.title));
  json.member("total", static_cast<std::int64_t>(std::max(table.total, table.rows.size())));
  for (const auto& [name, count] : table.counts) json.member(name, count);
  if (!table.note.empty()) json.member("note", std::string_view(table.note));
  if (!table.origin.source.empty()) write_origin(json, table.origin);
  json.key("rows").begin_array();
  for (const auto& row : table.rows) {
    json.begin_object();
    for (std::size_t index = 0; index < row.size() && index < table.columns.size(); ++index) {
      const Column& column = table.columns[index];
      if (column.numeric && !row[index].empty()) {
        json.key(column.key).raw(row[index]);
      } else {
        write_text(json, column.key, row[index]);
      }
    }
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void PageSection::add(Attribute attribute) {
  if (attribute.value.empty()) return;
  if (attribute.key.empty()) attribute.key = key_of(attribute.label);
  const auto same = std::find_if(attributes.begin(), attributes.end(),
                                 [&](const Attribute& known) { return known.key == attribute.key; });
  if (same == attributes.end()) {
    attributes.push_back(std::move(attribute));
    return;
  }
  if (same->value == attribute.value) return;
  same->value += ", " + attribute.value;
  if (!attribute.meaning.empty()) same->meaning += "; " + attribute.meaning;
}

std::string day_text(Date date) {
  return date.is_open() ? std::string() : date.iso().str();
}

std::string period_text(Period period) {
  const std::string from = day_text(period.from);
  const std::string to = day_text(period.to);
  if (from.empty() && to.empty()) return {};
  if (to.empty()) return "from " + from;
  return from.empty() ? "to " + to : from + " to " + to;
}

std::string key_of(std::string_view label) {
  std::string key;
  for (const char character : label) {
    const bool letter = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    if (character >= 'A' && character <= 'Z') {
      key += static_cast<char>(character - 'A' + 'a');
    } else if (letter) {
      key += character;
    } else if (!key.empty() && key.back() != '_') {
      key += '_';
    }
  }
  while (key.ends_with('_')) key.pop_back();
  return key;
}

void write_page(fhir::JsonWriter& json, const CodePage& page) {
  json.begin_object().member("code", std::string_view(page.code)).member("kind", kind_text(page.kind));
  json.key("system");
  if (page.system.empty()) {
    json.null();
  } else {
    json.value(page.system);
  }
  json.member("on", page.on.iso().view()).member("active", page.active);
  json.member("state", std::string_view(page.state));
  write_text(json, "words", page.words);
  if (!page.also.empty()) {
    json.key("also").begin_array();
    for (const CodeKind kind : page.also) json.value(kind_text(kind));
    json.end_array();
  }
  json.member("reference_digest", std::string_view(page.digest));
  for (const PageSection& section : page.sections) {
    json.key(section.key).begin_object();
    for (const Attribute& attribute : section.attributes) write_attribute(json, attribute);
    for (const PageTable& table : section.tables) write_table(json, table);
    if (!section.notes.empty()) {
      json.key("notes").begin_array();
      for (const std::string& note : section.notes) json.value(std::string_view(note));
      json.end_array();
    }
    json.end_object();
  }
  json.end_object();
}

}  // namespace chargelint::plugin
