// conv2d configurations that PyTorch computed (tests/data/make_conv2d_cases.py), as layers with their tensors and the right answer.
// Used for the reference and for every device. A missing or broken file throws.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

struct TorchCase {
  std::string name;      // file, line, shapes and attributes: what a failure prints
  bool integer = false;  // whole numbers: every path must be exact
  Tensor input, weight, bias;  // bias absent when the case has none
  Tensor output;         // PyTorch's, in double precision, rounded once
  std::shared_ptr<const Layer> layer;

  TensorSet tensors() const { return {&input, &weight, bias.absent() ? nullptr : &bias}; }
};

std::vector<TorchCase> load_conv2d_cases();

}  // namespace convscope
