// What conv_transpose1d, conv_transpose2d and conv_transpose3d are: the operator, and its line of code in other libraries.
#pragma once

#include <string>
#include <vector>

#include "engine/ops/layer_base.h"

namespace convscope {

// y[n, o, u] = Σ over c, e of x̃[n, first(o) + c, u + begin − e·d] · weight[first(o) + c, o mod Cout/g, e]  + bias[o], where x̃ is the
// input with s − 1 zeros inserted between neighbours and zeros around it. Gathered in the order in which the places of x̃ come, so that
// the kernel is met turned. Formula and names: Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning".
class TransposedConvolution final : public OperatorBase {
 public:
  TransposedConvolution(std::string id, int axes);

 protected:
  Status check_given(const Shapes& shapes) const override;
  Made make(Attributes attributes, Shapes shapes) const override;

 private:
  int axes_;
};

struct TransposedFacts {
  std::vector<TransposedAxis> axes;  // one to three
  Index channels_in = 1, channels_out = 1, groups = 1;
  bool bias = false;
};
// transposed_text.cpp. What the other library cannot take away as padding is cut off on a line of its own after.
std::string transposed_code(CodeDialect dialect, const TransposedFacts& facts);

}  // namespace convscope
