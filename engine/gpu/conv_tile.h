// Host side of shaders/ops/conv2d_tile.comp, which sums rows of texels: what one dispatch of it does, its tile, its weights.
// conv2d, the phases of conv_transpose2d and Winograd's products are made of it. No GL here.
#pragma once

#include "engine/gpu/pass.h"

namespace convscope {

// What one invocation computes: `outputs` channels × `rows` rows × `texels` texels of four neighbouring x.
struct Tile {
  int outputs = 1;
  int rows = 1;
  int texels = 1;
};

// A convolution without padding over planes in rows of whole texels.
struct TileWork {
  Index batch = 1, groups = 1;
  Index input_channels = 1, output_channels = 1;  // of one group
  Index output_height = 1, output_width = 1;
  Index kernel_height = 1, kernel_width = 1, stride_y = 1, stride_x = 1, dilation_y = 1, dilation_x = 1;
  Index shift_x = 0;             // the first column of every row, 0 … 3
  Index input_row_texels = 1, input_plane_texels = 1;
  Index input_first_texel = 0, weight_first_texel = 0, output_first_texel = 0;
  bool has_bias = false;

  Index output_row_texels() const { return (output_width + 3) / 4; }
  Index output_floats() const { return batch * groups * output_channels * output_height * output_row_texels() * 4; }
  double products() const;
};

// Where the weight of (group, output, channel, row, column) lies: `first` plus each times its step, which may be negative.
struct WeightView {
  const float* first = nullptr;
  Index group = 0, output = 0, channel = 0, row = 0, column = 0;
};

// What an invocation may keep: a processor's cache holds more than the registers of a graphics card, beyond which it slows down.
inline constexpr int kSoftwareAccumulators = 128, kHardwareAccumulators = 64;
Tile choose_tile(const TileWork& work, int accumulators);
// False when the kernel reaches too far for a row of registers.
bool tile_fits(const TileWork& work, const Tile& tile);
PassStep tile_step(const TileWork& work, const Tile& tile);

// Of one dispatch, in floats; the order is told on top of the shader.
Index tile_weight_floats(const TileWork& work, const Tile& tile);
void write_tile_weights(const TileWork& work, const Tile& tile, const WeightView& weights, float* to);
// Tells apart what write_tile_weights makes of one tensor (PassInput::layout).
std::uint64_t tile_weight_layout(const TileWork& work, const Tile& tile, const WeightView& weights);

}  // namespace convscope
