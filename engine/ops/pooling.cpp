#include "engine/ops/pooling.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/ops/code_text.h"
#include "engine/ops/convolution.h"
#include "engine/ops/window_text.h"

namespace convscope {
namespace {

Status check_half(const Axis& axis) {
  if (std::max(axis.begin, axis.end) <= axis.kernel / 2) return success();
  return impossible("padding", "padding_beyond_half_kernel", "padding must be at most half the kernel: padding {}, the kernel is {} {}",
                    std::max(axis.begin, axis.end), axis.kernel, axis.name);
}

Status check_not_whole(const Axis& axis) {
  if (std::max(axis.begin, axis.end) < axis.span()) return success();
  return impossible("padding", "padding_holds_window", "padding must be smaller than the window: padding {}, the window is {} {}",
                    std::max(axis.begin, axis.end), axis.span(), axis.name);
}

// Half the kernel at most where padding is given as PyTorch takes it; else no window may lie in the padding whole.
Status check_pool_padding(const Attributes& attributes, const std::vector<Axis>& axes) {
  const bool as_torch = !attributes.is_word("padding") && attributes.integers("padding").size() <= axes.size();
  for (const Axis& axis : axes) {
    Status status = as_torch ? check_half(axis) : check_not_whole(axis);
    if (!status) return status;
  }
  return success();
}

}  // namespace

PoolLayer::PoolLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes, double padding_value)
    : LayerBase(op, std::move(attributes), std::move(shapes), output), axes_(std::move(axes)), three_(three_axes(axes_)), in_(shape(0)),
      out_(this->output()), padding_value_(padding_value) {}

void PoolLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  const VolumeCell out = out_.cell(cell);
  const auto& [deep, tall, wide] = three_;
  taps.reserve(taps.size() + static_cast<std::size_t>(window()));
  for (Index ez = 0; ez < deep.kernel; ++ez) {
    const Index z = deep.reads(out.at[0], ez);
    for (Index ey = 0; ey < tall.kernel; ++ey) {
      const Index y = tall.reads(out.at[1], ey);
      for (Index ex = 0; ex < wide.kernel; ++ex) {
        const Index x = wide.reads(out.at[2], ex);
        Tap& tap = taps.emplace_back();
        tap.at = {z, y, x};
        tap.element = {ez, ey, ex};
        tap.channel = out.c;
        if (deep.source(z) && tall.source(y) && wide.source(x)) {
          tap.data = {0, in_.flat(out.n, out.c, tap.at)};
        } else {
          tap.kind = TapKind::kPadding;
          tap.value = padding_value_;
        }
      }
    }
  }
}

std::string PoolLayer::code(CodeDialect dialect) const {
  switch (dialect) {
    case CodeDialect::kPyTorch: return torch_code();
    case CodeDialect::kKeras: return keras_code();
    case CodeDialect::kOnnx: return onnx_code();
  }
  return "";
}

std::vector<Index> PoolLayer::numbers(Index Axis::*number) const { return numbers_of(axes_, number); }

bool PoolLayer::torch_pads_itself() const {
  return pads_evenly(axes_) && std::all_of(axes_.begin(), axes_.end(), [](const Axis& axis) { return axis.begin <= axis.kernel / 2; });
}

Arguments PoolLayer::torch_window() const {
  Arguments arguments{tuple_text(numbers(&Axis::kernel))};
  if (numbers(&Axis::stride) != numbers(&Axis::kernel)) arguments.push_back("stride=" + tuple_text(numbers(&Axis::stride)));
  if (is_padded(axes_) && torch_pads_itself()) arguments.push_back("padding=" + tuple_text(numbers(&Axis::begin)));
  return arguments;
}

Arguments PoolLayer::onnx_window(const std::string& node) const {
  Arguments arguments{"\"" + node + "\"", "[\"x\"]", "[\"y\"]", "kernel_shape=" + list_text(numbers(&Axis::kernel))};
  if (!all_are(numbers(&Axis::stride), 1)) arguments.push_back("strides=" + list_text(numbers(&Axis::stride)));
  if (is_padded(axes_)) arguments.push_back("pads=" + list_text(onnx_pads(axes_)));
  return arguments;
}

std::vector<Index> PoolLayer::users_of(Ref datum, const TensorSet& /*tensors*/) const {
  const VolumeCell in = in_.cell(datum.index);
  std::array<std::vector<Index>, 3> places;
  for (std::size_t axis = 0; axis < places.size(); ++axis) places[axis] = three_[axis].outputs_reading(in.at[axis]);
  return out_.cells(in.n, in.c, 1, places);
}

std::vector<FormulaLine> PoolLayer::formula() const { return window_formula(axes_); }

