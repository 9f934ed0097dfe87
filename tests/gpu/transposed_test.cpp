// The phases of conv_transpose2d against the definition and, bit for bit, the plain form.
#include <cmath>
#include <random>

#include "engine/gpu/forms.h"
#include "engine/gpu/transposed_tile.h"
#include "engine/reference/reference.h"
#include "gpu/gpu_support.h"

namespace convscope {
namespace {

struct Transposed {
  Tensor input, weight, bias;
  std::shared_ptr<const Layer> layer;
  std::string text;
  TensorSet tensors() const { return {&input, &weight, bias.absent() ? nullptr : &bias}; }
};

// What the programs bake; few of them, so that few programs are compiled.
struct Kind {
  Index kernel_y, kernel_x, stride_y, stride_x, dilation_y, dilation_x, group_outputs;
};
const Kind kKinds[] = {{4, 4, 2, 2, 1, 1, 8}, {3, 3, 2, 2, 1, 1, 5}, {2, 3, 3, 1, 1, 2, 1}, {3, 2, 1, 2, 2, 3, 3}};

class Transposeds {
 public:
  explicit Transposeds(unsigned seed) : random_(seed) {}
  Transposed next(Values values, const Kind& kind) {
    const Index groups = whole(1, 2), channels = whole(1, 4);
    Transposed made;
    made.input = tensor({whole(1, 2), groups * channels, whole(2, 7), whole(13, 18)}, values);
    made.weight = tensor({groups * channels, kind.group_outputs, kind.kernel_y, kind.kernel_x}, values);
    if (whole(0, 1)) made.bias = tensor({groups * kind.group_outputs}, values);
    const Index span_y = kind.dilation_y * (kind.kernel_y - 1), span_x = kind.dilation_x * (kind.kernel_x - 1);
    Attributes attributes;
    attributes.set("stride", std::vector<Index>{kind.stride_y, kind.stride_x});
    attributes.set("dilation", std::vector<Index>{kind.dilation_y, kind.dilation_x});
    attributes.set("padding", std::vector<Index>{whole(0, std::min<Index>(span_y, 2)), whole(0, std::min<Index>(span_x, 2)), whole(0, 1),
                                                 whole(0, 1)});
    attributes.set("output_padding", std::vector<Index>{whole(0, std::max(kind.stride_y, kind.dilation_y) - 1),
                                                        whole(0, std::max(kind.stride_x, kind.dilation_x) - 1)});
    attributes.set("groups", std::vector<Index>{groups});
    made.text = "input " + made.input.extents.text() + " weight " + made.weight.extents.text() + (made.bias.absent() ? "" : " with bias");
    for (const auto& [name, value] : attributes.values()) made.text += " " + name + "=" + attribute_text(value);
    auto layer = find_operator("conv_transpose2d").value()->layer(attributes, {made.input.extents, made.weight.extents, made.bias.extents});
    CONVSCOPE_CHECK(layer.ok(), made.text + ": " + layer.error().message);
    made.layer = *layer;
    return made;
  }

