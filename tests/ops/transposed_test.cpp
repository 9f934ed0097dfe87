// Transposed convolutions by hand: the sizes every teacher knows, both ways of counting, the taps of the spread input, and every refusal.
#include <gtest/gtest.h>

#include "support/operator_layers.h"

namespace convscope {
namespace {

TEST(ConvTranspose2d, EveryInputValueStampsTheKernel) {
  const Tensor input({1, 1, 2, 2}, {1, 2, 3, 4});
  const Tensor weight({1, 1, 2, 2}, {1, 10, 100, 1000});
  EXPECT_EQ(answer("conv_transpose2d", {&input, &weight, nullptr}, {{"stride", numbers({2})}}),
            (std::vector<double>{1, 10, 2, 20, 100, 1000, 200, 2000, 3, 30, 4, 40, 300, 3000, 400, 4000}));
}

TEST(ConvTranspose1d, StampsThatOverlapAddUp) {
  const Tensor input({1, 1, 3}, {1, 2, 3});
  const Tensor weight({1, 1, 3}, {1, 10, 100});
  const Tensor bias({1}, {5});
  // 1 10 100 . .  +  . . 2 20 200 .  +  . . . . 3 30 300
  EXPECT_EQ(answer("conv_transpose1d", {&input, &weight, &bias}, {{"stride", numbers({2})}}),
            (std::vector<double>{6, 15, 107, 25, 208, 35, 305}));
  EXPECT_EQ(answer("conv_transpose1d", {&input, &weight, &bias}, {{"stride", numbers({2})}, {"padding", numbers({2, 1})}}),
            (std::vector<double>{107, 25, 208, 35}));
  EXPECT_EQ(answer("conv_transpose1d", {&input, &weight, &bias},
                   {{"stride", numbers({2})}, {"padding", numbers({1})}, {"output_padding", numbers({1})}}),
            (std::vector<double>{15, 107, 25, 208, 35, 305}));
}

TEST(ConvTranspose1d, GroupsStampTheirOwnMaps) {
  const Tensor input({1, 2, 1}, {3, 5});
  const Tensor weight({2, 2, 1}, {1, 2, 10, 20});  // channel 0 makes maps 0 and 1, channel 1 maps 2 and 3
  EXPECT_EQ(answer("conv_transpose1d", {&input, &weight, nullptr}, {{"groups", numbers({2})}}), (std::vector<double>{3, 6, 50, 100}));
}

struct SizeRow {
  const char* name;
  Index input, kernel, stride, padding, output_padding, dilation, output;
};

TEST(ConvTranspose2d, TheCatalogueHasTheSizesEveryTeacherKnows) {
  const SizeRow rows[] = {{"no padding, no strides", 2, 3, 1, 0, 0, 1, 4}, {"arbitrary padding", 6, 4, 1, 2, 0, 1, 5},
                          {"same padding", 5, 3, 1, 1, 0, 1, 5},           {"full padding", 7, 3, 1, 2, 0, 1, 5},
                          {"strides", 2, 3, 2, 0, 0, 1, 5},                {"padding and strides", 3, 3, 2, 1, 0, 1, 5},
                          {"odd", 3, 3, 2, 1, 1, 1, 6},                    {"dilation", 3, 3, 1, 0, 0, 2, 7}};
  for (const SizeRow& row : rows) {
    auto layer = made("conv_transpose2d", {{1, 1, row.input, row.input}, {1, 1, row.kernel, row.kernel}},
                      {{"stride", numbers({row.stride})}, {"padding", numbers({row.padding})}, {"dilation", numbers({row.dilation})},
                       {"output_padding", numbers({row.output_padding})}});
    EXPECT_EQ(layer->output(), (Extents{1, 1, row.output, row.output})) << row.name;
  }
}

TEST(ConvTranspose3d, EveryAxisHasItsOwnNumbers) {
  auto layer = made("conv_transpose3d", {{2, 4, 3, 4, 5}, {4, 3, 1, 2, 3}},
                    {{"stride", numbers({1, 2, 3})}, {"padding", numbers({0, 1, 0, 1, 0, 2})}, {"output_padding", numbers({0, 1, 2})},
                     {"dilation", numbers({1, 3, 2})}, {"groups", numbers({2})}});
  // deep: 1·2 + 1 − 0 − 1 + 0 = 2; tall: 2·3 + 4 − 1 − 0 + 1 = 10; wide: 3·4 + 5 − 0 − 2 + 2 = 17
  EXPECT_EQ(layer->output(), (Extents{2, 6, 2, 10, 17}));
}

TEST(ConvTranspose1d, TheTapsWalkOverTheSpreadInputWithTheKernelTurned) {
  auto layer = made("conv_transpose1d", {{1, 1, 3}, {1, 1, 3}, {1}}, {{"stride", numbers({2})}});
  std::vector<Tap> taps;
  layer->taps_to(1, {}, taps);  // reads places −1, 0 and 1 of 1 0 2 0 3
  ASSERT_EQ(taps.size(), 4u);
  const TapKind kinds[] = {TapKind::kPadding, TapKind::kCell, TapKind::kInserted, TapKind::kBias};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(taps[i].kind, kinds[i]) << i;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(taps[i].at[2], static_cast<Index>(i) - 1);
    EXPECT_EQ(taps[i].weight.index, 2 - static_cast<Index>(i));
    EXPECT_EQ(taps[i].element[2], 2 - static_cast<Index>(i));
  }
  EXPECT_EQ(taps[1].data.index, 0);
  EXPECT_TRUE(taps[2].data.none());
}

TEST(ConvTranspose2d, CostNamesBothWaysOfCounting) {
  const Cost cost =
      made("conv_transpose2d", {{2, 4, 3, 5}, {4, 3, 2, 2}, {6}}, {{"groups", numbers({2})}, {"stride", numbers({2})}})->cost();
  EXPECT_EQ(cost.parameters, 48 + 6);
  EXPECT_EQ(cost.macs, 2 * 4 * 15 * 3 * 4);                  // every input value meets its filters once
  EXPECT_EQ(*cost.macs_zeros_inserted, 2 * 6 * 60 * 2 * 4);  // every output cell meets the whole window
  EXPECT_EQ(cost.flops, 2 * cost.macs);
  EXPECT_EQ(cost.memory, 120 + 48 + 6 + 720);
}

TEST(ConvTranspose2d, TheFormulaIsTheTransposedOne) {
  EXPECT_EQ(formula_of(*made("conv_transpose2d", {{1, 1, 3, 3}, {1, 1, 3, 3}},
                             {{"stride", numbers({2})}, {"padding", numbers({1})}, {"output_padding", numbers({1})}})),
            (std::vector<std::string>{"o = s·(i − 1) + d·(k − 1) + 1 − 2p + a", "  = 2·(3 − 1) + 1·(3 − 1) + 1 − 2·1 + 1 = 6"}));
  const std::vector<std::string> lines =
      formula_of(*made("conv_transpose2d", {{1, 1, 3, 4}, {1, 1, 3, 3}}, {{"padding", numbers({1, 0, 0, 0})}}));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0], "oh = s·(h − 1) + d·(k − 1) + 1 − pt − pb + a");
  EXPECT_EQ(lines[3], "   = 1·(4 − 1) + 1·(3 − 1) + 1 − 2·0 + 0 = 6");
}

