#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/scenes/controls.h"
#include "app/views/volume.h"

namespace convscope {

Place3 Parting::at(Place3 place) const {
  along(place) *= 1 + gap;
  return place;
}

Place3 Parting::size(Place3 size) const {
  along(size) += gap * (along(size) - 1);
  return size;
}

SolidSide face_of(const VolumeStage& s) { return s.parting.along_x ? SolidSide::kRight : SolidSide::kFront; }

Place3 layer_from(const VolumeStage& s, Index layer) {
  Place3 from;
  s.parting.along(from) = number(layer);
  return s.parting.at(from);
}
Place3 layer_size(const VolumeStage& s, Place3 size) {
  s.parting.along(size) = 1;
  return size;
}

void each_cell(const VolumeStage& s, const Place3& size, Index layer, const std::function<void(const Place3&)>& what) {
  const Place3 slab = layer_size(s, size);
  Place3 from;
  s.parting.along(from) = number(layer);
  for (double z = 0; z < slab.z; ++z)
    for (double y = slab.y - 1; y >= 0; --y)
      for (double x = 0; x < slab.x; ++x) what({from.x + x, from.y + y, from.z + z});
}

std::vector<SolidSide> sides_in_layer(const VolumeStage& s, const Place3& size, const Place3& cell) {
  std::vector<SolidSide> sides{face_of(s)};
  if (cell.y == 0) sides.push_back(SolidSide::kTop);
  if (s.parting.along_x ? cell.z == size.z - 1 : cell.x == size.x - 1)
    sides.push_back(s.parting.along_x ? SolidSide::kFront : SolidSide::kRight);
  return sides;
}

Point face_center(const VolumeStage& s, const Projection& projection, const Place3& cell) {
  const std::vector<Point> face = side_of(projection, s.parting.at(cell), {1, 1, 1}, face_of(s));
  return {(face[0].x + face[2].x) / 2, (face[0].y + face[2].y) / 2};
}

double slanted_size(const VolumeStage& s, const Projection& projection, const std::vector<std::string>& texts) {
  constexpr double kLargest = 14, kInk = 0.68;
  const std::vector<Point> face = side_of(projection, {}, {1, 1, 1}, face_of(s));
  const double width = std::abs(face[1].x - face[0].x), high = std::abs(face[2].y - face[1].y);
  const double slope = width > 0 ? std::abs(face[1].y - face[0].y) / width : 0;
  double widest = 0;
  const Ink one{1, Weight::kMedium, Anchor::kMiddle, Face::kNumbers};
  for (const std::string& text : texts) widest = std::max(widest, s.pen.width(text, one) / s.pen.type(1));
  const double size = std::min({s.pen.type(kLargest), width * 0.9 / widest, high * 0.94 / (kInk + widest * slope)});
  return size < s.pen.type(kSmallestText) ? 0 : size / s.pen.type(1);
}

bool Nearer::hides(const Projection& projection, Point at, double width, double height) const {
  const double x = width / 2, y = height / 2;
  for (const Place3& one : from)
    for (const Point corner : {Point{at.x - x, at.y - y}, Point{at.x + x, at.y - y}, Point{at.x - x, at.y + y}, Point{at.x + x, at.y + y}})
      if (solid_covers(projection, one, size, corner)) return true;
  return false;
}

void let_turn(const VolumeStage& s, const Target& target) {
  const Scene& scene = *s.context.model.scene;
  const Place3 size = s.input_size();
  const double degree = std::hypot(size.x, size.z) / 2 * s.input.unit() * std::numbers::pi / 180;
  s.pen.handle(target, {"turn", {}, 0, number(number_parameter(scene, s.context.state, "turn", 45)), -degree, 1},
               {"tilt", {}, 0, number(number_parameter(scene, s.context.state, "tilt", 35)), degree, 1});
}

}  // namespace convscope
