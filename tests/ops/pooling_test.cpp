// Pooling by hand: numbers that a person can check with a pencil, ceil mode, divisors, winners, words, and every refusal.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/reference/reference.h"
#include "engine/trace/trace.h"
#include "support/operator_layers.h"

namespace convscope {
namespace {

using Numbers = std::vector<double>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

Numbers winners(const std::string& op, const Tensor& input, const GivenAttributes& given) {
  return reference_winners(*made(op, {input.extents}, given), {&input}).data;
}

// ---- the largest ----------------------------------------------------------------------------------------------------------
TEST(MaxPool, TakesTheLargestOfEachWindowAndSaysWhereItStands) {
  const Tensor input({1, 1, 4, 4}, {1, 9, 2, 3, 4, 5, 8, 7, 3, 3, 0, 1, 3, 2, 1, 6});
  const GivenAttributes given{{"kernel_size", numbers({2})}};
  EXPECT_EQ(answer("max_pool2d", {&input}, given), (Numbers{9, 8, 3, 6}));
  EXPECT_EQ(winners("max_pool2d", input, given), (Numbers{1, 6, 8, 15}));  // of three threes the first in reading order
}

TEST(MaxPool, TheStrideIsTheKernelUnlessGiven) {
  const Tensor line({1, 1, 7}, {3, 1, 4, 1, 5, 9, 2});
  EXPECT_EQ(answer("max_pool1d", {&line}, {{"kernel_size", numbers({3})}}), (Numbers{4, 9}));
  EXPECT_EQ(answer("max_pool1d", {&line}, {{"kernel_size", numbers({3})}, {"stride", numbers({1})}}), (Numbers{4, 4, 5, 9, 9}));
  EXPECT_EQ(made("max_pool1d", {line.extents}, {{"kernel_size", numbers({3})}})->attributes().integers("stride"), std::vector<Index>{3});
}

TEST(MaxPool, PaddingNeverWinsOverACell) {
  const Tensor negative({1, 1, 3}, {-5, -7, -6});
  const GivenAttributes given{{"kernel_size", numbers({2})}, {"stride", numbers({2})}, {"padding", numbers({1})}};
  EXPECT_EQ(answer("max_pool1d", {&negative}, given), (Numbers{-5, -6}));
  EXPECT_EQ(winners("max_pool1d", negative, given), (Numbers{0, 2}));
}

TEST(MaxPool, TapsInThePaddingAreKeptAndHoldMinusInfinity) {
  auto layer = made("max_pool2d", {{1, 2, 3, 3}}, {{"kernel_size", numbers({3})}, {"padding", numbers({1})}});
  std::vector<Tap> taps;
  layer->taps_to(1, {}, taps);  // second channel, first window
  ASSERT_EQ(taps.size(), 9u);
  EXPECT_EQ(taps[0].kind, TapKind::kPadding);
  EXPECT_EQ(taps[0].value, -kInfinity);
  EXPECT_EQ(taps[0].at, (std::array<Index, 3>{0, -1, -1}));
  EXPECT_EQ(taps[8].kind, TapKind::kCell);
  EXPECT_EQ(taps[8].data.index, 9 + 4);
  EXPECT_EQ(taps[8].element, (std::array<Index, 3>{0, 2, 2}));
  EXPECT_EQ(taps[8].channel, 1);
}

TEST(MaxPool, ANaNWinsAndOfTwoTheLast) {
  const Tensor line({1, 1, 4}, {kNaN, 9, kNaN, 1});
  const GivenAttributes given{{"kernel_size", numbers({4})}};
  EXPECT_TRUE(std::isnan(answer("max_pool1d", {&line}, given)[0]));
  EXPECT_EQ(winners("max_pool1d", line, given), Numbers{2});
  const Trace trace(made("max_pool1d", {line.extents}, given), {&line});
  EXPECT_EQ(trace.gather(0).winner, 2u);
}

TEST(MaxPool, OfCellsThatAreAllMinusInfinityTheFirstWins) {
  const auto nothing = static_cast<float>(-kInfinity);
  const Tensor line({1, 1, 3}, {nothing, nothing, nothing});
  const GivenAttributes given{{"kernel_size", numbers({3})}, {"stride", numbers({1})}, {"padding", numbers({1})}};
  EXPECT_EQ(answer("max_pool1d", {&line}, given), (Numbers{-kInfinity, -kInfinity, -kInfinity}));
  EXPECT_EQ(winners("max_pool1d", line, given), (Numbers{0, 0, 1}));
}

TEST(MaxPool, AWindowThatDilationLaysAroundTheInputHasNoWinner) {
  const Tensor one({1, 1, 1}, {5});
  const GivenAttributes given{{"kernel_size", numbers({2})}, {"padding", numbers({1})}, {"dilation", numbers({2})}};
  EXPECT_EQ(answer("max_pool1d", {&one}, given), Numbers{-kInfinity});
  EXPECT_EQ(winners("max_pool1d", one, given), Numbers{-1});
}

TEST(MaxPool, InAVolumeTheWinnerIsCountedThroughDepthHeightAndWidth) {
  Tensor volume({1, 1, 2, 3, 5});
  volume[15 + 5 + 2] = 7;  // z 1, y 1, x 2
  const GivenAttributes given{{"kernel_size", numbers({2, 3, 5})}};
  EXPECT_EQ(answer("max_pool3d", {&volume}, given), Numbers{7});
  EXPECT_EQ(winners("max_pool3d", volume, given), Numbers{22});
}

// ---- sizes ------------------------------------------------------------------------------------------------------------------
struct CeilRow {
  Index input, kernel, stride, padding, floor, ceil;
};

TEST(Pooling, CeilModeCountsALastWindowUnlessItBeginsInTheEndPadding) {
  const CeilRow rows[] = {{5, 2, 2, 0, 2, 3}, {5, 2, 2, 1, 3, 3}, {5, 3, 2, 0, 2, 2}, {6, 3, 2, 0, 2, 3}, {2, 3, 2, 0, 0, 1},
                          {5, 2, 3, 1, 2, 2}, {4, 2, 3, 1, 2, 2}, {1, 1, 4, 0, 1, 1}, {7, 2, 4, 1, 2, 2}, {8, 2, 4, 1, 3, 3}};
  for (const CeilRow& row : rows) {
    GivenAttributes given{{"kernel_size", numbers({row.kernel})}, {"stride", numbers({row.stride})}, {"padding", numbers({row.padding})}};
    auto floor = try_layer("max_pool1d", {{1, 1, row.input}}, given);
    EXPECT_EQ(floor.ok() ? (*floor)->output()[2] : 0, row.floor) << row.input << " " << row.kernel << " " << row.stride;
    given.emplace_back("ceil_mode", AttributeValue{true});
    EXPECT_EQ(made("max_pool1d", {{1, 1, row.input}}, given)->output()[2], row.ceil) << row.input << " " << row.kernel << " " << row.stride;
  }
}

TEST(Pooling, TheFormulaSaysHowItRoundsAndWhatIsLeftOut) {
  const GivenAttributes given{{"kernel_size", numbers({2})}, {"padding", numbers({1})}, {"ceil_mode", AttributeValue{true}}};
  EXPECT_EQ(formula_of(*made("avg_pool2d", {{1, 1, 6, 6}},
                             {{"kernel_size", numbers({3})}, {"ceil_mode", AttributeValue{true}}, {"stride", numbers({2})}})),
            (std::vector<std::string>{"o = ⌈(i + 2p − d·(k − 1) − 1)/s⌉ + 1", "  = ⌈(6 + 2·0 − 1·(3 − 1) − 1)/2⌉ + 1 = 3"}));
  EXPECT_EQ(formula_of(*made("max_pool1d", {{1, 1, 5}}, given)),
            (std::vector<std::string>{"o = ⌈(i + 2p − d·(k − 1) − 1)/s⌉ + 1 − 1", "  = ⌈(5 + 2·1 − 1·(2 − 1) − 1)/2⌉ + 1 − 1 = 3",
                                      "a last window that begins in the end padding is left out"}));
  EXPECT_EQ(formula_of(*made("global_avg_pool2d", {{1, 1, 5, 7}})), (std::vector<std::string>{"y = Σ x / (h·w)", "y = Σ x / (5·7)"}));
}

TEST(Pooling, WithSidesGivenEachAWindowMayLieMoreThanHalfInThePadding) {
  const Tensor one({1, 1, 1, 1}, {6});
  const GivenAttributes given{{"kernel_size", numbers({3})}, {"stride", numbers({1})}, {"padding", numbers({2, 2, 2, 2})}};
  EXPECT_EQ(answer("max_pool2d", {&one}, given), Numbers(9, 6));
}

// ---- the mean ---------------------------------------------------------------------------------------------------------------
TEST(AveragePool, ThePaddingCountsUnlessItIsNotIncluded) {
  const Tensor line({1, 1, 3}, {6, 12, 18});
  GivenAttributes given{{"kernel_size", numbers({2})}, {"stride", numbers({1})}, {"padding", numbers({1})}};
  EXPECT_EQ(answer("avg_pool1d", {&line}, given), (Numbers{3, 9, 15, 9}));
  given.emplace_back("count_include_pad", AttributeValue{false});
  EXPECT_EQ(answer("avg_pool1d", {&line}, given), (Numbers{6, 9, 15, 18}));
}

TEST(AveragePool, CellsBeyondThePaddingNeverCount) {
  const Tensor line({1, 1, 4}, {6, 12, 18, 24});
  const GivenAttributes given{{"kernel_size", numbers({3})}, {"padding", numbers({1})}, {"ceil_mode", AttributeValue{true}}};
  // 0 6 12 | 18 24 0; with stride 2: 0 6 12 | 12 18 24 | 24 0 and one beyond
  EXPECT_EQ(answer("avg_pool1d", {&line}, given), (Numbers{6, 14}));
  GivenAttributes two = given;
  two.emplace_back("stride", numbers({2}));
  EXPECT_EQ(answer("avg_pool1d", {&line}, two), (Numbers{6, 18, 12}));
}

TEST(AveragePool, AnOverriddenDivisorDividesEveryWindow) {
  const Tensor plane({1, 1, 2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(answer("avg_pool2d", {&plane}, {{"kernel_size", numbers({2})}, {"divisor_override", numbers({1})}}), Numbers{10});
  EXPECT_EQ(answer("avg_pool2d", {&plane}, {{"kernel_size", numbers({2})}, {"divisor_override", numbers({-5})}}), Numbers{-2});
}

TEST(AveragePool, OfKTimesKIsTheDepthwiseConvolutionWithOneOverKSquared) {
  Tensor input({2, 3, 7, 6});
  for (Index i = 0; i < input.count(); ++i) input[i] = static_cast<float>((i * i % 31 - 15) * 16);
  const Tensor weight({3, 1, 4, 4}, 1.0f / 16);
  const GivenAttributes steps{{"stride", numbers({2, 1})}, {"padding", numbers({2, 1})}};
  GivenAttributes pool = steps, conv = steps;
  pool.emplace_back("kernel_size", numbers({4}));
  conv.emplace_back("groups", numbers({3}));
  EXPECT_EQ(answer("avg_pool2d", {&input}, pool), answer("conv2d", {&input, &weight, nullptr}, conv));
}

TEST(AveragePool, TheMeanOfAPlaneIsOneNumberAChannel) {
  const Tensor input = counting({1, 2, 2, 3});  // 1 … 6 and 7 … 12
  auto layer = made("global_avg_pool2d", {input.extents});
  EXPECT_EQ(layer->output(), (Extents{1, 2, 1, 1}));
  EXPECT_EQ(reference(*layer, {&input}).data, (Numbers{3.5, 9.5}));
}

// ---- cost and code --------------------------------------------------------------------------------------------------------
TEST(Pooling, HasNoParametersAndCountsTheAdditionsOfAMean) {
  const GivenAttributes three{{"kernel_size", numbers({3})}, {"stride", numbers({2})}};
  const Cost most = made("max_pool2d", {{1, 4, 9, 9}}, three)->cost(), mean = made("avg_pool2d", {{1, 4, 9, 9}}, three)->cost();
  for (const Cost& cost : {most, mean}) {
    EXPECT_EQ(cost.parameters, 0);
    EXPECT_EQ(cost.macs, 0);
    EXPECT_EQ(cost.memory, 4 * 81 + 4 * 16);
  }
  EXPECT_EQ(most.flops, 0);
  EXPECT_EQ(mean.flops, 4 * 16 * 9);  // eight additions and a division
  EXPECT_EQ(made("global_avg_pool2d", {{2, 3, 5, 7}})->cost().flops, 2 * 3 * 35);
}

TEST(Pooling, CodeIsThatOfTheOtherLibraries) {
  auto most = made("max_pool2d", {{1, 1, 9, 8}}, {{"kernel_size", numbers({3})}, {"stride", numbers({2})}, {"padding", numbers({1, 0})},
                                                  {"ceil_mode", AttributeValue{true}}});
  EXPECT_EQ(most->code(CodeDialect::kPyTorch), "nn.MaxPool2d(\n    3, stride=2, padding=(1, 0),\n    ceil_mode=True)");
  // In ceil mode the last window reaches one column beyond: Keras is given that column too.
  EXPECT_EQ(most->code(CodeDialect::kKeras),
            "x = np.pad(\n    x,\n    ((0, 0), (0, 0), (1, 1), (0, 1)),\n    constant_values=-np.inf)\n"
            "layers.MaxPooling2D(\n    3, strides=2,\n    data_format=\"channels_first\")");
  EXPECT_EQ(most->code(CodeDialect::kOnnx),
            "helper.make_node(\n    \"MaxPool\", [\"x\"], [\"y\"],\n    kernel_shape=[3, 3],\n    strides=[2, 2],\n    pads=[1, 0, 1, 0], "
            "ceil_mode=1)");
  auto dilated = made("max_pool1d", {{1, 1, 9}}, {{"kernel_size", numbers({2})}, {"dilation", numbers({3})}});
  EXPECT_EQ(dilated->code(CodeDialect::kPyTorch), "nn.MaxPool1d(2, dilation=3)");
  EXPECT_EQ(dilated->code(CodeDialect::kKeras).rfind("tf.nn.pool(", 0), 0u) << dilated->code(CodeDialect::kKeras);
  auto sided = made("max_pool1d", {{1, 1, 9}}, {{"kernel_size", numbers({3})}, {"padding", numbers({2, 0})}});
  EXPECT_EQ(sided->code(CodeDialect::kPyTorch), "x = F.pad(\n    x, (2, 0), value=float(\"-inf\"))\nnn.MaxPool1d(3)");
  auto same = made("avg_pool2d", {{1, 1, 9, 9}}, {{"kernel_size", numbers({3})}, {"stride", numbers({1})}, {"padding", numbers({1})},
                                                  {"count_include_pad", AttributeValue{false}}});
  EXPECT_EQ(same->code(CodeDialect::kPyTorch), "nn.AvgPool2d(\n    3, stride=1, padding=1,\n    count_include_pad=False)");
  EXPECT_EQ(same->code(CodeDialect::kKeras),
            "layers.AveragePooling2D(\n    3, strides=1, padding=\"same\",\n    data_format=\"channels_first\")");
  EXPECT_EQ(made("global_avg_pool2d", {{1, 1, 3, 3}})->code(CodeDialect::kPyTorch), "nn.AdaptiveAvgPool2d(1)");
}

// ---- refusals ---------------------------------------------------------------------------------------------------------------
TEST(Pooling, RefusesTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  const GivenAttributes three{{"kernel_size", numbers({3})}};
  expect_refusals(
      "max_pool2d",
      {{{{1, 1, 9, 9}}, {}, "kernel_size", "max_pool2d needs kernel_size", "needs_attribute", ErrorKind::kUsage},
       {{{1, 9, 9}}, three, "input", "max_pool2d reads input of 4 axes (N, C, H, W), it has 3 (1×9×9)", "wrong_rank"},
       {{{1, 1, 9, 2}}, three, "kernel_size", "kernel 3 is larger than the input, the input is 2 wide", "kernel_exceeds_input"},
       {{{1, 1, 9, 9}},
        {{"kernel_size", numbers({3, 5})}, {"padding", numbers({2})}},
        "padding",
        "padding must be at most half the kernel: padding 2, the kernel is 3 tall",
        "padding_beyond_half_kernel"},
       {{{1, 1, 9, 9}},
        {{"kernel_size", numbers({3})}, {"padding", numbers({2, 2, 2, 3})}},
        "padding",
        "padding must be smaller than the window: padding 3, the window is 3 wide",
        "padding_holds_window"},
       {{{1, 1, 9, 9}},
        {{"kernel_size", numbers({3, 3, 3})}},
        "kernel_size",
        "kernel_size takes 1 or 2 numbers, 3 were given (3,3,3)",
        "wrong_count",
        ErrorKind::kUsage},
       {{{1, 1, 9, 9}}, {{"kernel_size", numbers({0})}}, "kernel_size", "kernel_size must be at least 1, it is 0", "below_minimum"},
       {{{1, 1, 4096, 4096}},
        {{"kernel_size", numbers({4096})}},
        "kernel_size",
        "a window of 4096×4096 is too large, at most 4194304 cells are possible",
        "window_too_large"}});
  expect_refusals("max_pool3d",
                  {{{{1, 1, 9, 9}}, three, "input", "max_pool3d reads input of 5 axes (N, C, D, H, W), it has 4 (1×1×9×9)", "wrong_rank"}});
  expect_refusals("avg_pool1d", {{{{1, 1, 9}}, {{"kernel_size", numbers({3})}, {"divisor_override", numbers({0})}}, "divisor_override",
                                  "divisor_override must not be 0", "divisor_zero"}});
  expect_refusals("global_avg_pool2d", {{{{1, 1, 9}}, {}, "input", "global_avg_pool2d reads input of 4 axes (N, C, H, W), it has 3 (1×1×9)",
                                         "wrong_rank"}});
}

TEST(Pooling, AnswersExtremeSettingsWithoutOverflow) {
  for (const char* op : {"max_pool1d", "max_pool2d", "max_pool3d", "avg_pool1d", "avg_pool2d", "avg_pool3d", "global_avg_pool2d"})
    expect_no_overflow(op);
}

}  // namespace
}  // namespace convscope
