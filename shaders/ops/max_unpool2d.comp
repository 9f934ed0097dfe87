// max_unpool2d: values go back to the places that their indices name, all other cells are 0.
//
// input, indices  float N, C, H, W        output  float N, C, Hout, Wout
// sources         float N, C, Hout, Wout: the table of the plan, which cell of its input plane an output cell holds; -1: none
// One invocation owns one output cell. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
CELLS(3, Sources, source_cells)
OUTPUT

void main() {
  int cell = item();
  int source = int(READ(source_cells, cell));
  float value = 0.0;
  if (source >= 0) value = READ(input_cells, cell / output_plane * input_plane + source);
  if (item_is_ours()) output_cells[cell] = value;
}
