// Practice: questions about a scene, drawn by a seed, as a lesson that begins with them.
#include "app/lessons/practice.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "app/catalog/catalog.h"
#include "app/lessons/check.h"
#include "app/lessons/run.h"

namespace convscope {
namespace {

class Practice : public testing::Test {
 protected:
  std::shared_ptr<const Model> model() { return evaluate(catalog_.scenes, state_, *device_, photographs_).value(); }
  Lesson lesson(std::uint32_t seed) { return practice_lesson(*model(), state_, seed, catalog_.languages).value(); }

  const Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<Device> device_ = make_device(DeviceChoice::kCpu).value();
  Photographs photographs_{catalog_.assets + "/images"};
  State state_ = [] {
    State state;
    state.scene = "stride";
    state.parameters["input"] = std::vector<Index>{8};
    return state;
  }();
};

TEST_F(Practice, AsksWhatTheCommandLineAsksForTheSameSeed) {
  const Lesson given = lesson(7);
  const Question drawn = random_question(*model(), 7).value();
  const StepStart start = open_step(given, 0, {catalog_.scenes, *device_, photographs_}).value();
  EXPECT_EQ(start.state.parameters, state_.parameters);
  const Question asked = make_question(*start.model, *given.steps[0].question, start.state.moment).value();
  EXPECT_EQ(asked.kind, drawn.kind);
  EXPECT_EQ(asked.stage, drawn.stage);
  EXPECT_EQ(asked.cell, drawn.cell);
  ASSERT_EQ(asked.choices.size(), drawn.choices.size());
  for (std::size_t i = 0; i < drawn.choices.size(); ++i) EXPECT_EQ(asked.choices[i].text, drawn.choices[i].text);
}

TEST_F(Practice, IsTheSameForTheSameSeedAndNeverAsksTheSameTwice) {
  const Lesson once = lesson(3), again = lesson(3);
  ASSERT_EQ(once.steps.size(), again.steps.size());
  EXPECT_GE(once.steps.size(), 5u);
  std::set<std::tuple<QuestionKind, Index>> asked;
  for (std::size_t i = 0; i < once.steps.size(); ++i) {
    EXPECT_EQ(once.steps[i].question->seed, again.steps[i].question->seed);
    const StepStart start = open_step(once, i, {catalog_.scenes, *device_, photographs_}).value();
    const Question question = make_question(*start.model, *once.steps[i].question, start.state.moment).value();
    EXPECT_TRUE(asked.insert({question.kind, question.cell}).second) << i;
  }
}

TEST_F(Practice, SaysItsSeedInEveryLanguage) {
  const Lesson given = lesson(41);
  for (const auto& [code, words] : catalog_.languages)
    EXPECT_NE(given.texts.at(code).find(given.steps[0].id)->paragraphs.front().find("41"), std::string::npos) << code;
}

TEST_F(Practice, BeginsEveryStepWithItsQuestion) {
  const Lesson given = lesson(3);
  LessonRun run = begin_lesson(given);
  for (std::size_t i = 0; i < given.steps.size(); ++i) {
    EXPECT_EQ(run.step, i);
    EXPECT_EQ(run.stage, RunStage::kAsked);
    EXPECT_TRUE(is_held(run, given));
    run = forward(forward(run, given, false), given, false);  // the answer, the next one
  }
  EXPECT_EQ(run.stage, RunStage::kOver);
  EXPECT_EQ(back(run, given).stage, RunStage::kAsked);
}

}  // namespace
}  // namespace convscope
