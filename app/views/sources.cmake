convscope_room(app/views SOURCES
  view.cpp needs.cpp kit.cpp cells.cpp plane.cpp planes.cpp focus.cpp sum_bar.cpp heading.cpp settle.cpp strong_text.cpp
  one_channel.cpp padding.cpp stride.cpp many_channels.cpp many_channels_photo.cpp many_channels_bar.cpp many_channels_rails.cpp
  many_filters.cpp connections.cpp
  convolution.cpp convolution_kernel.cpp convolution_exchange.cpp convolution_pixel.cpp lanes.cpp
  volume.cpp volume_input.cpp volume_layers.cpp volume_output.cpp solid.cpp slider.cpp press_plate.cpp
  dilated.cpp dilated_stack.cpp rates.cpp
  separable.cpp separable_split.cpp
  flattened.cpp flattened_split.cpp
  receptive_field.cpp receptive_field_stack.cpp
  photo_filters.cpp photo_sum.cpp
  together.cpp pooling.cpp pooling_plane.cpp pooling_border.cpp pooling_more.cpp photo_columns.cpp
  going_up.cpp going_up_photo.cpp going_down.cpp activations.cpp activation_plot.cpp cost.cpp
  small_layers.cpp small_layers_shapes.cpp small_layers_rail.cpp small_layer_cards.cpp small_layer_normalisation.cpp
  deformable.cpp deformable_field.cpp deformable_parts.cpp deformable_photo.cpp
  groups.cpp depthwise.cpp depthwise_separable.cpp grouped.cpp grouped_stops.cpp channel_shuffle.cpp
  pointwise.cpp pointwise_layer.cpp pointwise_photo.cpp reach.cpp shuffled_grouped.cpp
  channel_flow.cpp shufflenet_unit.cpp shufflenet_boxes.cpp
  walks.cpp spread.cpp transposed_zeros.cpp transposed_stamp.cpp transposed_matrix.cpp transposed_links.cpp transposed_photo.cpp
  as_matrix.cpp backward.cpp backward_forward.cpp checkerboard.cpp checkerboard_pictures.cpp checkerboard_stack.cpp
  checkerboard_gradient.cpp
  comparison.cpp comparison_maps.cpp comparison_foot.cpp
  USES app/scenes app/i18n app/theme app/canvas)
