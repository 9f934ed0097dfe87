// Every operator's shader, and the CPU that stands in for it, against the definition: exactly on whole numbers, within the bound of each
// cell on reals, on the configurations that PyTorch computed.
#include <cmath>

#include "engine/reference/reference.h"
#include "gpu/gpu_support.h"
#include "support/stored_cases.h"

namespace convscope {
namespace {

constexpr double kUnitRoundoff = 1.0 / (1 << 24);  // llvmpipe rounds as IEEE says

class OperatorShaders : public testing::TestWithParam<std::string> {
 protected:
  void expect_the_definition(Device& device) const {
    for (const StoredCase& c : cases_) {
      auto result = device.run(*c.layer, c.tensors());
      ASSERT_TRUE(result.ok()) << c.name << ": " << result.error().message;
      ASSERT_EQ(result->output.extents, c.layer->output()) << c.name;
      const Tensor64 exact = reference(*c.layer, c.tensors());
      for (Index cell = 0; cell < exact.count(); ++cell) {
        const double got = result->output[cell];
        if (got == exact[cell]) continue;  // infinities too
        const double bound = c.integer ? 0 : error_bound(*c.layer, c.tensors(), cell, kUnitRoundoff);
        ASSERT_LE(std::abs(got - exact[cell]), bound) << c.name << " cell " << cell << ": " << got << ", right is " << exact[cell];
      }
    }
  }
  void expect_the_winners(Device& device) const {
    for (const StoredCase& c : cases_) {
      if (!c.layer->names_winner()) continue;
      auto result = device.run_winners(*c.layer, c.tensors());
      ASSERT_TRUE(result.ok()) << c.name << ": " << result.error().message;
      const Tensor64 exact = reference_winners(*c.layer, c.tensors());
      for (Index cell = 0; cell < exact.count(); ++cell)
        ASSERT_EQ(static_cast<double>(result->output[cell]), exact[cell]) << c.name << " cell " << cell;
    }
  }
  std::vector<StoredCase> cases_ = load_stored_cases(GetParam());
};

TEST_P(OperatorShaders, AgreeWithTheDefinition) {
  auto device = device_of(DeviceChoice::kGpu);
  expect_the_definition(*device);
  expect_the_winners(*device);
}

TEST_P(OperatorShaders, AgreeWithStorageLoadsForSmallTextureBuffersToo) {
  auto device = gpu_of(Conv2dForm::kStorageLoads);
  expect_the_definition(*device);
  expect_the_winners(*device);
}

TEST_P(OperatorShaders, TheCpuAgreesWithTheDefinition) {
  auto device = device_of(DeviceChoice::kCpu);
  expect_the_definition(*device);
  expect_the_winners(*device);
}

TEST_P(OperatorShaders, WorkInPartsIsTheWholeBitForBit) {
  DeviceOptions small;
  small.products_per_dispatch = 1000;
  small.seconds_per_dispatch = 0;
  auto parts = device_of(DeviceChoice::kGpu, small), whole = device_of(DeviceChoice::kGpu);
  for (std::size_t i = 0; i < cases_.size(); i += 3) {
    const StoredCase& c = cases_[i];
    ASSERT_EQ(parts->run(*c.layer, c.tensors()).value().output.data, whole->run(*c.layer, c.tensors()).value().output.data) << c.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, OperatorShaders, testing::ValuesIn(stored_families()), [](const auto& family) { return family.param; });

}  // namespace
}  // namespace convscope
