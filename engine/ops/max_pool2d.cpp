// The largest value of each window of images (N, C, H, W); see max_pooling.h.
#include "engine/ops/max_pooling.h"

namespace convscope {
namespace {

const MaxPooling kMaxPool2d("max_pool2d", 2);

}  // namespace

const Operator& max_pool2d_operator() { return kMaxPool2d; }

}  // namespace convscope
