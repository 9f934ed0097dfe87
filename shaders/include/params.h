// The parameters of every shader, declared once: C++ fills the struct, GLSL reads the same fields as a uniform block.
// Only 4-byte scalars, so that std140 and C++ agree on every offset (tests/gpu asks GL whether they do).
#ifdef __cplusplus
#pragma once
#include <cstdint>
namespace convscope::params {
#define BLOCK_BEGIN(name) struct name {
#define BLOCK_END };
#define FIELD(type, name) type name = 0;
using Int = std::int32_t;
using Float = float;
#else
#define BLOCK_BEGIN(name) layout(std140, binding = 0) uniform name {
#define BLOCK_END };
#define FIELD(type, name) type name;
#define Int int
#define Float float
#endif

// What the host path sets for every operator: which part of the outputs this dispatch computes.
#define DISPATCH_FIELDS \
  FIELD(Int, first_item)    /* of this dispatch; an item is what one invocation computes */ \
  FIELD(Int, item_count)    /* items of this dispatch, the last group may reach beyond */ \
  FIELD(Float, padding_value) \
  FIELD(Int, unused)

// An input and an output of three axes.
#define VOLUME_SIZE_FIELDS \
  FIELD(Int, input_depth) FIELD(Int, input_height) FIELD(Int, input_width) \
  FIELD(Int, output_depth) FIELD(Int, output_height) FIELD(Int, output_width)
// A window that walks over three axes, and the padding before and after.
#define VOLUME_WINDOW_FIELDS \
  FIELD(Int, kernel_depth) FIELD(Int, kernel_height) FIELD(Int, kernel_width) \
  FIELD(Int, stride_z) FIELD(Int, stride_y) FIELD(Int, stride_x) \
  FIELD(Int, dilation_z) FIELD(Int, dilation_y) FIELD(Int, dilation_x) \
  FIELD(Int, pad_front) FIELD(Int, pad_top) FIELD(Int, pad_left) \
  FIELD(Int, pad_back) FIELD(Int, pad_bottom) FIELD(Int, pad_right)
// A window that walks over a plane, and the padding before.
#define PLANE_WINDOW_FIELDS \
  FIELD(Int, kernel_height) FIELD(Int, kernel_width) \
  FIELD(Int, stride_y) FIELD(Int, stride_x) \
  FIELD(Int, dilation_y) FIELD(Int, dilation_x) \
  FIELD(Int, pad_top) FIELD(Int, pad_left)

// Padding modes as GpuPlan counts them.
#define PAD_CONSTANT 0  /* zeros are the constant 0 */
#define PAD_REFLECT 1
#define PAD_REPLICATE 2
#define PAD_CIRCULAR 3

#if defined(__cplusplus) || defined(SHADER_relu) || defined(SHADER_relu6) || defined(SHADER_leaky_relu) || defined(SHADER_sigmoid) || \
    defined(SHADER_silu) || defined(SHADER_hardsigmoid) || defined(SHADER_hardswish)
BLOCK_BEGIN(Activation)
  DISPATCH_FIELDS
  FIELD(Float, negative_slope)  // leaky_relu
  FIELD(Int, linear_form)       // hardsigmoid
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_add)
// Axes of the output, the last is 5; cells that a step along each moves in the inputs.
BLOCK_BEGIN(Add)
  DISPATCH_FIELDS
  FIELD(Int, size0)
  FIELD(Int, size1)
  FIELD(Int, size2)
  FIELD(Int, size3)
  FIELD(Int, size4)
  FIELD(Int, size5)
  FIELD(Int, input_step0)
  FIELD(Int, input_step1)
  FIELD(Int, input_step2)
  FIELD(Int, input_step3)
  FIELD(Int, input_step4)
  FIELD(Int, input_step5)
  FIELD(Int, other_step0)
  FIELD(Int, other_step1)
  FIELD(Int, other_step2)
  FIELD(Int, other_step3)
  FIELD(Int, other_step4)
  FIELD(Int, other_step5)
  FIELD(Float, alpha)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_batch_norm)
