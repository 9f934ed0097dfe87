#include "app/views/planes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace convscope {
namespace {

Color value_tint(const Pen& pen, double value, Range range) {
  double span = std::max(1e-12, range.high - range.low);
  return mix(pen.theme().surface, pen.theme().input, 0.10 + 0.62 * std::clamp((value - range.low) / span, 0.0, 1.0));
}

// The term of the explained step that reads padded cell (y, x), or nothing.
std::optional<std::size_t> term_at(const Focus& focus, Index channel, Index y, Index x) {
  if (y < focus.step.top || y > focus.step.bottom || x < focus.step.left || x > focus.step.right) return {};
  for (std::size_t i = 0; i < focus.step.terms.size(); ++i) {
    const Tap& tap = focus.step.terms[i].tap;
    if (tap.channel == channel && tap.at[1] == y && tap.at[2] == x) return i;
  }
  return {};
}

CellLook input_look(Pen& pen, const ViewContext& context, const Focus& focus, const PlaneGeometry& g, const InputPlane& plane, Range range,
                    int decimals, Index y, Index x) {
  CellLook look;
  PlaneValue v = plane_value(context.layer(), g, g.mode, g.fill, plane.sample, plane.channel, y, x);
  look.text = v.known ? number_text(v.value, decimals) : "?";
  look.hidden = v.padding && plane.border_share < 1;
  if (v.padding) look.kind = CellKind::kPadding;
  if (plane.unreached && (!g.row_reached(y) || !g.column_reached(x))) {
    look.kind = CellKind::kUnreached;
    look.appear = std::clamp(plane.crosses_share * number(g.padded_rows() + 1) - number(y + g.top), 0.0, 1.0);
  }
  if (plane.value_tints && look.kind != CellKind::kUnreached && !(v.padding && v.source < 0 && v.value == 0))
    look.tint = value_tint(pen, v.value, range);
  look.strong = plane.value_tints && !v.padding;
  bool explained = plane.sample == focus.step.position[0] && focus.arrive >= 1 && focus.multiply > 0 && plane.window_alpha > 0;
  bool dilated = g.dilation[0] > 1 || g.dilation[1] > 1;
  auto term = explained && (plane.badges || dilated || plane.dress) ? term_at(focus, plane.channel, y, x) : std::nullopt;
  bool in_window = y >= focus.step.top && y <= focus.step.bottom && x >= focus.step.left && x <= focus.step.right;
  if (explained && dilated && in_window && !term && look.kind == CellKind::kValue) look.tint = pen.pale(Role::kInput, 0.07);  // skipped
  if (plane.badges && term) {
    if (focus.lit(*term) > 0) {
      look.badge = number_text(focus.step.terms[*term].weight, decimals_of(context.layer().weight()));
      look.lit = focus.lit(*term);
      look.badge_alpha = std::min(1.0, look.lit * 2);
    }
  }
  if (plane.dress && explained && in_window) plane.dress(look, term);
  Index flat = v.padding ? v.source : flat_index(context.layer().input().extents, {plane.sample, plane.channel, y, x});
  look.ringed = flat >= 0 && focus.inputs.count(flat) != 0;
  look.hot = !v.padding && focus.answered.kind == TargetKind::kInput && focus.answered.index == flat;
  return look;
}

void draw_input_texture(Pen& pen, const ViewContext& context, const PlaneGeometry& g, const InputPlane& plane, Range range) {
  auto pixels = plane_pixels(g.padded_rows(), g.padded_columns(), [&](Index r, Index c) {
    PlaneValue v = plane_value(context.layer(), g, g.mode, g.fill, plane.sample, plane.channel, r - g.top, c - g.left);
    Color tint = value_tint(pen, v.value, range);
    return v.padding ? mix(tint, pen.theme().muted, 0.25) : tint;
  });
  pen.image(plane.box(g), pixels);
}

}  // namespace

Index InputPlane::rows(const PlaneGeometry& g) const { return !crop.all() ? crop.rows : border ? g.padded_rows() : g.rows; }
Index InputPlane::columns(const PlaneGeometry& g) const { return !crop.all() ? crop.columns : border ? g.padded_columns() : g.columns; }

