// cat: rows of input and other in turn.
//
// input    float, rows of `input_row` cells     other   float, rows of `other_row` cells
// output   float, rows of `input_row + other_row` cells
// One invocation owns one output cell. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Other, other_cells)
OUTPUT

void main() {
  int cell = item();
  int row = cell / (input_row + other_row), at = cell % (input_row + other_row);
  float y;
  if (at < input_row) {
    y = READ(input_cells, row * input_row + at);
  } else {
    y = READ(other_cells, row * other_row + at - input_row);
  }
  if (item_is_ours()) output_cells[cell] = y;
}
