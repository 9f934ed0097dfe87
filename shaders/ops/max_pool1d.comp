// max_pool1d: the largest cell of each window of one axis, or (WINNERS) which cell that is.
//
// input   float N, C, L        output  float N, C, Lout
// Refuses nothing that the operator's own checks let through.
#include "include/max_pool.glsl"
