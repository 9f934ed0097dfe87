// A kernel that is a column times a row: filter with the column, then with the row. A dashed square shows where the whole kernel stands.
// stand.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/heading.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

double count(Index n) { return static_cast<double>(n); }

struct Sheet {
  bool equation = true, names = true, notes = true;
  double weight_cell = 44, cell = 42, output_cell = 54;
  double top = 0, middle = 0;                 // of the equation; of the three maps
  double input = 0, between = 0, output = 0;  // x of the maps
};

struct Stage {
  const ViewContext& context;
  Pen& pen;
  ViewContext column, row, whole, kernel;
  Focus down, along;
  PlaneGeometry g, h;  // of the column's pass and of the row's
  Sheet sheet;
  bool second() const { return down.state == StageState::kDone; }
};

Sheet lay_out(const Pen& pen, const Stage& s, Box box, bool equation, bool names) {
  Sheet l;
  l.equation = equation;
  l.names = names;
  l.notes = names && box.h >= pen.type(440);
  const double k = count(std::max(s.g.kernel[0], Index{1}));
  l.weight_cell = std::floor(std::min({pen.type(44), box.h * 0.26 / k, box.w * 0.42 / (2 * count(s.h.kernel[1]) + 1)}));
  const double above = equation ? l.weight_cell * k + pen.type(names ? 44 : 14) : 0;
  const double margins = (names ? pen.type(30) : 4) + (l.notes ? pen.type(32) : 4);
  const double link = std::max(pen.type(34), box.w * 0.08);
  constexpr double kOutputShare = 1.25;
  l.cell = fit_cell({0, 0, box.w - 2 * link, box.h - above - margins}, count(s.g.padded_rows()),
                    count(s.g.padded_columns()) + count(s.h.padded_columns()) + kOutputShare * count(s.h.output_columns), pen.type(58));
  l.output_cell = std::floor(std::min(l.cell * 1.35, (box.h - above - margins) / count(s.h.output_rows)));
  const double used = l.cell * count(s.g.padded_columns() + s.h.padded_columns()) + l.output_cell * count(s.h.output_columns);
  const double gap = std::min((box.w - used) / 2, pen.type(130));
  const double left = box.x + std::max(0.0, (box.w - used - 2 * gap) / 2);
  const double slack = std::max(0.0, box.h - above - margins - l.cell * count(s.g.padded_rows()));
  l.top = box.y + slack * 0.25;
  l.middle = box.y + above + slack * 0.6 + (names ? pen.type(30) : 4) + l.cell * count(s.g.padded_rows()) / 2;
  l.input = left;
  l.between = left + l.cell * count(s.g.padded_columns()) + gap;
  l.output = l.between + l.cell * count(s.h.padded_columns()) + gap;
  return l;
}

Sheet best_sheet(const Pen& pen, const Stage& s, Box box) {
  for (auto [equation, names] : {std::pair{true, true}, {false, true}, {false, false}}) {
    Sheet l = lay_out(pen, s, box, equation, names);
    if (l.cell >= pen.type(equation ? 24 : 19) && (!equation || l.weight_cell >= pen.type(20))) return l;
  }
  return lay_out(pen, s, box, false, false);
}

// ---- the kernel is a column times a row -------------------------------------------------------------------------------------

double draw_weights(const Stage& s, const ViewContext& context, const Focus& focus, Point at, const std::string& name) {
  KernelPlane plane;
  plane.origin = at;
  plane.cell = s.sheet.weight_cell;
  plane.lit = focus.state == StageState::kNow && focus.multiply > 0 && focus.multiply < 1;
  draw_kernel_plane(s.pen, context, focus, plane);
  const Extents& e = context.layer().weight().extents;
  const double width = plane.cell * count(e[3]);
  if (s.sheet.names)
    s.pen.text({at.x + width / 2, s.sheet.top + s.sheet.weight_cell * count(s.g.kernel[0]) + s.pen.type(18)}, name,
               {13.5, Weight::kSemiBold, Anchor::kMiddle}, s.pen.theme().weight);
  return width;
}

