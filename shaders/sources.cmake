# The shaders, read at run time from this folder; params.h is read by C++ too.
convscope_room(shaders)
set(CONVSCOPE_SHADERS
  include/params.h include/item.glsl include/cells.glsl include/activation.glsl
  include/convolution.glsl include/padding.glsl include/transposed.glsl
  ops/add.comp ops/batch_norm.comp ops/cat.comp ops/dropout.comp
  ops/hardsigmoid.comp ops/hardswish.comp ops/leaky_relu.comp ops/relu.comp ops/relu6.comp ops/sigmoid.comp ops/silu.comp
  include/quotient.glsl include/winograd.glsl
  ops/winograd_outputs.comp ops/winograd_tiles.comp
  ops/channel_shuffle.comp
  ops/conv1d.comp ops/conv2d.comp ops/conv2d_tile.comp ops/conv3d.comp
  ops/conv_transpose1d.comp ops/conv_transpose2d.comp ops/conv_transpose3d.comp
  ops/conv2d_input_grad.comp ops/conv2d_weight_grad.comp
  ops/convolve.comp ops/deform_conv2d.comp
  include/pooling.glsl include/max_pool.glsl include/avg_pool.glsl
  ops/avg_pool1d.comp ops/avg_pool2d.comp ops/avg_pool3d.comp ops/global_avg_pool2d.comp
  ops/max_pool1d.comp ops/max_pool2d.comp ops/max_pool3d.comp
  ops/fold.comp ops/unfold.comp ops/interpolate.comp ops/linear.comp ops/max_unpool2d.comp)
