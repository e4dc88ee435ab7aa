// Dates, packed codes, amounts and the small vector.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "rules/base/code.h"
#include "rules/base/date.h"
#include "rules/base/money.h"
#include "rules/base/small_vector.h"
#include "tests/unit/rules/allocations.h"

namespace chargelint::test {
namespace {

TEST(DateTest, ReadsIsoWithAnOptionalTime) {
  EXPECT_EQ(Date::parse_iso("2024-02-29")->iso().view(), "2024-02-29");
  EXPECT_EQ(Date::parse_iso("2024-05-02T08:30:00Z"), Date::from_ymd(2024, 5, 2));
  EXPECT_EQ(Date::parse_iso("1970-01-01")->days(), 0);
  for (const std::string_view bad :
       {"", "2024-2-9", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-32", "20240502",
        "2024-05-02 08:30", "2024/05/02", "2024-0a-02", "0000-01-01"}) {
    EXPECT_FALSE(Date::parse_iso(bad)) << bad;
  }
}

TEST(DateTest, ReadsCompactWithAnOptionalTime) {
  EXPECT_EQ(Date::parse_compact("20240502"), Date::from_ymd(2024, 5, 2));
  EXPECT_EQ(Date::parse_compact("20240502083000.0000-0500"), Date::from_ymd(2024, 5, 2));
  for (const std::string_view bad : {"", "2024", "202405", "20240230", "20240502x", "2024-05-02"}) {
    EXPECT_FALSE(Date::parse_compact(bad)) << bad;
  }
}

TEST(DateTest, OpenEndsLieOutsideEveryDayAndPrintNothing) {
  const Date day = *Date::from_ymd(2026, 12, 31);
  EXPECT_LT(Date::open_start(), day);
  EXPECT_GT(Date::open_end(), day);
  EXPECT_TRUE(Date::open_end().iso().empty());
  EXPECT_TRUE(Period{}.contains(day));
  EXPECT_EQ(day.plus_days(1).iso().view(), "2027-01-01");
  const Period year{*Date::from_ymd(2026, 1, 1), day};
  EXPECT_TRUE(year.contains(day));
  EXPECT_FALSE(year.contains(day.plus_days(1)));
}

TEST(HcpcsTest, PacksInTheOrderOfTheText) {
  const std::vector<std::string> sorted = {"0001U", "00100", "0777T", "20610", "99213",
                                           "A0425", "G0463", "J1885", "V2632"};
  for (std::size_t index = 0; index < sorted.size(); ++index) {
    const auto code = Hcpcs::parse(sorted[index]);
    ASSERT_TRUE(code) << sorted[index];
    EXPECT_EQ(code->text().view(), sorted[index]);
    if (index == 0) continue;
    EXPECT_LT(*Hcpcs::parse(sorted[index - 1]), *code) << sorted[index];
  }
  EXPECT_EQ(Hcpcs::parse("j1885"), Hcpcs::parse("J1885"));
  EXPECT_TRUE(Hcpcs{}.empty());
  EXPECT_TRUE(Hcpcs{}.text().empty());
  for (const std::string_view bad : {"", "9921", "992133", "9921 ", "9921-", "99é1"})
    EXPECT_FALSE(Hcpcs::parse(bad)) << bad;
}

TEST(HcpcsTest, TellsTheShapeOfACode) {
  const std::pair<std::string_view, CodeShape> shapes[] = {
      {"62324", CodeShape::cpt_category_1}, {"00100", CodeShape::cpt_category_1},
      {"3074F", CodeShape::cpt_category_2}, {"0777T", CodeShape::cpt_category_3},
      {"0001U", CodeShape::cpt_pla},        {"0002M", CodeShape::cpt_maaa},
      {"0001A", CodeShape::cpt_maaa},       {"J1885", CodeShape::hcpcs},
      {"A0425", CodeShape::hcpcs},          {"V2632", CodeShape::hcpcs},
      {"D0150", CodeShape::dental},         {"W1234", CodeShape::other},
      {"1234X", CodeShape::other},          {"AB123", CodeShape::other},
      {"ABCDE", CodeShape::other}};
  for (const auto& [text, shape] : shapes) EXPECT_EQ(Hcpcs::parse(text)->shape(), shape) << text;
  EXPECT_EQ(Hcpcs{}.shape(), CodeShape::other);
}

TEST(ModifierTest, HasTwoCharacters) {
  EXPECT_EQ(Modifier::parse("xs"), "XS"_mod);
  EXPECT_EQ(Modifier::parse("59")->text().view(), "59");
  EXPECT_LT("25"_mod, "XS"_mod);
  EXPECT_TRUE(Modifier{}.empty());
  EXPECT_TRUE(Modifier{}.text().empty());
  for (const std::string_view bad : {"", "5", "590", "5 ", "5-", "é"})
    EXPECT_FALSE(Modifier::parse(bad)) << bad;
}

TEST(IcdCodeTest, IsReadWithAndWithoutItsDot) {
  const auto code = IcdCode::parse("M54.12");
  ASSERT_TRUE(code);
  EXPECT_EQ(code, IcdCode::parse("m5412"));
  EXPECT_EQ(code->text().view(), "M54.12");
  EXPECT_EQ(code->undotted().view(), "M5412");
  EXPECT_EQ(code->size(), 5U);
  EXPECT_EQ(IcdCode::parse("I10")->text().view(), "I10");
  EXPECT_TRUE(code->starts_with(*IcdCode::parse("M54")));
  EXPECT_TRUE(code->starts_with(*code));
  EXPECT_FALSE(IcdCode::parse("M54")->starts_with(*code));
  EXPECT_FALSE(code->starts_with(*IcdCode::parse("M55")));
  EXPECT_LT(*IcdCode::parse("M54.1"), *code);
  EXPECT_LT(*code, *IcdCode::parse("M54.2"));
  for (const std::string_view bad : {"", "M5", "M5.412", "M54.12345", "M54 12", "M541.2", "M54-12"}) {
    EXPECT_FALSE(IcdCode::parse(bad)) << bad;
  }
}

TEST(MoneyTest, IsWholeCents) {
  EXPECT_EQ(Money::parse("12.5")->cents, 1250);
  EXPECT_EQ(Money::parse("-0.01")->cents, -1);
  EXPECT_EQ(Money::parse("12.345")->cents, 1235);
  EXPECT_EQ(Money::parse("-12.345")->cents, -1235);
  EXPECT_EQ(Money::parse(".5")->cents, 50);
  EXPECT_EQ(Money::parse("12.5")->text().view(), "12.50");
  EXPECT_EQ(Money{-5}.text().view(), "-0.05");
  for (const std::string_view bad :
       {"", ".", "-", "1,000.00", "1e3", "$5", "1.2.3", "99999999999999999999"}) {
    EXPECT_FALSE(Money::parse(bad)) << bad;
  }
}

TEST(QuantityTest, KeepsThousandthsAndPrintsNoTrailingZero) {
  EXPECT_EQ(Quantity::parse("1.000"), Quantity::of(1));
  EXPECT_EQ(Quantity::parse("2.5")->text().view(), "2.5");
  EXPECT_EQ(Quantity::parse("-1")->text().view(), "-1");
  EXPECT_EQ(Quantity::parse("0.125")->text().view(), "0.125");
  EXPECT_EQ(Quantity::parse("1.1250"), Quantity{1125});
  EXPECT_FALSE(Quantity::parse("1.0001"));
  EXPECT_FALSE(Quantity::parse("two"));
  EXPECT_TRUE(Quantity::of(3).is_whole());
  EXPECT_FALSE(Quantity{1500}.is_whole());
  EXPECT_EQ(Quantity{}, Quantity::of(1)) << "one unit when none is stated";
}

using Texts = SmallVector<std::string, 2>;

TEST(SmallVectorTest, GrowsBeyondItsInlineElementsAndKeepsThem) {
  Texts texts;
  for (const char* text : {"one", "two", "three", "four", "five"}) texts.push_back(text);
  ASSERT_EQ(texts.size(), 5U);
  EXPECT_EQ(texts.front(), "one");
  EXPECT_EQ(texts.back(), "five");
  texts.push_back(texts.front());  // an argument of its own, while it grows
  EXPECT_EQ(texts.back(), "one");
  EXPECT_TRUE(texts.contains("four"));
  EXPECT_FALSE(texts.contains("six"));
}

TEST(SmallVectorTest, CopiesAndMovesInlineAndHeapContents) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    Texts texts;
    for (std::size_t index = 0; index < size; ++index)
      texts.push_back("element number " + std::to_string(index));
    Texts copy = texts;
    EXPECT_EQ(copy, texts);
    Texts moved = std::move(copy);
    EXPECT_EQ(moved, texts);
    copy = moved;
    EXPECT_EQ(copy, texts);
    Texts other = {"a", "b", "c"};
    other = std::move(copy);
    EXPECT_EQ(other, texts);
    other = other.empty() ? Texts{} : other;
    EXPECT_EQ(other, texts);
  }
}

