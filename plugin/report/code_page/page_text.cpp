// The page for a terminal: aligned, wrapped, each value with its source.
#include <algorithm>

#include "plugin/report/code_page/page.h"

namespace chargelint::plugin {
namespace {

constexpr std::size_t kWidth = 110;
constexpr std::size_t kIndent = 2;

// Characters, not bytes: what does not begin one takes no room.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char character) {
    return (static_cast<unsigned char>(character) & 0xC0U) != 0x80U;
  }));
}

// At least two blanks behind it, so that columns never run together.
std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  const std::size_t used = width_of(text);
  out.append(used + 2 < width ? width - used : 2, ' ');
  return out;
}

// Cut behind whole characters.
std::string shortened(std::string_view text, std::size_t most) {
  if (width_of(text) <= most) return std::string(text);
  std::size_t end = std::min(most, text.size());
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}
constexpr std::size_t kWidestCell = 56;  // of all columns but the last, which is wrapped

// Words behind `column` blanks; the first line is taken to stand there already.
void append_wrapped(std::string& out, std::string_view text, std::size_t column) {
  const std::size_t room = std::max<std::size_t>(kWidth > column ? kWidth - column : 0, 30);
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t width = width_of(word);
    if (used > 0 && used + 1 + width > room) {
      out += '\n';
      out.append(column, ' ');
      used = 0;
    }
    if (used > 0) {
      out += ' ';
      ++used;
    }
    out += word;
    used += width;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out += '\n';
}

std::string origin_text(const Origin& origin) {
  if (origin.source.empty()) return {};
  std::string text(origin.source);
  if (!origin.release.empty()) text += " " + std::string(origin.release);
  if (const std::string period = period_text(origin.period); !period.empty()) text += ", " + period;
  if (origin.nearest) text += ", the nearest release";
  return text;
}

bool same(const Origin& left, const Origin& right) {
  return left.source == right.source && left.release == right.release && left.period == right.period &&
         left.nearest == right.nearest;
}

// The origin that most attributes of the section have stands behind its title.
const Origin* shared_origin(const PageSection& section) {
  const Origin* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const Attribute& attribute : section.attributes) {
    if (attribute.origin.source.empty()) continue;
    const auto count =
        std::count_if(section.attributes.begin(), section.attributes.end(),
                      [&](const Attribute& other) { return same(attribute.origin, other.origin); });
    if (count > most) {
      most = count;
      best = &attribute.origin;
    }
  }
  return best;
}

void append_attributes(std::string& out, const PageSection& section, const Origin* shared) {
  std::size_t labels = 0;
  std::size_t values = 0;
  for (const Attribute& attribute : section.attributes) {
    labels = std::max(labels, width_of(attribute.label));
    if (!attribute.meaning.empty()) values = std::max(values, width_of(attribute.value));
  }
  labels = std::min<std::size_t>(labels, 28);
  values = std::min<std::size_t>(values, 14);
  const Origin* above = nullptr;
  for (const Attribute& attribute : section.attributes) {
    out.append(kIndent, ' ');
    out += padded(attribute.label, labels + 2);
    std::string words = attribute.meaning;
    std::size_t column = kIndent + labels + 2;
    if (!attribute.meaning.empty()) {
      out += padded(attribute.value, values + 2);
      column += values + 2;
    } else {
      words = attribute.value;
    }
    // A line that belongs to the one above, from the same place, says so by its indent alone.
    const bool continued =
        attribute.label.starts_with(' ') && above != nullptr && same(*above, attribute.origin);
    above = &attribute.origin;
    if (!continued && !attribute.origin.source.empty() &&
        (shared == nullptr || !same(*shared, attribute.origin))) {
      words += " [" + origin_text(attribute.origin) + "]";
    }
    append_wrapped(out, words, column);
  }
}

