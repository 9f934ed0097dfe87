#include <gtest/gtest.h>

#include "lessons/ground.h"

namespace convscope {
namespace {

std::string fault_of(const std::string& markdown) {
  Result<LessonText> text = parse_lesson_text(markdown, "en.md");
  EXPECT_FALSE(text) << "it was read";
  if (text) return "";
  expect_chinese(text.error());
  return text.error().message;
}

TEST(LessonText, HasATitleASummaryAndASectionForEveryStep) {
  const LessonText text = parse_lesson_text(
                              "# Stride\n\nA window\nthat jumps.\n\nSecond.\n\n## One {#one}\nFirst line\r\nsecond line.\n\n- a point\n- "
                              "another\n\n> Say this.\n> And this.\n\n## 二 {#two}\n窗口\n移动。\n",
                              "en.md")
                              .value();
  EXPECT_EQ(text.title, "Stride");
  EXPECT_EQ(text.summary, (std::vector<std::string>{"A window that jumps.", "Second."}));
  ASSERT_EQ(text.sections.size(), 2u);
  const LessonSection& one = *text.find("one");
  EXPECT_EQ(one.title, "One");
  EXPECT_EQ(one.line, 8);
  EXPECT_EQ(one.paragraphs, (std::vector<std::string>{"First line second line.", "• a point", "• another"}));
  EXPECT_EQ(one.notes, std::vector<std::string>{"Say this. And this."});
  EXPECT_EQ(text.find("two")->paragraphs, std::vector<std::string>{"窗口移动。"});
  EXPECT_EQ(text.find("three"), nullptr);
}

TEST(LessonText, FaultsNameTheLineAndWhatWasExpected) {
  EXPECT_EQ(fault_of(""), "en.md:1: expected the lesson's title, \"# Title\"");
  EXPECT_EQ(fault_of("\nwords\n"), "en.md:2: expected the lesson's title, \"# Title\", before any text");
  EXPECT_EQ(fault_of("# A\n# B\n"), "en.md:2: a second title; the lesson's title is \"A\"");
  EXPECT_EQ(fault_of("# A\n\n## One\n").rfind("en.md:3: expected the id of a step at the end of the heading", 0), 0u);
  EXPECT_EQ(fault_of("# A\n## One {#One}\n"), "en.md:2: a step's id has small letters, digits and _, this is \"One\"");
  EXPECT_EQ(fault_of("# A\n## {#one}\n"), "en.md:2: expected a heading before {#one}");
  EXPECT_EQ(fault_of("# A\n## One {#one}\nx\n## Two {#one}\n"), "en.md:4: a second section {#one}; the first stands on line 2");
  EXPECT_EQ(fault_of("# A\n## One {#one}\n## Two {#two}\nx\n"), "en.md:2: the section {#one} has no text");
  EXPECT_EQ(fault_of("# A\nfine\n\xFF\xFE\n"), "en.md:3: expected text in UTF-8");
}

TEST(LessonText, TitlesHoldNoMarksAndParagraphsKeepThem) {
  const std::string markdown =
      "# The **kernel**\n\n*Slide* it.\n\n## A `k` of *odd* size, 2 ** 3 {#one}\n\nIt is **3**.\n> Say *why*.\n";
  const LessonText text = parse_lesson_text(markdown, "en.md").value();
  EXPECT_EQ(text.title, "The kernel");
  EXPECT_EQ(text.sections.front().title, "A k of odd size, 2 ** 3");
  EXPECT_EQ(text.summary, std::vector<std::string>{"*Slide* it."});
  EXPECT_EQ(text.sections.front().paragraphs, std::vector<std::string>{"It is **3**."});
  EXPECT_EQ(text.sections.front().notes, std::vector<std::string>{"Say *why*."});
}

}  // namespace
}  // namespace convscope
