// max_pool2d: the largest cell of each window of two axes, or (WINNERS) which cell that is.
//
// input   float N, C, H, W        output  float N, C, Hout, Wout
// Refuses nothing that the operator's own checks let through.
#include "include/max_pool.glsl"
