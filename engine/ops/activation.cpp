// sigmoid′s error: with e = e^−x off by δe, 1/(1 + e) is off by s·(1 − s)·δ, and by the roundings of the sum and of the quotient.
#include "engine/ops/activation.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace convscope {

double ActivationLayer::finish_error(double error, double combined, Index, const TensorSet&, double roundoff) const {
  // The curves bend gently between corners: the steepest place within the error is here or at an end.
  const double slopes =
      std::max({std::abs(derivative(combined - error)), std::abs(derivative(combined)), std::abs(derivative(combined + error))});
  return slopes * error + roundings(combined, roundoff) + std::ldexp(1.0, -126);
}

std::vector<FormulaLine> ActivationLayer::formula() const {
  FormulaLine line{{"y", Role::kOutput}, {" = ", Role::kPlain}};
  for (char letter : expression()) {
    if (letter == '$') {
      line.push_back({"x", Role::kInput});
    } else if (line.back().role == Role::kPlain) {
      line.back().text += letter;
    } else {
      line.push_back({std::string(1, letter), Role::kPlain});
    }
  }
  std::vector<FormulaLine> lines{line};
  for (FormulaLine& size : same_size_formula(output())) lines.push_back(std::move(size));
  return lines;
}

// The fields of Activation in shaders/include/params.h.
GpuPlan ActivationLayer::gpu_plan() const {
  GpuPlan filled = plan();
  filled.add_number(slope());
  filled.add(Index{linear_form()});
  return filled;
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

double logistic_error(double x, double roundoff) {
  const double s = logistic(x), of_exponential = std::min((3 + 2 * std::abs(x)) * 2 * roundoff, 0.5);
  return s * (1 - s) * of_exponential / (1 - of_exponential) + kQuotientRoundings * roundoff * s + std::ldexp(1.0, -126);
}

std::string onnx_node(std::string_view type, std::string_view attributes) {
  return fmt::format("helper.make_node(\"{}\",\n    [\"x\"], [\"y\"]{}{})", type, attributes.empty() ? "" : ", ", attributes);
}

}  // namespace convscope
