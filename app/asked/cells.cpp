// "What is the value of this cell?": the input, the weights, the output with the cell asked about. Its number, and the sum that leads
// to it, come when the answer is shown.
#include <algorithm>
#include <cmath>
#include <set>

#include "app/asked/workings.h"

namespace convscope {
namespace {

constexpr double kTerm = 60, kMostTerms = 1500, kDrop = 200;  // ms

PlanePart border_of(const Layer& layer) {
  const std::optional<WindowOf> window = window_of(layer);
  if (!window || window->axes.empty()) return {};
  const Axis& columns = window->axes.back();
  PlanePart border{0, columns.begin, 0, columns.end};
  if (window->axes.size() > 1) {
    const Axis& rows = window->axes[window->axes.size() - 2];
    border.row = rows.begin;
    border.rows = rows.end;
  }
  return border;
}

// The weights as planes of their last two sizes, whatever stands before them.
Extents kernels_of(const Extents& weight) {
  Index planes = 1;
  const int space = weight.rank() >= 4 ? 2 : 1;
  for (int axis = 0; axis + space < weight.rank(); ++axis) planes *= weight[axis];
  if (space == 2) return {1, planes, weight[weight.rank() - 2], weight[weight.rank() - 1]};
  return {1, planes, weight[weight.rank() - 1]};
}

// ---- the value --------------------------------------------------------------------------------------------------------------------------

double lit_until(std::size_t terms) { return std::min(kMostTerms, kTerm * static_cast<double>(terms)); }

CellLook read_look(const CellPicture& p, Index number, Index y, Index x) {
  CellLook look;
  const bool readable = p.input.cell >= p.asked.pen.legible_cell();
  if (!p.input.inside(y, x)) {
    look.kind = CellKind::kPadding;
    if (readable && p.asked.layer().layer->combine() != Combine::kMax) look.text = number_text(0, p.input_decimals);
    for (const Term& term : p.step.terms)
      if (readable && term.tap.kind == TapKind::kPadding && term.tap.at[1] == y && term.tap.at[2] == x)
        look.text = std::isfinite(term.data) ? number_text(term.data, p.input_decimals) : "";
    return look;
  }
  const Index flat = p.input.flat(number, y, x);
  if (readable) look.text = number_text(static_cast<double>((*p.seen)[flat]), p.input_decimals);
  if (p.read.count(flat) == 0) look.tint = p.asked.pen.pale(Role::kInput, 0.10);
  for (std::size_t i = 0; i < p.step.terms.size(); ++i) {
    const double begin = lit_until(p.step.terms.size()) * static_cast<double>(i) / static_cast<double>(p.step.terms.size());
    if (p.step.terms[i].tap.data.slot == 0 && p.step.terms[i].tap.data.index == flat) look.lit = p.asked.share(begin, 3 * kTerm);
  }
  return look;
}

// The terms that are written: all, or without zero weights, or the largest.
std::vector<std::size_t> written_terms(const GatherStep& step, std::size_t most) {
  std::vector<std::size_t> terms;
  for (std::size_t i = 0; i < step.terms.size(); ++i) terms.push_back(i);
  if (terms.size() <= most) return terms;
  std::erase_if(terms, [&](std::size_t i) { return step.terms[i].weight == 0; });
  std::stable_sort(terms.begin(), terms.end(),
                   [&](auto a, auto b) { return std::abs(step.terms[a].product) > std::abs(step.terms[b].product); });
  terms.resize(std::min(most, terms.size()));
  std::sort(terms.begin(), terms.end());
  return terms;
}

// 3·1 + 0·2, max(3, 0) or (3 + 0) / 2, as far as it has been shown.
std::vector<TextRun> sum_runs(const CellPicture& p, std::size_t most) {
  const Theme& t = p.asked.pen.theme();
  const GatherStep& s = p.step;
  const Combine combine = p.asked.layer().layer->combine();
  const std::vector<std::size_t> terms = written_terms(s, most);
  std::vector<TextRun> runs;
  if (combine == Combine::kMax) runs.push_back({"max(", t.muted});
  if (combine == Combine::kMean) runs.push_back({"(", t.muted});
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Term& term = s.terms[terms[i]];
    if (i > 0) runs.push_back({combine == Combine::kMax ? ", " : " + ", t.muted});
    const std::string factor = std::isfinite(term.data) ? factor_text(term.data, p.input_decimals) : "−∞";
    runs.push_back({factor, term.tap.kind == TapKind::kCell ? t.input : t.muted});
    if (combine == Combine::kSum && !term.tap.weight.none()) {
      runs.push_back({"·", t.muted});
      runs.push_back({factor_text(term.weight, p.weight_decimals), t.weight});
    }
  }
  if (terms.size() < s.terms.size()) {
    const std::string more = count_text(static_cast<Index>(s.terms.size() - terms.size()));
    runs.push_back({" + " + p.asked.words().format("view.more_terms", {{"count", more}}), t.muted});
  }
  if (combine != Combine::kSum) runs.push_back({")", t.muted});
  if (combine == Combine::kMean)
    runs.push_back({" / " + number_text(p.asked.layer().layer->divisor(s.cell, p.asked.layer().tensors), 0), t.muted});
  if (s.bias) {
    runs.push_back({" + ", t.muted});
    runs.push_back({factor_text(*s.bias, std::max(p.output_decimals, p.weight_decimals)), t.bias});
  }
  return runs;
}

bool is_function(const CellPicture& p) {
  return p.step.terms.size() == 1 && p.asked.layer().weight().absent() && p.asked.layer().layer->combine() == Combine::kSum;
}

bool is_pool(const CellPicture& p) { return p.asked.layer().layer->combine() != Combine::kSum; }

// y = max(0, x)     x = −4.5     y
std::vector<TextRun> function_runs(const CellPicture& p) {
  const Theme& t = p.asked.pen.theme();
  std::vector<TextRun> runs;
  const std::vector<FormulaLine> formula = p.asked.layer().layer->formula();
  if (formula.empty()) return runs;
  for (const RoleText& part : formula.front()) runs.push_back({part.text, part.role == Role::kPlain ? t.muted : t.role(part.role)});
  runs.push_back({"     x = " + number_text(p.step.terms.front().data, p.input_decimals), t.input});
  runs.push_back({"     y", t.muted});
  return runs;
}

std::vector<TextRun> value_line(const CellPicture& p) {
  const Theme& t = p.asked.pen.theme();
  std::vector<TextRun> runs{{"output[" + place_text(p.asked.question) + "]  =  ", t.muted}};
  const double written = p.asked.share(0, lit_until(p.step.terms.size()));
  const bool whole = p.asked.share(lit_until(p.step.terms.size()), kDrop) > 0;
  if (p.asked.held()) {
    if (is_function(p)) {
      runs = function_runs(p);
      runs.push_back({"  =  ", t.muted});
    }
    runs.push_back({"?", t.output});
    return runs;
  }
  if (is_function(p)) {
    runs = function_runs(p);
  } else {
    std::vector<TextRun> sum;
    const double room = p.asked.context.width - p.asked.pen.type(200);
    for (std::size_t most : {p.step.terms.size(), std::size_t{12}, std::size_t{8}, std::size_t{5}, std::size_t{3}}) {
      sum = sum_runs(p, most);
      std::vector<TextRun> tried = runs;
      tried.insert(tried.end(), sum.begin(), sum.end());
      if (p.asked.pen.width(tried, {15, Weight::kMedium, Anchor::kStart, Face::kNumbers}) <= room) break;
    }
    sum.resize(std::min(sum.size(), static_cast<std::size_t>(std::ceil(written * static_cast<double>(sum.size())))));
    runs.insert(runs.end(), sum.begin(), sum.end());
  }
  if (!whole) return runs;
  runs.push_back({"  =  ", t.muted});
  runs.push_back({answer_text(p), t.output});
  return runs;
}

// Frames around what is read, one for each plane; of scattered cells each by itself.
void frame_reads(const CellPicture& p) {
  const std::optional<PlanePart> part = part_around(p.seen->extents, p.read);
  if (!part) return;
  const bool window = p.step.bottom >= p.step.top && p.step.right >= p.step.left;
  PlanePart around = *part;
  const bool border = p.input.part.row < 0 || p.input.part.column < 0 || p.input.part.rows > p.input.rows;
  if (window && border && p.input.rows > 1)
    around = {p.step.top, p.step.left, p.step.bottom - p.step.top + 1, p.step.right - p.step.left + 1};
  for (std::size_t slot = 0; slot < p.input.drawn.size(); ++slot) {
    const Point at = p.input.cell_origin(slot, static_cast<double>(around.row), static_cast<double>(around.column));
    p.asked.pen.frame({at.x, at.y, p.input.cell * static_cast<double>(around.columns), p.input.cell * static_cast<double>(around.rows)},
                      Role::kWeight, 3.5, 1, 0.06);
  }
}

// Of a map whose numbers would be too small, the cells around the one that is looked up.
void show_neighbours(const Pen& pen, Sheet& sheet, Index flat, Box room) {
  constexpr double kReadable = 36;
  constexpr Index kShown = 3;
  if (sheet.cell >= pen.type(kReadable)) return;
  auto cut = [](Index at, Index all, Index& from, Index& count) {
    count = std::min(all, Index{kShown});
    from = std::clamp<Index>(at - count / 2, 0, all - count);
  };
  cut(flat / sheet.columns % sheet.rows, sheet.rows, sheet.part.row, sheet.part.rows);
  cut(flat % sheet.columns, sheet.columns, sheet.part.column, sheet.part.columns);
  place_sheet(pen, sheet, room, pen.type(44));
}

// Where the stamps of the cells that reach it lie on the output, as far as they are on the sheet.
// The part of the output's plane that an input cell is stamped on.
PlanePart stamped_part(const CellPicture& p, Index input) {
  Index top = p.output.rows, left = p.output.columns, bottom = -1, right = -1;
  for (const ScatterContribution& each : p.asked.layer().trace().scatter(input).contributions) {
    const Index y = each.output / p.output.columns % p.output.rows, x = each.output % p.output.columns;
    top = std::min(top, y);
    left = std::min(left, x);
    bottom = std::max(bottom, y);
    right = std::max(right, x);
  }
  return {top, left, bottom - top + 1, right - left + 1};
}

void frame_stamps(const CellPicture& p) {
  constexpr std::size_t kMostStamps = 6;
  if (p.read.size() > kMostStamps || p.output.drawn.empty()) return;
  const Box plane = p.output.plane_box(0);
  for (Index flat : p.read) {
    const PlanePart part = stamped_part(p, flat);
    const Point at = p.output.cell_origin(0, number(part.row), number(part.column));
    const double left = std::max(plane.x, at.x), top = std::max(plane.y, at.y);
    const double right = std::min(plane.right(), at.x + p.output.cell * number(part.columns));
    const double bottom = std::min(plane.bottom(), at.y + p.output.cell * number(part.rows));
    const Box box{left, top, right - left, bottom - top};
    if (box.w > 0 && box.h > 0) p.asked.pen.frame(inset(box, 1), Role::kWeight, 2);
  }
  if (const Box cell = p.output.cell_box(p.asked.question.cell); cell.w > 0) p.asked.pen.frame(inset(cell, 1), Role::kOutput, 2.5);
}

void draw_weights(CellPicture& p, Box room) {
  std::set<Index> used;
  for (const Term& term : p.step.terms)
    if (!term.tap.weight.none()) used.insert(term.tap.weight.index);
  p.weights = make_sheet(kernels_of(p.asked.layer().weight().extents), 0, {}, std::nullopt);
  draw_planes_of(p.weights, used, kMostPlanes);
  p.weights.numbered = false;
  place_sheet(p.asked.pen, p.weights, room, 60);
  const Tensor& weight = p.asked.layer().weight();
  draw_sheet(p.asked.pen, p.weights, Role::kWeight, TargetKind::kNone, p.asked.context.stage, [&](Index number, Index y, Index x) {
    CellLook look;
    const Index flat = p.weights.flat(number, y, x);
    if (p.weights.cell >= p.asked.pen.legible_cell()) look.text = number_text(static_cast<double>(weight[flat]), p.weight_decimals);
    return look;
  });
  const Box box = p.weights.box();
  draw_title(p.asked.pen, {box.x, box.y - p.asked.pen.type(14)}, p.asked.words()("view.weights"), "", Role::kWeight, room.w);
}

void draw_value_output(const CellPicture& p, bool of_curve) {
  const Asked& asked = p.asked;
  const double dropped = asked.share(lit_until(p.step.terms.size()), kDrop);
  CellLook empty;
  empty.kind = CellKind::kEmpty;
  draw_sheet(asked.pen, p.output, Role::kOutput, asked.shown >= 1 ? TargetKind::kOutput : TargetKind::kNone, asked.context.stage,
             [&](Index plane, Index y, Index x) {
               const CellLook look = output_look(p, plane, y, x, dropped);
               const bool telling = of_curve && asked.held() && !look.hot;  // another cell with the same input would tell the answer
               return telling ? empty : look;
             });
}

std::vector<LegendItem> value_legend(const CellPicture& p, bool of_curve, const std::optional<Stamp>& stamp) {
  const Words& words = p.asked.words();
  std::vector<LegendItem> legend;
  if (stamp) legend.push_back({LegendMark::kWindow, words.format("asked.stamp_size", {{"size", stamp->size()}})});
  else if (!of_curve) legend.push_back({LegendMark::kWindow, words("legend.window")});
  if (p.input.part.row < 0 || p.input.part.column < 0) legend.push_back({LegendMark::kPadding, words("legend.padding")});
  return legend;
}

}  // namespace

