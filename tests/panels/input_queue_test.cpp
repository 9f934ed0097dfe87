#include "app/panels/input_queue.h"

#include <gtest/gtest.h>
#include <imgui.h>

namespace convscope {
namespace {

class InputQueueTest : public ::testing::Test {
 protected:
  InputQueueTest() {
    ImGui::CreateContext();
    prepare_keyboard();
  }
  ~InputQueueTest() override { ImGui::DestroyContext(); }
  void press(int key) {
    queue_.push(input::Key{key, true, false, false, false, false});
    queue_.push(input::Key{key, false, false, false, false, false});
  }
  InputQueue queue_;
};

TEST_F(InputQueueTest, GivesEveryPressOfAKeyAFrameOfItsOwn) {
  for (int i = 0; i < 20; ++i) press('A');
  int presses = 0, frames = 0;
  for (; !queue_.empty() && frames < 100; ++frames) presses += static_cast<int>(queue_.apply().keys.size());
  EXPECT_EQ(presses, 20);
  EXPECT_GE(frames, 20);
}

TEST_F(InputQueueTest, TheReleaseOfAHeldKeyDoesNotWaitForAllItsRepeats) {
  queue_.push(input::Key{'B', true, false, false, false, false});
  for (int i = 0; i < 50; ++i) queue_.push(input::Key{'B', true, true, false, false, false});
  queue_.push(input::Key{'B', false, false, false, false, false});
  int frames = 0;
  FrameInput frame;
  for (; !queue_.empty() && frames < 100; ++frames) frame = queue_.apply();
  EXPECT_LE(frames, 3) << "press, one repeat, release";
  EXPECT_EQ(frame.released, std::vector<int>{'B'});
}

TEST_F(InputQueueTest, DoesNotMergePressAndReleaseOfAButton) {
  queue_.push(input::Button{0, true});
  queue_.push(input::Button{0, false});
  queue_.apply();
  EXPECT_FALSE(queue_.empty());
  queue_.apply();
  EXPECT_TRUE(queue_.empty());
}

TEST_F(InputQueueTest, MovesOnlyAfterTheButtonThatWentDownBefore) {
  queue_.push(input::Move{{10, 10}});
  queue_.push(input::Button{0, true});
  queue_.push(input::Move{{50, 10}});
  queue_.apply();
  EXPECT_FALSE(queue_.empty());
}

TEST_F(InputQueueTest, ShowsADragWhereItEndsBeforeTheButtonGoesUp) {
  queue_.push(input::Button{0, true});
  queue_.apply();
  queue_.push(input::Move{{50, 10}});
  queue_.push(input::Button{0, false});
  queue_.apply();
  EXPECT_FALSE(queue_.empty());
}

TEST_F(InputQueueTest, TakesAWholePathOfThePointerInOneFrame) {
  for (int i = 0; i < 50; ++i) queue_.push(input::Move{{static_cast<double>(i), 0}});
  queue_.apply();
  EXPECT_TRUE(queue_.empty());
}

TEST_F(InputQueueTest, TellsEveryPointOfThePath) {
  for (int i = 0; i < 50; ++i) queue_.push(input::Move{{static_cast<double>(i), 2.0 * i}});
  const FrameInput frame = queue_.apply();
  ASSERT_EQ(frame.path.size(), 50U);
  EXPECT_EQ(frame.path[30].x, 30);
  EXPECT_EQ(frame.path[30].y, 60);
}

TEST_F(InputQueueTest, WhatIsTypedAfterAChordWaitsForWhatItOpens) {
  queue_.push(input::Key{'K', true, false, true, false, false});
  queue_.push(input::Key{'K', false, false, true, false, false});
  queue_.push(input::Key{'P', true, false, false, false, false});
  queue_.push(input::Character{'p'});
  FrameInput frame = queue_.apply();
  EXPECT_EQ(frame.keys.size(), 1U);
  EXPECT_EQ(frame.text, "");
  frame = queue_.apply();
  EXPECT_EQ(frame.keys.size(), 1U);
  EXPECT_EQ(frame.text, "p");
}

TEST_F(InputQueueTest, KeepsAKeyAfterTypedTextForTheNextFrame) {
  queue_.push(input::Character{'x'});
  queue_.push(input::Key{259, true, false, false, false, false});
  EXPECT_TRUE(queue_.apply().keys.empty());
  EXPECT_EQ(queue_.apply().keys.size(), 1U);
}

TEST_F(InputQueueTest, KnowsTheModifiersAsTheyWereWhenTheKeyWentDown) {
  queue_.push(input::Key{'S', true, false, true, false, false});
  queue_.push(input::Key{'S', false, false, false, false, false});
  FrameInput frame = queue_.apply();
  ASSERT_EQ(frame.keys.size(), 1U);
  EXPECT_TRUE(frame.keys[0].control);
}

TEST_F(InputQueueTest, HandsOverDroppedFiles) {
  queue_.push(input::Drop{{"a.png", "b.json"}});
  EXPECT_EQ(queue_.apply().dropped, (std::vector<std::string>{"a.png", "b.json"}));
}

}  // namespace
}  // namespace convscope
