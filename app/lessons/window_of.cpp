// What a layer's attributes say about its window, in the words of axis.h.
#include <fmt/core.h>

#include "app/lessons/mistakes.h"
#include "engine/ops/layer_base.h"

namespace convscope {
namespace {

std::vector<Index> last_sizes(const Extents& extents, std::size_t count) {
  std::vector<Index> sizes;
  for (std::size_t i = 0; i < count; ++i) sizes.push_back(extents[extents.rank() - static_cast<int>(count - i)]);
  return sizes;
}

std::vector<Index> kernel_of(const Layer& layer) {
  const std::string& op = layer.op();
  const Extents& input = layer.shapes()[0];
  if (input.rank() < 3) return {};
  const auto space = static_cast<std::size_t>(input.rank() - 2);
  const bool pools = op.rfind("max_pool", 0) == 0 || op.rfind("avg_pool", 0) == 0;
  if (pools) {
    Result<std::vector<Index>> kernel = per_axis(layer.attributes(), "kernel_size", space);
    return kernel ? *kernel : std::vector<Index>{};
  }
  const bool convolves = op == "convolve" || op == "conv1d" || op == "conv2d" || op == "conv3d" || op.rfind("conv_transpose", 0) == 0;
  return convolves && layer.shapes().size() > 1 ? last_sizes(layer.shapes()[1], space) : std::vector<Index>{};
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
  for (std::size_t i = 0; i < count; ++i) {
    const Index size = window.axes.empty() ? window.transposed[i].output() : window.axes[i].output();
    if (output[output.rank() - static_cast<int>(count - i)] != size) return false;
  }
  return count > 0;
}

}  // namespace

std::optional<WindowOf> window_of(const Layer& layer) {
  const std::vector<Index> kernel = kernel_of(layer);
  if (kernel.empty()) return std::nullopt;
  WindowOf window;
  if (layer.op().rfind("conv_transpose", 0) == 0) {
    window.transposed = transposed_axes(layer, kernel);
  } else {
    Attributes attributes = layer.attributes();
    const bool pools = layer.op().find("pool") != std::string::npos;
    if (pools && !attributes.has("stride")) attributes.set("stride", attributes.integers("kernel_size"));
    Result<std::vector<Axis>> axes = window_axes(attributes, layer.shapes()[0], kernel);
    if (axes) window.axes = std::move(axes).value();
  }
  // What is told of a layer is what it did.
  if (!agrees(window, layer.output())) return std::nullopt;
  return window;
}

}  // namespace convscope
