// PyTorch's windows: convolutions, poolings and their ways back, as modules (nn.Conv2d) and as functions (F.conv2d).
#include <algorithm>

#include "engine/base/refusal.h"
#include "engine/code/read_parts.h"
#include "engine/code/torch_readers.h"

namespace convscope::torch {
namespace {

// Numbers, or "valid" and "same"; PyTorch refuses "same" where the window strides.
Status take_padding(CodeLayer& layer, const BoundCall& call) {
  if (!call.given("padding")) return success();
  const Expression& written = call.at("padding");
  if (written.kind != Syntax::kText) return take_numbers(layer, call, "padding", "padding", 0);
  Result<std::string> word = call.word("padding", {"valid", "same"});
  if (!word) return word.error();
  for (Index stride : numbers_or(layer, "stride", 1)) {
    if (*word != "same" || stride == 1) continue;
    return refusal(ErrorKind::kUsage, "", "code_same_stride",
                   "line {}, column {}: padding=\"same\" needs stride 1 in PyTorch, the stride is {}", written.place.line,
                   written.place.column, stride);
  }
  layer.attributes.set("padding", *word);
  return success();
}

Status take_padding_mode(CodeLayer& layer, const BoundCall& call) {
  if (!call.given("padding_mode")) return success();
  Result<std::string> mode = call.word("padding_mode", {"zeros", "reflect", "replicate", "circular"});
  if (!mode) return mode.error();
  layer.attributes.set("padding_mode", *mode);
  return success();
}

Status take_window(CodeLayer& layer, const BoundCall& call) {
  Status stride = take_numbers(layer, call, "stride", "stride", 1);  // the padding asks for it
  if (!stride) return stride;
  return all_of({take_padding(layer, call), take_numbers(layer, call, "dilation", "dilation", 1), take_groups(layer, call)});
}

// w.flip(-2, -1), by whatever name and in any order.
bool is_turned(const Expression& weight) {
  const bool flip = weight.kind == Syntax::kCall && weight.items.size() >= 2 && weight.items[0].kind == Syntax::kName &&
                    weight.items[0].name.ends_with(".flip");
  if (!flip) return false;
  std::vector<Index> axes;
  for (std::size_t i = 1; i < weight.items.size(); ++i) {
    if (const auto list = whole_numbers(weight.items[i]))
      axes = *list;
    else if (const auto axis = whole_number(weight.items[i]))
      axes.push_back(*axis);
  }
  for (Index& axis : axes) axis = axis < 0 ? axis + 4 : axis;
  std::sort(axes.begin(), axes.end());
  return axes == std::vector<Index>{2, 3};
}

Status take_transposed(CodeLayer& layer, const BoundCall& call) {
  return all_of({take_numbers(layer, call, "stride", "stride", 1), take_numbers(layer, call, "padding", "padding", 0),
                 take_numbers(layer, call, "output_padding", "output_padding", 0), take_numbers(layer, call, "dilation", "dilation", 1),
                 take_groups(layer, call)});
}

Status check_pool_padding(const CodeLayer& layer, const BoundCall& call) {
  const std::vector<Index> kernel = numbers_or(layer, "kernel_size", 1), padding = numbers_or(layer, "padding", 0);
  for (std::size_t i = 0; i < kernel.size(); ++i) {
    if (2 * padding[i] <= kernel[i]) continue;
    const Expression& written = call.at("padding");
    return refusal(ErrorKind::kUsage, "", "code_pool_padding",
                   "line {}, column {}: a pooling's padding is at most half its kernel {}, it is {}", written.place.line,
                   written.place.column, kernel[i], padding[i]);
  }
  return success();
}

Read pooling(const BoundCall& call, int axes, const std::string& stem) {
  CodeLayer layer = begin(call, with_axes(stem, axes), axes);
  Status taken =
      all_of({take_numbers(layer, call, "kernel_size", "kernel_size", 1), take_numbers(layer, call, "stride", "stride", 1),
              take_numbers(layer, call, "padding", "padding", 0), take_numbers(layer, call, "dilation", "dilation", 1),
              take_flag(layer, call, "ceil_mode", "ceil_mode"), take_flag(layer, call, "count_include_pad", "count_include_pad")});
  if (taken) taken = check_pool_padding(layer, call);
  if (!taken) return taken.error();
  if (call.given("divisor_override") && !call.is_none("divisor_override")) {
    const std::optional<Index> divisor = whole_number(call.at("divisor_override"));
    if (!divisor || *divisor == 0) return not_taken(call.at("divisor_override"), "divisor_override", "a whole number that is not 0");
    layer.attributes.set("divisor_override", std::vector<Index>{*divisor});
  }
  return layer;
}

}  // namespace

CodeLayer begin(const BoundCall& call, const std::string& op, int axes) { return begin_layer(call, op, CodeDialect::kPyTorch, axes); }

Status take_groups(CodeLayer& layer, const BoundCall& call) {
  if (!call.given("groups")) return success();
  Result<Index> groups = call.whole("groups", 1);
  if (!groups) return groups.error();
  layer.attributes.set("groups", std::vector<Index>{*groups});
  return success();
}

Status take_channels(CodeLayer& layer, const BoundCall& call, std::string_view in, std::string_view out) {
  Result<Index> channels_in = call.whole(in, 1);
  if (!channels_in) return channels_in.error();
  layer.channels_in = *channels_in;
  if (out.empty()) return success();
  Result<Index> channels_out = call.whole(out, 1);
  if (!channels_out) return channels_out.error();
  layer.channels_out = *channels_out;
  return success();
}

Status take_bias(CodeLayer& layer, const BoundCall& call) {
  Result<bool> bias = call.flag("bias");
  if (!bias) return bias.error();
  layer.bias = *bias;
  return success();
}

Read convolution(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, with_axes("conv", axes), axes);
  Status taken = all_of({take_channels(layer, call, "in_channels", "out_channels"), take_kernel(layer, call), take_window(layer, call),
                         take_padding_mode(layer, call), take_bias(layer, call)});
  if (taken) taken = check_groups(layer, call);
  if (!taken) return taken.error();
  return layer;
}

