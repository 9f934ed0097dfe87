// leaky_relu: y = x where x > 0, negative_slope · x elsewhere.
// Layout and contract: include/activation.glsl.
#include "include/params.h"

float activation(float x) { return x > 0.0 ? x : x * negative_slope; }

#include "include/activation.glsl"
