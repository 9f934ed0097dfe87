// Which pass computes a layer: the plain form of its shader, or a faster one made for its arithmetic. No GL here.
#pragma once

#include <functional>

#include "engine/gpu/device.h"
#include "engine/gpu/pass.h"

namespace convscope {

// `fits` says whether the device has room for a pass; a fast form that does not fit gives way to the plain one.
Pass choose_pass(const Layer& layer, const TensorSet& tensors, Conv2dForm form, const std::function<bool(const Pass&)>& fits);

}  // namespace convscope
