// The convolution of volumes (N, C, D, H, W); see convolution.h.
#include "engine/ops/convolution.h"

namespace convscope {
namespace {

const Convolution kConv3d("conv3d", 3);

}  // namespace

const Operator& conv3d_operator() { return kConv3d; }

}  // namespace convscope
