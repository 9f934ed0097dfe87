// What stored whole and real numbers cannot show of the pooling shaders: not-a-numbers, infinities, windows without a cell.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "gpu/gpu_support.h"
#include "support/operator_layers.h"

namespace convscope {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Line {
  std::vector<float> input;
  GivenAttributes given;
};

TEST(MaxPoolShader, TreatsInfinitiesAndNotANumbersAsTheDefinitionDoes) {
  const AttributeValue one = numbers({1}), two = numbers({2}), three = numbers({3});
  const std::vector<Line> lines = {
      {{kNaN, 9, kNaN, 1, 2, 3}, {{"kernel_size", three}}},
      {{-kInfinity, -kInfinity, -kInfinity, 4, kInfinity, kInfinity}, {{"kernel_size", three}, {"stride", one}, {"padding", one}}},
      {{-kInfinity, kNaN, 3, -kNaN, kInfinity}, {{"kernel_size", two}, {"stride", one}}},
      {{5}, {{"kernel_size", two}, {"padding", one}, {"dilation", two}}}};
  auto gpu = device_of(DeviceChoice::kGpu);
  for (const Line& line : lines) {
    const Tensor input({1, 1, static_cast<Index>(line.input.size())}, line.input);
    auto layer = made("max_pool1d", {input.extents}, line.given);
    const Tensor most = gpu->run(*layer, {&input}).value().output, winners = gpu->run_winners(*layer, {&input}).value().output;
    const Tensor64 exact = reference(*layer, {&input}), exact_winners = reference_winners(*layer, {&input});
    for (Index cell = 0; cell < most.count(); ++cell) {
      EXPECT_TRUE(std::isnan(exact[cell]) ? std::isnan(most[cell]) : static_cast<double>(most[cell]) == exact[cell])
          << cell << ": " << most[cell];
      EXPECT_EQ(static_cast<double>(winners[cell]), exact_winners[cell]) << cell;
    }
  }
}

}  // namespace
}  // namespace convscope
