// Layers that make each output cell from the input cell of the same place: activations, dropout. And where a cell lies, for any rank.
// Tensors are N, C, then up to three axes of space; of fewer axes the last ones are taken as space.
#pragma once

#include <utility>

#include "engine/ops/layer_base.h"

namespace convscope {

// Says in the tap where cell `cell` of `extents` lies: (z, y, x) and the channel. One axis is a line; two are N, C.
void place_tap(Tap& tap, const Extents& extents, Index cell);

class ElementwiseLayer : public LayerBase {
 public:
  ElementwiseLayer(const Operator& op, Attributes attributes, Shapes shapes) : LayerBase(op, std::move(attributes), shapes, shapes[0]) {}
  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet&) const override { return {datum.index}; }
  WindowSteps windows(std::size_t slot) const override { return own_place(shape(static_cast<int>(slot)), output()); }
  // Nothing that is counted as arithmetic: each value is read once and written once.
  Cost cost() const override;

 protected:
  GpuPlan plan() const;
};

// "y has the shape of x" and the shape: the size lines of all these layers.
std::vector<FormulaLine> same_size_formula(const Extents& extents);

}  // namespace convscope
