// The input of the 3-D stage with the block in it, and its output as cubes. Pulled apart, every layer is a slab of its own: what stands
// before the block turns to glass, and the numbers that nothing hides are written.
#include <algorithm>
#include <cmath>

#include "app/views/volume.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

// Where the block stands in the input as it is; on its way from the step before while it arrives.
Place3 block_of_input(const VolumeStage& s) {
  const GatherStep& here = s.focus.step;
  const Place3 to{number(here.left), number(here.top), number(here.front)};
  if (s.focus.inspected || s.focus.arrive >= 1 || here.cell == 0) return to;
  const GatherStep before = s.layer().trace().gather(here.cell - 1);
  const double e = s.focus.arrive;
  return {number(before.left) + (to.x - number(before.left)) * e, number(before.top) + (to.y - number(before.top)) * e,
          number(before.front) + (to.z - number(before.front)) * e};
}

Place3 block_at(const VolumeStage& s) {
  return s.quarters.from(VolumeStage::volume_size(s.layer().input().extents), block_of_input(s), s.kernel());
}

// ---- the input as one ---------------------------------------------------------------------------------------------------------------

void draw_far_sides(const VolumeStage& s, const Place3& size) {
  const Theme& t = s.pen.theme();
  const Color fill = mix(t.surface, t.input, 0.07);
  const Stroke edge{mix(t.surface, t.input, 0.35), 1};
  auto at = [&](double x, double y, double z) { return s.input.at({x, y, z}); };
  s.pen.path({at(0, 0, 0), at(size.x, 0, 0), at(size.x, size.y, 0), at(0, size.y, 0)}, true, fill, edge);
  s.pen.path({at(0, 0, 0), at(0, 0, size.z), at(0, size.y, size.z), at(0, size.y, 0)}, true, fill, edge);
  s.pen.path({at(0, size.y, 0), at(size.x, size.y, 0), at(size.x, size.y, size.z), at(0, size.y, size.z)}, true, fill, edge);
}

void draw_arrow(const VolumeStage& s, Point from, Point to, const std::string& name, Point label, bool lit,
                Anchor anchor = Anchor::kMiddle) {
  const Color color = lit ? s.pen.theme().weight : s.pen.theme().muted;
  const double length = std::max(1e-6, std::hypot(to.x - from.x, to.y - from.y)), ux = (to.x - from.x) / length,
               uy = (to.y - from.y) / length;
  s.pen.path({from, to}, false, {0, 0, 0, 0}, {color, lit ? 2.6 : 1.8});
  s.pen.path({{to.x + ux * 7, to.y + uy * 7}, {to.x - uy * 4.5, to.y + ux * 4.5}, {to.x + uy * 4.5, to.y - ux * 4.5}}, true, color, {});
  const Ink ink{13, Weight::kSemiBold, anchor, Face::kWords, Importance::kNote};
  s.pen.text(label, name, ink, color);
}

Point between(Point a, Point b, double share) { return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share}; }

// An edge of the ground that the eye sees, from its beginning to its end in the turned volume: width or depth, from 0 on.
struct GroundEdge {
  Point from, to;
  bool depth = false, reversed = false;
  double label = 0;  // to the side of its middle
};

void draw_ground_edge(const VolumeStage& s, const GroundEdge& edge, bool lit) {
  const double begin = edge.reversed ? 0.95 : 0.05, gap = s.pen.type(16);
  Point from = between(edge.from, edge.to, begin), to = between(edge.from, edge.to, 0.5);
  if (std::hypot(to.x - from.x, to.y - from.y) < s.pen.type(18)) return;  // seen from its end
  from.y += gap;
  to.y += gap;
  const std::string name = s.context.words(edge.depth ? "view.volume.depth" : "view.volume.width");
  const Point label{(from.x + to.x) / 2 + edge.label, (from.y + to.y) / 2 + s.pen.type(20)};
  if (s.parting.apart()) {  // a link that comes from behind the layers passes beneath the name
    const double width = s.pen.width(name, {13, Weight::kSemiBold}) + 8, height = s.pen.type(18);
    s.pen.rect({label.x - width / 2, label.y - height / 2, width, height}, s.pen.list().background);
  }
  draw_arrow(s, from, to, name, label, lit);
}

