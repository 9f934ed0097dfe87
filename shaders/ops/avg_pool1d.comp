// avg_pool1d: the mean of each window of one axis.
//
// input   float N, C, L        output  float N, C, Lout
// Refuses nothing that the operator's own checks let through.
#include "include/avg_pool.glsl"
