#include "engine/ops/transposed_convolution.h"

#include <algorithm>

#include "engine/ops/convolution.h"
#include "engine/ops/window_text.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kWeight = 1, kBias = 2;  // slots
constexpr const char* kChannels = "Cin, Cout/groups";

class TransposedLayer final : public LayerBase {
 public:
  TransposedLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<TransposedAxis> axes)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), axes_(std::move(axes)),
        groups_(this->attributes().integers("groups").front()), in_(shape(kInput)), filters_(shape(kWeight)), out_(this->output()) {
    std::copy(axes_.begin(), axes_.end(), three_.end() - static_cast<std::ptrdiff_t>(axes_.size()));
  }

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> readers_of(Index cell, const TensorSet& tensors) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override;
  WindowSteps windows(std::size_t slot) const override { return slot == kInput ? walked(axes_) : WindowSteps{}; }
  Cost cost() const override;
  std::vector<FormulaLine> formula() const override { return transposed_formula(axes_); }
  std::string code(CodeDialect dialect) const override { return transposed_code(dialect, {axes_, in_.c, out_.c, groups_, has(kBias)}); }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    add_convolution_fields(plan, in_, out_, std::vector<TransposedAxis>(three_.begin(), three_.end()), groups_, has(kBias));
    plan.reads = static_cast<double>(*cost().macs_zeros_inserted);  // it tries every kernel element
    return plan;
  }

 private:
  Index in_per_group() const { return in_.c / groups_; }

  std::vector<TransposedAxis> axes_;
  std::array<TransposedAxis, 3> three_;
  Index groups_;
  Volume in_, filters_, out_;
};

void TransposedLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  const VolumeCell out = out_.cell(cell);
  const auto& [deep, tall, wide] = three_;
  const Index window = filters_.plane(), first = out.c / filters_.c * in_per_group();
  taps.reserve(taps.size() + static_cast<std::size_t>(in_per_group() * window + 1));
  for (Index channel = first; channel < first + in_per_group(); ++channel) {
    Index weight = (channel * filters_.c + out.c % filters_.c + 1) * window;
    for (Index ez = deep.kernel - 1; ez >= 0; --ez) {
      const Index z = deep.reads(out.at[0], ez);
      for (Index ey = tall.kernel - 1; ey >= 0; --ey) {
        const Index y = tall.reads(out.at[1], ey);
        for (Index ex = wide.kernel - 1; ex >= 0; --ex) {
          const Index x = wide.reads(out.at[2], ex);
          const std::optional<Index> from_z = deep.source(z), from_y = tall.source(y), from_x = wide.source(x);
          Tap& tap = taps.emplace_back();
          if (from_z && from_y && from_x) {
            tap.data = {kInput, in_.flat(out.n, channel, {*from_z, *from_y, *from_x})};
          } else {
            tap.kind = deep.is_inside(z) && tall.is_inside(y) && wide.is_inside(x) ? TapKind::kInserted : TapKind::kPadding;
            tap.stamped = false;
          }
          tap.weight = {kWeight, --weight};
          tap.at = {z, y, x};
          tap.element = {ez, ey, ex};
          tap.channel = channel;
        }
      }
    }
  }
  if (has(kBias)) add_bias_tap(kBias, out.c, taps);
}

std::vector<Index> TransposedLayer::readers_of(Index cell, const TensorSet& /*tensors*/) const {
  const VolumeCell in = in_.cell(cell);
  std::array<std::vector<Index>, 3> places;
  for (std::size_t axis = 0; axis < 3; ++axis) places[axis] = three_[axis].outputs_reading(in.at[axis]);
  return out_.cells(in.n, in.c / in_per_group() * filters_.c, filters_.c, places);
}

std::vector<Index> TransposedLayer::users_of(Ref datum, const TensorSet& tensors) const {
  if (datum.slot == kInput) return readers_of(datum.index, tensors);
  if (datum.slot == kBias) return cells_of_channel(out_, datum.index);
  const VolumeCell weight = filters_.cell(datum.index);
  return cells_of_channel(out_, weight.n / in_per_group() * filters_.c + weight.c);
}

// Every input value meets every element of its filters once, and is added to what stands there: the bias, or zero.
Cost TransposedLayer::cost() const {
  Cost cost;
  cost.parameters = shape(kWeight).count() + (has(kBias) ? out_.c : 0);
  cost.multiplications = cost.macs = shape(kInput).count() * filters_.c * filters_.plane();
  cost.macs_zeros_inserted = output().count() * in_per_group() * filters_.plane();
  cost.flops = 2 * cost.macs;
  cost.memory = values_moved();
  return cost;
}

Status check_channels(Index in, const Extents& weight, Index groups) {
  if (in % groups != 0) {
    return impossible("groups", "groups_not_dividing_input", "groups {} does not divide the {} input channels", groups, in);
  }
  if (weight[0] == in) return success();
  return impossible("weight", "transposed_weight_channels", "the weights {} are for {} input channels, the input has {}", weight.text(),
                    weight[0], in);
}

Result<std::vector<TransposedAxis>> axes_of(const Attributes& attributes, const Extents& input, const std::vector<Index>& kernel) {
  const std::size_t count = kernel.size();
  Result<std::vector<Index>> stride = per_axis(attributes, "stride", count);
  if (!stride) return stride.error();
  Result<std::vector<Index>> dilation = per_axis(attributes, "dilation", count);
  if (!dilation) return dilation.error();
  Result<std::vector<Index>> output_padding = per_axis(attributes, "output_padding", count);
  if (!output_padding) return output_padding.error();
  std::vector<Axis> sides(count);
  Status padding = resolve_padding(attributes, sides);
  if (!padding) return padding.error();
  std::vector<TransposedAxis> axes;
  for (std::size_t i = 0; i < count; ++i) {
    axes.push_back({axis_name(count, i), input[static_cast<int>(i) + 2], kernel[i], (*stride)[i], (*dilation)[i], sides[i].begin,
                    sides[i].end, (*output_padding)[i]});
    Status status = check(axes.back());
    if (!status) return status.error();
  }
  return axes;
}

}  // namespace

TransposedConvolution::TransposedConvolution(std::string id, int axes)
    : OperatorBase(std::move(id), {{"input", true}, {"weight", true}, {"bias", false}},
                   {per_axis_spec("stride", 1, 1), padding_spec(), per_axis_spec("output_padding", 0, 0), per_axis_spec("dilation", 1, 1),
                    integer_spec("groups", 1, 1)}),
      axes_(axes) {}

Status TransposedConvolution::check_given(const Shapes& shapes) const {
  return check_convolution_shapes(id(), shapes[kInput], shapes[kWeight], axes_, kChannels);
}

OperatorBase::Made TransposedConvolution::make(Attributes attributes, Shapes shapes) const {
  const Extents &input = shapes[kInput], &weight = shapes[kWeight];
  const Index groups = attributes.integers("groups").front(), channels_out = weight[1] * groups;
  Status channels = check_channels(input[1], weight, groups);
  if (!channels) return channels.error();
  Status bias = check_bias(shapes[kBias], channels_out);
  if (!bias) return bias.error();
  Result<std::vector<TransposedAxis>> axes = axes_of(attributes, input, kernel_of(weight));
  if (!axes) return axes.error();
  std::vector<Index> sizes{input[0], channels_out};
  for (const TransposedAxis& axis : *axes) sizes.push_back(axis.output());
  return Made(std::make_shared<TransposedLayer>(*this, std::move(attributes), std::move(shapes), Extents(sizes), *std::move(axes)));
}

}  // namespace convscope
