#include "app/lessons/run.h"

#include "app/lessons/wait.h"
#include "lessons/ground.h"

namespace convscope {
namespace {

class Run : public LessonTest {
 protected:
  Lesson read() {
    write();
    return load_lesson(lesson()).value();
  }
  Question asked(const Lesson& given, std::size_t step) {
    const StepStart start = open_step(given, step, ground()).value();
    return make_question(*start.model, *given.steps[step].question, start.state.moment).value();
  }
};

TEST_F(Run, ShowsTextFirstThenMotionThenTheNextStep) {
  const Lesson given = read();
  LessonRun run = begin_lesson(given);
  EXPECT_EQ(run.stage, RunStage::kText);
  run = forward(run, given, false);
  EXPECT_EQ(run.stage, RunStage::kMoving);
  run = forward(run, given, false);
  EXPECT_EQ(run.step, 1u);
  EXPECT_EQ(run.stage, RunStage::kText);
}

TEST_F(Run, HoldsTheAnswerBackUntilItIsRevealed) {
  const Lesson given = read();
  LessonRun run{given.id, 1, RunStage::kText, {}};
  EXPECT_TRUE(is_held(run, given));  // the text before the question gives nothing away
  run = forward(run, given, false);
  EXPECT_EQ(run.stage, RunStage::kAsked);
  EXPECT_TRUE(is_held(run, given));
  run = reveal(run);
  EXPECT_EQ(run.stage, RunStage::kRevealed);
  EXPECT_FALSE(is_held(run, given));
  EXPECT_EQ(forward(run, given, false).step, 2u);
}

TEST_F(Run, CountsHandsAndFindsTheMostFrequentMistake) {
  const Lesson given = read();
  const Question question = asked(given, 1);
  const std::size_t right = question.right(), wrong = right == 0 ? 1 : 0, last = question.choices.size() - 1;
  const std::size_t other = last == right ? right - 1 : last;  // 3 choices or more: it is neither the right one nor `wrong`
  LessonRun run{given.id, 1, RunStage::kAsked, {}};
  EXPECT_FALSE(most_frequent_mistake(run, question));
  for (int i = 0; i < 3; ++i) run = vote(run, question, right, 1);
  EXPECT_FALSE(most_frequent_mistake(run, question));
  run = vote(run, question, wrong, 1);
  run = vote(run, question, wrong, 1);
  run = vote(run, question, other, 1);
  EXPECT_EQ(most_frequent_mistake(run, question), wrong);
  for (int i = 0; i < 5; ++i) run = vote(run, question, wrong, -1);
  EXPECT_EQ(run.votes[wrong], 0);
  EXPECT_EQ(hands(run), 4);
  EXPECT_EQ(vote(run, question, 17, 1), run);
  const LessonRun shown = reveal(run);
  EXPECT_EQ(vote(shown, question, right, 1), shown);
}

TEST_F(Run, StaysAtAStepThatWaitsUntilItIsComplete) {
  const Lesson given = read();
  LessonRun run{given.id, 2, RunStage::kText, {}};
  run = forward(run, given, false);
  EXPECT_EQ(run.stage, RunStage::kWaiting);
  EXPECT_EQ(forward(run, given, false), run);
  EXPECT_EQ(forward(run, given, true).stage, RunStage::kOver);
}

TEST_F(Run, GoesBackToTheBeginOfTheStepAndThenToTheStepBefore) {
  const Lesson given = read();
  LessonRun run{given.id, 1, RunStage::kRevealed, {1, 2}};
  run = back(run, given);
  EXPECT_EQ(run, (LessonRun{given.id, 1, RunStage::kText, {}}));
  run = back(run, given);
  EXPECT_EQ(run.step, 0u);
  EXPECT_EQ(back(run, given), run);
  EXPECT_EQ(back({given.id, 2, RunStage::kOver, {}}, given).step, 2u);
}

// With one key, and by doing what the steps that wait ask for.
TEST_F(Run, PlaysEveryShippedLessonToItsEnd) {
  std::vector<Error> faults;
  const std::vector<Lesson> lessons = load_lessons({kAssets + "/lessons"}, faults);
  ASSERT_GE(lessons.size(), 9U);
  for (const Lesson& given : lessons) {
    LessonRun run = begin_lesson(given);
    for (std::size_t presses = 0; run.stage != RunStage::kOver; ++presses) {
      ASSERT_LT(presses, 4 * given.steps.size()) << given.id << " stays at " << given.steps[run.step].id;
      bool complete = false;
      if (run.stage == RunStage::kWaiting) {
        const std::optional<State> state = completing_state(given, run.step, ground());
        ASSERT_TRUE(state) << given.id << " " << given.steps[run.step].id;
        complete = is_complete(given.steps[run.step], *state, **evaluate(scenes_, *state, *device_, photographs_));
      }
      run = forward(run, given, complete);
    }
  }
  EXPECT_TRUE(faults.empty());
}

}  // namespace
}  // namespace convscope
