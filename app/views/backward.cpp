// The way back: the gradient under the turned kernel gives the input's gradient, the input under the gradient that of the weights. A step
// is one cell of each, marked in the forward layer as well.
#include <algorithm>
#include <cmath>

#include "app/views/backward.h"
#include "app/views/builders.h"
#include "app/views/spread.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

// Three things on one line of middles, two ways between them.
void place(const Pen& pen, Captions captions, Track& track, Index middle_rows, Index middle_columns, const Extents& result) {
  const double caption = pen.caption_height(captions), way = std::max(pen.type(60), track.box.w * 0.09), margin = pen.type(8);
  const Box room{track.box.x, track.box.y, track.box.w - 2 * way - margin, track.box.h - margin};
  const double share = 0.85;
  const double columns = number(track.columns) + share * number(middle_columns) + number(result[3]);
  track.cell = fit_cell({0, 0, room.w, room.h}, number(track.rows), columns, pen.type(64));
  track.cell = std::min(track.cell, std::floor((room.h - caption) / number(std::max(result[2], middle_rows))));
  track.cell = std::max(2.0, track.cell);
  track.small = std::max(2.0, std::floor(track.cell * share));
  if (track.small < pen.legible_cell()) track.small = std::min(track.cell, std::max(track.small, std::ceil(pen.legible_cell())));
  const double middle = track.box.y + track.box.h / 2, lower = middle + caption / 2;
  track.plane = {track.box.x, middle - track.cell * number(track.rows) / 2};
  const double right = track.box.right() - margin - track.cell * number(result[3]);
  track.result = {right, lower - track.cell * number(result[2]) / 2};
  const double from = track.plane.x + track.cell * number(track.columns), width = track.small * number(middle_columns);
  track.middle = {from + (right - from - width) / 2, lower - track.small * number(middle_rows) / 2};
}

// The column of the forward layer: with its words where the stage is large, narrower and without them on a smaller one.
Box cut_forward(const Pen& pen, Box& area) {
  if (area.h >= pen.type(440) && area.w >= pen.type(780)) return cut_left(area, pen.type(150), pen.type(44));
  if (area.h >= pen.type(330) && area.w >= pen.type(640)) return cut_left(area, pen.type(120), pen.type(32));
  return {};
}

Backward backward_of(const ViewContext& context, Pen& pen, Box area) {
  const BackwardContexts own = backward_contexts(context);
  Backward b{pen,
             spread_geometry(own.to_input.layer()),
             {own.to_input, focus_to_input(own), {}, 30, 26, {}, {}, {}, 0, 0},
             {own.to_weights, focus_to_weights(own), {}, 30, 26, {}, {}, {}, 0, 0},
             own.forward,
             {},
             true,
             true,
             Captions::kFull,
             1};
  b.forward_box = cut_forward(pen, area);
  b.heads = area.h > pen.type(300);
  b.told = area.h > pen.type(450);
  b.captions = b.told ? Captions::kFull : Captions::kNames;
  const double head = pen.type(b.told ? 54 : b.heads ? 30 : 8), gap = pen.type(16);
  const Tensor& input = own.to_weights.layer().input();
  b.input.rows = b.g.count(0);
  b.input.columns = b.g.count(1);
  b.weights.rows = input.extents[2] + 2 * b.g.axis[0].begin;
  b.weights.columns = input.extents[3] + 2 * b.g.axis[1].begin;
  const Extents& gradient = own.to_input.layer().input().extents;
  const auto place_both = [&](double upper) {
    Box lower = area, top = cut_top(lower, head + (area.h - gap - 2 * head) * upper, gap);
    cut_top(top, head);
    cut_top(lower, head);
    b.input.box = top;
    b.weights.box = lower;
    place(pen, b.captions, b.input, b.g.axis[0].kernel, b.g.axis[1].kernel, own.to_input.layer().output().extents);
    place(pen, b.captions, b.weights, gradient[2], gradient[3], own.to_weights.layer().output().extents);
    return std::min(b.input.cell, b.weights.cell);
  };
  double best = 0.52, largest = 0;
  for (double upper = 0.42; upper <= 0.66; upper += 0.01) {  // the share of the height that makes the smaller cells largest
    const double cell = place_both(upper);
    if (cell > largest) best = upper;
    largest = std::max(largest, cell);
  }
  place_both(best);
  if (!b.input.focus.inspected) b.turned = share_in(context, "prepare", "turn");
  return b;
}

