// The GPU on a thread of its own: it declines while it compiles, the CPU stands in, and then it has the same numbers.
#include "engine/gpu/gpu_worker.h"

#include <chrono>
#include <thread>

#include "engine/gpu/gpu_device.h"
#include "gpu/gpu_support.h"
#include "support/layers.h"

namespace convscope {
namespace {

std::vector<float> on_cpu(const RandomConv2d& conv) {
  return device_of(DeviceChoice::kCpu)->run(*conv.layer, conv.tensors()).value().output.data;
}

std::unique_ptr<GpuWorker> started(const DeviceOptions& options = {}) {
  auto worker = GpuWorker::start(options);
  EXPECT_TRUE(worker.ok()) << (worker.ok() ? "" : worker.error().message);
  return worker.ok() ? *std::move(worker) : nullptr;
}

TEST(GpuWorker, DeclinesALayerWhoseProgramIsNewAndComputesItWhenItIsCompiled) {
  auto worker = started();
  ASSERT_NE(worker, nullptr);
  RandomConv2ds convs(51);
  const RandomConv2d conv = convs.next(Values::kWhole), other = convs.next(Values::kWhole);
  EXPECT_FALSE(worker->run(&Device::run, *conv.layer, conv.tensors(), 0).has_value());
  worker->wait_until_idle();
  auto result = worker->run(&Device::run, *conv.layer, conv.tensors(), 0);
  ASSERT_TRUE(result.has_value());
  ASSERT_TRUE(result->ok()) << result->error().message;
  EXPECT_EQ((*result)->output.data, on_cpu(conv));
  EXPECT_EQ((*result)->device, worker->name());
  auto at_once = worker->run(&Device::run, *other.layer, other.tensors(), 0);
  ASSERT_TRUE(at_once.has_value()) << "the plain form never compiles again";
  EXPECT_EQ((**at_once).output.data, on_cpu(other));
}

TEST(GpuWorker, WithPatienceTheFirstRunWaits) {
  auto worker = started();
  ASSERT_NE(worker, nullptr);
  const RandomConv2d conv = RandomConv2ds(52).next(Values::kWhole);
  auto result = worker->run(&Device::run, *conv.layer, conv.tensors(), GpuWorker::kForever);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ((**result).output.data, on_cpu(conv));
}

TEST(GpuWorker, TheTensorsOfADeclinedRunMayGo) {
  auto worker = started();
  ASSERT_NE(worker, nullptr);
  auto conv = std::make_unique<RandomConv2d>(RandomConv2ds(53).next(Values::kWhole));
  EXPECT_FALSE(worker->run(&Device::run, *conv->layer, conv->tensors(), 0).has_value());
  conv.reset();  // under a sanitizer a use of them is a fault
  worker->wait_until_idle();
}

// Asked while the layer is offered, while its programs are compiled, and while it is computed.
TEST(GpuWorker, StopsWhenAskedOnTheThreadThatWaits) {
  const RandomConv2d conv = RandomConv2ds(58).next(Values::kWhole);
  for (int stop_at : {1, 2, 3}) {
    int asked = 0;
    bool elsewhere = false, stop = true;
    DeviceOptions options;
    options.cancelled = [&, here = std::this_thread::get_id()] {
      elsewhere = elsewhere || std::this_thread::get_id() != here;
      return ++asked >= stop_at && stop;
    };
    auto worker = started(options);
    ASSERT_NE(worker, nullptr);
    auto stopped = worker->run(&Device::run, *conv.layer, conv.tensors(), GpuWorker::kForever);
    ASSERT_TRUE(stopped.has_value() && !stopped->ok()) << stop_at;
    EXPECT_EQ(stopped->error().kind, ErrorKind::kCancelled);
    stop = false;
    auto right = worker->run(&Device::run, *conv.layer, conv.tensors(), GpuWorker::kForever);
    ASSERT_TRUE(right.has_value() && right->ok());
    EXPECT_EQ((**right).output.data, on_cpu(conv));
    EXPECT_FALSE(elsewhere) << stop_at;
  }
}

// Whoever waits for the programs of a long layer waits for one part of it, not for a whole run on zeros.
TEST(GpuWorker, ARehearsalTriesTheFirstPartOnly) {
  const Tensor input = counting({1, 1, 40, 50}), weight = counting({3, 1, 3, 3});
  const auto layer = conv2d({input.extents, weight.extents});
  int asked = 0;
  DeviceOptions options;
  options.products_per_dispatch = 1000;
  options.seconds_per_dispatch = 0;
  options.cancelled = [&asked] { return ++asked < 0; };
  auto gpu = GpuDevice::make(options);
  ASSERT_TRUE(gpu.ok()) << gpu.error().message;
  (*gpu)->rehearse(true);
  auto tried = (*gpu)->run(*layer, {&input, &weight, nullptr});
  ASSERT_TRUE(tried.ok()) << tried.error().message;
  EXPECT_LE(asked, 4) << "three tensors and a part";
  (*gpu)->rehearse(false);
  auto whole = (*gpu)->run(*layer, {&input, &weight, nullptr});
  ASSERT_TRUE(whole.ok()) << whole.error().message;
  EXPECT_GT(asked, 20) << "it has many parts";
  EXPECT_EQ(whole->output.data, device_of(DeviceChoice::kCpu)->run(*layer, {&input, &weight, nullptr}).value().output.data);
}

TEST(GpuWorker, ABrokenShaderIsToldByTheRunAfterItsCompilation) {
  ShaderCopy shaders;
  shaders.replace("ops/conv2d.comp", "float sum = 0.0;", "flot sum = 0.0;");
  DeviceOptions options;
  options.shader_folder = shaders.path();
  auto worker = started(options);
  ASSERT_NE(worker, nullptr);
  const RandomConv2d conv = RandomConv2ds(54).next(Values::kWhole);
  EXPECT_FALSE(worker->run(&Device::run, *conv.layer, conv.tensors(), 0).has_value());
  worker->wait_until_idle();
  auto result = worker->run(&Device::run, *conv.layer, conv.tensors(), 0);
  ASSERT_TRUE(result.has_value());
  ASSERT_FALSE(result->ok());
  EXPECT_EQ(result->error().kind, ErrorKind::kDevice);
}

TEST(GpuWorker, AWindowsDeviceComputesOnTheCpuMeanwhile) {
  DeviceOptions options;
  options.compile_aside = true;
  options.compile_patience = 0;
  auto device = device_of(DeviceChoice::kAuto, options);
  const RandomConv2d conv = RandomConv2ds(55).next(Values::kWhole);
  auto first = device->run(*conv.layer, conv.tensors());
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first->device, "cpu");
  EXPECT_EQ(first->fallback, "") << "nothing is wrong";
  EXPECT_TRUE(first->stand_in);
  EXPECT_EQ(first->output.data, on_cpu(conv));
}

TEST(GpuWorker, AWindowsDeviceSaysWhileItCompilesAndIsNoStandInAfterwards) {
  DeviceOptions options;
  options.compile_aside = true;
  options.compile_patience = 0;
  auto device = device_of(DeviceChoice::kAuto, options);
  EXPECT_FALSE(device->compiling());
  const RandomConv2d conv = RandomConv2ds(58).next(Values::kWhole);
  auto result = device->run(*conv.layer, conv.tensors());
  ASSERT_TRUE(result.ok()) << result.error().message;
  ASSERT_TRUE(result->stand_in);
  while (device->compiling()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  result = device->run(*conv.layer, conv.tensors());
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_FALSE(result->stand_in);
  EXPECT_EQ(result->device, device->name());
}

TEST(GpuWorker, WithoutAGpuTheWindowsDeviceSaysWhyAsAnyOther) {
  Environment disabled("CONVSCOPE_DISABLE_GPU", "1");
  DeviceOptions options;
  options.compile_aside = true;
  auto device = device_of(DeviceChoice::kAuto, options);
  const RandomConv2d conv = RandomConv2ds(56).next(Values::kWhole);
  auto result = device->run(*conv.layer, conv.tensors());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->device, "cpu");
  EXPECT_NE(result->fallback, "");
}

TEST(GpuWorker, ALostGpuLeavesTheSameNumbersFromTheCpu) {
  Environment lost("CONVSCOPE_LOSE_CONTEXT", "1");
  DeviceOptions options;
  options.compile_aside = true;
  auto device = device_of(DeviceChoice::kAuto, options);
  const RandomConv2d conv = RandomConv2ds(57).next(Values::kWhole);
  for (int run = 0; run < 50; ++run) {
    auto result = device->run(*conv.layer, conv.tensors());
    ASSERT_TRUE(result.ok()) << result.error().message;
    ASSERT_EQ(result->output.data, on_cpu(conv));
    ASSERT_EQ(result->device.substr(0, 3), "cpu");
  }
}

}  // namespace
}  // namespace convscope