// The axis along which the block has just moved is lit.
void draw_axes(const VolumeStage& s, const Place3& size) {
  const Index columns = s.layer().output().extents[4], rows = s.layer().output().extents[3], cell = s.focus.step.cell;
  const bool moves = !s.focus.inspected && s.focus.arrive < 1 && cell > 0;
  const bool deep = moves && cell % (columns * rows) == 0, down = moves && !deep && cell % columns == 0, across = moves && !deep && !down;
  const double gap = s.pen.type(16), aside = s.pen.type(14);
  const Point a = s.input.at({0, size.y, size.z}), b = s.input.at({size.x, size.y, size.z}), c = s.input.at({size.x, size.y, 0}),
              top = s.input.at({0, 0, size.z});
  const int turned = s.quarters.count();
  const bool swapped = turned % 2 == 1;
  draw_ground_edge(s, {a, b, swapped, turned == 1 || turned == 2, -aside}, swapped ? deep : across);
  draw_ground_edge(s, {c, b, !swapped, turned >= 2, aside}, swapped ? across : deep);
  const Point h0{top.x - gap, top.y + 4}, h1{top.x - gap, top.y + (a.y - top.y) * 0.5};
  draw_arrow(s, h0, h1, s.context.words("view.volume.height"), {top.x - 6, h1.y + s.pen.type(24)}, down, Anchor::kEnd);
}

Color block_color(const VolumeStage& s) { return mix(s.pen.theme().surface, s.pen.theme().weight, 0.62); }

void outline(const VolumeStage& s, const Place3& from, const Place3& size, Stroke stroke) {
  for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront})
    s.pen.path(side_of(s.input, from, size, side), true, {0, 0, 0, 0}, stroke);
}

// From the slices of the block to their numbers, beneath it.
void draw_slice_links(const VolumeStage& s) {
  const Place3 kernel = s.quarters.size(s.kernel()), block = block_at(s);
  for (Index q = 0; q < s.depth(); ++q) {
    Place3 side = block;
    double deep = kernel.z;
    if (s.parting.apart()) {
      side = s.parting.at(slice_at(s, q));
      if (s.parting.along_x) side.x += 1 - kernel.x;
      else deep = 1;
    }
    const Point from = s.input.at({side.x + kernel.x, side.y + kernel.y / 2, side.z + deep / 2});
    const Point to{s.slices.left - 6, s.slices.top + s.slices.step * number(q) + s.slices.cell * s.kernel().y / 2};
    const double middle = (from.x + to.x) / 2, share = s.focus.inspected ? 1 : std::max(0.3, slice_share(s, q));
    s.pen.list().items.push_back(
        CurveItem{from, {middle, from.y}, {middle, to.y}, to, {with_alpha(s.pen.theme().weight, 0.75 * share), 1.6}});
  }
}

void draw_whole_input(const VolumeStage& s) {
  const Theme& t = s.pen.theme();
  const Place3 size = s.input_size(), block = block_at(s), kernel = s.quarters.size(s.kernel());
  draw_far_sides(s, size);
  const double glass[] = {0.10, 0.20, 0.14};
  int i = 0;
  for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront})
    s.pen.path(side_of(s.input, {}, size, side), true, with_alpha(t.input, glass[i++]), {});
  draw_solid_grid(s.pen, s.input, {}, size, {with_alpha(t.surface, 0.85), 1.1});
  outline(s, {}, size, {with_alpha(t.input, 0.55), 1.4});
  draw_slice_links(s);
  draw_solid(s.pen, s.input, block, kernel, {block_color(s), t.surface, 1, 1, {}});
  draw_solid_grid(s.pen, s.input, block, kernel, {t.surface, 1.3});
  outline(s, block, kernel, {t.weight, 2.4});
}

// ---- pulled apart -------------------------------------------------------------------------------------------------------------------

Index input_index(const VolumeStage& s, const Place3& cell) {
  const Place3 at = s.quarters.back().from(s.input_size(), cell, {1, 1, 1});
  return flat_index(s.layer().input().extents, {0, 0, std::llround(at.z), std::llround(at.y), std::llround(at.x)});
}

struct PartedInput {
  const VolumeStage& s;
  Place3 size, slice;           // of the volume, of a slice of the block
  std::vector<Place3> slices;   // as if the layers touched
  std::vector<std::string> texts;
  double type = 0;              // of the numbers; 0: none

  double along(const Place3& place) const { return s.parting.along_x ? place.x : place.z; }
  Index layers() const { return std::llround(along(size)); }
  // How much of a cell's face the slice takes: 0 nothing, 1 all of it.
  double taken(const Place3& cell, const Place3& by) const {
    const double across = s.parting.along_x ? cell.z - by.z : cell.x - by.x, wide = s.parting.along_x ? slice.z : slice.x;
    auto part = [](double at, double length) { return std::clamp(std::min(at + 1, length) - std::max(at, 0.0), 0.0, 1.0); };
    return part(across, wide) * part(cell.y - by.y, slice.y);
  }
  // A slice that stands behind this cell is seen through it.
  bool is_glass(const Place3& cell) const {
    const std::vector<Point> face = side_of(s.input, s.parting.at(cell), {1, 1, 1}, face_of(s));
    const Point middle = face_center(s, s.input, cell);
    for (const Place3& by : slices) {
      if (along(by) > along(cell) - 1e-6) continue;
      const Place3 from = s.parting.at(by);
      if (solid_covers(s.input, from, slice, middle)) return true;
      for (const Point& corner : face)
        if (solid_covers(s.input, from, slice, between(middle, corner, 0.9))) return true;
    }
    return false;
  }
};

