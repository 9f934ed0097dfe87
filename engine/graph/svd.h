// The singular value decomposition of a small matrix in double precision, and what of it a kernel's split needs.
// One-sided Jacobi (Hestenes 1958): columns are turned in pairs until all are orthogonal; slow for large matrices, exact for small ones.
#pragma once

#include <vector>

#include "engine/tensor/tensor.h"

namespace convscope {

// A = Σ over i of singular[i] · u_i · v_iᵀ, with singular values descending and min(rows, columns) of them.
struct Svd {
  Index rows = 0, columns = 0;
  std::vector<double> singular;
  std::vector<std::vector<double>> u;  // each of `rows` numbers, of length 1; zeros where the singular value is 0
  std::vector<std::vector<double>> v;  // each of `columns` numbers, of length 1
};

// `matrix` lies row by row; finite numbers, at least one row and one column.
Svd singular_value_decomposition(const std::vector<double>& matrix, Index rows, Index columns);

// ---- splitting a kernel ---------------------------------------------------------------------------------------------------
struct RankOneTerm {
  std::vector<double> column, row;  // the term is column · rowᵀ
};

struct KernelSplit {
  std::vector<RankOneTerm> terms;   // largest first; as many as the kernel's rank
  // What is lost when the first r terms are kept, r = 0 … rank: the root of the summed squares of what is missing, and that divided by
  // the kernel's own. The last is rounding only.
  std::vector<double> error, relative_error;
  Index rank() const { return static_cast<Index>(terms.size()); }
};

// The best split at every number of terms (Eckart and Young 1936). A kernel of rank 1 that holds whole numbers is split into whole
// numbers: 3 6 9/4 8 12/5 10 15 into column 3 4 5 and row 1 2 3.
KernelSplit split_kernel(const std::vector<double>& kernel, Index rows, Index columns);

// channels × rows × columns as across ⊗ down ⊗ along: the nearest such product (alternating least squares), for flattened layers.
struct FlatSplit {
  std::vector<double> across, down, along;
  double error = 0, relative_error = 0;
};
FlatSplit flatten_kernel(const std::vector<double>& kernel, Index channels, Index rows, Index columns);

}  // namespace convscope