// The whole kernel is the output of a layer that multiplies the column and the row.
void draw_whole_kernel(const Stage& s, Point at) {
  const Tensor& kernel = s.kernel.layer().output();
  const int decimals = decimals_of(kernel);
  GridSpec spec;
  spec.origin = at;
  spec.cell = s.sheet.weight_cell;
  spec.rows = kernel.extents[2];
  spec.columns = kernel.extents[3];
  spec.role = Role::kWeight;
  const Target& pointed = s.context.hover.none() ? s.context.state.pin : s.context.hover;
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * kernel.extents[3] + c;
    look.text = number_text(kernel[flat], decimals);
    look.hot = pointed.kind == TargetKind::kOutput && pointed.stage == s.kernel.stage && pointed.index == flat;
    look.ringed = (s.down.weights.count(r) != 0 && s.down.answered.kind == TargetKind::kWeight) ||
                  (s.along.weights.count(c) != 0 && s.along.answered.kind == TargetKind::kWeight);
    return look;
  };
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, s.kernel.stage, r * kernel.extents[3] + c}; };
  s.pen.grid(spec);
  if (!s.sheet.names) return;
  s.pen.text({spec.box().center().x, s.sheet.top + spec.box().h + s.pen.type(18)},
             s.context.words.format("view.split.weights", {{"count", std::to_string(kernel.count())}}),
             {13.5, Weight::kSemiBold, Anchor::kMiddle}, s.pen.theme().weight);
}

void draw_saving(const Stage& s, Box card) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  if (card.w < s.pen.type(230) || card.h < s.pen.type(70)) return;
  card.w = std::min(card.w, s.pen.type(340));
  s.pen.rect(card, t.sunken, kCardRadius);
  const Index weights = s.whole.layer().weight().count(), parts = s.column.layer().weight().count() + s.row.layer().weight().count();
  const Index products = s.whole.layer().layer->cost().multiplications,
              split = s.column.layer().layer->cost().multiplications + s.row.layer().layer->cost().multiplications;
  const bool note = card.h >= s.pen.type(104);
  const double step = card.h / (note ? 3.5 : 2.5), x = card.x + s.pen.type(22), figures = card.x + s.pen.type(124);
  auto line = [&](double y, const char* key, Index before, Index after) {
    s.pen.text({x, y}, words(key), {13.5}, t.muted);
    s.pen.runs({figures, y}, {{count_text(before), t.muted}, {"  →  ", t.muted}, {count_text(after), t.ink}},
               {19, Weight::kBold, Anchor::kStart, Face::kNumbers});
  };
  line(card.y + step * 0.8, "view.split.weights_word", weights, parts);
  line(card.y + step * 1.75, "view.split.products_word", products, split);
  if (note)
    s.pen.whole({x, card.y + step * 2.75}, words("view.split.larger"),
                {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, card.w - s.pen.type(30));
}

void draw_equation(const Stage& s, Box area) {
  if (!s.sheet.equation) return;
  const Theme& t = s.pen.theme();
  const Sheet& l = s.sheet;
  const double c = l.weight_cell, height = c * count(s.g.kernel[0]), middle = l.top + height / 2,
               sign = std::max(s.pen.type(46), area.w * 0.05);
  Ink ink{24, Weight::kSemiBold, Anchor::kMiddle};
  double x = area.x;
  draw_whole_kernel(s, {x, l.top});
  x += c * count(s.h.kernel[1]);
  s.pen.text({x + sign / 2, middle}, "=", ink, t.muted);
  x += sign;
  x += draw_weights(s, s.column, s.down, {x, l.top}, std::to_string(s.g.kernel[0]));
  s.pen.text({x + sign / 2, middle}, "×", ink, t.muted);
  x += sign;
  x += draw_weights(s, s.row, s.along, {x, middle - c / 2}, "+  " + std::to_string(s.h.kernel[1]));
  const double left = std::max(x + s.pen.type(30), area.right() - s.pen.type(340));
  draw_saving(s, {left, l.top, area.right() - left, std::max(height, s.pen.type(104))});
}

// ---- the two passes ---------------------------------------------------------------------------------------------------------

InputPlane plane_at(const Stage& s, double x, const PlaneGeometry& g) {
  InputPlane plane;
  plane.cell = s.sheet.cell;
  plane.origin = {x, s.sheet.middle - plane.cell * count(g.padded_rows()) / 2};
  return plane;
}

