// The gradients of conv2d: by hand, as finite differences in double precision, as the transposed convolution, and every refusal.
#include <gtest/gtest.h>

#include "support/operator_layers.h"

namespace convscope {
namespace {

TEST(Conv2dInputGrad, EveryOutputsGradientFlowsBackAlongItsWindow) {
  const Tensor grad({1, 1, 1, 2}, {1, 10});
  const Tensor weight({1, 1, 1, 3}, {2, 3, 4});
  const GivenAttributes given{{"input_size", numbers({1, 1, 1, 5})}, {"stride", numbers({1, 2})}};
  // 2 3 4 . .  +  . . 20 30 40
  EXPECT_EQ(answer("conv2d_input_grad", {&grad, &weight}, given), (std::vector<double>{2, 3, 24, 30, 40}));
}

TEST(Conv2dInputGrad, CellsThatNoWindowReachedHaveNone) {
  const Tensor grad({1, 1, 1, 2}, {1, 10});
  const Tensor weight({1, 1, 1, 1}, {7});
  EXPECT_EQ(answer("conv2d_input_grad", {&grad, &weight}, {{"input_size", numbers({1, 1, 1, 6})}, {"stride", numbers({3})}}),
            (std::vector<double>{7, 0, 0, 70, 0, 0}));
}

TEST(Conv2dInputGrad, GradientsOfCopiesInThePaddingAddUpToTheirSource) {
  const Tensor grad({1, 1, 1, 6}, {1, 10, 100, 1000, 10000, 100000});
  const Tensor weight({1, 1, 1, 1}, {1});
  struct Row {
    const char* mode;
    std::vector<double> gradient;
  };
  // What stood at the six places: reflect 3 2 [1 2 3] 2, replicate 1 1 [1 2 3] 3, circular 2 3 [1 2 3] 1
  const Row rows[] = {{"zeros", {100, 1000, 10000}},
                      {"constant", {100, 1000, 10000}},
                      {"reflect", {100, 101010, 10001}},
                      {"replicate", {111, 1000, 110000}},
                      {"circular", {100100, 1001, 10010}}};
  for (const Row& row : rows) {
    const GivenAttributes given{
        {"input_size", numbers({1, 1, 1, 3})}, {"padding", numbers({0, 2, 0, 1})}, {"padding_mode", word(row.mode)}};
    EXPECT_EQ(answer("conv2d_input_grad", {&grad, &weight}, given), row.gradient) << row.mode;
  }
}

TEST(Conv2dWeightGrad, EveryWeightMeetsTheCellsItMultiplied) {
  const Tensor input({1, 1, 1, 4}, {1, 2, 3, 4});
  const Tensor grad({1, 1, 1, 2}, {1, 10});
  // windows 1 2 3 and 2 3 4
  EXPECT_EQ(answer("conv2d_weight_grad", {&input, &grad}, {{"weight_size", numbers({1, 1, 1, 3})}}), (std::vector<double>{21, 32, 43}));
  const Tensor batch({2, 1, 1, 2}, {1, 2, 3, 4});
  const Tensor both({2, 1, 1, 2}, {1, 10, 100, 1000});
  EXPECT_EQ(answer("conv2d_weight_grad", {&batch, &both}, {{"weight_size", numbers({1, 1, 1, 1})}}), (std::vector<double>{4321}));
}

TEST(Conv2dWeightGrad, TheConstantInThePaddingCounts) {
  const Tensor input({1, 1, 1, 1}, {5});
  const Tensor grad({1, 1, 1, 3}, {1, 10, 100});
  const GivenAttributes given{{"weight_size", numbers({1, 1, 1, 1})},
                              {"padding", numbers({0, 1})},
                              {"padding_mode", word("constant")},
                              {"padding_value", AttributeValue{2.0}}};
  EXPECT_EQ(answer("conv2d_weight_grad", {&input, &grad}, given), (std::vector<double>{252}));
}

TEST(Conv2dInputGrad, TheTapsNameWhatLiesBetweenTheGradientsAndAroundThem) {
  auto layer =
      made("conv2d_input_grad", {{1, 1, 1, 2}, {1, 1, 1, 2}}, {{"input_size", numbers({1, 1, 1, 5})}, {"stride", numbers({1, 3})}});
  std::vector<Tap> taps;
  layer->taps_to(2, {}, taps);  // reads places 1 and 2 of g 0 0 g
  ASSERT_EQ(taps.size(), 2u);
  EXPECT_EQ(taps[0].kind, TapKind::kInserted);
  EXPECT_EQ(taps[0].at[2], 1);
  EXPECT_EQ(taps[0].element[2], 1);
  taps.clear();
  layer->taps_to(4, {}, taps);  // places 3 and 4
  EXPECT_EQ(taps[0].data.index, 1);
  EXPECT_EQ(taps[1].kind, TapKind::kPadding);
}

TEST(Gradients, CostIsTheForwardConvolutionsOnceMore) {
  const Shapes forward{{2, 4, 7, 9}, {6, 2, 3, 2}};
  const GivenAttributes given{{"groups", numbers({2})}, {"stride", numbers({2})}};
  auto convolution = made("conv2d", forward, given);
  GivenAttributes input = given, weight = given;
  input.emplace_back("input_size", numbers({2, 4, 7, 9}));
  weight.emplace_back("weight_size", numbers({6, 2, 3, 2}));
  const Cost back = made("conv2d_input_grad", {convolution->output(), forward[1]}, input)->cost();
  EXPECT_EQ(back.macs, convolution->cost().macs);
  EXPECT_EQ(*back.macs_zeros_inserted, 2 * 4 * 7 * 9 * 3 * 6);
  EXPECT_EQ(made("conv2d_weight_grad", {forward[0], convolution->output()}, weight)->cost().macs, convolution->cost().macs);
}

TEST(Gradients, FormulaAndCodeAreThoseOfTheOtherDirection) {
  auto back = made("conv2d_input_grad", {{1, 6, 3, 3}, {6, 2, 3, 3}},
                   {{"input_size", numbers({1, 2, 6, 6})}, {"stride", numbers({2})}, {"padding", numbers({1})}});
  EXPECT_EQ(formula_of(*back)[1], "  = 2·(3 − 1) + 1·(3 − 1) + 1 − 2·1 + 1 = 6");
  EXPECT_EQ(back->code(CodeDialect::kPyTorch), "nn.grad.conv2d_input(\n    (1, 2, 6, 6), w, grad, stride=2,\n    padding=1)");
  EXPECT_NE(back->code(CodeDialect::kOnnx).find("\"ConvTranspose\""), std::string::npos);
  auto weight = made(
      "conv2d_weight_grad", {{1, 2, 6, 6}, {1, 6, 3, 3}},
      {{"weight_size", numbers({6, 2, 3, 3})}, {"stride", numbers({2})}, {"padding", numbers({1})}, {"padding_mode", word("circular")}});
  EXPECT_EQ(formula_of(*weight)[1], "  = ⌊(6 + 2·1 − 1·(3 − 1) − 1)/2⌋ + 1 = 3");
  EXPECT_EQ(
      weight->code(CodeDialect::kPyTorch),
      "padded = F.pad(\n    x, (1, 1, 1, 1),\n    mode=\"circular\")\ny = F.conv2d(padded, w, stride=2)\ntorch.autograd.grad(y, w, grad)");
  EXPECT_NE(weight->code(CodeDialect::kKeras).find("tape.gradient(y, layer.kernel, grad)"), std::string::npos);
}

// ---- identities --------------------------------------------------------------------------------------------------------------
struct Geometry {
  Extents input, weight;
  GivenAttributes given;
};
const Geometry kGeometries[] = {
    {{2, 2, 5, 7}, {3, 2, 3, 2}, {{"stride", numbers({2, 1})}, {"padding", numbers({1, 0, 2, 3})}}},
    {{1, 4, 6, 5},
     {2, 2, 2, 3},
     {{"groups", numbers({2})}, {"dilation", numbers({3, 1})}, {"padding_mode", word("reflect")}, {"padding", numbers({2, 1})}}},
    {{1, 3, 4, 4}, {3, 1, 3, 3}, {{"groups", numbers({3})}, {"padding_mode", word("replicate")}, {"padding", numbers({3, 0, 1, 4})}}},
    {{1, 1, 5, 3}, {2, 1, 4, 2}, {{"padding_mode", word("circular")}, {"padding", word("same")}}},
    {{1, 1, 1, 4},
     {1, 1, 2, 2},
     {{"padding_mode", word("constant")}, {"padding_value", AttributeValue{3.0}}, {"padding", numbers({2})}, {"stride", numbers({3})}}},
};

Tensor whole_numbers(const Extents& extents, int step) {
  Tensor tensor(extents);
  for (Index i = 0; i < tensor.count(); ++i) tensor[i] = static_cast<float>((i * step + i * i) % 11 - 5);
  return tensor;
}

std::vector<Index> sizes(const Extents& extents) { return {extents[0], extents[1], extents[2], extents[3]}; }

// How ⟨conv x w, grad⟩ changes when each cell of `changed` grows by one: the convolution is linear in x and in w, so this is its gradient.
std::vector<double> differences(const Layer& layer, Tensor& x, Tensor& w, const Tensor& grad, Tensor& changed) {
  auto value = [&] {
    const Tensor64 y = reference(layer, {&x, &w, nullptr});
    double sum = 0;
    for (Index i = 0; i < y.count(); ++i) sum += y[i] * static_cast<double>(grad[i]);
    return sum;
  };
  const double before = value();
  std::vector<double> gradient;
  for (float& cell : changed.data) {
    cell += 1;
    gradient.push_back(value() - before);
    cell -= 1;
  }
  return gradient;
}

TEST(Identities, GradientsOfConv2dAreItsFiniteDifferences) {
  for (const Geometry& g : kGeometries) {
    auto forward = made("conv2d", {g.input, g.weight}, g.given);
    Tensor x = whole_numbers(g.input, 3), w = whole_numbers(g.weight, 5);
    const Tensor grad = whole_numbers(forward->output(), 7);
    GivenAttributes input = g.given, weight = g.given;
    input.emplace_back("input_size", numbers(sizes(g.input)));
    weight.emplace_back("weight_size", numbers(sizes(g.weight)));
    EXPECT_EQ(answer("conv2d_input_grad", {&grad, &w}, input), differences(*forward, x, w, grad, x)) << g.input.text();
    EXPECT_EQ(answer("conv2d_weight_grad", {&x, &grad}, weight), differences(*forward, x, w, grad, w)) << g.input.text();
  }
}

TEST(Identities, TheInputGradientOfZeroPaddingIsTheTransposedConvolution) {
  const Tensor grad = whole_numbers({1, 4, 3, 4}, 3), w = whole_numbers({4, 2, 3, 2}, 5);
  const GivenAttributes given{{"stride", numbers({2, 3})}, {"padding", numbers({1, 0})}, {"groups", numbers({2})}};
  GivenAttributes back = given, transposed = given;
  back.emplace_back("input_size", numbers({1, 4, 6, 13}));  // 6 = 2·2 + 3 − 2 + 1, 13 = 3·3 + 2 + 2
  transposed.emplace_back("output_padding", numbers({1, 2}));
  EXPECT_EQ(answer("conv2d_input_grad", {&grad, &w}, back), answer("conv_transpose2d", {&grad, &w, nullptr}, transposed));
}

// ---- refusals ------------------------------------------------------------------------------------------------------------------
TEST(Gradients, RefuseTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  const Shapes plain{{1, 1, 3, 3}, {1, 1, 3, 3}};
  expect_refusals(
      "conv2d_input_grad",
      {{plain, {}, "input_size", "conv2d_input_grad needs input_size", "needs_attribute", ErrorKind::kUsage},
       {plain,
        {{"input_size", numbers({5, 5})}},
        "input_size",
        "input_size takes 4 sizes (N, C, H, W), 2 were given (5,5)",
        "wrong_size_count",
        ErrorKind::kUsage},
       {plain,
        {{"input_size", numbers({1, 1, 6, 5})}},
        "input",
        "input must have the shape 1×1×4×3 (the output of that convolution), it has 1×1×3×3",
        "wrong_shape"},
       {plain,
        {{"input_size", numbers({1, 2, 5, 5})}},
        "weight",
        "the weights 1×1×3×3 have 1 input channels each, the input has 2 channels in 1 group: 2 each",
        "weight_channels"},
       {plain,
        {{"input_size", numbers({1, 1, 2, 5})}},
        "kernel_size",
        "kernel 3 is larger than the input, the input is 2 tall",
        "kernel_exceeds_input"},
       {plain, {{"input_size", numbers({1, 1, 0, 5})}}, "input_size", "input_size must be at least 1, it is 0", "below_minimum"},
       {{{1, 1, 3, 3}},
        {},
        "weight",
        "conv2d_input_grad reads weights of 4 axes (Cout, Cin/groups, kH, kW), they have 0 ()",
        "convolution_weight_rank"},
       {{{1, 1, 3, 3}, {1, 1, 1, 1}},
        {{"input_size", numbers({1, 1, 1, 1})},
         {"padding", numbers({1 << 20})},
         {"stride", numbers({1 << 20})},
         {"padding_mode", word("replicate")}},
        "padding",
        "the padding copies a corner to 4398050705409 places, whose gradients cannot all be added up",
        "too_many_copies"}});
  expect_refusals(
      "conv2d_weight_grad",
      {{{{1, 1, 5, 5}}, {}, "grad", "conv2d_weight_grad needs \"grad\"", "needs_tensor", ErrorKind::kUsage},
       {{{1, 1, 5, 5}, {1, 1, 3, 3}}, {}, "weight_size", "conv2d_weight_grad needs weight_size", "needs_attribute", ErrorKind::kUsage},
       {{{1, 1, 5, 5}, {1, 1, 3, 3}},
        {{"weight_size", numbers({2, 1, 3, 3})}},
        "grad",
        "grad must have the shape 1×2×3×3 (the output of that convolution), it has 1×1×3×3",
        "wrong_shape"},
       {{{1, 5, 5}, {1, 1, 3, 3}}, {}, "input", "conv2d_weight_grad reads input of 4 axes (N, C, H, W), it has 3 (1×5×5)", "wrong_rank"},
       {{{1, 3, 5, 5}, {1, 1, 3, 3}},
        {{"weight_size", numbers({2, 1, 3, 3})}, {"groups", numbers({2})}},
        "groups",
        "groups 2 does not divide the 3 input channels",
        "groups_not_dividing_input"}});
}

TEST(Gradients, AnswerExtremeSettingsWithoutOverflow) {
  for (const char* op : {"conv2d_input_grad", "conv2d_weight_grad"}) expect_no_overflow(op);
}

}  // namespace
}  // namespace convscope
