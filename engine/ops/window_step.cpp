#include "engine/ops/window_step.h"

#include <algorithm>

namespace convscope {

std::optional<PlaceRange> WindowStep::reads(PlaceRange outputs) const {
  auto at = [this](Index output, Index element) { return output * stride - begin + element * dilation; };
  // Of `up` neighbours one at least reads every cell that can be read, so no more are asked.
  const Index most = std::min(outputs.last - outputs.first + 1, up);
  std::optional<Index> first, last;
  for (Index i = 0; i < most; ++i) {
    for (Index element = 0; element < kernel; ++element) {
      const Index low = at(outputs.first + i, element), high = at(outputs.last - i, kernel - 1 - element);
      if (low % up == 0 && (!first || low / up < *first)) first = low / up;
      if (high % up == 0 && (!last || high / up > *last)) last = high / up;
    }
  }
  if (!first || !last) return std::nullopt;
  return PlaceRange{*first, *last};
}

WindowSteps windows_of(const Layer& layer, std::size_t slot) {
  const auto* seeing = dynamic_cast<const SeesThroughWindow*>(&layer);
  return seeing ? seeing->windows(slot) : WindowSteps{};
}

WindowSteps walked(const std::vector<Axis>& axes) {
  WindowSteps steps;
  for (const Axis& axis : axes) steps.push_back({axis.stride, axis.begin, axis.kernel, axis.dilation, 1});
  return steps;
}

WindowSteps walked(const std::vector<TransposedAxis>& axes) {
  WindowSteps steps;
  for (const TransposedAxis& axis : axes) steps.push_back({1, axis.span() - 1 - axis.begin, axis.kernel, axis.dilation, axis.stride});
  return steps;
}

WindowSteps own_place(const Extents& from, const Extents& to) {
  constexpr int kFirstOfSpace = 2;
  if (from.rank() != to.rank() || to.rank() <= kFirstOfSpace) return {};
  for (int axis = kFirstOfSpace; axis < to.rank(); ++axis) {
    if (from[axis] != to[axis]) return {};
  }
  return WindowSteps(static_cast<std::size_t>(to.rank() - kFirstOfSpace));
}

}  // namespace convscope
