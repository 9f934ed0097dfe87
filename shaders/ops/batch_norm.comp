// batch_norm: y = γ[c]·(x − mean[c])/√(var[c] + eps) + β[c].
//
// input, output       float N, C, then `plane_cells` cells a channel
// mean, var, γ, β     float C; γ and β may be absent
// One invocation owns one output cell. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Mean, mean_cells)
CELLS(3, Variance, variance_cells)
CELLS(4, Weight, weight_cells)
CELLS(5, Bias, bias_cells)
OUTPUT

void main() {
  int cell = item();
  int channel = cell / plane_cells % channels;
  float y = (READ(input_cells, cell) - READ(mean_cells, channel)) * (1.0 / sqrt(READ(variance_cells, channel) + epsilon));
  if (has_weight != 0) y *= READ(weight_cells, channel);
  if (has_bias != 0) y += READ(bias_cells, channel);
  if (item_is_ours()) output_cells[cell] = y;
}
