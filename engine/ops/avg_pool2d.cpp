// The mean of each window of images (N, C, H, W); see average_pooling.h.
#include "engine/ops/average_pooling.h"

namespace convscope {
namespace {

const AveragePooling kAvgPool2d("avg_pool2d", 2);

}  // namespace

const Operator& avg_pool2d_operator() { return kAvgPool2d; }

}  // namespace convscope
