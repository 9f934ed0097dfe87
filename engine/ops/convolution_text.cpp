#include "engine/ops/convolution_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/ops/code_text.h"

namespace convscope {
namespace {

using Facts = ConvolutionFacts;

PaddingMode mode_of(const Facts& f) { return f.axes.front().mode; }
bool padded(const Facts& f) { return !all_are(sides_of(f.axes), 0); }
bool same_by_name(const Facts& f) { return f.attributes.is_word("padding") && f.attributes.word("padding") == "same"; }
// Padding that keeps the size at stride 1, the odd one at the end.
bool is_same(const Facts& f) {
  auto same = [](const Axis& axis) {
    return axis.stride == 1 && axis.begin == (axis.span() - 1) / 2 && axis.begin + axis.end == axis.span() - 1;
  };
  return padded(f) && std::all_of(f.axes.begin(), f.axes.end(), same);
}

// ---- PyTorch ----------------------------------------------------------------------------------------------------------------
void add_torch_window(const Facts& f, bool pads_itself, Arguments& arguments) {
  add_unless(arguments, "stride", of_each(f.axes, &Axis::stride), 1);
  if (pads_itself && padded(f)) {
    arguments.push_back(same_by_name(f) ? "padding=\"same\"" : "padding=" + tuple_text(of_each(f.axes, &Axis::begin)));
    if (mode_of(f) != PaddingMode::kZeros) arguments.push_back("padding_mode=\"" + f.attributes.word("padding_mode") + "\"");
  }
  add_unless(arguments, "dilation", of_each(f.axes, &Axis::dilation), 1);
  if (f.groups != 1) arguments.push_back("groups=" + std::to_string(f.groups));
}

std::string torch_layer(const Facts& f, bool pads_itself) {
  if (f.turned) {
    Arguments arguments{"x", "w.flip(-2, -1)"};
    if (f.bias) arguments.push_back("b");
    add_torch_window(f, pads_itself, arguments);
    return call("F.conv2d", arguments);
  }
  Arguments arguments{std::to_string(f.channels_in), std::to_string(f.channels_out)};
  arguments.push_back("kernel_size=" + tuple_text(of_each(f.axes, &Axis::kernel)));
  add_torch_window(f, pads_itself, arguments);
  if (!f.bias) arguments.push_back("bias=False");
  return call(fmt::format("nn.Conv{}d", f.axes.size()), arguments);
}

std::string torch_code(const Facts& f) {
  const bool knows_mode = f.turned ? mode_of(f) == PaddingMode::kZeros : mode_of(f) != PaddingMode::kConstant;
  const bool pads_itself = !padded(f) || (knows_mode && (same_by_name(f) || even_sides(f.axes)));
  if (pads_itself) return torch_layer(f, true);
  return torch_pad(f.axes, f.attributes.word("padding_mode"), f.padding_value) + "\n" + torch_layer(f, false);
}

// ---- Keras ------------------------------------------------------------------------------------------------------------------
std::string keras_padding(const Facts& f) {
  std::string sides;
  for (const Axis& axis : f.axes) sides += fmt::format("{}({}, {})", sides.empty() ? "" : ", ", axis.begin, axis.end);
  if (mode_of(f) == PaddingMode::kZeros) {
    const std::string all = f.axes.size() == 1 ? sides : "(" + sides + ")";
    return call(fmt::format("layers.ZeroPadding{}D", f.axes.size()), {all, "data_format=\"channels_first\""});
  }
  const std::string all = "((0, 0), (0, 0), " + sides + ")";
  switch (mode_of(f)) {
    case PaddingMode::kConstant: return call("x = np.pad", {"x", all, fmt::format("constant_values={}", f.padding_value)});
    case PaddingMode::kReflect: return call("x = np.pad", {"x", all, "mode=\"reflect\""});
    case PaddingMode::kReplicate: return call("x = np.pad", {"x", all, "mode=\"edge\""});
    default: return call("x = np.pad", {"x", all, "mode=\"wrap\""});
  }
}

std::string keras_code(const Facts& f) {
  Arguments arguments{std::to_string(f.channels_out), tuple_text(of_each(f.axes, &Axis::kernel))};
  const bool same = is_same(f) && mode_of(f) == PaddingMode::kZeros;
  const std::vector<Index> strides = of_each(f.axes, &Axis::stride), rates = of_each(f.axes, &Axis::dilation);
  add_unless(arguments, "strides", strides, 1);
  if (same) arguments.push_back("padding=\"same\"");
  add_unless(arguments, "dilation_rate", rates, 1);
  if (f.groups != 1) arguments.push_back("groups=" + std::to_string(f.groups));
  if (!f.bias) arguments.push_back("use_bias=False");
  arguments.push_back("data_format=\"channels_first\"");
  const bool refused = !all_are(strides, 1) && !all_are(rates, 1);
  const std::string before =
      std::string(refused ? "# Keras refuses strides with dilation\n" : "") + (f.turned ? "w = w[::-1, ::-1]\n" : "");
  const std::string layer = before + call(fmt::format("layers.Conv{}D", f.axes.size()), arguments);
  return padded(f) && !same ? keras_padding(f) + "\n" + layer : layer;
}

// ---- ONNX -------------------------------------------------------------------------------------------------------------------
std::string onnx_code(const Facts& f) {
  const bool pads_itself = !padded(f) || mode_of(f) == PaddingMode::kZeros;
  Arguments arguments{"\"Conv\"", fmt::format("[\"{}\", \"w\"{}]", pads_itself ? "x" : "padded", f.bias ? ", \"b\"" : ""), "[\"y\"]"};
  arguments.push_back("kernel_shape=" + list_text(of_each(f.axes, &Axis::kernel)));
  const std::vector<Index> strides = of_each(f.axes, &Axis::stride), dilations = of_each(f.axes, &Axis::dilation);
  if (!all_are(strides, 1)) arguments.push_back("strides=" + list_text(strides));
  if (padded(f) && pads_itself) arguments.push_back("pads=" + list_text(sides_of(f.axes)));
  if (!all_are(dilations, 1)) arguments.push_back("dilations=" + list_text(dilations));
  if (f.groups != 1) arguments.push_back("group=" + std::to_string(f.groups));
  const std::string node = (f.turned ? "w = w[:, :, ::-1, ::-1]\n" : "") + call("helper.make_node", arguments);
  return pads_itself ? node : onnx_pad(f.axes, f.padding_value) + node;
}

}  // namespace

void add_unless(Arguments& arguments, const std::string& name, const std::vector<Index>& numbers, Index standard) {
  if (!all_are(numbers, standard)) arguments.push_back(name + "=" + tuple_text(numbers));
}

std::string torch_pad(const std::vector<Axis>& axes, const std::string& mode, double value, const std::string& result) {
  std::string sides;
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
    sides += fmt::format("{}{}, {}", sides.empty() ? "" : ", ", axis->begin, axis->end);
  }
  Arguments pad{"x", "(" + sides + ")"};
  if (axes.front().mode == PaddingMode::kConstant) {
    pad.push_back(fmt::format("value={}", value));
  } else if (axes.front().mode != PaddingMode::kZeros) {
    pad.push_back("mode=\"" + mode + "\"");
  }
  return call(result + " = F.pad", pad);
}

