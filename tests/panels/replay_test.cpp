// What a changed control adds to the timeline is played once, then one is back where one was.
#include <gtest/gtest.h>

#include "app/panels/controller.h"

namespace convscope {
namespace {

class Replay : public testing::Test {
 protected:
  void SetUp() override {
    State state;
    state.scene = "convolution";
    auto controller = Controller::create(catalog_, state, make_device(DeviceChoice::kCpu).value());
    ASSERT_TRUE(controller) << controller.error().message;
    controller_ = std::move(controller).value();
  }
  const State& state() const { return controller_->state(); }
  void look(const std::function<void(State&)>& edit) { controller_->perform(act::Look{edit}); }
  void swap() {
    controller_->perform(act::Change{[](State& s) { s.parameters["roles"] = std::string("f_over_g"); }, ""});
  }
  void play(double seconds) {
    for (double played = 0; played < seconds && state().playing; played += 0.1) controller_->advance(0.1, now_ += 0.1);
  }

  Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<Controller> controller_;
  double now_ = 0;
};

TEST_F(Replay, SwappingSignalAndKernelPlaysTheExchangeAndComesBack) {
  look([](State& s) { s.moment = {3, 3, 1}; });  // after the flip of the kernel: output cell 2
  swap();
  EXPECT_EQ(state().moment, (Moment{0, 0, 0}));
  EXPECT_TRUE(state().playing);
  play(1);
  EXPECT_EQ(state().moment.step, 0) << "on its way";
  play(10);
  EXPECT_FALSE(state().playing) << "it stood before";
  EXPECT_EQ(state().moment, (Moment{4, 3, 1})) << "the same cell, one step later on a timeline that has one more";
}

TEST_F(Replay, WhoMovesOnIsNotCarriedBack) {
  look([](State& s) { s.moment = {3, 3, 1}; });
  swap();
  look([](State& s) {
    s.moment = {2, 3, 1};
    s.playing = false;
  });
  controller_->advance(0.1, 0.1);
  EXPECT_EQ(state().moment, (Moment{2, 3, 1}));
}

TEST_F(Replay, SwappedBackOnTheWayThePlayheadStandsStillAsBefore) {
  look([](State& s) { s.moment = {3, 3, 1}; });
  swap();
  play(0.5);
  controller_->perform(act::Change{[](State& s) { s.parameters["roles"] = std::string("g_over_f"); }, ""});
  const std::int64_t step = state().moment.step;
  play(30);
  EXPECT_FALSE(state().playing) << "it stood before";
  EXPECT_EQ(state().moment.step, step) << "it neither walks on nor jumps";
}

TEST_F(Replay, ReducedMotionLeavesThePlayheadWhereItIs) {
  look([](State& s) {
    s.moment = {3, 3, 1};
    s.reduce_motion = true;
  });
  swap();
  EXPECT_EQ(state().moment, (Moment{3, 3, 1}));
  EXPECT_FALSE(state().playing);
}

class ReplayOfARate : public Replay {
 protected:
  void SetUp() override {
    State state;
    state.scene = "dilated";
    controller_ = Controller::create(catalog_, state, make_device(DeviceChoice::kCpu).value()).value();
  }
  void rate(Index rate) {
    controller_->perform(act::Change{[rate](State& s) { s.parameters["dilation"] = std::vector<Index>{rate, rate}; }, "drag"});
  }
};

TEST_F(ReplayOfARate, SetInTheMidstOfTheOpeningPlaysItFromItsBeginAndStandsStillAgain) {
  look([](State& s) { s.moment = {0, 0, 0.4}; });
  rate(3);
  EXPECT_EQ(state().moment, (Moment{0, 0, 0}));
  EXPECT_TRUE(state().playing);
  play(0.3);
  rate(1);  // dragged on
  play(10);
  EXPECT_FALSE(state().playing) << "it stood before";
  EXPECT_EQ(state().moment, (Moment{0, 0, 1}));
}

TEST_F(ReplayOfARate, SetAfterTheOpeningLeavesThePlayheadWhereItIs) {
  for (const Moment& moment : {Moment{0, 0, 1}, Moment{1, 2, 0.3}}) {
    look([&](State& s) { s.moment = moment; });
    rate(state().parameters.count("dilation") > 0 ? 2 : 3);
    EXPECT_EQ(state().moment, moment);
    EXPECT_FALSE(state().playing);
  }
}

TEST_F(ReplayOfARate, WhatPlayedGoesOnPlaying) {
  look([](State& s) {
    s.moment = {0, 0, 0.4};
    s.playing = true;
  });
  rate(3);
  play(2);
  EXPECT_TRUE(state().playing);
  EXPECT_GT(state().moment.step, 0);
}

TEST_F(ReplayOfARate, AnotherControlPlaysNothing) {
  look([](State& s) { s.moment = {0, 0, 0.4}; });
  controller_->perform(act::Change{[](State& s) { s.parameters["stride"] = std::vector<Index>{2, 2}; }, ""});
  EXPECT_EQ(state().moment, (Moment{0, 0, 0.4}));
}

}  // namespace
}  // namespace convscope
