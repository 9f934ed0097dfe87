// Deformable convolution by hand: interpolation between cells, what lies outside, offset groups and the mask; and every refusal.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/operator_layers.h"

namespace convscope {
namespace {

// A 1×1 kernel of weight 1 on a 2×2 plane, read once per offset (y, x).
double read_at(float y, float x) {
  const Tensor input({1, 1, 2, 2}, {1, 2, 4, 8});
  const Tensor weight({1, 1, 1, 1}, {1});
  Tensor offset({1, 2, 2, 2});
  offset[0] = y;
  offset[4] = x;
  return answer("deform_conv2d", {&input, &weight, &offset, nullptr, nullptr}).front();
}

TEST(DeformConv2d, AnOffsetReadsBetweenFourCells) {
  EXPECT_EQ(read_at(0, 0), 1);
  EXPECT_EQ(read_at(1, 1), 8);
  EXPECT_EQ(read_at(0, 0.5f), 1.5);
  EXPECT_EQ(read_at(0.25f, 0), 1.75);
  EXPECT_EQ(read_at(0.5f, 0.5f), 3.75);
}

TEST(DeformConv2d, CellsOutsideCountZeroAndPositionsAWholeCellOutsideReadNothing) {
  EXPECT_EQ(read_at(-0.5f, 0), 0.5);
  EXPECT_EQ(read_at(1.5f, 1.5f), 2);
  EXPECT_EQ(read_at(-1, 0), 0);
  EXPECT_EQ(read_at(2, 0), 0);
  EXPECT_EQ(read_at(0, 1e30f), 0);
  EXPECT_EQ(read_at(std::numeric_limits<float>::infinity(), 0), 0);
  EXPECT_EQ(read_at(std::numeric_limits<float>::quiet_NaN(), 0), 0);
}

TEST(DeformConv2d, EachOffsetGroupMovesItsOwnChannelsAndTheMaskScalesEachElement) {
  const Tensor input({1, 2, 1, 3}, {1, 2, 3, 10, 20, 30});
  const Tensor weight({1, 2, 1, 1}, {1, 1});
  // Group 0 looks one to the right, group 1 two to the right.
  const Tensor offset({1, 4, 1, 3}, {0, 0, 0, 1, 1, 1, 0, 0, 0, 2, 2, 2});
  EXPECT_EQ(answer("deform_conv2d", {&input, &weight, &offset, nullptr, nullptr}), (std::vector<double>{32, 3, 0}));
  const Tensor mask({1, 2, 1, 3}, {1, 2, 3, 0.5f, 1, 1}), bias({1}, {100});
  EXPECT_EQ(answer("deform_conv2d", {&input, &weight, &offset, &mask, &bias}), (std::vector<double>{117, 106, 100}));
}

TEST(DeformConv2d, ZeroOffsetsAreTheStandardConvolution) {
  const Tensor input = counting({2, 4, 5, 6}), weight = counting({6, 2, 3, 2}, -9), bias = counting({6});
  const GivenAttributes given{{"stride", numbers({2, 1})}, {"padding", numbers({1, 0, 2, 1})}, {"dilation", numbers({1, 2})}};
  GivenAttributes grouped = given;
  grouped.emplace_back("groups", numbers({2}));
  auto plain = made("conv2d", {input.extents, weight.extents, bias.extents}, grouped);
  const Extents out = plain->output();
  const Tensor offset({2, 24, out[2], out[3]});
  const Tensor mask({2, 12, out[2], out[3]}, 1.0f);
  EXPECT_EQ(answer("deform_conv2d", {&input, &weight, &offset, nullptr, &bias}, given), reference(*plain, {&input, &weight, &bias}).data);
  EXPECT_EQ(answer("deform_conv2d", {&input, &weight, &offset, &mask, &bias}, given), reference(*plain, {&input, &weight, &bias}).data);
}

TEST(DeformConv2d, TheSameWholeOffsetEverywhereIsTheConvolutionOfTheShiftedInput) {
  const Tensor input = counting({1, 1, 5, 6}), weight = counting({1, 1, 2, 3}, -2);
  Tensor offset({1, 12, 4, 4}), shifted(input.extents);
  for (Index i = 0; i < offset.count(); ++i) offset[i] = i / 16 % 2 == 0 ? 1.0f : -2.0f;  // down one, left two
  for (Index y = 0; y + 1 < 5; ++y) {
    for (Index x = 2; x < 6; ++x) shifted[y * 6 + x] = input[(y + 1) * 6 + x - 2];
  }
  EXPECT_EQ(answer("deform_conv2d", {&input, &weight, &offset, nullptr, nullptr}), answer("conv2d", {&shifted, &weight, nullptr}));
}

TEST(DeformConv2d, AnElementHasFourTapsWithItsSharesItsWeightAndItsMask) {
  const Tensor offset({1, 4, 2, 1}, {0, 0.25f, 0, -0.5f, 0, 0, 0, 0});
  auto layer = made("deform_conv2d", {{1, 1, 2, 2}, {1, 1, 1, 2}, offset.extents, {1, 2, 2, 1}});
  const Tensor input({1, 1, 2, 2}), weight({1, 1, 1, 2}), mask({1, 2, 2, 1});
  std::vector<Tap> taps;
  layer->taps_to(1, {&input, &weight, &offset, &mask, nullptr}, taps);  // element 0 reads (1.25, −0.5)
  ASSERT_EQ(taps.size(), 8u);
  const double shares[] = {0.375, 0.375, 0.125, 0.125};
  const bool on_input[] = {false, true, false, false};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(taps[i].coefficient, shares[i]);
    EXPECT_EQ(taps[i].kind == TapKind::kCell, on_input[i]) << i;
    EXPECT_EQ(taps[i].weight.index, 0);
    EXPECT_EQ(taps[i].scale.slot, 3);
    EXPECT_EQ(taps[i].scale.index, 1);
    EXPECT_EQ(taps[i].at, (std::array<Index, 3>{0, 1 + static_cast<Index>(i / 2), -1 + static_cast<Index>(i % 2)}));
  }
  EXPECT_EQ(taps[1].data.index, 2);
  EXPECT_EQ(taps[4].element, (std::array<Index, 3>{0, 0, 1}));
}

TEST(DeformConv2d, CostAndCode) {
  const Shapes shapes{{1, 4, 5, 5}, {6, 2, 3, 3}, {1, 36, 5, 5}, {1, 18, 5, 5}, {6}};
  auto layer = made("deform_conv2d", shapes, {{"padding", numbers({1})}});
  EXPECT_EQ(layer->cost().macs, 150 * 18);
  EXPECT_EQ(layer->cost().parameters, 108 + 6);
  EXPECT_EQ(layer->cost().memory, 100 + 108 + 900 + 450 + 6 + 150);
  EXPECT_EQ(layer->code(CodeDialect::kPyTorch), "torchvision.ops.deform_conv2d(\n    x, offset, w, b, padding=1,\n    mask=mask)");
  EXPECT_NE(layer->code(CodeDialect::kOnnx).find("group=2,\n    offset_group=2"), std::string::npos) << layer->code(CodeDialect::kOnnx);
  EXPECT_EQ(formula_of(*layer)[1], "  = ⌊(5 + 2·1 − 1·(3 − 1) − 1)/1⌋ + 1 = 5");
}

TEST(DeformConv2d, RefusesTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  const Extents input{1, 4, 5, 5}, weight{2, 4, 3, 3}, offset{1, 18, 3, 3};
  expect_refusals("deform_conv2d", {{{input, weight}, {}, "offset", "deform_conv2d needs \"offset\"", "needs_tensor", ErrorKind::kUsage},
                                    {{input, weight, {1, 20, 3, 3}},
                                     {},
                                     "offset",
                                     "the offset has 20 channels, they must be a multiple of 18: two per kernel element",
                                     "offset_channels"},
                                    {{input, weight, {1, 54, 3, 3}},
                                     {},
                                     "offset",
                                     "the 3 offset groups that follow from 54 channels do not divide the 4 input channels",
                                     "offset_groups_not_dividing"},
                                    {{input, weight, {1, 18, 3, 4}},
                                     {},
                                     "offset",
                                     "offset must have the shape 1×18×3×3 (one place per output), it has 1×18×3×4",
                                     "wrong_shape"},
                                    {{input, weight, {18, 3, 3}},
                                     {},
                                     "offset",
                                     "deform_conv2d reads offset of 4 axes (N, 2·offset groups·kH·kW, Ho, Wo), it has 3 (18×3×3)",
                                     "wrong_rank"},
                                    {{input, weight, offset, {1, 18, 3, 3}},
                                     {},
                                     "mask",
                                     "mask must have the shape 1×9×3×3 (one number per kernel element and offset group), it has 1×18×3×3",
                                     "wrong_shape"},
                                    {{input, {2, 3, 3, 3}, offset},
                                     {},
                                     "weight",
                                     "the weights 2×3×3×3 have 3 input channels each, which does not divide the input's 4",
                                     "deform_input_channels"},
                                    {{input, {3, 2, 3, 3}, offset},
                                     {},
                                     "weight",
                                     "the weights 3×2×3×3 make 3 output channels, the 2 groups that follow do not divide them",
                                     "deform_output_channels"},
                                    {{input, weight, offset, {}, {3}},
                                     {},
                                     "bias",
                                     "the bias must hold 2 numbers, one per output channel; its shape is 3",
                                     "bias_length"},
                                    {{input, weight, offset},
                                     {{"dilation", numbers({3})}},
                                     "dilation",
                                     "kernel 3 with dilation 3 spans 7, the input is 5 tall",
                                     "span_exceeds_input"}});
}

TEST(DeformConv2d, AnswersExtremeSettingsWithoutOverflow) { expect_no_overflow("deform_conv2d"); }

}  // namespace
}  // namespace convscope
