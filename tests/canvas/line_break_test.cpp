#include "app/canvas/line_break.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

using Pieces = std::vector<std::string_view>;

TEST(LineBreak, LosesNothingAndAddsNothing) {
  for (const std::string_view text : {"", " ", "a", "a  b\n\nc ", "卷积核 3 × 3，步长 2。", "\xE5", "x\xC3"}) {
    std::string joined;
    for (const std::string_view piece : unbroken_pieces(text)) joined += piece;
    EXPECT_EQ(joined, text);
  }
}

TEST(LineBreak, WordsKeepTheBlanksAfterThem) {
  EXPECT_EQ(unbroken_pieces("one  two three"), (Pieces{"one  ", "two ", "three"}));
  EXPECT_EQ(unbroken_pieces("one \ntwo"), (Pieces{"one \n", "two"}));
}

TEST(LineBreak, WhatIsReadAsOneStaysTogether) {
  EXPECT_EQ(unbroken_pieces("takes 1 228 800 products"), (Pieces{"takes ", "1 228 800 ", "products"}));
  EXPECT_EQ(unbroken_pieces("of 3 × 3 × 3 cells"), (Pieces{"of ", "3 × 3 × 3 ", "cells"}));
  EXPECT_EQ(unbroken_pieces("with C · k² weights"), (Pieces{"with ", "C · k² ", "weights"}));
  EXPECT_EQ(unbroken_pieces("loses k − 1 rows"), (Pieces{"loses ", "k − 1 ", "rows"}));
  EXPECT_EQ(unbroken_pieces("keeps 55 % of"), (Pieces{"keeps ", "55 % ", "of"}));
  EXPECT_EQ(unbroken_pieces("reach cell (4, 0, 0)?"), (Pieces{"reach ", "cell ", "(4, 0, 0)?"}));
}

TEST(LineBreak, WhatIsNotStaysApart) {
  EXPECT_EQ(unbroken_pieces("0 1 2.5"), (Pieces{"0 ", "1 ", "2.5"}));
  EXPECT_EQ(unbroken_pieces("in 2017 1234 times"), (Pieces{"in ", "2017 ", "1234 ", "times"}));
  EXPECT_EQ(unbroken_pieces("a, 2, b, 3"), (Pieces{"a, ", "2, ", "b, ", "3"}));
  EXPECT_EQ(unbroken_pieces("horizontal × vertical"), (Pieces{"horizontal ", "× ", "vertical"}));
}

TEST(LineBreak, ALongExpressionMayEndALine) {
  std::string sum = "1";
  for (int i = 0; i < 40; ++i) sum += " + 1";
  EXPECT_GT(unbroken_pieces(sum).size(), 3U);
}

TEST(LineBreak, ChineseBreaksBetweenCharactersButNotBeforeAMark) {
  EXPECT_EQ(unbroken_pieces("卷积，步"), (Pieces{"卷", "积，", "步"}));
  EXPECT_EQ(unbroken_pieces("（核）a"), (Pieces{"（核）", "a"}));
  EXPECT_EQ(unbroken_pieces("保留 55 %，其"), (Pieces{"保", "留 ", "55 %，", "其"}));
  EXPECT_EQ(unbroken_pieces("核 3 × 3，步"), (Pieces{"核 ", "3 × 3，", "步"}));
  EXPECT_EQ(unbroken_pieces("核3 × 3步"), (Pieces{"核", "3 × 3", "步"}));
  EXPECT_EQ(unbroken_pieces("用 1×1 卷"), (Pieces{"用 ", "1×1 ", "卷"}));
}

}  // namespace
}  // namespace convscope
