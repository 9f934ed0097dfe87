// avg_pool1d, avg_pool2d, avg_pool3d: the mean of each window; global_avg_pool2d: the mean of each plane.
// y[n, c, p] = (Σ over e of input[n, c, p·s − begin + e]) / divisor; padding is 0.
#pragma once

#include <string>

#include "engine/ops/pooling.h"

namespace convscope {

// The divisor (PyTorch's): divisor_override, else the cells of the window that lie on the input, and with count_include_pad those in the
// padding too. Cells beyond the padding, where ceil mode lets the last window reach, never count.
// divisor_override is any whole number but 0; PyTorch takes it in two and three axes, here it serves one axis too.
class AveragePooling final : public OperatorBase {
 public:
  AveragePooling(std::string id, std::size_t axes);

 protected:
  Made make(Attributes attributes, Shapes shapes) const override;

 private:
  std::size_t axes_;
};

}  // namespace convscope
