// y = x · ReLU6(x + 3)/6. At −∞ it is −∞ · 0, which is no number, as in PyTorch.
#include <cmath>

#include "engine/ops/activation.h"

namespace convscope {
namespace {

class HardswishLayer final : public ActivationLayer {
 public:
  using ActivationLayer::ActivationLayer;
  double value(double x) const override { return x * ((x + 3 < 0 ? 0 : x + 3 > 6 ? 6 : x + 3) / 6); }
  double derivative(double x) const override { return x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1; }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return "nn.Hardswish()";
      case CodeDialect::kKeras: return "# Keras 3\nlayers.Activation(\"hard_silu\")";
      case CodeDialect::kOnnx: return onnx_node("HardSwish");
    }
    return "";
  }

 protected:
  double roundings(double x, double roundoff) const override { return (kQuotientRoundings + 1) * roundoff * std::abs(value(x)); }
  std::string expression() const override { return "$ · ReLU6($ + 3)/6"; }
};

const ActivationOperator<HardswishLayer> kHardswish("hardswish");

}  // namespace

const Operator& hardswish_operator() { return kHardswish; }

}  // namespace convscope
