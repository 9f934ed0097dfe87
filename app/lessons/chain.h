// The layers through which a stage sees a tensor.
#pragma once

#include <string>
#include <vector>

#include "app/scenes/model.h"

namespace convscope {

// From the one that reads `tensor` up to the stage, each read first by the next. `tensor` "": the first of that row, which it then names.
// Empty when the stage does not see it this way.
std::vector<const LayerModel*> layers_from(const Model& model, int stage, std::string& tensor);

}  // namespace convscope
