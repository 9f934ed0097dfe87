// hardsigmoid: y = ReLU6(x + 3)/6, or clip((x + 1)/2, 0, 1).
// Layout and contract: include/activation.glsl.
#include "include/params.h"

float activation(float x) { return linear_form != 0 ? clamp((x + 1.0) / 2.0, 0.0, 1.0) : clamp(x + 3.0, 0.0, 6.0) / 6.0; }

#include "include/activation.glsl"
