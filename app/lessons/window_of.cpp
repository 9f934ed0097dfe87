// What a layer's attributes say about its window, in the words of axis.h.
#include "app/lessons/window.h"

#include <algorithm>

#include "engine/ops/layer_base.h"
#include "engine/ops/slots.h"

namespace convscope {
namespace {

std::vector<Index> last_sizes(const Extents& extents, std::size_t count) {
  std::vector<Index> sizes;
  for (std::size_t i = 0; i < count; ++i) sizes.push_back(extents[extents.rank() - static_cast<int>(count - i)]);
  return sizes;
}

// Its size is an attribute (pooling), or that of weights with as many axes as the input.
std::vector<Index> kernel_of(const Layer& layer) {
  const Operator& op = operator_of(layer);
  const Extents& input = layer.shapes()[0];
  if (input.rank() < 3) return {};
  const auto space = static_cast<std::size_t>(input.rank() - 2);
  if (has_attribute(op, "kernel_size")) {
    Result<std::vector<Index>> kernel = per_axis(layer.attributes(), "kernel_size", space);
    return kernel ? *kernel : std::vector<Index>{};
  }
  const Extents weight = shape_of(layer, "weight");
  const bool slides = has_attribute(op, "stride") && has_attribute(op, "padding");
  return slides && weight.rank() == input.rank() ? last_sizes(weight, space) : std::vector<Index>{};
}

// Output_padding, and the padding's begin and end, which take cells of the output away.
std::vector<TransposedAxis> transposed_axes(const Layer& layer, const std::vector<Index>& kernel) {
  const Attributes& attributes = layer.attributes();
  auto numbers = [&](const char* name, Index standard) {
    if (!attributes.has(name)) return std::vector<Index>(kernel.size(), standard);
    Result<std::vector<Index>> given = per_axis(attributes, name, kernel.size());
    return given ? *given : std::vector<Index>(kernel.size(), standard);
  };
  const std::vector<Index> input = last_sizes(layer.shapes()[0], kernel.size()), stride = numbers("stride", 1),
                           dilation = numbers("dilation", 1), extra = numbers("output_padding", 0);
  std::vector<Axis> sides(kernel.size());
  if (!resolve_padding(attributes, sides)) return {};
  std::vector<TransposedAxis> axes;
  for (std::size_t i = 0; i < kernel.size(); ++i)
    axes.push_back({axis_name(kernel.size(), i), input[i], kernel[i], stride[i], dilation[i], sides[i].begin, sides[i].end, extra[i]});
  return axes;
}

bool agrees(const WindowOf& window, const Extents& output) {
  const std::size_t count = window.axes.size() + window.transposed.size();
  if (output.rank() != static_cast<int>(count) + 2) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const Index size = window.axes.empty() ? window.transposed[i].output() : window.axes[i].output();
    if (output[output.rank() - static_cast<int>(count - i)] != size) return false;
  }
  return count > 0;
}

Index plane_cells(const Extents& extents) {
  Index cells = 1;
  for (int axis = 2; axis < extents.rank(); ++axis) cells *= extents[axis];
  return cells;
}

}  // namespace

std::optional<WindowOf> window_of(const Layer& layer) {
  const std::vector<Index> kernel = kernel_of(layer);
  if (kernel.empty()) return std::nullopt;
  WindowOf window;
  if (has_attribute(operator_of(layer), "output_padding")) {
    window.transposed = transposed_axes(layer, kernel);
  } else {
    Attributes attributes = layer.attributes();
    // The stride of pooling is its window's size unless it is given.
    if (attributes.has("kernel_size") && !attributes.has("stride")) attributes.set("stride", attributes.integers("kernel_size"));
    Result<std::vector<Axis>> axes = window_axes(attributes, layer.shapes()[0], kernel);
    if (axes) window.axes = std::move(axes).value();
  }
  // What is told of a layer is what it did.
  if (!agrees(window, layer.output())) return std::nullopt;
  return window;
}

std::optional<WeightsOf> weights_of(const Layer& layer) {
  const Extents weight = shape_of(layer, "weight"), bias = shape_of(layer, "bias");
  const std::optional<WindowOf> window = window_of(layer);
  const std::vector<SlotSpec>& slots = operator_of(layer).slots();
  auto is_plain = [](const SlotSpec& slot) { return slot.name == "input" || slot.name == "weight" || slot.name == "bias"; };
  const bool plain = std::all_of(slots.begin(), slots.end(), is_plain);  // a layer that reads offsets multiplies for them, too
  if (!window || window->axes.empty() || weight.empty() || !plain) return std::nullopt;
  WeightsOf w;
  w.filters = weight[0];
  w.per_group = weight[1];
  w.groups = layer.shapes()[0][1] / weight[1];
  for (int axis = 2; axis < weight.rank(); ++axis) w.window *= weight[axis];
  w.side = weight[2];
  w.biases = bias.empty() ? 0 : bias.count();
  w.cells = plane_cells(layer.output());
  w.inputs = plane_cells(layer.shapes()[0]);
  w.samples = layer.output()[0];
  const Cost cost = layer.cost();
  if (cost.parameters != w.kernels() + w.biases || cost.multiplications != w.samples * w.kernels() * w.cells) return std::nullopt;
  return w;
}

}  // namespace convscope
