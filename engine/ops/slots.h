// What a layer's operator says of it, looked up by name: a slot's shape, whether an attribute is one of its own.
#pragma once

#include <string_view>

#include "engine/ops/operator.h"

namespace convscope {

const Operator& operator_of(const Layer& layer);
// Of rank 0 when the operator has no slot of this name, or when nothing was given for it.
Extents shape_of(const Layer& layer, std::string_view slot);
bool has_attribute(const Operator& op, std::string_view name);

}  // namespace convscope