GpuPlan PoolLayer::window_plan() const {
  GpuPlan plan;
  plan.shader = op();
  for (Index size : in_.size) plan.add(size);
  for (Index size : out_.size) plan.add(size);
  for (Index Axis::*field : {&Axis::kernel, &Axis::stride, &Axis::dilation, &Axis::begin, &Axis::end}) {
    for (const Axis& axis : three_) plan.add(axis.*field);
  }
  plan.padding_value = padding_value_;
  plan.reads = static_cast<double>(output().count()) * static_cast<double>(window());
  return plan;
}

Status check_window(const std::vector<Index>& kernel) {
  double cells = 1;
  for (Index size : kernel) cells *= static_cast<double>(size);
  if (cells <= static_cast<double>(kLargestWindow)) return success();
  return impossible("kernel_size", "window_too_large", "a window of {} is too large, at most {} cells are possible", Extents(kernel).text(),
                    kLargestWindow);
}

std::string pooling_layout(std::size_t axes) { return axes == 1 ? "N, C, L" : axes == 2 ? "N, C, H, W" : "N, C, D, H, W"; }

std::vector<AttributeSpec> pooling_attributes() {
  return {required_per_axis_spec("kernel_size", 1), optional_per_axis_spec("stride", 1), padding_spec({"valid", "same", "same_lower"}),
          flag_spec("ceil_mode", false)};
}

Result<std::vector<Axis>> pooling_axes(const Operator& op, Attributes& attributes, const Extents& input, std::size_t count) {
  Status rank = check_rank(op.id(), "input", input, static_cast<int>(count) + 2, pooling_layout(count));
  if (!rank) return rank.error();
  if (!attributes.has("kernel_size")) return missing_attribute(op.id(), "kernel_size");
  Result<std::vector<Index>> kernel = per_axis(attributes, "kernel_size", count);
  if (!kernel) return kernel.error();
  Status window = check_window(*kernel);
  if (!window) return window.error();
  if (!attributes.has("stride")) attributes.set("stride", *kernel);
  Result<std::vector<Axis>> axes = window_axes(attributes, input, *kernel);
  if (!axes) return axes;
  Status padding = check_pool_padding(attributes, *axes);
  if (!padding) return padding.error();
  return axes;
}

Extents pooled_extents(const Extents& input, const std::vector<Axis>& axes) {
  Extents output = input;
  const int first = input.rank() - static_cast<int>(axes.size());
  for (std::size_t i = 0; i < axes.size(); ++i) output[first + static_cast<int>(i)] = axes[i].output();
  return output;
}

std::vector<Index> numbers_of(const std::vector<Axis>& axes, Index Axis::*number) {
  std::vector<Index> numbers;
  for (const Axis& axis : axes) numbers.push_back(axis.*number);
  return numbers;
}

bool is_padded(const std::vector<Axis>& axes) {
  return std::any_of(axes.begin(), axes.end(), [](const Axis& axis) { return axis.begin != 0 || axis.end != 0; });
}

bool pads_evenly(const std::vector<Axis>& axes) {
  return std::all_of(axes.begin(), axes.end(), [](const Axis& axis) { return axis.begin == axis.end; });
}

bool pads_same(const std::vector<Axis>& axes) {
  return is_padded(axes) && std::all_of(axes.begin(), axes.end(), [](const Axis& axis) {
           return axis.stride == 1 && axis.begin == (axis.span() - 1) / 2 && axis.begin + axis.end == axis.span() - 1;
         });
}

std::string torch_padding(const std::vector<Axis>& axes, const std::string& value) {
  std::string sides;
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis)
    sides += fmt::format("{}{}, {}", sides.empty() ? "" : ", ", axis->begin, axis->end);
  Arguments arguments{"x", "(" + sides + ")"};
  if (!value.empty()) arguments.push_back("value=" + value);
  return call("x = F.pad", arguments);
}

std::string numpy_padding(const std::vector<Axis>& axes, const std::string& value) {
  std::string sides = "(0, 0), (0, 0)";
  for (const Axis& axis : axes) sides += fmt::format(", ({}, {})", axis.begin, axis.end);
  Arguments arguments{"x", "(" + sides + ")"};
  if (!value.empty()) arguments.push_back("constant_values=" + value);
  return call("x = np.pad", arguments);
}

std::vector<Index> onnx_pads(const std::vector<Axis>& axes) {
  std::vector<Index> pads = numbers_of(axes, &Axis::begin), ends = numbers_of(axes, &Axis::end);
  pads.insert(pads.end(), ends.begin(), ends.end());
  return pads;
}

}  // namespace convscope
