// A lesson in the session: what keys make of it, what may be touched, what a file brings back.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/lessons/starter.h"
#include "app/panels/lesson_words.h"
#include "app/session/file.h"
#include "panels/lesson_fixture.h"

namespace convscope {
namespace {

using Sizes = std::vector<Index>;

class EveryLesson : public InLesson, public testing::WithParamInterface<std::string> {};

TEST_P(EveryLesson, IsPlayedToItsEndByOneKey) {
  controller_->perform(act::Look{[](State& s) { s.language = GetParam(); }});
  for (const LessonShelf::Entry& lesson : controller_->shelf().lessons()) {
    SCOPED_TRACE(lesson->id);
    begin(lesson->id);
    std::size_t questions = 0, waits = 0;
    const std::size_t most = 5 * lesson->steps.size();
    for (std::size_t presses = 0; stage() != RunStage::kOver; ++presses) {
      ASSERT_LT(presses, most) << "stands at " << shown()->step().id;
      ASSERT_EQ(faults(), "");
      ASSERT_NE(shown()->section, nullptr);
      EXPECT_EQ(shown()->text, &lesson->texts.at(GetParam()));
      EXPECT_FALSE(guidance(controller_->words(), *controller_->model().scene, *shown()).empty());
      if (stage() == RunStage::kWaiting) {
        const std::size_t step = shown()->run.step;
        next();
        ASSERT_EQ(shown()->run.step, step) << "it waits";
        complete();
        ASSERT_TRUE(shown()->complete);
        ++waits;
      }
      if (stage() == RunStage::kAsked) {
        EXPECT_TRUE(shown()->held);
        ASSERT_TRUE(shown()->question);
        ++questions;
      }
      next();
    }
    auto asks = [](const LessonStep& step) { return step.question.has_value(); };
    auto stays = [](const LessonStep& step) { return !step.wait.empty(); };
    EXPECT_EQ(questions, static_cast<std::size_t>(std::count_if(lesson->steps.begin(), lesson->steps.end(), asks)));
    EXPECT_EQ(waits, static_cast<std::size_t>(std::count_if(lesson->steps.begin(), lesson->steps.end(), stays)));
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, EveryLesson, testing::Values("en", "zh"));

TEST_F(InLesson, TheTextComesBeforeTheMotion) {
  begin("sliding");
  EXPECT_EQ(stage(), RunStage::kText);
  EXPECT_FALSE(state().playing);
  const Moment mark = state().moment;
  next();
  EXPECT_EQ(stage(), RunStage::kMoving);
  EXPECT_TRUE(state().playing);
  EXPECT_EQ(state().moment, mark);
  next();
  EXPECT_EQ(shown()->run.step, 1u);
  EXPECT_FALSE(state().playing);
}

TEST_F(InLesson, AnAnswerThatIsHeldBackIsNeitherPlayedNorChangedUntilItIsRevealed) {
  begin("sliding");
  go_to("how_large");
  next();
  ASSERT_EQ(stage(), RunStage::kAsked);
  const Moment mark = state().moment;
  for (ActionId key : {ActionId::kPlay, ActionId::kPhaseForward, ActionId::kStepForward, ActionId::kEnd}) controller_->run(key);
  controller_->perform(act::Look{[](State& s) { s.moment.step += 1; }});
  EXPECT_EQ(state().moment, mark);
  EXPECT_FALSE(state().playing);
  set("stride", Sizes{1, 1});
  EXPECT_EQ(toast(), controller_->words()("lesson.held"));
  EXPECT_EQ(state().parameters.at("input"), AttributeValue(Sizes{6}));
  controller_->run(ActionId::kReveal);
  EXPECT_EQ(stage(), RunStage::kRevealed);
  EXPECT_FALSE(shown()->held);
  EXPECT_TRUE(state().playing);
}

TEST_F(InLesson, DigitsCountHandsWhileAskedAndElseGoToTheirStep) {
  begin("sliding");
  go_to("how_large");
  next();
  for (int hand : {2, 2, 3}) controller_->run(ActionId::kLessonDigit, hand);
  controller_->run(ActionId::kTakeHand, 2);
  EXPECT_EQ(shown()->run.votes.at(1), 1);
  EXPECT_EQ(shown()->run.votes.at(2), 1);
  controller_->run(ActionId::kUndo);
  EXPECT_EQ(shown()->run.votes.at(1), 2) << "every hand can be undone";
  controller_->run(ActionId::kReveal);
  controller_->run(ActionId::kLessonDigit, 3);
  EXPECT_EQ(shown()->run, (LessonRun{"sliding", 2, RunStage::kText, {}}));
  controller_->run(ActionId::kLessonDigit, 9);
  EXPECT_EQ(shown()->run.step, 2u) << "there is no ninth";
}

TEST_F(InLesson, OnlyWhatAStepNamesMayBeTouched) {
  begin("sliding");
  go_to("same_size");  // padding
  const std::map<std::string, AttributeValue> before = state().parameters;
  struct Case {
    const char* what;
    std::function<void(State&)> edit;
    bool allowed;
  };
  const Case cases[] = {
      {"padding", [](State& s) { s.parameters["padding"] = Sizes{1}; }, true},
      {"kernel", [](State& s) { s.parameters["kernel"] = Sizes{3, 3}; }, false},
      {"input back to its own", [](State& s) { s.parameters.erase("input"); }, false},
      {"a cell", [](State& s) { s.edits[CellKey{"input", {0, 0, 0, 0}}] = 3; }, false},
      {"another scene", [](State& s) { s.scene = "stride"; s.moment = {}; }, false},
      {"a comparison", [](State& s) { s.other = Variant{"stride", "", {}, {}, "", ""}; }, false},
      {"a pin", [](State& s) { s.pin = Target{TargetKind::kInput, 0, 3}; }, true},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.what);
    controller_->memory().toasts.clear();
    const State was = state();
    controller_->perform(act::Change{each.edit, ""});
    EXPECT_EQ(same_work(was, state()), !each.allowed);
    EXPECT_EQ(state().moment, was.moment);
    EXPECT_EQ(toast(), each.allowed ? "" : touch_text(controller_->words(), shown()->step()));
  }
}

TEST_F(InLesson, EverythingMayBeTouchedWhereAStepNamesNothing) {
  begin("sliding");
  go_to("explore");
  set("stride", Sizes{2, 2});
  EXPECT_EQ(toast(), "");
  EXPECT_EQ(state().parameters.at("stride"), AttributeValue(Sizes{2, 2}));
}

TEST_F(InLesson, AWaitIsTickedWhenTheStateSaysSoAndUntickedAgain) {
  begin("sliding");
  go_to("two_inputs");
  next();
  EXPECT_EQ(shown()->fulfilled, (std::vector<bool>{false, true}));
  EXPECT_LT(shown()->completed_at, 0);
  controller_->advance(0, 7);
  set("input", Sizes{5, 5});
  EXPECT_EQ(shown()->fulfilled, (std::vector<bool>{true, true}));
  EXPECT_TRUE(shown()->complete);
  EXPECT_EQ(shown()->completed_at, 7);
  set("input", Sizes{6, 6});
  EXPECT_FALSE(shown()->complete);
}

TEST_F(InLesson, WhatWasDoneWhileReadingNeedsNoSecondPress) {
  begin("sliding");
  go_to("same_size");
  set("padding", Sizes{2, 2});
  ASSERT_TRUE(shown()->complete);
  next();
  EXPECT_EQ(shown()->step().id, "strides");
}

TEST_F(InLesson, UndoWalksBackThroughStepsAndRedoForward) {
  begin("sliding");
  go_to("same_size");
  set("padding", Sizes{2, 2});
  next();
  ASSERT_EQ(shown()->step().id, "strides");
  controller_->run(ActionId::kUndo);
  EXPECT_EQ(shown()->step().id, "same_size");
  EXPECT_EQ(state().parameters.at("padding"), AttributeValue(Sizes{2, 2}));
  EXPECT_TRUE(shown()->complete);
  for (int i = 0; i < 3; ++i) controller_->run(ActionId::kUndo);
  EXPECT_EQ(shown(), nullptr) << "before the lesson";
  EXPECT_EQ(state().scene, "one_channel");
  for (int i = 0; i < 4; ++i) controller_->run(ActionId::kRedo);
  EXPECT_EQ(shown()->step().id, "strides");
}

TEST_F(InLesson, BackBeginsTheStepAnewAndThenGoesToTheOneBefore) {
  begin("sliding");
  go_to("same_size");
  next();
  set("padding", Sizes{1, 1});
  controller_->run(ActionId::kLessonBack);
  EXPECT_EQ(stage(), RunStage::kText);
  EXPECT_EQ(state().parameters.at("padding"), AttributeValue(Sizes{0})) << "as the step begins";
  controller_->run(ActionId::kLessonBack);
  EXPECT_EQ(shown()->step().id, "the_border");
}

TEST_F(InLesson, ResettingGoesBackToWhatTheStepBeginsWith) {
  begin("sliding");
  go_to("how_large");
  next();
  controller_->run(ActionId::kReveal);
  set("input", Sizes{5, 5});
  controller_->run(ActionId::kResetAll);
  EXPECT_EQ(state().parameters.at("input"), AttributeValue(Sizes{6}));
}

TEST_F(InLesson, TwoPressesOfEscapeLeaveItAndKeepTheState) {
  begin("sliding");
  go_to("same_size");
  set("padding", Sizes{2, 2});
  controller_->advance(0, 10);
  controller_->run(ActionId::kEscape);
  EXPECT_EQ(toast(), controller_->words()("lesson.escape_again"));
  controller_->advance(0, 20);
  controller_->run(ActionId::kEscape);
  ASSERT_NE(shown(), nullptr) << "too late: it is asked again";
  controller_->advance(0, 21);
  controller_->run(ActionId::kEscape);
  EXPECT_EQ(shown(), nullptr);
  EXPECT_EQ(state().parameters.at("padding"), AttributeValue(Sizes{2, 2}));
  controller_->run(ActionId::kUndo);
  EXPECT_NE(shown(), nullptr);
}

TEST_F(InLesson, ASessionRemembersWhereOneIs) {
  begin("sliding");
  go_to("how_large");
  next();
  controller_->run(ActionId::kLessonDigit, 2);
  controller_->perform(act::Save{folder_.file("s.json")});
  const LessonRun run = shown()->run;
  controller_->perform(act::LeaveLesson{});
  ASSERT_EQ(shown(), nullptr);
  controller_->open_file(folder_.file("s.json"));
  controller_->perform(act::Discard{});
  ASSERT_NE(shown(), nullptr);
  EXPECT_EQ(shown()->run, run);
  EXPECT_TRUE(shown()->held);
  EXPECT_TRUE(shown()->question);
}

TEST_F(InLesson, ASessionWhoseLessonIsGoneOpensWithoutItAndSaysSo) {
  State state;
  state.scene = "stride";
  state.lesson = LessonRun{"no_longer_there", 2, RunStage::kMoving, {}};
  ASSERT_TRUE(save_session(folder_.file("s.json"), state));
  controller_->open_file(folder_.file("s.json"));
  EXPECT_EQ(shown(), nullptr);
  EXPECT_EQ(controller_->state().scene, "stride");
  EXPECT_EQ(toast(), "there is no lesson 'no_longer_there' any more");
}

TEST_F(InLesson, AStepBeyondTheLessonsEndIsItsLast) {
  State state;
  state.scene = "stride";
  state.lesson = LessonRun{"sliding", 99, RunStage::kMoving, {}};
  ASSERT_TRUE(save_session(folder_.file("s.json"), state));
  controller_->open_file(folder_.file("s.json"));
  ASSERT_NE(shown(), nullptr);
  EXPECT_EQ(shown()->step().id, "explore");
}

TEST_F(InLesson, AFolderOfAPersonsOwnIsPlayedFromWhereItLies) {
  ASSERT_TRUE(write_starter(folder_.file("mine")));
  controller_->open_file(folder_.file("mine"));
  ASSERT_NE(shown(), nullptr) << faults();
  EXPECT_EQ(shown()->lesson->id, "mine");
  controller_->perform(act::Save{folder_.file("s.json")});
  controller_->perform(act::LeaveLesson{});
  controller_->perform(act::Save{folder_.file("t.json")});
  controller_->open_file(folder_.file("s.json"));
  EXPECT_NE(shown(), nullptr) << "the session finds it again";
}

TEST_F(InLesson, AFileWithAFaultIsToldWithItsLineAndNothingBegins) {
  ASSERT_TRUE(write_starter(folder_.file("mine")));
  folder_.write("mine/manifest.json", "{\n  \"lesson\": 1,\n  \"steps\": [}\n");
  controller_->open_file(folder_.file("mine"));
  EXPECT_EQ(shown(), nullptr);
  EXPECT_NE(faults().find("mine/manifest.json:3: "), std::string::npos) << faults();
  controller_->perform(act::DismissFaults{});
  EXPECT_EQ(faults(), "");
}

}  // namespace
}  // namespace convscope
