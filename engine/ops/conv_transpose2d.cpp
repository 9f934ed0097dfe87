// The transposed convolution of planes (N, C, H, W); see transposed_convolution.h.
#include "engine/ops/transposed_convolution.h"

namespace convscope {
namespace {

const TransposedConvolution kConvTranspose2d("conv_transpose2d", 2);

}  // namespace

const Operator& conv_transpose2d_operator() { return kConvTranspose2d; }

}  // namespace convscope
