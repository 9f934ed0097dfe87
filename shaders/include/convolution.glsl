// The plain form of the convolutions of one to three axes: any attributes, none baked, so that no setting ever recompiles it.
//
// input   float N, C, D, H, W          weight  float Cout, C/groups, Kd, Kh, Kw
// bias    float Cout, or absent        output  float N, Cout, Dout, Hout, Wout
// One invocation owns one output cell and sums in the order (c, kz, ky, kx), the bias last.
// TURNED: the kernel turned by 180° meets the window.
#include "include/item.glsl"
#include "include/cells.glsl"
#include "include/padding.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Weight, weight_cells)
CELLS(3, Bias, bias_cells)
OUTPUT

void main() {
  int cell = item();
  int ox = cell % output_width;
  int oy = cell / output_width % output_height;
  int oz = cell / (output_width * output_height) % output_depth;
  int map = cell / (output_width * output_height * output_depth);
  int oc = map % output_channels;
  int n = map / output_channels;

  int channels = input_channels / groups;
  int first_channel = oc / (output_channels / groups) * channels;
  int window = kernel_depth * kernel_height * kernel_width;

  float sum = 0.0;
  for (int c = 0; c < channels; ++c) {
    int volume = (n * input_channels + first_channel + c) * input_depth;
    int filter_at = (oc * channels + c) * window;
    int element = 0;
    for (int kz = 0; kz < kernel_depth; ++kz) {
      int z = source_of(oz * stride_z + kz * dilation_z - pad_front, input_depth);
      for (int ky = 0; ky < kernel_height; ++ky) {
        int y = source_of(oy * stride_y + ky * dilation_y - pad_top, input_height);
        int row = ((volume + z) * input_height + y) * input_width;
        for (int kx = 0; kx < kernel_width; ++kx) {
          int x = source_of(ox * stride_x + kx * dilation_x - pad_left, input_width);
          float value = padding_value;
          if (z >= 0 && y >= 0 && x >= 0) value = READ(input_cells, row + x);
#ifdef TURNED
          sum += value * READ(weight_cells, filter_at + window - 1 - element);
#else
          sum += value * READ(weight_cells, filter_at + element);
#endif
          ++element;
        }
      }
    }
  }
  if (has_bias != 0) sum += READ(bias_cells, oc);
  if (item_is_ours()) output_cells[cell] = sum;
}
