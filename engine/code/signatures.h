// The layers of PyTorch and Keras that can be read: by what names, with which arguments in which order, with which defaults.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/code/arguments.h"
#include "engine/code/read_code.h"

namespace convscope {

// Makes the layer of a call whose arguments were bound. `axes`: of its window, 0 where it has none.
using LayerReader = Result<CodeLayer> (*)(const BoundCall& call, int axes);

struct CodeSignature {
  std::string library;  // "nn", "F", "torch", "torchvision.ops", "layers", …
  std::string name;     // "Conv2d"
  std::string_view parameters;
  int axes = 0;
  LayerReader read = nullptr;
  std::string full() const { return library + "." + name; }
};

const std::vector<CodeSignature>& torch_signatures();  // read_torch.cpp
const std::vector<CodeSignature>& keras_signatures();  // read_keras.cpp

// The signature that a name as it is written means ("nn.Conv2d", "torch.nn.Conv2d", "Conv2d", "tf.keras.layers.Dense"), or nullptr.
const CodeSignature* find_signature(std::string_view name);
// Whether a name belongs to a library of layers, known or not: "nn.LSTM", "F.gelu", "keras.layers.LSTM".
bool is_of_library(std::string_view name);
// The layers of that library, for a sentence: "nn.Conv1d, nn.Conv2d, …".
std::string known_layers(std::string_view name);

// One entry for each of 1, 2 and 3 axes; # in the name becomes the number.
void add_for_axes(std::vector<CodeSignature>& table, const CodeSignature& pattern);

}  // namespace convscope
