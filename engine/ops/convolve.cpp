// The mathematician's convolution of planes: conv2d with the kernel turned by 180°; see convolution.h.
#include "engine/ops/convolution.h"

namespace convscope {
namespace {

const Convolution kConvolve("convolve", 2, Turn::kTurned);

}  // namespace

const Operator& convolve_operator() { return kConvolve; }

}  // namespace convscope
