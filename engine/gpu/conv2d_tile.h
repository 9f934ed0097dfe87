// conv2d as rows of texels (shaders/ops/conv2d_tile.comp): chooses the tile, lays out planes and weights. No GL here.
#pragma once

#include <optional>

#include "engine/gpu/pass.h"
#include "shaders/include/params.h"

namespace convscope {

struct Tile {
  int outputs = 1;  // channels of one invocation
  int rows = 1;
  int texels = 1;   // of four neighbouring x
};

// The fields of the plan's parameters.
params::Conv2d conv2d_parameters(const GpuPlan& plan);
Tile choose_tile(const params::Conv2d& conv);
// Nothing when the kernel reaches too far for a row of registers, or the padding for the memory.
std::optional<Pass> tiled_pass(const params::Conv2d& conv, float padding_value, const TensorSet& tensors, const Tile& tile);

}  // namespace convscope
