// conv2d, the plain form: any attributes, none baked, so that no setting ever recompiles it.
//
// input   float N, C, H, W             weight  float Cout, C/groups, Kh, Kw
// bias    float Cout, or absent        output  float N, Cout, Hout, Wout
// One invocation owns one output cell and sums in the order (c, ky, kx), the bias last.
// Refuses nothing that the operator's own checks let through.
// SSBO_LOADS: for devices whose texture buffers are too small for the tensors.
#include "include/params.h"
#include "include/item.glsl"

#ifdef SSBO_LOADS
layout(std430, binding = 1) readonly restrict buffer Input { float input_cells[]; };
layout(std430, binding = 2) readonly restrict buffer Weight { float weight_cells[]; };
#define INPUT(i) input_cells[i]
#define WEIGHT(i) weight_cells[i]
#else
layout(r32f, binding = 1) readonly restrict uniform imageBuffer input_cells;
layout(r32f, binding = 2) readonly restrict uniform imageBuffer weight_cells;
#define INPUT(i) imageLoad(input_cells, i).x
#define WEIGHT(i) imageLoad(weight_cells, i).x
#endif
layout(std430, binding = 3) readonly restrict buffer Bias { float bias_cells[]; };
layout(std430, binding = 0) writeonly restrict buffer Output { float output_cells[]; };

// Where on an axis of `size` cells the padded position `at` finds its value; -1: nowhere, the constant stands there.
int source_of(int at, int size) {
  if (at >= 0 && at < size) return at;
  if (padding_mode == PAD_REFLECT) {
    int mirrored = at < 0 ? -at : 2 * (size - 1) - at;
    return clamp(mirrored, 0, size - 1);
  }
  if (padding_mode == PAD_REPLICATE) return at < 0 ? 0 : size - 1;
  if (padding_mode == PAD_CIRCULAR) return at < 0 ? at + size : at - size;
  return -1;
}

void main() {
  int cell = item();
  int ox = cell % output_width;
  int oy = (cell / output_width) % output_height;
  int oc = (cell / (output_width * output_height)) % output_channels;
  int n = cell / (output_width * output_height * output_channels);

  int channels = input_channels / groups;
  int first_channel = oc / (output_channels / groups) * channels;
  int weight_at = oc * channels * kernel_height * kernel_width;

  float sum = 0.0;
  for (int c = 0; c < channels; ++c) {
    int plane = (n * input_channels + first_channel + c) * input_height;
    for (int ky = 0; ky < kernel_height; ++ky) {
      int y = source_of(oy * stride_y + ky * dilation_y - pad_top, input_height);
      int row = (plane + y) * input_width;
      for (int kx = 0; kx < kernel_width; ++kx) {
        int x = source_of(ox * stride_x + kx * dilation_x - pad_left, input_width);
        float value = padding_value;
        if (y >= 0 && x >= 0) value = INPUT(row + x);
        sum += value * WEIGHT(weight_at);
        ++weight_at;
      }
    }
  }
  if (has_bias != 0) sum += bias_cells[oc];
  if (item_is_ours()) output_cells[cell] = sum;
}
