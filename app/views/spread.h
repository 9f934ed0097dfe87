// The input of a transposed convolution with zeros between its cells and a border around it, and the window that slides over it.
// Also the gradient that flows back to an input: the same taps. Geometry is the layer's axes, values are the trace's.
#pragma once

#include <array>

#include "app/views/focus.h"
#include "engine/ops/axis.h"

namespace convscope {

struct SpreadGeometry {
  std::array<TransposedAxis, 2> axis;  // height, width
  std::array<Index, 2> output{1, 1};

  Index first(std::size_t a) const;  // the first row (column) drawn, relative to the spread input; 0 or negative
  Index count(std::size_t a) const;  // how many are drawn
  bool is_read(std::size_t a, Index at) const;
  Index border(std::size_t a) const { return axis[a].span() - 1 - axis[a].begin; }  // negative: the window begins inside
  Index behind(std::size_t a) const { return output[a] + axis[a].begin - axis[a].spread(); }  // the border's width at the end
};

// Of conv_transpose2d and of conv2d_input_grad.
SpreadGeometry spread_geometry(const LayerModel& layer);

struct SpreadPlane {
  Point origin;
  double cell = 40;
  Role role = Role::kInput;
  Point from{};  // the grid of the input, from which the cells travel
  double from_cell = 40;
  double spread = 1;             // 0: every cell lies in that grid
  double zeros = 1, border = 1;  // how far these have appeared
  double window_alpha = 1;
  Box box(const SpreadGeometry& g) const;
  Point cell_origin(const SpreadGeometry& g, double y, double x) const;
};

void draw_spread_plane(Pen& pen, const ViewContext& context, const Focus& focus, const SpreadGeometry& g, const SpreadPlane& plane);
Box spread_window(const ViewContext& context, const Focus& focus, const SpreadGeometry& g, const SpreadPlane& plane);
// The step without the products that meet an inserted zero or the border: what is worth writing.
Focus without_zeros(const Focus& focus);

// The input as a grid of its own; `focus.inputs` are ringed.
struct PlainGrid {
  Point origin;
  double cell = 32;
  Role role = Role::kInput;
  TargetKind target = TargetKind::kInput;
  int stage = 0;
  Index hot = -1;
  Box box(const Tensor& tensor) const;
};
void draw_plain_grid(Pen& pen, const Tensor& tensor, const std::set<Index>& ringed, const PlainGrid& grid);
// The kernel on its way to being turned by 180°: 0 as written, 1 turned.
void draw_turned_kernel(Pen& pen, const ViewContext& context, const Focus& focus, Point origin, double cell, double turned);

}  // namespace convscope
