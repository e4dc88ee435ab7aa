// The ICD-10-CM tabular list: what is written on chapters, sections and codes as facts, and the codes that
// its notes name as relations.
//
// Facts stand where they are written. A note, and the seventh characters, hold for everything below: readers
// climb from a code through its stems to its section and chapter (attribute "parent"). Relations are
// flattened: their subjects are all codes that inherit the note.
#include "data/releases/icd10cm_tabular.h"

#include "data/reference/subject.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/list_cells.h"
#include "data/releases/names.h"
#include "data/releases/xml_scan.h"

namespace chargelint::data {
namespace {

bool recognises(std::string_view head) {
  return opens_element(head, "ICD10CM.tabular");
}

void add_facts(const Tabular& tabular, RowBatch& rows) {
  FactRows facts(rows);
  for (const TabularPlace& place : tabular.places) {
    facts.add(place.line, Subject::diagnosis, place.name, attribute::kTitle, place.title);
    facts.add(place.line, Subject::diagnosis, place.name, attribute::kParent, place.parent);
    if (place.placeholder) facts.add(place.line, Subject::diagnosis, place.name, "placeholder", "X");
    for (const auto& [character, meaning] : place.sevenths) {
      facts.add(place.line, Subject::diagnosis, place.name, attribute::kSeventhCharacter,
                std::string_view(&character, 1), meaning);
    }
  }
  for (const TabularNote& note : tabular.notes) {
    facts.add(note.line, Subject::diagnosis, tabular.places[note.place].name, note.attribute, note.text);
  }
}

void add_relations(const Tabular& tabular, RowBatch& rows) {
  for (const NoteRelation& relation : relations_of(tabular).relations) {
    const TabularNote& note = tabular.notes[relation.note];
    rows.cells.insert(rows.cells.end(),
                      {rows.texts.id(diagnosis_link_name(*note.link)), pack_brief(relation.subject.first),
                       pack_brief(relation.subject.last), pack_brief(relation.target.first),
                       pack_brief(relation.target.last), rows.texts.id(note.text), kNoCell, kNoCell});
    rows.lines.push_back(note.line);
  }
}

void parse(SourceText& text, const std::string& release_option, ParsedFile& file) {
  const Tabular tabular = read_tabular(text);
  file.release = icd10cm_release(tabular.version, text, release_option);
  file.published_rows = tabular.diagnoses;
  ParsedPart facts;
  facts.source = Source::icd10cm_tabular;
  facts.table = facts.rows.table = Table::fact;
  add_facts(tabular, facts.rows);
  date_rows(facts.rows, file.release.first);
  ParsedPart relations;
  relations.source = Source::icd10cm_tabular;
  relations.table = relations.rows.table = Table::diagnosis_relation;
  add_relations(tabular, relations.rows);
  date_rows(relations.rows, file.release.first);
  file.parts.push_back(std::move(facts));
  file.parts.push_back(std::move(relations));
}

}  // namespace

FileKind icd10cm_tabular() {
  return {recognises, parse};
}

}  // namespace chargelint::data
