// convolve: conv2d with the kernel turned by 180°; depth is 1. Refuses nothing that the operator's own checks let through.
#define TURNED
#include "include/params.h"
#include "include/convolution.glsl"
