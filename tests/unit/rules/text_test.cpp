// The wording of findings, fixes, gaps and evidence rows.
#include "rules/engine/text.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/rules/fixture_reference.h"

namespace chargelint::test {
namespace {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char character) {
    return (static_cast<unsigned char>(character) & 0xC0U) != 0x80U;
  }));
}

struct Sample {
  RuleInfo rule;
  Finding finding;
  Sample() {
    finding.rule = &rule;
    finding.lines = {2, 3};
    finding.codes = {*Hcpcs::parse("45385"), *Hcpcs::parse("45380")};
    finding.modifiers = {"59"_mod};
    finding.diagnoses = {*IcdCode::parse("M5412")};
  }
};

TEST(Templates, TakeValuesFromTheFindingUnlessAnArgumentSaysOtherwise) {
  Sample sample;
  sample.rule.biller = "{code} {col1} {col2} {m} {dx} {n}";
  EXPECT_EQ(biller_text(sample.finding), "45385 45385 45380 59 M54.12 2");
  sample.finding.arguments.push_back({"code", *Hcpcs::parse("99213")});
  sample.finding.arguments.push_back({"n", std::int64_t{7}});
  EXPECT_EQ(biller_text(sample.finding), "99213 45385 45380 59 M54.12 7");
}

TEST(Templates, PrintEachKindOfValue) {
  Sample sample;
  sample.rule.biller = "{text} {number} {date} {units} {fixed} {modifier}";
  sample.finding.arguments = {{"text", "a"},
                              {"number", std::int64_t{-3}},
                              {"date", *Date::from_ymd(2026, 2, 3)},
                              {"units", Quantity{1500}},
                              {"fixed", FixedText<24>("12.50")},
                              {"modifier", "XS"_mod}};
  EXPECT_EQ(biller_text(sample.finding), "a -3 2026-02-03 1.5 12.50 XS");
}

TEST(Templates, LeaveAnUnknownNameAndAStrayBraceAsTheyAre) {
  Sample sample;
  sample.rule.biller = "{nobody} and {";
  EXPECT_EQ(biller_text(sample.finding), "{nobody} and {");
}

TEST(Templates, OfTheFindingReplaceThoseOfTheRule) {
  Sample sample;
  sample.rule.clinician = "rule";
  sample.rule.biller = "rule";
  sample.finding.clinician = "finding {code}";
  sample.finding.biller = "finding";
  EXPECT_EQ(clinician_text(sample.finding), "finding 45385");
  EXPECT_EQ(biller_text(sample.finding), "finding");
}

TEST(Templates, CleanWhatTheMessageSent) {
  Sample sample;
  sample.rule.biller = "<{text}>";
  sample.finding.arguments.push_back({"text", std::string_view("a\xFF\n\xC3\xA9\xE2\x82", 7)});
  EXPECT_EQ(biller_text(sample.finding), "<a\xEF\xBF\xBD \xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD>");
}

TEST(ClinicianText, IsTheFirstBillerSentenceWhereTheRuleHasNone) {
  Sample sample;
  sample.rule.biller = "Edit {col1}/{col2}, e.g. 1.5 units. Column 2 is denied. Third.";
  EXPECT_EQ(clinician_text(sample.finding), "Edit 45385/45380, e.g. 1.5 units.");
  sample.rule.biller = "Only one";
  EXPECT_EQ(clinician_text(sample.finding), "Only one");
}

TEST(ClinicianText, IsCutAtAWordUnderTheLimit) {
  Sample sample;
  std::string list;
  for (int count = 0; count < 40; ++count) list += "62324, ";
  sample.rule.clinician = "Needs: {list}";
  sample.finding.arguments.push_back({"list", std::string_view(list)});
  const std::string text = clinician_text(sample.finding);
  EXPECT_LE(characters(text), 139U);
  EXPECT_GT(characters(text), 120U);
  EXPECT_TRUE(text.ends_with("62324…")) << text;
}

