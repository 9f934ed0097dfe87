// y = x where x > 0, negative_slope · x elsewhere. Common libraries take 0.01 as the slope; it is a parameter.
#include <fmt/core.h>

#include <cmath>

#include "engine/ops/activation.h"

namespace convscope {
namespace {

class LeakyReluLayer final : public ActivationLayer {
 public:
  using ActivationLayer::ActivationLayer;
  double value(double x) const override { return x > 0 ? x : x * slope(); }
  double derivative(double x) const override { return x > 0 ? 1 : slope(); }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return fmt::format("nn.LeakyReLU({})", slope());
      case CodeDialect::kKeras: return fmt::format("layers.LeakyReLU({})", slope());
      case CodeDialect::kOnnx: return onnx_node("LeakyRelu", fmt::format("alpha={}", slope()));
    }
    return "";
  }

 protected:
  // The slope is rounded, and the product.
  double roundings(double x, double roundoff) const override { return x > 0 ? 0 : 2 * roundoff * std::abs(x * slope()); }
  std::string expression() const override { return fmt::format("$ > 0 ? $ : {}·$", slope()); }
  double slope() const override { return attributes().number("negative_slope"); }
};

const ActivationOperator<LeakyReluLayer> kLeakyRelu("leaky_relu", {number_spec("negative_slope", 0.01)});

}  // namespace

const Operator& leaky_relu_operator() { return kLeakyRelu; }

}  // namespace convscope
