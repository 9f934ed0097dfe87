// The plain form of the transposed convolutions of one to three axes: any attributes, none baked.
//
// input   float N, C, D, H, W          weight  float C, Cout/groups, Kd, Kh, Kw
// bias    float Cout, or absent        output  float N, Cout, Dout, Hout, Wout
// One invocation owns one output cell and asks every kernel element which input cell it would have carried here: (place + pad − element ·
// dilation) / stride, when that divides and lies inside. Sums in the order (c, kz, ky, kx), elements from the last to the first, the
// bias last.
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Weight, weight_cells)
CELLS(3, Bias, bias_cells)
OUTPUT

// The input index that a step of `stride` brings to `at`; −1: none.
int carried_from(int at, int stride, int size) {
  if (at < 0 || at % stride != 0 || at / stride >= size) return -1;
  return at / stride;
}

void main() {
  int cell = item();
  int ox = cell % output_width;
  int oy = cell / output_width % output_height;
  int oz = cell / (output_width * output_height) % output_depth;
  int map = cell / (output_width * output_height * output_depth);
  int oc = map % output_channels;
  int n = map / output_channels;

  int channels = input_channels / groups;
  int filters = output_channels / groups;
  float sum = 0.0;
  for (int c = 0; c < channels; ++c) {
    int channel = oc / filters * channels + c;
    int volume = (n * input_channels + channel) * input_depth;
    int filter_at = (channel * filters + oc % filters) * kernel_depth;
    for (int kz = kernel_depth - 1; kz >= 0; --kz) {
      int z = carried_from(oz + pad_front - kz * dilation_z, stride_z, input_depth);
      if (z < 0) continue;
      for (int ky = kernel_height - 1; ky >= 0; --ky) {
        int y = carried_from(oy + pad_top - ky * dilation_y, stride_y, input_height);
        if (y < 0) continue;
        int row = ((volume + z) * input_height + y) * input_width;
        int weight_row = ((filter_at + kz) * kernel_height + ky) * kernel_width;
        for (int kx = kernel_width - 1; kx >= 0; --kx) {
          int x = carried_from(ox + pad_left - kx * dilation_x, stride_x, input_width);
          if (x >= 0) sum += READ(input_cells, row + x) * READ(weight_cells, weight_row + kx);
        }
      }
    }
  }
  if (has_bias != 0) sum += READ(bias_cells, oc);
  if (item_is_ours()) output_cells[cell] = sum;
}
