// conv2d_input_grad: the gradient of a convolution's input. Sizes and windows are those of the forward convolution; depth is 1.
//
// grad    float N, Cout, Hout, Wout: of the convolution's output
// weight  float Cout, C/groups, Kh, Kw     output  float N, C, H, W
// One invocation owns one input cell. It goes to every place where the cell's value stood, its own and its copies in the padding, and asks
// every kernel element which output met it there. Sums in the order (o, place y, ky, place x, kx), elements from the last to the first.
// Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Grad, grad_cells)
CELLS(2, Weight, weight_cells)
OUTPUT

// Places are counted 0, 1, … from the lowest; a place that is not there is NOWHERE.
#define NOWHERE -2147483647

int place_count(int index, int size, int before, int after) {
  if (padding_mode == PAD_CONSTANT) return 1;
  if (padding_mode != PAD_REPLICATE) return 3;  // below, itself, above
  return 1 + (index == 0 ? before : 0) + (index == size - 1 ? after : 0);
}

int place_of(int index, int which, int size, int before, int after) {
  if (padding_mode == PAD_CONSTANT) return index;
  if (padding_mode == PAD_REPLICATE) return (index == 0 ? -before : index) + which;
  if (which == 1) return index;
  int copy;
  if (padding_mode == PAD_CIRCULAR) {
    copy = which == 0 ? index - size : index + size;
  } else {
    copy = which == 0 ? -index : 2 * (size - 1) - index;
    if (copy == index) return NOWHERE;  // the mirror itself
  }
  return copy >= -before && copy < size + after ? copy : NOWHERE;
}

// The output whose window begins at `start`; −1: none.
int window_at(int start, int stride, int count) {
  if (start < 0 || start % stride != 0 || start / stride >= count) return -1;
  return start / stride;
}

void main() {
  int cell = item();
  int x = cell % input_width;
  int y = cell / input_width % input_height;
  int map = cell / (input_width * input_height);
  int channel = map % input_channels;
  int n = map / input_channels;

  int channels = input_channels / groups;
  int filters = output_channels / groups;
  int rows = place_count(y, input_height, pad_top, pad_bottom);
  int columns = place_count(x, input_width, pad_left, pad_right);
  float sum = 0.0;
  for (int o = 0; o < filters; ++o) {
    int oc = channel / channels * filters + o;
    int weight_plane = (oc * channels + channel % channels) * kernel_height;
    int grad_plane = (n * output_channels + oc) * output_height;
    for (int row = 0; row < rows; ++row) {
      int place_y = place_of(y, row, input_height, pad_top, pad_bottom);
      if (place_y == NOWHERE) continue;
      for (int ky = kernel_height - 1; ky >= 0; --ky) {
        int oy = window_at(place_y + pad_top - ky * dilation_y, stride_y, output_height);
        if (oy < 0) continue;
        for (int column = 0; column < columns; ++column) {
          int place_x = place_of(x, column, input_width, pad_left, pad_right);
          if (place_x == NOWHERE) continue;
          for (int kx = kernel_width - 1; kx >= 0; --kx) {
            int ox = window_at(place_x + pad_left - kx * dilation_x, stride_x, output_width);
            if (ox < 0) continue;
            sum += READ(grad_cells, (grad_plane + oy) * output_width + ox) * READ(weight_cells, (weight_plane + ky) * kernel_width + kx);
          }
        }
      }
    }
  }
  if (item_is_ours()) output_cells[cell] = sum;
}
