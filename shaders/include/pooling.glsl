// Where the window of one output cell begins and which plane of the input it walks over; for max_pool*.comp and avg_pool*.comp.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

ivec3 input_size() { return ivec3(input_width, input_height, input_depth); }  // x, y, z
ivec3 kernel_size() { return ivec3(kernel_width, kernel_height, kernel_depth); }
ivec3 pad_after() { return ivec3(pad_right, pad_bottom, pad_back); }

// The place (x, y, z) of the window's first element, relative to the input: negative in the padding.
ivec3 window_begin(int cell) {
  int ox = cell % output_width;
  int oy = cell / output_width % output_height;
  int oz = cell / (output_width * output_height) % output_depth;
  return ivec3(ox * stride_x - pad_left, oy * stride_y - pad_top, oz * stride_z - pad_front);
}
// The first cell of the plane (of the volume) that output cell `cell` is pooled from.
int plane_begin(int cell) {
  int plane = cell / (output_width * output_height * output_depth);
  return plane * (input_width * input_height * input_depth);
}
bool is_inside(int at, int size) { return at >= 0 && at < size; }
