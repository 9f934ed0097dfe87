// The 1×1 layer is a fully connected layer at every pixel, and mixes a photograph's colours into other channels.
#include "scenes/shipped.h"

namespace convscope {
namespace {

class PointwiseModes : public ShippedScenes {
 protected:
  std::shared_ptr<const Model> mode(const std::string& name, std::map<std::string, AttributeValue> parameters = {},
                                    std::map<CellKey, double> edits = {}) {
    State state = state_of("pointwise", std::move(parameters));
    state.mode = name;
    state.edits = std::move(edits);
    state.image = name == "photograph" ? "chelsea" : "";
    return model(state);
  }
};

TEST_F(PointwiseModes, AFullyConnectedLayerPerPixelMakesTheSameNumbers) {
  auto made = mode("layer", {{"input", list({3, 5})}, {"channels", list({4})}, {"filters", list({6})}}, {{{"input", {0, 2, 1, 3}}, 17}});
  const LayerModel &mixed = made->layer("mixed"), &linear = made->layer("layer");
  EXPECT_EQ(linear.layer->op(), "linear");
  EXPECT_EQ(linear.output().extents, (Extents{15, 6}));
  EXPECT_EQ(linear.input()[(1 * 5 + 3) * 4 + 2], 17) << "the pixel's row holds what was typed into its channel";
  for (Index f = 0; f < 6; ++f)
    for (Index at = 0; at < 15; ++at) EXPECT_EQ(linear.output()[at * 6 + f], mixed.output()[f * 15 + at]);
}

TEST_F(PointwiseModes, APhotographBecomesGreyAndTwoOpponentMaps) {
  auto made = mode("photograph");
  const Tensor& input = made->tensors.at("input");
  const Index plane = input.extents[2] * input.extents[3], at = 100 * input.extents[3] + 120;
  const double red = input[at], green = input[plane + at], blue = input[2 * plane + at];
  EXPECT_EQ(made->layer("grey").output()[at], 0.25 * red + 0.625 * green + 0.125 * blue);
  EXPECT_EQ(made->layer("red_green").output()[at], red - green);
  EXPECT_EQ(made->layer("blue_yellow").output()[at], blue - (red + green) / 2);
  EXPECT_FALSE(made->pictures.at("grey").is_signed);
  EXPECT_TRUE(made->pictures.at("red_green").is_signed);
  EXPECT_TRUE(made->pictures.at("blue_yellow").is_signed);
}

}  // namespace
}  // namespace convscope
