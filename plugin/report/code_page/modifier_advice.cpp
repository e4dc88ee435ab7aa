// Which modifiers go with a code and why: concluded from its indicators, its kind, and its pairs.
#include <algorithm>
#include <array>

#include "plugin/report/code_page/parts.h"
#include "plugin/report/indicator_meanings.h"

namespace chargelint::plugin {
namespace {

enum class Fit : std::uint8_t { yes, conditional, no };

struct Advice {
  std::string_view modifiers;  // "80 81 82 AS"
  Fit fit = Fit::no;
  std::string why;
};
using Advices = std::vector<Advice>;

// Codes whose anatomy is a digit, a lid or a vessel: the modifier says which one. First and last code.
struct AnatomicRange {
  std::string_view first;
  std::string_view last;
  std::string_view modifiers;
  std::string_view what;
};
constexpr AnatomicRange kAnatomic[] = {
    {"11719", "11765", "FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9", "the finger or toe"},
    {"26010", "26951", "FA F1 F2 F3 F4 F5 F6 F7 F8 F9", "the finger, where it is done on one"},
    {"28001", "28899", "TA T1 T2 T3 T4 T5 T6 T7 T8 T9", "the toe, where it is done on one"},
    {"67700", "67975", "E1 E2 E3 E4", "the eyelid"},
    {"68700", "68850", "E1 E2 E3 E4", "the eyelid"},
    {"92920", "92944", "LC LD LM RC RI", "the coronary vessel"},
    {"92973", "92979", "LC LD LM RC RI", "the coronary vessel"},
};

struct Case {
  const ProcedureView& view;
  const FeeScheduleRow* row = nullptr;
  bool visit = false;
  bool anesthesia = false;
  bool laboratory = false;
  bool procedure =
      false;  // something done to the patient: not a visit, not anesthesia, not a laboratory test
};

bool between(std::string_view code, std::string_view first, std::string_view last) {
  return first <= code && code <= last;
}

Case case_of(const ProcedureView& view) {
  Case it{view};
  const auto found = fee_schedule_on(view.catalogue, view.code, Modifier(), view.on);
  it.row = found.row;
  const auto text = view.code.text();
  const bool five_digits = view.code.shape() == CodeShape::cpt_category_1;
  it.visit = view.catalogue.in_set(CodeSet::evaluation_management, view.code, view.on) ||
             (five_digits && between(text, "99202", "99499"));
  it.anesthesia = five_digits && between(text, "00100", "01999");
  it.laboratory = (five_digits && between(text, "80047", "89398")) || view.code.shape() == CodeShape::cpt_pla;
  it.procedure = !it.visit && !it.anesthesia && !it.laboratory && it.row != nullptr &&
                 (five_digits || view.code.shape() == CodeShape::cpt_category_3 ||
                  text.view().starts_with('G') || text.view().starts_with('C'));
  return it;
}

std::string because(std::string_view indicator, char value, Indicator list) {
  return std::string(indicator) + " " + value + ": " +
         std::string(indicator_meaning(list, std::string_view(&value, 1)));
}

void add_components(Advices& advices, const FeeScheduleRow& row) {
  const std::string why = because("PC/TC", row.pctc, Indicator::pctc);
  const bool reading = row.pctc == '1' || row.pctc == '6';
  advices.push_back({"26", reading ? Fit::yes : row.pctc == '8' ? Fit::conditional : Fit::no, why});
  advices.push_back({"TC", row.pctc == '1' ? Fit::yes : Fit::no, why});
}

void add_sides(Advices& advices, const FeeScheduleRow& row) {
  const std::string why = because("bilateral", row.bilateral, Indicator::bilateral);
  switch (row.bilateral) {
    case '1':
    case '3':
      advices.push_back({"50 LT RT", Fit::yes, why});
      return;
    case '0':
      advices.push_back({"50", Fit::no, why});
      advices.push_back({"LT RT", Fit::conditional, why + "; may tell the side, where there is one"});
      return;
    default:
      advices.push_back({"50 LT RT", Fit::no, why});
  }
}

void add_several(Advices& advices, const FeeScheduleRow& row) {
  const std::string why = because("multiple", row.multiple, Indicator::multiple);
  const bool ranked = row.multiple == '1' || row.multiple == '2' || row.multiple == '3';
  advices.push_back(
      {"51", ranked ? Fit::yes : Fit::no, why + (ranked ? "; many payers append it themselves" : "")});
}

Fit by_documents(char indicator, char documents) {
  if (indicator == '2') return Fit::yes;
  return indicator == documents ? Fit::conditional : Fit::no;
}

void add_surgeons(Advices& advices, const FeeScheduleRow& row) {
  advices.push_back({"80 81 82 AS", by_documents(row.assistant, '0'),
                     because("assistant", row.assistant, Indicator::assistant)});
  advices.push_back({"62", by_documents(row.co_surgeon, '1'),
                     because("co-surgeon", row.co_surgeon, Indicator::co_surgeon)});
  advices.push_back({"66", by_documents(row.team, '1'), because("team", row.team, Indicator::team)});
}

void add_global_period(Advices& advices, const Case& it) {
  const std::string_view days = it.row->global_days();
  const std::string name = "global " + std::string(days);
  const bool surgical = days == "000" || days == "010" || days == "090";
  const bool after_care = days == "010" || days == "090";
  if (it.visit) {
    advices.push_back({"24", Fit::conditional, "a visit in the after-care of a surgery, for another reason"});
    advices.push_back({"25", Fit::conditional, "a separate visit on the day of a minor procedure"});
    advices.push_back({"57", Fit::conditional,
                       "the visit at which a major surgery was decided, that day or the day before"});
    advices.push_back({"27", Fit::conditional, "hospitals: a further clinic or emergency visit of the day"});
    advices.push_back({"54 55 56 58 78", Fit::no, "a visit is no surgery"});
    return;
  }
  if (it.procedure) {
    advices.push_back({"24 25 57", Fit::no, "for visits; this code is none"});
    advices.push_back({"54 55", after_care ? Fit::conditional : Fit::no,
                       name + (after_care ? ": surgery and after-care may be shared between practitioners"
                                          : ": no after-care to share")});
    advices.push_back({"56", days == "090" ? Fit::conditional : Fit::no,
                       name + (days == "090" ? ": care before the surgery by another practitioner"
                                             : ": no care before the surgery to share")});
    if (surgical || days == "YYY") {
      advices.push_back(
          {"58 78 79", Fit::conditional,
           "done in the after-care period of an earlier surgery: staged, return to the operating "
           "room, or unrelated"});
    }
    if (surgical)
      advices.push_back({"22", Fit::conditional, name + ": much more work than usual, with documents"});
  }
}

void add_extent(Advices& advices, const Case& it) {
  if (!it.procedure) return;
  advices.push_back({"52", Fit::conditional, "less was done than the code says"});
  advices.push_back({"53", Fit::conditional, "practitioner: stopped because of danger to the patient"});
  advices.push_back(
      {"73 74", Fit::conditional, "hospital and surgery center: stopped before or after anesthesia began"});
  advices.push_back(
      {"76 77", Fit::conditional, "repeated on the same day by the same or another practitioner"});
}

void add_distinct(Advices& advices, const ProcedureView& view, bool visit) {
  bool bypass = false;
  bool any = false;
  const auto see = [&](const PtpEdit& edit) {
    if (!edit.applies_on(view.on)) return;
    any = true;
    bypass = bypass || edit.indicator == 1;
  };
  for (const Source table : {Source::ptp_practitioner, Source::ptp_hospital}) {
    for (const PtpEdit& edit : view.catalogue.ptp(table, view.code)) see(edit);
    if (bypass) break;
    for (const data::PtpPartner& partner : view.catalogue.partners(table, view.code)) see(*partner.edit);
    if (bypass) break;
  }
  if (bypass) {
    advices.push_back(
        {"59 XE XS XP XU", visit ? Fit::no : Fit::conditional,
         visit ? "a visit takes 25 in the pairs, not these"
               : "there are NCCI pairs with indicator 1: both codes are paid when the services were "
                 "distinct"});
  } else if (any) {
    advices.push_back({"59 XE XS XP XU", Fit::no, "every NCCI pair of this code has indicator 0"});
  }
}

void add_kinds(Advices& advices, const Case& it) {
  if (it.anesthesia) {
    advices.push_back(
        {"AA AD QK QX QY QZ", Fit::yes, "anesthesia: says who gave it and under whose direction"});
    advices.push_back({"P1 P2 P3 P4 P5 P6", Fit::yes, "anesthesia: the patient's physical status"});
    advices.push_back(
        {"QS G8 G9 23", Fit::conditional, "anesthesia: monitored care, or general where none is usual"});
  }
  if (it.laboratory) {
    advices.push_back(
        {"91", Fit::conditional, "a laboratory test repeated the same day for a further result"});
    advices.push_back({"90", Fit::conditional, "an outside laboratory did the test"});
    advices.push_back({"76 77", Fit::no, "for procedures; a repeated laboratory test takes 91"});
  }
  if (it.row != nullptr && it.row->multiple == '5') {
    advices.push_back({"GP GO GN", Fit::yes, "multiple 5: therapy is billed under a plan of care"});
  }
  const auto text = it.view.code.text();
  if (it.view.code.shape() == CodeShape::hcpcs && text.view().starts_with('J')) {
    advices.push_back(
        {"JW JZ", Fit::conditional, "a drug from single-dose vials: some was thrown away, or none was"});
  }
  if (it.view.code.shape() != CodeShape::cpt_category_1) return;
  for (const AnatomicRange& range : kAnatomic) {
    if (between(text, range.first, range.last)) {
      advices.push_back({range.modifiers, Fit::yes, "anatomy: tells " + std::string(range.what)});
    }
  }
}

Advices advices_of(const ProcedureView& view) {
  const Case it = case_of(view);
  Advices advices;
  if (it.row != nullptr && it.row->status != 'X') {
    add_components(advices, *it.row);
    if (it.procedure) {
      add_sides(advices, *it.row);
      add_several(advices, *it.row);
      add_surgeons(advices, *it.row);
    } else if (it.visit) {
      advices.push_back({"50 51 62 66 80 81 82 AS", Fit::no, "for procedures; this is a visit"});
    }
    add_global_period(advices, it);
    add_extent(advices, it);
  }
  add_distinct(advices, view, it.visit);
  add_kinds(advices, it);
  return advices;
}

PageTable table_of(std::string_view key, std::string title) {
  PageTable table;
  table.key = key;
  table.title = std::move(title);
  table.columns = {{"modifier", "Mod"},
                   {"applies", "", false, false},
                   {"definition", "What it says"},
                   {"official", "", false, false},
                   {"why", "Why", false, true, true},
                   {"from", "", false, false},
                   {"to", "", false, false},
                   {"source", "", false, false}};
  table.in_text = 40;
  return table;
}

std::string_view fit_text(Fit fit) {
  return fit == Fit::yes ? "yes" : fit == Fit::conditional ? "conditional" : "no";
}

}  // namespace

PageSection modifiers_section(const ProcedureView& view) {
  PageSection section{"modifiers", "Modifiers", {}, {}, {}};
  PageTable apply = table_of("apply", "Apply to this code");
  PageTable conditional = table_of("conditional", "Apply when the record says so");
  PageTable refused = table_of("do_not_apply", "Do not apply");
  for (const Advice& advice : advices_of(view)) {
    std::string_view rest = advice.modifiers;
    while (!rest.empty()) {
      const auto modifier = Modifier::parse(rest.substr(0, 2));
      rest.remove_prefix(std::min<std::size_t>(3, rest.size()));
      if (!modifier) continue;
      const auto found = modifier_on(view.catalogue, *modifier, view.on);
      if (found.row == nullptr && found.known != Known::not_loaded) continue;  // not in use on the date
      PageTable& table = advice.fit == Fit::yes           ? apply
                         : advice.fit == Fit::conditional ? conditional
                                                          : refused;
      const Origin origin = found.row == nullptr ? Origin() : origin_of(view.catalogue, *found.row);
      std::string official = title_of(view.catalogue, *modifier, view.on);
      std::string words(view.catalogue.words(*modifier));
      if (words.empty()) words = official;
      table.rows.push_back({modifier->text().str(), std::string(fit_text(advice.fit)), std::move(words),
                            std::move(official), advice.why, day_text(origin.period.from),
                            day_text(origin.period.to), std::string(origin.source)});
    }
  }
  for (PageTable* const table : {&apply, &conditional, &refused}) {
    if (!table->rows.empty()) section.tables.push_back(std::move(*table));
  }
  if (!section.empty()) {
    section.notes.emplace_back(
        "Concluded from the indicators above, the kind of code and its NCCI pairs; the record must support "
        "each.");
  }
  return section;
}

bool is_cpt_modifier(Modifier modifier) {
  const auto text = modifier.text();
  const auto digit = [](char character) { return character >= '0' && character <= '9'; };
  const char first = text.view()[0];
  const char second = text.view()[1];
  if (digit(first)) return digit(second) || (second == 'P' && (first <= '3' || first == '8'));
  return first == 'P' && second >= '1' && second <= '6';
}

bool is_cpt(Hcpcs code) {
  switch (code.shape()) {
    case CodeShape::hcpcs:
    case CodeShape::dental:
    case CodeShape::other:
      return false;
    default:
      return true;
  }
}

}  // namespace chargelint::plugin
