// The seven activations by hand: at the numbers a teacher asks for, at the ends of the line, their derivatives, words and refusals.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/ops/activation.h"
#include "engine/reference/reference.h"
#include "support/layers.h"

namespace convscope {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNoNumber = std::numeric_limits<double>::quiet_NaN();
const Tensor kBoard({5}, {-8, -3, 0, 3, 8});

struct Row {
  const char* op;
  GivenAttributes given;
  std::vector<double> board;                       // at −8, −3, 0, 3, 8
  double at_minus_infinity, at_infinity;
  const char* formula;
};

// The closed forms, worked out with pencil: s(x) = 1/(1 + e^−x).
std::vector<Row> rows() {
  auto s = [](double x) { return 1 / (1 + std::exp(-x)); };
  return {{"relu", {}, {0, 0, 0, 3, 8}, 0, kInfinity, "y = max(0, x)"},
          {"relu6", {}, {0, 0, 0, 3, 6}, 0, 6, "y = min(max(0, x), 6)"},
          {"leaky_relu", {}, {-0.08, -0.03, 0, 3, 8}, -kInfinity, kInfinity, "y = x > 0 ? x : 0.01·x"},
          {"leaky_relu", {{"negative_slope", AttributeValue{0.1}}}, {-0.8, -0.3, 0, 3, 8}, -kInfinity, kInfinity, "y = x > 0 ? x : 0.1·x"},
          {"sigmoid", {}, {s(-8), s(-3), 0.5, s(3), s(8)}, 0, 1, "y = 1/(1 + e^−x)"},
          {"silu", {}, {-8 * s(-8), -3 * s(-3), 0, 3 * s(3), 8 * s(8)}, kNoNumber, kInfinity, "y = x/(1 + e^−x)"},
          {"hardsigmoid", {}, {0, 0, 0.5, 1, 1}, 0, 1, "y = ReLU6(x + 3)/6"},
          {"hardsigmoid", {{"form", word("linear")}}, {0, 0, 0.5, 1, 1}, 0, 1, "y = clip((x + 1)/2, 0, 1)"},
          {"hardswish", {}, {0, 0, 0, 3, 8}, kNoNumber, kInfinity, "y = x · ReLU6(x + 3)/6"}};
}

std::shared_ptr<const Layer> layer_of(const Row& row, const Extents& extents) {
  Attributes attributes;
  for (const auto& [name, value] : row.given) attributes.set(name, value);
  return find_operator(row.op).value()->layer(attributes, {extents}).value();
}

const ActivationLayer& activation_of(const std::shared_ptr<const Layer>& layer) { return dynamic_cast<const ActivationLayer&>(*layer); }

TEST(Activations, GiveTheClosedFormsAtMinus8Minus3Zero3And8) {
  for (const Row& row : rows()) {
    auto layer = layer_of(row, kBoard.extents);
    EXPECT_EQ(layer->output(), kBoard.extents);
    const Tensor64 y = reference(*layer, {&kBoard});
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(y.data[i], row.board[i], 1e-15) << row.op << " at " << kBoard.data[i];
  }
}

TEST(Activations, SendInfinitiesWherePyTorchDoesAndKeepWhatIsNoNumber) {
  for (const Row& row : rows()) {
    auto layer = layer_of(row, {1});
    const ActivationLayer& activation = activation_of(layer);
    EXPECT_TRUE(std::isnan(activation.value(kNoNumber))) << row.op;
    EXPECT_EQ(activation.value(kInfinity), row.at_infinity) << row.op;
    if (std::isnan(row.at_minus_infinity)) {
      EXPECT_TRUE(std::isnan(activation.value(-kInfinity))) << row.op;
    } else {
      EXPECT_EQ(activation.value(-kInfinity), row.at_minus_infinity) << row.op;
    }
  }
}

TEST(Activations, TheLinearHardSigmoidRisesFromMinusOneToOne) {
  auto layer = layer_of(rows()[7], {1});
  for (auto [x, y] : {std::pair{-1.0, 0.0}, {-0.5, 0.25}, {0.5, 0.75}, {1.0, 1.0}, {1.5, 1.0}}) EXPECT_EQ(activation_of(layer).value(x), y);
}

TEST(Activations, DerivativesAreTheSlopesBetweenNeighbours) {
  constexpr double kStep = 1e-6;
  for (const Row& row : rows()) {
    auto layer = layer_of(row, {1});
    const ActivationLayer& activation = activation_of(layer);
    for (double x : {-7.3, -2.4, -0.7, -0.2, 0.3, 0.8, 1.7, 2.5, 5.1, 9.0}) {
      const double slope = (activation.value(x + kStep) - activation.value(x - kStep)) / (2 * kStep);
      EXPECT_NEAR(activation.derivative(x), slope, 1e-8) << row.op << " at " << x;
    }
  }
}

// What PyTorch's backward pass takes where the curve has a corner.
TEST(Activations, DerivativesAtCornersAreThoseOfPyTorch) {
  struct Corner {
    std::size_t row;
    double x, derivative;
  };
  for (const Corner& corner : {Corner{0, 0, 0}, {1, 0, 0}, {1, 6, 0}, {2, 0, 0.01}, {6, -3, 0}, {6, 3, 0}, {8, -3, -0.5}, {8, 3, 1.5}}) {
    const Row row = rows()[corner.row];
    EXPECT_EQ(activation_of(layer_of(row, {1})).derivative(corner.x), corner.derivative) << row.op << " at " << corner.x;
  }
}

// The bound that shaders are held to is not wider than that, relative to the cell itself, also where the curve is nearly flat.
TEST(Activations, BoundsAreAFewUnitsOfThatCell) {
  constexpr double kRoundoff = 1.0 / (1 << 24);
  const Tensor x({6}, {-8, -2.5, -0.5, 0.5, 2, 8});
  for (const Row& row : rows()) {
    auto layer = layer_of(row, x.extents);
    for (Index cell = 0; cell < x.count(); ++cell) {
      const double y = activation_of(layer).value(x[cell]);
      EXPECT_LE(error_bound(*layer, {&x}, cell, kRoundoff), 80 * kRoundoff * std::abs(y) + 1e-37) << row.op << " at " << x[cell];
    }
  }
}

TEST(Activations, HaveNoParametersAndReadAndWriteEachValueOnce) {
  for (const Row& row : rows()) {
    const Cost cost = layer_of(row, {2, 3, 5, 7})->cost();
    EXPECT_EQ(cost.parameters, 0) << row.op;
    EXPECT_EQ(cost.macs, 0) << row.op;
    EXPECT_EQ(cost.flops, 0) << row.op;
    EXPECT_EQ(cost.memory, 420) << row.op;
  }
}

std::string plain(const FormulaLine& line) {
  std::string text;
  for (const RoleText& part : line) text += part.text;
  return text;
}

TEST(Activations, SayTheirFormulaWithTheSlopeInItAndTheirSize) {
  for (const Row& row : rows()) {
    const std::vector<FormulaLine> lines = layer_of(row, {2, 3, 5, 7})->formula();
    ASSERT_EQ(lines.size(), 3u) << row.op;
    EXPECT_EQ(plain(lines[0]), row.formula);
    EXPECT_EQ(plain(lines[2]), "2×3×5×7 = 2×3×5×7");
    for (const RoleText& part : lines[0]) EXPECT_EQ(part.text == "x", part.role == Role::kInput) << row.op << " " << part.text;
  }
}

TEST(Activations, AreWrittenInOtherLibrariesWithTheirAttributes) {
  auto code = [](const Row& row, CodeDialect dialect) { return layer_of(row, {1, 1, 2, 2})->code(dialect); };
  EXPECT_EQ(code(rows()[3], CodeDialect::kPyTorch), "nn.LeakyReLU(0.1)");
  EXPECT_EQ(code(rows()[1], CodeDialect::kKeras), "layers.ReLU(max_value=6)");
  EXPECT_EQ(code(rows()[6], CodeDialect::kPyTorch), "nn.Hardsigmoid()");
  EXPECT_EQ(code(rows()[7], CodeDialect::kPyTorch), "torch.clamp((x + 1) / 2, 0, 1)");
  EXPECT_EQ(code(rows()[3], CodeDialect::kOnnx), "helper.make_node(\"LeakyRelu\",\n    [\"x\"], [\"y\"], alpha=0.1)");
}

TEST(Activations, RefuseWhatTheyCannotRead) {
  auto refused = [](const char* op, const GivenAttributes& given, const Shapes& shapes) {
    Attributes attributes;
    for (const auto& [name, value] : given) attributes.set(name, value);
    auto layer = find_operator(op).value()->layer(attributes, shapes);
    return layer.ok() ? std::string("nothing") : layer.error().message;
  };
  EXPECT_EQ(refused("relu", {}, {}), "relu needs \"input\"");
  EXPECT_EQ(refused("leaky_relu", {{"negative_slope", AttributeValue{kNoNumber}}}, {{1}}),
            "negative_slope must be a finite number, it is nan");
  EXPECT_EQ(refused("hardsigmoid", {{"form", word("round")}}, {{1}}), "form takes one of relu6, linear, \"round\" was given");
  EXPECT_EQ(refused("relu", {{"form", word("relu6")}}, {{1}}), "relu has no attribute \"form\"; it has none");
  EXPECT_EQ(refused("silu", {}, {{1, 0}}), "every size of input must be 1 to 268435456, its shape is 1×0");
  EXPECT_EQ(refused("silu", {}, {{1, 1, 20000, 20000}}), "silu would need 1.49 GiB for input 1×1×20000×20000; the limit is 1 GiB");
}

}  // namespace
}  // namespace convscope
