// Checkerboard artifacts: the output counts its stamps, in one dimension and in two, as the layer leaves them or as a cure does;
// below, what that does to a picture.
#include "app/views/checkerboard.h"

#include <algorithm>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/views/builders.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr double kLeastHeight = 430;  // at 100 %: below it notes and the written sum are left out
constexpr Index kMostLanes = 4;
constexpr CureLayers kCures[] = {
    {"none", "line", "map", "", "", "inside", true},
    {"divisible", "line_divisible", "map_divisible", "", "", "inside_divisible", false},
    {"smoothed", "line", "map", "line_smoothed", "map_smoothed", "inside_smoothed", true},
    {"resized", "line_grown", "map_grown", "line_resized", "map_resized", "inside_resized", false},
};

bool is_smoothed(const Checkerboard& c) { return *c.cure.line_smoothed != 0; }

// What the stamps of the row that have landed leave in an output cell.
Painted landed(const Checkerboard& c, Index output) {
  const Index last = c.count > 0 ? c.current : c.current - 1;
  return painted(c.context.layer(), output, [last](Index input) { return input <= last; });
}

bool has_plain_weights(const Checkerboard& c) { return c.weights == "equal"; }

// ---- one dimension ------------------------------------------------------------------------------------------------------------

struct Row {
  Index outputs = 0, lanes = 2;
  double x = 0, y = 0, unit = 40, row = 40, lane = 40, side = 40;  // an output cell's width; heights of cells and stamps; an input cell
  double stamps_y = 0, counts_y = 0, smoothed_y = 0, bars_y = 0, bars = 0;
};

Row row_of(const Checkerboard& c, Box box) {
  Row r;
  r.outputs = c.context.layer().output().count();
  r.lanes = std::clamp<Index>((c.kernel + c.stride - 1) / c.stride, 2, kMostLanes);
  const double rows = is_smoothed(c) ? 3 : 2;
  r.unit = std::min({box.w / number(r.outputs), c.pen.type(64), box.h * 0.22});
  r.x = box.x;
  r.y = box.y;
  r.row = std::min(r.unit, box.h * 0.4 / rows);
  r.lane = std::min(r.unit * 0.85, box.h * (is_smoothed(c) ? 0.34 : 0.42) / number(r.lanes));
  r.side = std::min(r.row, number(c.stride) * r.unit - 3);
  r.stamps_y = box.y + r.row + c.pen.type(14);
  r.counts_y = r.stamps_y + r.lane * number(r.lanes) + c.pen.type(10);
  r.smoothed_y = r.counts_y + r.row + c.pen.type(6);
  r.bars_y = (is_smoothed(c) ? r.smoothed_y : r.counts_y) + r.row + 4;
  r.bars = std::max(0.0, box.bottom() - r.bars_y);
  return r;
}

double stamp_share(const Checkerboard& c, Index i) { return i < c.current ? 1 : i == c.current ? c.drop * c.drop : 0; }
double stamp_middle(const Checkerboard& c, const Row& r, Index i) { return r.x + (number(i * c.stride) + number(c.kernel) / 2) * r.unit; }
double stamp_top(const Checkerboard& c, const Row& r, Index i) {
  return r.y + (r.stamps_y + r.lane * number(i % r.lanes) - r.y) * stamp_share(c, i);
}

// Where they differ, colours say so as well: a narrow cell has no room for numbers, and rounded ones would not add up.
void draw_weights(const Checkerboard& c, const Row& r, Index i, Box stamp) {
  Pen& pen = c.pen;
  const Theme& t = pen.theme();
  const Tensor& weight = c.context.layer().weight();
  const bool copy = weight.count() == 0, landed = stamp_share(c, i) >= 1;  // a copy is the input itself
  const Range range = range_of(copy ? c.context.layer().input() : weight);
  const int decimals = decimals_of(copy ? c.context.layer().input() : weight);
  const double size = std::min(14.0, number_size(pen, {number_text(range.high, decimals)}, r.unit) / pen.type(1));
  for (Index k = 0; k < c.kernel; ++k) {
    const Box part{stamp.x + number(k) * r.unit, stamp.y, std::min(r.unit, stamp.right() - stamp.x - number(k) * r.unit), stamp.h};
    const double value = copy ? c.context.layer().input()[i] : weight[k];
    if (range.high > range.low) pen.rect(inset(part, 1.5), pen.pale(Role::kWeight, 0.08 + 0.5 * value / range.high), 3);
    if (k > 0) pen.line({part.x, stamp.y + stamp.h * 0.25}, {part.x, stamp.bottom() - stamp.h * 0.25}, {with_alpha(t.weight, 0.35), 1});
    if (!landed || size < kSmallestText || stamp.h < pen.type(16)) continue;
    pen.text({part.x + r.unit / 2, stamp.center().y}, number_text(value, decimals),
             {size, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber}, t.ink);
  }
}

