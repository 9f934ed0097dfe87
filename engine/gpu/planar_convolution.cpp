#include "engine/gpu/planar_convolution.h"

#include <cstring>

namespace convscope {
namespace {

constexpr std::size_t kDispatchFields = 4;

// Reads the plan's parameters into a block, `first` being its first field after the dispatch's.
template <class Block>
Block block_of(const GpuPlan& plan, std::int32_t Block::*first) {
  Block block;
  constexpr std::size_t kFields = sizeof(Block) / sizeof(std::int32_t) - kDispatchFields;
  CONVSCOPE_CHECK_EQ(plan.parameters.size(), kFields);
  std::memcpy(&(block.*first), plan.parameters.data(), kFields * sizeof(std::int32_t));
  return block;
}

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

params::Conv2d conv2d_parameters(const GpuPlan& plan) { return block_of(plan, &params::Conv2d::batch); }
params::Convolution convolution_parameters(const GpuPlan& plan) { return block_of(plan, &params::Convolution::batch); }

std::optional<PlanarConvolution> planar_convolution(const GpuPlan& plan) {
  const float padding = static_cast<float>(plan.padding_value);
  if (plan.shader == "conv2d") return PlanarConvolution{conv2d_parameters(plan), padding, false};
  if (plan.shader == "conv1d") return PlanarConvolution{in_the_plane(convolution_parameters(plan)), padding, false};
  if (plan.shader == "convolve") return PlanarConvolution{in_the_plane(convolution_parameters(plan)), padding, true};
  return std::nullopt;
}

}  // namespace convscope