BLOCK_BEGIN(BatchNorm)
  DISPATCH_FIELDS
  FIELD(Int, channels)
  FIELD(Int, plane_cells)
  FIELD(Int, has_weight)
  FIELD(Int, has_bias)
  FIELD(Float, epsilon)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_cat)
BLOCK_BEGIN(Cat)
  DISPATCH_FIELDS
  FIELD(Int, input_row)
  FIELD(Int, other_row)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_channel_shuffle)
BLOCK_BEGIN(ChannelShuffle)
  DISPATCH_FIELDS
  FIELD(Int, channels)
  FIELD(Int, plane_cells)
  FIELD(Int, groups)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_conv1d) || defined(SHADER_conv3d) || defined(SHADER_convolve) || \
    defined(SHADER_conv_transpose1d) || defined(SHADER_conv_transpose2d) || defined(SHADER_conv_transpose3d) || \
    defined(SHADER_conv2d_input_grad) || defined(SHADER_conv2d_weight_grad)
// Of a convolution of one to three axes; those that are not there are one long and stand in front. The transposed ones name their own input
// and output, the gradients the input and the output of the forward convolution.
BLOCK_BEGIN(Convolution)
  DISPATCH_FIELDS
  FIELD(Int, batch)
  FIELD(Int, input_channels)
  FIELD(Int, input_depth)
  FIELD(Int, input_height)
  FIELD(Int, input_width)
  FIELD(Int, output_channels)
  FIELD(Int, output_depth)
  FIELD(Int, output_height)
  FIELD(Int, output_width)
  VOLUME_WINDOW_FIELDS
  FIELD(Int, groups)
  FIELD(Int, padding_mode)  // PAD_…
  FIELD(Int, has_bias)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_conv2d)
// shaders/ops/conv2d.comp; GpuPlan::parameters are the fields after the dispatch's, in this order.
BLOCK_BEGIN(Conv2d)
  DISPATCH_FIELDS
  FIELD(Int, batch)
  FIELD(Int, input_channels)
  FIELD(Int, input_height)
  FIELD(Int, input_width)
  FIELD(Int, output_channels)
  FIELD(Int, output_height)
  FIELD(Int, output_width)
  PLANE_WINDOW_FIELDS
  FIELD(Int, pad_bottom)
  FIELD(Int, pad_right)
  FIELD(Int, groups)
  FIELD(Int, padding_mode)  // PAD_…
  FIELD(Int, has_bias)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_deform_conv2d)
BLOCK_BEGIN(DeformConv2d)
  DISPATCH_FIELDS
  FIELD(Int, input_channels)
  FIELD(Int, input_height)
  FIELD(Int, input_width)
  FIELD(Int, output_channels)
  FIELD(Int, output_height)
  FIELD(Int, output_width)
  PLANE_WINDOW_FIELDS
  FIELD(Int, groups)
  FIELD(Int, offset_groups)
  FIELD(Int, has_mask)
  FIELD(Int, has_bias)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_conv2d_tile)
// shaders/ops/conv2d_tile.comp; filled by engine/gpu from a Conv2d.
BLOCK_BEGIN(Conv2dTile)
  DISPATCH_FIELDS
  FIELD(Int, input_channels)      // of one group
  FIELD(Int, output_channels)     // of one group
  FIELD(Int, groups)
  FIELD(Int, output_blocks)       // of OUTPUTS channels, per group
  FIELD(Int, output_blocks_inverse)        // an inverse and a shift are a Divisor's, for quotient.glsl
  FIELD(Int, output_blocks_shift)
  FIELD(Int, channel_blocks)      // of all groups
  FIELD(Int, channel_blocks_inverse)
  FIELD(Int, channel_blocks_shift)
  FIELD(Int, output_height)
  FIELD(Int, output_row_texels)   // a texel is four neighbouring x
  FIELD(Int, output_row_tiles)    // invocations across one row
  FIELD(Int, output_row_tiles_inverse)
  FIELD(Int, output_row_tiles_shift)
  FIELD(Int, output_column_tiles) // invocations down one plane
  FIELD(Int, output_column_tiles_inverse)
  FIELD(Int, output_column_tiles_shift)
  FIELD(Int, input_row_texels)
  FIELD(Int, input_plane_texels)
  FIELD(Int, input_first_texel)   // where this dispatch's begin
  FIELD(Int, weight_first_texel)
  FIELD(Int, output_first_texel)
  FIELD(Int, has_bias)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_winograd_tiles) || defined(SHADER_winograd_outputs)