// Its weights are written when it has landed.
void draw_stamp(const Checkerboard& c, const Row& r, Index i) {
  Pen& pen = c.pen;
  const Theme& t = pen.theme();
  const Box stamp{r.x + number(i * c.stride) * r.unit + 1, stamp_top(c, r, i) + 2, r.unit * number(c.kernel) - 2, r.lane - 4};
  pen.rect(stamp, pen.pale(Role::kWeight, 0.24), 5, {t.weight, 1.5});
  draw_weights(c, r, i, stamp);
}

void draw_ring(const Checkerboard& c, Point at, int index, const char* control, Index value, double unit) {
  const Theme& t = c.pen.theme();
  const Target target{TargetKind::kControl, c.context.stage, index};
  c.pen.circle(at, c.pen.type(6.5), c.context.hover == target ? t.select : t.surface, {t.ink, 2}, target);
  c.pen.handle(target, {control, {}, 0, number(value), unit, 1});
}

// The kernel's end and the stride are dragged where they stand.
void draw_rings(const Checkerboard& c, const Row& r) {
  const Ink ink{kLabelSize, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNote};
  const Color color = c.pen.theme().muted;
  if (c.inputs > 1) {
    const double x = stamp_middle(c, r, 1) - r.side / 2, from = stamp_middle(c, r, 0) + r.side / 2;
    const double ring = x - c.pen.type(6);
    const bool falls = c.drop > 0 && c.drop < 1;  // a stamp that passes crosses no text
    if (!falls) c.pen.whole({from + 4, r.y + r.side / 2}, "s = " + std::to_string(c.stride), ink, color, ring - from - c.pen.type(14));
    draw_ring(c, {ring, r.y + r.side / 2}, 1, "stride", c.stride, r.unit);
  }
  if (!c.cure.has_kernel || stamp_share(c, 0) < 1) return;
  const double y = stamp_top(c, r, 0) + r.lane / 2;
  const double below = has_plain_weights(c) ? 0 : r.lane / 2 - 2;  // longer numbers fill the stamp to its end
  draw_ring(c, {r.x + number(c.kernel) * r.unit - 1, y + below}, 0, "kernel", c.kernel, r.unit);
  const double room = number(c.stride) * r.unit - c.pen.type(8);
  c.pen.whole({r.x + 4, y + r.lane}, "k = " + std::to_string(c.kernel), ink, color, room);
}

Color tint_of(const Checkerboard& c, double share) { return c.pen.pale(Role::kOutput, std::min(0.14 + 0.66 * share, 0.8)); }

