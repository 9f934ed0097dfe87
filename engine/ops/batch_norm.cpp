// y = γ[c]·(x − mean[c])/√(var[c] + eps) + β[c], with the running figures: normalisation as it is done after training.
// Ioffe and Szegedy 2015. As taps: x·γ and mean·γ with the coefficients ±1/√(var + eps), then β.
#include <fmt/core.h>

#include <cmath>

#include "engine/ops/elementwise.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kMean = 1, kVariance = 2, kWeight = 3, kBias = 4;  // slots

class BatchNormLayer final : public LayerBase {
 public:
  BatchNormLayer(const Operator& op, Attributes attributes, Shapes shapes) : LayerBase(op, std::move(attributes), shapes, shapes[kInput]) {}

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet&) const override;
  // What the root, the quotient and the products round beyond what the taps count.
  double finish_error(double error, double combined, Index cell, const TensorSet& tensors, double roundoff) const override;
  WindowSteps windows(std::size_t slot) const override { return own_place(shape(static_cast<int>(slot)), output()); }
  Cost cost() const override;
  std::vector<FormulaLine> formula() const override;
  std::string code(CodeDialect dialect) const override;
  GpuPlan gpu_plan() const override;

 private:
  Index channels() const { return output()[1]; }
  Index plane() const { return output().count() / (output()[0] * channels()); }
  Index channel_of(Index cell) const { return cell / plane() % channels(); }
  double epsilon() const { return attributes().number("eps"); }
};

void BatchNormLayer::taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const {
  const Index channel = channel_of(cell);
  const Tensor* variance = tensors.size() > kVariance ? tensors[kVariance] : nullptr;  // absent where only the links are asked for
  Tap tap;
  place_tap(tap, output(), cell);
  if (variance) tap.coefficient = 1 / std::sqrt(static_cast<double>((*variance)[channel]) + epsilon());
  if (has(kWeight)) tap.weight = {kWeight, channel};
  tap.data = {kInput, cell};
  taps.push_back(tap);
  tap.data = {kMean, channel};
  tap.coefficient = -tap.coefficient;
  taps.push_back(tap);
  if (!has(kBias)) return;
  Tap& bias = taps.emplace_back();
  bias.kind = TapKind::kBias;
  bias.data = {kBias, channel};
}

// The figures of a channel serve all of its cells; the variance is no factor of a tap, it stands in the coefficients.
std::vector<Index> BatchNormLayer::users_of(Ref datum, const TensorSet&) const {
  if (datum.slot == kInput) return {datum.index};
  std::vector<Index> users;
  if (datum.slot == kVariance) return users;
  for (Index n = 0; n < output()[0]; ++n) {
    const Index first = (n * channels() + datum.index) * plane();
    for (Index cell = first; cell < first + plane(); ++cell) users.push_back(cell);
  }
  return users;
}

double BatchNormLayer::finish_error(double error, double, Index cell, const TensorSet& tensors, double roundoff) const {
  constexpr double kRoundings = 10;  // sum, root (2.5 units), quotient (2.5 units) of the coefficient; the difference; a product
  std::vector<Tap> taps;
  taps_to(cell, tensors, taps);
  const double difference = static_cast<double>((*tensors[kInput])[cell]) - static_cast<double>((*tensors[kMean])[channel_of(cell)]);
  const double weight = has(kWeight) ? static_cast<double>((*tensors[kWeight])[channel_of(cell)]) : 1;
  return error + kRoundings * roundoff * std::abs(difference * weight * taps[0].coefficient);
}

// At inference γ/√(var + eps) and β − mean·γ/√(var + eps) are two numbers a channel: one multiply-add a value.
Cost BatchNormLayer::cost() const {
  Cost cost;
  cost.parameters = (has(kWeight) ? channels() : 0) + (has(kBias) ? channels() : 0);
  cost.multiplications = cost.macs = output().count();
  cost.flops = 2 * output().count();
  cost.memory = values_moved();
  return cost;
}

std::vector<FormulaLine> BatchNormLayer::formula() const {
  auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
  FormulaLine line{{"y", Role::kOutput}, plain(" = ")};
  if (has(kWeight)) line.insert(line.end(), {{"γ[c]", Role::kWeight}, plain("·")});
  line.insert(line.end(), {plain("("), {"x", Role::kInput}, plain(fmt::format(" \u2212 mean[c])/√(var[c] + {})", epsilon()))});
  if (has(kBias)) line.insert(line.end(), {plain(" + "), {"β[c]", Role::kBias}});
  std::vector<FormulaLine> lines{line};
  for (FormulaLine& size : same_size_formula(output())) lines.push_back(std::move(size));
  return lines;
}

std::string BatchNormLayer::code(CodeDialect dialect) const {
  const int space = output().rank() - 2;
  const std::string affine = has(kWeight) || has(kBias) ? "" : ",\n    affine=False";
  switch (dialect) {
    case CodeDialect::kPyTorch: return fmt::format("nn.BatchNorm{}d({}, eps={}{})", std::max(1, space), channels(), epsilon(), affine);
    case CodeDialect::kKeras:
      return fmt::format("layers.BatchNormalization(\n    axis=1, epsilon={}{}{})", epsilon(), has(kWeight) ? "" : ", scale=False",
                         has(kBias) ? "" : ", center=False");
    case CodeDialect::kOnnx:
      return fmt::format(
          "helper.make_node(\"BatchNormalization\",\n    [\"x\", \"scale\", \"b\", \"mean\", \"var\"],\n    [\"y\"], epsilon={})",
          epsilon());
  }
  return "";
}

// The fields of BatchNorm in shaders/include/params.h, in their order.
GpuPlan BatchNormLayer::gpu_plan() const {
  GpuPlan plan;
  plan.shader = op();
  for (Index field : {channels(), plane(), Index{has(kWeight)}, Index{has(kBias)}}) plan.add(field);
  plan.add_number(epsilon());
  plan.reads = 2 * static_cast<double>(output().count());
  return plan;
}

class BatchNorm final : public OperatorBase {
 public:
  BatchNorm()
      : OperatorBase("batch_norm", {{"input", true}, {"running_mean", true}, {"running_var", true}, {"weight", false}, {"bias", false}},
                     {number_spec("eps", 1e-5)}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    const Extents& input = shapes[kInput];
    if (input.rank() < 2) {
      return impossible("input", "too_few_axes_for_channels", "{} reads an input of 2 axes or more (N, C, …), it has {} ({})", id(),
                        input.rank(), input.text());
    }
    for (int slot : {kMean, kVariance, kWeight, kBias}) {
      const auto at = static_cast<std::size_t>(slot);
      Status length = check_vector(slots()[at].name, shapes[at], input[1], "one per channel");
      if (!length) return length.error();
    }
    const double epsilon = attributes.number("eps");
    if (epsilon < 0) return impossible("eps", "below_minimum", "{} must be at least {}, it is {}", "eps", 0, epsilon);
    return Made(std::make_shared<BatchNormLayer>(*this, std::move(attributes), std::move(shapes)));
  }
};

const BatchNorm kBatchNorm;

}  // namespace

const Operator& batch_norm_operator() { return kBatchNorm; }

}  // namespace convscope
