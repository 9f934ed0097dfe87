// The window of one layer along one axis, for this room's receptive fields only: output o reads the places
//   o·stride − begin + e·dilation  (e = 0 … kernel − 1)  of the input with up − 1 cells inserted between neighbours.
#pragma once

#include <optional>
#include <vector>

#include "engine/ops/axis.h"
#include "engine/ops/operator.h"

namespace convscope {

struct WindowStep {
  Index stride = 1, begin = 0, kernel = 1, dilation = 1, up = 1;
  Index span() const { return dilation * (kernel - 1) + 1; }
  // The first and last input cells that the outputs of the range read, edges of the input not considered; nothing: only inserted cells.
  std::optional<PlaceRange> reads(PlaceRange outputs) const;
};

// One per axis of space of slot `slot`; nothing: the layer has no such form.
std::optional<std::vector<WindowStep>> window_steps(const Layer& layer, std::size_t slot);

}  // namespace convscope
