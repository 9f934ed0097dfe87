// The input resized. nearest: y[p] = x[⌊p·step⌋] on one to three axes. bilinear: y[p] is the mean of the four cells around the place that p
// stands on, each with its share along both axes. A neighbour whose share is 0 is not read.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/ops/code_text.h"
#include "engine/ops/pooling.h"
#include "engine/ops/resampling.h"

namespace convscope {
namespace {

enum class Mode { kNearest, kBilinear };

class InterpolateLayer final : public LayerBase {
 public:
  InterpolateLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, Mode mode, std::array<ResampledAxis, 3> axes)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), mode_(mode), axes_(axes), in_(shape(0)), out_(this->output()) {}

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override;
  double finish_error(double error, double combined, Index cell, const TensorSet& tensors, double roundoff) const override;
  WindowSteps windows(std::size_t slot) const override;
  Cost cost() const override;
  std::vector<FormulaLine> formula() const override;
  std::string code(CodeDialect dialect) const override;
  GpuPlan gpu_plan() const override;

 private:
  struct Share {
    Index place;
    float share;
  };
  // What position `position` of an axis reads, one or two cells with shares above 0.
  std::vector<Share> shares(std::size_t axis, Index position) const;
  std::string torch_code() const;
  std::string keras_code() const;
  std::string onnx_code() const;
  std::size_t first_axis() const { return 5 - static_cast<std::size_t>(output().rank()); }  // of z, y, x
  bool by_factor() const { return attributes().has("scale_factor"); }
  double factor(std::size_t axis) const {
    const std::vector<double>& factors = attributes().numbers("scale_factor");
    return factors.size() == 1 ? factors.front() : factors[axis - first_axis()];
  }
  bool aligned() const { return attributes().flag("align_corners"); }
  std::vector<Index> sizes() const { return {out_.size.begin() + static_cast<std::ptrdiff_t>(first_axis()), out_.size.end()}; }

  Mode mode_;
  std::array<ResampledAxis, 3> axes_;  // z, y, x; axes in front that are not there are one long
  Volume in_, out_;
};

std::vector<InterpolateLayer::Share> InterpolateLayer::shares(std::size_t axis, Index position) const {
  if (mode_ == Mode::kNearest) return {{axes_[axis].nearest(position), 1}};
  const Neighbours near = axes_[axis].neighbours(position);
  std::vector<Share> shares;
  if (near.first_share > 0) shares.push_back({near.first, near.first_share});
  if (near.second_share > 0) shares.push_back({near.second, near.second_share});
  return shares;
}

void InterpolateLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  const VolumeCell out = out_.cell(cell);
  const Index z = shares(0, out.at[0]).front().place;  // two axes are the most that shares are taken along
  for (const Share& tall : shares(1, out.at[1])) {
    for (const Share& wide : shares(2, out.at[2])) {
      Tap& tap = taps.emplace_back();
      tap.at = {z, tall.place, wide.place};
      tap.data = {0, in_.flat(out.n, out.c, tap.at)};
      tap.channel = out.c;
      tap.coefficient = static_cast<double>(tall.share) * static_cast<double>(wide.share);
    }
  }
}

std::vector<Index> InterpolateLayer::users_of(Ref datum, const TensorSet& /*tensors*/) const {
  const VolumeCell in = in_.cell(datum.index);
  std::array<std::vector<Index>, 3> places;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (Index position = 0; position < axes_[axis].output; ++position) {
      for (const Share& share : shares(axis, position)) {
        if (share.place != in.at[axis] || (!places[axis].empty() && places[axis].back() == position)) continue;
        places[axis].push_back(position);
      }
    }
  }
  return out_.cells(in.n, in.c, 1, places);
}