TEST(ConvTranspose2d, CodeIsThatOfTheOtherLibraries) {
  const Shapes shapes{{1, 4, 3, 3}, {4, 3, 2, 3}, {6}};
  auto layer =
      made("conv_transpose2d", shapes,
           {{"groups", numbers({2})}, {"stride", numbers({2})}, {"padding", numbers({0, 1})}, {"output_padding", numbers({1, 0})}});
  EXPECT_EQ(layer->code(CodeDialect::kPyTorch),
            "nn.ConvTranspose2d(\n    4, 6, kernel_size=(2, 3),\n    stride=2, padding=(0, 1),\n    output_padding=(1, 0), groups=2)");
  EXPECT_EQ(layer->code(CodeDialect::kOnnx),
            "helper.make_node(\n    \"ConvTranspose\",\n    [\"x\", \"w\", \"b\"], [\"y\"],\n    kernel_shape=[2, 3],\n    strides=[2, "
            "2],\n    pads=[0, 1, 0, 1],\n"
            "    output_padding=[1, 0], group=2)");
  EXPECT_NE(layer->code(CodeDialect::kKeras).find("# Keras has no groups here: 2 times"), std::string::npos)
      << layer->code(CodeDialect::kKeras);
  EXPECT_NE(layer->code(CodeDialect::kKeras).find("layers.Cropping2D(\n    ((0, 0), (1, 1))"), std::string::npos)
      << layer->code(CodeDialect::kKeras);
  auto uneven = made("conv_transpose2d", shapes, {{"groups", numbers({2})}, {"padding", numbers({1, 0, 0, 2})}});
  EXPECT_NE(uneven->code(CodeDialect::kPyTorch).find("\ny = y[..., 1:, :-2]"), std::string::npos) << uneven->code(CodeDialect::kPyTorch);
}

