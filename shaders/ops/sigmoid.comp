// sigmoid: y = 1/(1 + e^−x).
// Layout and contract: include/activation.glsl.
#include "include/params.h"

float activation(float x) { return 1.0 / (1.0 + exp(-x)); }

#include "include/activation.glsl"
