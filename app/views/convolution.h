// What a lane of the one-dimensional convolution is drawn with: where its strips stand, and the scale of its bars.
#pragma once

#include <string>

#include "app/views/lanes.h"
#include "app/views/plane.h"

namespace convscope {

struct Scale {  // of the bars, the same in both lanes
  double high_product = 0, low_product = 0, high_sum = 0, low_sum = 0;
  double pixels = 0;  // per unit
};

struct Rows {  // what a lane shows, by the height there is
  bool head = true, kernels = true, sums = true, bars = true, name = true;
};

struct LaneSheet {  // y of everything in a lane
  Rows rows;
  double cell = 52, kernel_cell = 38;
  double kernel = 0, signal = 0, products = 0, sums = 0, output = 0;  // tops of strips, baselines of bars
  LaneSheet below(double by) const {
    LaneSheet sheet = *this;
    for (double* y : {&sheet.kernel, &sheet.signal, &sheet.products, &sheet.sums, &sheet.output}) *y += by;
    return sheet;
  }
};

struct Drawing {
  Pen& pen;
  const Lane& lane;
  PlaneGeometry g;
  LaneSheet sheet;
  Scale scale;
  Box box;
  const LayerModel& layer() const { return lane.context.layer(); }
  const Words& words() const { return lane.context.words; }
  double x(double column) const { return box.x + (column + static_cast<double>(g.left)) * sheet.cell; }  // of a signal cell
  double output_x(Index cell) const { return box.x + (static_cast<double>(cell) + static_cast<double>(g.span[1] - 1) / 2) * sheet.cell; }
};

// f or g: which of them slides, and over which, as the control says.
std::string kernel_name(const Lane& lane);
double way_of_the_copy(const Pen& pen, double lane);  // between the kernel and its copy, in a lane of that width
std::string signal_name(const Lane& lane);
// The kernel as it is written, and as it slides; before the first step the copy goes across and, for convolution, turns over.
void draw_lane_kernels(const Drawing& p);
// The kernel below its window while it has not turned over yet; false once it lies as it slides.
bool draw_turning_tape(const Drawing& p, GridSpec tape);
// The step in which f and g change places, and what is drawn of a lane then; `before`: its output as they stood.
bool exchanging(const ViewContext& context);
void draw_exchange(const Drawing& p, const Tensor& before);
// The plate that lets f and g change places, its right end at `right_middle`.
void draw_swap(Pen& pen, const ViewContext& context, Point right_middle);

}  // namespace convscope
