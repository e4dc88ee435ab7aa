// The tabular list as it is read, before it becomes rows: what the importer and its tests share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/releases/icd10cm_tree.h"
#include "data/releases/source_file.h"
#include "rules/ports/reference.h"

namespace chargelint::data {

struct TabularNote {
  std::string_view attribute;         // data/reference/subject.h
  std::optional<DiagnosisLink> link;  // nothing: its codes are not followed
  std::size_t place = 0;
  std::uint32_t list = 0;  // notes of one list stand under one heading
  std::uint32_t line = 0;
  std::string text;
};

// A chapter, a section, or a code that carries something.
struct TabularPlace {
  enum class Kind : std::uint8_t { chapter, section, code };
  Kind kind = Kind::code;
  std::string name;    // "CH01", "A00-A09", "A000"; a section of one category is "B10-B10"
  std::string title;   // of chapters and sections; the order file has those of codes
  std::string parent;  // of sections and categories
  std::uint32_t line = 0;
  IcdTree::NodeId first = 0;  // its codes, in the order of the list
  IcdTree::NodeId end = 0;
  bool placeholder = false;
  std::vector<std::pair<char, std::string>> sevenths;
};

struct Tabular {
  std::string version;
  std::uint64_t diagnoses = 0;
  std::vector<TabularPlace> places;
  std::vector<TabularNote> notes;
  IcdTree tree;
};
[[nodiscard]] Tabular read_tabular(SourceText& text);

// A note of one place as intervals: each subject has each target. A code never relates to itself: what a note
// names below its own place is taken out of the subject there.
struct NoteRelation {
  std::size_t note = 0;  // index into Tabular::notes
  CodeInterval subject;
  CodeInterval target;
};
struct UnclearNote {
  std::size_t note = 0;
  std::string why;
};
struct NoteRelations {
  std::vector<NoteRelation> relations;
  std::vector<UnclearNote> unclear;
  std::size_t linked = 0;    // notes of the kinds that are followed
  std::size_t resolved = 0;  // of them, those that name codes and whose codes were found
};
[[nodiscard]] NoteRelations relations_of(const Tabular& tabular);

}  // namespace chargelint::data
