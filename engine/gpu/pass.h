// Shaders' work on one layer: how each tensor is laid out, and the steps, each a shader with what is baked, what is set and how many items
// there are. The host path runs any pass; forms (conv2d_tile.h, winograd.h, …) only make one. No GL here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/gpu/buffer.h"
#include "engine/gpu/shader_source.h"
#include "engine/ops/operator.h"

namespace convscope {

// A tensor as the shaders want it.
struct PassInput {
  Index floats = 0;                       // 0: absent
  std::function<void(float* to)> arrange; // writes all of them
  const std::vector<float>* source = nullptr;  // what `arrange` reads: unchanged, it is not laid out again. nullptr: always laid out
  std::uint64_t layout = 0;               // tells apart what `arrange` makes of one source
};

// Buffers of a pass: the output, then the inputs (slot s is 1 + s), then the scratch.
inline constexpr int kPassOutput = 0;
inline constexpr int kFirstPassInput = 1;

// One shader over its items. Steps run one after the other; each reads what those before it wrote.
struct PassStep {
  std::string shader;  // "ops/conv2d.comp"
  Defines defines;
  std::vector<std::int32_t> parameters;  // of the shader's block in params.h, after the dispatch fields
  std::vector<int> buffers;  // by binding, the written one first; empty: the output and the inputs in their order
  Index items = 0;
  double work = 0;           // of all items, in products of the fast form, to cut what takes long
};

struct Pass {
  float padding_value = 0;
  TexelFormat texels = TexelFormat::kOneFloat;
  bool storage_loads = false;  // the plain forms read storage instead of images (SSBO_LOADS)
  std::vector<PassInput> inputs;
  std::vector<Index> scratch;  // floats of each, written and read by steps
  std::vector<PassStep> steps;
  Index output_floats = 0;
  std::function<void(const float* from, float* to)>
      collect;  // from what the steps wrote to the output's cells; empty: the cells are as they lie
};

// The pass that the layer's own plan asks for: tensors as they are, one item per output cell.
Pass plain_pass(const Layer& layer, const TensorSet& tensors);
PassInput plain_input(const Tensor* tensor);

// Takes the first `row_length` of every `row_pitch` floats.
std::function<void(const float* from, float* to)> collect_rows(Index rows, Index row_length, Index row_pitch);

// Dispatches of at most so many items.
struct PassPart {
  Index first = 0;
  Index count = 0;
};

// Cuts a step's items into parts: first of `products` products, then as large as the time of the last says, so that none takes long.
class PartCutter {
 public:
  PartCutter(const PassStep& step, std::int64_t products, double seconds);
  bool more() const { return first_ < items_; }
  PassPart next();
  // How long the part took that was last handed out.
  void took(double seconds);

 private:
  Index items_, first_ = 0, size_;
  double seconds_;
};

struct GroupCounts {
  unsigned x = 1, y = 1, z = 1;
};
// Groups of 64 items folded over the axes: the product covers them, no axis holds more than groups_per_axis
// (three axes always suffice below 2^31 items).
GroupCounts fold_groups(Index items, int groups_per_axis);

}  // namespace convscope