 private:
  Index whole(Index least, Index most) { return std::uniform_int_distribution<Index>(least, most)(random_); }
  Tensor tensor(const Extents& extents, Values values) {
    Tensor made(extents);
    std::normal_distribution<float> real;
    for (float& value : made.data) value = values == Values::kWhole ? static_cast<float>(whole(-9, 9)) : real(random_);
    return made;
  }
  std::mt19937 random_;
};

const Kind& kind_of(int i) { return kKinds[static_cast<std::size_t>(i) % std::size(kKinds)]; }

std::string difference(const Transposed& conv, const Tensor& output) {
  const Tensor64 exact = reference(*conv.layer, conv.tensors());
  if (!(output.extents == exact.extents)) return "size " + output.extents.text();
  for (Index cell = 0; cell < exact.count(); ++cell) {
    if (static_cast<double>(output[cell]) != exact[cell]) {
      return "cell " + std::to_string(cell) + " is " + std::to_string(output[cell]) + ", right is " + std::to_string(exact[cell]);
    }
  }
  return "";
}

TEST(TransposedTile, ThePhasesAreExactOnWholeNumbersForEverySizeStrideAndDilation) {
  auto device = gpu_of(Conv2dForm::kTiled);
  Transposeds convs(41);
  for (int i = 0; i < 64; ++i) {
    Transposed conv = convs.next(Values::kWhole, kind_of(i));
    auto result = device->run(*conv.layer, conv.tensors());
    ASSERT_TRUE(result.ok()) << conv.text << ": " << result.error().message;
    ASSERT_EQ(difference(conv, result->output), "") << conv.text;
  }
}

TEST(TransposedTile, OnRealNumbersThePhasesHaveTheBitsOfThePlainFormWholeAndInParts) {
  DeviceOptions parts;
  parts.conv2d_form = Conv2dForm::kTiled;
  parts.products_per_dispatch = 500;
  parts.seconds_per_dispatch = 0;
  auto tiled = gpu_of(Conv2dForm::kTiled), plain = gpu_of(Conv2dForm::kPlain), cut = device_of(DeviceChoice::kGpu, parts);
  const bool exact = tiled->name().find("llvmpipe") != std::string::npos;  // others may fuse a product with its sum
  Transposeds convs(42);
  for (int i = 0; i < 24; ++i) {
    Transposed conv = convs.next(Values::kReal, kind_of(i));
    const std::vector<float> whole = tiled->run(*conv.layer, conv.tensors()).value().output.data;
    ASSERT_EQ(cut->run(*conv.layer, conv.tensors()).value().output.data, whole) << conv.text;
    if (exact) {
      ASSERT_EQ(plain->run(*conv.layer, conv.tensors()).value().output.data, whole) << conv.text;
    }
  }
}

TEST(TransposedTile, APhaseHasTheElementsThatMeetItsCells) {
  const std::vector<PhaseAxis> phases = phases_of(8, 3, 2, 1, 1);
  ASSERT_EQ(phases.size(), 2u);
  EXPECT_EQ(phases[0].taps, 1);  // element 1 alone: even places meet it at their own input
  EXPECT_EQ(phases[0].first, 0);
  EXPECT_EQ(phases[0].last, 1);
  EXPECT_EQ(phases[1].taps, 2);  // elements 2 and 0, of the input before and behind
  EXPECT_EQ(phases[1].first, 0);
  EXPECT_EQ(phases[1].last, 2);
  EXPECT_EQ(phases[1].element_step, 2);
  EXPECT_EQ(phases_of(7, 1, 3, 1, 0)[1].taps, 0) << "a stride beyond the kernel leaves cells that meet nothing";
  EXPECT_EQ(phases_of(7, 1, 3, 1, 0)[1].count, 2);
}

TEST(TransposedTile, LargeLayersTakeAStepPerPhaseAndSmallOnesThePlainForm) {
  auto steps = [](const Transposed& conv, Conv2dForm form) {
    return choose_pass(*conv.layer, conv.tensors(), {form}).steps;
  };
  Transposed conv = Transposeds(43).next(Values::kReal, kKinds[0]);
  EXPECT_EQ(steps(conv, Conv2dForm::kTiled).size(), 4u);
  EXPECT_EQ(steps(conv, Conv2dForm::kBest).size(), 1u);
  EXPECT_EQ(steps(conv, Conv2dForm::kBest).front().shader, "ops/conv_transpose2d.comp");
}

TEST(TransposedTile, EverySeededFaultIsCaught) {
  const std::pair<const char*, const char*> mutants[] = {
      {"int plane = input_first_texel + ", "int plane = "},
      {"int weight_at = weight_first_texel + ", "int weight_at = "},
      {"int out_row = output_first_texel + ", "int out_row = "},
      {"WEIGHT(TAP / DILATION_Y, kx, o) * FOUR(SHIFT_X + 4", "WEIGHT(TAP / DILATION_Y, kx, o) * FOUR(4"}};
  for (const auto& [from, to] : mutants) {
    ShaderCopy shaders;
    shaders.replace("ops/conv2d_tile.comp", from, to);
    Transposeds convs(44);
    EXPECT_TRUE(comes_out_wrong(*gpu_of(Conv2dForm::kTiled, shaders), 10, [&](int) { return convs.next(Values::kWhole, kKinds[0]); },
                                [](const Transposed& conv, const Tensor& output) { return difference(conv, output).empty(); }))
        << from;
  }
}

}  // namespace
}  // namespace convscope
