// add: y = input + alpha · other, either repeated along axes where it holds 1.
//
// input, other, output   float, up to 6 axes, the last is `size5`. A step of an axis moves `input_stepN` cells in the input; 0: repeated
// One invocation owns one output cell. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Other, other_cells)
OUTPUT

void main() {
  int cell = item();
  int rest = cell, from_input = 0, from_other = 0;
#define ALONG(size, input_step, other_step) \
  from_input += rest % size * input_step;   \
  from_other += rest % size * other_step;   \
  rest /= size;
  ALONG(size5, input_step5, other_step5)
  ALONG(size4, input_step4, other_step4)
  ALONG(size3, input_step3, other_step3)
  ALONG(size2, input_step2, other_step2)
  ALONG(size1, input_step1, other_step1)
  ALONG(size0, input_step0, other_step0)
  float y = READ(input_cells, from_input) + alpha * READ(other_cells, from_other);
  if (item_is_ours()) output_cells[cell] = y;
}
