// The convolution of sequences (N, C, L); see convolution.h.
#include "engine/ops/convolution.h"

namespace convscope {
namespace {

const Convolution kConv1d("conv1d", 1);

}  // namespace

const Operator& conv1d_operator() { return kConv1d; }

}  // namespace convscope
