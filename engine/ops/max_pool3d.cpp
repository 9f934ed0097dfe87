// The largest value of each window of volumes (N, C, D, H, W); see max_pooling.h.
#include "engine/ops/max_pooling.h"

namespace convscope {
namespace {

const MaxPooling kMaxPool3d("max_pool3d", 3);

}  // namespace

const Operator& max_pool3d_operator() { return kMaxPool3d; }

}  // namespace convscope
