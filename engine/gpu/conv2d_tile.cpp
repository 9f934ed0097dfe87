#include "engine/gpu/conv2d_tile.h"

#include <algorithm>
#include <cstring>

#include "engine/gpu/divisor.h"
#include "engine/gpu/padded_planes.h"

namespace convscope {
namespace {

constexpr int kDispatchFields = 4;
constexpr int kMaxInputTexels = 24;      // registers for the row an invocation reads
constexpr int kFewChannels = 4;
constexpr int kMaxUnrolledProducts = 1024;  // texel products in straight line

Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }

// Cout, C, Kh, Kw to group, block of `outputs` channels, C, Kh, then Kw × outputs filled up to whole texels.
void write_weights(const params::Conv2d& conv, int outputs, const float* from, float* to) {
  Index group_outputs = conv.output_channels / conv.groups, channels = conv.input_channels / conv.groups;
  Index row = ceil_div(Index{conv.kernel_width} * outputs, 4) * 4;
  for (Index block = 0; block < conv.groups * ceil_div(group_outputs, outputs); ++block) {
    Index group = block / ceil_div(group_outputs, outputs);
    Index first = block % ceil_div(group_outputs, outputs) * outputs;
    for (Index line = 0; line < channels * conv.kernel_height; ++line, to += row) {
      std::fill_n(to, row, 0.0f);
      for (Index o = 0; o < std::min<Index>(outputs, group_outputs - first); ++o) {
        const float* kernel_row = from + ((group * group_outputs + first + o) * channels * conv.kernel_height + line) * conv.kernel_width;
        for (Index kx = 0; kx < conv.kernel_width; ++kx) to[kx * outputs + o] = kernel_row[kx];
      }
    }
  }
}

std::string text(Index number) { return std::to_string(number); }

Defines tile_defines(const params::Conv2d& conv, const Tile& tile, Index input_texels) {
  Index input_rows = tile.rows == 1 ? 0 : (tile.rows - 1) * conv.stride_y + (conv.kernel_height - 1) * conv.dilation_y + 1;
  return {{"SHADER_conv2d_tile", "1"},
          {"KERNEL_HEIGHT", text(conv.kernel_height)}, {"KERNEL_WIDTH", text(conv.kernel_width)},
          {"STRIDE_Y", text(conv.stride_y)}, {"STRIDE_X", text(conv.stride_x)},
          {"DILATION_Y", text(conv.dilation_y)}, {"DILATION_X", text(conv.dilation_x)},
          {"OUTPUTS", text(tile.outputs)}, {"ROWS", text(tile.rows)}, {"TEXELS", text(tile.texels)},
          {"INPUT_TEXELS", text(input_texels)}, {"INPUT_ROWS", text(input_rows)},
          {"WEIGHT_TEXELS", text(ceil_div(Index{conv.kernel_width} * tile.outputs, 4))}};
}

void set_divisors(params::Conv2dTile& block) {
  auto set = [](std::int32_t number, std::int32_t& inverse, std::int32_t& shift) {
    const Divisor made = divisor(number);
    inverse = made.inverse;
    shift = made.shift;
  };
  set(block.output_blocks, block.output_blocks_inverse, block.output_blocks_shift);
  set(block.channel_blocks, block.channel_blocks_inverse, block.channel_blocks_shift);
  set(block.output_row_tiles, block.output_row_tiles_inverse, block.output_row_tiles_shift);
  set(block.output_column_tiles, block.output_column_tiles_inverse, block.output_column_tiles_shift);
}

PassInput plain_input(const Tensor* tensor) {
  if (!tensor) return {};
  return {tensor->count(), [tensor](float* to) { std::copy(tensor->data.begin(), tensor->data.end(), to); }};
}

}  // namespace

params::Conv2d conv2d_parameters(const GpuPlan& plan) {
  params::Conv2d conv;
  constexpr std::size_t kFields = sizeof(conv) / sizeof(std::int32_t) - kDispatchFields;
  CONVSCOPE_CHECK_EQ(plan.parameters.size(), kFields);
  std::memcpy(&conv.batch, plan.parameters.data(), kFields * sizeof(std::int32_t));
  return conv;
}

