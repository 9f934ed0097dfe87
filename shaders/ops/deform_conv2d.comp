// deform_conv2d: every kernel element reads where its offset says, between four cells; what lies outside counts zero.
//
// input   float N, C, H, W                          weight  float Cout, C/groups, Kh, Kw
// offset  float N, offset groups · Kh · Kw · (y, x), Hout, Wout
// mask    float N, offset groups · Kh · Kw, Hout, Wout, or absent
// bias    float Cout, or absent                     output  float N, Cout, Hout, Wout
// One invocation owns one output cell and sums in the order (c, ky, kx), the bias last.
// Refuses nothing that the operator's own checks let through; offsets may be any number.
#include "include/params.h"
#include "include/item.glsl"
#include "include/cells.glsl"

CELLS(1, Input, input_cells)
CELLS(2, Weight, weight_cells)
CELLS(3, Offset, offset_cells)
CELLS(4, Mask, mask_cells)
CELLS(5, Bias, bias_cells)
OUTPUT

float interpolated(int plane, float y, float x) {
  if (!(y > -1.0 && y < float(input_height) && x > -1.0 && x < float(input_width))) return 0.0;
  int upper = int(floor(y)), left = int(floor(x));
  float below = y - floor(y), right = x - floor(x);
  float above = 1.0 - below, before = 1.0 - right;
  int row = plane + upper * input_width;
  bool has_upper = upper >= 0, has_lower = upper + 1 < input_height, has_left = left >= 0, has_right = left + 1 < input_width;
  float value = 0.0;
  if (has_upper && has_left) value += above * before * READ(input_cells, row + left);
  if (has_upper && has_right) value += above * right * READ(input_cells, row + left + 1);
  if (has_lower && has_left) value += below * before * READ(input_cells, row + input_width + left);
  if (has_lower && has_right) value += below * right * READ(input_cells, row + input_width + left + 1);
  return value;
}

void main() {
  int cell = item();
  int place = cell % (output_width * output_height);
  int ox = place % output_width;
  int oy = place / output_width;
  int map = cell / (output_width * output_height);
  int oc = map % output_channels;
  int n = map / output_channels;

  int channels = input_channels / groups;
  int first_channel = oc / (output_channels / groups) * channels;
  int window = kernel_height * kernel_width;
  int places = output_height * output_width;

  float sum = 0.0;
  for (int c = 0; c < channels; ++c) {
    int channel = first_channel + c;
    int plane = (n * input_channels + channel) * input_height * input_width;
    int first_element = (n * offset_groups + channel / (input_channels / offset_groups)) * window;
    for (int element = 0; element < window; ++element) {
      int offset_at = 2 * (first_element + element) * places + place;
      float y = float(oy * stride_y - pad_top + element / kernel_width * dilation_y) + READ(offset_cells, offset_at);
      float x = float(ox * stride_x - pad_left + element % kernel_width * dilation_x) + READ(offset_cells, offset_at + places);
      float product = interpolated(plane, y, x) * READ(weight_cells, (oc * channels + c) * window + element);
      if (has_mask != 0) product *= READ(mask_cells, (first_element + element) * places + place);
      sum += product;
    }
  }
  if (has_bias != 0) sum += READ(bias_cells, oc);
  if (item_is_ours()) output_cells[cell] = sum;
}
