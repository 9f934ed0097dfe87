// conv_transpose2d (and 1d) as stride_y · stride_x phases, each a convolution of stride 1 with the kernel elements that meet its cells
// (conv_tile.h): no inserted zero is read. Every cell is summed in the order of the plain form. No GL here.
#pragma once

#include <optional>
#include <vector>

#include "engine/gpu/pass.h"
#include "shaders/include/params.h"

namespace convscope {

// One phase of one axis: output p = q·stride + phase, q = 0 … count − 1, reads input q + first + t·step for t = 0 … taps − 1,
// and meets kernel element last − t·element_step there.
struct PhaseAxis {
  Index count = 0;
  Index taps = 0;  // 0: nothing is summed
  Index first = 0, step = 1;
  Index last = 0, element_step = 1;
};
std::vector<PhaseAxis> phases_of(Index output, Index kernel, Index stride, Index dilation, Index pad);

// Nothing when the volume is deep, a phase reaches too far for a row of registers, or the padding for the memory.
std::optional<Pass> transposed_pass(const params::Convolution& conv, const TensorSet& tensors, int accumulators);

}  // namespace convscope
