#include "app/views/spread.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/views/plane.h"
#include "app/views/walks.h"

namespace convscope {

Index SpreadGeometry::first(std::size_t a) const { return std::min<Index>(0, -border(a)); }

Index SpreadGeometry::count(std::size_t a) const { return std::max(axis[a].spread(), output[a] + axis[a].begin) - first(a); }

bool SpreadGeometry::is_read(std::size_t a, Index at) const { return at >= -border(a) && at < output[a] + axis[a].begin; }

SpreadGeometry spread_geometry(const LayerModel& layer) {
  const Attributes& attributes = layer.layer->attributes();
  const std::vector<Index> stride = per_axis(attributes, "stride", 2).value(), dilation = per_axis(attributes, "dilation", 2).value();
  SpreadGeometry g;
  std::vector<Axis> sides(2);
  for (std::size_t a = 0; a < 2; ++a) {
    const int at = static_cast<int>(a) + 2;
    sides[a].input = layer.layer->output()[at];
    sides[a].kernel = layer.layer->shapes()[1][at];
    sides[a].stride = stride[a];
    sides[a].dilation = dilation[a];
  }
  const Status resolved = resolve_padding(attributes, sides);
  CONVSCOPE_CHECK(resolved.ok(), "the layer was checked when it was made");
  for (std::size_t a = 0; a < 2; ++a) {
    g.axis[a] = {
        "", layer.layer->shapes()[0][static_cast<int>(a) + 2], sides[a].kernel, stride[a], dilation[a], sides[a].begin, sides[a].end, 0};
    g.output[a] = sides[a].input;
  }
  return g;
}

Box SpreadPlane::box(const SpreadGeometry& g) const {
  return {origin.x, origin.y, cell * static_cast<double>(g.count(1)), cell * static_cast<double>(g.count(0))};
}

Point SpreadPlane::cell_origin(const SpreadGeometry& g, double y, double x) const {
  return {origin.x + (x - static_cast<double>(g.first(1))) * cell, origin.y + (y - static_cast<double>(g.first(0))) * cell};
}

Box spread_window(const ViewContext& context, const Focus& focus, const SpreadGeometry& g, const SpreadPlane& plane) {
  const Cell& at = focus.step.position;
  double x = static_cast<double>(at[3] - g.border(1)), y = static_cast<double>(at[2] - g.border(0));
  const bool across = at[3] > 0 && !focus.inspected && stage_time(context).state == StageState::kNow;
  if (across) x -= 1 - focus.arrive;
  Point p = plane.cell_origin(g, y, x);
  return {p.x, p.y, plane.cell * static_cast<double>(g.axis[1].span()), plane.cell * static_cast<double>(g.axis[0].span())};
}

namespace {

struct Spread {
  const ViewContext& context;
  const Focus& focus;
  const SpreadGeometry& g;
  const SpreadPlane& plane;
  const Tensor& input;
  int decimals;
};

std::optional<Index> input_cell(const Spread& s, Index y, Index x) {
  const auto row = s.g.axis[0].source(y), column = s.g.axis[1].source(x);
  if (!row || !column) return std::nullopt;
  return flat_index(s.input.extents, {0, 0, *row, *column});
}

// The explained step's term that reads (y, x) while its pairs light.
void light(const Spread& s, Index y, Index x, CellLook& look) {
  if (s.plane.window_alpha <= 0 || s.focus.multiply <= 0 || s.focus.arrive < 1) return;
  for (std::size_t i = 0; i < s.focus.step.terms.size(); ++i) {
    const Term& term = s.focus.step.terms[i];
    if (term.tap.at[1] != y || term.tap.at[2] != x || term.tap.channel != 0) continue;
    look.lit = s.focus.lit(i);
    if (look.lit <= 0) return;
    look.badge = number_text(term.weight, decimals_of(s.context.layer().weight()));
    look.badge_alpha = std::min(1.0, look.lit * 2);
    return;
  }
}

CellLook look_at(Pen& pen, const Spread& s, Index y, Index x) {
  CellLook look;
  const std::optional<Index> cell = input_cell(s, y, x);
  const bool read = s.g.is_read(0, y) && s.g.is_read(1, x);
  if (cell) {
    look.text = number_text(s.input[*cell], s.decimals);
    look.kind = read ? CellKind::kValue : CellKind::kUnreached;
    look.hidden = s.plane.spread < 1;
    look.tint = pen.pale(s.plane.role, 0.30);
    look.ringed = s.focus.inputs.count(*cell) != 0;
  } else if (s.g.axis[0].is_inside(y) && s.g.axis[1].is_inside(x)) {
    look.text = "0";
    look.kind = read ? CellKind::kInserted : CellKind::kUnreached;
    look.hidden = s.plane.zeros <= 0;
  } else {
    look.text = "0";
    look.kind = CellKind::kPadding;
    const double rings = static_cast<double>(std::max<Index>({1, s.g.border(0), s.g.border(1), s.g.behind(0), s.g.behind(1)}));
    const Index away = std::max({-y, -x, y - s.g.axis[0].spread() + 1, x - s.g.axis[1].spread() + 1});
    look.hidden = s.plane.border * rings < static_cast<double>(away) - 0.5;  // ring by ring
  }
  light(s, y, x, look);
  return look;
}

// On their way the cells carry no numbers, which could be read at no place anyway.
void draw_travelling(Pen& pen, const Spread& s) {
  const double e = ease_in_out(s.plane.spread);
  for (Index r = 0; r < s.g.axis[0].input; ++r)
    for (Index c = 0; c < s.g.axis[1].input; ++c) {
      const Point to = s.plane.cell_origin(s.g, static_cast<double>(r * s.g.axis[0].stride), static_cast<double>(c * s.g.axis[1].stride));
      const Point from{s.plane.from.x + static_cast<double>(c) * s.plane.from_cell,
                       s.plane.from.y + static_cast<double>(r) * s.plane.from_cell};
      const double side = s.plane.from_cell + (s.plane.cell - s.plane.from_cell) * e;
      CellLook look;
      look.tint = pen.pale(s.plane.role, 0.30);
      pen.cell({from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * e, side, side}, look, s.plane.role, 0);
    }
}

// A dilated kernel skips cells: a ring in the weights' colour around every cell that it reads.
void draw_read_rings(Pen& pen, const Spread& s) {
  if ((s.g.axis[0].dilation == 1 && s.g.axis[1].dilation == 1) || s.focus.arrive < 1) return;
  for (std::size_t i = 0; i < s.focus.step.terms.size(); ++i) {
    const Tap& tap = s.focus.step.terms[i].tap;
    if (s.focus.lit(i) <= 0 || tap.channel != 0) continue;
    const Point at = s.plane.cell_origin(s.g, static_cast<double>(tap.at[1]), static_cast<double>(tap.at[2]));
    pen.rect({at.x + 1, at.y + 1, s.plane.cell - 2, s.plane.cell - 2}, {0, 0, 0, 0}, kCellRadius,
             {with_alpha(pen.theme().weight, std::min(1.0, 2 * s.focus.lit(i))), 2});
  }
}

}  // namespace

void draw_spread_plane(Pen& pen, const ViewContext& context, const Focus& focus, const SpreadGeometry& g, const SpreadPlane& plane) {
  const Tensor& input = context.layer().input();
  const Spread s{context, focus, g, plane, input, decimals_of(input)};
  GridSpec spec;
  spec.origin = plane.origin;
  spec.cell = plane.cell;
  spec.rows = g.count(0);
  spec.columns = g.count(1);
  spec.role = plane.role;
  std::vector<std::string> texts;
  for (float value : input.data) texts.push_back(number_text(value, s.decimals));
  spec.text_size = number_size(pen, texts, plane.cell);
  spec.look = [&](Index r, Index c) { return look_at(pen, s, r + g.first(0), c + g.first(1)); };
  spec.target_of = [&](Index r, Index c) {
    const std::optional<Index> cell = input_cell(s, r + g.first(0), c + g.first(1));
    return cell ? Target{TargetKind::kInput, context.stage, *cell} : Target{};
  };
  pen.grid(spec);
  if (plane.spread < 1) draw_travelling(pen, s);
  if (plane.window_alpha > 0) {
    draw_read_rings(pen, s);
    const bool fades_in = focus.step.position[3] == 0 && !focus.inspected;
    pen.frame(spread_window(context, focus, g, plane), Role::kWeight, plane.cell < 12 ? 2 : 3,
              plane.window_alpha * (fades_in ? focus.arrive : 1), 0.06);
  }
}

Focus without_zeros(const Focus& focus) {
  Focus out = focus;
  std::erase_if(out.step.terms, [](const Term& term) { return term.tap.data.none(); });
  return out;
}

Box PlainGrid::box(const Tensor& tensor) const {
  return {origin.x, origin.y, cell * static_cast<double>(tensor.extents[3]), cell * static_cast<double>(tensor.extents[2])};
}

void draw_plain_grid(Pen& pen, const Tensor& tensor, const std::set<Index>& ringed, const PlainGrid& grid) {
  const int decimals = decimals_of(tensor);
  GridSpec spec;
  spec.origin = grid.origin;
  spec.cell = grid.cell;
  spec.rows = tensor.extents[2];
  spec.columns = tensor.extents[3];
  spec.role = grid.role;
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    look.text = number_text(tensor[flat], decimals);
    look.hot = flat == grid.hot;
    look.ringed = ringed.count(flat) != 0;
    return look;
  };
  spec.target_of = [&](Index r, Index c) { return Target{grid.target, grid.stage, r * spec.columns + c}; };
  pen.grid(spec);
}

