// The body of every activation. The shader that takes this in defines `float activation(float x)` before.
//
// input, output   float, any shape
// One invocation owns one output cell. NaN stays NaN, which comparisons and min and max of a GPU do not promise.
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

bool is_no_number(float x) { return (floatBitsToUint(x) & 0x7fffffffu) > 0x7f800000u; }

void main() {
  int cell = item();
  float x = READ(input_cells, cell);
  float y = is_no_number(x) ? x : activation(x);
  if (item_is_ours()) output_cells[cell] = y;
}
