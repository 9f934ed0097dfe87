#include "engine/ops/convolution.h"

#include <fmt/core.h>

#include "engine/ops/convolution_text.h"
#include "engine/ops/window_text.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kWeight = 1, kBias = 2;  // slots

class ConvolutionLayer final : public LayerBase {
 public:
  ConvolutionLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes, Turn turn)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), axes_(std::move(axes)), three_(three_axes(axes_)), turn_(turn),
        groups_(this->attributes().integers("groups").front()), padding_value_(padding_value_of(this->attributes())), in_(shape(kInput)),
        filters_(shape(kWeight)), out_(this->output()) {}

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> readers_of(Index cell, const TensorSet& tensors) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override {
    if (datum.slot == kInput) return readers_of(datum.index, tensors);
    return cells_of_channel(out_, datum.slot == kBias ? datum.index : filters_.cell(datum.index).n);
  }
  WindowSteps windows(std::size_t slot) const override { return slot == kInput ? walked(axes_) : WindowSteps{}; }
  Cost cost() const override {
    return dense_cost(output().count(), filters_.c * filters_.plane(), shape(kWeight).count(), has(kBias) ? out_.c : 0, values_moved());
  }
  std::vector<FormulaLine> formula() const override { return window_formula(axes_); }
  std::string code(CodeDialect dialect) const override {
    return convolution_code(dialect, {axes_, in_.c, out_.c, groups_, has(kBias), turn_ == Turn::kTurned, padding_value_, attributes()});
  }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    const bool plane = axes_.size() == 2 && turn_ == Turn::kAsItLies;  // conv2d.comp
    add_convolution_fields(plan, in_, out_, plane ? axes_ : listed(three_), groups_, has(kBias));
    plan.padding_value = padding_value_;
    return plan;
  }

 private:
  Index first_channel(Index out_channel) const { return out_channel / (out_.c / groups_) * filters_.c; }

  std::vector<Axis> axes_;
  std::array<Axis, 3> three_;
  Turn turn_;
  Index groups_;
  double padding_value_;
  Volume in_, filters_, out_;
};

void ConvolutionLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  const VolumeCell out = out_.cell(cell);
  const auto& [deep, tall, wide] = three_;
  const Index window = filters_.plane(), step = turn_ == Turn::kTurned ? -1 : 1;
  taps.reserve(taps.size() + static_cast<std::size_t>(filters_.c * window + 1));
  for (Index c = 0; c < filters_.c; ++c) {
    const Index channel = first_channel(out.c) + c;
    Index weight = (out.c * filters_.c + c) * window + (step < 0 ? window - 1 : 0);
    for (Index ez = 0; ez < deep.kernel; ++ez) {
      const Index z = deep.reads(out.at[0], ez);
      const std::optional<Index> from_z = deep.source(z);
      for (Index ey = 0; ey < tall.kernel; ++ey) {
        const Index y = tall.reads(out.at[1], ey);
        const std::optional<Index> from_y = tall.source(y);
        for (Index ex = 0; ex < wide.kernel; ++ex, weight += step) {
          const Index x = wide.reads(out.at[2], ex);
          const std::optional<Index> from_x = wide.source(x);
          Tap& tap = taps.emplace_back();
          if (from_z && from_y && from_x) {
            tap.data = {kInput, in_.flat(out.n, channel, {*from_z, *from_y, *from_x})};
          } else {
            tap.value = padding_value_;
          }
          tap.kind = from_z == z && from_y == y && from_x == x ? TapKind::kCell : TapKind::kPadding;
          tap.weight = {kWeight, weight};
          tap.at = {z, y, x};
          tap.element = step < 0 ? Place{deep.kernel - 1 - ez, tall.kernel - 1 - ey, wide.kernel - 1 - ex} : Place{ez, ey, ex};
          tap.channel = channel;
        }
      }
    }
  }
  if (has(kBias)) add_bias_tap(kBias, out.c, taps);
}