Box InputPlane::box(const PlaneGeometry& g) const {
  return {origin.x, origin.y, cell * static_cast<double>(columns(g)), cell * static_cast<double>(rows(g))};
}

Point InputPlane::cell_origin(const PlaneGeometry& g, double y, double x) const {
  double top = static_cast<double>((border ? g.top : 0) - crop.row), left = static_cast<double>((border ? g.left : 0) - crop.column);
  return {origin.x + (x + left) * cell, origin.y + (y + top) * cell};
}

Box window_box(const PlaneGeometry& g, const InputPlane& plane, const WindowPlace& place) {
  Point p = plane.cell_origin(g, place.row, place.column);
  return {p.x, p.y, plane.cell * static_cast<double>(g.span[1]), plane.cell * static_cast<double>(g.span[0])};
}

std::shared_ptr<const Pixels> plane_pixels(Index rows, Index columns, const std::function<Color(Index, Index)>& color) {
  auto pixels = std::make_shared<Pixels>();
  pixels->width = static_cast<int>(columns);
  pixels->height = static_cast<int>(rows);
  pixels->rgba.reserve(static_cast<std::size_t>(rows * columns * 4));
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) {
      Color k = color(r, c);
      pixels->rgba.insert(pixels->rgba.end(), {k.r, k.g, k.b, k.a});
    }
  }
  return pixels;
}

namespace {

constexpr double kFlight = 350, kRingDelay = 60;  // ms, at the pace of the share
constexpr double kLift = 0.16;                     // a copy starts so much smaller on each side, in cells

// Cells of the border on their way: a copy leaves the cell whose value it takes, a constant fades in at its place.
void draw_arriving_border(Pen& pen, const ViewContext& context, const PlaneGeometry& g, const InputPlane& plane, Range range) {
  Index rings = std::max(std::max(g.top, g.bottom), std::max(g.left, g.right));
  double total = kFlight + kRingDelay * static_cast<double>(std::max<Index>(0, rings - 1));
  for (Index ring = rings; ring >= 1; --ring) {
    double e = ease_in_out(std::clamp((plane.border_share * total - kRingDelay * static_cast<double>(ring - 1)) / kFlight, 0.0, 1.0));
    if (e <= 0) continue;
    for (Index y = -g.top; y < g.rows + g.bottom; ++y)
      for (Index x = -g.left; x < g.columns + g.right; ++x) {
        if (std::max(std::max(-y, y - g.rows + 1), std::max(-x, x - g.columns + 1)) != ring) continue;
        PlaneValue v = plane_value(context.layer(), g, g.mode, g.fill, plane.sample, plane.channel, y, x);
        Point to = plane.cell_origin(g, static_cast<double>(y), static_cast<double>(x)), from = to;
        if (v.source >= 0) {
          Cell source = cell_of(context.layer().input().extents, v.source);
          from = plane.cell_origin(g, static_cast<double>(source[2]), static_cast<double>(source[3]));
        }
        Box box =
            inset({from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * e, plane.cell, plane.cell}, 1 + kLift * plane.cell * (1 - e));
        Color tint = plane.value_tints && (v.source >= 0 || v.value != 0) ? value_tint(pen, v.value, range) : pen.theme().zero;
        pen.rect(box, with_alpha(mix(pen.theme().surface, tint, 0.55), v.source >= 0 ? 1 : e), kCellRadius,
                 {with_alpha(pen.theme().hatch, e), 1});
      }
  }
}

}  // namespace

namespace {
void draw_over_input(Pen& pen, const ViewContext& context, const Focus& focus, const PlaneGeometry& g, const InputPlane& plane,
                     Range range);

// At most `most` cells of `count`, around `middle`.
void crop_axis(Index count, Index middle, Index most, Index& first, Index& shown) {
  shown = std::min(count, most);
  first = std::clamp<Index>(middle - shown / 2, 0, count - shown);
}

}  // namespace

Neighbourhood neighbourhood_of(const PlaneGeometry& g, const Focus& focus, Index most) {
  Neighbourhood n;
  const Cell& at = focus.step.position;
  crop_axis(g.padded_rows(), at[2] * g.stride[0] + g.span[0] / 2, most, n.input.row, n.input.rows);
  crop_axis(g.padded_columns(), at[3] * g.stride[1] + g.span[1] / 2, most, n.input.column, n.input.columns);
  crop_axis(g.output_rows, at[2], most, n.output.row, n.output.rows);
  crop_axis(g.output_columns, at[3], most, n.output.column, n.output.columns);
  return n;
}

