// The three planes of a convolution with one window: input with border and badges, kernel, output as far as it is computed.
#pragma once

#include <optional>

#include "app/views/focus.h"
#include "app/views/kit.h"
#include "app/views/plane.h"

namespace convscope {

// The part of a plane that is drawn, in cells of the padded plane; rows = 0: all of it.
struct Crop {
  Index row = 0, column = 0, rows = 0, columns = 0;
  bool all() const { return rows == 0; }
};

struct InputPlane {
  Point origin;              // of the padded plane's top left
  double cell = 40;
  Index sample = 0, channel = 0;
  Role role = Role::kInput;  // a map that a layer before made is green
  bool value_tints = false;  // darker blue for larger values
  bool badges = true;        // the weights in the corners of the cells under the window
  bool unreached = true;     // cross what no window reads
  bool border = true;        // draw the padding
  double window_alpha = 1;   // 0: no window
  bool waiting = false;      // a dashed window: this channel's turn has not come
  double border_share = 1;   // below 1 the padding is arriving, ring by ring, from the cells whose values it copies
  double crosses_share = 1;  // 0: faint crosses, 1: strong ones, row by row between
  Crop crop{};
  // What a view adds to a cell under the explained window; with the term that reads it, or nothing where the window skips it.
  std::function<void(CellLook& look, std::optional<std::size_t> term)> dress;
  Index rows(const PlaneGeometry& geometry) const;  // that are drawn
  Index columns(const PlaneGeometry& geometry) const;
  Box box(const PlaneGeometry& geometry) const;
  Point cell_origin(const PlaneGeometry& geometry, double y, double x) const;  // of input cell (y, x), may lie in the padding
};
void draw_input_plane(Pen& pen, const ViewContext& context, const Focus& focus, const PlaneGeometry& geometry, const InputPlane& plane);
Box window_box(const PlaneGeometry& geometry, const InputPlane& plane, const WindowPlace& place);

struct KernelPlane {
  Point origin;
  double cell = 32;
  Index filter = 0, channel = 0;  // channel within the group
  bool lit = false;               // framed: it is being multiplied
};
void draw_kernel_plane(Pen& pen, const ViewContext& context, const Focus& focus, const KernelPlane& plane);

struct OutputPlane {
  Point origin;
  double cell = 40;
  Index sample = 0, channel = 0;
  Crop crop{};
};
void draw_output_plane(Pen& pen, const ViewContext& context, const Focus& focus, const OutputPlane& plane);
// While the products gather (0 < share < 1) a dot for each travels from where its pair met to the result; larger for larger ones.
void draw_gathering(Pen& pen, const Focus& focus, double share, const std::function<Point(const Term&)>& from, Point to);
Point term_center(const PlaneGeometry& geometry, const InputPlane& plane, const Term& term);  // of the cell that a term reads
Point output_center(const ViewContext& context, const OutputPlane& plane, Index cell);
// The green link from the window's grid to the output cell, beneath all cells: draw it first.
void draw_result_link(Pen& pen, const Focus& focus, Point from, Point to);

// Before a class a plane too large to be read gives way to what lies around the window, with a small map of the whole.
struct Neighbourhood {
  Crop input{}, output{};
};
Neighbourhood neighbourhood_of(const PlaneGeometry& geometry, const Focus& focus, Index most);  // at most so many cells a side
void draw_small_map(Pen& pen, const ViewContext& context, const PlaneGeometry& geometry, const Focus& focus, const Crop& crop, Box box,
                    Index channel = 0);

inline constexpr Index kMostDrawnCells = 2500;  // above it a plane is a nearest-filtered texture
// A plane as a texture, one pixel a cell.
std::shared_ptr<const Pixels> plane_pixels(Index rows, Index columns, const std::function<Color(Index, Index)>& color);

}  // namespace convscope
