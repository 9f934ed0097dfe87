// 1×1: a skewer goes through all input planes at one pixel; its values are mixed, a row of the weights for each output channel; an
// activation bends the sum. With many channels the first ones, those that work and the last are drawn.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/focus.h"
#include "app/views/kit.h"
#include "app/views/plane.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr double kShear = 0.86;  // of a row's height, to the right for each row up

struct Stack {                   // planes above each other, sheared
  double x = 0, top = 0, step = 0, cell = 26, row = 15;
  std::vector<Index> planes;
  Index rows = 1, columns = 1;
  double width() const { return cell * static_cast<double>(columns) + kShear * row * static_cast<double>(rows); }
  double height() const { return row * static_cast<double>(rows); }
  Point corner(std::size_t plane, double u, double v) const {
    return {x + u * cell + (static_cast<double>(rows) - v) * kShear * row, top + step * static_cast<double>(plane) + v * row};
  }
  double middle(std::size_t plane) const { return top + step * static_cast<double>(plane) + height() / 2; }
};

struct Pointwise {
  const ViewContext& context;
  Pen& pen;
  ViewContext mix;     // of the 1×1 layer
  Focus focus;         // of it
  const LayerModel* activation = nullptr;
  double slide = 1, activate = 1;
  Index channels, filters, row, column, filter;
  Captions captions = Captions::kFull;
  Stack in, out;
  double side = 40, values = 0, mixed = 0, bent = 0;  // x of the columns of cells
  double matrix_cell = 0, matrix_x = 0, matrix_y = 0;  // 0: not drawn

  const Tensor& result() const { return activation ? activation->output() : mix.layer().output(); }
};

// ---- what is told of ----------------------------------------------------------------------------------------------------------

Pointwise pointwise_of(const ViewContext& context, Pen& pen) {
  ViewContext mix = at_stage(context, 0);
  const Target asked = context.hover.none() ? context.state.pin : context.hover;
  if (asked.kind == TargetKind::kOutput && asked.stage == 1) mix.hover = {TargetKind::kOutput, 0, asked.index};  // cell by cell the same
  Focus focus = make_focus(mix);
  const Model& model = context.model;
  Pointwise s{context, pen, mix, focus, model.layers.size() > 1 ? &model.layers[1] : nullptr, 1, 1,
              mix.layer().input().extents[1], mix.layer().output().extents[1],
              focus.step.position[2], focus.step.position[3], focus.step.position[1], Captions::kFull, {}, {}};
  if (!focus.inspected) {
    s.slide = phase_share(mix, "slide");
    s.activate = phase_share(mix, "activate");
  }
  return s;
}

// The first ones, the one that works, the last.
std::vector<Index> some_of(Index all, Index fitting, Index working) {
  std::vector<Index> some;
  if (all <= std::max<Index>(3, fitting)) {
    for (Index i = 0; i < all; ++i) some.push_back(i);
    return some;
  }
  const Index shown = std::max<Index>(3, fitting), first = std::clamp<Index>(working - (shown - 2) / 2, 1, all - shown + 1);
  some.push_back(0);
  for (Index i = first; i < first + shown - 2; ++i) some.push_back(i);
  some.push_back(all - 1);
  return some;
}

// ---- layout -------------------------------------------------------------------------------------------------------------------

void lay_stack(Stack& stack, const Tensor& tensor, std::vector<Index> planes, Box box, double width) {
  stack.rows = tensor.extents[2];
  stack.columns = tensor.extents[3];
  stack.planes = std::move(planes);
  const double n = static_cast<double>(stack.planes.size()), each = box.h / n;
  const double rows = static_cast<double>(stack.rows), columns = static_cast<double>(stack.columns);
  stack.row = std::min({(each - 10) / rows, width / (columns * 1.75 + rows * kShear), 20.0 * box.h / 400});
  stack.cell = std::min((width - rows * kShear * stack.row) / columns, stack.row * 1.75);
  stack.step = std::min(each, rows * stack.row * 1.5 + 16);
  stack.top = box.y + (box.h - stack.step * (n - 1) - stack.height()) / 2;
}

