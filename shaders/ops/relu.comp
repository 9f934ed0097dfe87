// relu: y = max(0, x).
// Layout and contract: include/activation.glsl.
#include "include/params.h"

float activation(float x) { return x > 0.0 ? x : 0.0; }

#include "include/activation.glsl"
