#include "engine/graph/window_step.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

namespace convscope {
namespace {

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

bool reads_the_same_place(std::string_view op) {
  static constexpr std::array<std::string_view, 10> kOps{"batch_norm", "channel_shuffle", "dropout",    "hardsigmoid", "hardswish",
                                                         "leaky_relu", "relu",            "relu6",      "sigmoid",     "silu"};
  return std::find(kOps.begin(), kOps.end(), op) != kOps.end();
}

std::size_t space_of(const Extents& extents) { return extents.rank() > 2 ? static_cast<std::size_t>(extents.rank() - 2) : 0; }

std::vector<Index> per_axis_or(const Layer& layer, const std::string& name, const std::vector<Index>& otherwise) {
  if (!layer.attributes().has(name)) return otherwise;
  Result<std::vector<Index>> given = per_axis(layer.attributes(), name, otherwise.size());
  return given ? *given : otherwise;
}

// Kernel, stride, dilation and padding as the layer checked them.
std::vector<WindowStep> windows(const Layer& layer, const std::vector<Index>& kernel, const std::vector<Index>& stride) {
  const std::vector<Index> dilation = per_axis_or(layer, "dilation", std::vector<Index>(kernel.size(), 1));
  std::vector<Axis> axes;
  for (std::size_t i = 0; i < kernel.size(); ++i)
    axes.push_back({"", layer.shapes()[0][static_cast<int>(i) + 2], kernel[i], stride[i], dilation[i]});
  if (layer.attributes().has("padding") && !resolve_padding(layer.attributes(), axes)) return {};
  std::vector<WindowStep> steps;
  for (const Axis& axis : axes) steps.push_back({axis.stride, axis.begin, axis.kernel, axis.dilation, 1});
  return steps;
}

std::vector<Index> kernel_of_weight(const Layer& layer) {
  std::vector<Index> kernel;
  for (int axis = 2; axis < layer.shapes()[1].rank(); ++axis) kernel.push_back(layer.shapes()[1][axis]);
  return kernel;
}

// A convolution of stride 1 over the input with zeros inserted, padded by k̂ − 1 − p.
std::vector<WindowStep> transposed(const Layer& layer) {
  const std::vector<Index> kernel = kernel_of_weight(layer), ones(kernel.size(), 1), stride = per_axis_or(layer, "stride", ones);
  std::vector<WindowStep> steps = windows(layer, kernel, ones);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps[i].begin = steps[i].span() - 1 - steps[i].begin;
    steps[i].up = stride[i];
  }
  return steps;
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
std::vector<WindowStep> interpolated(const Layer& layer) {
  const bool bilinear = layer.attributes().word("mode") == "bilinear", aligned = layer.attributes().flag("align_corners");
  std::vector<WindowStep> steps;
  for (int axis = 2; axis < layer.output().rank(); ++axis) {
    const Index input = layer.shapes()[0][axis], output = layer.output()[axis];
    if (layer.attributes().has("scale_factor")) {
      const std::vector<double>& factors = layer.attributes().numbers("scale_factor");
      const double factor = factors.size() == 1 ? factors.front() : factors[static_cast<std::size_t>(axis - 2)];
      if (factor * static_cast<double>(input) != static_cast<double>(output)) return {};
    }
    if (aligned && bilinear && input != output && (input == 1 || output == 1)) return {};
    steps.push_back(input == output ? WindowStep{} : resized(input, output, bilinear, aligned));
  }
  return steps;
}

// Broadcast axes and joins along space have no window.
std::vector<WindowStep> two_inputs(const Layer& layer, std::size_t slot) {
  const Extents &from = layer.shapes()[slot], &to = layer.output();
  if (from.rank() != to.rank()) return {};
  for (int axis = 2; axis < to.rank(); ++axis) {
    if (from[axis] != to[axis]) return {};
  }
  return std::vector<WindowStep>(space_of(to));
}

std::vector<WindowStep> steps_of(const Layer& layer, std::size_t slot) {
  const std::string& op = layer.op();
  const std::size_t space = space_of(layer.shapes()[0]);
  if (op == "add" || op == "cat") return two_inputs(layer, slot);
  if (slot != 0 || space == 0) return {};
  if (reads_the_same_place(op)) return std::vector<WindowStep>(space);
  if (starts_with(op, "conv_transpose")) return transposed(layer);
  const std::vector<Index> ones(space, 1);
  if (op == "convolve" || op == "conv1d" || op == "conv2d" || op == "conv3d")
    return windows(layer, kernel_of_weight(layer), per_axis_or(layer, "stride", ones));
  if (starts_with(op, "max_pool") || starts_with(op, "avg_pool")) {
    const std::vector<Index> kernel = per_axis_or(layer, "kernel_size", ones);
    return windows(layer, kernel, per_axis_or(layer, "stride", kernel));
  }
  if (op == "interpolate") return interpolated(layer);
  if (starts_with(op, "global_")) {
    std::vector<WindowStep> steps;
    for (int axis = 2; axis < layer.shapes()[0].rank(); ++axis)
      steps.push_back({layer.shapes()[0][axis], 0, layer.shapes()[0][axis], 1, 1});
    return steps;
  }
  return {};
}

}  // namespace

std::optional<PlaceRange> WindowStep::reads(PlaceRange outputs) const {
  auto at = [this](Index output, Index element) { return output * stride - begin + element * dilation; };
  // Of `up` neighbours one at least reads every cell that can be read, so no more are asked.
  const Index most = std::min(outputs.last - outputs.first + 1, up);
  std::optional<Index> first, last;
  for (Index i = 0; i < most; ++i) {
    for (Index element = 0; element < kernel; ++element) {
      const Index low = at(outputs.first + i, element), high = at(outputs.last - i, kernel - 1 - element);
      if (low % up == 0 && (!first || low / up < *first)) first = low / up;
      if (high % up == 0 && (!last || high / up > *last)) last = high / up;
    }
  }
  if (!first || !last) return std::nullopt;
  return PlaceRange{*first, *last};
}

std::optional<std::vector<WindowStep>> window_steps(const Layer& layer, std::size_t slot) {
  std::vector<WindowStep> steps = steps_of(layer, slot);
  if (steps.empty()) return std::nullopt;
  return steps;
}

}  // namespace convscope
