// Reading and writing .npy: C order, float32; float64 and integers are converted with a word about it.
#pragma once

#include <string>

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace convscope {

struct NpyFile {
  Tensor tensor;
  std::string note;  // "float64 converted to float32", empty when nothing was done
};

// Refuses (naming the file and the fault) object dtypes, Fortran order beyond rank 1, sizes that do not match, ranks above kMaxRank.
Result<NpyFile> read_npy(const std::string& path);
// Atomic: written beside, flushed, renamed.
Status write_npy(const std::string& path, const Tensor& tensor);

}  // namespace convscope
