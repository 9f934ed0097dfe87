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

}  // namespace
}  // namespace convscope
