#include "app/session/session.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

State start() {
  State state;
  state.scene = "padding";
  return state;
}

auto set_stride(Index value) {
  return [value](State& state) { state.parameters["stride"] = std::vector<Index>{value}; };
}

Index stride(const Session& session) {
  auto found = session.state().parameters.find("stride");
  return found == session.state().parameters.end() ? 0 : std::get<std::vector<Index>>(found->second).at(0);
}

TEST(Session, UndoAndRedoWalkThroughEveryChange) {
  Session session(start());
  EXPECT_FALSE(session.can_undo());
  session.change(set_stride(2));
  session.change(set_stride(3));
  session.undo();
  EXPECT_EQ(stride(session), 2);
  session.undo();
  EXPECT_EQ(stride(session), 0);
  EXPECT_FALSE(session.can_undo());
  session.redo();
  session.redo();
  EXPECT_EQ(stride(session), 3);
  EXPECT_FALSE(session.can_redo());
}

TEST(Session, AChangeAfterAnUndoForgetsWhatWasUndone) {
  Session session(start());
  session.change(set_stride(2));
  session.undo();
  session.change(set_stride(5));
  EXPECT_FALSE(session.can_redo());
  session.undo();
  EXPECT_EQ(stride(session), 0);
}

TEST(Session, ADragIsOneUndoStepAndTheNextDragAnother) {
  Session session(start());
  for (Index value : {2, 3, 4}) session.change(set_stride(value), "drag stride");
  session.end_merge();
  for (Index value : {5, 6}) session.change(set_stride(value), "drag stride");
  session.undo();
  EXPECT_EQ(stride(session), 4);
  session.undo();
  EXPECT_EQ(stride(session), 0);
  EXPECT_FALSE(session.can_undo());
}

TEST(Session, LookingElsewhereDoesNotEndADrag) {
  Session session(start());
  session.change(set_stride(2), "drag stride");
  session.look([](State& state) { state.moment.step = 9; });
  session.change(set_stride(3), "drag stride");
  session.undo();
  EXPECT_EQ(stride(session), 0);
}

TEST(Session, UndoLeavesWhereOneLooksAsItIs) {
  Session session(start());
  session.change(set_stride(2));
  session.look([](State& state) {
    state.language = "zh";
    state.moment.step = 7;
    state.theme = ThemeName::kDark;
  });
  session.undo();
  EXPECT_EQ(stride(session), 0);
  EXPECT_EQ(session.state().language, "zh");
  EXPECT_EQ(session.state().moment.step, 7);
  EXPECT_EQ(session.state().theme, ThemeName::kDark);
}

TEST(Session, WhatASceneIsComparedWithIsUndoneAndWhichOfTheTwoOneLooksAtIsNot) {
  Session session(start());
  session.change([](State& state) {
    state.other = Variant{};
    state.other->scene = "stride";
  });
  session.look([](State& state) { state.on_other = true; });
  EXPECT_TRUE(session.unsaved());
  session.undo();
  EXPECT_FALSE(session.state().other);
  EXPECT_TRUE(session.state().on_other);
  session.redo();
  ASSERT_TRUE(session.state().other);
  EXPECT_EQ(session.state().other->scene, "stride");
}

TEST(Session, LookingMakesNoUndoStepAndNothingToSave) {
  Session session(start());
  session.look([](State& state) { state.viewport.zoom = 3; });
  EXPECT_FALSE(session.can_undo());
  EXPECT_FALSE(session.unsaved());
}

TEST(Session, AChangeThatChangesNothingMakesNoUndoStep) {
  Session session(start());
  session.change(set_stride(2));
  session.change(set_stride(2));
  session.undo();
  EXPECT_FALSE(session.can_undo());
}

TEST(Session, ARefusedChangeLeavesNoTrace) {
  Session session(start());
  session.change(set_stride(2));
  session.change(set_stride(3));
  session.undo();
  session.saved("a.json");
  session.change(set_stride(0));
  session.look([](State& state) { state.moment.step = 4; });
  session.refuse();
  EXPECT_EQ(stride(session), 2);
  EXPECT_EQ(session.state().moment.step, 4);
  EXPECT_FALSE(session.unsaved());
  ASSERT_TRUE(session.can_redo());
  session.redo();
  EXPECT_EQ(stride(session), 3);
  session.undo();
  session.undo();
  EXPECT_EQ(stride(session), 0);
}

TEST(Session, ARefusalWithinADragKeepsTheDragSoFarAsOneStep) {
  Session session(start());
  session.change(set_stride(2), "drag stride");
  session.change(set_stride(9), "drag stride");
  session.refuse();
  EXPECT_EQ(stride(session), 2);
  session.change(set_stride(3), "drag stride");
  session.undo();
  EXPECT_EQ(stride(session), 0);
  EXPECT_FALSE(session.can_undo());
}

TEST(Session, RefusingTwiceTakesBackOnlyTheLastChange) {
  Session session(start());
  session.change(set_stride(2));
  session.change(set_stride(3));
  session.refuse();
  session.refuse();
  EXPECT_EQ(stride(session), 2);
}

TEST(Session, OpeningAFileStartsUndoAnewAndSavingRemembersThePath) {
  Session session(start());
  session.change(set_stride(2));
  EXPECT_TRUE(session.unsaved());
  session.open(start(), "b.json");
  EXPECT_FALSE(session.can_undo());
  EXPECT_FALSE(session.unsaved());
  EXPECT_EQ(session.path(), "b.json");
  session.change(set_stride(4));
  session.saved("c.json");
  EXPECT_EQ(session.path(), "c.json");
  EXPECT_FALSE(session.unsaved());
  EXPECT_TRUE(session.can_undo());
}

TEST(Session, TheVersionMovesWithEveryChange) {
  Session session(start());
  std::uint64_t last = session.version();
  auto moved = [&] { return std::exchange(last, session.version()) < session.version(); };
  session.change(set_stride(2));
  EXPECT_TRUE(moved());
  session.look([](State& state) { state.playing = true; });
  EXPECT_TRUE(moved());
  session.undo();
  EXPECT_TRUE(moved());
  session.undo();  // nothing left
  EXPECT_FALSE(moved());
}

TEST(Session, ForgetsTheOldestStepsBeyondTheLimit) {
  Session session(start());
  for (Index i = 1; i <= static_cast<Index>(kUndoLimit) + 5; ++i) session.change(set_stride(i));
  while (session.can_undo()) session.undo();
  EXPECT_EQ(stride(session), 5);
}

}  // namespace
}  // namespace convscope