std::string onnx_pad(const std::vector<Axis>& axes, double value) {
  std::vector<Index> pads{0, 0};
  for (const Axis& axis : axes) pads.push_back(axis.begin);
  pads.insert(pads.end(), {0, 0});
  for (const Axis& axis : axes) pads.push_back(axis.end);
  const bool constant = axes.front().mode == PaddingMode::kConstant;
  const char* modes[] = {"constant", "constant", "reflect", "edge", "wrap"};  // in PaddingMode's order
  const char* mode = modes[static_cast<std::size_t>(axes.front().mode)];
  const std::string number = constant ? fmt::format("value = {}\n", value) : "";
  const std::string inputs = constant ? "[\"x\", \"pads\", \"value\"]" : "[\"x\", \"pads\"]";
  const std::string node = call("helper.make_node", {"\"Pad\"", inputs, "[\"padded\"]", fmt::format("mode=\"{}\"", mode)});
  return "pads = " + list_text(pads) + "\n" + number + node + "\n";
}

std::string convolution_code(CodeDialect dialect, const ConvolutionFacts& facts) {
  switch (dialect) {
    case CodeDialect::kPyTorch: return torch_code(facts);
    case CodeDialect::kKeras: return keras_code(facts);
    case CodeDialect::kOnnx: return onnx_code(facts);
  }
  return "";
}

}  // namespace convscope
