// linear: every output meets every input of its row.
//
// input   float rows, inputs          weight  float outputs, inputs
// bias    float outputs, or absent    output  float rows, outputs
// One invocation owns one output cell and sums in the order of the inputs, the bias last.
// Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Weight, weight_cells)
CELLS(3, Bias, bias_cells)
OUTPUT

void main() {
  int cell = item();
  int row_begin = cell / outputs * inputs;
  int filter_begin = cell % outputs * inputs;
  float sum = 0.0;
  for (int i = 0; i < inputs; ++i) sum += READ(input_cells, row_begin + i) * READ(weight_cells, filter_begin + i);
  if (has_bias != 0) sum += READ(bias_cells, cell % outputs);
  if (item_is_ours()) output_cells[cell] = sum;
}
