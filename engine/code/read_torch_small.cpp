// PyTorch's layers without a window: activations, normalisation, sums, and what changes sizes.
#include <algorithm>

#include "engine/base/refusal.h"
#include "engine/code/read_parts.h"
#include "engine/code/torch_readers.h"

namespace convscope::torch {

Read interpolation(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "interpolate", 0);
  if (call.is_none("size") == call.is_none("scale_factor")) {
    return refusal(ErrorKind::kUsage, "", "code_size_or_factor", "line {}, column {}: {} takes either size or scale_factor",
                   call.place().line, call.place().column, call.callee());
  }
  if (!call.is_none("size")) {
    std::optional<std::vector<Index>> sizes = whole_numbers(call.at("size"));
    if (const auto one = whole_number(call.at("size"))) sizes = std::vector<Index>{*one};
    const bool count = sizes && !sizes->empty() && sizes->size() <= 3 && *std::min_element(sizes->begin(), sizes->end()) > 0;
    if (!count) return not_taken(call.at("size"), "size", "a whole number of at least 1, or one per axis");
    layer.attributes.set("size", *sizes);
  } else {
    const int count = std::clamp(static_cast<int>(call.at("scale_factor").items.size()), 1, 3);
    Result<std::vector<double>> factors = call.reals("scale_factor", count);
    if (!factors) return factors.error();
    layer.attributes.set("scale_factor", *std::move(factors));
  }
  Result<std::string> mode = call.word("mode", {"nearest", "bilinear"});
  if (!mode) return mode.error();
  layer.attributes.set("mode", *mode);
  Status corners = take_flag(layer, call, "align_corners", "align_corners");
  if (!corners) return corners.error();
  return layer;
}

Read shuffle(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "channel_shuffle", 0);
  Status taken = take_groups(layer, call);
  if (!taken) return taken.error();
  return layer;
}

Read blocks(const BoundCall& call, int axes) {
  const bool folds = call.has("output_size");
  CodeLayer layer = begin(call, folds ? "fold" : "unfold", axes);
  Status taken = all_of({take_numbers(layer, call, "kernel_size", "kernel_size", 1), take_numbers(layer, call, "dilation", "dilation", 1),
                         take_numbers(layer, call, "padding", "padding", 0), take_numbers(layer, call, "stride", "stride", 1)});
  if (!taken) return taken.error();
  if (!folds) return layer;
  Result<std::vector<Index>> size = call.per_axis("output_size", axes, 1);
  if (!size) return size.error();
  if (size->size() == 1) size->push_back(size->front());
  layer.attributes.set("output_size", *size);
  return layer;
}

Read normalisation(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "batch_norm", 0);
  Status taken = take_real(layer, call, "eps", "eps");
  if (!taken) return taken.error();
  if (!call.has("num_features")) {
    layer.bias = !call.is_none("bias");
    layer.scale = !call.is_none("weight");
    return layer;
  }
  Result<bool> affine = call.flag("affine");
  if (!affine) return affine.error();
  layer.bias = layer.scale = *affine;
  taken = take_channels(layer, call, "num_features", "");
  if (!taken) return taken.error();
  return layer;
}

Read linear(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "linear", 0);
  Status taken = all_of({take_channels(layer, call, "in_features", "out_features"), take_bias(layer, call)});
  if (!taken) return taken.error();
  return layer;
}

Read linear_function(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "linear", 0);
  layer.bias = !call.is_none("bias");
  return layer;
}

Read dropout(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "dropout", 0);
  Status taken = take_chance(layer, call, "p", "p");
  if (!taken) return taken.error();
  return layer;
}

Read relu(const BoundCall& call, int) { return begin(call, "relu", 0); }
Read relu6(const BoundCall& call, int) { return begin(call, "relu6", 0); }
Read sigmoid(const BoundCall& call, int) { return begin(call, "sigmoid", 0); }
Read silu(const BoundCall& call, int) { return begin(call, "silu", 0); }
Read hardsigmoid(const BoundCall& call, int) { return begin(call, "hardsigmoid", 0); }
Read hardswish(const BoundCall& call, int) { return begin(call, "hardswish", 0); }

Read leaky_relu(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "leaky_relu", 0);
  Status taken = take_real(layer, call, "negative_slope", "negative_slope");
  if (!taken) return taken.error();
  return layer;
}

// clamp((x + 1) / 2, 0, 1): the hard sigmoid of straight lines. Any other clamp is no layer of the list.
Read clamp(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "hardsigmoid", 0);
  const Expression& half = call.at("input");
  const bool halved = half.kind == Syntax::kOperation && half.name == "/" && real_number(half.items.back()) == 2.0 &&
                      half.items[0].kind == Syntax::kOperation && half.items[0].name == "+" &&
                      real_number(half.items[0].items.back()) == 1.0;
  if (!halved) return not_taken(half, "clamp", "(x + 1) / 2 here, the hard sigmoid");
  if (real_number(call.at("min")) != 0.0) return not_taken(call.at("min"), "min", "0 here, the hard sigmoid");
  if (real_number(call.at("max")) != 1.0) return not_taken(call.at("max"), "max", "1 here, the hard sigmoid");
  layer.attributes.set("form", std::string("linear"));
  return layer;
}

Read concatenation(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "cat", 0);
  const std::optional<Index> axis = whole_number(call.at("dim"));
  if (!axis) return not_taken(call.at("dim"), "dim", "a whole number");
  const Expression& tensors = call.at("tensors");
  if (!is_list(tensors) || tensors.items.size() != 2) return not_taken(tensors, "tensors", "2 tensors here, (x, other)");
  layer.attributes.set("dim", std::vector<Index>{*axis});
  return layer;
}

Read addition(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "add", 0);
  Status taken = take_real(layer, call, "alpha", "alpha");
  if (!taken) return taken.error();
  return layer;
}

}  // namespace convscope::torch
