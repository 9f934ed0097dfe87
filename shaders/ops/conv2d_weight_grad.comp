// conv2d_weight_grad: the gradient of a convolution's weights. Sizes and windows are those of the forward convolution; depth is 1.
//
// input   float N, C, H, W             grad    float N, Cout, Hout, Wout: of the convolution's output
// output  float Cout, C/groups, Kh, Kw
// One invocation owns one weight and sums in the order (n, oy, ox).
// Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"
#include "include/padding.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Grad, grad_cells)
OUTPUT

void main() {
  int cell = item();
  int kx = cell % kernel_width;
  int ky = cell / kernel_width % kernel_height;
  int c = cell / (kernel_width * kernel_height) % (input_channels / groups);
  int oc = cell / (kernel_width * kernel_height * (input_channels / groups));
  int channel = oc / (output_channels / groups) * (input_channels / groups) + c;

  float sum = 0.0;
  for (int n = 0; n < batch; ++n) {
    for (int oy = 0; oy < output_height; ++oy) {
      int y = source_of(oy * stride_y + ky * dilation_y - pad_top, input_height);
      int row = ((n * input_channels + channel) * input_height + y) * input_width;
      int grad_row = ((n * output_channels + oc) * output_height + oy) * output_width;
      for (int ox = 0; ox < output_width; ++ox) {
        int x = source_of(ox * stride_x + kx * dilation_x - pad_left, input_width);
        float value = padding_value;
        if (y >= 0 && x >= 0) value = READ(input_cells, row + x);
        sum += value * READ(grad_cells, grad_row + ox);
      }
    }
  }
  if (item_is_ours()) output_cells[cell] = sum;
}