void draw_counts(const Checkerboard& c, const Row& r) {
  Pen& pen = c.pen;
  const int smoothed = is_smoothed(c) ? c.context.model.index_of(c.cure.line_smoothed) : -1;
  const Tensor& counts = c.context.layer().output();
  const Tensor& last = smoothed >= 0 ? c.context.model.layer(c.cure.line_smoothed).output() : counts;
  const double least = range_of(counts).low, most = std::max(1.0, range_of(counts).high), most_last = std::max(1.0, range_of(last).high);
  const int decimals = std::max(decimals_of(counts), decimals_of(last));
  const double widest = number_size(pen, {number_text(std::max(most, most_last), decimals)}, r.unit);
  const double size = std::min(widest, std::max(r.row * 0.4, pen.type(kSmallestText)));
  for (Index o = 0; o < r.outputs; ++o) {
    const Painted here = landed(c, o);
    const Box cell{r.x + number(o) * r.unit, r.counts_y, r.unit, r.row};
    CellLook look;
    look.kind = here.stamps > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = number_text(here.sum, decimals);
    look.tint = tint_of(c, (here.sum - least) / std::max(1.0, most - least) * 0.6);
    pen.cell(cell, look, Role::kOutput, size, {TargetKind::kOutput, c.context.stage, o});
    double share = smoothed >= 0 ? 0 : here.sum / most;
    if (smoothed >= 0) {
      look.kind = c.smooth > 0 ? CellKind::kValue : CellKind::kEmpty;
      look.text = number_text(last[o], decimals);
      look.tint = tint_of(c, last[o] / most_last * 0.6);
      look.appear = c.smooth;
      pen.cell({cell.x, r.smoothed_y, cell.w, cell.h}, look, Role::kOutput, size, {TargetKind::kOutput, smoothed, o});
      share = c.smooth * last[o] / most_last;
    }
    if (share > 0 && r.bars > 6) pen.rect({cell.x + 1, r.bars_y, r.unit - 2, r.bars * share}, look.tint, 2);
  }
}

// Two periods of the counts inside, as text; whether they are all the same, and whether the row that is drawn is long enough to have them.
struct Inside {
  std::string text;
  bool even = true, drawn = true;
};

Inside inside_of(const Checkerboard& c) {
  const Tensor& counts = c.context.model.layer(c.cure.inside).output();
  const Index first = counts.count() / 2 / c.stride * c.stride;
  const Tensor& row = c.context.model.layer(*c.cure.line_smoothed ? c.cure.line_smoothed : c.cure.line).output();
  const int decimals = std::max(decimals_of(counts), decimals_of(row));
  std::vector<std::string> periods, drawn;
  for (Index x = first; x < first + 2 * c.stride; ++x) periods.push_back(number_text(counts[x], decimals));
  for (float value : row.data) drawn.push_back(number_text(value, decimals));
  Inside inside;
  for (const std::string& text : periods) {
    inside.text += (inside.text.empty() ? "" : " ") + text;
    inside.even = inside.even && text == periods.front();
  }
  inside.drawn = std::search(drawn.begin(), drawn.end(), periods.begin(), periods.end()) != drawn.end();
  return inside;
}

}  // namespace

Painted painted(const LayerModel& layer, Index output, const std::function<bool(Index input)>& landed) {
  Painted here;
  for (const Term& term : layer.trace().gather(output).terms) {
    if (term.tap.data.none() || !landed(term.tap.data.index)) continue;
    ++here.stamps;
    here.sum += term.product;
  }
  return here;
}

const CureLayers& chosen_cure(const ViewContext& context) {
  const std::string cure = word_parameter(*context.model.scene, context.state, "cure", "none");
  for (const CureLayers& layers : kCures)
    if (cure == layers.id) return layers;
  return kCures[0];
}

