// Three-dimensional convolution: a block slides through a volume along width, height and depth; its slices are multiplied one by one,
// their sums add up to one cube of the output.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/scenes/controls.h"
#include "app/views/builders.h"
#include "app/views/heading.h"
#include "app/views/solid.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

double count(Index n) { return static_cast<double>(n); }

Place3 size_of(const Extents& e) { return {count(e[4]), count(e[3]), count(e[2])}; }

struct Slices {
  double cell = 34, step = 150, top = 0, left = 0, right = 0, sum = 0;  // x of the cells, the weights and the sums
  bool names = true;
};

struct Stage {
  const ViewContext& context;
  Pen& pen;
  Focus focus;
  Quarters quarters;  // everything is drawn turned by them
  Projection input, output;
  Slices slices;
  Box input_box, output_box;  // that the volumes have
  const LayerModel& layer() const { return context.layer(); }
  Place3 kernel() const { return size_of(layer().weight().extents); }
  Index depth() const { return layer().weight().extents[2]; }
  Place3 input_size() const { return quarters.size(size_of(layer().input().extents)); }
  Place3 output_size() const { return quarters.size(size_of(layer().output().extents)); }
};

// Where the block stands in the input as it is; on its way from the step before while it arrives.
Place3 block_of_input(const Stage& s) {
  const GatherStep& here = s.focus.step;
  const Place3 to{count(here.left), count(here.top), count(here.front)};
  if (s.focus.inspected || s.focus.arrive >= 1 || here.cell == 0) return to;
  const GatherStep before = s.layer().trace().gather(here.cell - 1);
  const double e = s.focus.arrive;
  return {count(before.left) + (to.x - count(before.left)) * e, count(before.top) + (to.y - count(before.top)) * e,
          count(before.front) + (to.z - count(before.front)) * e};
}

Place3 block_at(const Stage& s) { return s.quarters.from(size_of(s.layer().input().extents), block_of_input(s), s.kernel()); }

// How far the slice at kernel depth `q` has been multiplied: one after the other.
double slice_share(const Stage& s, Index q) { return std::clamp(s.focus.multiply * count(s.depth()) - count(q), 0.0, 1.0); }

double slice_sum(const Stage& s, Index q) {
  double sum = 0;
  for (const Term& term : s.focus.step.terms)
    if (term.tap.element[0] == q) sum += term.product;
  return sum;
}

void put_in(Projection& projection, const Place3& size, Box box, double most) {
  const Box bounds = projection.bounds(size), room = projection.room(size);
  const double unit = std::min({box.w / room.w, box.h / room.h, most});  // the same at every turn
  projection.put({box.center().x - unit * (bounds.x + bounds.w / 2), box.center().y - unit * bounds.h / 2}, unit);
}

// ---- the input --------------------------------------------------------------------------------------------------------------------

void draw_far_sides(const Stage& s, const Place3& size) {
  const Theme& t = s.pen.theme();
  const Color fill = mix(t.surface, t.input, 0.07);
  const Stroke edge{mix(t.surface, t.input, 0.35), 1};
  auto at = [&](double x, double y, double z) { return s.input.at({x, y, z}); };
  s.pen.path({at(0, 0, 0), at(size.x, 0, 0), at(size.x, size.y, 0), at(0, size.y, 0)}, true, fill, edge);
  s.pen.path({at(0, 0, 0), at(0, 0, size.z), at(0, size.y, size.z), at(0, size.y, 0)}, true, fill, edge);
  s.pen.path({at(0, size.y, 0), at(size.x, size.y, 0), at(size.x, size.y, size.z), at(0, size.y, size.z)}, true, fill, edge);
}

void draw_arrow(const Stage& s, Point from, Point to, const std::string& name, Point label, bool lit, Anchor anchor = Anchor::kMiddle) {
  const Color color = lit ? s.pen.theme().weight : s.pen.theme().muted;
  const double length = std::max(1e-6, std::hypot(to.x - from.x, to.y - from.y)), ux = (to.x - from.x) / length,
               uy = (to.y - from.y) / length;
  s.pen.path({from, to}, false, {0, 0, 0, 0}, {color, lit ? 2.6 : 1.8});
  s.pen.path({{to.x + ux * 7, to.y + uy * 7}, {to.x - uy * 4.5, to.y + ux * 4.5}, {to.x + uy * 4.5, to.y - ux * 4.5}}, true, color, {});
  Ink ink{13, Weight::kSemiBold, anchor};
  ink.importance = Importance::kNote;
  s.pen.text(label, name, ink, color);
}