Box window_of(const GatherStep& step, const InputPlane& plane, const PlaneGeometry& g) {
  const Point p = plane.cell_origin(g, count(step.top), count(step.left));
  return {p.x, p.y, plane.cell * count(step.right - step.left + 1), plane.cell * count(step.bottom - step.top + 1)};
}

// While the row works: the column under its last sum, and the window of the whole kernel.
void draw_behind(const Stage& s, const InputPlane& input, const InputPlane& between) {
  const GatherStep whole = s.whole.layer().trace().gather(s.along.step.cell);
  s.pen.dashed_frame(window_of(whole, input, s.g), s.pen.theme().weight, 1.5);
  for (auto term = s.along.step.terms.rbegin(); term != s.along.step.terms.rend(); ++term) {
    if (term->tap.data.none()) continue;
    const GatherStep column = s.column.layer().trace().gather(term->tap.data.index);
    s.pen.frame(window_of(column, input, s.g), Role::kWeight, 2.5, 1, 0.06);
    const Point cell = term_center(s.h, between, *term);
    s.pen.rect(inset({cell.x - between.cell / 2, cell.y - between.cell / 2, between.cell, between.cell}, 1), {0, 0, 0, 0}, kCellRadius,
               {s.pen.theme().output, 2.5});
    return;
  }
}

void draw_names(const Stage& s, const Box& input, const Box& between, const Box& output) {
  if (!s.sheet.names) return;
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  auto name = [&](const Box& box, const std::string& text, Role role, const std::string& shape, const std::string& note) {
    const double y = box.y - s.pen.type(17);
    const double w = s.pen.text({box.x, y}, text, {15, Weight::kSemiBold}, t.role(role));
    s.pen.text({box.x + w + s.pen.type(12), y}, shape, {12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote},
               t.muted);
    if (s.sheet.notes)
      s.pen.text({box.center().x, box.bottom() + s.pen.type(18)}, note,
                 {13, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote}, t.muted);
  };
  name(input, words("view.input"), Role::kInput, shape_text({s.g.rows, s.g.columns}), words("view.split.column_slides"));
  name(between, words("view.split.after_column"), Role::kOutput, shape_text({s.h.rows, s.h.columns}), words("view.split.row_slides"));
  name(output, words("view.output"), Role::kOutput, shape_text({s.h.output_rows, s.h.output_columns}),
       words.format("view.split.as_with", {{"kernel", shape_text({s.g.kernel[0], s.h.kernel[1]})}}));
}

void draw_passes(const Stage& s) {
  const Sheet& l = s.sheet;
  InputPlane input = plane_at(s, l.input, s.g), between = plane_at(s, l.between, s.h);
  between.role = Role::kOutput;
  OutputPlane sums, output;
  sums.cell = l.cell;
  sums.origin = between.origin;
  output.cell = l.output_cell;
  output.origin = {l.output, l.middle - l.output_cell * count(s.h.output_rows) / 2};
  const Box in = input.box(s.g), mid = between.box(s.h),
            out{output.origin.x, output.origin.y, output.cell * count(s.h.output_columns), output.cell * count(s.h.output_rows)};
  if (s.second()) {
    const Box window = window_box(s.h, between, window_place(s.row, s.along));
    draw_result_link(s.pen, s.along, {mid.right() + 2, window.center().y}, {out.x - 3, output_center(s.row, output, s.along.step.cell).y});
    draw_result_link(s.pen, s.along, {in.right() + 2, window.center().y}, {mid.x - 3, window.center().y});
  } else {
    const Box window = window_box(s.g, input, window_place(s.column, s.down));
    draw_result_link(s.pen, s.down, {in.right() + 2, window.center().y}, {mid.x - 3, output_center(s.column, sums, s.down.step.cell).y});
  }
  input.window_alpha = s.second() ? 0 : 1;
  draw_input_plane(s.pen, s.column, s.down, s.g, input);
  if (s.second()) {
    draw_input_plane(s.pen, s.row, s.along, s.h, between);
    draw_behind(s, input, between);
  } else {
    draw_output_plane(s.pen, s.column, s.down, sums);
  }
  Focus along = s.along;
  if (!s.second()) along.step.cell = -1;  // no cell of it is explained yet
  draw_output_plane(s.pen, s.row, along, output);
  draw_names(s, in, mid, out);
  if (s.second() && !s.along.inspected)
    draw_gathering(
        s.pen, s.along, s.along.sum, [&](const Term& term) { return term_center(s.h, between, term); },
        output_center(s.row, output, s.along.step.cell));
  if (!s.second() && !s.down.inspected)
    draw_gathering(
        s.pen, s.down, s.down.sum, [&](const Term& term) { return term_center(s.g, input, term); },
        output_center(s.column, sums, s.down.step.cell));
}

