// Configurations of every operator that PyTorch computed (tests/data/operators/make_*.py), as layers with their tensors and the right
// answer. One family is one file of cases. A missing or broken file throws.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

struct StoredCase {
  std::string name;            // family, line, shapes and attributes: what a failure prints
  bool integer = false;        // whole numbers: every path must be exact
  bool single = false;         // PyTorch computed it in single precision, else in double precision, rounded once
  std::vector<Tensor> slots;   // in the operator's order; absent() where the case has none
  Tensor output;
  Tensor winners;              // absent() where the case has none
  std::shared_ptr<const Layer> layer;

  TensorSet tensors() const {
    TensorSet set;
    for (const Tensor& tensor : slots) set.push_back(tensor.absent() ? nullptr : &tensor);
    return set;
  }
};

// The families there are: every .jsonl of tests/data/operators, by name.
std::vector<std::string> stored_families();
std::vector<StoredCase> load_stored_cases(const std::string& family);

}  // namespace convscope
