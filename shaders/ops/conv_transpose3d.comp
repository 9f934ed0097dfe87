// conv_transpose3d. Refuses nothing that the operator's own checks let through.
#include "include/params.h"
#include "include/transposed.glsl"
