// Filling message templates, titles of fixes and reasons of gaps.
#include "rules/engine/text.h"

#include <array>
#include <cstddef>

namespace chargelint {
namespace {

constexpr std::size_t kClinicianLimit = 139;
constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Length in bytes of the well-formed UTF-8 character at the front; 0 when there is none.
std::size_t character_size(std::string_view text) {
  const auto byte = [&text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned lead = byte(0);
  std::size_t size = 0;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) size = 2;
  if (lead >= 0xE0 && lead <= 0xEF) size = 3;
  if (lead >= 0xF0 && lead <= 0xF4) size = 4;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t index = 1; index < size; ++index) {
    if ((byte(index) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong_or_surrogate = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  return overlong_or_surrogate ? 0 : size;
}

// A value of the message may hold anything: what is no UTF-8 or a control character is replaced.
void append_clean(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const bool control = size == 1 && static_cast<unsigned char>(text[0]) < 0x20;
    if (size == 0 || control) {
      out += control ? std::string_view(" ") : kReplacement;
      text.remove_prefix(1);
      continue;
    }
    out += text.substr(0, size);
    text.remove_prefix(size);
  }
}

void append_value(std::string& out, const Argument& argument) {
  struct Printer {
    std::string& out;
    void operator()(std::string_view text) const { append_clean(out, text); }
    void operator()(std::int64_t number) const { out += std::to_string(number); }
    void operator()(Date date) const { out += date.iso().view(); }
    void operator()(const FixedText<24>& text) const { append_clean(out, text.view()); }
    void operator()(Hcpcs code) const { out += code.text().view(); }
    void operator()(Modifier modifier) const { out += modifier.text().view(); }
    void operator()(IcdCode code) const { out += code.text().view(); }
    void operator()(Quantity quantity) const { out += quantity.text().view(); }
  };
  std::visit(Printer{out}, argument.value);
}

// The names that every finding answers to. False: the finding has no such value.
bool append_implicit(std::string& out, std::string_view name, const Finding& finding) {
  const auto code = [&](std::size_t index) {
    if (finding.codes.size() <= index) return false;
    out += finding.codes[index].text().view();
    return true;
  };
  if (name == "code" || name == "col1") return code(0);
  if (name == "col2") return code(1);
  if (name == "m" && !finding.modifiers.empty()) {
    out += finding.modifiers.front().text().view();
    return true;
  }
  if (name == "dx" && !finding.diagnoses.empty()) {
    out += finding.diagnoses.front().text().view();
    return true;
  }
  if (name == "n" && !finding.lines.empty()) {
    out += std::to_string(finding.lines.front());
    return true;
  }
  return false;
}

// A name without a value stays as it is written, so that a test sees it.
void append_named(std::string& out, std::string_view name, const Finding& finding) {
  for (const Argument& argument : finding.arguments) {
    if (argument.name == name) return append_value(out, argument);
  }
  if (append_implicit(out, name, finding)) return;
  out += '{';
  out += name;
  out += '}';
}

std::string filled(std::string_view text, const Finding& finding) {
  std::string out;
  out.reserve(text.size() + 64);
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    append_named(out, text.substr(open + 1, close - open - 1), finding);
    text.remove_prefix(close + 1);
  }
  out += text;
  return out;
}

// Up to the first full stop, question or exclamation mark that ends a sentence: one that blank and then no
// small letter follow ("e.g. 59" goes on).
std::string_view first_sentence(std::string_view text) {
  for (std::size_t index = 0; index + 2 < text.size(); ++index) {
    const bool mark = text[index] == '.' || text[index] == '?' || text[index] == '!';
    if (!mark || text[index + 1] != ' ') continue;
    const char next = text[index + 2];
    const bool begins = (next >= 'A' && next <= 'Z') || next == '{' || (next >= '0' && next <= '9');
    const bool abbreviation = index >= 2 && text[index - 2] == '.';  // "e.g."
    if (begins && !abbreviation) return text.substr(0, index + 1);
  }
  return text;
}

// At most kClinicianLimit characters, cut after a word.
std::string shortened(std::string text) {
  std::size_t characters = 0;
  std::size_t cut = 0;  // the last place where a word ends and an ellipsis still fits
  for (std::size_t place = 0; place < text.size(); ++characters) {
    if (characters == kClinicianLimit) {
      if (cut == 0) {  // one endless word
        cut = place;
        do {
          --cut;
        } while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U);
      }
      while (cut > 0 && (text[cut - 1] == ',' || text[cut - 1] == ';' || text[cut - 1] == ' ')) --cut;
      text.resize(cut);
      text += kEllipsis;
      return text;
    }
    if (text[place] == ' ' && characters < kClinicianLimit) cut = place;
    const std::size_t size = character_size(std::string_view(text).substr(place));
    place += size == 0 ? 1 : size;
  }
  return text;
}

std::string_view biller_template(const Finding& finding) {
  return finding.biller.empty() ? finding.rule->biller : finding.biller;
}

void append_line(std::string& out, std::string_view words, std::uint16_t line) {
  out += words;
  if (line == 0) {
    out += "the claim";
    return;
  }
  out += "line ";
  out += std::to_string(line);
}

void append_units(std::string& out, Quantity units) {
  out += units.text().view();
  out += units == Quantity::of(1) ? " unit" : " units";
}

void append_edit(std::string& out, const Edit& edit) {
  switch (edit.kind) {
    case EditKind::add_modifier:
      out += "append ";
      out += edit.modifier.text().view();
      return append_line(out, " to ", edit.line);
    case EditKind::remove_modifier:
      out += "remove modifier ";
      out += edit.modifier.text().view();
      return append_line(out, " from ", edit.line);
    case EditKind::set_units:
      append_line(out, "set ", edit.line);
      out += " to ";
      return append_units(out, edit.units);
    case EditKind::replace_code:
      out += "replace ";
      out += edit.current.empty() ? std::string_view("the code") : edit.current.text().view();
      out += " by ";
      out += edit.code.text().view();
      return append_line(out, " on ", edit.line);
    case EditKind::remove_line:
      append_line(out, "remove ", edit.line);
      if (!edit.current.empty()) {
        out += " (";
        out += edit.current.text().view();
        out += ')';
      }
      return;
    case EditKind::add_diagnosis:
      out += "add ";
      out += edit.diagnosis.text().view();
      return append_line(out, " to ", edit.line);
    case EditKind::reorder_diagnoses:
      out += "put ";
      out += edit.diagnosis.text().view();
      return append_line(out, " first on ", edit.line);
    case EditKind::split_line:
      append_line(out, "split ", edit.line);
      out += ": ";
      append_units(out, edit.units);
      out += " on a line of its own";
      if (!edit.modifier.empty()) {
        out += " with ";
        out += edit.modifier.text().view();
      }
      return;
    case EditKind::merge_lines:
      append_line(out, "merge ", edit.other);
      return append_line(out, " into ", edit.line);
  }
}

void append_codes(std::string& out, const NotEvaluated& gap) {
  for (std::size_t index = 0; index < gap.codes.size(); ++index) {
    if (index > 0) out += ", ";
    out += gap.codes[index].text().view();
  }
  if (gap.more > 0) {
    out += " and ";
    out += std::to_string(gap.more);
    out += " more";
  }
}

// " (99213, 99214)"
void append_codes_aside(std::string& out, const NotEvaluated& gap) {
  if (gap.codes.empty()) return;
  out += " (";
  append_codes(out, gap);
  out += ')';
}

}  // namespace

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::off:
      return "off";
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return {};
}