TEST(ConvTranspose, RefusesTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  const Shapes plain{{1, 1, 4}, {1, 1, 3}};
  expect_refusals(
      "conv_transpose1d",
      {{plain,
        {{"output_padding", numbers({1})}},
        "output_padding",
        "output_padding must be smaller than stride or dilation: output_padding 1, stride 1, dilation 1",
        "output_padding_too_large"},
       {plain,
        {{"output_padding", numbers({3})}, {"stride", numbers({2})}, {"dilation", numbers({3})}},
        "output_padding",
        "output_padding must be smaller than stride or dilation: output_padding 3, stride 2, dilation 3",
        "output_padding_too_large"},
       {plain,
        {{"padding", numbers({3})}},
        "padding",
        "padding 3 and 3 take the whole output away: it would be 0 long",
        "padding_takes_all"},
       {plain,
        {{"padding", word("same")}},
        "padding",
        "padding takes a whole number, one per axis, or begins then ends of all axes, \"same\" was given",
        "",
        ErrorKind::kUsage},
       {plain,
        {{"stride", numbers({Index{1} << 28})}},
        "stride",
        "the output would be 805306371 long, at most 268435456 is possible",
        "output_too_large"},
       {{{1, 3, 4}, {2, 1, 3}}, {}, "weight", "the weights 2×1×3 are for 2 input channels, the input has 3", "transposed_weight_channels"},
       {{{1, 3, 4}, {3, 1, 3}},
        {{"groups", numbers({2})}},
        "groups",
        "groups 2 does not divide the 3 input channels",
        "groups_not_dividing_input"},
       {{{1, 4, 4}, {4, 3, 3}, {3}},
        {{"groups", numbers({2})}},
        "bias",
        "the bias must hold 6 numbers, one per output channel; its shape is 3",
        "bias_length"},
       {{{1, 4, 4}, {4, 3, 3, 3}},
        {},
        "weight",
        "conv_transpose1d reads weights of 3 axes (Cin, Cout/groups, kL), they have 4 (4×3×3×3)",
        "convolution_weight_rank"}});
  EXPECT_EQ(try_layer("conv_transpose2d", {{1, 1, 30000, 2}, {1, 1, 3, 3}}, {{"stride", numbers({5, 30000})}}).error().kind,
            ErrorKind::kMemory);
}

TEST(ConvTranspose, AnswersExtremeSettingsWithoutOverflow) {
  for (const char* op : {"conv_transpose1d", "conv_transpose2d", "conv_transpose3d"}) expect_no_overflow(op);
}

// ---- identities on whole numbers --------------------------------------------------------------------------------------------
Tensor whole_numbers(const Extents& extents, std::uint32_t seed) {
  Tensor tensor(extents);
  for (float& value : tensor.data) {
    seed = seed * 1664525u + 1013904223u;
    value = static_cast<float>(seed >> 16 & 15) - 7;
  }
  return tensor;
}

double dot(const std::vector<double>& a, const Tensor& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * static_cast<double>(b.data[i]);
  return sum;
}

struct Geometry {
  Extents input;
  Index filters, groups;
  std::vector<Index> kernel, stride, dilation, padding;
};
const Geometry kGeometries[] = {
    {{2, 3, 11}, 2, 1, {3}, {2}, {1}, {1, 0}},
    {{1, 4, 13}, 6, 2, {2}, {3}, {4}, {0, 5}},
    {{2, 2, 7, 11}, 3, 1, {3, 2}, {2, 3}, {1, 2}, {1, 0, 2, 1}},
    {{1, 6, 5, 8}, 9, 3, {1, 5}, {1, 2}, {1, 1}, {0, 2, 0, 3}},
    {{1, 5, 6, 7}, 5, 5, {3, 3}, {1, 1}, {2, 2}, {2, 2, 2, 2}},
    {{1, 2, 5, 6, 7}, 4, 2, {2, 3, 1}, {2, 1, 3}, {1, 2, 1}, {1, 0, 0, 0, 2, 1}},
};

// What the forward convolution's windows left over at the end, per axis.
std::vector<Index> left_over(const Geometry& g, const Extents& output) {
  std::vector<Index> cells;
  const std::size_t axes = g.kernel.size();
  for (std::size_t i = 0; i < axes; ++i) {
    const int axis = static_cast<int>(i) + 2;
    const Index needed = (output[axis] - 1) * g.stride[i] + g.dilation[i] * (g.kernel[i] - 1) + 1;
    cells.push_back(g.input[axis] + g.padding[i] + g.padding[axes + i] - needed);
  }
  return cells;
}

