// The mean of each window of volumes (N, C, D, H, W); see average_pooling.h.
#include "engine/ops/average_pooling.h"

namespace convscope {
namespace {

const AveragePooling kAvgPool3d("avg_pool3d", 3);

}  // namespace

const Operator& avg_pool3d_operator() { return kAvgPool3d; }

}  // namespace convscope
