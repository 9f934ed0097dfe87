// silu: y = x/(1 + e^−x).
// Layout and contract: include/activation.glsl.
#include "include/params.h"

float activation(float x) { return x * (1.0 / (1.0 + exp(-x))); }

#include "include/activation.glsl"
