// y[n, o, y, x] = Σ over c, ky, kx of input[n, first(o) + c, y·sh − pt + ky·dh, x·sw − pl + kx·dw] · weight[o, c, ky, kx]  + bias[o]
// where first(o) is the first input channel of o's group. The kernel is not turned: deep learning's convolution.
#include <fmt/core.h>

#include "engine/ops/axis.h"
#include "engine/ops/conv2d_text.h"
#include "engine/ops/operator.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kWeight = 1, kBias = 2;  // slots

class Conv2dLayer final : public Layer {
 public:
  Conv2dLayer(Attributes attributes, Shapes shapes, Axis height, Axis width, Index groups)
      : attributes_(std::move(attributes)), shapes_(std::move(shapes)), height_(std::move(height)), width_(std::move(width)),
        groups_(groups), output_{shapes_[kInput][0], shapes_[kWeight][0], height_.output(), width_.output()} {
    if (height_.mode == PaddingMode::kConstant) padding_value_ = attributes_.number("padding_value");
  }

  const std::string& op() const override;
  const Attributes& attributes() const override { return attributes_; }
  const Shapes& shapes() const override { return shapes_; }
  const Extents& output() const override { return output_; }
  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> readers_of(Index cell, const TensorSet& tensors) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override;
  Cost cost() const override;
  std::vector<FormulaLine> formula() const override { return window_formula({height_, width_}); }
  std::string code(CodeDialect dialect) const override {
    return conv2d_code(dialect, {height_, width_, shapes_[kInput][1], output_[1], groups_, has_bias(), padding_value_, attributes_});
  }
  GpuPlan gpu_plan() const override;

 private:
  bool has_bias() const { return !shapes_[kBias].empty(); }
  Index channels_per_group() const { return shapes_[kWeight][1]; }
  Index first_channel(Index out_channel) const { return out_channel / (output_[1] / groups_) * channels_per_group(); }

  Attributes attributes_;
  Shapes shapes_;
  Axis height_, width_;
  Index groups_;
  double padding_value_ = 0;
  Extents output_;
};

void Conv2dLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  const Cell out = cell_of(output_, cell);
  const Index window = height_.kernel * width_.kernel;
  taps.reserve(taps.size() + static_cast<std::size_t>(channels_per_group() * window + 1));
  Index weight = out[1] * channels_per_group() * window;  // in the taps' order
  for (Index channel = first_channel(out[1]); channel < first_channel(out[1]) + channels_per_group(); ++channel) {
    const Index plane = (out[0] * shapes_[kInput][1] + channel) * height_.input * width_.input;
    for (Index ky = 0; ky < height_.kernel; ++ky) {
      const Index y = height_.reads(out[2], ky);
      const std::optional<Index> from_y = height_.source(y);
      for (Index kx = 0; kx < width_.kernel; ++kx) {
        const Index x = width_.reads(out[3], kx);
        const std::optional<Index> from_x = width_.source(x);
        Tap& tap = taps.emplace_back();
        if (from_y && from_x) {
          tap.data = {kInput, plane + *from_y * width_.input + *from_x};
        } else {
          tap.value = padding_value_;
        }
        tap.kind = from_y == y && from_x == x ? TapKind::kCell : TapKind::kPadding;
        tap.weight = {kWeight, weight++};
        tap.at = {0, y, x};
        tap.element = {0, ky, kx};
        tap.channel = channel;
      }
    }
  }
  if (!has_bias()) return;
  Tap& bias = taps.emplace_back();
  bias.kind = TapKind::kBias;
  bias.data = {kBias, out[1]};
}

std::vector<Index> Conv2dLayer::readers_of(Index cell, const TensorSet& /*tensors*/) const {
  const Cell in = cell_of(shapes_[kInput], cell);
  const Index per_group = output_[1] / groups_;
  const Index first = in[1] / channels_per_group() * per_group;
  const std::vector<Index> rows = height_.outputs_reading(in[2]);
  const std::vector<Index> columns = width_.outputs_reading(in[3]);
  std::vector<Index> readers;
  readers.reserve(static_cast<std::size_t>(per_group) * rows.size() * columns.size());
  for (Index channel = first; channel < first + per_group; ++channel) {
    for (Index y : rows) {
      for (Index x : columns) readers.push_back(flat_index(output_, {in[0], channel, y, x}));
    }
  }
  return readers;
}

