// The window that a layer slides, read off the operator's description: its slots and attributes, not its name.
#pragma once

#include <optional>
#include <vector>

#include "engine/ops/axis.h"
#include "engine/ops/operator.h"

namespace convscope {

// The axes along which a layer's window slides, from the first to the last one of space. Of a transposed layer `transposed` is filled
// instead.
struct WindowOf {
  std::vector<Axis> axes;
  std::vector<TransposedAxis> transposed;
};
// Nothing when the layer slides none, or when what its attributes say is not what it made.
std::optional<WindowOf> window_of(const Layer& layer);

// What the cost of a sliding layer with weights [N, C/g, k…] is made of.
struct WeightsOf {
  Index filters = 1, per_group = 1, groups = 1, window = 1, side = 1;  // side: along the first axis of the window
  Index biases = 0, samples = 1;
  Index cells = 1, inputs = 1;  // of one map: of the output, of the input
  Index channels() const { return per_group * groups; }
  Index kernels() const { return filters * per_group * window; }
};
// Nothing for layers of another kind, and for those whose cost does not follow from these numbers.
std::optional<WeightsOf> weights_of(const Layer& layer);

}  // namespace convscope
