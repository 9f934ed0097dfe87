// The largest value of each window of signals (N, C, L); see max_pooling.h.
#include "engine/ops/max_pooling.h"

namespace convscope {
namespace {

const MaxPooling kMaxPool1d("max_pool1d", 1);

}  // namespace

const Operator& max_pool1d_operator() { return kMaxPool1d; }

}  // namespace convscope
