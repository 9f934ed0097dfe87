// conv2d and its kin on the CPU's cores in single precision, in the shaders' order of summation: on a device that rounds after every
// product and every sum, as software GL does, the bits are the shaders'.
#pragma once

#include "engine/base/all_cores.h"
#include "engine/gpu/planar_convolution.h"

namespace convscope {

// `cancelled` (which may be empty) is asked every few rows on the calling thread; true leaves the rest of the output zeros.
Tensor conv2d_on_cpu(const PlanarConvolution& planar, const TensorSet& tensors, const Extents& output,
                     const Cancelled& cancelled);

}  // namespace convscope