// A weight or a bias is used by every cell of its filter's maps.
std::vector<Index> Conv2dLayer::users_of(Ref datum, const TensorSet& tensors) const {
  if (datum.slot == kInput) return readers_of(datum.index, tensors);
  const Index filter = datum.slot == kBias ? datum.index : cell_of(shapes_[kWeight], datum.index)[0];
  const Index plane = output_[2] * output_[3];
  std::vector<Index> users;
  users.reserve(static_cast<std::size_t>(output_[0] * plane));
  for (Index n = 0; n < output_[0]; ++n) {
    for (Index cell = 0; cell < plane; ++cell) users.push_back((n * output_[1] + filter) * plane + cell);
  }
  return users;
}

Cost Conv2dLayer::cost() const {
  const Index outputs = output_.count();
  const Index products = channels_per_group() * height_.kernel * width_.kernel;
  const Index biases = has_bias() ? output_[1] : 0;
  Cost cost;
  cost.parameters = shapes_[kWeight].count() + biases;
  cost.multiplications = outputs * products;
  cost.macs = cost.multiplications;
  cost.flops = outputs * (has_bias() ? 2 * products : 2 * products - 1);
  cost.memory = shapes_[kInput].count() + cost.parameters + outputs;
  return cost;
}

// The fields of Conv2d in shaders/include/params.h, in their order.
GpuPlan Conv2dLayer::gpu_plan() const {
  const Axis &h = height_, &w = width_;
  const Extents& input = shapes_[kInput];
  const bool constant = h.mode == PaddingMode::kZeros || h.mode == PaddingMode::kConstant;
  const Index mode = constant ? 0 : static_cast<Index>(h.mode) - static_cast<Index>(PaddingMode::kConstant);
  GpuPlan plan;
  plan.shader = op();
  for (Index field : {input[0], input[1], h.input, w.input, output_[1], output_[2], output_[3], h.kernel, w.kernel, h.stride, w.stride,
                      h.dilation, w.dilation, h.begin, w.begin, h.end, w.end, groups_, mode, Index{has_bias()}}) {
    plan.parameters.push_back(static_cast<std::int32_t>(field));
  }
  plan.padding_value = padding_value_;
  return plan;
}

std::vector<AttributeSpec> make_attributes() {
  auto numbers = [](Index number) { return AttributeValue{std::vector<Index>{number}}; };
  return {
      {"stride", AttributeType::kPerAxis, numbers(1), 1, kLargestSize, {}},
      {"padding", AttributeType::kPadding, numbers(0), 0, kLargestSize, {"valid", "same", "same_lower"}},
      {"padding_mode", AttributeType::kChoice, std::string("zeros"), 0, 0, padding_mode_names()},
      {"padding_value", AttributeType::kNumber, 0.0, 0, 0, {}},  // counts with padding_mode constant
      {"dilation", AttributeType::kPerAxis, numbers(1), 1, kLargestSize, {}},
      {"groups", AttributeType::kInteger, numbers(1), 1, kLargestSize, {}},
  };
}

Error impossible(const char* attribute, std::string sentence) { return {ErrorKind::kImpossible, std::move(sentence), attribute}; }

Status check_ranks(const Shapes& shapes) {
  const Extents absent;
  const Extents& input = shapes.size() > kInput ? shapes[kInput] : absent;
  const Extents& weight = shapes.size() > kWeight ? shapes[kWeight] : absent;
  if (input.rank() != 4) {
    return impossible("input", fmt::format("conv2d reads an input of 4 axes (N, C, H, W), it has {} ({})", input.rank(), input.text()));
  }
  if (weight.rank() != 4) {
    return impossible("weight", fmt::format("conv2d reads weights of 4 axes (Cout, Cin/groups, kH, kW), they have {} ({})", weight.rank(),
                                            weight.text()));
  }
  for (int axis = 0; axis < 4; ++axis) {
    if (input[axis] < 1 || input[axis] > kLargestSize) {
      return impossible("input", fmt::format("every size of the input must be 1 to {}, it is {}", kLargestSize, input.text()));
    }
    if (weight[axis] < 1 || weight[axis] > kLargestSize) {
      return impossible("weight", fmt::format("every size of the weights must be 1 to {}, they are {}", kLargestSize, weight.text()));
    }
  }
  return success();
}

