// What the pyramid of a receptive field and the stack of layers beside it share.
#pragma once

#include <string>
#include <vector>

#include "app/views/kit.h"

namespace convscope {

struct Region {  // of a plane, in cells, both ends included
  Index top = 0, left = 0, bottom = -1, right = -1;
  bool empty() const { return bottom < top || right < left; }
};

struct Level {  // a map, and the layer that makes it; the image has none
  std::string tensor;
  int stage = -1;  // that hands it on
  int layer = -1;  // that made it: those switched off after it only hand it on
  Index rows = 1, columns = 1;
  double field_rows = 1, field_columns = 1;  // what the shown cell spans in this map
  Region region;
};

struct Tower {
  std::vector<Level> levels;  // the image first
  std::size_t top = 0;        // the level of the cell that is shown
  Index row = 0, column = 0;  // of that cell
};

struct Pyramid {
  const ViewContext& context;
  Pen& pen;
  Tower tower;
  Box planes;
  double width = 300, skew = 104, depth = 74, pitch = 102;  // of a plane, and from one to the next
  double y(std::size_t level) const { return planes.y + pitch * static_cast<double>(tower.levels.size() - 1 - level); }
  // (u, v) in 0..1 of the map: u to the right, v into the picture's depth.
  Point at(std::size_t level, double u, double v) const { return {planes.x + u * width + (1 - v) * skew, y(level) + v * depth}; }
  Color color(std::size_t level) const {
    const double share = static_cast<double>(level) / static_cast<double>(tower.levels.size() - 1);
    return mix(pen.theme().input, pen.theme().output, share);
  }
};

Index stride_of(const Layer& layer);
Index kernel_of(const LayerModel& layer);
Index padding_of(const Layer& layer);

// How far the region has opened on a level: the levels below the top take their turns.
double opened(const Pyramid& p, std::size_t level);

// The layers between the maps, from the image upwards: numbers to drag, names to click, layers to take away and to add.
void draw_stack(const Pyramid& p, Box box);

}  // namespace convscope
