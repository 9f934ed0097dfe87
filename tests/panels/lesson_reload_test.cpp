// A lesson whose author changes its files while it runs.
#include <gtest/gtest.h>

#include <map>

#include "app/lessons/starter.h"
#include "panels/lesson_fixture.h"

namespace convscope {
namespace {

using Sizes = std::vector<Index>;

// A lesson of a person's own that runs while its files are changed.
class WhileItRuns : public InLesson {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write_starter(folder_.file("mine")));
    for (const auto& [name, text] : starter_files()) files_[name] = text;
    controller_->open_file(folder_.file("mine"));
    ASSERT_NE(shown(), nullptr) << faults();
    later();
  }
  // As after a second and more.
  void later() { controller_->advance(0, now_ += 1.1); }
  void change(const std::string& file, const std::string& from, const std::string& to) {
    std::string& text = files_[file];
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
    folder_.write("mine/" + file, text);
  }
  std::map<std::string, std::string> files_;
  double now_ = 100;
};

TEST_F(WhileItRuns, AChangedTextIsShownAndTheStateStays) {
  go_to("try_it");
  set("padding", Sizes{1, 1});
  change("en.md", "## Try it yourself {#try_it}", "## Another heading {#try_it}");
  later();
  EXPECT_EQ(shown()->section->title, "Another heading");
  EXPECT_EQ(shown()->step().id, "try_it");
  EXPECT_EQ(state().parameters.at("padding"), AttributeValue(Sizes{1, 1}));
}

TEST_F(WhileItRuns, AStepIsKnownByItsIdWhenOthersAreAddedBeforeIt) {
  go_to("try_it");
  const std::size_t before = shown()->run.step;
  change("manifest.json", "  {\n   \"id\": \"try_it\"", "  {\n   \"id\": \"more\"\n  },\n  {\n   \"id\": \"try_it\"");
  change("en.md", "## Try it yourself", "## More {#more}\n\nText.\n\n## Try it yourself");
  change("zh.md", "{#guess}\n", "{#guess}\n\n文字。\n\n## 更多 {#more}\n\n");
  later();
  ASSERT_EQ(faults(), "");
  EXPECT_EQ(shown()->step().id, "try_it");
  EXPECT_EQ(shown()->run.step, before + 1);
}

TEST_F(WhileItRuns, OtherSettingsOfTheStepBeginItAnew) {
  go_to("guess");
  next();
  ASSERT_EQ(stage(), RunStage::kAsked);
  const std::string was = shown()->question->choices[shown()->question->right()].text;
  change("manifest.json", "{\"stride\": 2}", "{\"stride\": 1}");
  later();
  EXPECT_EQ(stage(), RunStage::kText);
  EXPECT_EQ(state().parameters.at("stride"), AttributeValue(Sizes{1}));
  ASSERT_TRUE(shown()->question);
  EXPECT_NE(shown()->question->choices[shown()->question->right()].text, was);
}

TEST_F(WhileItRuns, AFaultIsToldWithItsLineAndTheLastGoodLessonStays) {
  go_to("guess");
  const std::string manifest = files_["manifest.json"];
  change("manifest.json", "\"guess\",", "\"guess\"");
  later();
  EXPECT_NE(faults().find("manifest.json:"), std::string::npos) << faults();
  ASSERT_NE(shown(), nullptr);
  EXPECT_EQ(shown()->step().id, "guess");
  next();
  EXPECT_EQ(stage(), RunStage::kAsked) << "it goes on";
  folder_.write("mine/manifest.json", manifest + "\n");
  later();
  EXPECT_EQ(faults(), "") << "as soon as it is mended";
}

TEST_F(WhileItRuns, NothingIsLookedAtMoreThanOnceASecondNorWithoutALesson) {
  EXPECT_GT(controller_->next_event(now_), 0.5);
  EXPECT_LE(controller_->next_event(now_), 1.0);
  controller_->perform(act::LeaveLesson{});
  controller_->memory().toasts.clear();
  EXPECT_LT(controller_->next_event(now_), 0) << "nothing wakes an idle program";
}

}  // namespace
}  // namespace convscope