void draw_small_map(Pen& pen, const ViewContext& context, const PlaneGeometry& g, const Focus& focus, const Crop& crop, Box box,
                    Index channel) {
  InputPlane whole;
  whole.sample = focus.step.position[0];
  whole.channel = channel;
  whole.cell = std::min(box.w / static_cast<double>(g.padded_columns()), box.h / static_cast<double>(g.padded_rows()));
  whole.origin = {box.x, box.y};
  draw_input_texture(pen, context, g, whole, range_of(context.layer().input()));
  double c = whole.cell;
  Box part{box.x + c * static_cast<double>(crop.column), box.y + c * static_cast<double>(crop.row), c * static_cast<double>(crop.columns),
           c * static_cast<double>(crop.rows)};
  pen.rect(part, {0, 0, 0, 0}, 2, {pen.theme().surface, 4});
  pen.rect(part, {0, 0, 0, 0}, 2, {pen.theme().accent, 2});
}

Point term_center(const PlaneGeometry& g, const InputPlane& plane, const Term& term) {
  Point p = plane.cell_origin(g, static_cast<double>(term.tap.at[1]), static_cast<double>(term.tap.at[2]));
  return {p.x + plane.cell / 2, p.y + plane.cell / 2};
}

Point output_center(const ViewContext& context, const OutputPlane& plane, Index cell) {
  Cell at = cell_of(context.layer().output().extents, cell);
  return {plane.origin.x + (static_cast<double>(at[3] - plane.crop.column) + 0.5) * plane.cell,
          plane.origin.y + (static_cast<double>(at[2] - plane.crop.row) + 0.5) * plane.cell};
}

void draw_gathering(Pen& pen, const Focus& focus, double share, const std::function<Point(const Term&)>& from, Point to) {
  constexpr std::size_t kMostDots = 64;
  constexpr double kSmallestDot = 2, kLargestDot = 6, kStagger = 0.3;
  const std::vector<Term>& terms = focus.step.terms;
  std::size_t first = focus.lit_count > 0 ? focus.lit_from : 0, count = focus.lit_count > 0 ? focus.lit_count : terms.size();
  if (share <= 0 || share >= 1 || count > kMostDots) return;
  double most = 1e-12;
  for (std::size_t i = first; i < first + count; ++i) most = std::max(most, std::abs(terms[i].product));
  for (std::size_t i = first; i < first + count; ++i) {
    double late = kStagger * static_cast<double>(i - first) / static_cast<double>(count);
    double e = ease_in_out(std::clamp((share - late) / (1 - kStagger), 0.0, 1.0));
    Point a = from(terms[i]);
    double radius = kSmallestDot + (kLargestDot - kSmallestDot) * std::sqrt(std::abs(terms[i].product) / most);
    Color color = terms[i].tap.kind == TapKind::kPadding ? pen.theme().muted : pen.theme().output;
    pen.circle({a.x + (to.x - a.x) * e, a.y + (to.y - a.y) * e}, radius, color, {pen.theme().surface, 1.5});
  }
}

void draw_input_plane(Pen& pen, const ViewContext& context, const Focus& focus, const PlaneGeometry& g, const InputPlane& plane) {
  Range range = range_of(context.layer().input());
  int decimals = decimals_of(context.layer().input());
  Index top = (plane.border ? g.top : 0) - plane.crop.row, left = (plane.border ? g.left : 0) - plane.crop.column;
  GridSpec spec;
  spec.origin = plane.origin;
  spec.cell = plane.cell;
  spec.rows = plane.rows(g);
  spec.columns = plane.columns(g);
  spec.role = plane.role;
  spec.look = [&](Index r, Index c) { return input_look(pen, context, focus, g, plane, range, decimals, r - top, c - left); };
  spec.target_of = [&](Index r, Index c) {
    Index y = r - top, x = c - left;
    if (!g.in_input(y, x)) return Target{};
    return Target{TargetKind::kInput, context.stage, flat_index(context.layer().input().extents, {plane.sample, plane.channel, y, x})};
  };
  pen.grid(spec);
  if (!plane.crop.all()) pen.list().items.push_back(ClipItem{inset(plane.box(g), -1)});
  draw_over_input(pen, context, focus, g, plane, range);
  if (!plane.crop.all()) pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
}

