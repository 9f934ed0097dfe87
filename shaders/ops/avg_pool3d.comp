// avg_pool3d: the mean of each window of three axes.
//
// input   float N, C, D, H, W        output  float N, C, Dout, Hout, Wout
// Refuses nothing that the operator's own checks let through.
#include "include/avg_pool.glsl"