void draw_head(const Backward& b, const Track& track, const std::string& title, const std::string& subtitle) {
  if (!b.heads) {  // beside its plane, over the way to the middle
    const double x = track.plane.x + track.cell * number(track.columns) + b.pen.type(12);
    const double y = track.box.y + b.pen.type(12), room = track.middle.x - x;
    b.pen.whole({x, y}, b.pen.words()(title), {15, Weight::kSemiBold}, b.pen.theme().ink, room);
    if (!b.pen.can_be_read(track.cell))
      b.pen.whole({x, y + b.pen.type(21)}, b.pen.words()("view.backward.shades"), {kLabelSize}, b.pen.theme().muted, room);
    return;
  }
  const double y = track.box.y - b.pen.type(b.told ? 44 : 18);
  b.pen.text({track.box.x, y}, b.pen.words()(title), {15, Weight::kSemiBold}, b.pen.theme().ink);
  if (!b.told) return;
  b.pen.fitted({track.box.x, y + b.pen.type(21)}, subtitle, {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
               b.pen.theme().muted, track.result.x - track.box.x - b.pen.type(20));
}

// A gradient as a grid: as far as it is computed, in the outline of what it belongs to.
void draw_result(const Backward& b, const Track& track, const std::string& name, Role whose) {
  Pen& pen = b.pen;
  const Tensor& result = track.context.layer().output();
  const int decimals = decimals_of(result);
  GridSpec spec;
  spec.origin = track.result;
  spec.cell = track.cell;
  spec.rows = result.extents[2];
  spec.columns = result.extents[3];
  spec.role = Role::kGradient;
  for (float value : result.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, track.context.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    const double appeared = track.focus.appeared(flat);
    look.kind = appeared > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = appeared;
    look.text = number_text(result[flat], decimals);
    look.hot = active(track) && flat == track.focus.step.cell;
    look.ringed = track.focus.outputs.count(flat) != 0;
    return look;
  };
  const Box box = spec.box();
  const std::string title = "∂L/∂ " + pen.words()(name);
  const double half = pen.width(title, {15, Weight::kSemiBold}) / 2, x = std::min(box.center().x, track.box.right() - half);
  pen.caption({x, box.y - pen.type(4)}, title, shape_text({spec.rows, spec.columns}), Role::kGradient, b.captions);
  pen.grid(spec);
  pen.frame(inset(box, -5), whose, 2);
}

Point result_center(const Track& track) {
  const Cell& at = track.focus.step.position;
  return {track.result.x + (number(at[3]) + 0.5) * track.cell, track.result.y + (number(at[2]) + 0.5) * track.cell};
}

// From the window over the middle to the result.
void draw_ways(const Backward& b, const Track& track, Index middle_columns) {
  const double alpha = active(track) ? std::max(0.4, track.focus.sum) : 0.25, gap = b.pen.type(10);
  const Color color = with_alpha(b.pen.theme().gradient, alpha);
  const double y = track.box.y + track.box.h / 2 + b.pen.caption_height(b.captions) / 2;
  const double right = track.middle.x + track.small * number(middle_columns);
  b.pen.arrow({track.plane.x + track.cell * number(track.columns) + gap, y}, {track.middle.x - gap, y}, color);
  b.pen.arrow({right + gap, y}, {track.result.x - gap, y}, color);
}

void draw_to_input(const Backward& b) {
  Pen& pen = b.pen;
  const Track& track = b.input;
  const ViewContext& context = track.context;
  SpreadPlane plane;
  plane.origin = track.plane;
  plane.cell = track.cell;
  plane.role = Role::kGradient;
  plane.window_alpha = active(track) ? 1 : 0;
  if (!track.focus.inspected) {
    plane.spread = share_in(context, "prepare", "spread");
    plane.border = share_in(context, "prepare", "border");
  }
  plane.zeros = plane.spread >= 1 ? 1 : 0;
  plane.from = plane.cell_origin(b.g, 0, 0);
  plane.from_cell = plane.cell;
  const bool strided = b.g.axis[0].stride > 1 || b.g.axis[1].stride > 1, dilated = b.g.axis[0].dilation > 1 || b.g.axis[1].dilation > 1;
  draw_head(b, track, "view.backward.to_input",
            pen.words().format(strided   ? "view.backward.spread"
                               : dilated ? "view.backward.border_dilated"
                                         : "view.backward.border",
                               {{"around", pair_text(b.g.border(0), b.g.border(1))},
                                {"between", pair_text(b.g.axis[0].stride - 1, b.g.axis[1].stride - 1)}}));
  draw_ways(b, track, b.g.axis[1].kernel);
  draw_spread_plane(pen, context, track.focus, b.g, plane);
  const double width = track.small * number(b.g.axis[1].kernel);
  pen.caption({track.middle.x + width / 2, track.middle.y}, pen.words()(b.turned > 0.5 ? "view.backward.turned" : "view.weights"),
              shape_text({b.g.axis[0].kernel, b.g.axis[1].kernel}), Role::kWeight, b.captions);
  draw_turned_kernel(pen, context, track.focus, track.middle, track.small, b.turned);
  draw_result(b, track, "view.input", Role::kInput);
  auto from = [&](const Term& term) {
    const Point p = plane.cell_origin(b.g, number(term.tap.at[1]), number(term.tap.at[2]));
    return Point{p.x + track.cell / 2, p.y + track.cell / 2};
  };
  if (active(track) && !track.focus.inspected) {
    const Focus kept = without_zeros(track.focus);
    const double e = ease_in_out(track.focus.sum);
    for (const Term& term : kept.step.terms)
      if (e > 0 && e < 1) {
        const Point a = from(term), to = result_center(track);
        pen.circle({a.x + (to.x - a.x) * e, a.y + (to.y - a.y) * e}, 4, pen.theme().gradient, {pen.theme().surface, 1.5});
      }
  }
}

// The value and, in the corner of its cell, the gradient that it is multiplied by.
void draw_factors(const Backward& b, double size) {
  Pen& pen = b.pen;
  const Track& track = b.weights;
  const double c = track.cell, small = std::clamp(size * 0.72, pen.type(kSmallestText), std::max(pen.type(15), size * 0.55));
  if (track.focus.arrive < 1 || c < pen.type(32) || size < pen.type(kSmallestText) - 0.01) return;
  const LayerModel& layer = track.context.layer();
  const int decimals = decimals_of(layer.input()), gradient_decimals = decimals_of(*layer.tensors[1]);
  for (std::size_t i = 0; i < track.focus.step.terms.size(); ++i) {
    const Term& term = track.focus.step.terms[i];
    const double alpha = std::min(1.0, track.focus.lit(i) * 2);
    if (alpha <= 0) continue;
    const Point at{track.plane.x + number(term.tap.at[2] + b.g.axis[1].begin) * c,
                   track.plane.y + number(term.tap.at[1] + b.g.axis[0].begin) * c};
    Ink ink{size / pen.type(1), Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
    const std::string value = number_text(term.data, decimals), factor = number_text(term.weight, gradient_decimals);
    const double left = std::max(at.x + c * 0.36, at.x + 4 + pen.width(value, ink) / 2);
    pen.text({left, at.y + c * 0.64}, value, ink, term.tap.data.none() ? pen.theme().muted : ink_on(pen.pale(Role::kInput, 0.36)));
    ink = {small / pen.type(1), Weight::kBold, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
    const double width = pen.width(factor, ink) + 6, height = small * 1.25;
    pen.rect({at.x + c - width - 3, at.y + 3, width, height}, with_alpha(pen.theme().surface, 0.95 * alpha), 3);
    pen.text({at.x + c - 3 - width / 2, at.y + 3 + height / 2}, factor, ink, with_alpha(pen.theme().gradient, alpha));
  }
}

// The input with its border, under the gradient: the cells that met the weight of this step.
void draw_met_input(const Backward& b) {
  Pen& pen = b.pen;
  const Track& track = b.weights;
  const Tensor& input = track.context.layer().input();
  const Index top = b.g.axis[0].begin, left = b.g.axis[1].begin;
  const int decimals = decimals_of(input);
  GridSpec spec;
  spec.origin = track.plane;
  spec.cell = track.cell;
  spec.rows = track.rows;
  spec.columns = track.columns;
  const double text_size = spec.text_size = number_size(pen, texts_of(input), track.cell);
  const bool has_room = track.cell >= pen.type(32);
  auto flat_of = [&](Index r, Index c) -> Index {
    const Index y = r - top, x = c - left;
    return y < 0 || x < 0 || y >= input.extents[2] || x >= input.extents[3] ? -1 : y * input.extents[3] + x;
  };
  spec.target_of = [&](Index r, Index c) {
    return flat_of(r, c) < 0 ? Target{} : Target{TargetKind::kInput, track.context.stage, flat_of(r, c)};
  };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = flat_of(r, c);
    look.kind = flat < 0 ? CellKind::kPadding : CellKind::kValue;
    look.text = flat < 0 ? "0" : number_text(input[flat], decimals);
    look.ringed = flat >= 0 && track.focus.inputs.count(flat) != 0;
    for (std::size_t i = 0; active(track) && track.focus.arrive >= 1 && i < track.focus.step.terms.size(); ++i) {
      const Term& term = track.focus.step.terms[i];
      if (term.tap.at[1] != r - top || term.tap.at[2] != c - left || track.focus.lit(i) <= 0) continue;
      look.lit = track.focus.lit(i);
      if (has_room) look.text.clear();
      if (flat >= 0) look.tint = pen.pale(Role::kInput, 0.36);
    }
    return look;
  };
  pen.grid(spec);
  if (!active(track)) return;
  draw_factors(b, text_size);
  const GatherStep& step = track.focus.step;
  const bool across = step.position[3] > 0 && !track.focus.inspected;
  const double shift = across ? (1 - track.focus.arrive) * number(b.g.axis[1].dilation) : 0;
  pen.frame({track.plane.x + (number(step.left + left) - shift) * track.cell, track.plane.y + number(step.top + top) * track.cell,
             number(step.right - step.left + 1) * track.cell, number(step.bottom - step.top + 1) * track.cell},
            Role::kGradient, 3, across ? 1 : track.focus.arrive, 0.06);
}

void draw_to_weights(const Backward& b) {
  Pen& pen = b.pen;
  const Track& track = b.weights;
  const Tensor& gradient = b.input.context.layer().input();
  const Index columns = gradient.extents[3];
  draw_head(b, track, "view.backward.to_weights", pen.words()("view.backward.collects"));
  draw_ways(b, track, columns);
  draw_met_input(b);
  PlainGrid grid{track.middle, track.small, Role::kGradient, TargetKind::kInput, b.input.context.stage, -1};
  pen.caption({track.middle.x + track.small * number(columns) / 2, track.middle.y}, "∂L/∂ " + pen.words()("view.output"),
              shape_text({gradient.extents[2], columns}), Role::kGradient, b.captions);
  draw_plain_grid(pen, gradient, b.input.focus.inputs, grid);
  draw_result(b, track, "view.weights", Role::kWeight);
  const double e = ease_in_out(track.focus.sum);
  if (!active(track) || track.focus.inspected || e <= 0 || e >= 1) return;
  for (const Term& term : track.focus.step.terms) {
    const Point a{track.plane.x + (number(term.tap.at[2] + b.g.axis[1].begin) + 0.5) * track.cell,
                  track.plane.y + (number(term.tap.at[1] + b.g.axis[0].begin) + 0.5) * track.cell};
    const Point to = result_center(track);
    pen.circle({a.x + (to.x - a.x) * e, a.y + (to.y - a.y) * e}, 4, pen.theme().gradient, {pen.theme().surface, 1.5});
  }
}

// What the colours and outlines mean, below the gradient of the output, where there is room.
void draw_key(const Backward& b) {
  Pen& pen = b.pen;
  const Theme& t = pen.theme();
  const Track& track = b.weights;
  const double bottom = track.middle.y + track.small * number(b.input.context.layer().input().extents[2]);
  const double left = track.plane.x + track.cell * number(track.columns) + pen.type(16), right = track.result.x - pen.type(16);
  const double y = track.box.bottom() - pen.type(10), mark = pen.type(15), gap = pen.type(7), apart = pen.type(20);
  const std::string names[] = {pen.words()("legend.backward.gradient"), pen.words()("legend.backward.border"),
                               pen.words()("legend.backward.whose")};
  const Ink ink{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  double width = 2 * apart + 4 * mark + gap * 4;
  for (const std::string& name : names) width += pen.width(name, ink);
  if (!b.told || width > right - left || bottom + pen.type(8) > y - mark / 2) return;
  CellLook border;
  border.kind = CellKind::kPadding;
  double x = (left + right - width) / 2;
  for (int i = 0; i < 3; ++i) {
    const Box box{x, y - mark / 2, mark, mark};
    if (i == 0) pen.rect(box, pen.pale(Role::kGradient), kCellRadius);
    if (i == 1) pen.cell(box, border, Role::kGradient, 0);
    if (i == 2) pen.rect(box, {0, 0, 0, 0}, 4, {t.input, 2});
    if (i == 2) pen.rect({x + mark + gap, y - mark / 2, mark, mark}, {0, 0, 0, 0}, 4, {t.weight, 2});
    x += mark + gap + (i == 2 ? mark + gap : 0);
    x += pen.text({x, y}, names[i], ink, t.muted) + apart;
  }
}

// The sum in the colours of a gradient: what flows back is pink, whatever slot it is read from.
WrittenSum sum_of(const Backward& b, const Track& track, const std::string& name, double room) {
  const Theme& t = b.pen.theme();
  const bool to_input = &track == &b.input;
  const Cell& at = track.focus.step.position;
  const std::string lead = "∂L/∂" + b.pen.words()(name) + "[" + std::to_string(at[2]) + ", " + std::to_string(at[3]) + "]  =  ";
  const Ink ink{20, Weight::kMedium, Anchor::kStart, Face::kNumbers};
  WrittenSum sum = written_sum(b.pen, track.context, without_zeros(track.focus), room - b.pen.width(lead, ink) * 0.6, true);
  if (!sum.runs.empty() && !sum.runs.front().text.empty()) sum.runs.front().text = lead;
  for (std::size_t i = 1; i < sum.runs.size(); ++i) {
    Color& color = sum.runs[i].color;
    if (color == t.output || color == (to_input ? t.input : t.weight)) color = t.gradient;
  }
  return sum;
}

BarContent bar_content(const Backward& b) {
  const Words& words = b.pen.words();
  BarContent content;
  content.line = {{words("view.backward.prepare"), b.pen.theme().muted}};
  content.line_size = 16;
  content.sentence = words("view.backward.prepare_sentence");
  content.legend = {{LegendMark::kPadding, words("legend.backward.border")}, {LegendMark::kWindow, words("legend.window")}};
  return content;
}

// Both sums of the step, one below the other. A track that is done, or not asked about, is silent.
std::vector<WrittenLine> lines_of(const Backward& b, double room) {
  std::vector<WrittenLine> lines;
  for (const Track* track : {&b.input, &b.weights}) {
    const bool other_asked = (track == &b.input ? b.weights : b.input).focus.inspected;
    if (!active(*track) || (other_asked && !track->focus.inspected)) continue;
    const WrittenSum sum = sum_of(b, *track, track == &b.input ? "view.input" : "view.weights", room);
    std::vector<TextRun> brief{sum.runs.front()};
    if (track->focus.sum > 0) brief.push_back(sum.runs.back());
    lines.push_back({{sum.runs, brief}});
  }
  return lines;
}

}  // namespace

void build_backward(const ViewContext& context, Pen& pen, Box area) {
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  const Backward b = backward_of(context, pen, area);
  const Stroke thin{pen.theme().line, 1.5};
  const double y = b.weights.box.y - pen.type(b.told ? 62 : b.heads ? 38 : 16);
  pen.line({b.weights.box.x, y}, {area.right(), y}, thin);
  if (b.forward_box.w > 0) {
    const double between = (b.forward_box.right() + b.weights.box.x) / 2;
    pen.line({between, area.y}, {between, b.forward_box.bottom()}, thin);
    draw_forward(b);
  }
  draw_to_input(b);
  draw_to_weights(b);
  draw_key(b);
  const std::vector<WrittenLine> lines = lines_of(b, bar.w - 40);
  if (lines.empty()) return draw_bar(pen, context, bar, bar_content(b));
  const char* note = lines.size() > 1            ? "view.backward.both"
                     : b.weights.focus.inspected ? "view.backward.weight_sentence"
                                                 : "view.backward.input_sentence";
  draw_lines(pen, bar, lines, context.words(note), pen.theme().muted);
}

}  // namespace convscope
