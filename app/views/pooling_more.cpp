// Pooling of whole planes to one number a channel, and pooling of a photograph.
#include <algorithm>

#include "app/views/builders.h"
#include "app/views/photo_columns.h"
#include "app/views/pooling.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

struct Global {
  ViewContext average, maximum;
  Pen& pen;
  Focus mean, largest;
  double share = 1, compare = 1, won = 1;
};

void draw_plane(const Global& s, Index channel, Box box, double cell) {
  const Tensor& input = s.average.layer().input();
  const int decimals = decimals_of(input);
  const bool now = channel == s.mean.step.position[1];
  GridSpec spec;
  spec.origin = {box.center().x - cell * static_cast<double>(input.extents[3]) / 2, box.y};
  spec.cell = cell;
  spec.rows = input.extents[2];
  spec.columns = input.extents[3];
  spec.role = Role::kInput;
  const Index first = channel * spec.rows * spec.columns;
  const std::optional<std::size_t> leader = now ? leader_of(s.largest.step, s.compare) : std::nullopt;
  const Index winner = leader ? s.largest.step.terms[*leader].tap.data.index : -1;
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kInput, s.average.stage, first + r * spec.columns + c}; };
  for (float value : input.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = first + r * spec.columns + c;
    look.text = number_text(input[flat], decimals);
    if (flat == winner && s.won > 0) look.tint = s.pen.theme().input;
    look.strong = flat == winner;
    return look;
  };
  s.pen.grid(spec);
  if (winner >= 0) {
    const Cell at = cell_of(input.extents, winner);
    draw_winner_corner(s.pen,
                       {spec.origin.x + cell * static_cast<double>(at[3]), spec.origin.y + cell * static_cast<double>(at[2]), cell, cell});
  }
  if (now) s.pen.rect(spec.box(), {0, 0, 0, 0}, 5, {s.pen.theme().accent, 3});
}

void draw_number(const Global& s, const ViewContext& context, const Focus& focus, Index channel, Box box, double share) {
  const Tensor& output = context.layer().output();
  const int decimals = decimals_of(output);
  GridSpec spec;
  spec.origin = {box.x, box.y};
  spec.cell = box.h;
  spec.cell_width = box.w;
  spec.rows = spec.columns = 1;
  spec.role = Role::kOutput;
  for (float value : output.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.target_of = [&](Index, Index) { return Target{TargetKind::kOutput, context.stage, channel}; };
  spec.look = [&](Index, Index) {
    CellLook look;
    look.appear = channel < focus.playing ? 1 : channel == focus.playing ? share : 0;
    look.kind = look.appear > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = number_text(output[channel], decimals);
    look.hot = channel == focus.step.cell;
    return look;
  };
  s.pen.grid(spec);
}

Global global_of(const ViewContext& context, Pen& pen) {
  Global s{at_layer(context, "average"), at_layer(context, "maximum"), pen, {}, {}};
  s.mean = focus_together(context, s.average.stage, s.average.stage);
  s.largest = focus_together(context, s.average.stage, s.maximum.stage);
  if (s.mean.inspected) return s;
  s.compare = phase_share(s.average, "compare");
  s.won = ease_out(phase_share(s.average, "drop"));
  s.share = ease_out(phase_share(s.average, "mean"));
  return s;
}

void draw_channels(const Global& s, Box area) {
  const Extents& in = s.average.layer().input().extents;
  const Words& words = s.average.words;
  const auto channels = static_cast<double>(in[1]);
  const double names = area.h >= s.pen.type(300) ? s.pen.type(30) : 0, side = names > 0 ? s.pen.type(96) : 0;
  Box labels = cut_left(area, side);
  const double gap = 3 * kSpace, w = std::min((area.w - gap * (channels - 1)) / channels, area.h * 0.62);
  const double number = std::min(s.pen.type(58), area.h * 0.16), arrow = std::min(s.pen.type(44), area.h * 0.1);
  const double cell = fit_cell({0, 0, w, area.h - names - arrow - 2 * number - kSpace}, static_cast<double>(in[2]),
                               static_cast<double>(in[3]), std::max(s.pen.type(56), area.h * 0.1));
  const double plane_h = cell * static_cast<double>(in[2]), used = names + plane_h + arrow + 2 * number + kSpace;
  const double y = area.y + std::max(0.0, (area.h - used) / 2);
  const double x0 = area.x + (area.w - w * channels - gap * (channels - 1)) / 2;
  for (Index c = 0; c < in[1]; ++c) {
    const Box column{x0 + (w + gap) * static_cast<double>(c), y, w, used};
    if (names > 0)
      s.pen.whole({column.center().x, y + names / 2 - 2}, words.format("view.pooled_channel", {{"number", std::to_string(c)}}),
                  {14, Weight::kSemiBold, Anchor::kMiddle}, s.pen.theme().input, w);
    draw_plane(s, c, {column.x, y + names, w, plane_h}, cell);
    const double top = y + names + plane_h + arrow, width = std::min(w, number * 1.6);
    s.pen.arrow({column.center().x, top - arrow + 6}, {column.center().x, top - 5}, s.pen.theme().output);
    draw_number(s, s.average, s.mean, c, {column.center().x - width / 2, top, width, number}, s.share);
    draw_number(s, s.maximum, s.largest, c, {column.center().x - width / 2, top + number + kSpace, width, number}, s.won);
  }
  if (names <= 0) return;
  const double first = y + names + plane_h + arrow + number / 2;
  const Ink ink{14, Weight::kSemiBold, Anchor::kEnd};
  s.pen.whole({labels.right() - 4, first}, words("view.average"), ink, s.pen.theme().output, side);
  s.pen.whole({labels.right() - 4, first + number + kSpace}, words("view.maximum"), ink, s.pen.theme().output, side);
}

}  // namespace

