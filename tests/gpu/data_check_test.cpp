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

TEST(Devices, RefuseWinnersOfPlanesThatSinglePrecisionCannotCount) {
  const Tensor beyond({1, 1, 4096, 4097});
  const GivenAttributes given{{"kernel_size", numbers({2})}, {"stride", numbers({4095})}};
  auto layer = made("max_pool2d", {beyond.extents}, given);
  for (DeviceChoice choice : {DeviceChoice::kGpu, DeviceChoice::kCpu, DeviceChoice::kReference, DeviceChoice::kAuto}) {
    auto device = device_of(choice);
    auto refused = device->run_winners(*layer, {&beyond});
    ASSERT_FALSE(refused.ok()) << device->name();
    EXPECT_EQ(refused.error().kind, ErrorKind::kImpossible) << device->name();
    EXPECT_EQ(refused.error().message,
              "indices in single precision name at most 16777216 cells of a plane, 1×1×4096×4097 has 16781312 in each");
  }
  EXPECT_TRUE(device_of(DeviceChoice::kReference)->run(*layer, {&beyond}).ok()) << "the maxima themselves are no matter";
  EXPECT_TRUE(winners_have_names(*made("max_pool2d", {{3, 2, 4096, 4096}}, given)).ok());
}

}  // namespace
}  // namespace convscope
