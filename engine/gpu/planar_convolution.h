// Convolutions in a plane, whatever their operator is called (conv2d, conv1d, convolve): what the fast forms and the CPU compute alike. No
// GL here.
#pragma once

#include <optional>

#include "engine/ops/operator.h"
#include "shaders/include/params.h"

namespace convscope {

struct PlanarConvolution {
  params::Conv2d sizes;
  float padding_value = 0;
  bool turned = false;  // the kernel meets the window turned by 180°
};

// Nothing for plans of other operators.
std::optional<PlanarConvolution> planar_convolution(const GpuPlan& plan);

// The fields of a plan's parameters, where they are those of that block.
params::Conv2d conv2d_parameters(const GpuPlan& plan);
params::Convolution convolution_parameters(const GpuPlan& plan);

}  // namespace convscope
