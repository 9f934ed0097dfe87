convscope_room(engine/ops
  SOURCES
    attributes.cpp axis.cpp code_text.cpp layer_base.cpp operator.cpp all_ops.cpp window_text.cpp
    cost_text.cpp window_step.cpp
    activation.cpp elementwise.cpp
    add.cpp batch_norm.cpp cat.cpp dropout.cpp
    hardsigmoid.cpp hardswish.cpp leaky_relu.cpp relu.cpp relu6.cpp sigmoid.cpp silu.cpp
    channel_shuffle.cpp
    conv1d.cpp conv2d.cpp conv3d.cpp convolution.cpp convolution_text.cpp
    conv_transpose1d.cpp conv_transpose2d.cpp conv_transpose3d.cpp transposed_convolution.cpp transposed_text.cpp
    conv2d_input_grad.cpp conv2d_weight_grad.cpp convolution_gradient.cpp
    convolve.cpp deform_conv2d.cpp
    avg_pool1d.cpp avg_pool2d.cpp avg_pool3d.cpp average_pooling.cpp global_avg_pool2d.cpp
    max_pool1d.cpp max_pool2d.cpp max_pool3d.cpp max_pooling.cpp pooling.cpp
    slots.cpp
    blocks.cpp fold.cpp unfold.cpp interpolate.cpp resampling.cpp linear.cpp max_unpool2d.cpp
  USES engine/tensor engine/base)