// A place (p + ½)·step − ½ may be off by four roundings of its size: the shares by as much, and then, where it lies on a cell, the
// neighbours are others. So the cells around the taps count too.
double InterpolateLayer::finish_error(double error, double /*combined*/, Index cell, const TensorSet& tensors, double roundoff) const {
  if (mode_ == Mode::kNearest) return error;
  const VolumeCell out = out_.cell(cell);
  const std::vector<Share> tall = shares(1, out.at[1]), wide = shares(2, out.at[2]);
  double most = 0;
  for (Index y = std::max<Index>(tall.front().place - 1, 0); y <= std::min(tall.back().place + 1, axes_[1].input - 1); ++y) {
    for (Index x = std::max<Index>(wide.front().place - 1, 0); x <= std::min(wide.back().place + 1, axes_[2].input - 1); ++x) {
      most = std::max(most, std::abs(static_cast<double>((*tensors[0])[in_.flat(out.n, out.c, {0, y, x})])));
    }
  }
  const double places = static_cast<double>(tall.back().place + wide.back().place + 2);
  return error + 4 * roundoff * places * 2 * most;
}

// Output o stands at the place x = o·p/q of the input (nearest: reads ⌊x⌋; align_corners: the cells less than 1 from x), or at
// x = (o + ½)·p/q − ½ (bilinear: the same), where p/q is input over output, with align_corners both less 1. In parts of a cell, q or 2q of
// them, these are windows of fixed width of which one part in q or 2q is a cell.
WindowStep resized(Index input, Index output, bool bilinear, bool aligned) {
  const Index one = bilinear && aligned ? 1 : 0, divisor = std::gcd(input - one, output - one);
  const Index p = (input - one) / divisor, q = (output - one) / divisor;
  if (!bilinear) return {p, q - 1, q, 1, q};
  if (aligned) return {p, q - 1, 2 * q - 1, 1, q};
  return {2 * p, 3 * q - p - 1, 4 * q - 1, 1, 2 * q};
}

// Only where the sizes say the scale: a factor that does not give a whole size stands at other places.
WindowSteps InterpolateLayer::windows(std::size_t /*slot*/) const {
  WindowSteps steps;
  for (std::size_t axis = first_axis(); axis < axes_.size(); ++axis) {
    const Index input = axes_[axis].input, output = axes_[axis].output;
    const bool bilinear = mode_ == Mode::kBilinear;
    if (by_factor() && factor(axis) * static_cast<double>(input) != static_cast<double>(output)) return {};
    if (aligned() && bilinear && input != output && (input == 1 || output == 1)) return {};
    steps.push_back(input == output ? WindowStep{} : resized(input, output, bilinear, aligned()));
  }
  return steps;
}

Cost InterpolateLayer::cost() const {
  Cost cost;
  if (mode_ == Mode::kBilinear) {
    cost.multiplications = cost.macs = 4 * output().count();
    cost.flops = 7 * output().count();
  }
  cost.memory = values_moved();
  return cost;
}

// Size and step of every axis, then the place that position j reads.
std::vector<FormulaLine> InterpolateLayer::formula() const {
  const char* const letters[3][2] = {{"oz", "z"}, {"oh", "h"}, {"ow", "w"}};
  auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
  std::vector<FormulaLine> lines;
  for (std::size_t axis = first_axis(); axis < 3; ++axis) {
    const ResampledAxis& resampled = axes_[axis];
    const RoleText out{letters[axis][0], Role::kOutput}, in{letters[axis][1], Role::kInput};
    const RoleText output{std::to_string(resampled.output), Role::kOutput}, input{std::to_string(resampled.input), Role::kInput};
    const RoleText step = plain(fmt::format(" = {:.6g}", resampled.step));
    if (by_factor()) {
      lines.push_back({out, plain(" = ⌊"), in, plain("·scale_factor⌋ = ⌊"), input, plain(fmt::format("·{}⌋ = ", factor(axis))), output});
    } else {
      lines.push_back({out, plain(" = "), output});
    }
    if (aligned()) {
      lines.push_back({plain("step = ("), in, plain(" \u2212 1)/("), out, plain(" \u2212 1)"), step});
    } else if (by_factor()) {
      lines.push_back({plain("step = 1/scale_factor"), step});
    } else {
      lines.push_back({plain("step = "), in, plain("/"), out, step});
    }
  }
  const char* const place = mode_ == Mode::kNearest ? "⌊j·step⌋" : aligned() ? "j·step" : "(j + ½)·step \u2212 ½";
  lines.push_back({{"y", Role::kOutput}, plain("[j] = "), {"x", Role::kInput}, plain(fmt::format("[{}]", place))});
  return lines;
}

