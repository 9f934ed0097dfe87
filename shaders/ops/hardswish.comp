// hardswish: y = x · ReLU6(x + 3)/6.
// Layout and contract: include/activation.glsl.
#include "include/params.h"

float activation(float x) { return x * (clamp(x + 3.0, 0.0, 6.0) / 6.0); }

#include "include/activation.glsl"
