// fold: the columns of a matrix laid back as windows of an image, overlaps added.
//
// input   float N, C·kh·kw, L with L = blocks_down·blocks_across        output  float N, C, H, W
// One invocation owns one cell of the image and adds the windows that meet it, in the order of their elements (y, x).
// Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

// The window that meets `at` with its element `element`; -1: none.
int block_at(int at, int pad, int element, int dilation, int step_size, int blocks) {
  int from_begin = at + pad - element * dilation;
  if (from_begin < 0 || from_begin % step_size != 0) return -1;
  int block = from_begin / step_size;
  return block < blocks ? block : -1;
}

void main() {
  int cell = item();
  int x = cell % image_width;
  int y = cell / image_width % image_height;
  int plane = cell / (image_width * image_height);
  float sum = 0.0;
  for (int ey = 0; ey < kernel_height; ++ey) {
    int block_y = block_at(y, pad_top, ey, dilation_y, stride_y, blocks_down);
    if (block_y < 0) continue;
    for (int ex = 0; ex < kernel_width; ++ex) {
      int block_x = block_at(x, pad_left, ex, dilation_x, stride_x, blocks_across);
      if (block_x < 0) continue;
      int row = (plane * kernel_height + ey) * kernel_width + ex;
      sum += READ(input_cells, (row * blocks_down + block_y) * blocks_across + block_x);
    }
  }
  if (item_is_ours()) output_cells[cell] = sum;
}
