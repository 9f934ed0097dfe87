// The largest cell of each window, padding being −∞; with WINNERS its index within its plane, −1 where a window meets no cell.
// Of equal cells the first wins, a NaN wins over all, of NaNs the last. One invocation owns one output cell.
#include "include/pooling.glsl"

const uint kMinusInfinity = 0xff800000u;
const uint kInfinity = 0x7f800000u;
// By its bits: the compiler may take isnan for false.
bool is_not_a_number(float value) { return (floatBitsToUint(value) & 0x7fffffffu) > kInfinity; }

void main() {
  int cell = item();
  ivec3 begin = window_begin(cell);
  int plane = plane_begin(cell);
  float most = uintBitsToFloat(kMinusInfinity);
  int winner = -1;
  for (int ez = 0; ez < kernel_depth; ++ez) {
    int z = begin.z + ez * dilation_z;
    if (!is_inside(z, input_depth)) continue;
    for (int ey = 0; ey < kernel_height; ++ey) {
      int y = begin.y + ey * dilation_y;
      if (!is_inside(y, input_height)) continue;
      for (int ex = 0; ex < kernel_width; ++ex) {
        int x = begin.x + ex * dilation_x;
        if (!is_inside(x, input_width)) continue;
        int at = (z * input_height + y) * input_width + x;
        float value = READ(input_cells, plane + at);
        if (winner < 0 || value > most || is_not_a_number(value)) {
          most = value;
          winner = at;
        }
      }
    }
  }
#ifdef WINNERS
  float result = float(winner);
#else
  float result = most;
#endif
  if (item_is_ours()) output_cells[cell] = result;
}
