// The output of the 3-D stage: cubes that appear one by one, each at its place; pulled apart, with their numbers.
#include <algorithm>
#include <cmath>

#include "app/views/volume.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

struct Cubes {
  const VolumeStage& s;
  Place3 size, lit;  // of the whole; the cube that is explained

  Index cell_at(const Place3& at) const {
    const Place3 cell = s.quarters.back().from(size, at, {1, 1, 1});
    return flat_index(s.layer().output().extents, {0, 0, std::llround(cell.z), std::llround(cell.y), std::llround(cell.x)});
  }
  double there(const Place3& at) const {
    if (at.z < 0 || at.y < 0 || at.x < 0 || at.z >= size.z || at.y >= size.y || at.x >= size.x) return 0.0;
    return s.focus.appeared(cell_at(at));
  }
  // With a cell pointed at, the cubes that stand before it turn to glass.
  bool hides(const Place3& at) const {
    const bool same = at.z == lit.z && at.y == lit.y && at.x == lit.x;
    return s.focus.inspected && !same && at.z >= lit.z && at.y <= lit.y && at.x >= lit.x;
  }
  Color color_of(Index flat) const {
    const Theme& t = s.pen.theme();
    return flat == s.focus.step.cell ? t.output : mix(t.surface, t.output, s.focus.outputs.count(flat) != 0 ? 0.75 : 0.45);
  }
  // What no other cube hides.
  std::vector<SolidSide> sides_of(const Place3& at) const {
    const bool glass = s.focus.inspected, apart = s.parting.apart();
    std::vector<SolidSide> sides;
    if (glass || there({at.x, at.y - 1, at.z}) < 1) sides.push_back(SolidSide::kTop);
    if (glass || (apart && s.parting.along_x) || there({at.x + 1, at.y, at.z}) < 1) sides.push_back(SolidSide::kRight);
    if (glass || (apart && !s.parting.along_x) || there({at.x, at.y, at.z + 1}) < 1) sides.push_back(SolidSide::kFront);
    return sides;
  }
};

// Where cubes will be.
void draw_room(const Cubes& c) {
  const VolumeStage& s = c.s;
  const Theme& t = s.pen.theme();
  auto box = [&](const Place3& from, const Place3& size) {
    for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront})
      s.pen.path(side_of(s.output, from, size, side), true, s.parting.apart() ? with_alpha(t.sunken, 0.7) : t.sunken, {t.line, 1});
  };
  if (!s.parting.apart()) {
    box({}, c.size);
    draw_solid_grid(s.pen, s.output, {}, c.size, {t.hatch, 1});
    return;
  }
  const Index layers = std::llround(s.parting.along(c.size));
  for (Index layer = 0; layer < layers; ++layer) box(layer_from(s, layer), layer_size(s, c.size));
}

// Painter's order in the turned volume: far slices first, in each from the bottom up and to the right, without sides that are hidden.
void draw_cubes(const Cubes& c) {
  const VolumeStage& s = c.s;
  for (double z = 0; z < c.size.z; ++z)
    for (double y = c.size.y - 1; y >= 0; --y)
      for (double x = 0; x < c.size.x; ++x) {
        const Place3 at{x, y, z};
        const double appeared = c.there(at);
        if (appeared <= 0) continue;
        const Index flat = c.cell_at(at);
        const Target target{TargetKind::kOutput, s.context.stage, flat};
        SolidLook look{c.color_of(flat), s.pen.theme().surface, 1, appeared, target};
        if (c.hides(at)) look.alpha = 0.16;
        const std::vector<SolidSide> sides = c.sides_of(at);
        draw_solid(s.pen, s.output, s.parting.at(at), {1, 1, 1}, look, sides);
        if (!sides.empty()) let_turn(s, target);
      }
}

// The numbers of the cubes whose faces no nearer layer hides.
void write_cubes(const Cubes& c) {
  const VolumeStage& s = c.s;
  const std::vector<std::string> texts = texts_of(s.layer().output());
  const double type = slanted_size(s, s.output, texts), height = s.pen.type(type) * kInkHeight;
  if (type <= 0) return;
  const Ink ink{type, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  Nearer nearer{{}, layer_size(s, c.size)};
  for (Index layer = std::llround(s.parting.along(c.size)) - 1; layer >= 0; --layer) {
    bool any = false;
    each_cell(s, c.size, layer, [&](const Place3& cell) {
      const Index flat = c.cell_at(cell);
      any = any || c.there(cell) > 0;
      if (c.there(cell) < 1 || c.hides(cell)) return;
      const std::string& text = texts[static_cast<std::size_t>(flat)];
      const Point at = face_center(s, s.output, cell);
      if (nearer.hides(s.output, at, s.pen.width(text, ink), height)) return;
      s.pen.text(at, text, ink, ink_on(side_shade(c.color_of(flat), face_of(s))));
    });
    if (any) nearer.from.push_back(layer_from(s, layer));
  }
}

}  // namespace

Place3 cube_of(const VolumeStage& s, Index cell) {
  const Extents& e = s.layer().output().extents;
  const Cell at = cell_of(e, cell);
  return s.quarters.from(VolumeStage::volume_size(e), {number(at[4]), number(at[3]), number(at[2])}, {1, 1, 1});
}

void draw_volume_output(const VolumeStage& s) {
  const Cubes c{s, s.output_size(), cube_of(s, s.focus.step.cell)};
  draw_room(c);
  draw_cubes(c);
  if (s.parting.apart()) write_cubes(c);
}

}  // namespace convscope
