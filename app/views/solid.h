// Boxes of cells in parallel projection, seen from above and in front: the eye stands beyond the last column and the last slice.
#pragma once

#include <array>
#include <vector>

#include "app/views/kit.h"

namespace convscope {

struct Place3 {
  double x = 0, y = 0, z = 0;  // columns to the right, rows down, slices towards the eye
};

// Where a point of a volume stands on the page.
class Projection {
 public:
  // `turn` about the vertical, 0 to 90 degrees between the axes of width and depth; `tilt` from the side (0) to the top (90).
  Projection(double turn, double tilt);
  Point at(const Place3& place) const;
  // The box of a volume of this size, at one pixel a cell, around the point at (0, 0, 0).
  Box bounds(const Place3& size) const;
  // How wide and high it can be at this tilt, however it is turned: w and h.
  Box room(const Place3& size) const;
  void put(Point origin, double unit) { origin_ = origin, unit_ = unit; }
  double unit() const { return unit_; }

 private:
  Point origin_;
  double unit_ = 1, across_x_, across_z_, down_x_, down_z_, down_y_;
};

// A turn about the vertical by any angle: by quarters, which only change the names of the sides, and by a rest that a Projection draws.
class Quarters {
 public:
  explicit Quarters(double turn);                      // degrees
  double rest() const { return rest_; }                // 0 to 90
  Place3 size(const Place3& volume) const;             // of the volume, turned
  // Where a box of the volume lies in the turned one.
  Place3 from(const Place3& volume, const Place3& from, const Place3& size) const;
  Quarters back() const { return Quarters((4 - count_) * 90.0); }
  int count() const { return count_; }                 // 0 to 3

 private:
  int count_ = 0;
  double rest_ = 0;
};

enum class SolidSide { kTop, kRight, kFront };  // the three that the eye sees
std::vector<Point> side_of(const Projection& projection, const Place3& from, const Place3& size, SolidSide side);
// Whether the box lies before a point of the page.
bool solid_covers(const Projection& projection, const Place3& from, const Place3& size, Point point);

struct SolidLook {
  Color color;
  Color edge{0, 0, 0, 0};
  double edge_width = 1;
  double alpha = 1;
  Target target{};
};
// The colour of a side: the top lighter and the right side darker than the front.
Color side_shade(Color color, SolidSide side);
// The given sides, each in its shade.
void draw_solid(Pen& pen, const Projection& projection, const Place3& from, const Place3& size, const SolidLook& look,
                const std::vector<SolidSide>& sides = {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront});
// The cells' edges on the three sides.
void draw_solid_grid(Pen& pen, const Projection& projection, const Place3& from, const Place3& size, Stroke stroke);

}  // namespace convscope
