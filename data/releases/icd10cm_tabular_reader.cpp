// The XML of the tabular list: chapters, sections and codes with what is written on them.
#include <algorithm>
#include <array>

#include "data/reference/subject.h"
#include "data/releases/icd10cm_common.h"
#include "data/releases/icd10cm_tabular.h"
#include "data/releases/importers.h"
#include "data/releases/list_cells.h"
#include "data/releases/xml_scan.h"

namespace chargelint::data {
namespace {

struct ListKind {
  std::string_view element;
  std::string_view attribute;
  std::optional<DiagnosisLink> link;
};
constexpr std::array kLists = std::to_array<ListKind>({
    {"includes", attribute::kIncludes, std::nullopt},
    {"inclusionTerm", attribute::kInclusion, std::nullopt},
    {"excludes1", attribute::kExcludes1, DiagnosisLink::excludes1},
    {"excludes2", attribute::kExcludes2, DiagnosisLink::excludes2},
    {"codeFirst", attribute::kCodeFirst, DiagnosisLink::code_first},
    {"useAdditionalCode", attribute::kUseAdditional, DiagnosisLink::use_additional},
    {"codeAlso", attribute::kCodeAlso, DiagnosisLink::code_also},
    {"notes", attribute::kNote, std::nullopt},
    {"sevenChrNote", attribute::kSeventhNote, std::nullopt},
});

class TabularReader final : public XmlHandler {
 public:
  TabularReader(const SourceText& text, Tabular& tabular) : text_(text), tabular_(tabular) {}

  void open(std::string_view name, std::span<const XmlAttribute> attributes, std::uint32_t line) override {
    ++depth_;
    if (name == "diff") {
      refuse_row(text_, line,
                 "marks changes (diff); expected the tabular list itself, not a list of its changes");
    }
    if (name == "old") ++skipped_;
    if (name == "chapter" || name == "section" || name == "diag") {
      open_place(name, attributes, line);
    } else if (open_.empty()) {
      if (name == "version" && depth_ == 2) capture(name, line);
    } else if (name == "name" || name == "desc") {
      if (!list_) capture(name, line);
    } else if (name == "note") {
      if (list_) capture(name, line);
    } else if (name == "extension") {
      character_ = attribute_value(attributes, "char");
      capture(name, line);
    } else {
      const auto kind = std::find_if(kLists.begin(), kLists.end(),
                                     [&](const ListKind& one) { return one.element == name; });
      if (kind != kLists.end()) {
        list_ = *kind;
        ++lists_;
      }
    }
  }

  void words(std::string_view text) override {
    if (!captured_.empty() && skipped_ == 0) words_ += text;
  }

  void close(std::string_view name, std::uint32_t line) override {
    --depth_;
    if (name == "old") --skipped_;
    if (name == captured_) {
      captured_.clear();
      take(name, clean_words(words_));
    } else if (list_ && name == list_->element) {
      list_.reset();
    } else if (!open_.empty() && (name == "chapter" || name == "section" || name == "diag")) {
      close_place(line);
    }
  }

 private:
  void capture(std::string_view element, std::uint32_t line) {
    captured_ = element;
    words_.clear();
    line_ = line;
  }

  TabularPlace& place() { return tabular_.places[open_.back()]; }

  void open_place(std::string_view element, std::span<const XmlAttribute> attributes, std::uint32_t line) {
    TabularPlace place;
    place.kind = element == "chapter"   ? TabularPlace::Kind::chapter
                 : element == "section" ? TabularPlace::Kind::section
                                        : TabularPlace::Kind::code;
    place.line = line;
    place.first = place.end = static_cast<IcdTree::NodeId>(tabular_.tree.size());
    place.placeholder = attribute_value(attributes, "placeholder") == "true";
    if (place.kind == TabularPlace::Kind::section) {
      place.name = attribute_value(attributes, "id");
      if (place.name.find('-') == std::string::npos) place.name += "-" + place.name;
      if (place.name.size() != 7) {
        refuse_row(text_, line, "the section's id is none; expected categories as in A00-A09");
      }
    }
    open_.push_back(tabular_.places.size());
    tabular_.places.push_back(std::move(place));
    if (element == "diag") ++tabular_.diagnoses;
  }

  void close_place(std::uint32_t line) {
    if (place().name.empty())
      refuse_row(text_, line, "has no name; expected a name in each chapter and code");
    place().end = static_cast<IcdTree::NodeId>(tabular_.tree.size());
    open_.pop_back();
  }

  void take(std::string_view element, std::string content) {
    if (element == "version") {
      tabular_.version = std::move(content);
    } else if (element == "name") {
      take_name(content);
    } else if (element == "desc") {
      need_name();
      if (place().kind == TabularPlace::Kind::code) {
        tabular_.tree.set_title(tabular_.tree.find(place().name), std::move(content));
      } else {
        place().title = std::move(content);
      }
    } else if (element == "note") {
      need_name();
      if (content.empty()) return;
      tabular_.notes.push_back(
          {list_->attribute, list_->link, open_.back(), lists_, line_, std::move(content)});
    } else {
      take_seventh(std::move(content));
    }
  }