Point between(Point a, Point b, double share) { return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share}; }

// An edge of the ground that the eye sees, from its beginning to its end in the turned volume: width or depth, from 0 on.
struct GroundEdge {
  Point from, to;
  bool depth = false, reversed = false;
  double label = 0;  // to the side of its middle
};

void draw_ground_edge(const Stage& s, const GroundEdge& edge, bool lit) {
  const double begin = edge.reversed ? 0.95 : 0.05, gap = s.pen.type(16);
  Point from = between(edge.from, edge.to, begin), to = between(edge.from, edge.to, 0.5);
  if (std::hypot(to.x - from.x, to.y - from.y) < s.pen.type(18)) return;  // seen from its end
  from.y += gap;
  to.y += gap;
  draw_arrow(s, from, to, s.context.words(edge.depth ? "view.volume.depth" : "view.volume.width"),
             {(from.x + to.x) / 2 + edge.label, (from.y + to.y) / 2 + s.pen.type(20)}, lit);
}

// The axis along which the block has just moved is lit.
void draw_axes(const Stage& s, const Place3& size) {
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

void draw_input(const Stage& s) {
  const Theme& t = s.pen.theme();
  const Place3 size = s.input_size(), block = block_at(s), kernel = s.quarters.size(s.kernel());
  draw_far_sides(s, size);
  const double glass[] = {0.10, 0.20, 0.14};
  int i = 0;
  for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront})
    s.pen.path(side_of(s.input, {}, size, side), true, with_alpha(t.input, glass[i++]), {});
  draw_solid_grid(s.pen, s.input, {}, size, {with_alpha(t.surface, 0.85), 1.1});
  for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront})
    s.pen.path(side_of(s.input, {}, size, side), true, {0, 0, 0, 0}, {with_alpha(t.input, 0.55), 1.4});
  // from the block to its slices, beneath it
  const Point from = s.input.at({block.x + kernel.x, block.y + kernel.y / 2, block.z + kernel.z / 2});
  for (Index q = 0; q < s.depth(); ++q) {
    const Point to{s.slices.left - 6, s.slices.top + s.slices.step * count(q) + s.slices.cell * kernel.y / 2};
    const double middle = (from.x + to.x) / 2, share = s.focus.inspected ? 1 : std::max(0.3, slice_share(s, q));
    s.pen.list().items.push_back(CurveItem{from, {middle, from.y}, {middle, to.y}, to, {with_alpha(t.weight, 0.75 * share), 1.6}});
  }
  draw_solid(s.pen, s.input, block, kernel, {mix(t.surface, t.weight, 0.62), t.surface, 1, 1, {}});
  draw_solid_grid(s.pen, s.input, block, kernel, {t.surface, 1.3});
  for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront})
    s.pen.path(side_of(s.input, block, kernel, side), true, {0, 0, 0, 0}, {t.weight, 2.4});
  draw_axes(s, size);
}

// ---- the slices -------------------------------------------------------------------------------------------------------------------

void draw_cells(const Stage& s, Index q, Point origin, bool weights) {
  const Extents& e = s.layer().weight().extents;
  const int decimals = decimals_of(weights ? s.layer().weight() : s.layer().input());
  const double share = slice_share(s, q);
  std::vector<const Term*> terms(static_cast<std::size_t>(e[3] * e[4]), nullptr);
  for (const Term& term : s.focus.step.terms)
    if (term.tap.element[0] == q) terms[static_cast<std::size_t>(term.tap.element[1] * e[4] + term.tap.element[2])] = &term;
  GridSpec spec;
  spec.origin = origin;
  spec.cell = s.slices.cell;
  spec.rows = e[3];
  spec.columns = e[4];
  spec.role = weights ? Role::kWeight : Role::kInput;
  for (float value : (weights ? s.layer().weight() : s.layer().input()).data) spec.all_texts.push_back(number_text(value, decimals));
  auto term_at = [&](Index r, Index c) { return terms[static_cast<std::size_t>(r * e[4] + c)]; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Term* term = term_at(r, c);
    if (!term) return look;
    if (!weights && term->tap.kind == TapKind::kPadding) look.kind = CellKind::kPadding;
    look.text = number_text(weights ? term->weight : term->data, decimals);
    look.lit = share;
    const Index flat = weights ? term->tap.weight.index : term->tap.data.index;
    look.hot = (weights ? s.focus.weights : s.focus.inputs).count(flat) != 0;
    return look;
  };
  spec.target_of = [&](Index r, Index c) {
    const Term* term = term_at(r, c);
    if (!term) return Target{};
    const Index flat = weights ? term->tap.weight.index : term->tap.data.index;
    return flat < 0 ? Target{} : Target{weights ? TargetKind::kWeight : TargetKind::kInput, s.context.stage, flat};
  };
  s.pen.grid(spec);
}

