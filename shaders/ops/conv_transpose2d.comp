// conv_transpose2d: depth is 1. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/transposed.glsl"