// shaders/ops/winograd_tiles.comp and winograd_outputs.comp; filled by engine/gpu from a Conv2d. An inverse and a shift are a Divisor's.
BLOCK_BEGIN(Winograd)
  DISPATCH_FIELDS
  FIELD(Int, channels)            // of all groups, of the input or of the output
  FIELD(Int, channels_inverse)
  FIELD(Int, channels_shift)
  FIELD(Int, blocks)              // of 2×2 tiles in a plane
  FIELD(Int, blocks_inverse)
  FIELD(Int, blocks_shift)
  FIELD(Int, blocks_across)       // in a row of the plane
  FIELD(Int, blocks_across_inverse)
  FIELD(Int, blocks_across_shift)
  FIELD(Int, product_texels)      // of one product and channel: a texel per block, of all planes
  FIELD(Int, input_row_texels)
  FIELD(Int, input_plane_texels)
  FIELD(Int, output_row_texels)
  FIELD(Int, output_plane_texels)
  FIELD(Int, has_bias)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_dropout)
BLOCK_BEGIN(Dropout)
  DISPATCH_FIELDS
  FIELD(Int, seed)
  FIELD(Int, limit)    // of 2^24: the chance to be dropped
  FIELD(Float, scale)  // of what is kept
BLOCK_END
#endif

#if defined(SHADER_avg_pool1d) || defined(SHADER_avg_pool2d) || defined(SHADER_avg_pool3d)
#define AVERAGES
#endif
#if defined(SHADER_max_pool1d) || defined(SHADER_max_pool2d) || defined(SHADER_max_pool3d)
#define TAKES_LARGEST
#endif

#if defined(__cplusplus) || defined(AVERAGES) || defined(TAKES_LARGEST)
// shaders/ops/max_pool*.comp and avg_pool*.comp; axes in front that an operator does not have are 1 long.
BLOCK_BEGIN(Pooling)
  DISPATCH_FIELDS
  VOLUME_SIZE_FIELDS
  VOLUME_WINDOW_FIELDS
  FIELD(Int, count_include_pad)  // of averages
  FIELD(Int, divisor_override)   // of averages; 0: none
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_global_avg_pool2d)
BLOCK_BEGIN(GlobalAveragePooling)
  DISPATCH_FIELDS
  FIELD(Int, plane_cells)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_interpolate)
BLOCK_BEGIN(Interpolate)
  DISPATCH_FIELDS
  VOLUME_SIZE_FIELDS
  FIELD(Float, step_z)  // input cells per output cell
  FIELD(Float, step_y)
  FIELD(Float, step_x)
  FIELD(Int, bilinear)  // else nearest
  FIELD(Int, align_corners)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_linear)
BLOCK_BEGIN(Linear)
  DISPATCH_FIELDS
  FIELD(Int, inputs)
  FIELD(Int, outputs)
  FIELD(Int, has_bias)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_max_unpool2d)
BLOCK_BEGIN(MaxUnpooling)
  DISPATCH_FIELDS
  FIELD(Int, input_plane)
  FIELD(Int, output_plane)
BLOCK_END
#endif

#if defined(__cplusplus) || defined(SHADER_fold) || defined(SHADER_unfold)
// The image is unfold's input and fold's output; blocks are windows.
BLOCK_BEGIN(Blocks)
  DISPATCH_FIELDS
  FIELD(Int, channels)
  FIELD(Int, image_height)
  FIELD(Int, image_width)
  FIELD(Int, blocks_down)
  FIELD(Int, blocks_across)
  PLANE_WINDOW_FIELDS
BLOCK_END
#endif

#undef BLOCK_BEGIN
#undef BLOCK_END
#undef FIELD
#undef DISPATCH_FIELDS
#undef VOLUME_SIZE_FIELDS
#undef VOLUME_WINDOW_FIELDS
#undef PLANE_WINDOW_FIELDS
#ifdef __cplusplus
}  // namespace convscope::params
#else
#undef Int
#undef Float
#endif
