#include "app/views/solid.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/views/polygon.h"

namespace convscope {

Projection::Projection(double turn, double tilt) {
  const double a = turn * std::numbers::pi / 180, b = tilt * std::numbers::pi / 180;
  across_x_ = std::cos(a);
  across_z_ = -std::sin(a);
  down_x_ = std::sin(a) * std::sin(b);
  down_z_ = std::cos(a) * std::sin(b);
  down_y_ = std::cos(b);
}

Point Projection::at(const Place3& p) const {
  return {origin_.x + unit_ * (p.x * across_x_ + p.z * across_z_), origin_.y + unit_ * (p.x * down_x_ + p.z * down_z_ + p.y * down_y_)};
}

Box Projection::bounds(const Place3& size) const {
  return {size.z * across_z_, 0, size.x * across_x_ - size.z * across_z_, size.x * down_x_ + size.z * down_z_ + size.y * down_y_};
}

Box Projection::room(const Place3& size) const {
  const double across = std::hypot(size.x, size.z);
  return {0, 0, across, across * std::hypot(down_x_, down_z_) + size.y * down_y_};
}

Quarters::Quarters(double turn) {
  const double quarters = std::floor(turn / 90);
  rest_ = turn - quarters * 90;
  count_ = ((static_cast<int>(quarters) % 4) + 4) % 4;
}

Place3 Quarters::size(const Place3& v) const { return count_ % 2 == 0 ? v : Place3{v.z, v.y, v.x}; }

Place3 Quarters::from(const Place3& volume, const Place3& from, const Place3& size) const {
  Place3 v = volume, f = from, s = size;
  for (int quarter = 0; quarter < count_; ++quarter) {
    f = {v.z - f.z - s.z, f.y, f.x};
    s = {s.z, s.y, s.x};
    v = {v.z, v.y, v.x};
  }
  return f;
}

std::vector<Point> side_of(const Projection& p, const Place3& f, const Place3& s, SolidSide side) {
  const Place3 e{f.x + s.x, f.y + s.y, f.z + s.z};
  switch (side) {
    case SolidSide::kTop:
      return {p.at({f.x, f.y, f.z}), p.at({e.x, f.y, f.z}), p.at({e.x, f.y, e.z}), p.at({f.x, f.y, e.z})};
    case SolidSide::kRight:
      return {p.at({e.x, f.y, f.z}), p.at({e.x, f.y, e.z}), p.at({e.x, e.y, e.z}), p.at({e.x, e.y, f.z})};
    case SolidSide::kFront:
      return {p.at({f.x, f.y, e.z}), p.at({e.x, f.y, e.z}), p.at({e.x, e.y, e.z}), p.at({f.x, e.y, e.z})};
  }
  return {};
}

bool solid_covers(const Projection& projection, const Place3& from, const Place3& size, Point point) {
  for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront}) {
    if (is_within(side_of(projection, from, size, side), point)) return true;
  }
  return false;
}

Color side_shade(Color color, SolidSide side) {
  constexpr double kLighter = 0.35, kDarker = 0.12;
  switch (side) {
    case SolidSide::kTop: return mix(color, {255, 255, 255, 255}, kLighter);
    case SolidSide::kRight: return mix(color, {0, 0, 0, 255}, kDarker);
    case SolidSide::kFront: return color;
  }
  return color;
}

void draw_solid(Pen& pen, const Projection& projection, const Place3& from, const Place3& size, const SolidLook& look,
                const std::vector<SolidSide>& sides) {
  for (SolidSide side : sides) {
    const Color shade = with_alpha(side_shade(look.color, side), look.alpha);
    pen.list().items.push_back(PathItem{side_of(projection, from, size, side), true, shade, {look.edge, look.edge_width}, look.target});
  }
}

void draw_solid_grid(Pen& pen, const Projection& p, const Place3& f, const Place3& s, Stroke stroke) {
  const Place3 e{f.x + s.x, f.y + s.y, f.z + s.z};
  auto line = [&](const Place3& a, const Place3& b) { pen.path({p.at(a), p.at(b)}, false, {0, 0, 0, 0}, stroke); };
  for (double x = f.x; x <= e.x + 1e-9; x += 1) {
    line({x, f.y, f.z}, {x, f.y, e.z});
    line({x, f.y, e.z}, {x, e.y, e.z});
  }
  for (double z = f.z; z <= e.z + 1e-9; z += 1) {
    line({f.x, f.y, z}, {e.x, f.y, z});
    line({e.x, f.y, z}, {e.x, e.y, z});
  }
  for (double y = f.y; y <= e.y + 1e-9; y += 1) {
    line({f.x, y, e.z}, {e.x, y, e.z});
    line({e.x, y, f.z}, {e.x, y, e.z});
  }
}

}  // namespace convscope
