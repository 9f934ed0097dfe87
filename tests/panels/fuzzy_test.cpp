#include "app/panels/fuzzy.h"

#include <gtest/gtest.h>

using namespace convscope;

TEST(Fuzzy, FindsLettersInTheirOrderInEitherCase) {
  EXPECT_TRUE(fuzzy_match("mci", "Many channels in"));
  EXPECT_TRUE(fuzzy_match("STRIDE", "stride"));
  EXPECT_FALSE(fuzzy_match("icm", "Many channels in"));
}

TEST(Fuzzy, PrefersBeginningsOfWordsToLettersWithinThem) {
  auto hits = fuzzy_rank("mf", {"comfort", "Many filters, a batch"});
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[0].index, 1u);
}

TEST(Fuzzy, PrefersARunToScatteredLetters) {
  auto hits = fuzzy_rank("pad", {"Pixels and depth", "Padding"});
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(hits[0].index, 1u);
}

TEST(Fuzzy, TakesTheBestPlaceOfALetterThatStandsTwice) {
  auto match = fuzzy_match("s", "class Stride");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->positions, (std::vector<std::size_t>{6}));
}

TEST(Fuzzy, FindsChineseByItsCharactersAndGivesByteOffsets) {
  auto match = fuzzy_match("填充", "零填充");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->positions, (std::vector<std::size_t>{3, 6}));
  EXPECT_FALSE(fuzzy_match("步幅", "零填充"));
}

TEST(Fuzzy, AnEmptyQueryKeepsEverythingInItsOrder) {
  auto hits = fuzzy_rank(" ", {"b", "a"});
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[0].index, 0u);
}

TEST(Fuzzy, SurvivesBytesThatAreNoText) {
  EXPECT_FALSE(fuzzy_match("a", "\xF0\x9F"));
  EXPECT_TRUE(fuzzy_match("\xE5", "\xE5"));
}
