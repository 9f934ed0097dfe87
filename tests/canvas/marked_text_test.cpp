#include "app/canvas/marked_text.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

MarkedRun plain(const char* text) { return {text}; }
MarkedRun strong(const char* text) { return {text, true}; }
MarkedRun emphasis(const char* text) { return {text, false, true}; }
MarkedRun code(const char* text) { return {text, false, false, true}; }

TEST(MarkedText, HasRunsOfItsMarks) {
  EXPECT_EQ(marked_runs("no marks"), (MarkedRuns{plain("no marks")}));
  EXPECT_EQ(marked_runs("a **b** c"), (MarkedRuns{plain("a "), strong("b"), plain(" c")}));
  EXPECT_EQ(marked_runs("*a* and `k = 3`."), (MarkedRuns{emphasis("a"), plain(" and "), code("k = 3"), plain(".")}));
  EXPECT_EQ(marked_runs("窗口**每次**移动*两*格"),
            (MarkedRuns{plain("窗口"), strong("每次"), plain("移动"), emphasis("两"), plain("格")}));
  EXPECT_EQ(marked_runs("**a `b` *c* d**"),
            (MarkedRuns{strong("a "), {"b", true, false, true}, strong(" "), {"c", true, true}, strong(" d")}));
  EXPECT_EQ(marked_runs("***a***"), (MarkedRuns{{"a", true, true}}));
  EXPECT_EQ(marked_runs("*a **b***"), (MarkedRuns{emphasis("a "), {"b", true, true}}));
  EXPECT_EQ(marked_runs("`a**b` **c**"), (MarkedRuns{code("a**b"), plain(" "), strong("c")}));
  EXPECT_TRUE(marked_runs("").empty());
}

TEST(MarkedText, LeavesWhatIsNoMarkAsItIs) {
  for (const char* text : {"**open", "open`", "a *b", "2 * 3 * 4", "2*3*4", "** a **", "k*", "``", "****", "*", "a ** b", "C*k*k + C"}) {
    EXPECT_EQ(marked_runs(text), (MarkedRuns{plain(text)})) << text;
  }
  EXPECT_EQ(marked_runs("**a *b**"), (MarkedRuns{strong("a *b")}));
  EXPECT_EQ(marked_runs("`a *b*"), (MarkedRuns{plain("`a "), emphasis("b")}));
}

TEST(MarkedText, WithoutMarksIsItsWords) {
  EXPECT_EQ(without_marks("**a** *b* `c` 2*3 *"), "a b c 2*3 *");
  EXPECT_EQ(first_bytes(marked_runs("a **bc** d"), 3), (MarkedRuns{plain("a "), strong("b")}));
}

TEST(MarkedText, BreaksIntoLinesThatAreTheWholeTextAndFit) {
  const MarkedRuns runs = marked_runs("one **two three** four`five`six *seven* eight");
  auto width = [](const MarkedRun& run) { return static_cast<double>(run.text.size()) * (run.strong ? 2 : 1); };
  const std::vector<MarkedRuns> lines = marked_lines(runs, 13, width);
  std::string all, first;
  for (const MarkedRuns& line : lines) {
    double wide = 0;
    std::string words;
    for (const MarkedRun& run : line) wide += width(run), words += run.text;
    while (words.back() == ' ') words.pop_back(), --wide;
    EXPECT_LE(wide, 13) << words;
    all += words + "|";
  }
  EXPECT_EQ(all, "one two|three|fourfivesix|seven eight|");
  EXPECT_EQ(weight_of(strong("a"), Weight::kRegular), Weight::kBold);
  EXPECT_EQ(weight_of(plain("a"), Weight::kSemiBold), Weight::kSemiBold);
  EXPECT_EQ(face_of(code("a"), Face::kWords), Face::kNumbers);
}

}  // namespace
}  // namespace convscope
