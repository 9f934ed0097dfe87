// Two lanes on one clock: convolution and correlation of the same numbers, explained at the same output cell.
#pragma once

#include "app/views/focus.h"
#include "app/views/kit.h"

namespace convscope {

struct Lane {
  ViewContext context;  // of the lane's layer
  Focus focus;          // the first lane's clock, this lane's step
  bool turned = false;  // the kernel is turned around before it slides
};

// Of two layers whose outputs have the same sizes; pointing at an output cell of either explains that cell in both.
Lane make_lane(const ViewContext& context, const std::string& layer, bool turned);
// The weight that lies at row r, column c of the window, in the layer's weights (flat).
Index weight_under(const Lane& lane, Index r, Index c);
// Between a kernel and its copy: a half turn, or straight across.
void draw_turn_arrow(Pen& pen, Point from, Point to, bool turned);

}  // namespace convscope
