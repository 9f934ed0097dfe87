// The transposed convolution of sequences (N, C, L); see transposed_convolution.h.
#include "engine/ops/transposed_convolution.h"

namespace convscope {
namespace {

const TransposedConvolution kConvTranspose1d("conv_transpose1d", 1);

}  // namespace

const Operator& conv_transpose1d_operator() { return kConvTranspose1d; }

}  // namespace convscope
