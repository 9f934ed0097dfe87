// The mean of each window, padding being 0; summed in the order z, y, x. What is divided by: divisor_override, else the cells of the window
// on the input, and with count_include_pad those in the padding, never those beyond it. One invocation owns one output cell.
#include "include/pooling.glsl"

void main() {
  int cell = item();
  ivec3 begin = window_begin(cell);
  ivec3 first = max(begin, ivec3(0)), beyond = min(begin + kernel_size(), input_size());
  int plane = plane_begin(cell);
  float sum = 0.0;
  for (int z = first.z; z < beyond.z; ++z) {
    for (int y = first.y; y < beyond.y; ++y) {
      int row = plane + (z * input_height + y) * input_width;
      for (int x = first.x; x < beyond.x; ++x) sum += READ(input_cells, row + x);
    }
  }
  ivec3 counted = beyond - first;
  if (count_include_pad != 0) counted = min(begin + kernel_size(), input_size() + pad_after()) - begin;
  int divisor = divisor_override != 0 ? divisor_override : counted.x * counted.y * counted.z;
  float result = sum / float(divisor);
  if (item_is_ours()) output_cells[cell] = result;
}
