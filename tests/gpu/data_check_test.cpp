// Tensors whose values do not fit are refused by every device, in the layer's sentence.
#include <gtest/gtest.h>

#include "gpu/gpu_support.h"
#include "support/operator_layers.h"

namespace convscope {
namespace {

TEST(Devices, RefuseIndicesThatNameNoCell) {
  const Tensor values({1, 1, 1, 2}, {1, 2}), wrong({1, 1, 1, 2}, {0, 9}), right({1, 1, 1, 2}, {0, 8});
  auto layer = made("max_unpool2d", {values.extents, wrong.extents}, {{"output_size", numbers({3, 3})}});
  for (DeviceChoice choice : {DeviceChoice::kGpu, DeviceChoice::kCpu, DeviceChoice::kReference, DeviceChoice::kAuto}) {
    auto device = device_of(choice);
    auto refused = device->run(*layer, {&values, &wrong});
    ASSERT_FALSE(refused.ok()) << device->name();
    EXPECT_EQ(refused.error().kind, ErrorKind::kImpossible) << device->name();
    EXPECT_EQ(refused.error().message, "indices must be whole numbers from 0 to 8, at 0,0,0,1 stands 9") << device->name();
    EXPECT_TRUE(device->run(*layer, {&values, &right}).ok()) << device->name();
  }
}

}  // namespace
}  // namespace convscope
