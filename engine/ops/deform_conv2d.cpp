// y[n, o, p] = Σ over c, e of x(n, first(o) + c, p·s − begin + e·d + offset) · weight[o, c, e] · mask  + bias[o], where offset (y, x) and
// mask are tensors of their own for every output place, kernel element and offset group, and x(…) interpolates between four cells,
// those outside counting zero. Dai et al. 2017, "Deformable convolutional networks"; with the mask Zhu et al. 2019. As in torchvision,
// groups follow from the channels of input and weights, offset groups from the channels of the offset.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "engine/ops/code_text.h"
#include "engine/ops/convolution.h"
#include "engine/ops/convolution_text.h"
#include "engine/ops/window_text.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kWeight = 1, kOffset = 2, kMask = 3, kBias = 4;  // slots
constexpr int kCorners = 4;

// Where one kernel element reads: the upper left of four cells, and their shares (upper left, upper right, lower left, lower right).
struct Sample {
  Index y = 0, x = 0;
  bool inside = false;  // at least one corner may lie on the input
  std::array<float, kCorners> shares{};
};

Index whole_place(float place, Index where_not_finite) {
  constexpr float kFar = static_cast<float>(kLargestSize);
  return std::isfinite(place) ? static_cast<Index>(std::floor(std::clamp(place, -kFar, kFar))) : where_not_finite;
}

// Shares in single precision, as every shader computes them.
Sample sample_at(const Axis& tall, const Axis& wide, Index base_y, Index base_x, float offset_y, float offset_x) {
  const float y = static_cast<float>(base_y) + offset_y, x = static_cast<float>(base_x) + offset_x;
  Sample sample{whole_place(y, base_y), whole_place(x, base_x), false, {}};
  sample.inside = y > -1 && y < static_cast<float>(tall.input) && x > -1 && x < static_cast<float>(wide.input);
  if (!sample.inside) return sample;
  const float low_y = y - std::floor(y), low_x = x - std::floor(x), high_y = 1 - low_y, high_x = 1 - low_x;
  sample.shares = {high_y * high_x, high_y * low_x, low_y * high_x, low_y * low_x};
  return sample;
}

class DeformLayer final : public LayerBase {
 public:
  DeformLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), axes_(std::move(axes)), tall_(axes_[0]), wide_(axes_[1]),
        in_(shape(kInput)), filters_(shape(kWeight)), offset_(shape(kOffset)), out_(this->output()), groups_(in_.c / filters_.c),
        offset_groups_(offset_.c / (2 * filters_.plane())) {}

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> readers_of(Index cell, const TensorSet& tensors) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override;
  // The share, the weight and the mask are three roundings of a product where the bound counts one.
  double finish_error(double error, double, Index, const TensorSet&, double) const override {
    const double taps = static_cast<double>(kCorners * filters_.c * filters_.plane());
    return error * (taps + 3) / (taps + 1);
  }
  // Of the products with weights; the interpolation is not counted.
  Cost cost() const override {
    return dense_cost(output().count(), filters_.c * filters_.plane(), shape(kWeight).count(), has(kBias) ? out_.c : 0, values_moved());
  }
  std::vector<FormulaLine> formula() const override { return window_formula(axes_); }
  std::string code(CodeDialect dialect) const override;
  GpuPlan gpu_plan() const override;

 private:
  Index filters_per_group() const { return out_.c / groups_; }
  Index offset_group(Index channel) const { return channel / (in_.c / offset_groups_); }
  Sample sample(Index n, Index offset_group, Index element, Index oy, Index ox, const TensorSet& tensors) const;
  void add_corners(const Sample& sample, Index n, Index channel, Tap tap, std::vector<Tap>& taps) const;
  bool reads(const VolumeCell& in, Index oy, Index ox, const TensorSet& tensors) const;

  std::vector<Axis> axes_;
  Axis tall_, wide_;
  Volume in_, filters_, offset_, out_;
  Index groups_, offset_groups_;
};

// Without tensors the offsets are zero.
Sample DeformLayer::sample(Index n, Index offset_group, Index element, Index oy, Index ox, const TensorSet& tensors) const {
  float by_y = 0, by_x = 0;
  if (tensors.size() > kOffset && tensors[kOffset]) {
    const Index channel = 2 * (offset_group * filters_.plane() + element);
    by_y = (*tensors[kOffset])[offset_.flat(n, channel, {0, oy, ox})];
    by_x = (*tensors[kOffset])[offset_.flat(n, channel + 1, {0, oy, ox})];
  }
  return sample_at(tall_, wide_, tall_.reads(oy, element / wide_.kernel), wide_.reads(ox, element % wide_.kernel), by_y, by_x);
}

