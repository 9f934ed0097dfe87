// The definition: every layer is computed by folding its taps in double precision.
#pragma once

#include "engine/base/all_cores.h"
#include "engine/ops/operator.h"

namespace convscope {

// The product of one tap; see Tap.
double tap_product(const Tap& tap, const TensorSet& tensors);
// One output cell, in double precision.
double reference_cell(const Layer& layer, const TensorSet& tensors, Index cell);
// All cells, on all cores (cells are independent; the order within a cell is the taps' order, so bits repeat). Once `cancelled` says true,
// on the calling thread, the cells that are left stay 0.
Tensor64 reference(const Layer& layer, const TensorSet& tensors, const Cancelled& cancelled = {});
// Per cell the flat index, within its input plane, of the cell that a max-combined layer chose: of equal ones the first, a NaN before
// all and of NaNs the last (PyTorch's rule); −1 where a window holds no cell of the input. For layers with names_winner().
Tensor64 reference_winners(const Layer& layer, const TensorSet& tensors, const Cancelled& cancelled = {});
// Σ|product| over the taps of a cell: what the error bound of promises.md is made of.
double absolute_sum(const Layer& layer, const TensorSet& tensors, Index cell);
// γₙ₊₁·(Σ|x||w|+|b|) + u|y| + n·2⁻¹²⁶ with γₖ = ku/(1−ku), u the device's unit roundoff (2⁻²⁴ on IEEE, 2⁻²³ unknown), n the taps.
// A mean divides it and rounds once more, a maximum rounds only its own product, `finish` adds what Layer::finish_error says.
double error_bound(const Layer& layer, const TensorSet& tensors, Index cell, double unit_roundoff);

}  // namespace convscope
