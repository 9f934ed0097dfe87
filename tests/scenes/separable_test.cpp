// Scenes 12 and 15: kernels taken apart into lines, exactly where they are of rank 1, and as near as it goes elsewhere.
#include <cmath>

#include "scenes/shipped.h"

namespace convscope {
namespace {

using SeparableScene = ShippedScenes;

double largest(const Tensor& tensor) {
  double most = 0;
  for (float value : tensor.data) most = std::max(most, std::abs(static_cast<double>(value)));
  return most;
}

double energy(const Tensor& tensor) {
  double sum = 0;
  for (float value : tensor.data) sum += static_cast<double>(value) * value;
  return sum;
}

TEST_F(SeparableScene, MakesAColumnTimesARowTheWholeKernel) {
  auto made = model("separable");
  EXPECT_EQ(values(made->layer("kernel").output()), (std::vector<float>{3, 6, 9, 4, 8, 12, 5, 10, 15}));
  EXPECT_EQ(made->layer("column").weight().count() + made->layer("row").weight().count(), 6);
  EXPECT_EQ(made->layer("whole").weight().count(), 9);
}

TEST_F(SeparableScene, GivesInTwoPassesWhatTheWholeKernelGivesInOne) {
  for (Index size : {3, 5, 7}) {
    auto made = model("separable", {{"kernel", list({size, 3})}, {"input", list({9, 8})}});
    EXPECT_EQ(values(made->layer("row").output()), values(made->layer("whole").output())) << size;
  }
  auto made = model("separable");
  EXPECT_EQ(made->layer("whole").layer->cost().multiplications, 81);
  EXPECT_EQ(made->layer("column").layer->cost().multiplications + made->layer("row").layer->cost().multiplications, 72);
}

class Split : public ShippedScenes {
 protected:
  std::shared_ptr<const Model> split(const std::string& filter, Index rank) {
    State state = state_of("separable", {{"filter", word(filter)}, {"rank", list({rank})}});
    state.mode = "split";
    state.image = CONVSCOPE_SOURCE_DIR "/assets/images/chelsea.jpg";
    return model(state);
  }
};

TEST_F(Split, OfSobelIsExact) {
  auto made = split("sobel", 1);
  EXPECT_LT(largest(made->layer("lost").output()), 1e-6);
  EXPECT_LT(largest(made->layer("difference").output()), 1e-2);
}

TEST_F(Split, OfEmbossKeepsFiftyFivePercentAndMoreWithASecondPair) {
  auto one = split("emboss", 1), two = split("emboss", 2);
  const double whole = energy(one->tensors.at("weight")), lost = energy(one->layer("lost").output());
  EXPECT_NEAR(1 - lost / whole, 0.55, 0.005);
  EXPECT_LT(energy(two->layer("lost").output()), lost / 5);
  EXPECT_LT(largest(two->layer("difference").output()), largest(one->layer("difference").output()));
}

TEST_F(Split, OfTheNearestKernelThatSplitsLosesNothingAndIsWhatTheSplitOfTheOtherWas) {
  auto emboss = split("emboss", 1);
  State state = state_of("separable", {{"filter", word("emboss")}, {"rank", list({1})}, {"nearest", true}});
  state.mode = "split";
  auto nearest = model(state);
  EXPECT_LT(largest(nearest->layer("lost").output()), 1e-5);
  const Tensor &weight = nearest->tensors.at("weight"), &best = emboss->layer("best").output();
  for (Index i = 0; i < weight.count(); ++i) EXPECT_NEAR(weight[i], best[i], 1e-5);
  state.edits[{"weight", {0, 0, 1, 1}}] = 9;  // asked for: the nearest follows, and splits still
  nearest = model(state);
  EXPECT_LT(largest(nearest->layer("lost").output()), 1e-5);
  EXPECT_NE(nearest->tensors.at("weight")[4], best[4]);
}

using FlattenedScene = ShippedScenes;

TEST_F(FlattenedScene, GivesInThreePassesWhatTheOneFilterGives) {
  auto made = model("flattened");
  EXPECT_EQ(values(made->layer("along").output()), values(made->layer("whole").output()));
  EXPECT_EQ(made->layer("filter").output().count(), 27);
  Index weights = 0;
  for (const char* name : {"across", "down", "along"}) weights += made->layer(name).weight().count();
  EXPECT_EQ(weights, 9);
}

TEST_F(FlattenedScene, LosesAPartOfAFilterThatIsNoProductOfThreeAndNothingOfOneThatIs) {
  State state = state_of("flattened");
  state.mode = "best";
  auto made = model(state);
  EXPECT_NEAR(1 - energy(made->layer("lost").output()) / energy(made->tensors.at("asked")), 0.72, 0.005);
  state.parameters["nearest"] = true;
  auto nearest = model(state);
  EXPECT_LT(largest(nearest->layer("lost").output()), 1e-5);
  for (Index i = 0; i < 27; ++i) EXPECT_NEAR(nearest->tensors.at("asked")[i], made->layer("filter").output()[i], 1e-4);
  state.parameters.clear();
  for (Index channel = 0; channel < 3; ++channel)
    for (Index r = 0; r < 3; ++r)
      for (Index c = 0; c < 3; ++c) state.edits[{"asked", {0, channel, r, c}}] = static_cast<double>((channel - 1) * (r + 1) * (c - 2));
  made = model(state);
  EXPECT_LT(largest(made->layer("lost").output()), 1e-5);
  EXPECT_NE(largest(made->layer("whole").output()), 0);
  for (Index i = 0; i < made->layer("along").output().count(); ++i)
    EXPECT_NEAR(made->layer("along").output()[i], made->layer("whole").output()[i], 1e-4);
}

}  // namespace
}  // namespace convscope
