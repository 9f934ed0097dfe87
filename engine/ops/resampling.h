// Where a resized axis reads: PyTorch's source-index arithmetic, in single precision, one rounding a step. Also the sizes that follow.
#pragma once

#include <array>

#include "engine/tensor/tensor.h"

namespace convscope {

// The two neighbours that a position lies between, and their shares, which add up to 1. `second` is `first` at the end of the axis.
struct Neighbours {
  Index first = 0, second = 0;
  float first_share = 1, second_share = 0;
};

struct ResampledAxis {
  Index input = 1;
  Index output = 1;
  bool align_corners = false;
  // Input cells per output cell. align_corners: (i − 1)/(o − 1), from the middle of the first cell to that of the last; else 1/scale_factor
  // where that was given, else i/o.
  float step = 1;

  // ⌊position·step⌋, at most the last cell.
  Index nearest(Index position) const;
  // Of position·step with align_corners, else (position + ½)·step − ½, at least 0. An axis that keeps its size is copied.
  Neighbours neighbours(Index position) const;
};

ResampledAxis resampled_to(Index input, Index output, bool align_corners);
// o = ⌊i·factor⌋, which must be at least 1 and at most kLargestSize; `factor` is positive.
ResampledAxis resampled_by(Index input, double factor, bool align_corners);
// ⌊i·factor⌋ as a real number, which may be too large for any size.
double scaled_size(Index input, double factor);

}  // namespace convscope
