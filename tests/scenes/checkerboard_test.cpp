// How often the outputs of a transposed convolution are painted: the counts every text on checkerboards shows.
#include <algorithm>
#include <cmath>

#include "scenes/shipped.h"

namespace convscope {
namespace {

class Checkerboard : public ShippedScenes {
 protected:
  // A device that takes milliseconds for a photograph; the definition takes seconds.
  void SetUp() override {
    ShippedScenes::SetUp();
    Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kCpu);
    ASSERT_TRUE(device) << device.error().message;
    device_ = std::move(device).value();
  }
  std::shared_ptr<const Model> with(Index kernel, Index stride) {
    State state = state_of("checkerboard", {{"kernel", list({kernel})}, {"stride", list({stride})}});
    state.image = "chelsea";
    return model(state);
  }
  std::shared_ptr<const Model> settings(std::map<std::string, AttributeValue> parameters, const std::string& mode = "") {
    State state = state_of("checkerboard", std::move(parameters));
    state.mode = mode;
    state.image = "chelsea";
    return model(state);
  }
};

// (most − least) ÷ mean over one period in the middle.
double ripple(const Tensor& counts, Index period) {
  const Index top = (counts.extents[2] - period) / 2, left = (counts.extents[3] - period) / 2;
  double least = 1e9, most = 0, sum = 0;
  for (Index y = top; y < top + period; ++y)
    for (Index x = left; x < left + period; ++x) {
      const double value = counts.at({0, 0, y, x});
      least = std::min(least, value);
      most = std::max(most, value);
      sum += value;
    }
  return (most - least) / (sum / static_cast<double>(period * period));
}

TEST_F(Checkerboard, CountsTheStampsInOneDimension) {
  EXPECT_EQ(values(with(3, 2)->layer("line").output()), (std::vector<float>{1, 1, 2, 1, 2, 1, 2, 1, 1}));
  EXPECT_EQ(values(with(4, 2)->layer("line").output()), (std::vector<float>{1, 1, 2, 2, 2, 2, 2, 2, 1, 1}));
}

TEST_F(Checkerboard, CountsInTwoDimensionsRowTimesColumn) {
  auto made = with(3, 2);
  const Tensor &line = made->layer("line").output(), &map = made->layer("map").output();
  for (Index y = 0; y < line.count(); ++y)
    for (Index x = 0; x < line.count(); ++x) EXPECT_EQ(map.at({0, 0, y, x}), line[y] * line[x]);
}

TEST_F(Checkerboard, RipplesWhereTheStrideDoesNotDivideTheKernelAndIsCured) {
  auto uneven = with(3, 2);
  EXPECT_NEAR(ripple(uneven->layer("counts_plain").output(), 2), 3.0 / 2.25, 1e-12);
  EXPECT_EQ(ripple(uneven->layer("counts_divisible").output(), 2), 0);
  EXPECT_NEAR(ripple(uneven->layer("counts_smoothed").output(), 2), 9.0 / 20.25, 1e-12);
  EXPECT_EQ(ripple(uneven->layer("counts_resized").output(), 2), 0);
  EXPECT_EQ(ripple(with(4, 2)->layer("counts_plain").output(), 2), 0);
  EXPECT_GT(ripple(with(5, 2)->layer("counts_plain").output(), 2), 0);
  EXPECT_GT(ripple(with(4, 3)->layer("counts_plain").output(), 3), 0);
}

TEST_F(Checkerboard, EnlargesTheSmallPictureWithThePatternOfTheCounts) {
  auto made = with(3, 2);
  const Tensor &small = made->layer("small").output(), &plain = made->layer("plain").output();
  EXPECT_EQ(plain.extents, (Extents{1, 3, 2 * small.extents[2] + 1, 2 * small.extents[3] + 1}));
  // Between two pixels a cell adds both; over one pixel it is that pixel alone.
  EXPECT_EQ(plain.at({0, 0, 5, 5}), small.at({0, 0, 2, 2}));
  EXPECT_NEAR(plain.at({0, 0, 5, 6}), small.at({0, 0, 2, 2}) + small.at({0, 0, 2, 3}), 1e-3);
}

// ---- amplified, cancelled, cured ------------------------------------------------------------------------------------------------

TEST_F(Checkerboard, CancelsTheGridByWeightsThoughTheStampsOverlapUnevenly) {
  auto made = settings({{"kernel", list({3})}, {"stride", list({2})}, {"stamp_weights", word("cancelling")}});
  EXPECT_EQ(values(made->tensors.at("weights")),
            (std::vector<float>{0.5625F, 1.125F, 0.5625F, 1.125F, 2.25F, 1.125F, 0.5625F, 1.125F, 0.5625F}));
  EXPECT_NEAR(ripple(made->layer("counts_plain").output(), 2), 0, 1e-6);
  EXPECT_EQ(values(made->tensors.at("stamp")), (std::vector<float>{0.75F, 1.5F, 0.75F}));
  EXPECT_EQ(values(made->layer("line").output()), (std::vector<float>{0.75F, 1.5F, 1.5F, 1.5F, 1.5F, 1.5F, 1.5F, 1.5F, 0.75F}));
}

TEST_F(Checkerboard, StampsTheFigureAndThePictureWithTheSameWeights) {
  for (const char* weights : {"equal", "cancelling", "uneven"}) {
    auto made = settings({{"kernel", list({3})}, {"stride", list({2})}, {"stamp_weights", word(weights)}});
    const Tensor &line = made->tensors.at("stamp"), &square = made->tensors.at("square_stamp"), &photo = made->tensors.at("picture_stamp");
    for (Index i = 0; i < square.count(); ++i) EXPECT_EQ(square[i], photo[i]) << weights;
    if (weights == std::string("uneven"))
      for (Index x = 0; x < 3; ++x) EXPECT_EQ(line[x], square[x]);
    else
      for (Index i = 0; i < square.count(); ++i) EXPECT_EQ(square[i], line[i / 3] * line[i % 3]) << weights;
  }
}

TEST_F(Checkerboard, CanRippleWithUnevenWeightsAlsoWhereTheStrideDividesButNotAfterResizing) {
  auto made = settings({{"kernel", list({4})}, {"stride", list({2})}, {"stamp_weights", word("uneven")}});
  EXPECT_GT(ripple(made->layer("counts_divisible").output(), 2), 0.05);
  EXPECT_EQ(ripple(made->layer("counts_resized").output(), 2), 0);
}

TEST_F(Checkerboard, AmplifiesTheGridByWhatItSaysAndLeavesAnEvenPictureAlone) {
  auto once = settings({{"kernel", list({5})}, {"stride", list({2})}}), four = settings({{"kernel", list({5})}, {"amplify", list({4})}});
  EXPECT_NEAR(ripple(four->layer("counts_plain_shown").output(), 2), 4 * ripple(once->layer("counts_plain").output(), 2), 1e-5);
  EXPECT_NEAR(ripple(four->layer("counts_smoothed_shown").output(), 2), 4 * ripple(once->layer("counts_smoothed").output(), 2), 1e-5);
  EXPECT_EQ(values(once->layer("plain_shown").output()), values(once->layer("plain").output()));
  auto even = settings({{"kernel", list({4})}, {"amplify", list({8})}});
  const Tensor &shown = even->layer("plain_shown").output(), &plain = even->layer("plain").output();
  for (Index i = 0; i < plain.count(); i += 97) EXPECT_NEAR(shown[i], plain[i], 1e-2);
}

TEST_F(Checkerboard, CountsWhatEachCureDoesInOneDimension) {
  EXPECT_EQ(values(settings({{"cure", word("divisible")}})->layer("line_divisible").output()),
            (std::vector<float>{1, 1, 2, 2, 2, 2, 2, 2, 1, 1}));
  EXPECT_EQ(values(settings({{"cure", word("smoothed")}})->layer("line_smoothed").output()),
            (std::vector<float>{2, 4, 4, 5, 4, 5, 4, 4, 2}));
  EXPECT_EQ(values(settings({{"cure", word("resized")}})->layer("line_resized").output()), (std::vector<float>{2, 3, 3, 3, 3, 3, 3, 2}));
}

// ---- several layers, and the way back -----------------------------------------------------------------------------------------------

TEST_F(Checkerboard, CompoundsFromLayerToLayer) {
  auto made = settings({{"kernel", list({3})}, {"stride", list({2})}}, "stack");
  EXPECT_EQ(values(made->layer("line_2").output()),
            (std::vector<float>{1, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 1, 3, 2, 3, 1, 2, 1, 1}));
  EXPECT_NEAR(ripple(made->layer("counts_1").output(), 2), 3 / 2.25, 1e-9);           // 1 to 4
  EXPECT_NEAR(ripple(made->layer("counts_2").output(), 4), 8 / (2.25 * 2.25), 1e-9);  // 1 to 9
  EXPECT_NEAR(ripple(made->layer("counts_3").output(), 8), 24 / (2.25 * 2.25 * 2.25), 1e-6);  // 1 to 25
  EXPECT_EQ(ripple(made->layer("counts_resized_3").output(), 8), 0);
  EXPECT_EQ(ripple(settings({{"kernel", list({4})}}, "stack")->layer("counts_3").output(), 8), 0);
}

TEST_F(Checkerboard, ComesBackInTheGradientOfAStridedConvolution) {
  auto made = settings({}, "gradient");
  const Tensor& map = made->layer("strided").output();
  const std::vector<float> row{1, 1, 2, 1, 2, 1, 2, 1, 1};
  for (Index y = 0; y < 9; ++y)
    for (Index x = 0; x < 9; ++x)
      EXPECT_EQ(map.at({0, 0, y, x}), row[static_cast<std::size_t>(y)] * row[static_cast<std::size_t>(x)]);
  EXPECT_NEAR(ripple(made->layer("photo_strided").output(), 2), 3 / 2.25, 1e-9);
  EXPECT_EQ(ripple(made->layer("photo_even").output(), 2), 0);
}

TEST_F(Checkerboard, AmplifiesWhatUnevenWeightsLeaveWhereTheStrideDividesTheKernel) {
  for (Index times : {1, 4}) {
    auto made = settings({{"stamp_weights", word("uneven")}, {"amplify", list({times})}});
    EXPECT_NEAR(ripple(made->layer("counts_divisible_clean").output(), 2), 0, 1e-6);
    const double as_it_is = ripple(made->layer("counts_divisible").output(), 2);
    EXPECT_GT(as_it_is, 0.1);
    EXPECT_NEAR(ripple(made->layer("counts_divisible_shown").output(), 2), static_cast<double>(times) * as_it_is, 1e-5);
  }
}

TEST_F(Checkerboard, AmplifiesTheGridOfEveryStackedLayer) {
  auto made = settings({{"amplify", list({3})}}, "stack");
  for (const char* layer : {"1", "2", "3"}) {
    const std::string at = layer;
    const Tensor &photo = made->layer("photo_" + at).output(), &clean = made->layer("clean_" + at).output(),
                 &shown = made->layer("photo_shown_" + at).output();
    double grid = 0;
    for (Index i = 0; i < photo.count(); ++i) {
      EXPECT_NEAR(shown[i], photo[i] + 2 * (photo[i] - clean[i]), 0.01);
      grid = std::max(grid, std::abs(static_cast<double>(photo[i] - clean[i])));
    }
    EXPECT_GT(grid, 10) << "grey levels, in layer " << at;
  }
  // Every cell of the picture without the grid is shared out among the stamps that meet there: what meets adds up to 1.
  const Tensor& weights = made->tensors.at("picture_clean");
  for (Index y = 0; y < 2; ++y)
    for (Index x = 0; x < 2; ++x) {
      double sum = 0;
      for (Index v = y; v < 3; v += 2)
        for (Index u = x; u < 3; u += 2) sum += weights.at({0, 0, v, u});
      EXPECT_NEAR(sum, 1, 1e-6);
    }
}

}  // namespace
}  // namespace convscope
