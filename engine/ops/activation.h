// Activations: y = f(x) for every cell. A file of one says its function, its derivative, its bound and its words; the rest is here.
// NaN stays NaN; infinities go where PyTorch's functions send them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "engine/ops/elementwise.h"

namespace convscope {

class ActivationLayer : public ElementwiseLayer {
 public:
  using ElementwiseLayer::ElementwiseLayer;
  virtual double value(double x) const = 0;
  // Where the curve has a corner: the derivative that PyTorch's backward pass takes.
  virtual double derivative(double x) const = 0;

  double finish(double combined, Index, const TensorSet&) const final { return value(combined); }
  double finish_error(double error, double combined, Index, const TensorSet&, double roundoff) const final;
  std::vector<FormulaLine> formula() const final;
  GpuPlan gpu_plan() const final;

 protected:
  // How far single precision may be off at x, its argument being exact.
  virtual double roundings(double x, double roundoff) const = 0;
  // "max(0, $)", where $ is x.
  virtual std::string expression() const = 0;
  virtual double slope() const { return 0; }         // of leaky_relu
  virtual bool linear_form() const { return false; } // of hardsigmoid
};

template <class LayerOfIt>
class ActivationOperator final : public OperatorBase {
 public:
  explicit ActivationOperator(std::string id, std::vector<AttributeSpec> attributes = {})
      : OperatorBase(std::move(id), {{"input", true}}, std::move(attributes)) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    return Made(std::make_shared<LayerOfIt>(*this, std::move(attributes), std::move(shapes)));
  }
};

// 1/(1 + e^−x), and how far single precision is off: GLSL lets exp(x) be off by 3 + 2|x| units in the last place, a division by 2.5.
double logistic(double x);
double logistic_error(double x, double roundoff);
// A quotient of one rounded sum is off by so many roundings at most.
inline constexpr double kQuotientRoundings = 6;

// The ONNX node of this type from "x" to "y".
std::string onnx_node(std::string_view type, std::string_view attributes = "");

}  // namespace convscope