  void take_name(const std::string& content) {
    TabularPlace& here = place();
    if (here.kind == TabularPlace::Kind::section) return;
    if (here.kind == TabularPlace::Kind::chapter) {
      const auto number = whole_number(content);
      if (!number || *number < 1 || *number > 99) {
        refuse_row(text_, line_, "the chapter's name is none; expected its number");
      }
      here.name = (*number < 10 ? "CH0" : "CH") + std::to_string(*number);
      return;
    }
    auto code = diagnosis_text(content);
    if (!code) {
      refuse_row(text_, line_, "the code is none; expected a letter and two to six letters and digits");
    }
    here.name = std::move(*code);
    IcdTree::NodeId parent = IcdTree::kNone;
    if (open_.size() > 1) {
      const TabularPlace& above = tabular_.places[open_[open_.size() - 2]];
      if (above.kind == TabularPlace::Kind::code) parent = tabular_.tree.find(above.name);
    }
    if (tabular_.tree.add(here.name, parent) == IcdTree::kNone) {
      refuse_row(text_, line_, here.name + " stands twice; expected each code once");
    }
  }

  void take_seventh(std::string meaning) {
    need_name();
    if (place().kind != TabularPlace::Kind::code) return;
    if (character_.size() != 1 || !IcdCode::parse("A0" + character_)) {
      refuse_row(text_, line_, "the seventh character is none; expected one letter or digit");
    }
    tabular_.tree.define_seventh(tabular_.tree.find(place().name), character_[0], meaning);
    place().sevenths.emplace_back(character_[0], std::move(meaning));
  }

  void need_name() {
    if (place().name.empty()) {
      refuse_row(text_, line_, "stands before the name of what it belongs to; expected the name first");
    }
  }

  const SourceText& text_;
  Tabular& tabular_;
  std::vector<std::size_t> open_;  // chapter, section, codes
  std::optional<ListKind> list_;
  std::uint32_t lists_ = 0;
  std::string captured_;  // the element whose words are kept
  std::string words_;
  std::string character_;
  std::uint32_t line_ = 0;
  int depth_ = 0;
  int skipped_ = 0;
};

// Some sections are headings only and hold the sections that are printed behind them: their codes are told by
// their ids.
void fill_headings(Tabular& tabular) {
  for (TabularPlace& place : tabular.places) {
    if (place.kind != TabularPlace::Kind::section || place.first != place.end) continue;
    const IcdTree::NodeId first = tabular.tree.find(place.name.substr(0, 3));
    const IcdTree::NodeId last = tabular.tree.find(place.name.substr(4));
    if (first == IcdTree::kNone || last == IcdTree::kNone || first > last) continue;
    place.first = first;
    place.end = tabular.tree.end_of(last);
  }
}

// Of a section the smallest heading around it, else its chapter; of a category its section.
void find_parents(Tabular& tabular) {
  std::vector<std::size_t> above;  // chapters and sections so far
  for (std::size_t index = 0; index < tabular.places.size(); ++index) {
    TabularPlace& place = tabular.places[index];
    if (place.kind == TabularPlace::Kind::code && place.name.size() != 3) continue;
    const TabularPlace* nearest = nullptr;
    for (const std::size_t earlier : above) {
      const TabularPlace& other = tabular.places[earlier];
      const bool around = other.first <= place.first && place.end <= other.end;
      if (around && (nearest == nullptr || other.end - other.first <= nearest->end - nearest->first)) {
        nearest = &other;
      }
    }
    if (place.kind == TabularPlace::Kind::chapter) nearest = nullptr;
    if (nearest != nullptr) place.parent = nearest->name;
    if (place.kind != TabularPlace::Kind::code) above.push_back(index);
  }
}

}  // namespace

Tabular read_tabular(SourceText& text) {
  Tabular tabular;
  TabularReader reader(text, tabular);
  scan_xml(text, reader);
  if (tabular.diagnoses == 0) refuse_row(text, 1, "holds no codes; expected the tabular list");
  tabular.tree.finish();
  fill_headings(tabular);
  find_parents(tabular);
  return tabular;
}

NoteRelations relations_of(const Tabular& tabular) {
  NoteRelations found;
  const IcdTree& tree = tabular.tree;
  std::uint32_t restricted_list = 0;
  RankSet restricted;
  for (std::size_t index = 0; index < tabular.notes.size(); ++index) {
    const TabularNote& note = tabular.notes[index];
    if (!note.link) continue;
    ++found.linked;
    const NoteReading reading = read_note(note.text);
    const ResolvedCodes targets = tree.resolve(reading);
    if (!targets.unclear.empty()) found.unclear.push_back({index, targets.unclear});
    if (reading.restricts) {
      restricted_list = note.list;
      restricted = targets.ranks;
      continue;
    }
    if (targets.empty()) continue;
    ++found.resolved;
    const TabularPlace& place = tabular.places[note.place];
    RankSet subject = tree.between(place.first, place.end);
    if (restricted_list == note.list) subject = subject.both(restricted);
    std::vector<IcdTree::NodeId> named = targets.named;
    if (place.kind == TabularPlace::Kind::code) named.push_back(place.first);
    const auto relate = [&](const RankSet& from, const RankSet& to) {
      std::vector<CodeInterval> ends = tree.intervals(to, named);
      ends.insert(ends.end(), targets.others.begin(), targets.others.end());
      for (const CodeInterval& one : tree.intervals(from, named)) {
        for (const CodeInterval& other : ends) found.relations.push_back({index, one, other});
      }
    };
    const RankSet shared = subject.both(targets.ranks);
    relate(subject.without(shared), targets.ranks);
    if (!shared.empty()) relate(shared, targets.ranks.without(shared));
  }
  return found;
}

}  // namespace chargelint::data
