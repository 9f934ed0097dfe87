// The window of one layer along one axis of space, as receptive fields want it: output o reads the places
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

using WindowSteps = std::vector<WindowStep>;

// What every layer of this room says of itself besides its taps.
class SeesThroughWindow {
 public:
  virtual ~SeesThroughWindow() = default;
  // The window through which an output cell sees slot `slot`, one step per axis of space (N, C, then space). Empty where that is not the
  // same window at every place (taps that follow data, sizes without space): then only taps tell.
  virtual WindowSteps windows(std::size_t /*slot*/) const { return {}; }
};
// Of any layer; empty, too, for one that does not say.
WindowSteps windows_of(const Layer& layer, std::size_t slot);

WindowSteps walked(const std::vector<Axis>& axes);
// A convolution of stride 1 over the input with zeros inserted, padded by k̂ − 1 − p.
WindowSteps walked(const std::vector<TransposedAxis>& axes);
// Each cell of `to` reads the cell of `from` at its own place. Empty where their space differs (broadcast axes, joins along space).
WindowSteps own_place(const Extents& from, const Extents& to);

}  // namespace convscope
