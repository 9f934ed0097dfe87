// channel_shuffle: the channels as g rows of C/g, transposed.
//
// input, output   float N, C, then `plane_cells` cells a channel
// One invocation owns one output cell. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

void main() {
  int cell = item();
  int channel = cell / plane_cells % channels;
  int row = channel % groups, column = channel / groups;
  int from = row * (channels / groups) + column;
  float value = READ(input_cells, cell + (from - channel) * plane_cells);
  if (item_is_ours()) output_cells[cell] = value;
}
