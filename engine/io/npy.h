// Reading and writing .npy: C order, float32; float64, float16, integers and bools are converted with a word about it.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace convscope {

struct NpyFile {
  Tensor tensor;
  std::string note;  // "float64 converted to float32", empty when nothing was done
};

// Big-endian numbers are swapped and Fortran order is reordered, both with a note.
// Refuses (naming the file and the fault) object, structured, complex and text dtypes, a header that does not fit into
// the file, sizes that do not match, no values at all, ranks 0 and above kMaxRank, more than kNpyLimit values.
Result<NpyFile> read_npy(const std::string& path);
// Atomic: written beside, flushed, renamed.
Status write_npy(const std::string& path, const Tensor& tensor);
enum class NpyNumbers {
  kFloat32,
  kInt64,  // indices: the tensor holds finite whole numbers
};
struct NpyOutput {
  std::string path;
  const Tensor* tensor = nullptr;
  NpyNumbers numbers = NpyNumbers::kFloat32;
};
// All of them or none.
Status write_npy_files(const std::vector<NpyOutput>& outputs);

inline constexpr Index kNpyLimit = (Index{1} << 30) / 4;  // values: 1 GiB of float32

}  // namespace convscope
