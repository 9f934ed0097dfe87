#include "engine/ops/average_pooling.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/ops/code_text.h"

namespace convscope {
namespace {

constexpr Index kNoOverride = 0;

class AveragePoolLayer final : public PoolLayer {
 public:
  AveragePoolLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes)
      : PoolLayer(op, std::move(attributes), std::move(shapes), output, std::move(axes), 0),
        counts_padding_(this->attributes().flag("count_include_pad")),
        override_(this->attributes().has("divisor_override") ? this->attributes().integers("divisor_override").front() : kNoOverride) {}
  Combine combine() const override { return Combine::kMean; }
  double divisor(Index cell, const TensorSet& tensors) const override;
  // Additions of the window and one division a cell; nothing is multiplied with a weight.
  Cost cost() const override {
    Cost cost;
    cost.flops = output().count() * window();
    cost.memory = values_moved();
    return cost;
  }
  GpuPlan gpu_plan() const override {
    GpuPlan plan = window_plan();
    plan.add(counts_padding_ ? 1 : 0);
    plan.add(override_);
    return plan;
  }

 private:
  std::string torch_code() const override;
  std::string keras_code() const override;
  std::string onnx_code() const override;

  bool counts_padding_;
  Index override_;
};

double AveragePoolLayer::divisor(Index cell, const TensorSet& /*tensors*/) const {
  if (override_ != kNoOverride) return static_cast<double>(override_);
  const VolumeCell out = output_volume().cell(cell);
  Index cells = 1;
  for (std::size_t i = 0; i < three().size(); ++i) {
    const Axis& axis = three()[i];
    const Index first = axis.reads(out.at[i], 0), beyond = first + axis.kernel;
    cells *= counts_padding_ ? std::min(beyond, axis.input + axis.end) - first : std::min(beyond, axis.input) - std::max<Index>(first, 0);
  }
  return static_cast<double>(cells);
}

std::string AveragePoolLayer::torch_code() const {
  const bool pads_itself = torch_pads_itself();
  Arguments arguments = torch_window();
  if (ceil()) arguments.push_back("ceil_mode=True");
  if (!counts_padding_ && pads_itself) arguments.push_back("count_include_pad=False");
  const bool overrides = override_ != kNoOverride && axes().size() > 1;
  if (overrides) arguments.push_back(fmt::format("divisor_override={}", override_));
  std::string layer = call(fmt::format("nn.AvgPool{}d", axes().size()), arguments);
  if (override_ != kNoOverride && !overrides) layer += fmt::format("\ny = y * {} / {}  # divisor_override", window(), override_);
  if (pads_itself) return layer;
  const std::string lacks = counts_padding_ ? "" : "# nn.AvgPool counts cells that F.pad adds\n";
  return lacks + torch_padding(axes(), "") + "\n" + layer;
}

// Keras leaves what padding="same" adds out of the mean, counts what a padding layer adds, and has no ceil mode.
std::string AveragePoolLayer::keras_code() const {
  const bool same = pads_same(axes()) && !counts_padding_;
  Arguments arguments{tuple_text(numbers(&Axis::kernel))};
  if (numbers(&Axis::stride) != numbers(&Axis::kernel)) arguments.push_back("strides=" + tuple_text(numbers(&Axis::stride)));
  if (same) arguments.push_back("padding=\"same\"");
  arguments.push_back("data_format=\"channels_first\"");
  std::string code;
  if (ceil()) code += "# Keras has no ceil mode\n";
  if (is_padded(axes()) && !same) {
    if (!counts_padding_) code += "# Keras counts these zeros in the mean\n";
    code += numpy_padding(axes(), "") + "\n";
  }
  code += call(fmt::format("layers.AveragePooling{}D", axes().size()), arguments);
  if (override_ != kNoOverride) code += fmt::format("\ny = y * {} / {}", window(), override_);
  return code;
}

std::string AveragePoolLayer::onnx_code() const {
  Arguments arguments = onnx_window("AveragePool");
  if (ceil()) arguments.push_back("ceil_mode=1");
  if (counts_padding_ && is_padded(axes())) arguments.push_back("count_include_pad=1");
  const std::string node = call("helper.make_node", arguments);
  if (override_ == kNoOverride) return node;
  return node + fmt::format("\nMul by {} / {}", window(), override_);
}

std::vector<AttributeSpec> average_pooling_attributes() {
  std::vector<AttributeSpec> attributes = pooling_attributes();
  attributes.push_back(flag_spec("count_include_pad", true));
  AttributeSpec divisor = integer_spec("divisor_override", 1, -kLargestSize);
  divisor.optional = true;
  attributes.push_back(divisor);
  return attributes;
}

}  // namespace

AveragePooling::AveragePooling(std::string id, std::size_t axes)
    : OperatorBase(std::move(id), {{"input", true}}, average_pooling_attributes()), axes_(axes) {}

OperatorBase::Made AveragePooling::make(Attributes attributes, Shapes shapes) const {
  if (attributes.has("divisor_override") && attributes.integers("divisor_override").front() == 0) {
    return impossible("divisor_override", "divisor_zero", "divisor_override must not be 0");
  }
  Result<std::vector<Axis>> axes = pooling_axes(*this, attributes, shapes[0], axes_);
  if (!axes) return axes.error();
  const Extents output = pooled_extents(shapes[0], *axes);
  return Made(std::make_shared<AveragePoolLayer>(*this, std::move(attributes), std::move(shapes), output, *std::move(axes)));
}

}  // namespace convscope