std::vector<Index> ConvolutionLayer::readers_of(Index cell, const TensorSet& /*tensors*/) const {
  const VolumeCell in = in_.cell(cell);
  const Index per_group = out_.c / groups_;
  std::array<std::vector<Index>, 3> places;
  for (std::size_t axis = 0; axis < 3; ++axis) places[axis] = three_[axis].outputs_reading(in.at[axis]);
  return out_.cells(in.n, in.c / filters_.c * per_group, per_group, places);
}

// PAD_… of shaders/include/params.h: zeros are the constant 0.
Index padding_code(const Axis& axis) {
  return axis.mode == PaddingMode::kZeros ? 0 : static_cast<Index>(axis.mode) - static_cast<Index>(PaddingMode::kConstant);
}
Index padding_code(const TransposedAxis&) { return 0; }

template <class AnyAxis>
void add_fields(GpuPlan& plan, const Volume& input, const Volume& output, const std::vector<AnyAxis>& axes, Index groups, bool bias) {
  auto add_each = [&plan, &axes](auto&& field) {
    for (const AnyAxis& axis : axes) plan.add(field(axis));
  };
  plan.add(input.n);
  plan.add(input.c);
  add_each([](const AnyAxis& axis) { return axis.input; });
  plan.add(output.c);
  add_each([](const AnyAxis& axis) { return axis.output(); });
  add_each([](const AnyAxis& axis) { return axis.kernel; });
  add_each([](const AnyAxis& axis) { return axis.stride; });
  add_each([](const AnyAxis& axis) { return axis.dilation; });
  add_each([](const AnyAxis& axis) { return axis.begin; });
  add_each([](const AnyAxis& axis) { return axis.end; });
  plan.add(groups);
  plan.add(padding_code(axes.back()));
  plan.add(bias);
}

// "N, C, H, W" with as many letters as there are axes.
constexpr const char* kSpace[3] = {"L", "H, W", "D, H, W"};
constexpr const char* kKernel[3] = {"kL", "kH, kW", "kD, kH, kW"};

}  // namespace

Convolution::Convolution(std::string id, int axes, Turn turn)
    : OperatorBase(std::move(id), {{"input", true}, {"weight", true}, {"bias", false}}, convolution_attributes()),
      axes_(axes),
      turn_(turn) {}

Status Convolution::check_given(const Shapes& shapes) const {
  return check_convolution_shapes(id(), shapes[kInput], shapes[kWeight], axes_, "Cout, Cin/groups");
}

OperatorBase::Made Convolution::make(Attributes attributes, Shapes shapes) const {
  const Extents &input = shapes[kInput], &weight = shapes[kWeight];
  Status channels = check_convolution_channels(input[1], weight, attributes.integers("groups").front());
  if (!channels) return channels.error();
  Status bias = check_bias(shapes[kBias], weight[0]);
  if (!bias) return bias.error();
  Result<std::vector<Axis>> axes = window_axes(attributes, input, kernel_of(weight));
  if (!axes) return axes.error();
  std::vector<Index> sizes{input[0], weight[0]};
  for (const Axis& axis : *axes) sizes.push_back(axis.output());
  return Made(std::make_shared<ConvolutionLayer>(*this, std::move(attributes), std::move(shapes), Extents(sizes), *std::move(axes), turn_));
}

std::vector<AttributeSpec> convolution_attributes() {
  std::vector<AttributeSpec> table{per_axis_spec("stride", 1, 1), padding_spec({"valid", "same", "same_lower"})};
  for (AttributeSpec& spec : padding_mode_specs()) table.push_back(std::move(spec));
  table.push_back(per_axis_spec("dilation", 1, 1));
  table.push_back(integer_spec("groups", 1, 1));
  return table;
}

std::string input_layout(int axes) { return std::string("N, C, ") + kSpace[axes - 1]; }
std::string weight_layout(int axes, const std::string& channels) { return channels + ", " + kKernel[axes - 1]; }

