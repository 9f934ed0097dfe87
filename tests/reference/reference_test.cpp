// How taps are folded: every way to combine, every factor of a product, the bound, and bits that repeat.
#include "engine/reference/reference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/layers.h"

namespace convscope {
namespace {

// A layer with one output cell and the taps it is given.
class ListedTaps : public Layer {
 public:
  ListedTaps(Combine combine, std::vector<Tap> taps) : combine_(combine), taps_(std::move(taps)) {}
  const std::string& op() const override { return op_; }
  const Attributes& attributes() const override { return attributes_; }
  const Shapes& shapes() const override { return shapes_; }
  const Extents& output() const override { return output_; }
  Combine combine() const override { return combine_; }
  void taps_to(Index, const TensorSet&, std::vector<Tap>& taps) const override { taps.insert(taps.end(), taps_.begin(), taps_.end()); }
  Cost cost() const override { return {}; }
  std::vector<FormulaLine> formula() const override { return {}; }
  std::string code(CodeDialect) const override { return ""; }
  GpuPlan gpu_plan() const override { return {}; }

 private:
  std::string op_ = "listed";
  Attributes attributes_;
  Shapes shapes_{{4}, {4}, {4}};
  Extents output_{1};
  Combine combine_;
  std::vector<Tap> taps_;
};

class OverriddenDivisor final : public ListedTaps {
 public:
  using ListedTaps::ListedTaps;
  double divisor(Index, const TensorSet&) const override { return 4; }
};

Tap reads(Index index) {
  Tap tap;
  tap.data = {0, index};
  return tap;
}

TEST(Reference, AProductHasEveryFactorThatIsThere) {
  const Tensor data({4}, {1, 2, 3, 4}), weight({4}, {10, 20, 30, 40}), mask({4}, {0.5, 0.25, 1, 1});
  const TensorSet tensors{&data, &weight, &mask};
  Tap tap = reads(2);
  EXPECT_EQ(tap_product(tap, tensors), 3);
  tap.coefficient = -2;
  EXPECT_EQ(tap_product(tap, tensors), -6);
  tap.weight = {1, 1};
  EXPECT_EQ(tap_product(tap, tensors), -120);
  tap.scale = {2, 1};
  EXPECT_EQ(tap_product(tap, tensors), -30);
  tap.data = {};
  tap.value = 7;
  EXPECT_EQ(tap_product(tap, tensors), -70);
}

TEST(Reference, MeanDividesByTheTapsOrByWhatTheLayerSays) {
  const Tensor data({4}, {1, 2, 6, 4});
  const std::vector<Tap> taps{reads(0), reads(1), reads(2)};
  EXPECT_EQ(reference_cell(ListedTaps(Combine::kMean, taps), {&data}, 0), 3);
  EXPECT_EQ(reference_cell(OverriddenDivisor(Combine::kMean, taps), {&data}, 0), 2.25);
}

TEST(Reference, MaximumOfNegativesIsTheLargestAndNaNWins) {
  Tensor data({4}, {-5, -2, -9, -3});
  const ListedTaps layer(Combine::kMax, {reads(0), reads(1), reads(2)});
  EXPECT_EQ(reference_cell(layer, {&data}, 0), -2);
  for (Index at = 0; at < 3; ++at) {
    Tensor with_nan = data;
    with_nan[at] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(std::isnan(reference_cell(layer, {&with_nan}, 0))) << at;
  }
}

TEST(Reference, ManyThreadsGiveTheBitsOfOneCellAtATime) {
  const Tensor input = [] {
    Tensor tensor({1, 3, 41, 37});
    for (Index i = 0; i < tensor.count(); ++i) tensor[i] = std::sin(static_cast<float>(i)) / 3;
    return tensor;
  }();
  const Tensor weight = [] {
    Tensor tensor({4, 3, 3, 5});
    for (Index i = 0; i < tensor.count(); ++i) tensor[i] = std::cos(static_cast<float>(i)) / 7;
    return tensor;
  }();
  auto layer = conv2d({input.extents, weight.extents}, {{"padding", word("same")}});
  const TensorSet tensors{&input, &weight, nullptr};
  const Tensor64 whole = reference(*layer, tensors);
  EXPECT_EQ(whole.data, reference(*layer, tensors).data);
  for (Index cell = 0; cell < whole.count(); ++cell) ASSERT_EQ(whole[cell], reference_cell(*layer, tensors, cell)) << cell;
}

TEST(Reference, TheBoundIsThePromisedFormula) {
  const Tensor input({1, 1, 1, 2}, {3, -5}), weight({1, 1, 1, 2}, {7, 11}), bias({1}, {2});
  auto layer = conv2d({input.extents, weight.extents, bias.extents});
  const TensorSet tensors{&input, &weight, &bias};
  const double u = std::ldexp(1.0, -23);
  // Two products: γ₃ of 21 + 55 + 2, plus u·|21 − 55 + 2|, plus 2·2⁻¹²⁶.
  EXPECT_EQ(absolute_sum(*layer, tensors, 0), 78);
  EXPECT_DOUBLE_EQ(error_bound(*layer, tensors, 0, u), 3 * u / (1 - 3 * u) * 78 + u * 32 + 2 * std::ldexp(1.0, -126));
}

}  // namespace
}  // namespace convscope