TEST(SmallVectorTest, InsertsAndErasesInTheMiddle) {
  Texts texts = {"a", "c"};
  texts.insert(texts.begin() + 1, "b");
  EXPECT_EQ(texts, (Texts{"a", "b", "c"}));
  texts.erase(texts.begin());
  EXPECT_EQ(texts, (Texts{"b", "c"}));
  texts.clear();
  EXPECT_TRUE(texts.empty());
}

TEST(SmallVectorTest, DestroysEachElementOnce) {
  const auto shared = std::make_shared<int>(1);
  {
    SmallVector<std::shared_ptr<int>, 2> items;
    for (int count = 0; count < 5; ++count) items.push_back(shared);
    EXPECT_EQ(shared.use_count(), 6);
    items.pop_back();
    items.erase(items.begin());
    EXPECT_EQ(shared.use_count(), 4);
    auto moved = std::move(items);
    EXPECT_EQ(shared.use_count(), 4);
  }
  EXPECT_EQ(shared.use_count(), 1);
}

TEST(SmallVectorTest, TakesNoHeapForItsInlineElements) {
  const std::size_t before = allocations();
  SmallVector<int, 4> numbers = {1, 2, 3, 4};
  const SmallVector<int, 4> copy = numbers;
  EXPECT_EQ(allocations() - before, 0U);
  numbers.push_back(5);
  EXPECT_EQ(allocations() - before, 1U);
  EXPECT_EQ(copy.size(), 4U);
}

}  // namespace
}  // namespace chargelint::test
