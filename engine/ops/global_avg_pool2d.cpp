// y[n, c] = (Σ over y, x of input[n, c, y, x]) / (h·w): one number a plane, kept as a plane of one cell.
#include <fmt/core.h>

#include "engine/ops/pooling.h"

namespace convscope {
namespace {

// A window as large as the plane.
class GlobalAvgPool2dLayer final : public PoolLayer {
 public:
  GlobalAvgPool2dLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes)
      : PoolLayer(op, std::move(attributes), std::move(shapes), output, std::move(axes), 0) {}
  Combine combine() const override { return Combine::kMean; }
  double divisor(Index, const TensorSet&) const override { return static_cast<double>(window()); }
  // One step is the whole plane.
  WindowSteps windows(std::size_t /*slot*/) const override {
    return {{axes()[0].kernel, 0, axes()[0].kernel, 1, 1}, {axes()[1].kernel, 0, axes()[1].kernel, 1, 1}};
  }
  Cost cost() const override {
    Cost cost;
    cost.flops = shape(0).count();  // additions, and a division a plane
    cost.memory = values_moved();
    return cost;
  }
  std::vector<FormulaLine> formula() const override {
    auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
    auto line = [&plain](const std::string& height, const std::string& width) {
      return FormulaLine{{"y", Role::kOutput},   plain(" = "), {"Σ x", Role::kInput}, plain(" / ("),
                         {height, Role::kInput}, plain("·"),   {width, Role::kInput}, plain(")")};
    };
    return {line("h", "w"), line(std::to_string(shape(0)[2]), std::to_string(shape(0)[3]))};
  }
  std::string torch_code() const override { return "nn.AdaptiveAvgPool2d(1)"; }
  std::string keras_code() const override {
    return "layers.GlobalAveragePooling2D(\n    keepdims=True,\n    data_format=\"channels_first\")";
  }
  std::string onnx_code() const override { return "helper.make_node(\n    \"GlobalAveragePool\",\n    [\"x\"], [\"y\"])"; }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    plan.add(window());
    plan.reads = static_cast<double>(shape(0).count());
    return plan;
  }
};

class GlobalAvgPool2d final : public OperatorBase {
 public:
  GlobalAvgPool2d() : OperatorBase("global_avg_pool2d", {{"input", true}}, {}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    Status rank = check_rank(id(), "input", shapes[0], 4, pooling_layout(2));
    if (!rank) return rank.error();
    const std::vector<Index> plane{shapes[0][2], shapes[0][3]};
    Status window = check_window(plane);
    if (!window) return window.error();
    Result<std::vector<Axis>> axes = window_axes(attributes, shapes[0], plane);
    if (!axes) return axes.error();
    const Extents output = pooled_extents(shapes[0], *axes);
    return Made(std::make_shared<GlobalAvgPool2dLayer>(*this, std::move(attributes), std::move(shapes), output, *std::move(axes)));
  }
};

const GlobalAvgPool2d kGlobalAvgPool2d;

}  // namespace

const Operator& global_avg_pool2d_operator() { return kGlobalAvgPool2d; }

}  // namespace convscope
