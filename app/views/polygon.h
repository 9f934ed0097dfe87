// Points and polygons.
#pragma once

#include <vector>

#include "app/canvas/display_list.h"

namespace convscope {

// By the sides that a ray to the right crosses.
inline bool is_within(const std::vector<Point>& shape, Point p) {
  bool inside = false;
  for (std::size_t i = 0, j = shape.size() - 1; i < shape.size(); j = i++) {
    const Point &a = shape[i], &b = shape[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

}  // namespace convscope
