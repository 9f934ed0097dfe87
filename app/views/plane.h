// One input plane of a convolution as the stage draws it: the input with its border, the window over it, the cells no window reaches.
// Geometry is read from the layer and its axes; values are read from the tensors and the trace.
#pragma once

#include <array>
#include <string>

#include "app/views/kit.h"

namespace convscope {

struct PlaneGeometry {
  Index rows = 0, columns = 0;                        // of the input
  Index top = 0, left = 0, bottom = 0, right = 0;     // padding
  std::array<Index, 2> kernel{1, 1}, stride{1, 1}, dilation{1, 1}, span{1, 1};  // height, width; span = k̂
  Index output_rows = 0, output_columns = 0;
  std::string mode = "zeros";
  double fill = 0;

  Index padded_rows() const { return rows + top + bottom; }
  Index padded_columns() const { return columns + left + right; }
  bool in_input(Index y, Index x) const { return y >= 0 && y < rows && x >= 0 && x < columns; }
  // No window ever covers this row or column of the padded input (leftover at the end, or a gap between stops).
  bool row_reached(Index y) const;     // y relative to the input, negative in the padding
  bool column_reached(Index x) const;
  bool reads_all() const;              // some window reads every row and column, those of the padding too
  Index leftover_rows() const { return padded_rows() - ((output_rows - 1) * stride[0] + span[0]); }
  Index leftover_columns() const { return padded_columns() - ((output_columns - 1) * stride[1] + span[1]); }
};

// Of a layer with a window over rows and columns (conv2d and its like).
PlaneGeometry plane_geometry(const LayerModel& layer);

// What stands at (y, x) of the padded plane of sample n, channel c under a padding mode: the value, and the input cell it
// is a copy of (-1: a constant).
struct PlaneValue {
  double value = 0;
  Index source = -1;   // flat input cell
  bool padding = false;
  bool known = true;   // false where the mode cannot reach (reflect wider than the input)
};
PlaneValue plane_value(const LayerModel& layer, const PlaneGeometry& geometry, const std::string& mode, double fill, Index n, Index c,
                       Index y, Index x);

// The smallest and largest value of a tensor, for tints.
struct Range {
  double low = 0, high = 0;
};
Range range_of(const Tensor& tensor);

}  // namespace convscope
