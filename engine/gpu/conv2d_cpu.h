// conv2d on the CPU's cores in single precision, in the shaders' order of summation: on a device that rounds after every product and
// every sum, as software GL does, the bits are the shaders'.
#pragma once

#include "engine/ops/operator.h"
#include "shaders/include/params.h"

namespace convscope {

Tensor conv2d_on_cpu(const params::Conv2d& conv, float padding_value, const TensorSet& tensors, const Extents& output);

}  // namespace convscope