std::string_view edit_name(EditKind kind) {
  switch (kind) {
    case EditKind::add_modifier:
      return "add-modifier";
    case EditKind::remove_modifier:
      return "remove-modifier";
    case EditKind::set_units:
      return "set-units";
    case EditKind::replace_code:
      return "replace-code";
    case EditKind::remove_line:
      return "remove-line";
    case EditKind::add_diagnosis:
      return "add-diagnosis";
    case EditKind::reorder_diagnoses:
      return "reorder-diagnoses";
    case EditKind::split_line:
      return "split-line";
    case EditKind::merge_lines:
      return "merge-lines";
  }
  return {};
}

std::string clinician_text(const Finding& finding) {
  std::string_view text = finding.clinician.empty() ? finding.rule->clinician : finding.clinician;
  if (text.empty()) text = first_sentence(biller_template(finding));
  return shortened(filled(text, finding));
}

std::string biller_text(const Finding& finding) {
  return filled(biller_template(finding), finding);
}

std::string fix_title(const Fix& fix, const Finding& finding) {
  if (!fix.title.empty()) return filled(fix.title, finding);
  std::string out;
  for (const Edit& edit : fix.edits) {
    if (!out.empty()) out += ", ";
    append_edit(out, edit);
  }
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string edit_value(const Edit& edit) {
  switch (edit.kind) {
    case EditKind::add_modifier:
    case EditKind::remove_modifier:
      return edit.modifier.text().str();
    case EditKind::set_units:
      return edit.units.text().str();
    case EditKind::replace_code:
      return edit.code.text().str();
    case EditKind::remove_line:
      return {};
    case EditKind::add_diagnosis:
    case EditKind::reorder_diagnoses:
      return edit.diagnosis.text().str();
    case EditKind::split_line: {
      std::string value = edit.units.text().str();
      if (!edit.modifier.empty()) value += " " + edit.modifier.text().str();
      return value;
    }
    case EditKind::merge_lines:
      return std::to_string(edit.other);
  }
  return {};
}

std::string reason_text(const NotEvaluated& gap, const Reference& reference) {
  std::string out;
  switch (gap.gap) {
    case Gap::no_history:
      return "no claim history: only this claim's lines were looked at";
    case Gap::not_loaded:
      out += source_name(gap.source);
      out += " is not loaded";
      append_codes_aside(out, gap);
      return out;
    case Gap::partial:
      out += source_name(gap.source);
      out += " is partial and does not hold ";
      if (gap.codes.empty()) {
        out += "what was asked";
      } else {
        append_codes(out, gap);
      }
      return out;
    case Gap::nearest_release:
      out += source_name(gap.source);
      out += " has no release for this date of service";
      if (gap.release < reference.releases().size()) {
        out += "; checked against ";
        out += reference.releases()[gap.release].name;
      }
      return out;
    case Gap::no_date:
      out += "a line has no date of service";
      break;
    case Gap::no_code:
      return "a line has no procedure code";
    case Gap::medicaid_tables:
      out += "the Medicaid tables are not loaded";
      break;
    case Gap::dental:
      out += "dental codes are outside the loaded tables";
      break;
    case Gap::shape:
      return "an element is missing or malformed: see the SHAPE finding";
    case Gap::suspended:
      out += "the published row is suspended";
      break;
    case Gap::contractor_defined:
      out += "the contractor defines the list, none is published";
      break;
    case Gap::missing_field:
      out += "the claim does not say what the check needs";
      break;
    case Gap::incomplete_history:
      out += "earlier services may be missing from the history";
      break;
  }
  append_codes_aside(out, gap);
  return out;
}

}  // namespace chargelint