void lay_out(Pointwise& s, Box box) {
  const double least = s.pen.legible_cell() + 6;
  const Index most_in = static_cast<Index>(box.h / least);
  const bool matrix = box.h > 300 * s.context.theme.text_scale && s.channels <= 16 && s.filters <= 12;
  const double rows = static_cast<double>(s.filters), wanted = std::min(32.0, box.h * 0.07);
  if (matrix) {
    s.matrix_cell = std::floor(std::min({wanted, box.h * 0.26 / rows, box.w * 0.3 / static_cast<double>(s.channels)}));
    if (s.matrix_cell < s.pen.legible_cell() * 0.8) s.matrix_cell = 0;
  }
  Box planes = box;
  cut_top(planes, s.pen.type(26));
  const double below = s.matrix_cell > 0 ? s.matrix_cell * rows + 18 : 0;
  const double width = box.w * 0.215;
  lay_stack(s.in, s.mix.layer().input(), some_of(s.channels, std::min<Index>(most_in, 7), s.channels / 2),
            {planes.x, planes.y, planes.w, planes.h - below * 0.9}, width);
  lay_stack(s.out, s.result(), some_of(s.filters, std::min<Index>(most_in, 7), s.filter),
            {planes.x, planes.y, planes.w, planes.h - below}, width);
  s.in.x = box.x + 4;
  s.out.x = box.right() - s.out.width() - 4;
  const double least_step = std::min(s.in.step, s.out.planes.size() > 1 ? s.out.step : s.in.step);
  s.side = std::floor(std::clamp(least_step * 0.66, 16.0, 46.0 * s.context.height / 700));
  s.values = s.in.x + s.in.width() + box.w * 0.055;
  const double right = s.out.x - box.w * 0.03 - s.side;
  s.bent = right;
  s.mixed = s.activation ? right - s.side - box.w * 0.055 : right;
  if (s.matrix_cell > 0) {
    const double w = s.matrix_cell * static_cast<double>(s.channels);
    s.matrix_x = std::clamp((s.values + s.side + s.mixed) / 2 - w / 2, box.x + s.pen.type(90), box.right() - w);
    s.matrix_y = box.bottom() - s.matrix_cell * rows - 2;
  }
}

// ---- planes -------------------------------------------------------------------------------------------------------------------

void draw_planes(const Pointwise& s, const Stack& stack, const Tensor& tensor, Role role, int stage, TargetKind kind, bool all) {
  const Theme& t = s.pen.theme();
  const Range range = range_of(tensor);
  const double most = std::max({1e-12, std::abs(range.low), std::abs(range.high)});
  const Point pierced = stack.corner(0, static_cast<double>(s.column) + 0.5, static_cast<double>(s.row) + 0.5);
  for (std::size_t p = 0; p < stack.planes.size(); ++p) {
    for (Index i = 0; i < stack.rows * stack.columns; ++i) {
      const Index y = i / stack.columns, x = i % stack.columns;
      const Index flat = flat_index(tensor.extents, {s.focus.step.position[0], stack.planes[p], y, x});
      const double u = static_cast<double>(x), v = static_cast<double>(y);
      const bool lit = y == s.row && x == s.column && (all || stack.planes[p] == s.filter || s.focus.appeared(flat) > 0);
      const double there = all ? 1 : s.focus.appeared(flat);
      Color fill = mix(t.surface, t.role(role), 0.10 + 0.38 * std::abs(static_cast<double>(tensor[flat])) / most);
      if (there <= 0) fill = t.sunken;
      if (lit) fill = mix(fill, t.role(role), all || stack.planes[p] == s.filter ? std::max(0.25, there) : 0.45);
      const std::vector<Point> corners{stack.corner(p, u, v), stack.corner(p, u + 1, v), stack.corner(p, u + 1, v + 1),
                                       stack.corner(p, u, v + 1)};
      s.pen.list().items.push_back(PathItem{corners, true, fill, {t.surface, stack.row > 6 ? 1.2 : 0.4, 0, 0}, {kind, stage, flat}});
    }
    const double bottom = stack.corner(p, 0, static_cast<double>(stack.rows)).y;
    const double end = p + 1 < stack.planes.size() ? stack.corner(p + 1, 0, static_cast<double>(s.row)).y : bottom + 10;
    if (end > bottom) s.pen.line({pierced.x, bottom}, {pierced.x, end}, {t.role(role), 3});
  }
}

