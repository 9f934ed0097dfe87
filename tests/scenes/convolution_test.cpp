// Scene 1: a convolution of two sequences and their correlation, and what a lit pixel prints.
#include <algorithm>

#include "scenes/shipped.h"

namespace convscope {
namespace {

using ConvolutionScene = ShippedScenes;

TEST_F(ConvolutionScene, GivesTheTextbooksNumbersAndOthersForTheCorrelation) {
  auto made = model("convolution");
  EXPECT_EQ(values(made->layer("convolution").output()), (std::vector<float>{0, 1, 2.5, 4, 1.5}));
  EXPECT_EQ(values(made->layer("correlation").output()), (std::vector<float>{0.5, 2, 3.5, 3, 0}));
}

TEST_F(ConvolutionScene, StaysTheSameWhenSignalAndKernelChangePlacesWhereACorrelationIsMirrored) {
  for (Index length : {3, 5}) {
    auto made = model("convolution", {{"f_length", list({length})}});
    EXPECT_EQ(values(made->layer("convolution_swapped").output()), values(made->layer("convolution").output()));
    std::vector<float> mirrored = values(made->layer("correlation").output());
    std::reverse(mirrored.begin(), mirrored.end());
    EXPECT_EQ(values(made->layer("correlation_swapped").output()), mirrored);
  }
}

TEST_F(ConvolutionScene, PrintsTheKernelUprightOrTurnedWhereOnePixelIsLit) {
  State state = state_of("convolution");
  state.mode = "one_pixel";
  auto made = model(state);
  const std::vector<float> kernel = values(made->first().weight());
  EXPECT_EQ(values(made->layer("convolution").output()), kernel);
  EXPECT_EQ(values(made->layer("correlation").output()), std::vector<float>(kernel.rbegin(), kernel.rend()));
}

TEST_F(ConvolutionScene, MakesNoDifferenceForASymmetricKernel) {
  State state = state_of("convolution");
  state.edits[{"g", {0, 0, 0, 0}}] = 0.5;
  auto made = model(state);
  EXPECT_EQ(values(made->layer("convolution").output()), values(made->layer("correlation").output()));
}

}  // namespace
}  // namespace convscope
