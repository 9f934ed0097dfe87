// max_pool3d: the largest cell of each window of three axes, or (WINNERS) which cell that is.
//
// input   float N, C, D, H, W        output  float N, C, Dout, Hout, Wout
// Refuses nothing that the operator's own checks let through.
#include "include/max_pool.glsl"
