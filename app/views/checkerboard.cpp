// Checkerboard artifacts: the output counts its stamps, in one dimension and in two; below, what that does to a picture.
#include "app/views/checkerboard.h"

#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr Index kMostLanes = 4;

double number(Index value) { return static_cast<double>(value); }

// How many of the products that an output cell adds come from stamps that have landed.
Index landed(const Checkerboard& c, Index output) {
  const Index last = c.count > 0 ? c.current : c.current - 1;
  const std::vector<Term> terms = c.context.layer().trace().gather(output).terms;
  return std::count_if(terms.begin(), terms.end(), [&](const Term& term) { return !term.tap.data.none() && term.tap.data.index <= last; });
}

void draw_heading(Pen& pen, Box& box, const std::string& title, const std::string& note) {
  const Box head = cut_top(box, pen.type(50));
  pen.fitted({head.x, head.y + pen.type(10)}, title, {15, Weight::kSemiBold}, pen.theme().ink, head.w);
  pen.fitted({head.x, head.y + pen.type(31)}, note, {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
             pen.theme().muted, head.w);
}

// Its weights are written when it has landed.
void draw_stamp(const Checkerboard& c, Box stamp, double unit, bool has_landed) {
  Pen& pen = c.pen;
  const Theme& t = pen.theme();
  pen.rect(stamp, pen.pale(Role::kWeight, 0.24), 5, {t.weight, 1.5});
  const double size = std::min(14.0, unit / pen.type(1) * 0.5);
  for (Index k = 0; k < c.kernel; ++k) {
    const double x = stamp.x + number(k) * unit;
    if (k > 0) pen.line({x, stamp.y + stamp.h * 0.25}, {x, stamp.bottom() - stamp.h * 0.25}, {with_alpha(t.weight, 0.35), 1});
    if (!has_landed || size < kSmallestText || stamp.h < pen.type(16)) continue;
    const double value = c.context.layer().weight()[k];
    pen.text({x + unit / 2, stamp.center().y}, number_text(value, 0),
             {size, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber}, t.ink);
  }
}

// One period of the counts inside, as text.
std::string inner_counts(const Checkerboard& c) {
  const Tensor& counts = c.context.model.layer("counts_plain").output();
  const Index columns = counts.extents[3], middle = columns / 2;
  // A row of the map is the line times one number: over the smallest such number the row is the line again.
  Index best = middle;
  for (Index y = middle; y < middle + c.stride; ++y)
    if (counts[y * columns + middle] < counts[best * columns + middle]) best = y;
  const double unit = counts[best * columns + middle] > 0 ? std::sqrt(ripple_of(counts, c.stride).least) : 1;
  std::string text;
  for (Index x = middle; x < middle + 2 * c.stride; ++x)
    text += (text.empty() ? "" : " ") + number_text(unit > 0 ? counts[best * columns + x] / unit : 0, 0);
  return text;
}

}  // namespace

Ripple ripple_of(const Tensor& counts, Index period) {
  const Index rows = counts.extents[2], columns = counts.extents[3], top = (rows - period) / 2, left = (columns - period) / 2;
  Ripple ripple{counts[top * columns + left], counts[top * columns + left], 0};
  for (Index y = top; y < top + period; ++y)
    for (Index x = left; x < left + period; ++x) {
      const double value = counts[y * columns + x];
      ripple.least = std::min(ripple.least, value);
      ripple.most = std::max(ripple.most, value);
      ripple.mean += value / number(period * period);
    }
  return ripple;
}

void draw_one_dimension(const Checkerboard& c, Box box) {
  Pen& pen = c.pen;
  const Theme& t = pen.theme();
  const Words& words = c.context.words;
  draw_heading(pen, box, words("view.checkerboard.one"), words("view.checkerboard.one_note"));
  const Box foot = cut_bottom(box, pen.type(24));
  const Index outputs = c.context.layer().output().count(), lanes = std::clamp<Index>((c.kernel + c.stride - 1) / c.stride, 2, kMostLanes);
  const double unit = std::min({box.w / number(outputs), pen.type(64), box.h * 0.22});
  const double x = box.x, row = std::min(unit, box.h * 0.2), lane = std::min(unit * 0.85, box.h * 0.42 / number(lanes));
  const double stamps_y = box.y + row + pen.type(14), counts_y = stamps_y + lane * number(lanes) + pen.type(10);
  const double bars_y = counts_y + row + 4, bars = std::max(0.0, box.bottom() - bars_y);
  const double side = std::min(row, number(c.stride) * unit - 3);
  const double size = number_size(pen, {"0"}, side);
  auto share_of = [&](Index i) { return i < c.current ? 1 : i == c.current ? c.drop * c.drop : 0; };
  auto middle_of = [&](Index i) { return x + (number(i * c.stride) + number(c.kernel) / 2) * unit; };
  auto stamp_y = [&](Index i) { return box.y + (stamps_y + lane * number(i % lanes) - box.y) * share_of(i); };
  for (Index i = 0; i < c.inputs && share_of(i) > 0; ++i)  // beneath all stamps
    pen.line({middle_of(i), box.y + side}, {middle_of(i), std::max(stamp_y(i), box.y + side)}, {t.weight, 1.5});
  for (Index i = 0; i < c.inputs && share_of(i) > 0; ++i)
    draw_stamp(c, {x + number(i * c.stride) * unit + 1, stamp_y(i) + 2, unit * number(c.kernel) - 2, lane - 4}, unit, share_of(i) >= 1);
  for (Index i = 0; i < c.inputs; ++i) {
    CellLook look;
    look.text = number_text(c.context.layer().input()[i], 0);
    look.hot = i == c.current;
    pen.cell({middle_of(i) - side / 2, box.y, side, side}, look, Role::kInput, size, {TargetKind::kInput, c.context.stage, i});
  }
  const double count_size = number_size(pen, {"0"}, std::min(unit, row));
  const double most = *std::max_element(c.context.layer().output().data.begin(), c.context.layer().output().data.end());
  for (Index o = 0; o < outputs; ++o) {
    const Index here = landed(c, o);
    const Box cell{x + number(o) * unit, counts_y, unit, row};
    CellLook look;
    look.kind = here > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = std::to_string(here);
    look.tint = pen.pale(Role::kOutput, std::min(0.14 + 0.2 * number(here), 0.8));
    pen.cell(cell, look, Role::kOutput, count_size, {TargetKind::kOutput, c.context.stage, o});
    const double height = bars * number(here) / std::max(1.0, most);
    if (here > 0 && bars > 6)
      pen.rect({cell.x + 1, bars_y, unit - 2, height}, pen.pale(Role::kOutput, std::min(0.14 + 0.2 * number(here), 0.8)), 2);
  }
  const Ripple ripple = ripple_of(c.context.model.layer("counts_plain").output(), c.stride);
  pen.fitted({foot.x, foot.center().y + pen.type(3)},
             words.format(ripple.share() > 0 ? "view.checkerboard.uneven" : "view.checkerboard.even", {{"counts", inner_counts(c)}}),
             {kLabelSize, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote}, ripple.share() > 0 ? t.warning : t.output,
             foot.w);
}