double value_reveal(const LayerModel& layer, Index cell) { return lit_until(layer.trace().gather(cell).terms.size()) + kDrop; }

void draw_asked_value(Asked& asked, Box area) {
  const AskedArea parts = asked_area(asked, area);
  Pen& pen = asked.pen;
  CellPicture p = make_picture(asked);
  const Cell at = p.step.position;
  p.read = cells_read(p.step);
  p.input = make_sheet(p.seen->extents, p.seen->extents.rank() > 1 ? at[0] : 0, border_of(*asked.layer().layer),
                       part_around(p.seen->extents, p.read));
  draw_planes_of(p.input, p.read, kMostPlanes);
  p.output = make_sheet(asked.layer().output().extents, at[0], {}, part_around(asked.layer().output().extents, {asked.question.cell}));
  draw_planes_of(p.output, {asked.question.cell}, 1);
  const bool weighted = !asked.layer().weight().absent() && asked.layer().weight().extents.rank() > 1;
  Box room = parts.main;
  cut_top(room, pen.type(38));
  const ActivationLayer* curve = activation_of(*asked.layer().layer);
  const double gap = pen.type(curve ? 16 : is_pool(p) ? 24 : 48);
  const Box right = cut_right(room, room.w * (curve ? 0.26 : 0.30), gap);
  const double between = curve ? 0.48 : is_pool(p) ? 0.32 : weighted ? 0.30 : 0;  // of what is left: for what leads to the value
  const Box middle = between > 0 ? cut_right(room, room.w * between, gap) : Box{};
  place_sheet(pen, p.input, room, 72);
  place_sheet(pen, p.output, right, 72);
  if (curve && !p.read.empty()) {
    show_neighbours(pen, p.input, *p.read.begin(), room);
    show_neighbours(pen, p.output, asked.question.cell, right);
  }
  if (weighted) draw_weights(p, middle);
  const Box in = p.input.box(), out = p.output.box();
  draw_title(pen, {in.x, in.y - pen.type(18)}, asked.words()("view.input"), part_note(asked, p.input), Role::kInput, room.w);
  draw_title(pen, {out.x, out.y - pen.type(18)}, asked.words()("view.output"), part_note(asked, p.output), Role::kOutput, right.w);
  draw_sheet(pen, p.input, Role::kInput, TargetKind::kInput, asked.context.stage,
             [&](Index number, Index y, Index x) { return read_look(p, number, y, x); });
  frame_reads(p);
  draw_value_output(p, curve != nullptr);
  const double worked = asked.share(0, lit_until(p.step.terms.size()) + kDrop);
  if (curve) draw_asked_curve(p, *curve, middle, worked);
  if (is_pool(p)) draw_pool_window(p, middle);
  const std::optional<Stamp> stamp = stamp_of(*asked.layer().layer);
  if (stamp) frame_stamps(p);
  draw_asked_legend(asked, parts.legend, value_legend(p, curve != nullptr, stamp));
  draw_asked_bar(asked, parts.bar, value_line(p));
}

}  // namespace convscope
