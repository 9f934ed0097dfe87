// One builder a view; view.cpp lists them by id.
#pragma once

#include "app/views/kit.h"

namespace convscope {

void build_one_channel(const ViewContext& context, Pen& pen, Box area);
void build_padding(const ViewContext& context, Pen& pen, Box area);
void build_stride(const ViewContext& context, Pen& pen, Box area);
void build_many_channels(const ViewContext& context, Pen& pen, Box area);
void build_many_channels_photo(const ViewContext& context, Pen& pen, Box area);
void build_many_filters(const ViewContext& context, Pen& pen, Box area);
void build_connections(const ViewContext& context, Pen& pen, Box area);
void build_depthwise(const ViewContext& context, Pen& pen, Box area);
void build_depthwise_separable(const ViewContext& context, Pen& pen, Box area);
void build_grouped(const ViewContext& context, Pen& pen, Box area);
void build_channel_shuffle(const ViewContext& context, Pen& pen, Box area);
void build_pointwise(const ViewContext& context, Pen& pen, Box area);
void build_shuffled_grouped(const ViewContext& context, Pen& pen, Box area);
void build_shufflenet_unit(const ViewContext& context, Pen& pen, Box area);
void build_transposed_zeros(const ViewContext& context, Pen& pen, Box area);
void build_transposed_photo(const ViewContext& context, Pen& pen, Box area);
void build_transposed_stamp(const ViewContext& context, Pen& pen, Box area);
void build_transposed_matrix(const ViewContext& context, Pen& pen, Box area);
void build_as_matrix(const ViewContext& context, Pen& pen, Box area);
void build_backward(const ViewContext& context, Pen& pen, Box area);
void build_checkerboard(const ViewContext& context, Pen& pen, Box area);
void build_dilated(const ViewContext& context, Pen& pen, Box area);
void build_dilated_stack(const ViewContext& context, Pen& pen, Box area);
void build_convolution(const ViewContext& context, Pen& pen, Box area);
void build_convolution_pixel(const ViewContext& context, Pen& pen, Box area);
void build_separable(const ViewContext& context, Pen& pen, Box area);
void build_separable_split(const ViewContext& context, Pen& pen, Box area);
void build_flattened(const ViewContext& context, Pen& pen, Box area);
void build_flattened_split(const ViewContext& context, Pen& pen, Box area);
void build_receptive_field(const ViewContext& context, Pen& pen, Box area);
void build_volume(const ViewContext& context, Pen& pen, Box area);
void build_photo_filters(const ViewContext& context, Pen& pen, Box area);
void build_activations(const ViewContext& context, Pen& pen, Box area);
void build_cost(const ViewContext& context, Pen& pen, Box area);
void build_deformable(const ViewContext& context, Pen& pen, Box area);
void build_deformable_photo(const ViewContext& context, Pen& pen, Box area);
void build_going_down(const ViewContext& context, Pen& pen, Box area);
void build_going_up(const ViewContext& context, Pen& pen, Box area);
void build_going_up_photo(const ViewContext& context, Pen& pen, Box area);
void build_small_layers(const ViewContext& context, Pen& pen, Box area);
void build_pooling(const ViewContext& context, Pen& pen, Box area);
void build_pooling_border(const ViewContext& context, Pen& pen, Box area);
void build_pooling_global(const ViewContext& context, Pen& pen, Box area);
void build_pooling_photo(const ViewContext& context, Pen& pen, Box area);

}  // namespace convscope
