// What the parts of the photograph's stage share: the pixel that is explained and how far its step has come.
#pragma once

#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {

struct Photo {
  const ViewContext& context;
  Pen& pen;
  PlaneGeometry g;
  GatherStep step;      // of the pixel that is explained
  Index channel = 0;
  double arrive = 1, multiply = 1, sum = 1, drop = 1;
  double slide = 0;     // how far the window still has to go to the right, in pixels of the photograph
  Box picture;          // the photograph on the stage
  double pixel = 1;     // logical pixels a photograph's pixel takes
  bool is_signed = false;

  bool colour() const { return context.layer().input().extents[1] == 3; }
};

// A bar of colours from `low` to `high` with its numbers below; `clipped`: what lies beyond has the colour of the end.
void draw_scale(Pen& pen, Box box, double low, double high, Color (*color)(double), bool clipped);

bool draws_blocks(const PlaneGeometry& geometry);  // kernels small enough to be written cell by cell
// The panel below: pixels × weights = products, summed row by row; where there is little room, the sum in one line.
void draw_photo_sum(const Photo& p, Box box);

}  // namespace convscope
