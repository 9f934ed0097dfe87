// The transposed convolution of volumes (N, C, D, H, W); see transposed_convolution.h.
#include "engine/ops/transposed_convolution.h"

namespace convscope {
namespace {

const TransposedConvolution kConvTranspose3d("conv_transpose3d", 3);

}  // namespace

const Operator& conv_transpose3d_operator() { return kConvTranspose3d; }

}  // namespace convscope
