#include "engine/gpu/conv_tile.h"

#include <algorithm>

#include "engine/gpu/content_hash.h"
#include "engine/gpu/parameter_block.h"
#include "shaders/include/params.h"

namespace convscope {
namespace {

constexpr Index kMaxInputTexels = 24;      // registers for the row an invocation reads
constexpr Index kMaxUnrolledProducts = 1024;  // texel products in straight line
constexpr Index kFewChannels = 4;

Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }
std::int32_t field(Index number) { return static_cast<std::int32_t>(number); }

Index input_texels(const TileWork& work, const Tile& tile) {
  return ((4 * tile.texels - 1) * work.stride_x + (work.kernel_width - 1) * work.dilation_x + work.shift_x) / 4 + 1;
}
Index weight_row_texels(const TileWork& work, const Tile& tile) { return ceil_div(work.kernel_width * tile.outputs, 4); }
Index output_blocks(const TileWork& work, const Tile& tile) { return ceil_div(work.output_channels, tile.outputs); }
Index straight_products(const TileWork& work, const Tile& tile) {
  return work.kernel_width * tile.outputs * tile.texels * tile.rows * (tile.rows == 1 ? 1 : work.kernel_height);
}

Defines tile_defines(const TileWork& work, const Tile& tile) {
  const Index input_rows = tile.rows == 1 ? 0 : (tile.rows - 1) * work.stride_y + (work.kernel_height - 1) * work.dilation_y + 1;
  Defines defines = {{"SHADER_conv2d_tile", "1"}};
  auto bake = [&](const char* name, Index value) { defines.emplace_back(name, std::to_string(value)); };
  bake("KERNEL_HEIGHT", work.kernel_height);
  bake("KERNEL_WIDTH", work.kernel_width);
  bake("STRIDE_Y", work.stride_y);
  bake("STRIDE_X", work.stride_x);
  bake("DILATION_Y", work.dilation_y);
  bake("DILATION_X", work.dilation_x);
  bake("SHIFT_X", work.shift_x);
  bake("OUTPUTS", tile.outputs);
  bake("ONE_CHANNEL", work.input_channels == 1 ? 1 : 0);
  bake("ROWS", tile.rows);
  bake("TEXELS", tile.texels);
  bake("INPUT_TEXELS", input_texels(work, tile));
  bake("INPUT_ROWS", input_rows);
  bake("WEIGHT_TEXELS", weight_row_texels(work, tile));
  return defines;
}

}  // namespace

double TileWork::products() const {
  return static_cast<double>(batch * groups * output_channels) * static_cast<double>(output_height * output_width) *
         static_cast<double>(input_channels * kernel_height * kernel_width);
}

Tile choose_tile(const TileWork& work, int accumulators) {
  const bool pointwise = work.kernel_height == 1 && work.kernel_width == 1;
  const bool small = work.kernel_height > 1 && work.kernel_height <= 3 && work.dilation_y == 1 && work.stride_y == 1;
  Tile tile;
  tile.outputs = work.output_channels >= 8 ? 8 : work.output_channels >= 4 ? 4 : static_cast<int>(work.output_channels);
  tile.texels = pointwise || tile.outputs < 4 ? 4 : 2;
  // With few products to a cell the loads take the time: rows that lie on one another share theirs. Measured on llvmpipe.
  if (small && tile.outputs == 1) {
    tile.rows = 4;
    tile.texels = 2;
  } else if (small && work.input_channels <= kFewChannels && tile.outputs >= 4) {
    tile.rows = 2;
  }
  while (4 * tile.outputs * tile.rows * tile.texels > accumulators) (tile.texels > 1 ? tile.texels : tile.rows) /= 2;
  if (work.output_width <= 4 * (tile.texels - 1)) tile.texels = static_cast<int>(work.output_row_texels());
  return tile;
}

bool tile_fits(const TileWork& work, const Tile& tile) {
  return input_texels(work, tile) <= kMaxInputTexels && straight_products(work, tile) <= kMaxUnrolledProducts;
}

PassStep tile_step(const TileWork& work, const Tile& tile) {
  params::Conv2dTile block;
  block.input_channels = field(work.input_channels);
  block.output_channels = field(work.output_channels);
  block.groups = field(work.groups);
  set_divisor(output_blocks(work, tile), block.output_blocks, block.output_blocks_inverse, block.output_blocks_shift);
  set_divisor(work.groups * block.output_blocks, block.channel_blocks, block.channel_blocks_inverse, block.channel_blocks_shift);
  block.output_height = field(work.output_height);
  block.output_row_texels = field(work.output_row_texels());
  set_divisor(ceil_div(work.output_row_texels(), tile.texels), block.output_row_tiles, block.output_row_tiles_inverse,
              block.output_row_tiles_shift);
  set_divisor(ceil_div(work.output_height, tile.rows), block.output_column_tiles, block.output_column_tiles_inverse,
              block.output_column_tiles_shift);
  block.input_row_texels = field(work.input_row_texels);
  block.input_plane_texels = field(work.input_plane_texels);
  block.input_first_texel = field(work.input_first_texel);
  block.weight_first_texel = field(work.weight_first_texel);
  block.output_first_texel = field(work.output_first_texel);
  block.has_bias = work.has_bias ? 1 : 0;

  PassStep step;
  step.shader = "ops/conv2d_tile.comp";
  step.defines = tile_defines(work, tile);
  step.parameters = fields_of(block);
  step.items = work.batch * block.channel_blocks * block.output_column_tiles * block.output_row_tiles;
  step.work = work.products();
  return step;
}

Index tile_weight_floats(const TileWork& work, const Tile& tile) {
  return work.groups * output_blocks(work, tile) * work.input_channels * work.kernel_height * weight_row_texels(work, tile) * 4;
}

std::uint64_t tile_weight_layout(const TileWork& work, const Tile& tile, const WeightView& weights) {
  std::uint64_t hash = 2;  // padded planes begin with 1
  for (Index number : {work.groups, work.input_channels, work.output_channels, work.kernel_height, work.kernel_width, Index{tile.outputs},
                       weights.group, weights.output, weights.channel, weights.row, weights.column}) {
    hash = mix_hash(hash, static_cast<std::uint64_t>(number));
  }
  return hash;
}

void write_tile_weights(const TileWork& work, const Tile& tile, const WeightView& weights, float* to) {
  const Index row = weight_row_texels(work, tile) * 4;
  for (Index group = 0; group < work.groups; ++group) {
    for (Index first = 0; first < work.output_channels; first += tile.outputs) {
      const Index outputs = std::min<Index>(tile.outputs, work.output_channels - first);
      const float* block = weights.first + group * weights.group + first * weights.output;
      for (Index line = 0; line < work.input_channels * work.kernel_height; ++line, to += row) {
        const float* kernel_row = block + line / work.kernel_height * weights.channel + line % work.kernel_height * weights.row;
        std::fill_n(to, row, 0.0f);
        for (Index kx = 0; kx < work.kernel_width; ++kx) {
          for (Index o = 0; o < outputs; ++o) to[kx * tile.outputs + o] = kernel_row[o * weights.output + kx * weights.column];
        }
      }
    }
  }
}

}  // namespace convscope