// ---- the bar ----------------------------------------------------------------------------------------------------------------

// "column: 3·3 + 1·4 + 0·5 = 13", as far as the phase has come.
void add_pass(const Stage& s, const ViewContext& context, const Focus& focus, const GatherStep& step, const std::string& name, Role data,
              std::vector<TextRun>& line) {
  const Theme& t = s.pen.theme();
  const LayerModel& layer = context.layer();
  const bool whole = &step != &focus.step || focus.state == StageState::kDone;
  line.push_back({name + "  ", t.muted});
  for (std::size_t i = 0; i < step.terms.size(); ++i) {
    if (!whole && focus.lit(i) <= 0) return;
    if (i > 0) line.push_back({" + ", t.muted});
    line.push_back({factor_text(step.terms[i].data, decimals_of(layer.input())), t.role(data)});
    line.push_back({"·", t.muted});
    line.push_back({factor_text(step.terms[i].weight, decimals_of(layer.weight())), t.weight});
  }
  if (!whole && focus.sum <= 0) return;
  line.push_back({"  =  ", t.muted});
  line.push_back({number_text(step.result, decimals_of(layer.output())), t.output});
}

BarContent bar_of(const Stage& s) {
  const Words& words = s.context.words;
  BarContent content;
  if (!s.second()) {
    add_pass(s, s.column, s.down, s.down.step, words("view.split.column"), Role::kInput, content.line);
    content.sentence = words("view.split.first_pass");
  } else {
    std::vector<TextRun> row;
    add_pass(s, s.row, s.along, s.along.step, words("view.split.row"), Role::kOutput, row);
    for (auto term = s.along.step.terms.rbegin(); term != s.along.step.terms.rend() && content.line.empty(); ++term)
      if (!term->tap.data.none())
        add_pass(s, s.column, s.down, s.column.layer().trace().gather(term->tap.data.index), words("view.split.column"), Role::kInput,
                 content.line);
    if (!content.line.empty()) content.line.push_back({"      ", s.pen.theme().muted});
    content.line.insert(content.line.end(), row.begin(), row.end());
    content.shorter = {row};
    const GatherStep whole = s.whole.layer().trace().gather(s.along.step.cell);
    content.sentence =
        words.format("view.split.second_pass", {{"kernel", shape_text({s.g.kernel[0], s.h.kernel[1]})},
                                                {"products", std::to_string(whole.terms.size())},
                                                {"result", number_text(whole.result, decimals_of(s.whole.layer().output()))}});
  }
  content.line_size = 18;
  content.legend = {{LegendMark::kInput, words("legend.input")},
                    {LegendMark::kWindow, words("legend.window")},
                    {LegendMark::kOutput, words("legend.sums")}};
  return content;
}

}  // namespace

void build_separable(const ViewContext& context, Pen& pen, Box area) {
  auto stage = [&](const char* name) { return at_stage(context, context.model.index_of(name)); };
  Stage s{context, pen, stage("column"), stage("row"), stage("whole"), stage("kernel"), {}, {}, {}, {}, {}};
  s.down = make_focus(s.column);
  s.along = make_focus(s.row);
  s.g = plane_geometry(s.column.layer());
  s.h = plane_geometry(s.row.layer());
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  draw_heading(pen, area, context.words("view.split.title"), context.words("view.split.subtitle"));
  s.sheet = best_sheet(pen, s, inset(area, 2));
  draw_equation(s, inset(area, 2));
  draw_passes(s);
  draw_bar(pen, context, bar, bar_of(s));
}

}  // namespace convscope
