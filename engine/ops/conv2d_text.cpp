#include "engine/ops/conv2d_text.h"

#include <fmt/core.h>

namespace convscope {
namespace {

constexpr const char* kMinus = "\u2212";
constexpr std::size_t kCodeWidth = 36;  // characters a line before arguments wrap

// ---- the formula ----------------------------------------------------------------------------------------------------------
struct AxisLetters {
  const char *output, *input, *begin, *end;
};

bool same_numbers(const Axis& a, const Axis& b) {
  return a.input == b.input && a.kernel == b.kernel && a.stride == b.stride && a.dilation == b.dilation && a.begin == b.begin &&
         a.end == b.end;
}

void add_pair(const Axis& axis, const AxisLetters& letters, std::vector<FormulaLine>& lines) {
  const bool even = axis.begin == axis.end;
  auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
  auto number = [](Index value) { return std::to_string(value); };
  const std::string padding = even ? " + 2p" : fmt::format(" + {} + {}", letters.begin, letters.end);
  const std::string padding_numbers = even ? " + 2·" + number(axis.begin) : " + " + number(axis.begin) + " + " + number(axis.end);
  lines.push_back({{letters.output, Role::kOutput}, plain(" = ⌊("), {letters.input, Role::kInput},
                   plain(padding + " " + kMinus + " d·("), {"k", Role::kWeight},
                   plain(fmt::format(" {0} 1) {0} 1)/s⌋ + 1", kMinus))});
  lines.push_back({plain(std::string(std::string_view(letters.output).size(), ' ') + " = ⌊("), {number(axis.input), Role::kInput},
                   plain(fmt::format("{} {} {}·(", padding_numbers, kMinus, axis.dilation)), {number(axis.kernel), Role::kWeight},
                   plain(fmt::format(" {0} 1) {0} 1)/{1}⌋ + 1 = ", kMinus, axis.stride)), {number(axis.output()), Role::kOutput}});
}

// ---- code -----------------------------------------------------------------------------------------------------------------
using Arguments = std::vector<std::string>;

// head(a, b, c), wrapped with an indent of four when it does not fit on one line.
std::string call(const std::string& head, const Arguments& arguments) {
  std::string line;
  for (const std::string& argument : arguments) line += (line.empty() ? "" : ", ") + argument;
  if (head.size() + line.size() + 2 <= kCodeWidth) return head + "(" + line + ")";
  std::string out = head + "(";
  std::size_t used = kCodeWidth;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::size_t length = arguments[i].size() + 1;
    if (used + 1 + length > kCodeWidth) {
      out += "\n    ";
      used = 4;
    } else {
      out += " ";
      ++used;
    }
    out += arguments[i] + (i + 1 < arguments.size() ? "," : ")");
    used += length;
  }
  return out;
}

// 3, or (3, 5) when the axes differ.
std::string pair_text(Index height, Index width) {
  return height == width ? std::to_string(height) : fmt::format("({}, {})", height, width);
}
std::string list_text(Index height, Index width) { return fmt::format("[{}, {}]", height, width); }

bool padded(const Conv2dFacts& f) { return f.height.begin || f.height.end || f.width.begin || f.width.end; }
bool even_sides(const Conv2dFacts& f) { return f.height.begin == f.height.end && f.width.begin == f.width.end; }
// Padding that keeps the size at stride 1, the odd one at the end.
bool is_same(const Conv2dFacts& f) {
  auto same = [](const Axis& axis) {
    return axis.stride == 1 && axis.begin == (axis.span() - 1) / 2 && axis.begin + axis.end == axis.span() - 1;
  };
  return padded(f) && same(f.height) && same(f.width);
}

Arguments torch_arguments(const Conv2dFacts& f, bool pads_itself) {
  Arguments arguments{std::to_string(f.channels_in), std::to_string(f.channels_out)};
  arguments.push_back("kernel_size=" + pair_text(f.height.kernel, f.width.kernel));
  if (f.height.stride != 1 || f.width.stride != 1) arguments.push_back("stride=" + pair_text(f.height.stride, f.width.stride));
  if (pads_itself && padded(f)) {
    const bool by_name = f.attributes.is_word("padding") && f.attributes.word("padding") == "same";
    arguments.push_back(by_name ? "padding=\"same\"" : "padding=" + pair_text(f.height.begin, f.width.begin));
    if (f.height.mode != PaddingMode::kZeros) arguments.push_back("padding_mode=\"" + f.attributes.word("padding_mode") + "\"");
  }
  if (f.height.dilation != 1 || f.width.dilation != 1) arguments.push_back("dilation=" + pair_text(f.height.dilation, f.width.dilation));
  if (f.groups != 1) arguments.push_back("groups=" + std::to_string(f.groups));
  if (!f.bias) arguments.push_back("bias=False");
  return arguments;
}

std::string torch_code(const Conv2dFacts& f) {
  const bool by_name = f.attributes.is_word("padding") && f.attributes.word("padding") == "same";
  const bool pads_itself = !padded(f) || (f.height.mode != PaddingMode::kConstant && (by_name || even_sides(f)));
  if (pads_itself) return call("nn.Conv2d", torch_arguments(f, true));
  Arguments pad{"x", fmt::format("({}, {}, {}, {})", f.width.begin, f.width.end, f.height.begin, f.height.end)};
  if (f.height.mode == PaddingMode::kConstant) {
    pad.push_back(fmt::format("value={}", f.padding_value));
  } else if (f.height.mode != PaddingMode::kZeros) {
    pad.push_back("mode=\"" + f.attributes.word("padding_mode") + "\"");
  }
  return call("x = F.pad", pad) + "\n" + call("nn.Conv2d", torch_arguments(f, false));
}

std::string keras_padding(const Conv2dFacts& f) {
  const std::string sides = fmt::format("({}, {}), ({}, {})", f.height.begin, f.height.end, f.width.begin, f.width.end);
  if (f.height.mode == PaddingMode::kZeros) return call("layers.ZeroPadding2D", {"(" + sides + ")", "data_format=\"channels_first\""});
  const std::string all = "((0, 0), (0, 0), " + sides + ")";
  switch (f.height.mode) {
    case PaddingMode::kConstant: return call("x = np.pad", {"x", all, fmt::format("constant_values={}", f.padding_value)});
    case PaddingMode::kReflect: return call("x = np.pad", {"x", all, "mode=\"reflect\""});
    case PaddingMode::kReplicate: return call("x = np.pad", {"x", all, "mode=\"edge\""});
    default: return call("x = np.pad", {"x", all, "mode=\"wrap\""});
  }
}

std::string keras_code(const Conv2dFacts& f) {
  Arguments arguments{std::to_string(f.channels_out), pair_text(f.height.kernel, f.width.kernel)};
  const bool same = is_same(f) && f.height.mode == PaddingMode::kZeros;
  const std::string strides = pair_text(f.height.stride, f.width.stride);
  if (strides != "1") arguments.push_back("strides=" + strides);
  if (same) arguments.push_back("padding=\"same\"");
  const std::string rate = pair_text(f.height.dilation, f.width.dilation);
  if (rate != "1") arguments.push_back("dilation_rate=" + rate);
  if (f.groups != 1) arguments.push_back("groups=" + std::to_string(f.groups));
  if (!f.bias) arguments.push_back("use_bias=False");
  arguments.push_back("data_format=\"channels_first\"");
  const std::string refusal = strides != "1" && rate != "1" ? "# Keras refuses strides with dilation\n" : "";
  const std::string layer = refusal + call("layers.Conv2D", arguments);
  return padded(f) && !same ? keras_padding(f) + "\n" + layer : layer;
}

// The Pad node that stands before Conv when Conv's own zeros do not do.
std::string onnx_padding(const Conv2dFacts& f) {
  const std::string pads = fmt::format("pads = [0, 0, {}, {}, 0, 0, {}, {}]", f.height.begin, f.width.begin, f.height.end, f.width.end);
  const bool constant = f.height.mode == PaddingMode::kConstant;
  const char* modes[] = {"constant", "constant", "reflect", "edge", "wrap"};  // in PaddingMode's order
  const char* mode = modes[static_cast<std::size_t>(f.height.mode)];
  const std::string value = constant ? fmt::format("value = {}\n", f.padding_value) : "";
  const std::string inputs = constant ? "[\"x\", \"pads\", \"value\"]" : "[\"x\", \"pads\"]";
  return pads + "\n" + value + call("helper.make_node", {"\"Pad\"", inputs, "[\"padded\"]", fmt::format("mode=\"{}\"", mode)}) + "\n";
}

std::string onnx_code(const Conv2dFacts& f) {
  const bool pads_itself = !padded(f) || f.height.mode == PaddingMode::kZeros;
  Arguments arguments{"\"Conv\"", fmt::format("[\"{}\", \"w\"{}]", pads_itself ? "x" : "padded", f.bias ? ", \"b\"" : ""), "[\"y\"]"};
  arguments.push_back("kernel_shape=" + list_text(f.height.kernel, f.width.kernel));
  if (f.height.stride != 1 || f.width.stride != 1) arguments.push_back("strides=" + list_text(f.height.stride, f.width.stride));
  if (padded(f) && pads_itself) {
    arguments.push_back(fmt::format("pads=[{}, {}, {}, {}]", f.height.begin, f.width.begin, f.height.end, f.width.end));
  }
  if (f.height.dilation != 1 || f.width.dilation != 1) arguments.push_back("dilations=" + list_text(f.height.dilation, f.width.dilation));
  if (f.groups != 1) arguments.push_back("group=" + std::to_string(f.groups));
  const std::string node = call("helper.make_node", arguments);
  return pads_itself ? node : onnx_padding(f) + node;
}

}  // namespace

std::vector<FormulaLine> window_formula(const std::vector<Axis>& axes) {
  std::vector<FormulaLine> lines;
  if (axes.size() == 2 && same_numbers(axes[0], axes[1])) {
    add_pair(axes[0], {"o", "i", "pb", "pe"}, lines);
    return lines;
  }
  add_pair(axes[0], {"oh", "h", "pt", "pb"}, lines);
  add_pair(axes[1], {"ow", "w", "pl", "pr"}, lines);
  return lines;
}

std::string conv2d_code(CodeDialect dialect, const Conv2dFacts& facts) {
  switch (dialect) {
    case CodeDialect::kPyTorch: return torch_code(facts);
    case CodeDialect::kKeras: return keras_code(facts);
    case CodeDialect::kOnnx: return onnx_code(facts);
  }
  return "";
}

}  // namespace convscope