void draw_turned_kernel(Pen& pen, const ViewContext& context, const Focus& focus, Point origin, double cell, double turned) {
  const Tensor& weight = context.layer().weight();
  const int decimals = decimals_of(weight);
  const Index rows = weight.extents[2], columns = weight.extents[3];
  std::vector<std::string> texts;
  for (Index i = 0; i < rows * columns; ++i) texts.push_back(number_text(weight[i], decimals));
  const double size = number_size(pen, texts, cell), angle = std::numbers::pi * ease_in_out(turned);
  const Point middle{origin.x + cell * static_cast<double>(columns) / 2, origin.y + cell * static_cast<double>(rows) / 2};
  for (Index i = 0; i < rows * columns; ++i) {
    const double x = (static_cast<double>(i % columns) + 0.5) * cell - (middle.x - origin.x);
    const double y = (static_cast<double>(i / columns) + 0.5) * cell - (middle.y - origin.y);
    const Point at{middle.x + x * std::cos(angle) - y * std::sin(angle), middle.y + x * std::sin(angle) + y * std::cos(angle)};
    CellLook look;
    look.text = texts[static_cast<std::size_t>(i)];
    look.hot = focus.weights.count(i) != 0;
    for (std::size_t t = 0; t < focus.step.terms.size() && focus.multiply < 1; ++t)
      if (focus.step.terms[t].tap.weight.index == i) look.lit = focus.lit(t);
    pen.cell({at.x - cell / 2, at.y - cell / 2, cell, cell}, look, Role::kWeight, size, {TargetKind::kWeight, context.stage, i});
  }
}

}  // namespace convscope