void draw_skewer_links(const Pointwise& s) {
  const Theme& t = s.pen.theme();
  const double u = static_cast<double>(s.column) + 0.5, v = static_cast<double>(s.row) + 0.5;
  for (std::size_t p = 0; p < s.in.planes.size(); ++p) {
    const Point from = s.in.corner(p, u, v), to{s.values - 5, s.in.middle(p)};
    s.pen.link(from, to, {with_alpha(t.input, s.slide > 0 ? 1 : 0.4), 1.5, 4, 4});
    if (s.slide > 0 && s.slide < 1) {
      const double e = ease_in_out(s.slide);
      s.pen.circle({from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * e}, 5, t.input, {t.surface, 1.5});
    }
  }
  for (std::size_t p = 0; p < s.out.planes.size(); ++p) {
    const bool works = s.out.planes[p] == s.filter;
    s.pen.link({(s.activation ? s.bent : s.mixed) + s.side + 4, s.out.middle(p)}, s.out.corner(p, u, v),
               {with_alpha(t.output, works ? 1 : 0.35), 1.5, 4, 4});
  }
}

// ---- the small fully connected layer ------------------------------------------------------------------------------------------

double weight_of(const Pointwise& s, Index filter, Index channel) { return s.mix.layer().weight()[filter * s.channels + channel]; }

void draw_links(const Pointwise& s, bool working) {
  const Theme& t = s.pen.theme();
  const Range range = range_of(s.mix.layer().weight());
  const double most = std::max({1e-12, std::abs(range.low), std::abs(range.high)});
  for (std::size_t m = 0; m < s.out.planes.size(); ++m) {
    if ((s.out.planes[m] == s.filter) != working) continue;
    for (std::size_t q = 0; q < s.in.planes.size(); ++q) {
      const double w = weight_of(s, s.out.planes[m], s.in.planes[q]);
      Stroke stroke{t.hatch, 1.2, 0, 0};
      if (working) {
        const double lit = s.focus.inspected ? 1 : s.focus.lit(static_cast<std::size_t>(s.in.planes[q]));
        stroke = {mix(t.hatch, t.weight, lit), 1.2 + 2.4 * lit * std::abs(w) / most, w == 0 ? 3.0 : 0.0, w == 0 ? 5.0 : 0.0};
      }
      // A curve with straight handles: drawn as a line, and no text lies on it but the plates that name its weight.
      const Point from{s.values + s.side, s.in.middle(q)}, to{s.mixed, s.out.middle(m)};
      s.pen.list().items.push_back(CurveItem{from, {from.x + (to.x - from.x) / 3, from.y + (to.y - from.y) / 3},
                                             {from.x + (to.x - from.x) * 2 / 3, from.y + (to.y - from.y) * 2 / 3}, to, stroke});
    }
  }
}

