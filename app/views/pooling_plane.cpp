#include <algorithm>
#include <cmath>
#include <limits>

#include "app/views/pooling.h"
#include "app/views/walks.h"
#include "engine/ops/axis.h"

namespace convscope {

PlaneGeometry pool_geometry(const LayerModel& layer) {
  const Attributes& attributes = layer.layer->attributes();
  std::vector<Axis> axes(2);
  const auto kernel = per_axis(attributes, "kernel_size", 2).value(), stride = per_axis(attributes, "stride", 2).value();
  for (std::size_t a = 0; a < 2; ++a) {
    axes[a].input = layer.input().extents[static_cast<int>(a) + 2];
    axes[a].kernel = kernel[a];
    axes[a].stride = stride[a];
  }
  CONVSCOPE_CHECK(resolve_padding(attributes, axes).ok(), "the layer was checked when it was made");
  PlaneGeometry g;
  g.rows = axes[0].input;
  g.columns = axes[1].input;
  g.top = axes[0].begin;
  g.bottom = axes[0].end;
  g.left = axes[1].begin;
  g.right = axes[1].end;
  g.kernel = g.span = {kernel[0], kernel[1]};
  g.stride = {stride[0], stride[1]};
  g.output_rows = layer.output().extents[2];
  g.output_columns = layer.output().extents[3];
  return g;
}

Index rows_beyond(const PlaneGeometry& g) { return std::max<Index>(0, -g.leftover_rows()); }
Index columns_beyond(const PlaneGeometry& g) { return std::max<Index>(0, -g.leftover_columns()); }

Contest contest_of(const LayerModel& layer, const Focus& focus, Index sample, Index channel) {
  constexpr Index kMostCells = 1024;
  Contest contest;
  const Extents &in = layer.input().extents, &out = layer.output().extents;
  const Index plane = out[2] * out[3], first = (sample * out[1] + channel) * plane;
  if (plane > kMostCells || in[2] * in[3] > 4 * kMostCells) return contest;
  const Trace trace = layer.trace();
  for (Index cell = first; cell < first + plane && cell < focus.playing; ++cell) {
    const GatherStep step = trace.gather(cell);
    if (step.winner) contest.winners.insert(step.terms[*step.winner].tap.data.index);
  }
  const Index first_input = (sample * in[1] + channel) * in[2] * in[3];
  for (Index cell = first_input; cell < first_input + in[2] * in[3]; ++cell) {
    const std::vector<Index> readers = layer.layer->readers_of(cell, layer.tensors);
    if (!readers.empty() && readers.back() < focus.playing && contest.winners.count(cell) == 0) contest.lost.insert(cell);
  }
  return contest;
}

std::optional<std::size_t> leader_of(const GatherStep& step, double share) {
  if (share >= 1) return step.winner;
  const auto compared = static_cast<std::size_t>(std::ceil(share * static_cast<double>(step.terms.size())));
  std::optional<std::size_t> leader;
  for (std::size_t i = 0; i < std::min(compared, step.terms.size()); ++i)
    if (!leader || step.terms[i].data > step.terms[*leader].data) leader = i;
  return leader;
}

Box pool_plane_box(const PlaneGeometry& g, const PoolPlane& plane) {
  return {plane.origin.x, plane.origin.y, plane.cell * static_cast<double>(g.padded_columns() + columns_beyond(g)),
          plane.cell * static_cast<double>(g.padded_rows() + rows_beyond(g))};
}

Point pool_cell_origin(const PlaneGeometry& g, const PoolPlane& plane, double y, double x) {
  return {plane.origin.x + plane.cell * (x + static_cast<double>(g.left)), plane.origin.y + plane.cell * (y + static_cast<double>(g.top))};
}

Box pool_window_box(const PlaneGeometry& g, const PoolPlane& plane, const Focus& focus) {
  const Cell& p = focus.step.position;
  double row = static_cast<double>(p[2] * g.stride[0] - g.top), column = static_cast<double>(p[3] * g.stride[1] - g.left);
  if (!focus.inspected && p[3] > 0) column -= (1 - focus.arrive) * static_cast<double>(g.stride[1]);
  const Point at = pool_cell_origin(g, plane, row, column);
  return {at.x, at.y, plane.cell * static_cast<double>(g.span[1]), plane.cell * static_cast<double>(g.span[0])};
}

namespace {

struct Contestants {
  const Contest& contest;
  Index leader = -1;       // flat input cell
  std::set<Index> window;  // flat input cells
  bool done = false;       // the leader has won
};

CellLook look_of(Pen& pen, const Focus& focus, const Contestants& all, Index flat) {
  const Theme& t = pen.theme();
  CellLook look;
  const bool inside = all.window.count(flat) != 0;
  if (all.contest.winners.count(flat) || (all.done && flat == all.leader))
    look.tint = t.input;
  else if (all.contest.lost.count(flat) && !inside)
    look.tint = pen.pale(Role::kInput, 0.09);
  look.ringed = focus.inputs.count(flat) != 0;
  look.strong = flat == all.leader;
  return look;
}

}  // namespace

void draw_pool_plane(Pen& pen, const ViewContext& context, const Focus& focus, const PlaneGeometry& g, const PoolPlane& plane, double share,
                     double solid) {
  const Tensor& input = context.layer().input();
  const Index sample = focus.step.position[0], channel = focus.step.position[1];
  const Contest contest = plane.contest ? contest_of(context.layer(), focus, sample, channel) : Contest{};
  Contestants all{contest, -1, {}, solid > 0};
  for (const Term& term : focus.step.terms)
    if (!term.tap.data.none()) all.window.insert(term.tap.data.index);
  const std::optional<std::size_t> leader = leader_of(focus.step, share);
  if (leader && plane.contest) all.leader = focus.step.terms[*leader].tap.data.index;
  const int decimals = decimals_of(input);
  GridSpec spec;
  spec.origin = plane.origin;
  spec.cell = plane.cell;
  spec.rows = g.padded_rows() + rows_beyond(g);
  spec.columns = g.padded_columns() + columns_beyond(g);
  spec.role = Role::kInput;
  auto flat_of = [&](Index r, Index c) { return flat_index(input.extents, {sample, channel, r - g.top, c - g.left}); };
  spec.target_of = [&](Index r, Index c) {
    if (!g.in_input(r - g.top, c - g.left)) return Target{};
    return Target{TargetKind::kInput, context.stage, flat_of(r, c)};
  };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    look.kind = r >= g.padded_rows() || c >= g.padded_columns() ? CellKind::kWaiting : CellKind::kPadding;
    if (!g.in_input(r - g.top, c - g.left)) return look;
    const Index flat = flat_of(r, c);
    look = look_of(pen, focus, all, flat);
    if (!g.row_reached(r - g.top) || !g.column_reached(c - g.left)) look.kind = CellKind::kUnreached;
    look.text = number_text(input[flat], decimals);
    return look;
  };
  pen.grid(spec);
  for (Index flat : contest.winners) {
    const Cell at = cell_of(input.extents, flat);
    const Point p = pool_cell_origin(g, plane, static_cast<double>(at[2]), static_cast<double>(at[3]));
    draw_winner_corner(pen, {p.x, p.y, plane.cell, plane.cell});
  }
  if (all.leader >= 0) {
    const Cell at = cell_of(input.extents, all.leader);
    const Point p = pool_cell_origin(g, plane, static_cast<double>(at[2]), static_cast<double>(at[3]));
    draw_winner_corner(pen, {p.x, p.y, plane.cell, plane.cell});
  }
  pen.rect(pool_window_box(g, plane, focus), {0, 0, 0, 0}, 5, {pen.theme().accent, 3.5});
}