std::string InterpolateLayer::code(CodeDialect dialect) const {
  switch (dialect) {
    case CodeDialect::kPyTorch: return torch_code();
    case CodeDialect::kKeras: return keras_code();
    case CodeDialect::kOnnx: return onnx_code();
  }
  return "";
}

std::string InterpolateLayer::torch_code() const {
  const std::string factors = by_factor() ? attribute_text(attributes().values().at("scale_factor")) : "";
  const bool one = factors.find(',') == std::string::npos;
  const std::string size = by_factor() ? "scale_factor=" + (one ? factors : "(" + factors + ")") : "size=" + tuple_text(sizes());
  Arguments arguments{"x", size, fmt::format("mode=\"{}\"", attributes().word("mode"))};
  if (aligned()) arguments.push_back("align_corners=True");
  return call("F.interpolate", arguments);
}

// Keras enlarges by whole factors; TensorFlow resizes to any size, with other corners.
std::string InterpolateLayer::keras_code() const {
  std::vector<Index> factors;
  bool whole = !aligned();
  for (std::size_t axis = first_axis(); axis < 3; ++axis) {
    factors.push_back(axes_[axis].output / axes_[axis].input);
    whole = whole && axes_[axis].output % axes_[axis].input == 0 && factors.back() * axes_[axis].step == 1.0f;
  }
  if (whole) {
    Arguments arguments{tuple_text(factors)};
    if (mode_ == Mode::kBilinear) arguments.push_back("interpolation=\"bilinear\"");
    if (factors.size() > 1) arguments.push_back("data_format=\"channels_first\"");
    return (factors.size() > 1 ? "" : std::string("# channels last\n")) +
           call(fmt::format("layers.UpSampling{}D", factors.size()), arguments);
  }
  if (factors.size() != 2) return "# Keras enlarges by whole factors only";
  std::string remarks = "# channels last\n";
  if (aligned()) remarks += "# tf.image.resize does not align corners\n";
  if (mode_ == Mode::kNearest) remarks += "# tf takes the cell at (j + ½)·step\n";
  return remarks + call("tf.image.resize", {"x", list_text(sizes()), fmt::format("method=\"{}\"", attributes().word("mode"))});
}

std::string InterpolateLayer::onnx_code() const {
  std::vector<Index> all{out_.n, out_.c};
  for (Index size : sizes()) all.push_back(size);
  std::string second = "sizes = " + list_text(all);
  if (by_factor()) {
    second = "scales = [1, 1";
    for (std::size_t axis = first_axis(); axis < 3; ++axis) second += fmt::format(", {}", factor(axis));
    second += "]";
  }
  const bool nearest = mode_ == Mode::kNearest;
  Arguments arguments{"\"Resize\"", by_factor() ? "[\"x\", \"\", \"scales\"]" : "[\"x\", \"\", \"\", \"sizes\"]", "[\"y\"]"};
  arguments.push_back(nearest ? "mode=\"nearest\"" : "mode=\"linear\"");
  const char* const transformation = nearest ? "asymmetric" : aligned() ? "align_corners" : "half_pixel";
  arguments.push_back(fmt::format("coordinate_transformation_mode=\"{}\"", transformation));
  if (nearest) arguments.push_back("nearest_mode=\"floor\"");
  return second + "\n" + call("helper.make_node", arguments);
}

GpuPlan InterpolateLayer::gpu_plan() const {
  GpuPlan plan;
  plan.shader = op();
  for (Index size : in_.size) plan.add(size);
  for (Index size : out_.size) plan.add(size);
  for (const ResampledAxis& axis : axes_) plan.add_number(static_cast<double>(axis.step));
  plan.add(mode_ == Mode::kBilinear ? 1 : 0);
  plan.add(aligned() ? 1 : 0);
  plan.reads = static_cast<double>(output().count()) * (mode_ == Mode::kBilinear ? 4 : 1);
  return plan;
}

