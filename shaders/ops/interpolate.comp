// interpolate: the input resized.
//
// input   float N, C, D, H, W        output  float N, C, Dout, Hout, Wout    (axes in front that are not there are 1 long)
// One invocation owns one output cell. nearest: the cell at the place ⌊p·step⌋. bilinear: rows then columns around the place, each with its
// share; a neighbour of share 0 is not read. Places are computed in single precision, one rounding a step: `precise` forbids fusing.
// Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
OUTPUT

int nearest(int position, float step_size, int size) {
  precise float place = float(position) * step_size;
  return min(int(floor(place)), size - 1);
}

// The place that `position` stands on, on an axis of `size` cells resized to `new_size`.
float place_of(int position, float step_size, int size, int new_size) {
  if (size == new_size) return float(position);
  precise float place = float(position) * step_size;
  if (align_corners == 0) {
    place = (float(position) + 0.5) * step_size;
    place = max(place - 0.5, 0.0);
  }
  return place;
}

void main() {
  int cell = item();
  int ox = cell % output_width;
  int oy = cell / output_width % output_height;
  int oz = cell / (output_width * output_height) % output_depth;
  int volume = cell / (output_width * output_height * output_depth) * input_depth;
  float result = 0.0;
  if (bilinear == 0) {
    int z = nearest(oz, step_z, input_depth);
    int y = nearest(oy, step_y, input_height);
    int x = nearest(ox, step_x, input_width);
    result = READ(input_cells, ((volume + z) * input_height + y) * input_width + x);
  } else {
    float place_y = place_of(oy, step_y, input_height, output_height);
    float place_x = place_of(ox, step_x, input_width, output_width);
    int top = min(int(floor(place_y)), input_height - 1);
    int left = min(int(floor(place_x)), input_width - 1);
    float lower = clamp(place_y - float(top), 0.0, 1.0);
    float right = clamp(place_x - float(left), 0.0, 1.0);
    for (int row = 0; row < 2; ++row) {
      float share_y = row == 0 ? 1.0 - lower : lower;
      int y = min(top + row, input_height - 1);
      for (int column = 0; column < 2; ++column) {
        float share = share_y * (column == 0 ? 1.0 - right : right);
        int x = min(left + column, input_width - 1);
        if (share > 0.0) result += READ(input_cells, (volume * input_height + y) * input_width + x) * share;
      }
    }
  }
  if (item_is_ours()) output_cells[cell] = result;
}
