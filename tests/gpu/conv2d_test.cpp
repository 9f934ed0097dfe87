// The shaders of conv2d against the definition: exactly on whole numbers, within the bound of each cell on reals.
#include "engine/reference/reference.h"
#include "gpu/gpu_support.h"
#include "support/torch_cases.h"

namespace convscope {
namespace {

constexpr double kUnitRoundoff = 1.0 / (1 << 24);  // llvmpipe rounds as IEEE says
const BakedConv2d kBaked[] = {
    {1, 1, 1, 1, 1, 1, 9}, {3, 3, 1, 1, 1, 1, 1}, {3, 3, 1, 1, 1, 1, 13}, {2, 5, 2, 1, 1, 2, 5}, {5, 2, 1, 3, 3, 1, 2},
    {4, 3, 3, 2, 2, 1, 8}, {7, 7, 1, 1, 1, 1, 1}, {1, 3, 1, 2, 1, 4, 3}, {3, 1, 2, 2, 2, 1, 4},
};

// Where the device's answer differs from the definition rounded once; empty when nowhere.
std::string difference(const RandomConv2d& conv, const Tensor& output) {
  Tensor64 exact = reference(*conv.layer, conv.tensors());
  if (!(output.extents == exact.extents)) return "size " + output.extents.text();
  for (Index cell = 0; cell < exact.count(); ++cell) {
    if (output[cell] != static_cast<float>(exact[cell])) {
      return "cell " + std::to_string(cell) + " is " + std::to_string(output[cell]) + ", right is " + std::to_string(exact[cell]);
    }
  }
  return "";
}

void expect_exact(Device& device, const RandomConv2d& conv) {
  auto result = device.run(*conv.layer, conv.tensors());
  ASSERT_TRUE(result.ok()) << conv.text << ": " << result.error().message;
  ASSERT_EQ(difference(conv, result->output), "") << conv.text;
}

void expect_within_bound(Device& device, const RandomConv2d& conv) {
  auto result = device.run(*conv.layer, conv.tensors());
  ASSERT_TRUE(result.ok()) << conv.text << ": " << result.error().message;
  Tensor64 exact = reference(*conv.layer, conv.tensors());
  for (Index cell = 0; cell < exact.count(); ++cell) {
    double error = std::abs(static_cast<double>(result->output[cell]) - exact[cell]);
    ASSERT_LE(error, error_bound(*conv.layer, conv.tensors(), cell, kUnitRoundoff)) << conv.text << " cell " << cell;
  }
}

TEST(GpuConv2d, ThePlainFormIsExactOnWholeNumbersInAThousandConfigurations) {
  auto device = gpu_of(Conv2dForm::kPlain);
  RandomConv2ds convs(1);
  for (int i = 0; i < 1000 && !HasFatalFailure(); ++i) expect_exact(*device, convs.next(Values::kWhole));
}

TEST(GpuConv2d, TheTiledFormIsExactOnWholeNumbersForEverySizeAndPadding) {
  auto device = gpu_of(Conv2dForm::kTiled);
  RandomConv2ds convs(2);
  for (int i = 0; i < 40 * static_cast<int>(std::size(kBaked)) && !HasFatalFailure(); ++i) {
    expect_exact(*device, convs.next(Values::kWhole, kBaked[static_cast<std::size_t>(i) % std::size(kBaked)]));
  }
}

TEST(GpuConv2d, StorageLoadsForSmallTextureBuffersAreExactToo) {
  auto device = gpu_of(Conv2dForm::kStorageLoads);
  RandomConv2ds convs(3);
  for (int i = 0; i < 100 && !HasFatalFailure(); ++i) expect_exact(*device, convs.next(Values::kWhole));
}

TEST(GpuConv2d, RealNumbersStayWithinTheBoundOfEachCell) {
  RandomConv2ds convs(4);
  auto plain = gpu_of(Conv2dForm::kPlain);
  for (int i = 0; i < 150 && !HasFatalFailure(); ++i) expect_within_bound(*plain, convs.next(Values::kReal));
  plain.reset();
  auto tiled = gpu_of(Conv2dForm::kTiled);
  for (int i = 0; i < 90 && !HasFatalFailure(); ++i) {
    expect_within_bound(*tiled, convs.next(Values::kReal, kBaked[static_cast<std::size_t>(i) % std::size(kBaked)]));
  }
}

TEST(GpuConv2d, TheCpuHasTheBitsOfBothForms) {
  auto cpu = device_of(DeviceChoice::kCpu);
  for (Conv2dForm form : {Conv2dForm::kPlain, Conv2dForm::kTiled}) {
    auto gpu = gpu_of(form);
    if (gpu->name().find("llvmpipe") == std::string::npos) GTEST_SKIP() << gpu->name() << " may fuse a product with its sum";
    RandomConv2ds convs(9);
    for (int i = 0; i < 90; ++i) {
      RandomConv2d conv = convs.next(Values::kReal, kBaked[static_cast<std::size_t>(i) % std::size(kBaked)]);
      ASSERT_EQ(cpu->run(*conv.layer, conv.tensors()).value().output.data, gpu->run(*conv.layer, conv.tensors()).value().output.data)
          << conv.text;
    }
  }
}

TEST(GpuConv2d, TheCpuIsExactOnWholeNumbersInAThousandConfigurations) {
  auto cpu = device_of(DeviceChoice::kCpu);
  RandomConv2ds convs(10);
  for (int i = 0; i < 1000 && !HasFatalFailure(); ++i) expect_exact(*cpu, convs.next(Values::kWhole));
}

TEST(GpuConv2d, WorkInPartsIsTheWholeBitForBit) {
  for (Conv2dForm form : {Conv2dForm::kPlain, Conv2dForm::kTiled}) {
    DeviceOptions whole, parts;
    whole.conv2d_form = parts.conv2d_form = form;
    parts.products_per_dispatch = 1000;
    parts.seconds_per_dispatch = 0;
    RandomConv2ds convs(5);
    for (int i = 0; i < 20; ++i) {
      RandomConv2d conv = convs.next(Values::kReal, kBaked[static_cast<std::size_t>(i) % 2]);
      Tensor first = device_of(DeviceChoice::kGpu, whole)->run(*conv.layer, conv.tensors()).value().output;
      Tensor second = device_of(DeviceChoice::kGpu, parts)->run(*conv.layer, conv.tensors()).value().output;
      ASSERT_EQ(first.data, second.data) << conv.text;
    }
  }
}

TEST(GpuConv2d, AgreesWithPyTorchAsTheCpuDoes) {
  const std::vector<TorchCase> cases = load_conv2d_cases();
  ASSERT_FALSE(cases.empty());
  for (DeviceChoice choice : {DeviceChoice::kGpu, DeviceChoice::kCpu}) {
    auto device = device_of(choice);  // small layers: the plain form
    for (const TorchCase& stored : cases) {
      auto result = device->run(*stored.layer, stored.tensors());
      ASSERT_TRUE(result.ok()) << stored.name << ": " << result.error().message;
      ASSERT_EQ(result->output.extents, stored.output.extents) << stored.name;
      for (Index cell = 0; cell < stored.output.count(); ++cell) {
        double bound = stored.integer ? 0 : error_bound(*stored.layer, stored.tensors(), cell, kUnitRoundoff);
        ASSERT_LE(std::abs(static_cast<double>(result->output[cell]) - stored.output[cell]), bound) << stored.name << " cell " << cell;
      }
    }
  }
}

// ---- the checks can fail -------------------------------------------------------------------------------------------------

struct Mutant {
  const char* what;
  Conv2dForm form;
  const char* from;
  const char* to;
};

const Mutant kMutants[] = {
    {"a dropped tap", Conv2dForm::kPlain, "kx < kernel_width;", "kx < max(kernel_width - 1, 1);"},
    {"a turned kernel", Conv2dForm::kPlain, "WEIGHT(weight_at)", "WEIGHT(weight_at + kernel_width - 1 - 2 * kx)"},
    {"shifted padding", Conv2dForm::kPlain, "- pad_left", "- pad_left + 1"},
    {"ignored dilation", Conv2dForm::kPlain, "kx * dilation_x", "kx"},
    {"ignored stride", Conv2dForm::kPlain, "oy * stride_y", "oy"},
    {"a dropped bias", Conv2dForm::kPlain, "sum += bias_cells[oc]", "sum += 0.0"},
    {"a mirror that repeats the edge", Conv2dForm::kPlain, "at < 0 ? -at :", "at < 0 ? -at - 1 :"},
    {"an unwritten pixel", Conv2dForm::kPlain, "if (item_is_ours())", "if (item_is_ours() && cell % 11 != 10)"},
    {"the first group for all", Conv2dForm::kPlain, "* channels;", "* 0;"},
    {"a dropped tap", Conv2dForm::kTiled, "ky < KERNEL_HEIGHT;", "ky < max(KERNEL_HEIGHT - 1, 1);"},
    {"ignored dilation", Conv2dForm::kTiled, "row += DILATION_Y *", "row += "},
    {"a dropped bias", Conv2dForm::kTiled, "ACCUMULATOR(o, r, t) + bias", "ACCUMULATOR(o, r, t)"},
    {"an unwritten row", Conv2dForm::kTiled, "first_row + r < output_height &&", "first_row + r + 1 < output_height &&"},
    {"a wrong quotient", Conv2dForm::kTiled, "row_of_tiles - plane_of_tiles * output_column_tiles",
     "row_of_tiles - plane_of_tiles * output_row_tiles"},
    {"the first group for all", Conv2dForm::kTiled, "n * groups + group)", "n * groups)"},
};

TEST(GpuConv2d, EverySeededFaultInAShaderIsCaught) {
  for (const Mutant& mutant : kMutants) {
    ShaderCopy shaders;
    shaders.replace(mutant.form == Conv2dForm::kPlain ? "ops/conv2d.comp" : "ops/conv2d_tile.comp", mutant.from, mutant.to);
    RandomConv2ds convs(6);
    auto next = [&](int) {
      return mutant.form == Conv2dForm::kPlain ? convs.next(Values::kWhole) : convs.next(Values::kWhole, kBaked[4]);
    };
    EXPECT_TRUE(comes_out_wrong(*gpu_of(mutant.form, shaders), 30, next, [](const RandomConv2d& conv, const Tensor& output) {
      return difference(conv, output).empty();
    })) << mutant.what << " passed thirty configurations";
  }
}

}  // namespace
}  // namespace convscope