class Interpolate final : public OperatorBase {
 public:
  Interpolate()
      : OperatorBase("interpolate", {{"input", true}},
                     {choice_spec("mode", {"nearest", "bilinear"}), sizes_spec("size"), optional_numbers_spec("scale_factor"),
                      flag_spec("align_corners", false)}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override;
};

Status check_modes(const Operator& op, const Attributes& attributes, const Extents& input) {
  const bool bilinear = attributes.word("mode") == "bilinear";
  if (bilinear && input.rank() != 4) return check_rank(op.id(), "input", input, 4, pooling_layout(2));
  if (input.rank() < 3 || input.rank() > 5) {
    return impossible("input", "wants_three_to_five_axes", "{} reads an input of 3 to 5 axes (N, C, …), it has {} ({})", op.id(),
                      input.rank(), input.text());
  }
  if (!bilinear && attributes.flag("align_corners")) {
    return impossible("align_corners", "corners_need_bilinear", "align_corners goes with mode bilinear, the mode is nearest");
  }
  if (attributes.has("size") && attributes.has("scale_factor")) {
    return refusal(ErrorKind::kUsage, "scale_factor", "takes_either", "{} takes {} or {}, not both", op.id(), "size", "scale_factor");
  }
  if (attributes.has("size") || attributes.has("scale_factor")) return success();
  return refusal(ErrorKind::kUsage, "size", "needs_either", "{} needs {} or {}", op.id(), "size", "scale_factor");
}

Status check_factor(double factor, Index input) {
  if (!(factor > 0)) return impossible("scale_factor", "factor_not_positive", "scale_factor must be larger than 0, it is {}", factor);
  const double size = scaled_size(input, factor);
  if (size < 1) return impossible("scale_factor", "factor_leaves_nothing", "scale_factor {} leaves nothing of {} cells", factor, input);
  if (size <= static_cast<double>(kLargestSize)) return success();
  return impossible("scale_factor", "factor_too_large", "scale_factor {} makes more than {} of {} cells", factor, kLargestSize, input);
}

OperatorBase::Made Interpolate::make(Attributes attributes, Shapes shapes) const {
  Status modes = check_modes(*this, attributes, shapes[0]);
  if (!modes) return modes.error();
  const std::size_t count = static_cast<std::size_t>(shapes[0].rank()) - 2;
  const bool aligned = attributes.flag("align_corners"), sized = attributes.has("size");
  const std::size_t given = sized ? attributes.integers("size").size() : attributes.numbers("scale_factor").size();
  if (given != 1 && given != count) {
    const std::string name = sized ? "size" : "scale_factor";
    return refusal(ErrorKind::kUsage, name, "wrong_count", "{} takes 1 or {} numbers, {} were given ({})", name, count, given,
                   attribute_text(attributes.values().at(name)));
  }
  std::array<ResampledAxis, 3> axes;
  Extents output = shapes[0];
  for (std::size_t i = 0; i < count; ++i) {
    const int axis = static_cast<int>(i) + 2;
    const std::size_t from = given == 1 ? 0 : i;
    if (!sized) {
      Status factor = check_factor(attributes.numbers("scale_factor")[from], shapes[0][axis]);
      if (!factor) return factor.error();
    }
    ResampledAxis& resampled = axes[3 - count + i];
    resampled = sized ? resampled_to(shapes[0][axis], attributes.integers("size")[from], aligned)
                      : resampled_by(shapes[0][axis], attributes.numbers("scale_factor")[from], aligned);
    output[axis] = resampled.output;
  }
  const Mode mode = attributes.word("mode") == "bilinear" ? Mode::kBilinear : Mode::kNearest;
  return Made(std::make_shared<InterpolateLayer>(*this, std::move(attributes), std::move(shapes), output, mode, axes));
}

const Interpolate kInterpolate;

}  // namespace

const Operator& interpolate_operator() { return kInterpolate; }

}  // namespace convscope
