// When the stage goes over from one setting to the next, and when it changes at once.
#include "app/panels/glide.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace convscope
