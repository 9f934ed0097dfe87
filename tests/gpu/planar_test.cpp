// conv2d's kin, conv1d and convolve, in conv2d's fast form and on the CPU.
#include <random>

#include "engine/gpu/forms.h"
#include "engine/reference/reference.h"
#include "gpu/gpu_support.h"

namespace convscope {
namespace {

std::shared_ptr<const Layer> layer_of(const std::string& op, const Attributes& attributes, const Shapes& shapes) {
  auto layer = find_operator(op).value()->layer(attributes, shapes);
  CONVSCOPE_CHECK(layer.ok(), layer.error().message);
  return *layer;
}

Tensor random_tensor(const Extents& extents, std::mt19937& random) {
  Tensor made(extents);
  std::uniform_int_distribution<int> whole(-9, 9);
  for (float& value : made.data) value = static_cast<float>(whole(random));
  return made;
}

// On whole numbers: the tiled form, the plain one and the CPU have the definition's numbers.
void expect_exact_everywhere(const Layer& layer, const TensorSet& tensors, const std::string& text) {
  const Tensor64 exact = reference(layer, tensors);
  const std::vector<float> right(exact.data.begin(), exact.data.end());
  EXPECT_EQ(choose_pass(layer, tensors, {Conv2dForm::kTiled}).steps.front().shader, "ops/conv2d_tile.comp") << text;
  for (Conv2dForm form : {Conv2dForm::kTiled, Conv2dForm::kPlain}) {
    auto result = gpu_of(form)->run(layer, tensors);
    ASSERT_TRUE(result.ok()) << text << ": " << result.error().message;
    ASSERT_EQ(result->output.data, right) << text;
  }
  ASSERT_EQ(device_of(DeviceChoice::kCpu)->run(layer, tensors).value().output.data, right) << text;
}

TEST(PlanarConvolution, ConvolveTurnsItsKernelInTheFastFormAndOnTheCpuToo) {
  RandomConv2ds convs(61);
  for (const BakedConv2d& baked : {BakedConv2d{3, 3, 1, 1, 1, 1, 1}, BakedConv2d{2, 5, 2, 1, 1, 2, 5}, BakedConv2d{3, 2, 1, 2, 1, 1, 8}}) {
    for (int i = 0; i < 4; ++i) {
      const RandomConv2d conv = convs.next(Values::kWhole, baked);
      const auto turned = layer_of("convolve", conv.layer->attributes(), conv.layer->shapes());
      expect_exact_everywhere(*turned, conv.tensors(), "convolve " + conv.text);
    }
  }
}

TEST(PlanarConvolution, Conv1dIsAPlaneOfOneRow) {
  std::mt19937 random(62);
  for (Index stride : {1, 2}) {
    for (const char* mode : {"zeros", "reflect", "circular"}) {
      Tensor input = random_tensor({2, 4, 23}, random), weight = random_tensor({6, 2, 5}, random), bias = random_tensor({6}, random);
      Attributes attributes;
      attributes.set("stride", std::vector<Index>{stride});
      attributes.set("padding", std::vector<Index>{3, 1});
      attributes.set("padding_mode", std::string(mode));
      attributes.set("groups", std::vector<Index>{2});
      const auto layer = layer_of("conv1d", attributes, {input.extents, weight.extents, bias.extents});
      expect_exact_everywhere(*layer, {&input, &weight, &bias}, std::string("conv1d ") + mode + " stride " + std::to_string(stride));
    }
  }
}

using RunOf = Result<RunResult> (Device::*)(const Layer&, const TensorSet&);

// However busy the cores are: the calling thread asks before the first rows, and after those that it computes itself.
TEST(PlanarConvolution, TheCpuStopsWhenAsked) {
  const RandomConv2d conv = RandomConv2ds(63).next(Values::kWhole);
  const Tensor input({1, 1, 64, 64}, 1.0f);
  const auto pool = layer_of("max_pool2d", [] {
    Attributes attributes;
    attributes.set("kernel_size", std::vector<Index>{2});
    return attributes;
  }(), {input.extents});
  for (int stop_at : {1, 2}) {
    int asked = 0;
    DeviceOptions options;
    options.cancelled = [&] { return ++asked == stop_at; };
    auto expect_stopped = [&](const Layer& layer, const TensorSet& tensors, RunOf run) {
      auto device = device_of(DeviceChoice::kCpu, options);
      asked = 0;
      auto stopped = (device.get()->*run)(layer, tensors);
      ASSERT_FALSE(stopped.ok()) << layer.op();
      EXPECT_EQ(stopped.error().kind, ErrorKind::kCancelled);
      EXPECT_EQ(asked, stop_at) << "nothing is computed after the stop";
      EXPECT_TRUE((device.get()->*run)(layer, tensors).ok());
    };
    expect_stopped(*conv.layer, conv.tensors(), &Device::run);
    expect_stopped(*pool, {&input}, &Device::run);
    expect_stopped(*pool, {&input}, &Device::run_winners);
  }
}

}  // namespace
}  // namespace convscope
