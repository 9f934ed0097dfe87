// A lesson in the real window: opened by a click, walked by a clicker's keys, voted on, revealed, left; a wait that a person fulfils.
#include <filesystem>
#include <fstream>

#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

class LessonWindow : public Window {
 protected:
  void begin(const std::string& lesson) {
    Desktop& d = *desktop_;
    d.click("sidebar.tab.lessons");
    ASSERT_TRUE(d.reaches([&](const Shown& s) { return s.boxes.count("lessons." + lesson) != 0; }));
    d.click("lessons." + lesson);
    ASSERT_TRUE(d.shows("lesson", lesson));
    ASSERT_TRUE(d.shows("lesson.stage", "text"));
  }
};

TEST_F(LessonWindow, IsWalkedVotedOnRevealedAndLeft) {
  Desktop& d = *desktop_;
  begin("sliding");
  d.key("Next");
  EXPECT_TRUE(d.shows("lesson.stage", "moving"));
  d.key("Next");
  EXPECT_TRUE(d.shows("lesson.step", "1"));
  d.key("Next");
  ASSERT_TRUE(d.shows("lesson.stage", "asked"));
  const std::string held = d.shown()["step"];
  d.key("space Right 1 2 2 shift+2");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["lesson.votes"].rfind("1,1", 0) == 0; })) << d.shown()["lesson.votes"];
  EXPECT_EQ(d.shown()["step"], held) << "space and the arrows wait";
  EXPECT_EQ(d.shown()["playing"], "false");
  d.key("Return");
  EXPECT_TRUE(d.shows("lesson.stage", "revealed"));
  d.key("Prior");
  EXPECT_TRUE(d.shows("lesson.stage", "text"));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("lesson.stage", "revealed"));
  d.click("lesson.leave");
  EXPECT_TRUE(d.shows("lesson", ""));
  EXPECT_EQ(d.shown()["scene"], "one_channel") << "what was on the stage stays";
}

TEST_F(LessonWindow, IsPrintedWithAndWithoutItsAnswers) {
  Desktop& d = *desktop_;
  begin("sliding");
  d.key("ctrl+p");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("handout.write") != 0; }));
  const int pages = std::stoi(d.shown()["handout.pages"]);
  EXPECT_GE(pages, 3);
  d.click("handout.next");
  EXPECT_TRUE(d.shows("handout.page", "1"));
  d.click("handout.with_answers");
  EXPECT_TRUE(d.shows("handout.pages", std::to_string(pages - 1)));
  EXPECT_TRUE(d.shows("handout.page", "0"));
  d.key("Return");
  const std::string path = d.folder() + "/sliding_handout.pdf";
  ASSERT_TRUE(d.shows("exported", path));
  std::string bytes(5, ' ');
  std::ifstream(path, std::ios::binary).read(bytes.data(), 5);
  EXPECT_EQ(bytes, "%PDF-");
  d.key("Escape");
  EXPECT_TRUE(d.shows("dialog", "0"));
  EXPECT_EQ(d.shown()["lesson"], "sliding") << "the lesson goes on";
}

TEST_F(LessonWindow, WaitsUntilAPersonHasDoneWhatItAsksFor) {
  Desktop& d = *desktop_;
  begin("sliding");
  d.click("lesson.step.3");
  ASSERT_TRUE(d.shows("lesson.step", "3"));
  d.key("Next");
  ASSERT_TRUE(d.shows("lesson.stage", "waiting"));
  d.key("Next");
  ASSERT_TRUE(d.shows("lesson.complete", "false"));
  type_number("parameter.padding.value", "parameter.padding", "2");
  EXPECT_TRUE(d.shows("lesson.complete", "true"));
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("lesson.done") != 0; }));
  d.click("lesson.next");
  EXPECT_TRUE(d.shows("lesson.step", "4"));
}

TEST_F(LessonWindow, IsDrivenByAClickerWhilePresentingAndLeftByEscapeTwice) {
  Desktop& d = *desktop_;
  begin("sliding");
  d.key("F5");
  ASSERT_TRUE(d.shows("presenting", "true"));
  d.key("6 Next");
  ASSERT_TRUE(d.shows("lesson.stage", "asked"));
  d.key("3");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["lesson.votes"].rfind("0,0,1", 0) == 0; }));
  d.key("Next");
  EXPECT_TRUE(d.shows("lesson.stage", "revealed"));
  d.key("Escape");
  ASSERT_TRUE(d.shows("presenting", "false"));
  d.key("Escape");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return !s["toast"].empty(); }));
  d.key("Escape");
  EXPECT_TRUE(d.shows("lesson", ""));
}

TEST_F(LessonWindow, SaysWhatIsWrongWithADroppedFolderUntilItIsClosed) {
  Desktop& d = *desktop_;
  const std::string folder = d.folder() + "/broken";
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/manifest.json") << "{\"lesson\": 1, \"steps\": 3}";
  d.drop(folder);
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("lesson.faults") != 0; }));
  EXPECT_NE(d.shown()["lesson.faults"].find("broken/manifest.json:1: "), std::string::npos) << d.shown()["lesson.faults"];
  d.click("lesson.faults.close");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("lesson.faults") == 0; }));
}

}  // namespace
}  // namespace convscope::tests
