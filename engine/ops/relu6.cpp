// y = min(max(0, x), 6)
#include "engine/ops/activation.h"

namespace convscope {
namespace {

class Relu6Layer final : public ActivationLayer {
 public:
  using ActivationLayer::ActivationLayer;
  double value(double x) const override { return x < 0 ? 0 : x > 6 ? 6 : x; }
  double derivative(double x) const override { return x > 0 && x < 6 ? 1 : 0; }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return "nn.ReLU6()";
      case CodeDialect::kKeras: return "layers.ReLU(max_value=6)";
      case CodeDialect::kOnnx:
        return "# 0 and 6 are constants of no axes\nhelper.make_node(\"Clip\",\n    [\"x\", \"zero\", \"six\"], [\"y\"])";
    }
    return "";
  }

 protected:
  double roundings(double, double) const override { return 0; }
  std::string expression() const override { return "min(max(0, $), 6)"; }
};

const ActivationOperator<Relu6Layer> kRelu6("relu6");

}  // namespace

const Operator& relu6_operator() { return kRelu6; }

}  // namespace convscope