Tile choose_tile(const params::Conv2d& conv) {
  const Index outputs = conv.output_channels / conv.groups, channels = conv.input_channels / conv.groups;
  const bool pointwise = conv.kernel_height == 1 && conv.kernel_width == 1;
  const bool small = conv.kernel_height > 1 && conv.kernel_height <= 3 && conv.dilation_y == 1 && conv.stride_y == 1;
  Tile tile;
  tile.outputs = outputs >= 8 ? 8 : outputs >= 4 ? 4 : static_cast<int>(outputs);
  tile.texels = pointwise || tile.outputs < 4 ? 4 : 2;
  // With few products to a cell the loads take the time: rows that lie on one another share theirs.
  if (small && tile.outputs == 1) {
    tile.rows = 8;
    tile.texels = 2;
  } else if (small && channels <= kFewChannels && tile.outputs >= 4) {
    tile.rows = 2;
  }
  if (conv.output_width <= 4 * (tile.texels - 1)) tile.texels = static_cast<int>(ceil_div(conv.output_width, 4));
  return tile;
}

std::optional<Pass> tiled_pass(const params::Conv2d& conv, float padding_value, const TensorSet& tensors, const Tile& tile) {
  Index input_texels = ((4 * tile.texels - 1) * Index{conv.stride_x} + (conv.kernel_width - 1) * Index{conv.dilation_x}) / 4 + 1;
  Index straight = Index{conv.kernel_width} * tile.outputs * tile.texels * tile.rows * (tile.rows == 1 ? 1 : conv.kernel_height);
  if (input_texels > kMaxInputTexels || straight > kMaxUnrolledProducts) return std::nullopt;

  PaddedPlanes planes = padded_planes(conv, padding_value);
  if (planes.count() > kMostPaddedFloats) return std::nullopt;
  Index group_outputs = conv.output_channels / conv.groups;
  params::Conv2dTile block;
  block.input_channels = conv.input_channels / conv.groups;
  block.output_channels = static_cast<std::int32_t>(group_outputs);
  block.groups = conv.groups;
  block.output_blocks = static_cast<std::int32_t>(ceil_div(group_outputs, tile.outputs));
  block.output_height = conv.output_height;
  block.output_row_texels = static_cast<std::int32_t>(ceil_div(conv.output_width, 4));
  block.output_row_tiles = static_cast<std::int32_t>(ceil_div(block.output_row_texels, tile.texels));
  block.output_column_tiles = static_cast<std::int32_t>(ceil_div(conv.output_height, tile.rows));
  block.channel_blocks = conv.groups * block.output_blocks;
  set_divisors(block);
  block.input_row_texels = static_cast<std::int32_t>(planes.row_floats() / 4);
  block.input_plane_texels = static_cast<std::int32_t>(planes.rows() * block.input_row_texels);
  block.has_bias = conv.has_bias;

  Pass pass;
  pass.shader = "ops/conv2d_tile.comp";
  pass.defines = tile_defines(conv, tile, input_texels);
  const std::int32_t* fields = &block.input_channels;
  pass.parameters.assign(fields, fields + sizeof(block) / sizeof(std::int32_t) - kDispatchFields);
  pass.texels = TexelFormat::kFourFloats;
  const float* cells = tensors[0]->data.data();
  const float* weights = tensors[1]->data.data();
  pass.inputs.push_back({planes.count(),
                         [planes, cells](float* to) { write_padded(planes, cells, to); }});
  Index weight_row = ceil_div(Index{conv.kernel_width} * tile.outputs, 4) * 4;
  pass.inputs.push_back({Index{block.groups} * block.output_blocks * block.input_channels * conv.kernel_height * weight_row,
                         [conv, tile, weights](float* to) { write_weights(conv, tile.outputs, weights, to); }});
  pass.inputs.push_back(plain_input(tensors.size() > 2 ? tensors[2] : nullptr));
  pass.items = Index{conv.batch} * block.groups * block.output_blocks * block.output_column_tiles * block.output_row_tiles;
  pass.work = static_cast<double>(conv.batch) * conv.output_channels * conv.output_height * conv.output_width * block.input_channels *
                  conv.kernel_height * conv.kernel_width;
  pass.output_rows = Index{conv.batch} * conv.output_channels * conv.output_height;
  pass.row_length = conv.output_width;
  pass.row_pitch = Index{block.output_row_texels} * 4;
  return pass;
}

}  // namespace convscope
