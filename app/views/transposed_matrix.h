// What the parts of the transposed matrix's stage share: Cᵀ from the trace, and the two maps whose links it holds.
#pragma once

#include "app/views/spread.h"

namespace convscope {

struct Entry {
  Index weight = -1;
  double value = 0;
};

struct TransposedMatrix {
  const ViewContext& context;
  Pen& pen;
  Focus focus;
  const LayerModel& layer;      // the transposed convolution
  const LayerModel& convolved;  // the convolution it belongs to, of its result
  Index rows = 0, columns = 0;  // of Cᵀ
  std::vector<Entry> entries;   // row-major
  Index filled = 0;
  double unrolled = 1, linked = 1;

  const Entry& at(Index row, Index column) const { return entries[static_cast<std::size_t>(row * columns + column)]; }
  double unit(Index output) const { return focus.appeared(output); }
};

struct MapPair {
  Point title;
  double room = 0;        // for the title
  Point map, small;  // corners
  double cell = 20, small_cell = 24, pitch = 30;
  Box small_box(const Tensor& t, Index flat) const {
    const Index columns = t.extents[3];
    return {small.x + static_cast<double>(flat % columns) * pitch, small.y + static_cast<double>(flat / columns) * pitch, small_cell,
            small_cell};
  }
};

// The maps of the transposed convolution (`transposed`) or of the convolution it belongs to, with the links of the step.
void draw_map_pair(const TransposedMatrix& m, const MapPair& p, bool transposed);

}  // namespace convscope
