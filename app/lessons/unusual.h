// What is worth saying of a layer: the settings that are not as usual.
#pragma once

#include <string>

#include "engine/ops/operator.h"

namespace convscope {

// An attribute that is not as usual (stride 1, padding 0, …), "2" or "2, 3"; else "".
std::string unusual_attribute(const Layer& layer, const std::string& name);

}  // namespace convscope
