// y = ReLU6(x + 3)/6, the form that hardswish uses and PyTorch means; or, by name, y = clip((x + 1)/2, 0, 1).
#include <cmath>

#include "engine/ops/activation.h"

namespace convscope {
namespace {

class HardsigmoidLayer final : public ActivationLayer {
 public:
  using ActivationLayer::ActivationLayer;
  double value(double x) const override {
    const double raised = x + reach(), width = 2 * reach();
    return (raised < 0 ? 0 : raised > width ? width : raised) / width;
  }
  double derivative(double x) const override { return std::abs(x) < reach() ? 0.5 / reach() : 0; }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return linear_form() ? "torch.clamp((x + 1) / 2, 0, 1)" : "nn.Hardsigmoid()";
      case CodeDialect::kKeras:
        return linear_form() ? "ops.clip((x + 1) / 2, 0, 1)" : "# Keras 3\nlayers.Activation(\"hard_sigmoid\")";
      case CodeDialect::kOnnx: return onnx_node("HardSigmoid", linear_form() ? "alpha=0.5, beta=0.5" : "alpha=1/6, beta=0.5");
    }
    return "";
  }

 protected:
  double roundings(double x, double roundoff) const override { return kQuotientRoundings * roundoff * std::abs(value(x)); }
  std::string expression() const override { return linear_form() ? "clip(($ + 1)/2, 0, 1)" : "ReLU6($ + 3)/6"; }
  bool linear_form() const override { return attributes().word("form") == "linear"; }

 private:
  double reach() const { return linear_form() ? 1 : 3; }  // it rises from −reach to reach
};

const ActivationOperator<HardsigmoidLayer> kHardsigmoid("hardsigmoid", {choice_spec("form", {"relu6", "linear"})});

}  // namespace

const Operator& hardsigmoid_operator() { return kHardsigmoid; }

}  // namespace convscope