TEST(Identities, TheTransposeMovesAConvolutionToTheOtherSideOfAnInnerProduct) {
  for (const Geometry& g : kGeometries) {
    std::vector<Index> sizes{g.filters, g.input[1] / g.groups};
    sizes.insert(sizes.end(), g.kernel.begin(), g.kernel.end());
    const Tensor x = whole_numbers(g.input, 1), w = whole_numbers(Extents(sizes), 2);
    GivenAttributes given{
        {"stride", numbers(g.stride)}, {"dilation", numbers(g.dilation)}, {"padding", numbers(g.padding)}, {"groups", numbers({g.groups})}};
    const std::string axes = std::to_string(g.kernel.size()) + "d";
    auto forward = made("conv" + axes, {x.extents, w.extents}, given);
    const Tensor y = whole_numbers(forward->output(), 3);
    given.emplace_back("output_padding", numbers(left_over(g, forward->output())));
    // A convolution's weights are the transpose's as they lie: its output channels are the transpose's input channels.
    auto back = made("conv_transpose" + axes, {y.extents, w.extents}, given);
    ASSERT_EQ(back->output(), g.input);
    EXPECT_EQ(dot(reference(*forward, {&x, &w, nullptr}).data, y), dot(reference(*back, {&y, &w, nullptr}).data, x)) << g.input.text();
  }
}

TEST(Identities, TransposedIsTheConvolutionOfTheSpreadInputWithTheTurnedKernel) {
  const Index height = 3, width = 4, stride_y = 2, stride_x = 3;
  const Tensor x = whole_numbers({1, 1, height, width}, 4), w = whole_numbers({1, 1, 3, 2}, 5);
  Tensor spread({1, 1, stride_y * (height - 1) + 1, stride_x * (width - 1) + 1});
  for (Index iy = 0; iy < height; ++iy) {
    for (Index ix = 0; ix < width; ++ix) spread[flat_index(spread.extents, {0, 0, iy * stride_y, ix * stride_x})] = x[iy * width + ix];
  }
  // Padding of the convolution: what the kernel spans beyond its first cell, less the transpose's padding.
  EXPECT_EQ(answer("conv_transpose2d", {&x, &w, nullptr},
                   {{"stride", numbers({stride_y, stride_x})},
                    {"dilation", numbers({1, 2})},
                    {"padding", numbers({1, 0})},
                    {"output_padding", numbers({0, 1})}}),
            answer("convolve", {&spread, &w, nullptr}, {{"dilation", numbers({1, 2})}, {"padding", numbers({1, 2, 1, 3})}}));
}

TEST(Identities, DepthwiseIsGroupedByChannelAndGroupedIsDenseWithABlockDiagonalWeight) {
  const Index channels = 6, filters = 4;
  for (Index groups : {1, 2}) {
    const Index in = channels / groups, out = filters / groups;
    const Tensor x = whole_numbers({2, channels, 5, 7}, 6), w = whole_numbers({filters, in, 3, 2}, 7);
    Tensor dense({filters, channels, 3, 2});
    for (Index o = 0; o < filters; ++o) {
      for (Index c = 0; c < in; ++c) {
        for (Index e = 0; e < 6; ++e) dense[(o * channels + o / out * in + c) * 6 + e] = w[(o * in + c) * 6 + e];
      }
    }
    EXPECT_EQ(answer("conv2d", {&x, &w, nullptr}, {{"groups", numbers({groups})}}), answer("conv2d", {&x, &dense, nullptr}));
  }
  const Tensor x = whole_numbers({1, 3, 5, 4}, 8), w = whole_numbers({3, 1, 2, 2}, 9);
  std::vector<double> channel_by_channel;
  for (Index c = 0; c < 3; ++c) {
    const Tensor plane({1, 1, 5, 4}, std::vector<float>(x.data.begin() + c * 20, x.data.begin() + (c + 1) * 20));
    const Tensor kernel({1, 1, 2, 2}, std::vector<float>(w.data.begin() + c * 4, w.data.begin() + (c + 1) * 4));
    const std::vector<double> map = answer("conv2d", {&plane, &kernel, nullptr});
    channel_by_channel.insert(channel_by_channel.end(), map.begin(), map.end());
  }
  EXPECT_EQ(answer("conv2d", {&x, &w, nullptr}, {{"groups", numbers({3})}}), channel_by_channel);
}

}  // namespace
}  // namespace convscope
