// conv1d, conv3d and convolve by hand: numbers that a person can check with a pencil, sizes, cost, words, and every refusal.
#include <gtest/gtest.h>

#include "engine/reference/reference.h"
#include "support/operator_layers.h"

namespace convscope {
namespace {

TEST(Conv1d, AThreeTapDifferenceSlidesOverTheSequence) {
  const Tensor input({1, 1, 5}, {1, 4, 9, 16, 25});
  const Tensor weight({1, 1, 3}, {-1, 0, 1});
  EXPECT_EQ(answer("conv1d", {&input, &weight, nullptr}), (std::vector<double>{8, 12, 16}));
  EXPECT_EQ(answer("conv1d", {&input, &weight, nullptr}, {{"stride", numbers({2})}, {"padding", numbers({1})}}),
            (std::vector<double>{4, 12, -16}));
  EXPECT_EQ(answer("conv1d", {&input, &weight, nullptr}, {{"dilation", numbers({2})}}), (std::vector<double>{24}));
}

TEST(Conv1d, BeginAndEndOfThePaddingAreTwoNumbers) {
  const Tensor input({1, 1, 3}, {1, 2, 3});
  const Tensor weight({1, 1, 1}, {1});
  const GivenAttributes uneven{{"padding", numbers({2, 1})}, {"padding_mode", word("circular")}};
  EXPECT_EQ(answer("conv1d", {&input, &weight, nullptr}, uneven), (std::vector<double>{2, 3, 1, 2, 3, 1}));
}

TEST(Conv3d, TheSumOfATwoByTwoByTwoCube) {
  const Tensor input = counting({1, 1, 2, 2, 3});  // 1 … 12
  const Tensor weight({1, 1, 2, 2, 2}, 1.0f);
  const Tensor bias({1}, {100});
  // 1+2+4+5 + 7+8+10+11 and 2+3+5+6 + 8+9+11+12
  EXPECT_EQ(answer("conv3d", {&input, &weight, &bias}), (std::vector<double>{148, 156}));
}

TEST(Conv3d, EveryAxisHasItsOwnStrideDilationAndPadding) {
  auto layer = made("conv3d", {{1, 2, 5, 7, 11}, {3, 2, 2, 3, 4}},
                    {{"stride", numbers({1, 2, 3})}, {"dilation", numbers({3, 2, 1})}, {"padding", numbers({0, 1, 2, 1, 0, 3})}});
  // deep: (5 + 0 + 1 − 4)/1 + 1 = 3; tall: (7 + 1 + 0 − 5)/2 + 1 = 2; wide: (11 + 2 + 3 − 4)/3 + 1 = 5
  EXPECT_EQ(layer->output(), (Extents{1, 3, 3, 2, 5}));
}

TEST(Conv3d, ATapSaysWhereInDepthHeightAndWidthItReads) {
  auto layer = made("conv3d", {{1, 1, 2, 3, 5}, {1, 1, 2, 2, 2}}, {{"padding", numbers({1, 0, 0})}});
  std::vector<Tap> taps;
  layer->taps_to(flat_index(layer->output(), {0, 0, 2, 1, 3}), {}, taps);
  ASSERT_EQ(taps.size(), 8u);
  EXPECT_EQ(taps[0].at, (std::array<Index, 3>{1, 1, 3}));
  EXPECT_EQ(taps[0].data.index, 15 + 5 + 3);
  EXPECT_EQ(taps[7].at, (std::array<Index, 3>{2, 2, 4}));  // behind the last of two
  EXPECT_EQ(taps[7].kind, TapKind::kPadding);
  EXPECT_EQ(taps[7].element, (std::array<Index, 3>{1, 1, 1}));
}

TEST(Convolve, TheImpulseBringsBackTheKernelAsItIs) {
  Tensor impulse({1, 1, 3, 3});
  impulse[4] = 1;
  const Tensor kernel({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  EXPECT_EQ(answer("convolve", {&impulse, &kernel, nullptr}, {{"padding", numbers({1})}}),
            (std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(answer("conv2d", {&impulse, &kernel, nullptr}, {{"padding", numbers({1})}}), (std::vector<double>{9, 8, 7, 6, 5, 4, 3, 2, 1}));
}

TEST(Convolve, FullPaddingMultipliesPolynomials) {
  const Tensor a({1, 1, 1, 3}, {1, 2, 3});  // 1 + 2x + 3x²
  const Tensor b({1, 1, 1, 2}, {4, 5});     // 4 + 5x
  EXPECT_EQ(answer("convolve", {&a, &b, nullptr}, {{"padding", numbers({0, 1})}}), (std::vector<double>{4, 13, 22, 15}));
}

TEST(Convolve, ATapMeetsTheTurnedElementAndNamesIt) {
  auto layer = made("convolve", {{1, 1, 2, 3}, {1, 1, 2, 3}});
  std::vector<Tap> taps;
  layer->taps_to(0, {}, taps);
  ASSERT_EQ(taps.size(), 6u);
  EXPECT_EQ(taps[0].weight.index, 5);
  EXPECT_EQ(taps[0].element, (std::array<Index, 3>{0, 1, 2}));
  EXPECT_EQ(taps[5].weight.index, 0);
}

TEST(Convolutions, CostCountsADenseImplementation) {
  const Cost line = made("conv1d", {{2, 4, 10}, {6, 2, 3}, {6}}, {{"groups", numbers({2})}})->cost();
  EXPECT_EQ(line.parameters, 36 + 6);
  EXPECT_EQ(line.macs, 2 * 6 * 8 * 6);
  EXPECT_EQ(line.flops, 2 * line.macs);
  EXPECT_EQ(line.memory, 80 + 36 + 6 + 96);
  const Cost volume = made("conv3d", {{1, 3, 4, 5, 6}, {2, 3, 3, 3, 3}})->cost();
  EXPECT_EQ(volume.macs, 2 * 2 * 3 * 4 * 81);
  EXPECT_EQ(volume.flops, 2 * volume.macs - 2 * 2 * 3 * 4);
}

TEST(Convolutions, TheFormulaNamesTheAxesThatDiffer) {
  EXPECT_EQ(formula_of(*made("conv1d", {{1, 1, 9}, {1, 1, 3}}, {{"padding", numbers({1, 0})}})),
            (std::vector<std::string>{"o = ⌊(i + pb + pe − d·(k − 1) − 1)/s⌋ + 1", "  = ⌊(9 + 1 + 0 − 1·(3 − 1) − 1)/1⌋ + 1 = 8"}));
  const std::vector<std::string> lines =
      formula_of(*made("conv3d", {{1, 1, 4, 5, 6}, {1, 1, 2, 2, 2}}, {{"padding", numbers({1, 0, 0, 0, 0, 0})}}));
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0], "oz = ⌊(z + pn + pf − d·(k − 1) − 1)/s⌋ + 1");
  EXPECT_EQ(lines[1], "   = ⌊(4 + 1 + 0 − 1·(2 − 1) − 1)/1⌋ + 1 = 4");
  EXPECT_EQ(lines[4], "ow = ⌊(w + 2p − d·(k − 1) − 1)/s⌋ + 1");
  EXPECT_EQ(formula_of(*made("conv3d", {{1, 1, 4, 4, 4}, {1, 1, 2, 2, 2}})).size(), 2u);
}

TEST(Convolutions, CodeIsThatOfTheOtherLibraries) {
  auto line = made("conv1d", {{1, 4, 9}, {6, 2, 3}}, {{"groups", numbers({2})}, {"padding", numbers({1, 2})}});
  EXPECT_EQ(line->code(CodeDialect::kPyTorch), "x = F.pad(x, (1, 2))\nnn.Conv1d(\n    4, 6, kernel_size=3, groups=2,\n    bias=False)");
  EXPECT_EQ(line->code(CodeDialect::kKeras).rfind("layers.ZeroPadding1D(\n    (1, 2),", 0), 0u) << line->code(CodeDialect::kKeras);
  EXPECT_NE(line->code(CodeDialect::kOnnx).find("kernel_shape=[3], pads=[1, 2]"), std::string::npos) << line->code(CodeDialect::kOnnx);
  auto volume = made("conv3d", {{1, 1, 4, 5, 6}, {2, 1, 1, 2, 3}, {2}}, {{"stride", numbers({1, 2, 1})}});
  EXPECT_EQ(volume->code(CodeDialect::kPyTorch), "nn.Conv3d(\n    1, 2, kernel_size=(1, 2, 3),\n    stride=(1, 2, 1))");
  auto turned = made("convolve", {{1, 1, 5, 5}, {1, 1, 3, 3}, {1}}, {{"padding", numbers({1})}});
  EXPECT_EQ(turned->code(CodeDialect::kPyTorch), "F.conv2d(\n    x, w.flip(-2, -1), b, padding=1)");
  auto mirrored = made("convolve", {{1, 1, 5, 5}, {1, 1, 3, 3}}, {{"padding", numbers({1})}, {"padding_mode", word("reflect")}});
  EXPECT_EQ(mirrored->code(CodeDialect::kPyTorch), "x = F.pad(\n    x, (1, 1, 1, 1), mode=\"reflect\")\nF.conv2d(x, w.flip(-2, -1))");
}

TEST(Convolutions, RefuseTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  expect_refusals(
      "conv1d",
      {{{{1, 1, 9, 9}, {1, 1, 3}}, {}, "input", "conv1d reads an input of 3 axes (N, C, L), it has 4 (1×1×9×9)", "convolution_input_rank"},
       {{{1, 1, 9}, {1, 1, 3, 3}},
        {},
        "weight",
        "conv1d reads weights of 3 axes (Cout, Cin/groups, kL), they have 4 (1×1×3×3)",
        "convolution_weight_rank"},
       {{{1, 1, 4}, {1, 1, 7}}, {}, "kernel_size", "kernel 7 is larger than the input, the input is 4 long", "kernel_exceeds_input"},
       {{{1, 4, 9}, {6, 1, 3}},
        {{"groups", numbers({4})}},
        "groups",
        "groups 4 does not divide the 6 output channels",
        "groups_not_dividing_output"},
       {{{1, 1, 9}, {1, 1, 3}},
        {{"padding", numbers({1, 2, 3})}},
        "padding",
        "padding takes 1 or 2 numbers, 3 were given (1,2,3)",
        "wrong_count",
        ErrorKind::kUsage},
       {{{1, 1, 9}, {1, 1, 3}},
        {{"stride", numbers({1, 2})}},
        "stride",
        "stride takes one number, 2 were given (1,2)",
        "not_one_number",
        ErrorKind::kUsage}});
  expect_refusals("conv3d", {{{{1, 1, 3, 9, 9}, {1, 1, 4, 3, 3}},
                              {{"padding", numbers({0, 1, 1})}},
                              "kernel_size",
                              "kernel 4 is larger than the input, the input is 3 deep",
                              "kernel_exceeds_input"},
                             {{{1, 1, 3, 9, 9}, {1, 1, 3, 3, 3}, {2}},
                              {},
                              "bias",
                              "the bias must hold 1 numbers, one per output channel; its shape is 2",
                              "bias_length"},
                             {{{1, 3, 3, 9, 0}, {1, 1, 3, 3, 3}},
                              {},
                              "input",
                              "every size of the input must be 1 to 268435456, it is 1×3×3×9×0",
                              "input_size_out_of_range"},
                             {{{1, 1, 3, 9, 9}, {1, 2, 3, 3, 3}},
                              {},
                              "weight",
                              "the weights 1×2×3×3×3 have 2 input channels each, the input has 1 channels in 1 group: 1 each",
                              "weight_channels"}});
  expect_refusals("convolve", {{{{1, 1, 9, 9}, {1, 1, 3, 3}}, {{"stride", numbers({0})}}, "stride", "stride must be at least 1, it is 0",
                                "below_minimum"}});
}

TEST(Convolutions, AnswerExtremeSettingsWithoutOverflow) {
  for (const char* op : {"conv1d", "conv3d", "convolve"}) expect_no_overflow(op);
}

}  // namespace
}  // namespace convscope