void DeformLayer::add_corners(const Sample& sample, Index n, Index channel, Tap tap, std::vector<Tap>& taps) const {
  for (std::size_t corner = 0; corner < kCorners; ++corner) {
    const Index y = sample.y + static_cast<Index>(corner / 2), x = sample.x + static_cast<Index>(corner % 2);
    const bool on_input = sample.inside && y >= 0 && y < tall_.input && x >= 0 && x < wide_.input;
    tap.data = on_input ? Ref{kInput, in_.flat(n, channel, {0, y, x})} : Ref{};
    tap.kind = on_input ? TapKind::kCell : TapKind::kPadding;
    tap.coefficient = static_cast<double>(sample.shares[corner]);
    tap.at = {0, y, x};
    taps.push_back(tap);
  }
}

void DeformLayer::taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const {
  const VolumeCell out = out_.cell(cell);
  const Index window = filters_.plane(), first = out.c / filters_per_group() * filters_.c;
  taps.reserve(taps.size() + static_cast<std::size_t>(kCorners * filters_.c * window + 1));
  for (Index c = 0; c < filters_.c; ++c) {
    const Index channel = first + c, group = offset_group(channel);
    for (Index element = 0; element < window; ++element) {
      Tap tap;
      tap.channel = channel;
      tap.element = {0, element / wide_.kernel, element % wide_.kernel};
      tap.weight = {kWeight, (out.c * filters_.c + c) * window + element};
      if (has(kMask)) {
        const Volume mask(shape(kMask));
        tap.scale = {kMask, mask.flat(out.n, group * window + element, {0, out.at[1], out.at[2]})};
      }
      add_corners(sample(out.n, group, element, out.at[1], out.at[2], tensors), out.n, channel, tap, taps);
    }
  }
  if (has(kBias)) add_bias_tap(kBias, out.c, taps);
}

// Whether the output place (oy, ox) interpolates the cell `in` for any kernel element.
bool DeformLayer::reads(const VolumeCell& in, Index oy, Index ox, const TensorSet& tensors) const {
  for (Index element = 0; element < filters_.plane(); ++element) {
    const Sample at = sample(in.n, offset_group(in.c), element, oy, ox, tensors);
    if (at.inside && (in.at[1] == at.y || in.at[1] == at.y + 1) && (in.at[2] == at.x || in.at[2] == at.x + 1)) return true;
  }
  return false;
}

std::vector<Index> DeformLayer::readers_of(Index cell, const TensorSet& tensors) const {
  const VolumeCell in = in_.cell(cell);
  const Index first = in.c / filters_.c * filters_per_group();
  std::vector<Index> readers;
  for (Index oy = 0; oy < out_.size[1]; ++oy) {
    for (Index ox = 0; ox < out_.size[2]; ++ox) {
      if (!reads(in, oy, ox, tensors)) continue;
      for (Index c = first; c < first + filters_per_group(); ++c) readers.push_back(out_.flat(in.n, c, {0, oy, ox}));
    }
  }
  std::sort(readers.begin(), readers.end());
  return readers;
}

std::vector<Index> DeformLayer::users_of(Ref datum, const TensorSet& tensors) const {
  if (datum.slot == kInput) return readers_of(datum.index, tensors);
  if (datum.slot == kWeight) return cells_of_channel(out_, filters_.cell(datum.index).n);
  if (datum.slot == kBias) return cells_of_channel(out_, datum.index);
  std::vector<Index> users;
  if (datum.slot != kMask) return users;  // an offset moves taps, none names it
  const VolumeCell mask = Volume(shape(kMask)).cell(datum.index);
  const Index group = mask.c / filters_.plane();
  for (Index c = 0; c < out_.c; ++c) {
    const Index first = c / filters_per_group() * filters_.c;
    const bool meets = offset_group(first) <= group && group <= offset_group(first + filters_.c - 1);
    if (meets) users.push_back(out_.flat(mask.n, c, mask.at));
  }
  return users;
}

std::string DeformLayer::code(CodeDialect dialect) const {
  if (dialect == CodeDialect::kKeras) return "# Keras has no deformable convolution";
  const std::vector<Index> stride = of_each(axes_, &Axis::stride), dilation = of_each(axes_, &Axis::dilation);
  if (dialect == CodeDialect::kPyTorch) {
    const bool pads_itself = even_sides(axes_);
    Arguments arguments{"x", "offset", "w"};
    if (has(kBias)) arguments.push_back("b");
    add_unless(arguments, "stride", stride, 1);
    if (pads_itself) add_unless(arguments, "padding", of_each(axes_, &Axis::begin), 0);
    add_unless(arguments, "dilation", dilation, 1);
    if (has(kMask)) arguments.push_back("mask=mask");
    const std::string layer = call("torchvision.ops.deform_conv2d", arguments);
    return pads_itself ? layer : torch_pad(axes_, "zeros", 0) + "\n" + layer;
  }
  const std::string optional = std::string(has(kBias) ? ", \"b\"" : has(kMask) ? ", \"\"" : "") + (has(kMask) ? ", \"mask\"" : "");
  Arguments arguments{"\"DeformConv\"", "[\"x\", \"w\", \"offset\"" + optional + "]", "[\"y\"]"};
  arguments.push_back("kernel_shape=" + list_text(of_each(axes_, &Axis::kernel)));
  if (!all_are(stride, 1)) arguments.push_back("strides=" + list_text(stride));
  if (!all_are(sides_of(axes_), 0)) arguments.push_back("pads=" + list_text(sides_of(axes_)));
  if (!all_are(dilation, 1)) arguments.push_back("dilations=" + list_text(dilation));
  if (groups_ != 1) arguments.push_back("group=" + std::to_string(groups_));
  if (offset_groups_ != 1) arguments.push_back("offset_group=" + std::to_string(offset_groups_));
  return call("helper.make_node", arguments);
}