Status check_channels(const Shapes& shapes, Index groups) {
  const Index in = shapes[kInput][1], out = shapes[kWeight][0], per_group = shapes[kWeight][1];
  if (in % groups != 0) return impossible("groups", fmt::format("groups {} does not divide the {} input channels", groups, in));
  if (out % groups != 0) return impossible("groups", fmt::format("groups {} does not divide the {} output channels", groups, out));
  if (per_group != in / groups) {
    return impossible("weight", fmt::format("the weights {} have {} input channels each, the input has {} channels in {} group{}: {} each",
                                            shapes[kWeight].text(), per_group, in, groups, groups == 1 ? "" : "s", in / groups));
  }
  const Extents& bias = shapes[kBias];
  if (!bias.empty() && (bias.rank() != 1 || bias[0] != out)) {
    return impossible("bias", fmt::format("the bias must hold {} numbers, one per output channel; its shape is {}", out, bias.text()));
  }
  return success();
}

class Conv2d final : public Operator {
 public:
  const std::string& id() const override { return id_; }
  const std::vector<SlotSpec>& slots() const override { return slots_; }
  const std::vector<AttributeSpec>& attributes() const override { return attributes_; }
  Result<std::shared_ptr<const Layer>> layer(const Attributes& given, const Shapes& shapes) const override;

 private:
  std::string id_ = "conv2d";
  std::vector<SlotSpec> slots_{{"input", true}, {"weight", true}, {"bias", false}};
  std::vector<AttributeSpec> attributes_ = make_attributes();
};

const Conv2d kConv2d;

const std::string& Conv2dLayer::op() const { return kConv2d.id(); }

// Stride, dilation, padding of both axes, checked.
Result<std::vector<Axis>> make_axes(const Attributes& attributes, const Shapes& shapes) {
  std::vector<Axis> axes(2);
  Result<std::vector<Index>> stride = per_axis(attributes, "stride", axes.size());
  if (!stride) return stride.error();
  Result<std::vector<Index>> dilation = per_axis(attributes, "dilation", axes.size());
  if (!dilation) return dilation.error();
  Result<PaddingMode> mode = padding_mode_of(attributes.word("padding_mode"));
  if (!mode) return mode.error();
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const int axis = static_cast<int>(i) + 2;
    axes[i] = {i == 0 ? "tall" : "wide", shapes[kInput][axis], shapes[kWeight][axis], (*stride)[i], (*dilation)[i], 0, 0, *mode};
  }
  Status padding = resolve_padding(attributes, axes);
  if (!padding) return padding.error();
  for (const Axis& axis : axes) {
    Status status = check(axis);
    if (!status) return status.error();
  }
  return axes;
}

Result<std::shared_ptr<const Layer>> Conv2d::layer(const Attributes& given, const Shapes& given_shapes) const {
  Result<Attributes> attributes = resolve(id_, attributes_, given);
  if (!attributes) return attributes.error();
  Status ranks = check_ranks(given_shapes);
  if (!ranks) return ranks.error();
  Shapes shapes = given_shapes;
  shapes.resize(slots_.size());
  const Index groups = attributes->integers("groups").front();
  Status channels = check_channels(shapes, groups);
  if (!channels) return channels.error();
  Result<std::vector<Axis>> axes = make_axes(*attributes, shapes);
  if (!axes) return axes.error();
  const Extents output{shapes[kInput][0], shapes[kWeight][0], (*axes)[0].output(), (*axes)[1].output()};
  Status memory = check_memory(id_, {{"input", shapes[kInput]}, {"weight", shapes[kWeight]}, {"bias", shapes[kBias]}, {"output", output}});
  if (!memory) return memory.error();
  return std::shared_ptr<const Layer>(
      std::make_shared<Conv2dLayer>(*std::move(attributes), std::move(shapes), (*axes)[0], (*axes)[1], groups));
}

}  // namespace

const Operator& conv2d_operator() { return kConv2d; }

}  // namespace convscope
