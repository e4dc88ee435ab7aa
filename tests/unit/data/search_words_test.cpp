// Words, spellings and keystrokes of the search.
#include <gtest/gtest.h>

#include "data/search/vocabulary.h"
#include "data/search/words.h"

namespace chargelint::data {
namespace {

std::string joined(std::string_view text, bool as_query = false) {
  std::string out;
  for (const Word& word : words_of(text, as_query)) out += (out.empty() ? "" : " ") + word.text;
  return out;
}

struct Text {
  const char* name;
  const char* text;
  const char* words;
};
class SearchWords : public ::testing::TestWithParam<Text> {};

TEST_P(SearchWords, AreOneSpelling) {
  EXPECT_EQ(joined(GetParam().text), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SearchWords,
    ::testing::Values(Text{"Case", "Low Back PAIN", "low back pain"},
                      Text{"Linking", "Fracture of the neck", "fracture neck"},
                      Text{"Accents", "Ménière’s disease", "meniere disease"},
                      Text{"Possessive", "Crohn's disease", "crohn disease"},
                      Text{"BritishAnemia", "Anaemia with oedema", "anemia with edema"},
                      Text{"BritishTumor", "Haemorrhage, tumour, diarrhoea", "hemorrhage tumor diarrhea"},
                      Text{"Roman", "Type II", "type 2"},
                      Text{"WithoutShort", "MRI w/o contrast", "mri without contrast"},
                      Text{"WithShort", "T2DM w/ neuropathy", "t2dm with neuropathy"},
                      Text{"LettersAroundMark", "I&D, E/M", "id em"},
                      Text{"Xray", "X-ray, x rays, xrays", "xray xray xray"},
                      Text{"VitaminB12", "Vitamin B-12", "vitamin b12"},
                      Text{"Decimal", "0.5 mg, 1,000 cc", "0p5 mg 1000 cc"},
                      Text{"UnitsGlued", "40mg", "40 mg"}, Text{"StageLetter", "stage 3a", "stage 3 a"},
                      Text{"Nothing", " .,;() ", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(SearchWordsWeight, WhatFollowsUnspecifiedOrWithoutSaysLittle) {
  const auto words =
      words_of("Unspecified asthma with (acute) exacerbation, not intractable, without status asthmaticus");
  std::string weights;
  for (const Word& word : words) weights += std::to_string(static_cast<int>(word.weight));
  // unspecified asthma with acute exacerbation | not intractable | without status asthmaticus
  EXPECT_EQ(weights, "2212022233");
  const auto typed = words_of("without contrast", true);
  EXPECT_EQ(typed.back().weight, Weight::full) << "a query means what it says";
}

TEST(SearchWordsRoot, TiesRelatives) {
  EXPECT_EQ(root_of("diabetes"), root_of("diabetic"));
  EXPECT_EQ(root_of("hypertension"), root_of("hypertensive"));
  EXPECT_EQ(root_of("fracture"), root_of("fractured"));
  EXPECT_EQ(root_of("injection"), root_of("injected"));
  EXPECT_NE(root_of("hernia"), root_of("herniated"));
  EXPECT_EQ(singular_of("allergies"), "allergy");
  EXPECT_EQ(singular_of("diagnoses"), "diagnosis");
  EXPECT_EQ(singular_of("pelvis"), "pelvis");
}

TEST(SearchKeystrokes, CountSlips) {
  EXPECT_EQ(keystrokes("pnuemonia", "pneumonia", 2, false), 1U) << "neighbours swapped";
  EXPECT_EQ(keystrokes("diabtes", "diabetes", 2, false), 1U);
  EXPECT_EQ(keystrokes("kidney", "kidney", 2, false), 0U);
  EXPECT_EQ(keystrokes("kidney", "lung", 2, false), 3U) << "more than asked for";
  EXPECT_EQ(keystrokes("pnuem", "pneumonia", 1, true), 1U) << "the word may go on";
}

TEST(SearchVocabulary, FindsPrefixesRelativesAndMisspellings) {
  const Vocabulary words({{"diabetes", 50}, {"diabetic", 40}, {"diarrhea", 10}, {"kidney", 5}}, 100);
  const auto packed = Vocabulary::unpacked(words.packed());
  ASSERT_TRUE(packed);
  for (const Vocabulary& one : {words, *packed}) {
    const auto [first, last] = one.beginning("dia");
    EXPECT_EQ(last - first, 3U);
    EXPECT_EQ(one.family(*one.find("diabetes")).size(), 2U);
    EXPECT_FALSE(one.find("diab"));
    const auto near = one.near("diabetis", 1, 5, false);
    ASSERT_FALSE(near.empty());
    EXPECT_EQ(one.text(near.front().word), "diabetes");
    EXPECT_GT(one.information(*one.find("kidney")), one.information(*one.find("diabetes")));
  }
  std::string broken = words.packed();
  broken.resize(broken.size() - 1);
  EXPECT_FALSE(Vocabulary::unpacked(broken));
  EXPECT_FALSE(Vocabulary::unpacked("no vocabulary"));
}

}  // namespace
}  // namespace chargelint::data