// In its layer a slice colours that layer's cells; on its way from one to the next it is a body of its own.
void draw_block_slice(const PartedInput& p, const Place3& by) {
  const VolumeStage& s = p.s;
  const Place3 from = s.parting.at(by);
  const SolidLook look{block_color(s), s.pen.theme().surface, 1.3, 1, {}};
  const bool within = std::abs(p.along(by) - std::round(p.along(by))) < 1e-6;
  for (double z = 0; z < p.slice.z; ++z)
    for (double y = 0; y < p.slice.y; ++y)
      for (double x = 0; x < p.slice.x; ++x) {
        const std::vector<SolidSide> sides =
            within ? sides_in_layer(s, p.size, {by.x + x, by.y + y, by.z + z}) : sides_in_layer(s, p.slice, {x, y, z});
        draw_solid(s.pen, s.input, {from.x + x, from.y + y, from.z + z}, {1, 1, 1}, look, sides);
      }
  const Stroke edge{s.pen.theme().weight, 2};
  if (within) s.pen.path(side_of(s.input, from, p.slice, face_of(s)), true, {0, 0, 0, 0}, edge);
  else outline(s, from, p.slice, edge);
}

void draw_input_layer(const PartedInput& p, Index layer) {
  const VolumeStage& s = p.s;
  const Theme& t = s.pen.theme();
  each_cell(s, p.size, layer, [&](const Place3& cell) {
    const Target target{TargetKind::kInput, s.context.stage, input_index(s, cell)};
    SolidLook look{s.pen.pale(Role::kInput, s.focus.inputs.count(target.index) ? 0.45 : 0.24), t.surface, 1.2, 1, target};
    if (p.is_glass(cell)) look.alpha = 0.22, look.edge = with_alpha(t.input, 0.18);
    draw_solid(s.pen, s.input, s.parting.at(cell), {1, 1, 1}, look, sides_in_layer(s, p.size, cell));
    let_turn(s, target);
  });
  outline(s, layer_from(s, layer), layer_size(s, p.size), {with_alpha(t.input, 0.55), 1.3});
  for (const Place3& by : p.slices)
    if (std::floor(p.along(by) + 1e-6) == number(layer)) draw_block_slice(p, by);
}

void write_input_layer(const PartedInput& p, Index layer) {
  const VolumeStage& s = p.s;
  const Ink ink{p.type, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  Nearer layers{{}, layer_size(s, p.size)}, slices{{}, p.slice};
  for (Index near = layer + 1; near < p.layers(); ++near) layers.from.push_back(layer_from(s, near));
  for (const Place3& by : p.slices)
    if (p.along(by) > number(layer) + 1e-6) slices.from.push_back(s.parting.at(by));
  each_cell(s, p.size, layer, [&](const Place3& cell) {
    double taken = 0;
    for (const Place3& by : p.slices)
      if (std::abs(p.along(by) - number(layer)) < 1e-6) taken = std::max(taken, p.taken(cell, by));
    if ((taken > 0 && taken < 1) || (taken <= 0 && p.is_glass(cell))) return;
    const std::string& text = p.texts[static_cast<std::size_t>(input_index(s, cell))];
    const Point at = face_center(s, s.input, cell);
    const double width = s.pen.width(text, ink), height = s.pen.type(p.type) * kInkHeight;
    if (layers.hides(s.input, at, width, height) || slices.hides(s.input, at, width, height)) return;
    const Color ground = taken > 0 ? block_color(s) : s.pen.pale(Role::kInput, 0.24);
    s.pen.text(at, text, ink, ink_on(side_shade(ground, face_of(s))));
  });
}

void draw_parted_input(const VolumeStage& s) {
  PartedInput p{s, s.input_size(), layer_size(s, s.quarters.size(s.kernel())), {}, texts_of(s.layer().input())};
  for (Index q = 0; q < s.depth(); ++q) p.slices.push_back(slice_at(s, q));
  p.type = slanted_size(s, s.input, p.texts);
  draw_slice_links(s);
  for (Index layer = 0; layer < p.layers(); ++layer) draw_input_layer(p, layer);
  for (Index layer = 0; layer < p.layers() && p.type > 0; ++layer) write_input_layer(p, layer);
}

}  // namespace

Place3 slice_at(const VolumeStage& s, Index q) {
  Place3 slice = block_of_input(s), size = s.kernel();
  slice.z += number(q);
  size.z = 1;
  return s.quarters.from(VolumeStage::volume_size(s.layer().input().extents), slice, size);
}

void draw_volume_input(const VolumeStage& s) {
  if (s.parting.apart()) draw_parted_input(s);
  else draw_whole_input(s);
  draw_axes(s, s.parting.size(s.input_size()));
}

}  // namespace convscope
