// Three layers on the first row of a layer's input: fully connected, local, local and shared. Each is a conv2d that the engine computes:
// a fully connected layer is a convolution whose kernel is as wide as its input, a local one has zeros outside its band.
#pragma once

#include <memory>
#include <vector>

#include "app/scenes/model.h"

namespace convscope {

struct Connection {
  Index input = 0, output = 0;
  double weight = 0;
  int shared = -1;  // which shared weight, -1: its own
};

struct ConnectionExample {
  std::vector<Connection> links;
  std::vector<double> inputs, outputs;  // outputs are the engine's
  Index weights = 0;
  // The same three kinds for the model's own shapes, and for 3 → 64 maps of 224 × 224 with k = 3. Biases are not counted.
  Index weights_of_model = 0, weights_of_large = 0;
};

enum class ConnectionKind { kFull, kLocal, kShared };
ConnectionExample connection_example(const LayerModel& layer, ConnectionKind kind);

}  // namespace convscope