Status check_convolution_shapes(const std::string& op, const Extents& input, const Extents& weight, int axes, const std::string& channels) {
  const int rank = axes + 2;
  if (input.rank() != rank) {
    return impossible("input", "convolution_input_rank", "{} reads an input of {} axes ({}), it has {} ({})", op, rank, input_layout(axes),
                      input.rank(), input.text());
  }
  if (weight.rank() != rank) {
    return impossible("weight", "convolution_weight_rank", "{} reads weights of {} axes ({}), they have {} ({})", op, rank,
                      weight_layout(axes, channels), weight.rank(), weight.text());
  }
  for (int axis = 0; axis < rank; ++axis) {
    if (input[axis] < 1 || input[axis] > kLargestSize) {
      return impossible("input", "input_size_out_of_range", "every size of the input must be 1 to {}, it is {}", kLargestSize,
                        input.text());
    }
    if (weight[axis] < 1 || weight[axis] > kLargestSize) {
      return impossible("weight", "weight_size_out_of_range", "every size of the weights must be 1 to {}, they are {}", kLargestSize,
                        weight.text());
    }
  }
  return success();
}

Status check_convolution_channels(Index in, const Extents& weight, Index groups) {
  const Index out = weight[0], per_group = weight[1];
  if (in % groups != 0) {
    return impossible("groups", "groups_not_dividing_input", "groups {} does not divide the {} input channels", groups, in);
  }
  if (out % groups != 0) {
    return impossible("groups", "groups_not_dividing_output", "groups {} does not divide the {} output channels", groups, out);
  }
  if (per_group == in / groups) return success();
  return impossible("weight", "weight_channels",
                    "the weights {} have {} input channels each, the input has {} channels in {} group{}: {} each", weight.text(),
                    per_group, in, groups, groups == 1 ? "" : "s", in / groups);
}

Status check_bias(const Extents& bias, Index channels_out) {
  if (bias.empty() || (bias.rank() == 1 && bias[0] == channels_out)) return success();
  return impossible("bias", "bias_length", "the bias must hold {} numbers, one per output channel; its shape is {}", channels_out,
                    bias.text());
}

std::vector<Index> kernel_of(const Extents& weight) {
  std::vector<Index> kernel;
  for (int axis = 2; axis < weight.rank(); ++axis) kernel.push_back(weight[axis]);
  return kernel;
}

std::array<Axis, 3> three_axes(const std::vector<Axis>& axes) {
  std::array<Axis, 3> three;
  for (std::size_t i = 0; i < axes.size(); ++i) three[3 - axes.size() + i] = axes[i];
  return three;
}

std::vector<Axis> listed(const std::array<Axis, 3>& axes) { return {axes.begin(), axes.end()}; }

double padding_value_of(const Attributes& attributes) {
  return attributes.word("padding_mode") == "constant" ? attributes.number("padding_value") : 0;
}

void add_convolution_fields(GpuPlan& plan, const Volume& input, const Volume& output, const std::vector<Axis>& axes, Index groups,
                            bool bias) {
  add_fields(plan, input, output, axes, groups, bias);
}
void add_convolution_fields(GpuPlan& plan, const Volume& input, const Volume& output, const std::vector<TransposedAxis>& axes, Index groups,
                            bool bias) {
  add_fields(plan, input, output, axes, groups, bias);
}

std::vector<Index> cells_of_channel(const Volume& output, Index channel) {
  const Index plane = output.plane();
  std::vector<Index> cells;
  cells.reserve(static_cast<std::size_t>(output.n * plane));
  for (Index n = 0; n < output.n; ++n) {
    for (Index cell = 0; cell < plane; ++cell) cells.push_back((n * output.c + channel) * plane + cell);
  }
  return cells;
}

void add_bias_tap(std::int8_t slot, Index channel, std::vector<Tap>& taps) {
  Tap& bias = taps.emplace_back();
  bias.kind = TapKind::kBias;
  bias.data = {slot, channel};
}

Cost dense_cost(Index outputs, Index products, Index weights, Index biases, Index memory) {
  Cost cost;
  cost.parameters = weights + biases;
  cost.multiplications = cost.macs = outputs * products;
  cost.flops = outputs * (biases > 0 ? 2 * products : 2 * products - 1);
  cost.memory = memory;
  return cost;
}

}  // namespace convscope
