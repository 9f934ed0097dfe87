// What the stages of pooling share: the window's geometry, a plane with winners and losers under it, the written maximum and mean.
#pragma once

#include <set>

#include "app/views/planes.h"
#include "app/views/together.h"

namespace convscope {

// Of a pooling layer over rows and columns. `bottom` and `right` hold the padding; windows of ceil mode may reach further.
PlaneGeometry pool_geometry(const LayerModel& layer);
Index rows_beyond(const PlaneGeometry& geometry);  // outside the padded input, where ceil mode lets the last window reach
Index columns_beyond(const PlaneGeometry& geometry);

// Which input cells have won, and which have been read for the last time without winning.
struct Contest {
  std::set<Index> winners;  // flat input cells
  std::set<Index> lost;
};
Contest contest_of(const LayerModel& layer, const Focus& focus, Index sample, Index channel);
// The term that leads after a share of the window's cells were compared, in reading order; nothing: none yet.
std::optional<std::size_t> leader_of(const GatherStep& step, double share);

struct PoolPlane {
  Point origin;  // of the padded plane
  double cell = 40;
  bool contest = true;  // winners and losers are marked
};
Box pool_plane_box(const PlaneGeometry& geometry, const PoolPlane& plane);
Point pool_cell_origin(const PlaneGeometry& geometry, const PoolPlane& plane, double y, double x);  // of input cell (y, x)
// The input with its border, and the window over it. `share` of the window's cells have been compared, `solid`: how far its winner is
// filled.
void draw_pool_plane(Pen& pen, const ViewContext& context, const Focus& focus, const PlaneGeometry& geometry, const PoolPlane& plane,
                     double share, double solid);
Box pool_window_box(const PlaneGeometry& geometry, const PoolPlane& plane, const Focus& focus);

// An output of the pair as a grid of role output; `share` of its playing cell has dropped in.
void draw_pool_output(Pen& pen, const ViewContext& context, const Focus& focus, Point origin, double cell, double share);

// "maximum[1, 2]  =  max(7, 8, 1, 3)  =  8" and "average[1, 2]  =  (7 + 8 + 1 + 3) ÷ 4  =  4.75".
WrittenLine maximum_line(const ViewContext& context, Pen& pen, const Focus& focus, const std::string& name, double compared, double done);
WrittenLine average_line(const ViewContext& context, Pen& pen, const Focus& focus, const std::string& name, double done);

}  // namespace convscope
