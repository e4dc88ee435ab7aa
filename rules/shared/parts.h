// Parts that findings of several families are made of: the row they rest on, the usual fixes, short lists of
// codes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "rules/engine/finding.h"
#include "rules/engine/rule.h"
#include "rules/ports/reference.h"

namespace chargelint {

template <class Row>
[[nodiscard]] Evidence evidence_of(Source source, const Row* row) {
  Evidence evidence;
  evidence.row = row;
  evidence.source = source;
  evidence.release = row->release;
  evidence.present = true;
  return evidence;
}

// What only a person can answer is advice, never one click.
[[nodiscard]] inline Fix fix_of(const Edit& edit, std::string_view question) {
  Fix fix;
  fix.edits.push_back(edit);
  fix.question = question;
  fix.needs_person = !question.empty();
  return fix;
}
[[nodiscard]] inline Edit edit_of(EditKind kind, std::uint16_t line) {
  Edit edit;
  edit.kind = kind;
  edit.line = line;
  return edit;
}
[[nodiscard]] inline Fix remove_line_fix(std::uint16_t line, std::string_view question = {}) {
  return fix_of(edit_of(EditKind::remove_line, line), question);
}
[[nodiscard]] inline Fix remove_modifier_fix(std::uint16_t line, Modifier modifier,
                                             std::string_view question = {}) {
  Edit edit = edit_of(EditKind::remove_modifier, line);
  edit.modifier = modifier;
  return fix_of(edit, question);
}
[[nodiscard]] inline Fix add_modifier_fix(std::uint16_t line, Modifier modifier, std::string_view question) {
  Edit edit = edit_of(EditKind::add_modifier, line);
  edit.modifier = modifier;
  return fix_of(edit, question);
}
[[nodiscard]] inline Fix set_units_fix(std::uint16_t line, std::int64_t units,
                                       std::string_view question = {}) {
  Edit edit = edit_of(EditKind::set_units, line);
  edit.units = Quantity::of(units);
  return fix_of(edit, question);
}
[[nodiscard]] inline Fix replace_code_fix(std::uint16_t line, Hcpcs code, std::string_view question = {}) {
  Edit edit = edit_of(EditKind::replace_code, line);
  edit.code = code;
  return fix_of(edit, question);
}
[[nodiscard]] inline Fix add_diagnosis_fix(std::uint16_t line, IcdCode diagnosis,
                                           std::string_view question = {}) {
  Edit edit = edit_of(EditKind::add_diagnosis, line);
  edit.diagnosis = diagnosis;
  return fix_of(edit, question);
}

// A finding about one line's code.
inline Finding& add_for_line(RuleOutput& output, const ServiceLine& line) {
  Finding& finding = output.add();
  finding.lines.push_back(line.number);
  if (!line.code.empty()) finding.codes.push_back(line.code);
  finding.location = line.code_at;
  finding.arguments.push_back({"line", std::int64_t{line.number}});
  if (!line.code.empty()) {
    finding.arguments.push_back({"code", line.code});
  } else {
    const bool written = !line.code_text.empty();
    finding.arguments.push_back({"code", written ? line.code_text : std::string_view("the service")});
  }
  return finding;
}
// A finding about a modifier of a line.
inline Finding& add_for_modifier(RuleOutput& output, const ServiceLine& line, const ModifierUse& use) {
  Finding& finding = add_for_line(output, line);
  if (!use.value.empty()) finding.modifiers.push_back(use.value);
  finding.location = use.at;
  finding.arguments.push_back({"modifier", use.value});
  return finding;
}

// Codes for a sentence, "62320, 62321, 62322": as many as fit in two arguments of a finding, then how many
// more.
class CodeList {
 public:
  void add(std::string_view code) {
    for (; part_ < parts_.size(); ++part_) {
      const std::size_t separator = count_ == 0 ? 0 : kSeparator.size();
      if (parts_[part_].size() + separator + code.size() <= kRoom) {
        if (separator != 0) append(kSeparator);
        append(code);
        ++count_;
        return;
      }
    }
    ++left_out_;
  }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  // Fills {name}, {name2} and {name_more}, to be written one after the other.
  void fill(Finding& finding, std::string_view name, std::string_view name2, std::string_view more) const {
    finding.arguments.push_back({name, parts_[0]});
    finding.arguments.push_back({name2, parts_[1]});
    FixedText<kRoom> rest;
    if (left_out_ > 0) {
      for (const char character : std::string_view(" and ")) rest.push_back(character);
      const FixedText<kRoom> number = Quantity::of(left_out_).text();
      for (const char character : number.view()) rest.push_back(character);
      for (const char character : std::string_view(" more")) rest.push_back(character);
    }
    finding.arguments.push_back({more, rest});
  }

 private:
  static constexpr std::size_t kRoom = 24;
  static constexpr std::string_view kSeparator = ", ";
  void append(std::string_view text) {
    for (const char character : text) parts_[part_].push_back(character);
  }
  std::array<FixedText<kRoom>, 2> parts_{};
  std::size_t part_ = 0;
  std::int64_t count_ = 0;
  std::int64_t left_out_ = 0;
};

}  // namespace chargelint
