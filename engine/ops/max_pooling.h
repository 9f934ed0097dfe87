// max_pool1d, max_pool2d, max_pool3d: the largest value of each window; beside it, which cell that was.
// y[n, c, p] = max over e of input[n, c, p·s − begin + e·d]; padding is −∞, so it never wins over a cell.
#pragma once

#include <string>

#include "engine/ops/pooling.h"

namespace convscope {

// Of equal cells the first wins, a NaN wins over all, of NaNs the last (PyTorch's loop). A window that meets no cell of the input, which
// takes a dilated kernel, gives −∞ and the winner −1.
class MaxPooling final : public OperatorBase {
 public:
  MaxPooling(std::string id, std::size_t axes);
  bool names_winner() const override { return true; }

 protected:
  Made make(Attributes attributes, Shapes shapes) const override;

 private:
  std::size_t axes_;
};

}  // namespace convscope
