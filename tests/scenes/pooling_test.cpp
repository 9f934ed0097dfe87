// What the scenes of pooling say in numbers.
#include "scenes/shipped.h"

#include <cmath>

namespace convscope {
namespace {

using Pooling = ShippedScenes;

State mode_of(const std::string& scene, const std::string& mode, std::map<std::string, AttributeValue> parameters = {}) {
  State state;
  state.scene = scene;
  state.mode = mode;
  state.parameters = std::move(parameters);
  return state;
}

TEST_F(Pooling, LeavesTheLargestAndTheMeanOfTheSameWindows) {
  auto made = model("pooling");
  EXPECT_EQ(values(made->layer("maximum").output()), (std::vector<float>{4, 9, 8, 5, 8, 8, 7, 9, 7}));
  EXPECT_EQ(values(made->layer("average").output()), (std::vector<float>{1.75, 6.25, 5.75, 2, 4, 4.75, 6, 7.5, 3}));
}

TEST_F(Pooling, HasNothingToLearn) {
  for (const char* mode : {"windows", "border", "global"}) {
    auto made = model(mode_of("pooling", mode));
    EXPECT_EQ(made->pipeline->cost().parameters, 0) << mode;
  }
}

TEST_F(Pooling, NeverLetsTheBorderWinAndCountsItInTheMeanOnlyWhenAsked) {
  auto made = model(mode_of("pooling", "border"));
  EXPECT_EQ(made->layer("maximum").output()[0], -3);
  EXPECT_FLOAT_EQ(made->layer("counted").output()[0], -20.0f / 9);
  EXPECT_EQ(made->layer("left_out").output()[0], -5);
  EXPECT_FLOAT_EQ(made->layer("counted").output()[5], made->layer("left_out").output()[5]);  // no border in that window
}

TEST_F(Pooling, ReadsTheRestWithOneMoreWindowInCeilMode) {
  auto made = model(mode_of("pooling", "border"));
  EXPECT_EQ(values(made->layer("floor").output()), (std::vector<float>{4, 7}));
  EXPECT_EQ(values(made->layer("ceil").output()), (std::vector<float>{4, 7, 6}));
}

TEST_F(Pooling, OfWholePlanesLeavesOneNumberAChannel) {
  auto made = model(mode_of("pooling", "global", {{"channels", list({5})}, {"input", list({3, 6})}}));
  EXPECT_EQ(made->layer("average").output().extents, (Extents{1, 5, 1, 1}));
  EXPECT_EQ(values(model(mode_of("pooling", "global"))->layer("average").output()), (std::vector<float>{3, 6.5, 0.75}));
}

TEST_F(Pooling, RunsOnAPhotographOfAnySize) {
  auto made = model(mode_of("pooling", "photograph", {{"kernel", list({8})}, {"stride", list({8})}}));
  const Extents &in = made->layer("maximum").input().extents, &out = made->layer("maximum").output().extents;
  EXPECT_EQ(out[2], in[2] / 8);
  EXPECT_EQ(out[3], in[3] / 8);
  EXPECT_EQ(made->pictures.count("average"), 1u);
}

}  // namespace
}  // namespace convscope
