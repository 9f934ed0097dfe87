// y[…, o] = Σ over i of input[…, i] · weight[o, i]  + bias[o]: every output meets every input of its row.
#include <fmt/core.h>

#include "engine/ops/code_text.h"
#include "engine/ops/convolution.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kWeight = 1, kBias = 2;  // slots

class LinearLayer final : public LayerBase {
 public:
  LinearLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output)
      : LayerBase(op, std::move(attributes), std::move(shapes), output) {}

  // A row is a line: a tap stands at its feature x, and in that element of the filter.
  void taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const override {
    const Index row = cell / outputs(), filter = cell % outputs();
    taps.reserve(taps.size() + static_cast<std::size_t>(inputs() + 1));
    for (Index i = 0; i < inputs(); ++i) {
      Tap& tap = taps.emplace_back();
      tap.data = {kInput, row * inputs() + i};
      tap.weight = {kWeight, filter * inputs() + i};
      tap.at = tap.element = {0, 0, i};
    }
    if (has(kBias)) add_bias_tap(kBias, filter, taps);
  }
  std::vector<Index> users_of(Ref datum, const TensorSet& /*tensors*/) const override {
    const bool data = datum.slot == kInput;
    const Index row = datum.index / inputs(), filter = datum.slot == kWeight ? datum.index / inputs() : datum.index;
    std::vector<Index> users(static_cast<std::size_t>(data ? outputs() : output().count() / outputs()));
    for (std::size_t i = 0; i < users.size(); ++i) {
      users[i] = data ? row * outputs() + static_cast<Index>(i) : static_cast<Index>(i) * outputs() + filter;
    }
    return users;
  }
  Cost cost() const override {
    return dense_cost(output().count(), inputs(), shape(kWeight).count(), has(kBias) ? outputs() : 0, values_moved());
  }
  std::vector<FormulaLine> formula() const override {
    auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
    FormulaLine letters{{"y", Role::kOutput}, plain("[o] = Σ "), {"x", Role::kInput}, plain("[i]·"), {"w", Role::kWeight}, plain("[o, i]")};
    if (has(kBias)) letters.insert(letters.end(), {plain(" + "), {"b", Role::kBias}, plain("[o]")});
    const RoleText last_input{std::to_string(inputs() - 1), Role::kInput}, last_output{std::to_string(outputs() - 1), Role::kOutput};
    return {letters, {plain("i = 0 … "), last_input, plain(", o = 0 … "), last_output}};
  }
  std::string code(CodeDialect dialect) const override {
    const std::string in = std::to_string(inputs()), out = std::to_string(outputs());
    Arguments with_bias = dialect == CodeDialect::kPyTorch ? Arguments{in, out} : Arguments{out};
    if (!has(kBias)) with_bias.push_back(dialect == CodeDialect::kPyTorch ? "bias=False" : "use_bias=False");
    if (dialect == CodeDialect::kPyTorch) return call("nn.Linear", with_bias);
    if (dialect == CodeDialect::kKeras) return call("layers.Dense", with_bias);
    if (output().rank() == 2) {
      return call("helper.make_node", {"\"Gemm\"", has(kBias) ? "[\"x\", \"w\", \"b\"]" : "[\"x\", \"w\"]", "[\"y\"]", "transB=1"});
    }
    return std::string("# w transposed: in, out\nMatMul x, w") + (has(kBias) ? "\nAdd b" : "");
  }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    for (Index field : {inputs(), outputs(), Index{has(kBias)}}) plan.add(field);
    return plan;
  }

 private:
  Index inputs() const { return shape(kWeight)[1]; }
  Index outputs() const { return shape(kWeight)[0]; }
};

class Linear final : public OperatorBase {
 public:
  Linear() : OperatorBase("linear", {{"input", true}, {"weight", true}, {"bias", false}}, {}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    const Extents &input = shapes[kInput], &weight = shapes[kWeight];
    Status rank = check_rank(id(), "weight", weight, 2, "out, in");
    if (!rank) return rank.error();
    Extents output = input;
    Index& last = output[input.rank() - 1];
    if (last != weight[1]) {
      return impossible("weight", "features_differ", "the weights {} read {} features, the input {} ends in {}", weight.text(), weight[1],
                        input.text(), last);
    }
    Status bias = check_vector("bias", shapes[kBias], weight[0], "one per output");
    if (!bias) return bias.error();
    last = weight[0];
    return Made(std::make_shared<LinearLayer>(*this, std::move(attributes), std::move(shapes), output));
  }
};

const Linear kLinear;

}  // namespace

const Operator& linear_operator() { return kLinear; }

}  // namespace convscope
