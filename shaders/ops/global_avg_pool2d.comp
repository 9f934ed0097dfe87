// global_avg_pool2d: the mean of each plane of `plane_cells` cells.
//
// input   float N, C, H, W        output  float N, C, 1, 1
// One invocation owns one plane and sums it in its order. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

void main() {
  int cell = item();
  float sum = 0.0;
  for (int at = 0; at < plane_cells; ++at) sum += READ(input_cells, cell * plane_cells + at);
  float result = sum / float(plane_cells);
  if (item_is_ours()) output_cells[cell] = result;
}
