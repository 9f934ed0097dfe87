// conv2d by hand: numbers that a person can check with a pencil, and every refusal with its sentence.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/reference/reference.h"
#include "support/layers.h"

namespace convscope {
namespace {

std::vector<double> values(const std::shared_ptr<const Layer>& layer, const TensorSet& tensors) { return reference(*layer, tensors).data; }

TEST(Conv2d, TwoByTwoKernelOverOneToNineGivesTheNumbersOfTheBoard) {
  const Tensor input = counting({1, 1, 3, 3});
  const Tensor weight({1, 1, 2, 2}, {0, 1, 2, 3});
  auto layer = conv2d({input.extents, weight.extents});
  EXPECT_EQ(layer->output(), (Extents{1, 1, 2, 2}));
  EXPECT_EQ(values(layer, {&input, &weight, nullptr}), (std::vector<double>{25, 31, 43, 49}));
}

struct CatalogueRow {
  const char* name;
  Index input, kernel, stride, padding, dilation, output;
};

TEST(Conv2d, TheCatalogueHasTheSizesEveryTeacherKnows) {
  const CatalogueRow rows[] = {
      {"no padding, no strides", 4, 3, 1, 0, 1, 2}, {"arbitrary padding", 5, 4, 1, 2, 1, 6}, {"same padding", 5, 3, 1, 1, 1, 5},
      {"full padding", 5, 3, 1, 2, 1, 7},           {"strides", 5, 3, 2, 0, 1, 2},           {"padding and strides", 5, 3, 2, 1, 1, 3},
      {"odd", 6, 3, 2, 1, 1, 3},                    {"dilation", 7, 3, 1, 0, 2, 3},          {"padding 1 on 4", 4, 3, 1, 1, 1, 4},
      {"padding 2 on 4", 4, 3, 1, 2, 1, 6},
  };
  for (const CatalogueRow& row : rows) {
    auto layer = conv2d({{1, 1, row.input, row.input}, {1, 1, row.kernel, row.kernel}},
                        {{"stride", numbers({row.stride})}, {"padding", numbers({row.padding})}, {"dilation", numbers({row.dilation})}});
    EXPECT_EQ(layer->output(), (Extents{1, 1, row.output, row.output})) << row.name;
  }
}

TEST(Conv2d, AxesDifferInKernelStrideDilationAndAllFourSides) {
  auto layer = conv2d({{2, 1, 7, 11}, {3, 1, 3, 2}},
                      {{"stride", numbers({2, 3})}, {"dilation", numbers({2, 1})}, {"padding", numbers({1, 0, 2, 3})}});
  // tall: (7 + 1 + 2 − 5)/2 + 1 = 3; wide: (11 + 0 + 3 − 2)/3 + 1 = 5
  EXPECT_EQ(layer->output(), (Extents{2, 3, 3, 5}));
}

TEST(Conv2d, WhatStandsInThePaddingFollowsTheMode) {
  const Tensor input({1, 1, 1, 3}, {1, 2, 3});
  const Tensor weight({1, 1, 1, 1}, {1});
  struct Row {
    const char* mode;
    std::vector<double> line;
  };
  const Row rows[] = {{"zeros", {0, 0, 1, 2, 3, 0}},     {"constant", {7, 7, 1, 2, 3, 7}}, {"reflect", {3, 2, 1, 2, 3, 2}},
                      {"replicate", {1, 1, 1, 2, 3, 3}}, {"circular", {2, 3, 1, 2, 3, 1}}};
  for (const Row& row : rows) {
    auto layer = conv2d({input.extents, weight.extents},
                        {{"padding", numbers({0, 2, 0, 1})}, {"padding_mode", word(row.mode)}, {"padding_value", AttributeValue{7.0}}});
    EXPECT_EQ(values(layer, {&input, &weight, nullptr}), row.line) << row.mode;
  }
}

TEST(Conv2d, SamePaddingPutsTheOddOneAtTheEndAndSameLowerAtTheBegin) {
  const Tensor input({1, 1, 1, 3}, {1, 2, 3});
  const Tensor weight({1, 1, 1, 2}, {1, 10});
  const Shapes shapes{input.extents, weight.extents};
  EXPECT_EQ(values(conv2d(shapes, {{"padding", word("same")}}), {&input, &weight, nullptr}), (std::vector<double>{21, 32, 3}));
  EXPECT_EQ(values(conv2d(shapes, {{"padding", word("same_lower")}}), {&input, &weight, nullptr}), (std::vector<double>{10, 21, 32}));
}

TEST(Conv2d, GroupsReadTheirOwnChannelsAndEachFilterAddsItsBias) {
  const Tensor input({1, 4, 1, 1}, {1, 2, 3, 4});
  const Tensor weight({2, 2, 1, 1}, {1, 1, 1, 10});
  const Tensor bias({2}, {100, 200});
  auto layer = conv2d({input.extents, weight.extents, bias.extents}, {{"groups", numbers({2})}});
  EXPECT_EQ(values(layer, {&input, &weight, &bias}), (std::vector<double>{103, 243}));
}

TEST(Conv2d, TapsComeByChannelThenRowThenColumnAndTheBiasLast) {
  auto layer = conv2d({{1, 2, 2, 2}, {1, 2, 2, 2}, {1}}, {{"padding", numbers({1})}});
  std::vector<Tap> taps;
  layer->taps_to(0, {}, taps);
  ASSERT_EQ(taps.size(), 9u);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(taps[i].weight.index, static_cast<Index>(i));
    EXPECT_EQ(taps[i].channel, static_cast<Index>(i / 4));
    const bool corner = i % 4 == 3;  // of the 2×2 window only the last cell lies on the input
    EXPECT_EQ(taps[i].kind, corner ? TapKind::kCell : TapKind::kPadding);
    EXPECT_EQ(taps[i].data.none(), !corner);
  }
  EXPECT_EQ(taps[0].at, (std::array<Index, 3>{0, -1, -1}));
  EXPECT_EQ(taps[8].kind, TapKind::kBias);
  EXPECT_EQ(taps[8].data.slot, 2);
}

TEST(Conv2d, CopiesInThePaddingNameTheirSourceAndRemainPadding) {
  auto layer = conv2d({{1, 1, 1, 3}, {1, 1, 1, 1}}, {{"padding", numbers({0, 2})}, {"padding_mode", word("reflect")}});
  std::vector<Tap> taps;
  layer->taps_to(0, {}, taps);
  ASSERT_EQ(taps.size(), 1u);
  EXPECT_EQ(taps[0].kind, TapKind::kPadding);
  EXPECT_EQ(taps[0].data.index, 2);
  EXPECT_EQ(taps[0].at[2], -2);
}

TEST(Conv2d, ReadersIncludeTheCopiesInThePadding) {
  auto layer = conv2d({{1, 1, 1, 3}, {1, 1, 1, 1}}, {{"padding", numbers({0, 2})}, {"padding_mode", word("reflect")}});
  // 3 2 [1 2 3] 2 1: the cell that holds 2 stands at output places 1, 3 and 5
  EXPECT_EQ(layer->readers_of(1, {}), (std::vector<Index>{1, 3, 5}));
}

TEST(Conv2d, AWeightAndABiasAreUsedWhereAScanOfAllTapsFindsThem) {
  auto layer = conv2d({{2, 4, 3, 4}, {6, 2, 2, 3}, {6}}, {{"groups", numbers({2})}, {"padding", numbers({1, 0})}});
  auto scan = [&layer](Ref datum) { return layer->Layer::users_of(datum, {}); };
  for (Index weight = 0; weight < 6 * 2 * 2 * 3; ++weight) EXPECT_EQ(layer->users_of({1, weight}, {}), scan({1, weight})) << weight;
  for (Index bias = 0; bias < 6; ++bias) EXPECT_EQ(layer->users_of({2, bias}, {}), scan({2, bias})) << bias;
  for (Index cell = 0; cell < 2 * 4 * 3 * 4; ++cell) EXPECT_EQ(layer->users_of({0, cell}, {}), scan({0, cell})) << cell;
  EXPECT_EQ(layer->users_of({2, 1}, {}).size(), 2u * 4 * 2);
}

TEST(Conv2d, CostCountsADenseImplementation) {
  const Cost cost = conv2d({{1, 3, 8, 8}, {16, 3, 5, 5}, {16}})->cost();
  EXPECT_EQ(cost.parameters, 16 * 75 + 16);
  EXPECT_EQ(cost.multiplications, 75 * 16 * 16);
  EXPECT_EQ(cost.flops, 2 * 75 * 16 * 16);
  EXPECT_EQ(cost.memory, 3 * 64 + 16 * 75 + 16 + 16 * 16);
  EXPECT_EQ(conv2d({{1, 3, 8, 8}, {16, 3, 5, 5}})->cost().flops, (2 * 75 - 1) * 16 * 16);
}

// ---- refusals ----------------------------------------------------------------------------------------------------------------
struct Refusal {
  Shapes shapes;
  GivenAttributes given;
  const char* attribute;
  const char* sentence;
  ErrorKind kind = ErrorKind::kImpossible;
};

TEST(Conv2d, RefusesTheImpossibleInOneSentenceWithItsValuesAndItsAttribute) {
  const Shapes plain{{1, 1, 9, 9}, {1, 1, 3, 3}};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<Refusal> refusals = {
      {plain, {{"stride", numbers({0})}}, "stride", "stride must be at least 1, it is 0"},
      {plain, {{"stride", numbers({1, -2})}}, "stride", "stride must be at least 1, it is -2"},
      {plain, {{"dilation", numbers({0})}}, "dilation", "dilation must be at least 1, it is 0"},
      {plain, {{"groups", numbers({0})}}, "groups", "groups must be at least 1, it is 0"},
      {plain, {{"padding", numbers({-1})}}, "padding", "padding must be at least 0, it is -1"},
      {plain, {{"padding_value", AttributeValue{nan}}}, "padding_value", "padding_value must be a finite number, it is nan"},
      {plain, {{"padding_value", AttributeValue{-infinity}}}, "padding_value", "padding_value must be a finite number, it is -inf"},
      {{{1, 1, 9, 9}, {1, 1, 5, 5}}, {{"dilation", numbers({3})}}, "dilation", "kernel 5 with dilation 3 spans 13, the input is 9 tall"},
      {{{1, 1, 20, 7}, {1, 1, 5, 5}}, {{"dilation", numbers({3})}, {"padding", numbers({1})}}, "dilation",
       "kernel 5 with dilation 3 spans 13, the padded input is 9 wide"},
      {{{1, 1, 9, 4}, {1, 1, 3, 7}}, {{"padding", numbers({0, 1})}}, "kernel_size",
       "kernel 7 is larger than the input, the padded input is 6 wide"},
      {{{1, 4, 5, 5}, {6, 1, 3, 3}}, {{"groups", numbers({3})}}, "groups", "groups 3 does not divide the 4 input channels"},
      {{{1, 4, 5, 5}, {6, 1, 3, 3}}, {{"groups", numbers({4})}}, "groups", "groups 4 does not divide the 6 output channels"},
      {{{1, 4, 5, 5}, {6, 4, 3, 3}}, {{"groups", numbers({2})}}, "weight",
       "the weights 6×4×3×3 have 4 input channels each, the input has 4 channels in 2 groups: 2 each"},
      {{{1, 3, 5, 5}, {6, 1, 3, 3}}, {}, "weight",
       "the weights 6×1×3×3 have 1 input channels each, the input has 3 channels in 1 group: 3 each"},
      {{{1, 1, 9, 5}, {1, 1, 3, 3}}, {{"padding", numbers({0, 5})}, {"padding_mode", word("reflect")}}, "padding",
       "reflect padding must be smaller than the input: padding 5, the input is 5 wide"},
      {{{1, 1, 5, 9}, {1, 1, 3, 3}}, {{"padding", numbers({0, 0, 6, 0})}, {"padding_mode", word("circular")}}, "padding",
       "circular padding must not be larger than the input: padding 6, the input is 5 tall"},
      {plain, {{"padding", word("same")}, {"stride", numbers({1, 2})}}, "padding", "padding \"same\" needs stride 1, the stride is 2"},
      {{{3, 9, 9}, {1, 1, 3, 3}}, {}, "input", "conv2d reads an input of 4 axes (N, C, H, W), it has 3 (3×9×9)"},
      {{{1, 1, 9, 9}, {3, 3}}, {}, "weight", "conv2d reads weights of 4 axes (Cout, Cin/groups, kH, kW), they have 2 (3×3)"},
      {{{1, 1, 9, 9}}, {}, "weight", "conv2d reads weights of 4 axes (Cout, Cin/groups, kH, kW), they have 0 ()"},
      {{{1, 1, 0, 9}, {1, 1, 3, 3}}, {}, "input", "every size of the input must be 1 to 268435456, it is 1×1×0×9"},
      {{{1, 1, 9, 9}, {2, 1, 3, 3}, {3}}, {}, "bias", "the bias must hold 2 numbers, one per output channel; its shape is 3"},
      {plain, {{"stride", numbers({1, 2, 3})}}, "stride", "stride takes 1 or 2 numbers, 3 were given (1,2,3)", ErrorKind::kUsage},
      {plain, {{"padding", numbers({1, 2, 3})}}, "padding", "padding takes 1, 2 or 4 numbers, 3 were given (1,2,3)", ErrorKind::kUsage},
      {plain, {{"dilatation", numbers({1})}}, "dilatation",
       "conv2d has no attribute \"dilatation\"; it has stride, padding, padding_mode, padding_value, dilation, groups", ErrorKind::kUsage},
  };
  for (const Refusal& refusal : refusals) {
    auto layer = try_conv2d(refusal.shapes, refusal.given);
    ASSERT_FALSE(layer.ok()) << "not refused: " << refusal.sentence;
    EXPECT_EQ(layer.error().message, refusal.sentence);
    EXPECT_EQ(layer.error().attribute, refusal.attribute);
    EXPECT_EQ(layer.error().kind, refusal.kind) << refusal.sentence;
  }
}

TEST(Conv2d, RefusesSizesBeyondTheBudgetBeforeAnythingIsAllocated) {
  auto layer = try_conv2d({{1, 3, 60000, 60000}, {1, 3, 3, 3}});
  ASSERT_FALSE(layer.ok());
  EXPECT_EQ(layer.error().kind, ErrorKind::kMemory);
  EXPECT_NE(layer.error().message.find("input 1×3×60000×60000"), std::string::npos) << layer.error().message;
  EXPECT_NE(layer.error().message.find("the limit is 1 GiB"), std::string::npos) << layer.error().message;
}

TEST(Conv2d, ExtremeSettingsAreAnsweredWithoutOverflow) {
  const Index extremes[] = {1, 2, kMemoryBudget, Index{1} << 31, Index{1} << 62, std::numeric_limits<Index>::max()};
  for (Index size : extremes) {
    for (Index other : extremes) {
      auto layer = try_conv2d({{1, 1, size, other}, {1, 1, other, size}},
                              {{"stride", numbers({other})}, {"padding", numbers({size})}, {"dilation", numbers({other})}});
      if (layer.ok()) {
        EXPECT_LE((*layer)->output().count(), kMemoryBudget / 4);
      } else {
        EXPECT_FALSE(layer.error().message.empty());
      }
    }
  }
  EXPECT_EQ(try_conv2d({{1, 1, 1, 1}, {1, 1, 1, 1}}, {{"padding", numbers({Index{1} << 28})}}).error().kind, ErrorKind::kMemory);
}

}  // namespace
}  // namespace convscope
