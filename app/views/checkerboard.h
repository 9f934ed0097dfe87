// What the parts of the checkerboard's stage share: the stamps that have landed, and how unevenly a map is painted inside.
#pragma once

#include "app/views/focus.h"

namespace convscope {

// Of a map of counts: over one period in its middle, where every stamp that could reach a cell does.
struct Ripple {
  double least = 0, most = 0, mean = 0;
  double share() const { return mean > 0 ? (most - least) / mean : 0; }
};
Ripple ripple_of(const Tensor& counts, Index period);

struct Checkerboard {
  const ViewContext context;  // of the layer in one dimension
  Pen& pen;
  Index kernel = 3, stride = 2, inputs = 4;
  Index current = 0;  // the last stamp that has come
  double drop = 1, count = 1, repaint = 1;
};

// Stamps, counts and bars of the row; then the map of both directions.
void draw_one_dimension(const Checkerboard& c, Box box);
void draw_two_dimensions(const Checkerboard& c, Box box);
// The small picture, enlarged by the layer and by its cures.
void draw_enlarged(const Checkerboard& c, Box box);

}  // namespace convscope
