// The mean of each window of signals (N, C, L); see average_pooling.h.
#include "engine/ops/average_pooling.h"

namespace convscope {
namespace {

const AveragePooling kAvgPool1d("avg_pool1d", 1);

}  // namespace

const Operator& avg_pool1d_operator() { return kAvgPool1d; }

}  // namespace convscope
