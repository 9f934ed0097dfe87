// conv2d and its kin as rows of texels (conv_tile.h): pads the planes, lays out the weights. No GL here.
#pragma once

#include <optional>

#include "engine/gpu/pass.h"
#include "engine/gpu/planar_convolution.h"

namespace convscope {

// Nothing when the kernel reaches too far for a row of registers, or the padding for the memory.
std::optional<Pass> tiled_pass(const PlanarConvolution& planar, const TensorSet& tensors, int accumulators);

}  // namespace convscope