Read convolution_function(const BoundCall& call, int axes) {
  const bool turned = axes == 2 && is_turned(call.at("weight"));
  CodeLayer layer = begin(call, turned ? "convolve" : with_axes("conv", axes), axes);
  layer.bias = !call.is_none("bias");
  Status taken = take_window(layer, call);
  if (!taken) return taken.error();
  return layer;
}

Read transposed(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, with_axes("conv_transpose", axes), axes);
  Status taken = all_of({take_channels(layer, call, "in_channels", "out_channels"), take_kernel(layer, call), take_transposed(layer, call),
                         take_bias(layer, call)});
  if (taken) taken = check_groups(layer, call);
  if (!taken) return taken.error();
  if (call.given("padding_mode")) {
    Result<std::string> mode = call.word("padding_mode", {"zeros"});
    if (!mode) return mode.error();
  }
  return layer;
}

Read transposed_function(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, with_axes("conv_transpose", axes), axes);
  layer.bias = !call.is_none("bias");
  Status taken = take_transposed(layer, call);
  if (!taken) return taken.error();
  return layer;
}

Read deformable(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, "deform_conv2d", axes);
  Status taken = all_of({take_numbers(layer, call, "stride", "stride", 1), take_numbers(layer, call, "padding", "padding", 0),
                         take_numbers(layer, call, "dilation", "dilation", 1)});
  if (!taken) return taken.error();
  if (!call.has("kernel_size")) {
    layer.bias = !call.is_none("bias");
    return layer;
  }
  taken = all_of({take_channels(layer, call, "in_channels", "out_channels"), take_kernel(layer, call), take_bias(layer, call)});
  if (!taken) return taken.error();
  return layer;
}

// The sizes that a gradient leads back to.
Read gradient(const BoundCall& call, int axes) {
  const bool of_input = call.has("input_size");
  const char* const size = of_input ? "input_size" : "weight_size";
  CodeLayer layer = begin(call, of_input ? "conv2d_input_grad" : "conv2d_weight_grad", axes);
  const std::optional<std::vector<Index>> sizes = whole_numbers(call.at(size));
  if (!sizes || sizes->size() != 4) return not_taken(call.at(size), size, "4 whole numbers");
  layer.attributes.set(size, *sizes);
  Status taken = take_window(layer, call);
  if (!taken) return taken.error();
  return layer;
}

Read max_pooling(const BoundCall& call, int axes) { return pooling(call, axes, "max_pool"); }

Read average_pooling(const BoundCall& call, int axes) { return pooling(call, axes, "avg_pool"); }

Read global_pooling(const BoundCall& call, int axes) {
  const Expression& size = call.at("output_size");
  const std::optional<std::vector<Index>> list = whole_numbers(size);
  const bool one = whole_number(size) == 1 || (list && *list == std::vector<Index>{1, 1});
  if (!one) return not_taken(size, "output_size", "1, the mean of a whole map");
  return begin(call, "global_avg_pool2d", axes);
}

Read unpooling(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, "max_unpool2d", axes);
  if (call.has("kernel_size")) {
    Status taken = all_of({take_numbers(layer, call, "kernel_size", "kernel_size", 1), take_numbers(layer, call, "stride", "stride", 1),
                           take_numbers(layer, call, "padding", "padding", 0)});
    if (!taken) return taken.error();
  }
  if (!call.given("output_size") || call.is_none("output_size")) return layer;
  const std::optional<std::vector<Index>> sizes = whole_numbers(call.at("output_size"));
  if (!sizes || sizes->size() < 2) return not_taken(call.at("output_size"), "output_size", "2 whole numbers");
  layer.attributes.set("output_size", std::vector<Index>(sizes->end() - 2, sizes->end()));
  return layer;
}

}  // namespace convscope::torch
