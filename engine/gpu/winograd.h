// conv2d with 3×3 kernels and stride 1 after Winograd, F(4×4, 3×3): 36 products for 16 outputs of a channel in place of 144.
// Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A of every 6×6 tile d of the padded input, summed over the channels before Aᵀ…A (Lavin and Gray, "Fast
// Algorithms for Convolutional Neural Networks", 2015). Three steps: tiles to products, their sum (pointwise convolution of 36 groups,
// conv_tile.h), to outputs. Dilation: the cells of equal remainder form grids of their own, each an undilated convolution. Not exact on
// whole numbers. A cell's error is at most γ(C + 40) · |Aᵀ| (Σ over c of |G||g||Gᵀ| ⊙ |Bᵀ||d||B|) |A| with |…| taken per number, about ten
// times that of the direct form: it is used only when asked for. No GL here.
#pragma once

#include <optional>

#include "engine/gpu/pass.h"
#include "shaders/include/params.h"

namespace convscope {

// Nothing for other kernels and strides, and where the padding is too wide for the memory.
std::optional<Pass> winograd_pass(const params::Conv2d& conv, float padding_value, const TensorSet& tensors, int accumulators);

}  // namespace convscope
