// y = 1/(1 + e^−x): near 0 and near 1 far from zero.
#include "engine/ops/activation.h"

namespace convscope {
namespace {

class SigmoidLayer final : public ActivationLayer {
 public:
  using ActivationLayer::ActivationLayer;
  double value(double x) const override { return logistic(x); }
  double derivative(double x) const override { return logistic(x) * logistic(-x); }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return "nn.Sigmoid()";
      case CodeDialect::kKeras: return "layers.Activation(\"sigmoid\")";
      case CodeDialect::kOnnx: return onnx_node("Sigmoid");
    }
    return "";
  }

 protected:
  double roundings(double x, double roundoff) const override { return logistic_error(x, roundoff); }
  std::string expression() const override { return "1/(1 + e^\u2212$)"; }
};

const ActivationOperator<SigmoidLayer> kSigmoid("sigmoid");

}  // namespace

const Operator& sigmoid_operator() { return kSigmoid; }

}  // namespace convscope
