// The small layers: sizes, counts and sums.
#include "scenes/shipped.h"

#include <cmath>

namespace convscope {
namespace {

using SmallLayers = ShippedScenes;

TEST_F(SmallLayers, OfTheFullyConnectedCardMultiplyEveryInputWithEveryOutput) {
  auto made = model("small_layers");
  const LayerModel& layer = made->layer("fully_connected");
  EXPECT_EQ(values(layer.output()), (std::vector<float>{5, -5, 1}));
  EXPECT_EQ(layer.layer->cost().parameters, 8 * 3 + 3);  // Ci·Co + Co
  EXPECT_EQ(model("small_layers", {{"filters", list({6})}})->layer("fully_connected").layer->cost().parameters, 8 * 6 + 6);
}

TEST_F(SmallLayers, OfNormalisationLearnTwoValuesAChannelAndBringTheMeanToBeta) {
  auto made = model("small_layers");
  EXPECT_EQ(made->layer("scaled").layer->cost().parameters, 2);
  EXPECT_EQ(made->layer("normalised").layer->cost().parameters, 0);
  double normalised = 0, scaled = 0, square = 0;
  for (Index i = 0; i < 8; ++i) {
    normalised += made->layer("normalised").output()[i] / 8;
    square += made->layer("normalised").output()[i] * made->layer("normalised").output()[i] / 8;
    scaled += made->layer("scaled").output()[i] / 8;
  }
  EXPECT_NEAR(normalised, 0, 1e-5);
  EXPECT_NEAR(square, 1, 1e-4);
  EXPECT_NEAR(scaled, 0.5, 1e-5);
}

TEST_F(SmallLayers, OfDropoutLeaveACellOutOrEnlargeIt) {
  auto made = model("small_layers", {{"p", 0.25}});
  const LayerModel& layer = made->layer("dropped");
  int dropped = 0;
  for (Index i = 0; i < layer.output().count(); ++i) {
    if (layer.output()[i] == 0) ++dropped;
    EXPECT_TRUE(layer.output()[i] == 0 || std::abs(layer.output()[i] - layer.input()[i] / 0.75) < 1e-5) << i;
  }
  EXPECT_GT(dropped, 0);
  EXPECT_LT(dropped, 9);
}

TEST_F(SmallLayers, OfAddAndConcatenateKeepAndJoinTheShapes) {
  auto made = model("small_layers");
  EXPECT_EQ(values(made->layer("added").output()), (std::vector<float>{4, 6, 3, 4, -2, -1, 3, 1, 4}));
  EXPECT_EQ(made->layer("joined").output().extents, (Extents{1, 48, 28, 28}));
  EXPECT_FALSE(find_operator("add").value()->layer({}, {Extents{1, 16, 28, 28}, Extents{1, 32, 28, 28}}));
}

TEST_F(SmallLayers, AnswerToTheShapesThatAreAskedAboutInPlaceOfTheirOwn) {
  auto made = model("small_layers");
  for (const LayerModel& layer : made->layers) EXPECT_FALSE(layer.refused) << layer.name;
  made = model("small_layers", {{"branch_side", list({14})}, {"features", list({9})}});
  ASSERT_TRUE(made->layer("joined").refused && made->layer("fully_connected").refused);
  EXPECT_EQ(made->layer("joined").refused->message,
            "shapes 1×16×28×28 and 1×32×14×14 cannot be joined along axis 1: all other sizes must be equal");
  EXPECT_EQ(made->layer("joined").output().extents, (Extents{1, 48, 28, 28})) << "what plays is its own";
  EXPECT_FALSE(made->layer("added").refused) << "it is not asked";
}

}  // namespace
}  // namespace convscope