namespace {

// The edge of the input within its border, the border on its way, and the window.
void draw_over_input(Pen& pen, const ViewContext& context, const Focus& focus, const PlaneGeometry& g, const InputPlane& plane,
                     Range range) {
  if (plane.border && (g.top || g.left || g.bottom || g.right)) {
    Point o = plane.cell_origin(g, 0, 0);
    pen.rect({o.x, o.y, plane.cell * static_cast<double>(g.columns), plane.cell * static_cast<double>(g.rows)}, {0, 0, 0, 0}, 4,
             {pen.theme().input, 2});
  }
  if (plane.border && plane.border_share < 1) draw_arriving_border(pen, context, g, plane, range);
  if (plane.window_alpha <= 0) return;
  WindowPlace place = window_place(context, focus);
  Box window = window_box(g, plane, place);
  if (plane.waiting) pen.dashed_frame(window, pen.theme().faint);
  else
    pen.frame(window, Role::kWeight, plane.cell < 12 ? 2 : 3, place.alpha * plane.window_alpha,
              plane.rows(g) * plane.columns(g) > kMostDrawnCells ? 0 : 0.06);
}

}  // namespace

void draw_kernel_plane(Pen& pen, const ViewContext& context, const Focus& focus, const KernelPlane& plane) {
  const Tensor& weight = context.layer().weight();
  int decimals = decimals_of(weight);
  GridSpec spec;
  spec.origin = plane.origin;
  spec.cell = plane.cell;
  spec.rows = weight.extents[2];
  spec.columns = weight.extents[3];
  spec.role = Role::kWeight;
  spec.target = TargetKind::kWeight;
  spec.first_index = flat_index(weight.extents, {plane.filter, plane.channel, 0, 0});
  spec.look = [&](Index r, Index c) {
    CellLook look;
    Index flat = flat_index(weight.extents, {plane.filter, plane.channel, r, c});
    look.text = number_text(weight[flat], decimals);
    look.hot = focus.weights.count(flat) != 0;
    for (std::size_t i = 0; i < focus.step.terms.size() && focus.multiply < 1; ++i)
      if (focus.step.terms[i].tap.weight.index == flat) look.lit = focus.lit(i);
    return look;
  };
  pen.grid(spec);
  if (plane.lit) pen.frame(spec.box(), Role::kWeight, 2.5);
}

void draw_output_plane(Pen& pen, const ViewContext& context, const Focus& focus, const OutputPlane& plane) {
  const Tensor& output = context.layer().output();
  int decimals = decimals_of(output);
  Index rows = output.extents[2], columns = output.extents[3];
  Index first = flat_index(output.extents, {plane.sample, plane.channel, 0, 0});
  GridSpec spec;
  spec.origin = plane.origin;
  spec.cell = plane.cell;
  spec.rows = plane.crop.all() ? rows : plane.crop.rows;
  spec.columns = plane.crop.all() ? columns : plane.crop.columns;
  spec.role = Role::kOutput;
  auto flat_of = [&](Index r, Index c) { return first + (r + plane.crop.row) * columns + c + plane.crop.column; };
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, context.stage, flat_of(r, c)}; };
  if (plane.cell >= pen.legible_cell())
    for (float value : output.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    Index flat = flat_of(r, c);
    double appeared = focus.appeared(flat);
    look.kind = appeared > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = appeared;
    look.text = number_text(output[flat], decimals);
    look.hot = flat == focus.step.cell;
    look.ringed = focus.outputs.count(flat) != 0;
    return look;
  };
  pen.grid(spec);
}

void draw_result_link(Pen& pen, const Focus& focus, Point from, Point to) {
  double alpha = focus.inspected ? 1.0 : std::max(0.25, focus.sum);
  pen.link(from, to, {with_alpha(pen.theme().output, alpha), 2.5});
}

}  // namespace convscope
