#include "app/lessons/chain.h"

namespace convscope {

std::vector<const LayerModel*> layers_from(const Model& model, int stage, std::string& tensor) {
  std::vector<const LayerModel*> layers;
  for (int at = stage; at >= 0;) {
    const LayerModel& layer = model.layers[static_cast<std::size_t>(at)];
    layers.insert(layers.begin(), &layer);
    const std::string& input = layer.inputs.front();
    at = model.index_of(input);
    if (input == tensor || (tensor.empty() && at < 0)) {
      tensor = input;
      return layers;
    }
  }
  return {};
}

}  // namespace convscope
