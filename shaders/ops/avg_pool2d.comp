// avg_pool2d: the mean of each window of two axes.
//
// input   float N, C, H, W        output  float N, C, Hout, Wout
// Refuses nothing that the operator's own checks let through.
#include "include/avg_pool.glsl"
