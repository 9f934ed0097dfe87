// y = max(0, x)
#include "engine/ops/activation.h"

namespace convscope {
namespace {

class ReluLayer final : public ActivationLayer {
 public:
  using ActivationLayer::ActivationLayer;
  double value(double x) const override { return x < 0 ? 0 : x; }
  double derivative(double x) const override { return x > 0 ? 1 : 0; }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return "nn.ReLU()";
      case CodeDialect::kKeras: return "layers.ReLU()";
      case CodeDialect::kOnnx: return onnx_node("Relu");
    }
    return "";
  }

 protected:
  double roundings(double, double) const override { return 0; }
  std::string expression() const override { return "max(0, $)"; }
};

const ActivationOperator<ReluLayer> kRelu("relu");

}  // namespace

const Operator& relu_operator() { return kRelu; }

}  // namespace convscope
