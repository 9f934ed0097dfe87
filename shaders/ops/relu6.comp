// relu6: y = min(max(0, x), 6).
// Layout and contract: include/activation.glsl.
#include "include/params.h"

float activation(float x) { return clamp(x, 0.0, 6.0); }

#include "include/activation.glsl"
