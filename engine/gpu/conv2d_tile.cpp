#include "engine/gpu/conv2d_tile.h"

#include "engine/gpu/conv_tile.h"
#include "engine/gpu/padded_planes.h"

namespace convscope {
namespace {

TileWork work_of(const params::Conv2d& conv, const PaddedPlanes& planes) {
  TileWork work;
  work.batch = conv.batch;
  work.groups = conv.groups;
  work.input_channels = conv.input_channels / conv.groups;
  work.output_channels = conv.output_channels / conv.groups;
  work.output_height = conv.output_height;
  work.output_width = conv.output_width;
  work.kernel_height = conv.kernel_height;
  work.kernel_width = conv.kernel_width;
  work.stride_y = conv.stride_y;
  work.stride_x = conv.stride_x;
  work.dilation_y = conv.dilation_y;
  work.dilation_x = conv.dilation_x;
  work.input_row_texels = planes.row_floats() / 4;
  work.input_plane_texels = planes.rows() * work.input_row_texels;
  work.has_bias = conv.has_bias != 0;
  return work;
}

// Of weights Cout, C, Kh, Kw.
WeightView view_of(const TileWork& work, const float* weights, bool turned) {
  const Index kernel = work.kernel_height * work.kernel_width, output = work.input_channels * kernel;
  if (turned) return {weights + kernel - 1, work.output_channels * output, output, kernel, -work.kernel_width, -1};
  return {weights, work.output_channels * output, output, kernel, work.kernel_width, 1};
}

}  // namespace

std::optional<Pass> tiled_pass(const PlanarConvolution& planar, const TensorSet& tensors, int accumulators) {
  const params::Conv2d& conv = planar.sizes;
  const PaddedPlanes planes = padded_planes(conv, planar.padding_value);
  if (planes.count() > kMostPaddedFloats) return std::nullopt;
  const TileWork work = work_of(conv, planes);
  const Tile tile = choose_tile(work, accumulators);
  if (!tile_fits(work, tile)) return std::nullopt;

  Pass pass;
  pass.texels = TexelFormat::kFourFloats;
  pass.inputs.push_back(padded_input(planes, *tensors[0]));
  const WeightView view = view_of(work, tensors[1]->data.data(), planar.turned);
  pass.inputs.push_back({tile_weight_floats(work, tile), [=](float* to) { write_tile_weights(work, tile, view, to); },
                         &tensors[1]->data, tile_weight_layout(work, tile, view)});
  pass.inputs.push_back(plain_input(tensors.size() > 2 ? tensors[2] : nullptr));
  pass.steps.push_back(tile_step(work, tile));
  pass.output_floats = work.output_floats();
  pass.collect =
      collect_rows(work.batch * work.groups * work.output_channels * work.output_height, work.output_width, work.output_row_texels() * 4);
  return pass;
}

}  // namespace convscope
