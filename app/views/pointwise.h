// The modes of the 1×1 beside build_pointwise: as a fully connected layer, and on a photograph.
#pragma once

#include "app/views/kit.h"

namespace convscope {

void build_pointwise_layer(const ViewContext& context, Pen& pen, Box area);
void build_pointwise_photo(const ViewContext& context, Pen& pen, Box area);

}  // namespace convscope