void draw_slices(const Stage& s) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const Slices& l = s.slices;
  const int decimals = decimals_of(s.layer().output());
  const double half = l.cell * s.kernel().y / 2;
  for (Index q = 0; q < s.depth(); ++q) {
    const double y = l.top + l.step * count(q);
    if (l.names) {
      const std::string depth = std::to_string(s.focus.step.front + q);
      s.pen.whole({l.left, y - s.pen.type(12)}, words.format("view.volume.at_depth", {{"depth", depth}}), {13, Weight::kSemiBold}, t.input,
                  l.right - l.left - 4);
      s.pen.whole({l.right, y - s.pen.type(12)}, words.format("view.volume.weights", {{"depth", std::to_string(q)}}),
                  {13, Weight::kSemiBold}, t.weight, l.sum - l.right);
    }
    draw_cells(s, q, {l.left, y}, false);
    draw_cells(s, q, {l.right, y}, true);
    s.pen.text({(l.left + l.cell * s.kernel().x + l.right) / 2, y + half}, "·", {20, Weight::kBold, Anchor::kMiddle}, t.muted);
    if (slice_share(s, q) >= 1)
      s.pen.text({l.sum, y + half}, "= " + number_text(slice_sum(s, q), decimals), {17, Weight::kSemiBold, Anchor::kStart, Face::kNumbers},
                 t.output);
  }
}

// ---- the output -------------------------------------------------------------------------------------------------------------------

Place3 cube_of(const Stage& s, Index cell) {
  const Extents& e = s.layer().output().extents;
  const Cell at = cell_of(e, cell);
  return s.quarters.from(size_of(e), {count(at[4]), count(at[3]), count(at[2])}, {1, 1, 1});
}

void draw_sum_links(const Stage& s, const Place3& lit) {
  const Theme& t = s.pen.theme();
  if (s.focus.sum <= 0) return;
  const Point to = s.output.at({lit.x, lit.y + 0.5, lit.z + 1});
  const int decimals = decimals_of(s.layer().output());
  for (Index q = 0; q < s.depth(); ++q) {
    const double w = s.pen.width("= " + number_text(slice_sum(s, q), decimals), {17, Weight::kSemiBold, Anchor::kStart, Face::kNumbers});
    const Point from{s.slices.sum + w + 8, s.slices.top + s.slices.step * count(q) + s.slices.cell * s.kernel().y / 2};
    const double middle = (from.x + to.x) / 2;
    s.pen.list().items.push_back(CurveItem{from, {middle, from.y}, {middle, to.y}, to, {with_alpha(t.output, s.focus.sum), 2}});
    if (s.focus.sum >= 1 || s.focus.inspected) continue;
    const double e = ease_in_out(s.focus.sum), u = 1 - e;
    s.pen.circle({u * u * u * from.x + 3 * u * u * e * middle + 3 * u * e * e * middle + e * e * e * to.x,
                  u * u * u * from.y + 3 * u * u * e * from.y + 3 * u * e * e * to.y + e * e * e * to.y},
                 5, t.output, {t.surface, 1.5});
  }
}

// A drag turns and tilts both volumes: the edge nearest to the eye follows the hand.
void let_turn(const Stage& s, const Target& target) {
  const Scene& scene = *s.context.model.scene;
  const Place3 size = s.input_size();
  const double degree = std::hypot(size.x, size.z) / 2 * s.input.unit() * std::numbers::pi / 180;
  s.pen.handle(target, {"turn", {}, 0, count(number_parameter(scene, s.context.state, "turn", 45)), -degree, 1},
               {"tilt", {}, 0, count(number_parameter(scene, s.context.state, "tilt", 35)), degree, 1});
}

