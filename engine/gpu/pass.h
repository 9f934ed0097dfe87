// One shader's work on one layer: what is baked, what is set, how each tensor is laid out, how many items there are.
// The host path runs any pass; forms (conv2d_tile.h) only make one. No GL here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/gpu/buffer.h"
#include "engine/gpu/shader_source.h"
#include "engine/ops/operator.h"

namespace convscope {

// A tensor as the shader wants it. Slot s of the operator is bound at s + 1, the output at 0.
struct PassInput {
  Index floats = 0;                       // 0: absent
  std::function<void(float* to)> arrange; // writes all of them
};

struct Pass {
  std::string shader;  // "ops/conv2d.comp"
  Defines defines;
  std::vector<std::int32_t> parameters;  // of the shader's block in params.h, after the dispatch fields
  float padding_value = 0;
  TexelFormat texels = TexelFormat::kOneFloat;
  std::vector<PassInput> inputs;
  Index items = 0;
  double work = 0;           // of all items, in products of the fast form, to cut what takes long
  Index output_rows = 0;     // the output lies in rows of `row_pitch` floats, of which the first `row_length` count
  Index row_length = 0;
  Index row_pitch = 0;
};

// The pass that the layer's own plan asks for: tensors as they are, one item per output cell.
Pass plain_pass(const Layer& layer, const TensorSet& tensors);

// Dispatches of at most so many items.
struct PassPart {
  Index first = 0;
  Index count = 0;
};
std::vector<PassPart> parts_of(const Pass& pass, std::int64_t products_per_dispatch);

struct GroupCounts {
  unsigned x = 1, y = 1, z = 1;
};
// Groups of 64 items folded over the axes: the product covers them, no axis holds more than groups_per_axis
// (three axes always suffice below 2^31 items).
GroupCounts fold_groups(Index items, int groups_per_axis);

}  // namespace convscope
