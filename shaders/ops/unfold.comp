// unfold: the windows of an image as the columns of a matrix.
//
// input   float N, C, H, W        output  float N, C·kh·kw, L with L = blocks_down·blocks_across
// One invocation owns one output cell. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

void main() {
  int cell = item();
  int block_x = cell % blocks_across;
  int block_y = cell / blocks_across % blocks_down;
  int row = cell / (blocks_across * blocks_down);  // of all items of the batch
  int ex = row % kernel_width;
  int ey = row / kernel_width % kernel_height;
  int plane = row / (kernel_width * kernel_height);
  int y = block_y * stride_y - pad_top + ey * dilation_y;
  int x = block_x * stride_x - pad_left + ex * dilation_x;
  bool inside = y >= 0 && y < image_height && x >= 0 && x < image_width;
  float value = 0.0;
  if (inside) value = READ(input_cells, (plane * image_height + y) * image_width + x);
  if (item_is_ours()) output_cells[cell] = value;
}