void draw_part_heading(Pen& pen, Box& box, const std::string& title, const std::string& note, double beside) {
  const Box head = cut_top(box, pen.type(note.empty() ? 28 : 50));
  pen.fitted({head.x, head.y + pen.type(10)}, title, {15, Weight::kSemiBold}, pen.theme().ink, head.w - beside);
  if (note.empty()) return;
  pen.fitted({head.x, head.y + pen.type(31)}, note, {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
             pen.theme().muted, head.w);
}

Ripple ripple_of(const Tensor& counts, Index period) {
  const Index rows = counts.extents[2], columns = counts.extents[3];
  const Index high = std::min(period, rows), wide = std::min(period, columns), top = (rows - high) / 2, left = (columns - wide) / 2;
  Ripple ripple{counts[top * columns + left], counts[top * columns + left], 0};
  for (Index y = top; y < top + high; ++y)
    for (Index x = left; x < left + wide; ++x) {
      const double value = counts[y * columns + x];
      ripple.least = std::min(ripple.least, value);
      ripple.most = std::max(ripple.most, value);
      ripple.mean += value / number(high * wide);
    }
  return ripple;
}

void draw_one_dimension(const Checkerboard& c, Box box) {
  Pen& pen = c.pen;
  const Theme& t = pen.theme();
  const Words& words = c.context.words;
  draw_part_heading(pen, box, words("view.checkerboard.one"),
                    c.tight ? "" : words("view.checkerboard.one_note." + (has_plain_weights(c) || is_smoothed(c) ? c.cure.id : c.weights)));
  const Box foot = cut_bottom(box, pen.type(24));
  const Row r = row_of(c, box);
  for (Index i = 0; i < c.inputs && stamp_share(c, i) > 0; ++i) {  // beneath all stamps
    const double x = stamp_middle(c, r, i);
    pen.line({x, box.y + r.side}, {x, std::max(stamp_top(c, r, i), box.y + r.side)}, {t.weight, 1.5});
  }
  for (Index i = 0; i < c.inputs && stamp_share(c, i) > 0; ++i) draw_stamp(c, r, i);
  const double size = number_size(pen, {"0"}, r.side);
  for (Index i = 0; i < c.inputs; ++i) {
    CellLook look;
    look.text = number_text(c.context.layer().input()[i], 0);
    look.hot = i == c.current && c.smooth <= 0;
    pen.cell({stamp_middle(c, r, i) - r.side / 2, box.y, r.side, r.side}, look, Role::kInput, size,
             {TargetKind::kInput, c.context.stage, i});
  }
  draw_counts(c, r);
  draw_rings(c, r);
  const Inside inside = inside_of(c);
  const std::string where = inside.drawn ? "view.checkerboard." : "view.checkerboard.longer_";
  pen.fitted({foot.x, foot.center().y + pen.type(3)}, words.format(where + (inside.even ? "even" : "uneven"), {{"counts", inside.text}}),
             {kLabelSize, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote}, inside.even ? t.output : t.warning, foot.w);
}

void draw_two_dimensions(const Checkerboard& c, Box box) {
  Pen& pen = c.pen;
  const Words& words = c.context.words;
  const bool below = box.w * 0.6 < pen.type(295);  // beside the title it could not be named
  const double knob = c.tight || below ? 0 : std::min(pen.type(310), box.w * 0.6);  // the panel has one as well
  const Box wide = box;
  const std::string note = c.amplify > 1 ? words.format("view.checkerboard.two_amplified", {{"times", std::to_string(c.amplify)}})
                                         : words(has_plain_weights(c) ? "view.checkerboard.two_note" : "view.checkerboard.two_weights");
  draw_part_heading(pen, box, words("view.checkerboard.two"), c.tight || below ? "" : note, knob + pen.type(16));
  if (below && !c.tight) draw_amplifier(pen, c.context, cut_top(box, pen.type(22)), words("parameter.amplify"));
  if (knob > 0) draw_amplifier(pen, c.context, {wide.right() - knob, wide.y, knob, pen.type(22)}, words("parameter.amplify"));
  const bool smoothed = c.smooth > 0;
  const LayerModel& stamped = c.context.model.layer(c.cure.map);
  const LayerModel& map = smoothed ? c.context.model.layer(c.cure.map_smoothed) : stamped;
  const int stage = c.context.model.index_of(map.name);
  const Index rows = map.output().extents[2], columns = map.output().extents[3], last = c.repaint > 0 ? c.current : c.current - 1;
  const double margin = pen.type(24), cell = fit_cell({0, 0, box.w - margin, box.h - margin}, number(rows), number(columns), pen.type(44));
  const Point origin{box.x + margin, box.y + margin};
  const double most = range_of(map.output()).high;
  const CountScale scale{ripple_of(map.output(), c.stride).mean, c.amplify};
  const int decimals = decimals_of(map.output());
  const double size = number_size(pen, {number_text(most, decimals)}, cell);
  auto has_landed = [&](Index input) { return input / c.inputs <= last && input % c.inputs <= last; };
  for (Index flat = 0; flat < rows * columns; ++flat) {
    const double here = smoothed ? map.output()[flat] : painted(stamped, flat, has_landed).sum;
    CellLook look;
    look.kind = here > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = number_text(here, decimals);
    look.tint = scale.color(here);
    look.appear = smoothed ? c.smooth : 1;
    pen.cell({origin.x + number(flat % columns) * cell, origin.y + number(flat / columns) * cell, cell, cell}, look, Role::kOutput, size,
             {TargetKind::kOutput, stage, flat});
  }
  if (size < pen.type(kSmallestText) - 0.01 || c.weights == "uneven") return;  // uneven stamps are no products of rows and columns
  const Ink ink{12.5, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
  for (Index o = 0; o < columns; ++o) {
    const Tensor& row = smoothed ? c.context.model.layer(c.cure.line_smoothed).output() : c.context.layer().output();
    const std::string text = number_text(smoothed ? row[o] : landed(c, o).sum, decimals_of(row));
    pen.text({origin.x + (number(o) + 0.5) * cell, origin.y - margin / 2}, text, ink, pen.theme().output);
    pen.text({origin.x - margin / 2, origin.y + (number(o) + 0.5) * cell}, text, ink, pen.theme().output);
  }
}

namespace {

void draw_checkerboard_bar(const Checkerboard& c, Box bar) {
  const Words& words = c.context.words;
  ViewContext told = c.context;
  if (c.smooth > 0 && !make_focus(c.context).inspected) told.stage = c.context.model.index_of(c.cure.line_smoothed);
  Focus focus = make_focus(told);
  if (!focus.inspected) focus.step = told.layer().trace().gather(told.layer().output().count() / 2);
  std::erase_if(focus.step.terms, [](const Term& term) { return term.tap.data.none(); });
  WrittenSum sum = written_sum(c.pen, told, focus, bar.w - 40, true);
  if (!sum.runs.empty() && !sum.runs.front().text.empty()) sum.runs.front().text = "output[" + std::to_string(focus.step.cell) + "]  =  ";
  draw_bar(c.pen, c.context, bar,
           {sum.runs,
            words("view.checkerboard.ripple_is"),
            {{LegendMark::kInput, words("legend.input")},
             {LegendMark::kWeight, words("legend.checkerboard.stamp")},
             {LegendMark::kOutput, words(has_plain_weights(c) ? "legend.checkerboard.counts" : "legend.checkerboard.added")}},
            sum.size,
            {}});
}

}  // namespace

void build_checkerboard(const ViewContext& context, Pen& pen, Box area) {
  const CureLayers& cure = chosen_cure(context);
  const ViewContext line = at_stage(context, context.model.index_of(cure.line));
  const LayerModel& layer = line.layer();
  Checkerboard c{line, pen, cure};
  c.stride = number_parameter(*context.model.scene, context.state, "stride", 2);
  c.kernel = layer.weight().extents.rank() == 3 ? layer.weight().extents[2] : c.stride;  // nearest paints one cell per copy
  c.inputs = layer.input().extents[2];
  c.current = std::clamp<Index>(step_in(context, "stamps"), 0, c.inputs - 1);
  c.drop = share_in(context, "stamps", "stamp_drop");
  c.count = share_in(context, "stamps", "stamp_count");
  c.repaint = share_in(context, "stamps", "stamp_repaint");
  if (layer.weight().count() > 0) c.weights = word_parameter(*context.model.scene, context.state, "stamp_weights", "equal");
  c.amplify = amplified(context);
  c.smooth = is_smoothed(c) ? share_in(context, "cure", "stamp_smooth") : 0;
  c.tight = area.h < pen.type(kLeastHeight);
  const Box bar = c.tight ? Box{} : cut_bottom(area, sum_bar_height(context), kSpace);
  Box top = cut_top(area, area.h * (c.tight ? 0.48 : 0.54), pen.type(20));
  pen.line({top.x, top.bottom() + pen.type(8)}, {top.right(), top.bottom() + pen.type(8)}, {pen.theme().line, 1.5});
  const Box left = cut_left(top, top.w * 0.54, pen.type(48));
  draw_one_dimension(c, left);
  draw_two_dimensions(c, top);
  draw_enlarged(c, area);
  if (!c.tight) draw_checkerboard_bar(c, bar);
}

}  // namespace convscope
