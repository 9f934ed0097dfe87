// Questions drawn from the scene by a seed, and an answer that is shown step by step.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/panels/palette_entries.h"
#include "app/panels/scene_facts.h"
#include "panels/lesson_fixture.h"

namespace convscope {
namespace {

class Practice : public InLesson {
 protected:
  // What is asked with a seed: every question in the window's words, and its right answer.
  std::vector<std::string> asked_with(int seed) {
    controller_->perform(act::Run{ActionId::kAskMe, seed});
    if (shown() == nullptr) return {};
    std::vector<std::string> asked;
    for (std::size_t i = 0; i < shown()->lesson->steps.size(); ++i) {
      controller_->perform(act::LessonGoTo{i});
      EXPECT_EQ(stage(), RunStage::kAsked) << "practice has no text to read first";
      EXPECT_TRUE(shown()->question);
      if (!shown()->question) continue;
      const Question& question = *shown()->question;
      const auto right = std::find_if(question.choices.begin(), question.choices.end(), [](const Choice& each) { return each.is_right(); });
      asked.push_back(question_text(question, controller_->words()) + " " + choice_text(*right, controller_->words()));
    }
    controller_->perform(act::LeaveLesson{});
    return asked;
  }
};

TEST_F(Practice, TheSameSeedAsksTheSameAndAnotherSomethingElse) {
  const std::vector<std::string> first = asked_with(42), other = asked_with(4711), again = asked_with(42);
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
}

TEST_F(Practice, AsksInAModeWhateverWasSetInAnother) {
  controller_->perform(act::Change{[](State& s) {
    enter_scene(s, "transposed");
    s.mode = "photograph";
    s.parameters["enlarge"] = std::string("four");
  }, ""});
  controller_->perform(act::Change{[](State& s) { s.mode = "stamp"; }, ""});
  ASSERT_EQ(controller_->state().parameters.count("enlarge"), 1u) << "a mode finds its settings again";
  controller_->perform(act::Run{ActionId::kAskMe, 42});
  ASSERT_NE(shown(), nullptr);
  EXPECT_TRUE(controller_->lesson_faults().empty());
  EXPECT_TRUE(shown()->question);
}

TEST_F(Practice, ALayerThatIsPastedWhileTheAnswerIsHeldBackSetsNothingAndIsNotSaidToHave) {
  controller_->perform(act::Run{ActionId::kAskMe, 42});
  ASSERT_TRUE(shown()->held);
  const State before = controller_->state();
  controller_->perform(act::Paste{"nn.MaxPool2d(3, stride=2, padding=1)"});
  EXPECT_TRUE(same_settings(before, controller_->state()));
  EXPECT_EQ(controller_->state().moment, before.moment);
  ASSERT_FALSE(controller_->memory().toasts.empty());
  EXPECT_EQ(controller_->memory().toasts.front().text, controller_->words()("lesson.held"));
}

TEST_F(Practice, TheSeedStandsWhereTheQuestionIsAsked) {
  controller_->perform(act::Run{ActionId::kAskMe, 42});
  ASSERT_NE(shown(), nullptr);
  ASSERT_NE(shown()->section, nullptr);
  EXPECT_EQ(shown()->step().question->seed, 42u);
  EXPECT_NE(shown()->section->paragraphs.front().find("42"), std::string::npos);
}

TEST_F(Practice, GoesOnToOtherQuestionsWhenNoSeedIsNamed) {
  controller_->perform(act::Run{ActionId::kAskMe, 42});
  const std::uint32_t last = shown()->lesson->steps.back().question->seed;
  controller_->perform(act::LeaveLesson{});
  controller_->run(ActionId::kAskMe);
  EXPECT_GT(shown()->step().question->seed, last);
}

TEST_F(Practice, ThePaletteTakesASeedInEitherLanguage) {
  const Words& words = catalog_.languages.at("en");
  for (const char* query : {"seed 42", "seed  42", "种子 42", "种子42"}) {
    const std::optional<PaletteEntry> entry = seed_entry(catalog_, words, query);
    ASSERT_TRUE(entry) << query;
    EXPECT_EQ(entry->action, ActionId::kAskMe);
    EXPECT_EQ(entry->number, 42);
    EXPECT_NE(entry->label.find("42"), std::string::npos);
  }
  for (const char* query : {"", "seed", "42", "stride 2", "seed 0", "seed 4x", "seed -3", "seed 99999999999999999999", "种子"})
    EXPECT_FALSE(seed_entry(catalog_, words, query)) << query;
}

TEST_F(Practice, AnAnswerIsShownByTimeAndOnceMoreWhenAskedFor) {
  begin("sliding");
  go_to("what_value");
  next();
  ASSERT_EQ(stage(), RunStage::kAsked);
  controller_->advance(0.5, 1);
  EXPECT_EQ(shown()->shown, 0) << "time alone shows nothing";
  controller_->perform(act::Reveal{});
  ASSERT_EQ(stage(), RunStage::kRevealed);
  controller_->advance(0.05, 2);
  EXPECT_GT(shown()->shown, 0);
  EXPECT_LT(shown()->shown, 1);
  double now = 2;
  for (int i = 0; i < 100 && shown()->shown < 1; ++i) controller_->advance(0.2, now += 0.2);
  ASSERT_EQ(shown()->shown, 1);
  controller_->run(ActionId::kPlay);
  EXPECT_LT(shown()->shown, 1) << "it begins anew";
}

TEST_F(Practice, WithoutMotionTheAnswerStandsThereAtOnce) {
  begin("sliding");
  go_to("what_value");
  next();
  controller_->perform(act::Look{[](State& s) { s.reduce_motion = true; }});
  controller_->perform(act::Reveal{});
  controller_->advance(0.01, 1);
  EXPECT_EQ(shown()->shown, 1);
}

}  // namespace
}  // namespace convscope