void draw_turning_area(const Stage& s) {
  for (Index i = 0; i < 2; ++i) {
    const Target target{TargetKind::kControl, 0, i};
    const Box& box = i == 0 ? s.input_box : s.output_box;
    s.pen.rect(box, {0, 0, 0, 0}, 0, {}, target);
    let_turn(s, target);
    if (s.context.hover == target)
      s.pen.whole({box.center().x, box.bottom() - s.pen.type(7)}, s.context.words("view.volume.drag"),
                  {12.5, Weight::kMedium, Anchor::kMiddle, Face::kWords, Importance::kNote}, s.pen.theme().accent, box.w);
  }
}

// Painter's order in the turned volume: far slices first, in each from the bottom up and to the right, without sides that are hidden.
void draw_output(const Stage& s) {
  const Theme& t = s.pen.theme();
  const Extents& e = s.layer().output().extents;
  const Place3 size = s.output_size(), lit = cube_of(s, s.focus.step.cell);
  const Quarters back = s.quarters.back();
  for (SolidSide side : {SolidSide::kTop, SolidSide::kRight, SolidSide::kFront})
    s.pen.path(side_of(s.output, {}, size, side), true, t.sunken, {t.line, 1});
  draw_solid_grid(s.pen, s.output, {}, size, {t.hatch, 1});
  auto cell_at = [&](const Place3& at) {
    const Place3 cell = back.from(size, at, {1, 1, 1});
    return flat_index(e, {0, 0, std::llround(cell.z), std::llround(cell.y), std::llround(cell.x)});
  };
  auto there = [&](const Place3& at) {
    if (at.z < 0 || at.y < 0 || at.x < 0 || at.z >= size.z || at.y >= size.y || at.x >= size.x) return 0.0;
    return s.focus.appeared(cell_at(at));
  };
  // With a cell pointed at, the cubes that stand before it turn to glass.
  auto hides = [&](const Place3& at) {
    const bool same = at.z == lit.z && at.y == lit.y && at.x == lit.x;
    return s.focus.inspected && !same && at.z >= lit.z && at.y <= lit.y && at.x >= lit.x;
  };
  for (double z = 0; z < size.z; ++z)
    for (double y = size.y - 1; y >= 0; --y)
      for (double x = 0; x < size.x; ++x) {
        const Place3 at{x, y, z};
        const double appeared = there(at);
        if (appeared <= 0) continue;
        const Index flat = cell_at(at);
        const bool hot = flat == s.focus.step.cell, ringed = s.focus.outputs.count(flat) != 0;
        const Target target{TargetKind::kOutput, s.context.stage, flat};
        SolidLook look{hot ? t.output : mix(t.surface, t.output, ringed ? 0.75 : 0.45), t.surface, 1, appeared, target};
        if (hides(at)) look.alpha = 0.16;
        std::vector<SolidSide> sides;
        const bool glass = s.focus.inspected;
        if (glass || there({x, y - 1, z}) < 1) sides.push_back(SolidSide::kTop);
        if (glass || there({x + 1, y, z}) < 1) sides.push_back(SolidSide::kRight);
        if (glass || there({x, y, z + 1}) < 1) sides.push_back(SolidSide::kFront);
        draw_solid(s.pen, s.output, at, {1, 1, 1}, look, sides);
        if (!sides.empty()) let_turn(s, target);
      }
}

// ---- the whole --------------------------------------------------------------------------------------------------------------------