void append_table(std::string& out, const PageTable& table) {
  std::string title = table.title;
  if (const std::string origin = origin_text(table.origin); !origin.empty()) title += " [" + origin + "]";
  if (!title.empty()) {
    out.append(kIndent, ' ');
    append_wrapped(out, title, kIndent);
  }
  const std::size_t shown = std::min(table.rows.size(), table.in_text);
  const std::size_t columns = table.columns.size();
  std::vector<std::size_t> widths(columns, 0);
  for (std::size_t row = 0; row < shown; ++row) {
    for (std::size_t column = 0; column < columns && column < table.rows[row].size(); ++column) {
      if (!table.columns[column].in_text) continue;
      widths[column] = std::max(widths[column], std::min(width_of(table.rows[row][column]), kWidestCell + 1));
    }
  }
  const auto append_row = [&](const auto& cell) {
    out.append(kIndent + 2, ' ');
    std::size_t at = kIndent + 2;
    for (std::size_t column = 0; column < columns; ++column) {
      if (widths[column] == 0) continue;  // a column without any value
      const bool last = std::all_of(widths.begin() + static_cast<std::ptrdiff_t>(column) + 1, widths.end(),
                                    [](std::size_t width) { return width == 0; });
      if (last) {
        append_wrapped(out, cell(column), at);
        return;
      }
      out += padded(shortened(cell(column), kWidestCell), widths[column] + 2);
      at += widths[column] + 2;
    }
    out += '\n';
  };
  if (shown > 0) {
    for (std::size_t column = 0; column < columns; ++column) {
      if (widths[column] > 0)
        widths[column] = std::max(widths[column], width_of(table.columns[column].label));
    }
    if (std::any_of(table.columns.begin(), table.columns.end(),
                    [](const Column& column) { return !column.label.empty(); })) {
      append_row([&](std::size_t column) { return table.columns[column].label; });
    }
  }
  for (std::size_t row = 0; row < shown; ++row) {
    append_row([&](std::size_t column) {
      if (column >= table.rows[row].size()) return std::string_view();
      const std::string& value = table.rows[row][column];
      const bool repeated =
          row > 0 && table.columns[column].once_in_text && table.rows[row - 1][column] == value;
      if (repeated) return std::string_view("\"");
      if (table.columns[column].numeric && value == "true") return std::string_view("yes");
      if (table.columns[column].numeric && value == "false") return std::string_view("no");
      return std::string_view(value);
    });
  }
  const std::size_t total = std::max(table.total, table.rows.size());
  if (shown < total && shown > 0 && !table.rest_in_note) {
    out.append(kIndent + 2, ' ');
    out += "… " + std::to_string(total - shown) + " more\n";
  }
  if (!table.note.empty()) {
    const std::size_t indent = title.empty() ? kIndent : kIndent + 2;
    out.append(indent, ' ');
    append_wrapped(out, table.note, indent);
  }
}

// Blanks at the end of lines are dropped.
std::string tidied(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (const char character : text) {
    if (character == '\n') {
      while (out.ends_with(' ')) out.pop_back();
    }
    out += character;
  }
  return out;
}

}  // namespace

std::string page_text(const CodePage& page) {
  std::string out = page.code + "  ";
  append_wrapped(out,
                 page.words.empty() ? std::string_view("(no words loaded)") : std::string_view(page.words),
                 page.code.size() + 2);
  append_wrapped(out, page.state, 0);
  for (const PageSection& section : page.sections) {
    const Origin* const shared = shared_origin(section);
    out += '\n';
    std::string title(section.title);
    if (shared != nullptr) title += "  [" + origin_text(*shared) + "]";
    append_wrapped(out, title, 0);
    append_attributes(out, section, shared);
    for (const PageTable& table : section.tables) append_table(out, table);
    for (const std::string& note : section.notes) {
      out.append(kIndent, ' ');
      append_wrapped(out, note, kIndent);
    }
  }
  return tidied(out);
}

}  // namespace chargelint::plugin
