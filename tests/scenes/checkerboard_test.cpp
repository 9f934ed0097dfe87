// How often the outputs of a transposed convolution are painted: the counts every text on checkerboards shows.
#include <algorithm>

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

}  // namespace
}  // namespace convscope
