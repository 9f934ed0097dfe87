// conv2d as rows of texels (conv_tile.h): pads the planes, lays out the weights. No GL here.
#pragma once

#include <optional>

#include "engine/gpu/pass.h"
#include "shaders/include/params.h"

namespace convscope {

// The fields of the plan's parameters.
params::Conv2d conv2d_parameters(const GpuPlan& plan);
// Nothing when the kernel reaches too far for a row of registers, or the padding for the memory.
std::optional<Pass> tiled_pass(const params::Conv2d& conv, float padding_value, const TensorSet& tensors);

}  // namespace convscope
