// When the stage goes over from one setting to the next, and when it changes at once.
#include "app/panels/glide.h"

#include "panels/whole_window.h"

namespace convscope {
namespace {

State with_order(const std::string& order) {
  State state;
  state.scene = "cost";
  state.parameters["order"] = order;
  return state;
}

TEST(AGlide, RestsUntilSomethingIsSetAndAgainWhenItsTimeIsOver) {
  Glide glide;
  EXPECT_EQ(follow(glide, with_order("listed"), 5).before, nullptr);
  EXPECT_EQ(follow(glide, with_order("listed"), 6).before, nullptr);
  const GlideShown begun = follow(glide, with_order("ascending"), 7);
  ASSERT_NE(begun.before, nullptr);
  EXPECT_EQ(begun.before->parameters, with_order("listed").parameters);
  EXPECT_EQ(begun.share, 0);
  const GlideShown half = follow(glide, with_order("ascending"), 7 + kGlideSeconds / 2);
  ASSERT_NE(half.before, nullptr);
  EXPECT_NEAR(half.share, 0.5, 1e-9);
  const GlideShown over = follow(glide, with_order("ascending"), 7 + kGlideSeconds);
  EXPECT_EQ(over.before, nullptr);
  EXPECT_EQ(over.share, 1);
  EXPECT_EQ(follow(glide, with_order("ascending"), 9).before, nullptr);
}

TEST(AGlide, FollowsADragAtOnce) {
  Glide glide;
  follow(glide, with_order("a"), 1);
  EXPECT_NE(follow(glide, with_order("b"), 2).before, nullptr);
  EXPECT_EQ(follow(glide, with_order("c"), 2.02).before, nullptr);
  EXPECT_EQ(follow(glide, with_order("d"), 2.04).before, nullptr);
  EXPECT_NE(follow(glide, with_order("e"), 3).before, nullptr);
}

TEST(AGlide, ShowsEachStepOfADragWhereThatIsAskedFor) {
  Glide glide;
  follow(glide, with_order("a"), 1, true);
  follow(glide, with_order("b"), 2, true);
  const GlideShown next = follow(glide, with_order("c"), 2.02, true);
  ASSERT_NE(next.before, nullptr);
  EXPECT_EQ(next.before->parameters, with_order("b").parameters) << "from the last step, not from where the drag began";
  EXPECT_EQ(next.share, 0);
}

TEST(AGlide, IsLeftOutWhereMotionIsReducedAndFromSceneToScene) {
  Glide glide;
  follow(glide, with_order("a"), 1);
  State still = with_order("b");
  still.reduce_motion = true;
  EXPECT_EQ(follow(glide, still, 2).before, nullptr);
  State elsewhere = with_order("c");
  elsewhere.scene = "padding";
  EXPECT_EQ(follow(glide, elsewhere, 4).before, nullptr);
}

class GlidingWindow : public WholeWindow {
 protected:
  // How many frames of a second the window asked for by itself, after a change.
  int frames_asked_for(const std::function<void(State&)>& edit) {
    for (int i = 0; i < 4; ++i) draw_frame(kSurface);
    controller_->perform(act::Change{edit, ""});
    int asked = 0;
    for (int i = 0; i < 60; ++i) {
      const FrameOutcome outcome = draw_frame(kSurface);
      asked += outcome.wake >= 0 && outcome.wake < 0.1 ? 1 : 0;
      last_ = outcome.wake;
    }
    return asked;
  }
  static constexpr Surface kSurface{640, 480, 1};
  double last_ = -1;
};

TEST_F(GlidingWindow, DrawsOnlyWhileTapsMove) {
  State state;
  state.scene = "dilated";
  state.moment = {5, 3, 1};
  open(state);
  if (IsSkipped()) return;
  const auto rate = [](Index wanted) {
    return [wanted](State& s) { s.parameters["dilation"] = std::vector<Index>{wanted, wanted}; };
  };
  const int way = static_cast<int>(kGlideSeconds * 60);
  EXPECT_NEAR(frames_asked_for(rate(3)), way, 2);
  EXPECT_LT(last_, 0) << "then it rests";
  EXPECT_EQ(frames_asked_for([](State& s) { s.parameters["kernel"] = std::vector<Index>{2, 2}; }), 0) << "nothing glides";
  EXPECT_NEAR(frames_asked_for([](State& s) { s.parameters.clear(); }), way, 2) << "back to the scene's own rate";
  controller_->run(ActionId::kUndo);
  EXPECT_NEAR(frames_asked_for([](State&) {}), way - 4, 4) << "what is undone glides too";
}

}  // namespace
}  // namespace convscope