void lay_out(Stage& s, Box area) {
  const Pen& pen = s.pen;
  const Place3 kernel = s.kernel();
  const double caption = pen.caption_height(Captions::kFull);
  const bool tall = area.h >= pen.type(330);
  Box left = area, right = area;
  const double sum = pen.width("= " + number_text(-888, 0), {17, Weight::kSemiBold, Anchor::kStart, Face::kNumbers});
  s.slices.names = true;
  double name = pen.type(24), n = count(s.depth());
  auto cell = [&] { return std::floor(std::min({(area.h / n - name - 4) / kernel.y, area.w * 0.26 / (2 * kernel.x + 1), pen.type(36)})); };
  if (cell() < pen.legible_cell()) {
    name = 4;
    s.slices.names = false;
  }
  s.slices.cell = std::max(4.0, cell());
  const double width = s.slices.cell * (2 * kernel.x + 1) + pen.type(14) + sum;
  left.w = std::max(area.w * 0.3, (area.w - width) * 0.52);
  s.slices.left = left.right() + (area.w * 0.03);
  s.slices.right = s.slices.left + s.slices.cell * (kernel.x + 1);
  s.slices.sum = s.slices.right + s.slices.cell * kernel.x + pen.type(14);
  right.x = s.slices.sum + sum + pen.type(30);
  right.w = std::max(20.0, area.right() - right.x);
  s.slices.step = std::min(area.h / n, s.slices.cell * kernel.y + name + pen.type(26));
  s.slices.top = area.y + (area.h - s.slices.step * n) / 2 + name * 0.9;
  const double below = tall ? pen.type(44) : 4;
  left = {left.x + pen.type(tall ? 34 : 4), left.y + (tall ? caption : 0), left.w - pen.type(tall ? 44 : 8),
          left.h - (tall ? caption : 0) - below};
  const Place3 in = s.input_size(), out = s.output_size();
  s.input_box = left;
  s.output_box = {right.x, right.y + (tall ? caption : 0), right.w, right.h - (tall ? caption : 0) - below};
  put_in(s.input, in, s.input_box, pen.type(44));
  put_in(s.output, out, s.output_box, s.input.unit());
  if (!tall) return;
  auto name_of = [&](const Projection& p, const Place3& size, const char* key, const Extents& e, Role role) {
    const Box b = p.bounds(size);
    const Point corner = p.at({0, 0, 0});
    s.pen.caption({corner.x + p.unit() * (b.x + b.w / 2), corner.y}, s.context.words(key), shape_text({e[2], e[3], e[4]}), role);
  };
  name_of(s.input, in, "view.input", s.layer().input().extents, Role::kInput);
  name_of(s.output, out, "view.output", s.layer().output().extents, Role::kOutput);
}

BarContent bar_of(const Stage& s) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const Cell& at = s.focus.step.position;
  const int decimals = decimals_of(s.layer().output());
  BarContent content;
  content.line = {{"output[" + std::to_string(at[2]) + ", " + std::to_string(at[3]) + ", " + std::to_string(at[4]) + "]  =  ", t.muted}};
  for (Index q = 0; q < s.depth() && slice_share(s, q) >= 1; ++q) {
    if (q > 0) content.line.push_back({" + ", t.muted});
    const double sum = slice_sum(s, q);
    content.line.push_back({q > 0 ? factor_text(sum, decimals) : number_text(sum, decimals), t.output});
  }
  if (s.focus.sum > 0) {
    content.line.push_back({"  =  ", t.muted});
    content.line.push_back({number_text(s.focus.step.result, decimals), t.output});
  }
  const Extents& e = s.layer().weight().extents;
  const bool flat = s.layer().output().extents[2] == 1;
  content.sentence = words.format(flat ? "view.volume.flat" : "view.volume.sentence",
                                  {{"slices", std::to_string(e[2])}, {"products", std::to_string(e[3] * e[4])}});
  content.legend = {{LegendMark::kInput, words("legend.input")},
                    {LegendMark::kWindow, words("legend.window")},
                    {LegendMark::kOutput, words("view.output")}};
  return content;
}

}  // namespace

void build_volume(const ViewContext& context, Pen& pen, Box area) {
  const Scene& scene = *context.model.scene;
  const Quarters quarters(count(number_parameter(scene, context.state, "turn", 45)));
  const Projection projection(quarters.rest(), count(number_parameter(scene, context.state, "tilt", 35)));
  Stage s{context, pen, make_focus(context), quarters, projection, projection, {}, {}, {}};
  if (!s.focus.inspected) {
    s.focus.multiply = phase_share(context, "slices");
    s.focus.sum = phase_share(context, "gather");
  }
  const Words& words = context.words;
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  const Extents &in = s.layer().input().extents, &out = s.layer().output().extents;
  const bool flat = out[2] == 1;
  draw_heading(pen, area, words(flat ? "view.volume.title_flat" : "view.volume.title"),
               words.format(flat ? "view.volume.subtitle_flat" : "view.volume.subtitle",
                            {{"kernel", std::to_string(s.depth())}, {"input", std::to_string(in[2])}, {"output", std::to_string(out[2])}}));
  lay_out(s, area);
  draw_sum_links(s, cube_of(s, s.focus.step.cell));
  draw_turning_area(s);
  draw_input(s);
  draw_slices(s);
  draw_output(s);
  draw_bar(pen, context, bar, bar_of(s));
}

}  // namespace convscope
