// y = x/(1 + e^−x), swish. At −∞ it is −∞ · 0, which is no number, as in PyTorch.
#include <cmath>

#include "engine/ops/activation.h"

namespace convscope {
namespace {

class SiluLayer final : public ActivationLayer {
 public:
  using ActivationLayer::ActivationLayer;
  double value(double x) const override { return x * logistic(x); }
  double derivative(double x) const override { return logistic(x) * (1 + x * logistic(-x)); }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return "nn.SiLU()";
      case CodeDialect::kKeras: return "layers.Activation(\"silu\")";
      case CodeDialect::kOnnx:
        return "helper.make_node(\"Sigmoid\",\n    [\"x\"], [\"s\"])\nhelper.make_node(\"Mul\",\n    [\"x\", \"s\"], [\"y\"])";
    }
    return "";
  }

 protected:
  double roundings(double x, double roundoff) const override {
    return std::abs(x) * logistic_error(x, roundoff) + roundoff * std::abs(value(x));
  }
  std::string expression() const override { return "$/(1 + e^\u2212$)"; }
};

const ActivationOperator<SiluLayer> kSilu("silu");

}  // namespace

const Operator& silu_operator() { return kSilu; }

}  // namespace convscope