void draw_pool_output(Pen& pen, const ViewContext& context, const Focus& focus, Point origin, double cell, double share) {
  const Tensor& output = context.layer().output();
  const Index rows = output.extents[2], columns = output.extents[3];
  const Index first = flat_index(output.extents, {focus.step.position[0], focus.step.position[1], 0, 0});
  const int decimals = decimals_in(pen, output, cell);
  GridSpec spec;
  spec.origin = origin;
  spec.cell = cell;
  spec.rows = rows;
  spec.columns = columns;
  spec.role = Role::kOutput;
  for (float value : output.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, context.stage, first + r * columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = first + r * columns + c;
    const double appeared = flat < focus.playing ? 1 : flat == focus.playing ? share : 0;
    look.kind = appeared > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = appeared;
    look.text = number_text(output[flat], decimals);
    look.hot = flat == focus.step.cell;
    look.ringed = focus.outputs.count(flat) != 0;
    return look;
  };
  pen.grid(spec);
}

namespace {

struct LineParts {
  std::string lead;                  // "maximum[1, 2]  =  "
  std::string open, close, between;  // "max(", ")", ", "
  std::string more;                  // after the terms that are not written
  std::string result;
};

std::vector<TextRun> line_of(Pen& pen, const GatherStep& step, const LineParts& parts, std::size_t shown, std::size_t most, int decimals,
                             bool finished) {
  const Theme& t = pen.theme();
  std::vector<TextRun> runs{{parts.lead, t.muted}};
  if (shown == 0) return runs;
  runs.push_back({parts.open, t.muted});
  for (std::size_t i = 0; i < std::min(shown, most); ++i) {
    const Term& term = step.terms[i];
    const bool outside = term.tap.kind == TapKind::kPadding;
    const std::string text = std::isinf(term.data) ? (term.data < 0 ? "−∞" : "∞") : number_text(term.data, decimals);
    runs.push_back({(i ? parts.between : "") + (parts.between == " + " && i > 0 && term.data < 0 ? "(" + text + ")" : text),
                    outside ? t.muted : t.input});
  }
  if (shown > most)
    runs.push_back(
        {parts.between + pen.words().format("view.more_terms", {{"count", count_text(static_cast<Index>(shown - most))}}), t.muted});
  if (!finished) return runs;
  runs.push_back({parts.close + "  =  ", t.muted});
  runs.push_back({parts.result, t.output});
  return runs;
}

WrittenLine ways_of(Pen& pen, const GatherStep& step, LineParts parts, double share, int decimals, bool finished) {
  const std::size_t count = step.terms.size();
  const auto shown = static_cast<std::size_t>(std::ceil(share * static_cast<double>(count)));
  WrittenLine line;
  for (bool lead : {true, false}) {
    if (!lead) parts.lead = "= ";
    for (std::size_t most : {count, std::size_t{8}, std::size_t{4}, std::size_t{2}})
      if (most <= count) line.ways.push_back(line_of(pen, step, parts, shown, most, decimals, finished));
  }
  if (finished) line.ways.push_back({{"= ", pen.theme().muted}, {parts.result, pen.theme().output}});
  return line;
}

std::string lead_of(const std::string& name, const GatherStep& step) {
  return name + "[" + std::to_string(step.position[2]) + ", " + std::to_string(step.position[3]) + "]  =  ";
}

}  // namespace

WrittenLine maximum_line(const ViewContext& context, Pen& pen, const Focus& focus, const std::string& name, double compared, double done) {
  const LayerModel& layer = context.layer();
  LineParts parts{lead_of(name, focus.step), "max(", ")", ", ", "", number_text(focus.step.result, decimals_of(layer.output()))};
  return ways_of(pen, focus.step, parts, compared, decimals_of(layer.input()), done > 0);
}

WrittenLine average_line(const ViewContext& context, Pen& pen, const Focus& focus, const std::string& name, double done) {
  const LayerModel& layer = context.layer();
  const double divisor = layer.layer->divisor(focus.step.cell, layer.tensors);
  LineParts parts{lead_of(name, focus.step),
                  "(",
                  ") ÷ " + number_text(divisor, 0),
                  " + ",
                  "",
                  number_text(focus.step.result, decimals_of(layer.output()))};
  return ways_of(pen, focus.step, parts, done > 0 ? 1 : 0, decimals_of(layer.input()), done > 0.5);
}

}  // namespace convscope