// The fields of DeformConv2d in shaders/include/params.h, in their order.
GpuPlan DeformLayer::gpu_plan() const {
  GpuPlan plan;
  plan.shader = op();
  for (Index field : {in_.c, tall_.input, wide_.input, out_.c, tall_.output(), wide_.output(), tall_.kernel, wide_.kernel, tall_.stride,
                      wide_.stride, tall_.dilation, wide_.dilation, tall_.begin, wide_.begin, groups_, offset_groups_, Index{has(kMask)},
                      Index{has(kBias)}}) {
    plan.add(field);
  }
  plan.reads = static_cast<double>(cost().macs) * kCorners;
  return plan;
}

Status check_deform_channels(Index in, const Extents& weight) {
  if (in % weight[1] != 0) {
    return impossible("weight", "deform_input_channels", "the weights {} have {} input channels each, which does not divide the input's {}",
                      weight.text(), weight[1], in);
  }
  const Index groups = in / weight[1];
  if (weight[0] % groups == 0) return success();
  return impossible("weight", "deform_output_channels",
                    "the weights {} make {} output channels, the {} groups that follow do not divide them", weight.text(), weight[0],
                    groups);
}

Status check_offset(const Shapes& shapes, const std::string& op, const Extents& output) {
  const Extents &offset = shapes[kOffset], &mask = shapes[kMask];
  const Index window = shapes[kWeight][2] * shapes[kWeight][3], channels = shapes[kInput][1];
  Status rank = check_rank(op, "offset", offset, 4, "N, 2·offset groups·kH·kW, Ho, Wo");
  if (!rank) return rank;
  if (offset[1] % (2 * window) != 0) {
    return impossible("offset", "offset_channels", "the offset has {} channels, they must be a multiple of {}: two per kernel element",
                      offset[1], 2 * window);
  }
  const Index groups = offset[1] / (2 * window);
  if (channels % groups != 0) {
    return impossible("offset", "offset_groups_not_dividing",
                      "the {} offset groups that follow from {} channels do not divide the {} input channels", groups, offset[1], channels);
  }
  Status same = check_same("offset", offset, {output[0], offset[1], output[2], output[3]}, "one place per output");
  if (!same || mask.empty()) return same;
  return check_same("mask", mask, {output[0], groups * window, output[2], output[3]}, "one number per kernel element and offset group");
}

class DeformConv2d final : public OperatorBase {
 public:
  DeformConv2d()
      : OperatorBase("deform_conv2d", {{"input", true}, {"weight", true}, {"offset", true}, {"mask", false}, {"bias", false}},
                     {per_axis_spec("stride", 1, 1), padding_spec({"valid", "same", "same_lower"}), per_axis_spec("dilation", 1, 1)}) {}

 protected:
  Status check_given(const Shapes& shapes) const override {
    return check_convolution_shapes(id(), shapes[kInput], shapes[kWeight], 2, "Cout, Cin/groups");
  }
  Made make(Attributes attributes, Shapes shapes) const override {
    const Extents &input = shapes[kInput], &weight = shapes[kWeight];
    Status channels = check_deform_channels(input[1], weight);
    if (!channels) return channels.error();
    Status bias = check_bias(shapes[kBias], weight[0]);
    if (!bias) return bias.error();
    Result<std::vector<Axis>> axes = window_axes(attributes, input, kernel_of(weight));
    if (!axes) return axes.error();
    const Extents output{input[0], weight[0], (*axes)[0].output(), (*axes)[1].output()};
    Status offset = check_offset(shapes, id(), output);
    if (!offset) return offset.error();
    return Made(std::make_shared<DeformLayer>(*this, std::move(attributes), std::move(shapes), output, *std::move(axes)));
  }
};

const DeformConv2d kDeformConv2d;

}  // namespace

const Operator& deform_conv2d_operator() { return kDeformConv2d; }

}  // namespace convscope
