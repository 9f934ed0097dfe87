#include "engine/gpu/planar_convolution.h"

#include "engine/gpu/parameter_block.h"

namespace convscope {
namespace {

params::Conv2d in_the_plane(const params::Convolution& conv) {
  params::Conv2d plane;
  plane.batch = conv.batch;
  plane.input_channels = conv.input_channels;
  plane.input_height = conv.input_height;
  plane.input_width = conv.input_width;
  plane.output_channels = conv.output_channels;
  plane.output_height = conv.output_height;
  plane.output_width = conv.output_width;
  plane.kernel_height = conv.kernel_height;
  plane.kernel_width = conv.kernel_width;
  plane.stride_y = conv.stride_y;
  plane.stride_x = conv.stride_x;
  plane.dilation_y = conv.dilation_y;
  plane.dilation_x = conv.dilation_x;
  plane.pad_top = conv.pad_top;
  plane.pad_left = conv.pad_left;
  plane.pad_bottom = conv.pad_bottom;
  plane.pad_right = conv.pad_right;
  plane.groups = conv.groups;
  plane.padding_mode = conv.padding_mode;
  plane.has_bias = conv.has_bias;
  return plane;
}

}  // namespace

params::Conv2d conv2d_parameters(const GpuPlan& plan) { return block_of<params::Conv2d>(plan.parameters); }
params::Convolution convolution_parameters(const GpuPlan& plan) { return block_of<params::Convolution>(plan.parameters); }

std::optional<PlanarConvolution> planar_convolution(const GpuPlan& plan) {
  const float padding = static_cast<float>(plan.padding_value);
  if (plan.shader == "conv2d") return PlanarConvolution{conv2d_parameters(plan), padding, false};
  if (plan.shader == "conv1d") return PlanarConvolution{in_the_plane(convolution_parameters(plan)), padding, false};
  if (plan.shader == "convolve") return PlanarConvolution{in_the_plane(convolution_parameters(plan)), padding, true};
  return std::nullopt;
}

}  // namespace convscope
