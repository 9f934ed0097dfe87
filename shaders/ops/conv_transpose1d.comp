// conv_transpose1d: depth and height are 1. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/transposed.glsl"
