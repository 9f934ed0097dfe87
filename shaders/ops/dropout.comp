// dropout: y = x · scale where the cell is kept, x · 0 where it is dropped.
//
// input, output   float, any shape
// One invocation owns one output cell. A cell is dropped when the upper 24 bits of mix(cell + mix(seed)) are below `limit`;
// unsigned integers wrap at 2³².
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

uint mix_bits(uint h) {
  h = (h ^ (h >> 16)) * 0x6A09E667u;
  h = (h ^ (h >> 15)) * 0xBB67AE85u;
  h = (h ^ (h >> 13)) * 0x3C6EF373u;
  return h ^ (h >> 16);
}

void main() {
  int cell = item();
  uint chance = mix_bits(uint(cell) + mix_bits(uint(seed))) >> 8;
  float y = READ(input_cells, cell) * (int(chance) >= limit ? scale : 0.0);
  if (item_is_ours()) output_cells[cell] = y;
}
