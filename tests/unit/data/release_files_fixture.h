// What the tests of release files share beyond the reference's: workbooks made cell by cell, files read as
// the import reads them, rows and facts as text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/reference/subject.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {

// A cell: text, or a number when it begins with '#', a day when with '@' (its serial number); empty: none.
struct TestSheet {
  std::string name;
  std::vector<std::vector<std::string>> rows;
};
enum class Strings : bool { shared, within };
inline std::string workbook_of(const std::vector<TestSheet>& sheets, Strings strings = Strings::shared) {
  const auto escaped = [](std::string_view text) {
    std::string safe;
    for (const char character : text) {
      if (character == '&') {
        safe += "&amp;";
      } else if (character == '<') {
        safe += "&lt;";
      } else {
        safe += character;
      }
    }
    return safe;
  };
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::string book = head + "<workbook xmlns=\"m\" xmlns:r=\"r\"><workbookPr/><sheets>";
  std::string relations = head + "<Relationships xmlns=\"p\">";
  std::string texts = head + "<sst xmlns=\"m\">";
  std::vector<std::pair<std::string, std::string>> parts;
  std::size_t text_count = 0;
  for (std::size_t index = 0; index < sheets.size(); ++index) {
    const std::string number = std::to_string(index + 1);
    book += "<sheet name=\"" + escaped(sheets[index].name) + "\" sheetId=\"" + number + "\" r:id=\"rId" +
            number + "\"/>";
    // Excel names parts from its own folder, other programs from the root.
    const std::string target = strings == Strings::shared ? "worksheets/" : "/xl/worksheets/";
    relations += "<Relationship Id=\"rId" + number + "\" Type=\"x/worksheet\" Target=\"" + target + "sheet" +
                 number + ".xml\"/>";
    std::string sheet = head + "<worksheet xmlns=\"m\"><dimension ref=\"A1\"/><sheetData>";
    for (std::size_t row = 0; row < sheets[index].rows.size(); ++row) {
      if (sheets[index].rows[row].empty()) continue;  // a blank row is not written
      sheet += "<row r=\"" + std::to_string(row + 1) + "\">";
      for (std::size_t column = 0; column < sheets[index].rows[row].size(); ++column) {
        const std::string& cell = sheets[index].rows[row][column];
        if (cell.empty()) continue;
        const std::string place =
            "<c r=\"" + std::string(1, static_cast<char>('A' + column)) + std::to_string(row + 1) + "\"";
        if (cell[0] == '#') {
          sheet += place + "><v>" + cell.substr(1) + "</v></c>";
        } else if (cell[0] == '@') {
          sheet += place + " s=\"1\"><v>" + cell.substr(1) + "</v></c>";
        } else if (strings == Strings::within) {
          sheet += place + " t=\"inlineStr\"><is><t>" + escaped(cell) + "</t></is></c>";
        } else {
          sheet += place + " t=\"s\"><v>" + std::to_string(text_count++) + "</v></c>";
          texts += "<si><r><t>" + escaped(cell.substr(0, 1)) + "</t></r><r><t>" + escaped(cell.substr(1)) +
                   "</t></r><rPh><t>read so</t></rPh></si>";
        }
      }
      sheet += "</row>";
    }
    parts.emplace_back("xl/worksheets/sheet" + number + ".xml", sheet + "</sheetData></worksheet>");
  }
  relations +=
      "<Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/>"
      "<Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
  std::vector<std::pair<std::string, std::string>> members = {
      {"[Content_Types].xml", head + "<Types/>"},
      {"_rels/.rels", head + "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" "
                             "Target=\"xl/workbook.xml\"/></Relationships>"},
      {"xl/workbook.xml", book + "</sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", relations},
      {"xl/styles.xml",
       head + "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"m/d/yyyy;@\"/></numFmts>"
              "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
              "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"}};
  members.insert(members.end(), parts.begin(), parts.end());
  members.emplace_back("xl/sharedStrings.xml", texts + "</sst>");
  return zip_of(members);
}

// A file as an import takes it: what became of each of its texts.
struct TakenTexts {
  std::vector<ParsedFile> files;
  std::vector<std::string> unknown;
};
inline Result<TakenTexts> texts_taken(const std::string& path, const std::string& release = "") {
  return guarded(path, [&] {
    TakenTexts all;
    read_source_file(path, [&](SourceText& text) {
      if (auto file = parse_release(text, release)) {
        all.files.push_back(std::move(*file));
      } else {
        all.unknown.push_back(text.label() + " " + std::string(why_not_imported(text)));
      }
    });
    return all;
  });
}

// A row's cells as text, the two days of its validity left out.
inline std::string published_text(const RowBatch& rows, std::size_t index) {
  const Layout& layout = layout_of(rows.table);
  std::string text;
  for (std::size_t column = 0; column + 2 < layout.columns.size(); ++column) {
    const std::int64_t cell = rows.row(index)[column];
    if (column > 0) text += '|';
    switch (layout.columns[column].cell) {
      case Cell::number:
        text += std::to_string(cell);
        break;
      case Cell::day:
        if (cell != kNoCell) text += Date::from_days(static_cast<std::int32_t>(cell)).iso().str();
        break;
      case Cell::brief:
        text += unpack_brief(cell).str();
        break;
      case Cell::text:
        text += rows.texts.text(cell);
        break;
    }
  }
  return text;
}

// "P|62324|OPPS status|T|", every fact of one code.
inline std::vector<std::string> facts_of(const ParsedFile& file, std::string_view code) {
  std::vector<std::string> facts;
  for (const ParsedPart& part : file.parts) {
    if (part.table != Table::fact) continue;
    for (std::size_t index = 0; index < part.rows.size(); ++index) {
      if (unpack_brief(part.rows.row(index)[1]).view() == code)
        facts.push_back(published_text(part.rows, index));
    }
  }
  std::sort(facts.begin(), facts.end());
  return facts;
}

}  // namespace chargelint::data::testing
