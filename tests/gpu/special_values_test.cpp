// What is no number and what is infinite, on the GPU as in the definition: shaders may not hide either.
#include <cmath>
#include <limits>

#include "engine/reference/reference.h"
#include "gpu/gpu_support.h"

namespace convscope {
namespace {

TEST(SpecialValues, ActivationsTreatThemAsTheDefinitionDoes) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const Tensor x({9}, {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity, -200, 200,
                       -std::numeric_limits<float>::max(), std::numeric_limits<float>::max(), -0.0f});
  auto device = device_of(DeviceChoice::kGpu);
  for (const char* op : {"relu", "relu6", "leaky_relu", "sigmoid", "silu", "hardsigmoid", "hardswish"}) {
    auto layer = find_operator(op).value()->layer({}, {x.extents}).value();
    const Tensor64 right = reference(*layer, {&x});
    const Tensor got = device->run(*layer, {&x}).value().output;
    for (Index cell = 0; cell < x.count(); ++cell) {
      if (std::isnan(right[cell])) {
        EXPECT_TRUE(std::isnan(got[cell])) << op << " at " << x[cell] << " gave " << got[cell];
      } else if (got[cell] != right[cell]) {  // equal infinities have no difference
        EXPECT_LE(std::abs(got[cell] - right[cell]), error_bound(*layer, {&x}, cell, 1.0 / (1 << 24)))
            << op << " at " << x[cell] << " gave " << got[cell];
      }
    }
  }
}

// A transposed layer stamps what its input holds; between its cells and around them no product is made, so no 0·∞.
TEST(SpecialValues, AnInfiniteWeightReachesOnlyWhereATransposedLayerStampsIt) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const Tensor two({1, 1, 1, 2}, {1, 2}), weight({1, 1, 1, 3}, {1, kInfinity, 3});
  const std::vector<double> stamped{1, kInfinity, 5, kInfinity, 6};
  for (const char* op : {"conv_transpose2d", "conv2d_input_grad"}) {
    Attributes attributes;
    attributes.set("stride", std::vector<Index>{1, 2});
    if (op == std::string("conv2d_input_grad")) attributes.set("input_size", std::vector<Index>{1, 1, 1, 5});
    auto layer = find_operator(op).value()->layer(attributes, {two.extents, weight.extents}).value();
    const Tensor64 right = reference(*layer, {&two, &weight});
    ASSERT_EQ(right.count(), static_cast<Index>(stamped.size())) << op;
    for (DeviceChoice choice : {DeviceChoice::kCpu, DeviceChoice::kGpu}) {
      const Tensor got = device_of(choice)->run(*layer, {&two, &weight}).value().output;
      for (Index cell = 0; cell < right.count(); ++cell) {
        EXPECT_EQ(right[cell], stamped[static_cast<std::size_t>(cell)]) << op << ", cell " << cell;
        EXPECT_EQ(got[cell], stamped[static_cast<std::size_t>(cell)]) << op << ", cell " << cell;
      }
    }
  }
}

}  // namespace
}  // namespace convscope