void build_pooling_global(const ViewContext& context, Pen& pen, Box area) {
  const Global s = global_of(context, pen);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  draw_channels(s, area);
  const Extents& in = s.average.layer().input().extents;
  const std::string sizes = shape_text({in[1], in[2], in[3]}) + " → " + std::to_string(in[1]);
  draw_lines(pen, bar,
             {average_line(s.average, pen, s.mean, context.words("view.average"), s.share),
              maximum_line(s.maximum, pen, s.largest, context.words("view.maximum"), s.compare, s.won)},
             sizes, pen.theme().muted);
}

void build_pooling_photo(const ViewContext& context, Pen& pen, Box area) {
  const ViewContext maximum = at_layer(context, "maximum"), average = at_layer(context, "average");
  const Focus largest = photo_focus(context, maximum.stage, maximum.stage), mean = photo_focus(context, maximum.stage, average.stage);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const double compare = largest.inspected ? 1 : phase_share(maximum, "compare"),
               won = largest.inspected ? 1 : phase_share(maximum, "drop"), averaged = largest.inspected ? 1 : phase_share(maximum, "mean");
  const Cell& p = largest.step.position;
  const Extents &in = maximum.layer().input().extents, &out = maximum.layer().output().extents;
  const PixelFrame one{static_cast<double>(p[2]), static_cast<double>(p[3]), 1, 1};
  PixelFrame window = read_frame(largest.step);
  if (!largest.inspected && p[3] > 0) window.column -= (1 - largest.arrive) * window.columns;
  const Words& words = context.words;
  const std::string out_size = shape_text({out[3], out[2]});
  std::optional<std::size_t> leader = leader_of(largest.step, compare);
  PhotoColumn input{maximum, maximum.layer().inputs.front(), true, words("view.input"), shape_text({in[3], in[2]}), window, -1, 1};
  if (leader && !largest.step.terms[*leader].tap.data.none()) input.marked = largest.step.terms[*leader].tap.data.index;
  draw_photo_columns(pen,
                     {input,
                      {maximum, "maximum", false, words("view.maximum"), words("view.maximum_note"), one, -1, won},
                      {average, "average", false, words("view.average"), words("view.average_note"), one, -1, averaged}},
                     area, std::max(12.0, window.rows * 3), p[1]);
  draw_lines(pen, bar,
             {maximum_line(maximum, pen, largest, words("view.maximum"), compare, won),
              average_line(average, pen, mean, words("view.average"), averaged)},
             shape_text({in[3], in[2]}) + " → " + out_size, pen.theme().muted);
}

}  // namespace convscope
