// The transposed convolution's line of code: padding that is uneven (PyTorch) or unknown (Keras) is cut off after the layer.
#include <fmt/core.h>

#include <algorithm>

#include "engine/ops/code_text.h"
#include "engine/ops/convolution_text.h"
#include "engine/ops/transposed_convolution.h"

namespace convscope {
namespace {

using Facts = TransposedFacts;

bool padded(const Facts& f) { return !all_are(sides_of(f.axes), 0); }

// 1:-2, and what is left of it where a side is 0.
std::string slice(const TransposedAxis& axis) {
  return (axis.begin > 0 ? std::to_string(axis.begin) : "") + ":" + (axis.end > 0 ? fmt::format("-{}", axis.end) : "");
}

std::string torch_code(const Facts& f) {
  const bool pads_itself = even_sides(f.axes);
  Arguments arguments{std::to_string(f.channels_in), std::to_string(f.channels_out)};
  arguments.push_back("kernel_size=" + tuple_text(of_each(f.axes, &TransposedAxis::kernel)));
  add_unless(arguments, "stride", of_each(f.axes, &TransposedAxis::stride), 1);
  if (pads_itself) add_unless(arguments, "padding", of_each(f.axes, &TransposedAxis::begin), 0);
  add_unless(arguments, "output_padding", of_each(f.axes, &TransposedAxis::output_padding), 0);
  if (f.groups != 1) arguments.push_back("groups=" + std::to_string(f.groups));
  if (!f.bias) arguments.push_back("bias=False");
  add_unless(arguments, "dilation", of_each(f.axes, &TransposedAxis::dilation), 1);
  const std::string layer = call(fmt::format("nn.ConvTranspose{}d", f.axes.size()), arguments);
  if (pads_itself) return layer;
  std::string places;
  for (const TransposedAxis& axis : f.axes) places += ", " + slice(axis);
  return layer + "\ny = y[..." + places + "]";
}

std::string keras_code(const Facts& f) {
  Arguments arguments{std::to_string(f.channels_out), tuple_text(of_each(f.axes, &TransposedAxis::kernel))};
  const std::vector<Index> strides = of_each(f.axes, &TransposedAxis::stride), rates = of_each(f.axes, &TransposedAxis::dilation);
  add_unless(arguments, "strides", strides, 1);
  const bool sparse = std::any_of(f.axes.begin(), f.axes.end(), [](const TransposedAxis& axis) { return axis.kernel < axis.stride; });
  const std::vector<Index> output_padding = of_each(f.axes, &TransposedAxis::output_padding);
  if (sparse || !all_are(output_padding, 0)) arguments.push_back("output_padding=" + tuple_text(output_padding));
  add_unless(arguments, "dilation_rate", rates, 1);
  if (!f.bias) arguments.push_back("use_bias=False");
  arguments.push_back("data_format=\"channels_first\"");
  std::string code = call(fmt::format("layers.Conv{}DTranspose", f.axes.size()), arguments);
  if (!all_are(strides, 1) && !all_are(rates, 1)) code = "# Keras refuses strides with dilation\n" + code;
  if (f.groups != 1) code = fmt::format("# Keras has no groups here: {} times,\n# then layers.Concatenate(axis=1)\n", f.groups) + code;
  if (!padded(f)) return code;
  std::string sides;
  for (const TransposedAxis& axis : f.axes) sides += fmt::format("{}({}, {})", sides.empty() ? "" : ", ", axis.begin, axis.end);
  const std::string all = f.axes.size() == 1 ? sides : "(" + sides + ")";
  return code + "\n" + call(fmt::format("layers.Cropping{}D", f.axes.size()), {all, "data_format=\"channels_first\""});
}

std::string onnx_code(const Facts& f) {
  Arguments arguments{"\"ConvTranspose\"", f.bias ? "[\"x\", \"w\", \"b\"]" : "[\"x\", \"w\"]", "[\"y\"]"};
  arguments.push_back("kernel_shape=" + list_text(of_each(f.axes, &TransposedAxis::kernel)));
  auto add = [&f, &arguments](const char* name, const std::vector<Index>& numbers, Index standard) {
    if (!all_are(numbers, standard)) arguments.push_back(std::string(name) + "=" + list_text(numbers));
  };
  add("strides", of_each(f.axes, &TransposedAxis::stride), 1);
  add("pads", sides_of(f.axes), 0);
  add("output_padding", of_each(f.axes, &TransposedAxis::output_padding), 0);
  add("dilations", of_each(f.axes, &TransposedAxis::dilation), 1);
  if (f.groups != 1) arguments.push_back("group=" + std::to_string(f.groups));
  return call("helper.make_node", arguments);
}

}  // namespace

std::string transposed_code(CodeDialect dialect, const TransposedFacts& facts) {
  switch (dialect) {
    case CodeDialect::kPyTorch: return torch_code(facts);
    case CodeDialect::kKeras: return keras_code(facts);
    case CodeDialect::kOnnx: return onnx_code(facts);
  }
  return "";
}

}  // namespace convscope