// On the links of the filter that works: what each value is multiplied by.
void draw_factors(const Pointwise& s) {
  const Theme& t = s.pen.theme();
  const int decimals = decimals_of(s.mix.layer().weight());
  std::size_t to = 0;
  while (to + 1 < s.out.planes.size() && s.out.planes[to] != s.filter) ++to;
  const Ink ink{13.5, Weight::kBold, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  const double height = s.pen.type(22), part = 0.30;
  if (s.in.planes.size() > 1 && s.in.step * (1 - part) < height + 3) return;
  for (std::size_t q = 0; q < s.in.planes.size(); ++q) {
    const Index channel = s.in.planes[q];
    if (!s.focus.inspected && s.focus.lit(static_cast<std::size_t>(channel)) <= 0) continue;
    const std::string text = "×" + number_text(weight_of(s, s.filter, channel), decimals);
    const double from_x = s.values + s.side, w = s.pen.width(text, ink) + s.pen.type(12);
    const Point at{from_x + (s.mixed - from_x) * part, s.in.middle(q) + (s.out.middle(to) - s.in.middle(q)) * part};
    if (at.x - w / 2 < from_x + 2) return;
    s.pen.rect({at.x - w / 2, at.y - height / 2, w, height}, t.surface, height / 2, {t.weight, 1.5},
               {TargetKind::kWeight, 0, s.filter * s.channels + channel});
    s.pen.text(at, text, ink, t.weight);
  }
}

double text_size(const Pointwise& s, int decimals) {
  return std::max(kSmallestText, std::min(17.0, s.side * (decimals > 0 ? 0.3 : 0.4) / s.pen.type(1)));
}

void draw_values(const Pointwise& s) {
  const Tensor& input = s.mix.layer().input();
  const int decimals = decimals_of(input);
  const double size = s.pen.type(text_size(s, decimals));
  for (std::size_t q = 0; q < s.in.planes.size(); ++q) {
    const Index flat = flat_index(input.extents, {s.focus.step.position[0], s.in.planes[q], s.row, s.column});
    CellLook look;
    look.text = s.side >= s.pen.type(16) ? number_text(input[flat], decimals) : "";
    look.hot = true;
    look.hidden = s.slide <= 0;
    s.pen.cell({s.values, s.in.middle(q) - s.side / 2, s.side, s.side}, look, Role::kInput, size, {TargetKind::kInput, 0, flat});
  }
}

void draw_arrow(const Pointwise& s, double y) {
  const Color color = s.pen.theme().faint;
  const double from = s.mixed + s.side + 5, to = s.bent - 6;
  if (to - from < 12) return;
  s.pen.line({from, y}, {to - 7, y}, {color, 1.5});
  s.pen.path({{to - 8, y - 3.5}, {to, y}, {to - 8, y + 3.5}}, true, color, {});
}

void draw_results(const Pointwise& s) {
  const Theme& t = s.pen.theme();
  const Tensor& mixed = s.mix.layer().output();
  const int decimals = std::max(decimals_of(mixed), decimals_of(s.result()));
  const double size = s.pen.type(text_size(s, decimals));
  for (std::size_t m = 0; m < s.out.planes.size(); ++m) {
    const Index filter = s.out.planes[m];
    const Index flat = flat_index(mixed.extents, {s.focus.step.position[0], filter, s.row, s.column});
    const bool works = filter == s.filter;
    const double sum = !works ? s.focus.appeared(flat) : s.focus.inspected ? 1 : s.focus.sum;
    CellLook look;
    look.kind = sum > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = works && sum > 0 ? ease_out(sum) : sum > 0 ? 1 : 0;
    look.text = s.side >= s.pen.type(16) ? number_text(mixed[flat], decimals) : "";
    look.hot = works;
    if (!works) look.tint = mix(t.surface, t.output, 0.10);
    const double y = s.out.middle(m) - s.side / 2;
    s.pen.cell({s.mixed, y, s.side, s.side}, look, Role::kOutput, size, {TargetKind::kOutput, 0, flat});
    if (!s.activation) continue;
    draw_arrow(s, s.out.middle(m));
    const double bent = !works ? sum : s.focus.inspected ? 1 : s.activate;
    look.kind = bent > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = works && bent > 0 ? ease_out(bent) : bent > 0 ? 1 : 0;
    look.text = s.side >= s.pen.type(16) ? number_text(s.result()[flat], decimals) : "";
    s.pen.cell({s.bent, y, s.side, s.side}, look, Role::kOutput, size, {TargetKind::kOutput, 1, flat});
  }
}

void draw_matrix(const Pointwise& s) {
  if (s.matrix_cell <= 0) return;
  const Theme& t = s.pen.theme();
  const Tensor& weight = s.mix.layer().weight();
  const int decimals = decimals_of(weight);
  GridSpec spec;
  spec.origin = {s.matrix_x, s.matrix_y};
  spec.cell = s.matrix_cell;
  spec.rows = s.filters;
  spec.columns = s.channels;
  spec.role = Role::kWeight;
  spec.target = TargetKind::kWeight;
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * s.channels + c;
    look.text = number_text(weight[flat], decimals);
    if (r != s.filter) look.tint = mix(t.surface, t.weight, 0.12);
    look.hot = s.focus.weights.count(flat) != 0;
    look.lit = r == s.filter && s.focus.multiply < 1 && !s.focus.inspected ? s.focus.lit(static_cast<std::size_t>(c)) : 0;
    return look;
  };
  s.pen.grid(spec);
  const Box box = spec.box();
  s.pen.frame({box.x - 1, box.y + s.matrix_cell * static_cast<double>(s.filter) - 1, box.w + 2, s.matrix_cell + 2}, Role::kWeight, 2.5);
  const double y = box.y + s.matrix_cell * 0.5;
  s.pen.text({box.x - 14, y}, s.context.words("view.weights"), {14, Weight::kSemiBold, Anchor::kEnd}, t.weight);
  if (s.filters > 1)
    s.pen.text({box.x - 14, y + s.pen.type(20)}, shape_text({s.filters, s.channels, 1, 1}),
               {12.5, Weight::kRegular, Anchor::kEnd, Face::kNumbers, Importance::kNote}, t.muted);
  s.pen.text({box.right() + 14, box.y + s.matrix_cell * (static_cast<double>(s.filter) + 0.5)}, s.context.words("view.one_row"),
             {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted);
}

// ---- words --------------------------------------------------------------------------------------------------------------------

void draw_stack_name(const Pointwise& s, const Stack& stack, const std::string& name, const Tensor& tensor, Role role, bool end) {
  const double y = stack.top - s.pen.type(18), x = end ? stack.x + stack.width() : stack.x;
  const std::string shape = shape_text({tensor.extents[1], tensor.extents[2], tensor.extents[3]});
  const Ink small{12.5, Weight::kRegular, end ? Anchor::kEnd : Anchor::kStart, Face::kNumbers, Importance::kNote},
      large{15, Weight::kSemiBold, end ? Anchor::kEnd : Anchor::kStart};
  const double first = end ? s.pen.width(shape, small) : s.pen.width(name, large);
  s.pen.text({end ? x - first - 12 : x, y}, name, large, s.pen.theme().role(role));
  s.pen.text({end ? x : x + first + 12, y}, shape, small, s.pen.theme().muted);
}

void draw_names(const Pointwise& s) {
  const Words& words = s.context.words;
  const Theme& t = s.pen.theme();
  draw_stack_name(s, s.in, words("view.input"), s.mix.layer().input(), Role::kInput, false);
  draw_stack_name(s, s.out, words("view.output"), s.result(), Role::kOutput, true);
  const Ink ink{kLabelSize, Weight::kSemiBold, Anchor::kMiddle};
  s.pen.text({s.values + s.side / 2, s.in.middle(0) - s.side / 2 - s.pen.type(15)}, words("view.one_pixel"), ink, t.input);
  const double y = s.out.middle(0) - s.side / 2 - s.pen.type(15);
  s.pen.text({s.mixed + s.side / 2, y}, words("view.mixed"), ink, t.output);
  if (s.activation) s.pen.text({s.bent + s.side / 2, y}, "ReLU", ink, t.output);
  auto more = [&](const Stack& stack, double x) {
    for (std::size_t p = 0; p + 1 < stack.planes.size(); ++p)
      if (stack.planes[p + 1] > stack.planes[p] + 1)
        s.pen.text({x, (stack.middle(p) + stack.middle(p + 1)) / 2}, more_text(words, stack.planes[p + 1] - stack.planes[p] - 1),
                   {12.5, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote}, t.muted);
  };
  more(s.in, s.values + s.side / 2);
  more(s.out, s.mixed + s.side / 2);
}

BarContent bar_of(const Pointwise& s, double room) {
  const Words& words = s.context.words;
  WrittenSum sum = written_sum(s.pen, s.mix, s.focus, room, false, {true, Role::kInput});
  if (s.activation && (s.focus.inspected || s.activate > 0) && s.focus.sum >= 1) {
    const double bent = s.result()[s.focus.step.cell];
    sum.runs.push_back({"  →  ReLU  ", s.pen.theme().muted});
    sum.runs.push_back({number_text(bent, decimals_of(s.result())), s.pen.theme().output});
  }
  BarContent content{sum.runs, "", {}, sum.size, {}};
  content.sentence = words.format("view.pointwise_weights", {{"channels", count_text(s.channels)},
                                                             {"filters", count_text(s.filters)},
                                                             {"weights", count_text(s.mix.layer().weight().count())}});
  content.legend = {{LegendMark::kInput, words("view.one_pixel")},
                    {LegendMark::kWeight, words("legend.weight")},
                    {LegendMark::kOutput, words("view.mixed")}};
  return content;
}

}  // namespace

void build_pointwise(const ViewContext& context, Pen& pen, Box area) {
  Pointwise s = pointwise_of(context, pen);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  lay_out(s, area);
  draw_skewer_links(s);
  draw_planes(s, s.in, s.mix.layer().input(), Role::kInput, 0, TargetKind::kInput, true);
  draw_planes(s, s.out, s.result(), Role::kOutput, s.activation ? 1 : 0, TargetKind::kOutput, false);
  draw_links(s, false);
  draw_links(s, true);
  draw_factors(s);
  draw_values(s);
  draw_results(s);
  draw_matrix(s);
  draw_names(s);
  draw_bar(pen, context, bar, bar_of(s, bar.w - 40));
}

}  // namespace convscope
