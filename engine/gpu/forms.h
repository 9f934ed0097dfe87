// Which pass computes a layer: the plain form of its shader, or a faster one made for its arithmetic. No GL here.
#pragma once

#include <functional>

#include "engine/gpu/device.h"
#include "engine/gpu/pass.h"

namespace convscope {

struct FormChoice {
  Conv2dForm form = Conv2dForm::kBest;
  int accumulators = 128;                      // that an invocation may keep (conv_tile.h)
  std::function<bool(const Pass&)> fits = {};  // whether the device has room; a fast form that does not fit gives way to the plain one
};

Pass choose_pass(const Layer& layer, const TensorSet& tensors, const FormChoice& choice);

}  // namespace convscope