void draw_two_dimensions(const Checkerboard& c, Box box) {
  Pen& pen = c.pen;
  const Words& words = c.context.words;
  draw_heading(pen, box, words("view.checkerboard.two"), words("view.checkerboard.two_note"));
  const int stage = c.context.model.index_of("map");
  const LayerModel& map = c.context.model.layer("map");
  const Index rows = map.output().extents[2], columns = map.output().extents[3], last = c.repaint > 0 ? c.current : c.current - 1;
  const double margin = pen.type(24), cell = fit_cell({0, 0, box.w - margin, box.h - margin}, number(rows), number(columns), pen.type(44));
  const Point origin{box.x + margin, box.y + margin};
  double most = 1;
  for (float value : map.output().data) most = std::max(most, static_cast<double>(value));
  const double size = number_size(pen, {number_text(most, 0)}, cell);
  const Trace trace = map.trace();
  for (Index flat = 0; flat < rows * columns; ++flat) {
    const std::vector<Term> terms = trace.gather(flat).terms;
    const Index here = std::count_if(terms.begin(), terms.end(), [&](const Term& term) {
      return !term.tap.data.none() && term.tap.data.index / c.inputs <= last && term.tap.data.index % c.inputs <= last;
    });
    CellLook look;
    look.kind = here > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = std::to_string(here);
    look.tint = cividis(most > 1 ? (number(here) - 1) / (most - 1) : 0.5);
    pen.cell({origin.x + number(flat % columns) * cell, origin.y + number(flat / columns) * cell, cell, cell}, look, Role::kOutput, size,
             {TargetKind::kOutput, stage, flat});
  }
  if (size < pen.type(kSmallestText) - 0.01) return;
  const Ink ink{12.5, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
  for (Index o = 0; o < columns; ++o) {
    const std::string text = std::to_string(landed(c, o));
    pen.text({origin.x + (number(o) + 0.5) * cell, origin.y - margin / 2}, text, ink, pen.theme().output);
    pen.text({origin.x - margin / 2, origin.y + (number(o) + 0.5) * cell}, text, ink, pen.theme().output);
  }
}

void build_checkerboard(const ViewContext& context, Pen& pen, Box area) {
  const ViewContext line = at_stage(context, context.model.index_of("line"));
  const LayerModel& layer = line.layer();
  Checkerboard c{line, pen, layer.weight().extents[2], layer.layer->attributes().integers("stride").front(), layer.input().extents[2]};
  c.current = std::clamp<Index>(step_in(context, "stamps"), 0, c.inputs - 1);
  c.drop = share_in(context, "stamps", "stamp_drop");
  c.count = share_in(context, "stamps", "stamp_count");
  c.repaint = share_in(context, "stamps", "stamp_repaint");
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  Box top = cut_top(area, area.h * 0.54, pen.type(20));
  pen.line({top.x, top.bottom() + pen.type(8)}, {top.right(), top.bottom() + pen.type(8)}, {pen.theme().line, 1.5});
  const Box left = cut_left(top, top.w * 0.54, pen.type(48));
  draw_one_dimension(c, left);
  draw_two_dimensions(c, top);
  draw_enlarged(c, area);

  Focus focus = make_focus(line);
  if (!focus.inspected) focus.step = layer.trace().gather(layer.output().count() / 2);
  std::erase_if(focus.step.terms, [](const Term& term) { return term.tap.data.none(); });
  WrittenSum sum = written_sum(pen, line, focus, bar.w - 40, true);
  if (!sum.runs.empty() && !sum.runs.front().text.empty()) sum.runs.front().text = "output[" + std::to_string(focus.step.cell) + "]  =  ";
  draw_bar(pen, context, bar,
           {sum.runs,
            context.words("view.checkerboard.ripple_is"),
            {{LegendMark::kInput, context.words("legend.input")},
             {LegendMark::kWeight, context.words("legend.checkerboard.stamp")},
             {LegendMark::kOutput, context.words("legend.checkerboard.counts")}},
            sum.size,
            {}});
}

}  // namespace convscope