TEST(ClinicianText, CountsCharactersNotBytes) {
  Sample sample;
  std::string text;
  for (int count = 0; count < 139; ++count) text += "é";
  sample.rule.clinician = text;
  EXPECT_EQ(clinician_text(sample.finding), text);
  text += "é";
  sample.rule.clinician = text;
  const std::string cut = clinician_text(sample.finding);
  EXPECT_EQ(characters(cut), 139U);
  EXPECT_TRUE(cut.ends_with("é…"));
}

Fix fix_of(const Edit& edit) {
  Fix fix;
  fix.edits.push_back(edit);
  return fix;
}

TEST(FixTitle, IsMadeFromTheEdits) {
  const Sample sample;
  Edit edit;
  edit.line = 2;
  edit.other = 3;
  edit.modifier = "XS"_mod;
  edit.code = *Hcpcs::parse("62325");
  edit.current = *Hcpcs::parse("62324");
  edit.diagnosis = *IcdCode::parse("M54.12");
  edit.units = Quantity::of(2);
  const std::pair<EditKind, std::string_view> titles[] = {
      {EditKind::add_modifier, "Append XS to line 2"},
      {EditKind::remove_modifier, "Remove modifier XS from line 2"},
      {EditKind::set_units, "Set line 2 to 2 units"},
      {EditKind::replace_code, "Replace 62324 by 62325 on line 2"},
      {EditKind::remove_line, "Remove line 2 (62324)"},
      {EditKind::add_diagnosis, "Add M54.12 to line 2"},
      {EditKind::reorder_diagnoses, "Put M54.12 first on line 2"},
      {EditKind::split_line, "Split line 2: 2 units on a line of its own with XS"},
      {EditKind::merge_lines, "Merge line 3 into line 2"},
  };
  for (const auto& [kind, title] : titles) {
    edit.kind = kind;
    EXPECT_EQ(fix_title(fix_of(edit), sample.finding), title);
  }
  Fix named = fix_of(edit);
  named.title = "Report {code} once";
  EXPECT_EQ(fix_title(named, sample.finding), "Report 45385 once");
}

TEST(EditValue, IsThatOfTheJsonContract) {
  Edit edit;
  edit.modifier = "XS"_mod;
  EXPECT_EQ(edit_value(edit), "XS");
  EXPECT_EQ(edit_name(edit.kind), "add-modifier");
  edit.kind = EditKind::set_units;
  EXPECT_EQ(edit_value(edit), "1");
  edit.kind = EditKind::replace_code;
  edit.code = *Hcpcs::parse("62325");
  EXPECT_EQ(edit_value(edit), "62325");
  edit.kind = EditKind::remove_line;
  EXPECT_EQ(edit_value(edit), "");
}

std::string shown(const std::vector<EvidenceField>& fields) {
  std::string text;
  for (const EvidenceField& field : fields) {
    text += std::string(field.name) + "=";
    if (const auto* words = std::get_if<std::string>(&field.value)) text += *words;
    if (std::holds_alternative<std::monostate>(field.value)) text += "null";
    text += " ";
  }
  return text;
}

TEST(EvidenceFields, OfAPairAssertNoDateThatIsNotKnown) {
  FixtureReference reference;
  ASSERT_TRUE(reference.add_row("ptp practitioner 45385 45380 1 2011-01-01 2024-03-31 Misuse"));
  ASSERT_TRUE(reference.add_row("ptp practitioner 45385 45381 0 ? *"));
  reference.seal();
  const auto rows = reference.ptp(Source::ptp_practitioner, *Hcpcs::parse("45385"));
  Evidence evidence;
  evidence.present = true;
  evidence.row = PtpEvidence{*Hcpcs::parse("45385"), &rows[0]};
  EXPECT_EQ(shown(evidence_fields(evidence, reference)),
            "column1=45385 column2=45380 effective=2011-01-01 deletion=2024-03-31 modifier_indicator=1 "
            "rationale=Misuse ");
  evidence.row = PtpEvidence{*Hcpcs::parse("45385"), &rows[1]};
  EXPECT_EQ(shown(evidence_fields(evidence, reference)),
            "column1=45385 column2=45381 effective=null deletion=null modifier_indicator=0 rationale=null ");
  evidence.present = false;
  EXPECT_TRUE(evidence_fields(evidence, reference).empty());
}

