#include "engine/code/text_pieces.h"

#include <algorithm>
#include <limits>

#include "engine/base/refusal.h"
#include "engine/code/arguments.h"
#include "engine/code/read_parts.h"

namespace convscope {
namespace {

std::string_view last_part(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

// The name of what is called; "" when it is no call by a name.
std::string callee_of(const Expression& expression) {
  return expression.kind == Syntax::kCall && expression.items[0].kind == Syntax::kName ? expression.items[0].name : "";
}

// PyTorch's order: left, right, top, bottom, front, back.
bool set_from_last(PaddingPiece& padding, const std::vector<Index>& sides) {
  if (sides.empty() || sides.size() % 2 != 0 || sides.size() > 6) return false;
  for (std::size_t i = sides.size(); i > 0; i -= 2) {
    padding.begins.push_back(sides[i - 2]);
    padding.ends.push_back(sides[i - 1]);
  }
  return true;
}

// ((top, bottom), (left, right)), (height, width) or one number for all.
bool set_from_pairs(PaddingPiece& padding, const Expression& sides, std::size_t axes) {
  if (const auto one = whole_number(sides)) {
    padding.begins = padding.ends = std::vector<Index>(axes, *one);
    return true;
  }
  if (const auto numbers = whole_numbers(sides); numbers && numbers->size() == axes && axes > 1) {
    padding.begins = padding.ends = *numbers;
    return true;
  }
  std::vector<Expression> pairs = sides.items;
  if (axes == 1 && whole_numbers(sides)) pairs = {sides};
  for (const Expression& pair : pairs) {
    const auto two = whole_numbers(pair);
    if (!two || two->size() != 2) return false;
    padding.begins.push_back((*two)[0]);
    padding.ends.push_back((*two)[1]);
  }
  return padding.begins.size() == axes;
}

using Piece = Result<std::optional<PaddingPiece>>;

Status take_mode(PaddingPiece& padding, const BoundCall& call, const std::vector<std::pair<std::string, std::string>>& modes) {
  std::vector<std::string> known;
  for (const auto& each : modes) known.push_back(each.first);
  Result<std::string> mode = call.word("mode", known);
  if (!mode) return mode.error();
  for (const auto& [word, attribute] : modes) {
    if (word == *mode) padding.mode = attribute;
  }
  return success();
}

Status take_value(PaddingPiece& padding, const BoundCall& call, std::string_view name) {
  if (!call.given(name) || call.is_none(name)) return success();
  Result<double> value = call.real(name);
  if (!value) return value.error();
  padding.value = *value;
  if (padding.mode == "zeros" && padding.value != 0) padding.mode = "constant";
  return success();
}

// F.pad(x, (1, 0, 1, 0), mode="reflect")
Piece torch_function(PaddingPiece padding, const Expression& expression) {
  Result<BoundCall> call = BoundCall::bind(padding.name, "input, pad, mode='constant', value=None", expression);
  if (!call) return call.error();
  const auto sides = whole_numbers(call->at("pad"));
  if (!sides || !set_from_last(padding, *sides)) return not_taken(call->at("pad"), "pad", "2, 4 or 6 whole numbers");
  Status taken =
      take_mode(padding, *call, {{"constant", "zeros"}, {"reflect", "reflect"}, {"replicate", "replicate"}, {"circular", "circular"}});
  if (taken) taken = take_value(padding, *call, "value");
  if (!taken) return taken.error();
  return std::optional(padding);
}

// np.pad(x, ((0, 0), (0, 0), (1, 0), (1, 0)), mode="edge"): batch and channels first, which are not padded.
Piece numpy(PaddingPiece padding, const Expression& expression) {
  Result<BoundCall> call = BoundCall::bind(padding.name, "array, pad_width, mode='constant', constant_values=0", expression);
  if (!call) return call.error();
  const Expression& sides = call->at("pad_width");
  const bool pairs = is_list(sides) && sides.items.size() > 2 && set_from_pairs(padding, sides, sides.items.size());
  const bool unpadded = pairs && padding.begins[0] + padding.ends[0] + padding.begins[1] + padding.ends[1] == 0;
  if (!unpadded) return not_taken(sides, "pad_width", "pairs for all axes, with (0, 0) for batch and channels");
  padding.begins.erase(padding.begins.begin(), padding.begins.begin() + 2);
  padding.ends.erase(padding.ends.begin(), padding.ends.begin() + 2);
  Status taken = take_mode(padding, *call, {{"constant", "zeros"}, {"reflect", "reflect"}, {"edge", "replicate"}, {"wrap", "circular"}});
  if (taken) taken = take_value(padding, *call, "constant_values");
  if (!taken) return taken.error();
  return std::optional(padding);
}

// nn.ZeroPad2d(1), nn.ReflectionPad2d((1, 1, 0, 0)), nn.ConstantPad2d(1, 3.5)
Piece torch_module(PaddingPiece padding, const Expression& expression, const std::string& mode, std::size_t axes) {
  padding.mode = mode;
  Result<BoundCall> call = BoundCall::bind(padding.name, mode == "constant" ? "padding, value" : "padding", expression);
  if (!call) return call.error();
  const Expression& written = call->at("padding");
  auto sides = whole_numbers(written);
  if (const auto one = whole_number(written)) sides = std::vector<Index>(2 * axes, *one);
  if (!sides || sides->size() != 2 * axes || !set_from_last(padding, *sides)) {
    return not_taken(written, "padding", "a whole number, or begin and end of every axis, the last first");
  }
  if (mode == "constant") {
    Status value = take_value(padding, *call, "value");
    if (!value) return value.error();
  }
  return std::optional(padding);
}

// layers.ZeroPadding2D(((1, 0), (1, 0)))
Piece keras(PaddingPiece padding, const Expression& expression, std::size_t axes) {
  Result<BoundCall> call = BoundCall::bind(padding.name, "padding=1, data_format=None, *, name=None", expression);
  if (!call) return call.error();
  if (!set_from_pairs(padding, call->at("padding"), axes)) return not_taken(call->at("padding"), "padding", "begin and end of every axis");
  return std::optional(padding);
}

std::vector<Index> filled(const std::vector<Index>& sides, int axes) {
  std::vector<Index> all(static_cast<std::size_t>(axes), 0);
  std::copy(sides.begin(), sides.end(), all.end() - static_cast<std::ptrdiff_t>(sides.size()));
  return all;
}

bool pads_itself(const CodeLayer& layer) {
  if (layer.same_for_input) return true;
  if (!layer.attributes.has("padding")) return false;
  if (layer.attributes.is_word("padding")) return layer.attributes.word("padding") != "valid";
  const std::vector<Index>& sides = layer.attributes.integers("padding");
  return std::any_of(sides.begin(), sides.end(), [](Index side) { return side != 0; });
}

// The value that stands in the padding of these layers whatever the code says; nothing: any may.
std::optional<double> only_value(const CodeLayer& layer) {
  if (layer.op.starts_with("max_pool")) return -std::numeric_limits<double>::infinity();
  if (layer.op.starts_with("avg_pool") || layer.op == "unfold" || layer.op == "deform_conv2d") return 0;
  return std::nullopt;
}

bool takes_padding(const CodeLayer& layer) {
  return layer.op == "convolve" || layer.op == "deform_conv2d" || layer.op == "unfold" ||
         (layer.op.starts_with("conv") && !layer.op.starts_with("conv_transpose")) ||
         layer.op.ends_with("_pool" + std::to_string(layer.axes) + "d");
}

}  // namespace

Piece read_padding(const Expression& expression) {
  PaddingPiece padding;
  padding.name = callee_of(expression);
  padding.place = expression.place;
  const std::string& name = padding.name;
  if (name == "F.pad" || name == "nn.functional.pad" || name == "torch.nn.functional.pad") return torch_function(padding, expression);
  if (name == "np.pad" || name == "numpy.pad") return numpy(padding, expression);
  const std::string_view last = last_part(name);
  for (std::size_t axes = 1; axes <= 3; ++axes) {
    const std::string digit = std::to_string(axes);
    if (last == "ZeroPadding" + digit + "D") return keras(padding, expression, axes);
    for (auto [stem, mode] : {std::pair{"ZeroPad", "zeros"}, std::pair{"ConstantPad", "constant"}, std::pair{"ReflectionPad", "reflect"},
                              std::pair{"ReplicationPad", "replicate"}, std::pair{"CircularPad", "circular"}}) {
      if (last == stem + digit + "d") return torch_module(padding, expression, mode, axes);
    }
  }
  return std::optional<PaddingPiece>();
}

Status pad_before(CodeLayer& layer, const PaddingPiece& padding) {
  const Index line = padding.place.line, column = padding.place.column;
  if (!takes_padding(layer) || static_cast<int>(padding.begins.size()) > layer.axes) {
    return refusal(ErrorKind::kUsage, "", "code_pads_nothing", "line {}, column {}: {} cannot be shown before {}", line, column,
                   padding.name, layer.name);
  }
  if (pads_itself(layer)) {
    return refusal(ErrorKind::kUsage, "", "code_pads_twice", "line {}, column {}: {} pads, and {} pads once more", line, column,
                   padding.name, layer.name);
  }
  const std::optional<double> only = only_value(layer);
  const bool constant = padding.mode == "zeros" || padding.mode == "constant";
  if (only && (!constant || padding.value != *only)) {
    return refusal(ErrorKind::kUsage, "", "code_pad_value", "line {}, column {}: {} pads with {} alone", line, column, layer.name,
                   *only == 0 ? "0" : "-inf");
  }
  std::vector<Index> sides = filled(padding.begins, layer.axes);
  const std::vector<Index> ends = filled(padding.ends, layer.axes);
  // Of a pooling's own padding at most half the kernel is allowed; begins and ends, each given, may be more.
  const bool pooling = layer.op.find("_pool") != std::string::npos;
  if (pooling || sides != ends) sides.insert(sides.end(), ends.begin(), ends.end());
  layer.attributes.set("padding", sides);
  if (layer.op.starts_with("avg_pool")) layer.attributes.set("count_include_pad", true);  // what was added before counts
  if (only) return success();
  layer.attributes.set("padding_mode", padding.mode);
  if (padding.mode == "constant") layer.attributes.set("padding_value", padding.value);
  return success();
}

// ---- behind the layer -------------------------------------------------------------------------------------------------------
namespace {

struct Cropped {
  std::vector<std::optional<Index>> from, to;  // one per axis; absent: the end of the axis
};

// y[..., a:b, c:d]
std::optional<Cropped> slices_of(const Expression& expression) {
  const bool subscript =
      expression.kind == Syntax::kSubscript && expression.items.size() > 2 && expression.items[1].kind == Syntax::kEllipsis;
  if (!subscript) return {};
  Cropped cropped;
  for (std::size_t i = 2; i < expression.items.size(); ++i) {
    const Expression& slice = expression.items[i];
    if (slice.kind != Syntax::kSlice || slice.items[2].kind != Syntax::kNothing) return {};
    for (std::size_t side = 0; side < 2; ++side) {
      const std::optional<Index> number = whole_number(slice.items[side]);
      if (!number && slice.items[side].kind != Syntax::kNothing) return {};
      (side == 0 ? cropped.from : cropped.to).push_back(number);
    }
  }
  return cropped;
}

void crop_transposed(CodeLayer& layer, const std::vector<Index>& begins, const std::vector<Index>& ends) {
  std::vector<Index> sides = begins;
  if (begins != ends) sides.insert(sides.end(), ends.begin(), ends.end());
  layer.attributes.set("padding", sides);
}

// The windows of a fold lay on the padded image: what is left of it is the output.
bool crop_fold(CodeLayer& layer, const Cropped& cropped) {
  std::vector<Index> size = layer.attributes.integers("output_size"), begins, ends;
  for (std::size_t i = 0; i < 2; ++i) {
    const Index from = cropped.from[i].value_or(0), to = cropped.to[i].value_or(size[i]);
    if (from < 0 || to <= from || to > size[i]) return false;
    begins.push_back(from);
    ends.push_back(size[i] - to);
    size[i] = to - from;
  }
  begins.insert(begins.end(), ends.begin(), ends.end());
  layer.attributes.set("output_size", size);
  layer.attributes.set("padding", begins);
  return true;
}

}  // namespace

Result<bool> crop_behind(CodeLayer& layer, const Expression& expression) {
  const bool transposed = layer.op.starts_with("conv_transpose");
  const std::size_t axes = static_cast<std::size_t>(layer.axes);
  if (last_part(callee_of(expression)).starts_with("Cropping") && transposed && !pads_itself(layer)) {
    PaddingPiece sides;
    Result<BoundCall> call = BoundCall::bind(callee_of(expression), "cropping=1, data_format=None, *, name=None", expression);
    if (!call) return call.error();
    if (!set_from_pairs(sides, call->at("cropping"), axes))
      return not_taken(call->at("cropping"), "cropping", "begin and end of every axis");
    crop_transposed(layer, sides.begins, sides.ends);
    return true;
  }
  const std::optional<Cropped> cropped = slices_of(expression);
  if (!cropped || cropped->from.size() != axes || pads_itself(layer)) return false;
  if (layer.op == "fold") return crop_fold(layer, *cropped);
  if (!transposed) return false;
  std::vector<Index> begins, ends;
  for (std::size_t i = 0; i < axes; ++i) {
    begins.push_back(cropped->from[i].value_or(0));
    ends.push_back(-cropped->to[i].value_or(0));
    if (begins.back() < 0 || ends.back() < 0 || cropped->to[i] == Index{0}) return false;
  }
  crop_transposed(layer, begins, ends);
  return true;
}

bool scale_behind(CodeLayer& layer, const Expression& expression) {
  const bool quotient = expression.kind == Syntax::kOperation && expression.name == "/" && expression.items.size() == 2;
  if (!quotient || !layer.op.starts_with("avg_pool")) return false;
  const Expression& product = expression.items[0];
  const std::optional<Index> divisor = whole_number(expression.items[1]);
  if (product.kind != Syntax::kOperation || product.name != "*" || product.items.size() != 2 || !divisor || *divisor == 0) return false;
  Index window = 1;
  for (Index size : numbers_or(layer, "kernel_size", 1)) window *= size;
  if (whole_number(product.items[1]) != window || layer.attributes.has("divisor_override")) return false;
  layer.attributes.set("divisor_override", std::vector<Index>{*divisor});
  return true;
}

bool is_turn(const Expression& expression) {
  if (expression.kind != Syntax::kSubscript || expression.items.size() < 3) return false;
  auto turned = [](const Expression& slice) { return slice.kind == Syntax::kSlice && whole_number(slice.items[2]) == Index{-1}; };
  return turned(expression.items.back()) && turned(expression.items[expression.items.size() - 2]);
}

bool is_way_back(const Expression& expression) {
  return callee_of(expression) == "torch.autograd.grad" && expression.items.size() >= 3 && expression.items[2].kind == Syntax::kName;
}

void turn_back(CodeLayer& layer, const Expression& expression) {
  if (layer.op == "conv2d") layer.op = expression.items[2].name == "w" ? "conv2d_weight_grad" : "conv2d_input_grad";
}

}  // namespace convscope
