#include "engine/ops/elementwise.h"

#include <algorithm>

namespace convscope {

void place_tap(Tap& tap, const Extents& extents, Index cell) {
  const Cell place = cell_of(extents, cell);
  const int rank = extents.rank();
  const int first = rank == 1 ? 0 : std::max(2, rank - 3);
  for (int axis = first; axis < rank; ++axis) tap.at[static_cast<std::size_t>(3 - rank + axis)] = place[static_cast<std::size_t>(axis)];
  if (rank >= 2) tap.channel = place[1];
}

void ElementwiseLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  Tap& tap = taps.emplace_back();
  tap.data = {0, cell};
  place_tap(tap, output(), cell);
}

Cost ElementwiseLayer::cost() const {
  Cost cost;
  cost.memory = values_moved();
  return cost;
}

GpuPlan ElementwiseLayer::plan() const {
  GpuPlan plan;
  plan.shader = op();
  plan.reads = static_cast<double>(output().count());
  return plan;
}

std::vector<FormulaLine> same_size_formula(const Extents& extents) {
  const RoleText of_x{extents.text(), Role::kInput}, of_y{extents.text(), Role::kOutput}, equals{" = ", Role::kPlain};
  return {{{"o", Role::kOutput}, equals, {"i", Role::kInput}}, {of_y, equals, of_x}};
}

}  // namespace convscope