TEST(EvidenceFields, OfOtherTablesNameWhatWasPublished) {
  FixtureReference reference;
  for (const std::string_view row :
       {"mue practitioner 62324 1 3", "fee 62324 A 000 pctc=0 multiple=2 bilateral=9 work=2.14",
        "addon 1 0777T 62324 2023-01-01 *", "addon 1 0777T CCCCC 2023-01-01 * suspended"}) {
    ASSERT_TRUE(reference.add_row(row)) << row;
  }
  reference.seal();
  Evidence evidence;
  evidence.present = true;
  evidence.row = &reference.mue(Source::mue_practitioner, *Hcpcs::parse("62324"))[0];
  EXPECT_EQ(shown(evidence_fields(evidence, reference)), "code=62324 mue=1 mai=3 rationale=null ");
  evidence.row = &reference.fee_schedule(*Hcpcs::parse("62324"))[0];
  const std::string fee = shown(evidence_fields(evidence, reference));
  EXPECT_TRUE(fee.starts_with(
      "code=62324 modifier=null status=A pctc=0 global=000 multiple=2 bilateral=9 assistant=null "))
      << fee;
  EXPECT_NE(fee.find("work_rvu=2.14 "), std::string::npos) << fee;
  evidence.row = &reference.add_on(*Hcpcs::parse("0777T"))[1];
  EXPECT_EQ(shown(evidence_fields(evidence, reference)),
            "type=1 add_on=0777T primary=CCCCC effective=2023-01-01 deletion=null note=suspended ");
  evidence.row = &reference.diagnosis(*IcdCode::parse("M54.12"))[0];
  EXPECT_EQ(shown(evidence_fields(evidence, reference)), "code=M54.12 billable=1 ");
}

TEST(ReasonText, IsAPlainSentence) {
  const FixtureReference reference;
  NotEvaluated gap;
  EXPECT_EQ(reason_text(gap, reference), "no claim history: only this claim's lines were looked at");
  gap.gap = Gap::not_loaded;
  gap.source = Source::mue_dme;
  EXPECT_EQ(reason_text(gap, reference), "ncci-mue-dme is not loaded");
  gap.codes.push_back(*Hcpcs::parse("E1399"));
  EXPECT_EQ(reason_text(gap, reference), "ncci-mue-dme is not loaded (E1399)");
  for (int kind = 0; kind <= static_cast<int>(Gap::contractor_defined); ++kind) {
    gap.gap = static_cast<Gap>(kind);
    EXPECT_FALSE(reason_text(gap, reference).empty()) << kind;
  }
}

TEST(SamePractitioner, IsOneNpiOrOneGroupAndSpecialty) {
  const auto line = [](std::string_view npi, std::string_view group, std::string_view specialty) {
    ServiceLine made;
    made.rendering.npi = npi;
    made.rendering.group = group;
    made.rendering.specialty = specialty;
    return made;
  };
  struct Pair {
    ServiceLine left;
    ServiceLine right;
    bool same;
  };
  const Pair pairs[] = {
      {line("", "", ""), line("", "", ""), true},          {line("1", "", ""), line("1", "", ""), true},
      {line("1", "", ""), line("2", "", ""), false},       {line("1", "G", "20"), line("2", "G", "20"), true},
      {line("1", "G", "20"), line("2", "G", "5"), false},  {line("1", "G", ""), line("2", "G", ""), false},
      {line("", "G", ""), line("", "G", ""), true},        {line("1", "", ""), line("", "", ""), true},
      {line("1", "G", "20"), line("2", "H", "20"), false},
  };
  for (const Pair& pair : pairs) {
    EXPECT_EQ(same_practitioner(pair.left, pair.right), pair.same);
    EXPECT_EQ(same_practitioner(pair.right, pair.left), pair.same);
  }
}

}  // namespace
}  // namespace chargelint::test
