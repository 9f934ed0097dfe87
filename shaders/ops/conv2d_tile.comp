// conv2d, the fast form: rows of texels, a texel being four neighbouring x of one plane.
//
// input   padded planes N, C, Hpad, row_texels: the padding is already in the rows, so no tap needs a test.
//         A row is a whole number of texels; loads beyond the last row find nothing and feed only outputs that are not stored.
// weight  per group, block of OUTPUTS channels, c, ky: KERNEL_WIDTH × OUTPUTS floats, filled up to whole texels
// bias    float Cout, or absent
// output  planes N, Cout, Hout, output_row_texels
// One invocation owns OUTPUTS channels × ROWS rows × TEXELS texels and sums every cell in the order (c, ky, kx), the bias last.
// Baked: KERNEL_HEIGHT KERNEL_WIDTH STRIDE_Y STRIDE_X DILATION_Y DILATION_X SHIFT_X (a row's first column) OUTPUTS ROWS TEXELS ONE_CHANNEL
//   (a filter reads a single plane) and what follows from them: INPUT_TEXELS of a row that a tile reads, INPUT_ROWS, WEIGHT_TEXELS of one
//   (c, ky). Sizes are parameters.
// `#repeat i COUNT … #end` writes its lines COUNT times with i = 0, 1, …: the registers below have constant addresses, which is what makes
//   this form fast.
#include "include/params.h"
#include "include/item.glsl"
#include "include/quotient.glsl"

layout(rgba32f, binding = 1) readonly restrict uniform imageBuffer input_texels;
layout(rgba32f, binding = 2) readonly restrict uniform imageBuffer weight_texels;
layout(std430, binding = 3) readonly restrict buffer Bias { float bias_cells[]; };
layout(std430, binding = 0) writeonly restrict buffer Output { vec4 output_texels[]; };

#define ACCUMULATOR(o, r, t) sums[((o) * ROWS + (r)) * TEXELS + (t)]
#define COLUMN(i) columns[(i) / 4][(i) % 4]
#define WEIGHT(kx, o) weights[((kx) * OUTPUTS + (o)) / 4][((kx) * OUTPUTS + (o)) % 4]
// A software renderer keeps what a loop changes in memory: with few products to a cell that takes as long as the products. Without a
// loop a compiler sees all of a sum, and has to be told to leave its order alone.
#if ONE_CHANNEL
#define EACH_CHANNEL
#define IN_ORDER precise
#else
#define IN_ORDER
#define EACH_CHANNEL for (int c = 0; c < input_channels; ++c)
#endif
#define FOUR(first) vec4(COLUMN(first), COLUMN((first) + STRIDE_X), COLUMN((first) + 2 * STRIDE_X), COLUMN((first) + 3 * STRIDE_X))

void main() {
  int tile = item();
  int row_of_tiles = quotient(tile, output_row_tiles_inverse, output_row_tiles_shift);
  int across = tile - row_of_tiles * output_row_tiles;
  int plane_of_tiles = quotient(row_of_tiles, output_column_tiles_inverse, output_column_tiles_shift);
  int down = row_of_tiles - plane_of_tiles * output_column_tiles;
  int n = quotient(plane_of_tiles, channel_blocks_inverse, channel_blocks_shift);
  int block = plane_of_tiles - n * channel_blocks;
  int group = quotient(block, output_blocks_inverse, output_blocks_shift);
  int channel_in_group = (block - group * output_blocks) * OUTPUTS;
  int first_texel = across * TEXELS;
  int first_row = down * ROWS;

  IN_ORDER vec4 sums[OUTPUTS * ROWS * TEXELS];
#repeat i OUTPUTS*ROWS*TEXELS
  sums[i] = vec4(0.0);
#end

  int plane = input_first_texel + (n * groups + group) * input_channels * input_plane_texels
            + first_row * STRIDE_Y * input_row_texels + first_texel * STRIDE_X;
  int weight_at = weight_first_texel + block * input_channels * KERNEL_HEIGHT * WEIGHT_TEXELS;
  vec4 columns[INPUT_TEXELS];
#if ROWS == 1
  EACH_CHANNEL {
    int row = plane;
    for (int ky = 0; ky < KERNEL_HEIGHT; ++ky) {
      vec4 weights[WEIGHT_TEXELS];
#repeat i INPUT_TEXELS
      columns[i] = imageLoad(input_texels, row + i);
#end
#repeat i WEIGHT_TEXELS
      weights[i] = imageLoad(weight_texels, weight_at + i);
#end
#repeat kx KERNEL_WIDTH
#repeat o OUTPUTS
#repeat t TEXELS
      ACCUMULATOR(o, 0, t) += WEIGHT(kx, o) * FOUR(SHIFT_X + 4 * t * STRIDE_X + kx * DILATION_X);
#end
#end
#end
      row += DILATION_Y * input_row_texels;
      weight_at += WEIGHT_TEXELS;
    }
    plane += input_plane_texels;
  }
#else
  // Several rows share what they read: every input row is loaded once and feeds each output row r that has a tap there.
#undef WEIGHT
#define WEIGHT(ky, kx, o) weights[(ky) * WEIGHT_TEXELS + ((kx) * OUTPUTS + (o)) / 4][((kx) * OUTPUTS + (o)) % 4]
  EACH_CHANNEL {
    vec4 weights[KERNEL_HEIGHT * WEIGHT_TEXELS];
#repeat i KERNEL_HEIGHT*WEIGHT_TEXELS
    weights[i] = imageLoad(weight_texels, weight_at + i);
#end
#repeat y INPUT_ROWS
#repeat i INPUT_TEXELS
    columns[i] = imageLoad(input_texels, plane + y * input_row_texels + i);
#end
#repeat r ROWS
#define TAP (y - r * STRIDE_Y)
#if TAP >= 0 && TAP % DILATION_Y == 0 && TAP / DILATION_Y < KERNEL_HEIGHT
#repeat kx KERNEL_WIDTH
#repeat o OUTPUTS
#repeat t TEXELS
    ACCUMULATOR(o, r, t) += WEIGHT(TAP / DILATION_Y, kx, o) * FOUR(SHIFT_X + 4 * t * STRIDE_X + kx * DILATION_X);
#end
#end
#end
#endif
#undef TAP
#end
#end
    plane += input_plane_texels;
    weight_at += KERNEL_HEIGHT * WEIGHT_TEXELS;
  }
#endif

  bool ours = item_is_ours();
#repeat o OUTPUTS
  if (ours && channel_in_group + o < output_channels) {
    int channel = group * output_channels + channel_in_group + o;
    vec4 bias = vec4(has_bias != 0 ? bias_cells[channel] : 0.0);
    int out_row = output_first_texel + ((n * groups * output_channels + channel) * output_height + first_row) * output_row_texels +
        first_texel;
#repeat r ROWS
#repeat t TEXELS
    if (first_row + r < output_height && first_texel + t < output_row_texels) {
      output_texels[out_row + r * output_row_texels + t] = ACCUMULATOR(o, r, t) + bias;
    }
#end
#end
  }
#end
}
