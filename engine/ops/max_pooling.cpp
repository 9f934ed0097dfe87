#include "engine/ops/max_pooling.h"

#include <fmt/core.h>

#include <limits>

#include "engine/ops/code_text.h"

namespace convscope {
namespace {

constexpr double kNothing = -std::numeric_limits<double>::infinity();

class MaxPoolLayer final : public PoolLayer {
 public:
  MaxPoolLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes)
      : PoolLayer(op, std::move(attributes), std::move(shapes), output, std::move(axes), kNothing) {}
  Combine combine() const override { return Combine::kMax; }
  // Comparisons are not counted.
  Cost cost() const override {
    Cost cost;
    cost.memory = values_moved();
    return cost;
  }
  GpuPlan gpu_plan() const override { return window_plan(); }

 private:
  std::string torch_code() const override;
  std::string keras_code() const override;
  std::string onnx_code() const override;
};

std::string MaxPoolLayer::torch_code() const {
  Arguments arguments = torch_window();
  if (!all_are(numbers(&Axis::dilation), 1)) arguments.push_back("dilation=" + tuple_text(numbers(&Axis::dilation)));
  if (ceil()) arguments.push_back("ceil_mode=True");
  const std::string layer = call(fmt::format("nn.MaxPool{}d", axes().size()), arguments);
  return torch_pads_itself() ? layer : torch_padding(axes(), "float(\"-inf\")") + "\n" + layer;
}

// Keras has no dilation in its pooling and no ceil mode: −∞ at the end does the same.
std::string MaxPoolLayer::keras_code() const {
  std::vector<Axis> padded = axes();
  for (Axis& axis : padded) axis.end = std::max(axis.end, (axis.output() - 1) * axis.stride + axis.span() - axis.input - axis.begin);
  const bool same = pads_same(padded);
  const std::string padding = is_padded(padded) && !same ? numpy_padding(padded, "-np.inf") + "\n" : "";
  const std::string name = same ? "same" : "valid";
  if (!all_are(numbers(&Axis::dilation), 1)) {
    return padding +
           call("tf.nn.pool", {"x", list_text(numbers(&Axis::kernel)), "\"MAX\"", "strides=" + list_text(numbers(&Axis::stride)),
                               fmt::format("padding=\"{}\"", same ? "SAME" : "VALID"), "dilations=" + list_text(numbers(&Axis::dilation)),
                               fmt::format("data_format=\"{}\"", axes().size() == 1   ? "NCW"
                                                                 : axes().size() == 2 ? "NCHW"
                                                                                      : "NCDHW")});
  }
  Arguments arguments{tuple_text(numbers(&Axis::kernel))};
  if (numbers(&Axis::stride) != numbers(&Axis::kernel)) arguments.push_back("strides=" + tuple_text(numbers(&Axis::stride)));
  if (same) arguments.push_back("padding=\"same\"");
  arguments.push_back("data_format=\"channels_first\"");
  return padding + call(fmt::format("layers.MaxPooling{}D", axes().size()), arguments);
}

std::string MaxPoolLayer::onnx_code() const {
  Arguments arguments = onnx_window("MaxPool");
  if (!all_are(numbers(&Axis::dilation), 1)) arguments.push_back("dilations=" + list_text(numbers(&Axis::dilation)));
  if (ceil()) arguments.push_back("ceil_mode=1");
  return call("helper.make_node", arguments);
}

std::vector<AttributeSpec> max_pooling_attributes() {
  std::vector<AttributeSpec> attributes = pooling_attributes();
  attributes.insert(attributes.end() - 1, per_axis_spec("dilation", 1, 1));
  return attributes;
}

}  // namespace

MaxPooling::MaxPooling(std::string id, std::size_t axes)
    : OperatorBase(std::move(id), {{"input", true}}, max_pooling_attributes()), axes_(axes) {}

OperatorBase::Made MaxPooling::make(Attributes attributes, Shapes shapes) const {
  Result<std::vector<Axis>> axes = pooling_axes(*this, attributes, shapes[0], axes_);
  if (!axes) return axes.error();
  const Extents output = pooled_extents(shapes[0], *axes);
  return Made(std::make_shared<MaxPoolLayer>(*this, std::move(attributes), std::move(shapes), output, *std::move(axes)));
}

}  // namespace convscope
