// The convolution of planes (N, C, H, W); see convolution.h.
#include "engine/ops/convolution.h"

namespace convscope {
namespace {

const Convolution kConv2d("conv2d", 2);

}  // namespace

const Operator& conv2d_operator() { return kConv2d; }

}  // namespace convscope
